//! Aligns pairs in child processes, so that a document that crashes, hangs or needs too much memory is reported and the
//! other pairs are still aligned. A child gets the same command line as its parent, plus the hidden option `--serve`.

use super::args::size;
use super::program;
use enru::pair::Alone;
use enru::pair::content::{Question, Told};
use enru::pool::{Lost, Pool, serve};
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

/// A child ends itself this long after the time limit, in case its parent was killed and cannot end it.
const GRACE: Duration = Duration::from_secs(5);

/// Limits for a child process.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Limits {
    /// Memory limit per pair, such as 500M or 8G (Linux only)
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = size, help_heading = "Limits")]
    max_memory: u64,
    /// Answer the requests of the parent process
    #[arg(long, hide = true)]
    pub serve: bool,
}

impl Limits {
    /// A pool of children that run `subcommand`, with `timeout` per pair.
    pub fn pool(self, subcommand: &'static str, timeout: Duration) -> io::Result<Pool> {
        let program = program::command()?;
        Ok(Pool::new(timeout, move || {
            let mut command = program();
            let mut before = true;
            for argument in program::args() {
                let is_subcommand = before && *argument == *subcommand;
                command.arg(argument);
                if is_subcommand {
                    command.arg("--serve");
                    before = false;
                }
            }
            command
        }))
    }

    /// Answers the requests of the parent, within the limits.
    pub fn serve(self, timeout: Duration, mut answer: impl FnMut(&[u8]) -> Vec<u8>) -> anyhow::Result<()> {
        // Ctrl-C reaches the children too. They ignore it, since the parent decides when to end them.
        let _ = ctrlc::set_handler(|| {});
        std::panic::set_hook(Box::new(|_| {}));
        limit_memory(self.max_memory)?;
        static BEGUN: Mutex<Option<Instant>> = Mutex::new(None);
        let begun = || BEGUN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        thread::Builder::new().spawn(move || {
            loop {
                thread::sleep(Duration::from_secs(1));
                if begun().is_some_and(|begun| begun.elapsed() > timeout + GRACE) {
                    std::process::exit(1);
                }
            }
        })?;
        serve(io::stdin().lock(), io::stdout().lock(), |request| {
            *begun() = Some(Instant::now());
            let answer = answer(request);
            *begun() = None;
            answer
        })?;
        Ok(())
    }
}

#[cfg(target_os = "linux")]
fn limit_memory(bytes: u64) -> io::Result<()> {
    let (_, hard) = rlimit::Resource::AS.get()?;
    rlimit::Resource::AS.set(bytes.min(hard), hard)
}

#[cfg(not(target_os = "linux"))]
fn limit_memory(_: u64) -> io::Result<()> {
    Ok(())
}

/// A request to a child.
#[derive(Serialize, Deserialize)]
pub enum Request<T> {
    /// Read a document for pairing by content.
    Read(Question),
    /// Carry out the task of the subcommand.
    Task(T),
}

/// Reads a document for pairing by content in a child of the pool. A document that crashes the child has no partner.
pub fn read_in(pool: &Pool, alone: &Alone, stop: &AtomicBool) -> Result<Told, String> {
    let request = Request::<()>::Read(Question::about(alone));
    let request = serde_json::to_vec(&request).map_err(|error| error.to_string())?;
    let answer = pool.ask(&request, stop).map_err(|lost| reason(&lost))?;
    serde_json::from_slice(&answer)
        .map_err(|error| format!("cannot read the answer of the process: {error}"))?
}

/// Why a pair was not aligned, and which option raises the limit.
pub fn reason(lost: &Lost) -> String {
    match lost {
        Lost::TimedOut(_) => format!("{lost}; raise --timeout to allow more"),
        Lost::OutOfMemory => format!("{lost}; raise --max-memory to allow more"),
        lost => lost.to_string(),
    }
}
