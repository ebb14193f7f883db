//! How long a command may work on its documents.

use super::values::seconds;
use enru::io::Stop;
use std::time::{Duration, Instant};

/// The time limit of a command that works in its own process.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Deadline {
    /// Longest time to work on the documents, in seconds; a command that takes longer fails (default: no limit)
    #[arg(long, value_name = "SECONDS", value_parser = seconds, help_heading = "Limits")]
    timeout: Option<Duration>,
}

impl Deadline {
    /// Stops the work when the time is up, which runs from now on.
    pub fn stop(self) -> Stop {
        let Some(timeout) = self.timeout else { return Stop::default() };
        let started = Instant::now();
        Stop::new(move || started.elapsed() > timeout)
    }
}
