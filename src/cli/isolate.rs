//! Documents are worked on in child processes of this program, so that one which ends its process, hangs, or needs too
//! much memory is reported, and the others are aligned. A child is started with the same command line and the hidden
//! option `--serve`, so that it has the same options.

use super::args::size;
use super::program;
use enru::pool::{Lost, Pool, serve};
use std::io;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// How long a child may go on after its time is up, should nobody end it: its parent may have been killed.
const GRACE: Duration = Duration::from_secs(5);

/// What a document may cost.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Limits {
    /// Most memory that the process working on a pair may use, such as 500M or 8G (Linux only)
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = size, help_heading = "Limits")]
    max_memory: u64,
    /// Answer requests of the process that started this one
    #[arg(long, hide = true)]
    pub serve: bool,
}

impl Limits {
    /// Children of the program for `subcommand`, each of which has `timeout` for a pair.
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
        // On Ctrl-C the parent decides what becomes of its children. Where the program has set a handler, it ends them.
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

/// Why a document was not aligned, and which option would allow more.
pub fn reason(lost: &Lost) -> String {
    match lost {
        Lost::TimedOut(_) => format!("{lost}; --timeout allows more"),
        Lost::OutOfMemory => format!("{lost}; --max-memory allows more"),
        lost => lost.to_string(),
    }
}
