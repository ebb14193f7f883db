//! Child processes that answer requests, so that a document that crashes or blocks a process does not affect the
//! others.
//!
//! A child reads requests from standard input, one per line, and writes answers to standard output ([`serve`]). It
//! serves many requests, one at a time. If a child dies or exceeds the timeout, the request is [`Lost`] with the
//! reason, and the next request gets a new child. A pool never blocks longer than its timeout.
//!
//! A child limits its own memory. The pool does not know what the requests are about. Cost: one process per calling
//! thread, and two copies of each request and answer through a pipe.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The interval at which a waiting request checks `stop`. Ctrl-C must take effect within a second.
const LOOK: Duration = Duration::from_millis(100);

/// The number of bytes to keep from the standard error of a child. The last lines name the reason of a crash.
const LAST_WORDS: usize = 4096;

/// Why a request has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Lost {
    /// The child exceeded the timeout.
    TimedOut(Duration),
    /// The child exceeded its memory limit.
    OutOfMemory,
    /// The child overflowed its stack.
    TooDeep,
    /// The child ended before it answered.
    Died(ExitStatus),
    /// No child could be started, or its pipes failed.
    NotStarted(io::Error),
    /// The caller set `stop`.
    Stopped,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Lost::TimedOut(limit) => write!(f, "took longer than {} s", limit.as_secs_f64()),
            Lost::OutOfMemory => f.write_str("needed more memory than allowed"),
            Lost::TooDeep => f.write_str("is nested too deeply"),
            Lost::Died(status) => write!(f, "the child process ended unexpectedly ({status})"),
            Lost::NotStarted(error) => write!(f, "cannot start a process: {error}"),
            Lost::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Lost {}

impl From<io::Error> for Lost {
    fn from(error: io::Error) -> Lost {
        Lost::NotStarted(error)
    }
}

/// A pool of children, one per thread that waits for an answer.
pub struct Pool {
    command: Box<dyn Fn() -> Command + Send + Sync>,
    timeout: Duration,
    idle: Mutex<Vec<Server>>,
}

impl Pool {
    /// Creates a pool of processes that `command` starts, with `timeout` per request.
    pub fn new(timeout: Duration, command: impl Fn() -> Command + Send + Sync + 'static) -> Pool {
        Pool { command: Box::new(command), timeout, idle: Mutex::new(Vec::new()) }
    }

    /// Returns the answer to `request`, which must not contain a line break. Returns soon after `stop` is set.
    ///
    /// # Errors
    /// [`Lost`] with the reason.
    pub fn ask(&self, request: &[u8], stop: &AtomicBool) -> Result<Vec<u8>, Lost> {
        let waiting = self.idle().pop();
        let mut server = match waiting {
            Some(server) => server,
            None => Server::start((self.command)())?,
        };
        let answer = server.ask(request, self.timeout, stop);
        if answer.is_ok() {
            self.idle().push(server);
        }
        answer
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Server>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running child. Dropping it kills the child.
struct Server {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Vec<u8>>,
    last_words: Receiver<Vec<u8>>,
}

impl Server {
    fn start(mut command: Command) -> Result<Server, Lost> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let missing = || io::Error::other("the child has no pipes");
        let requests = child.stdin.take().ok_or_else(missing)?;
        let mut output = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        let errors = child.stderr.take().ok_or_else(missing)?;
        let (answered, answers) = channel();
        // Both threads end when the child does.
        thread::Builder::new().spawn(move || {
            while let Ok(answer) = read_answer(&mut output) {
                if answered.send(answer).is_err() {
                    break;
                }
            }
        })?;
        let (said, last_words) = channel();
        thread::Builder::new().spawn(move || said.send(last_of(errors)))?;
        Ok(Server { child, requests, answers, last_words })
    }

    fn ask(&mut self, request: &[u8], timeout: Duration, stop: &AtomicBool) -> Result<Vec<u8>, Lost> {
        let started = Instant::now();
        // If the child is dead, reading its answer reports that.
        let _ = self.requests.write_all(request).and_then(|()| self.requests.write_all(b"\n"));
        loop {
            let left = timeout.saturating_sub(started.elapsed());
            match self.answers.recv_timeout(left.min(LOOK)) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(self.reason()),
                Err(RecvTimeoutError::Timeout) if stop.load(Ordering::Relaxed) => return Err(Lost::Stopped),
                Err(RecvTimeoutError::Timeout) if left <= LOOK => return Err(Lost::TimedOut(timeout)),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The reason why a child closed its output.
    fn reason(&mut self) -> Lost {
        let status = match self.child.wait() {
            Ok(status) => status,
            Err(error) => return Lost::NotStarted(error),
        };
        // Arrives when the stream ends: at once, unless another process of the child keeps it open.
        let words = self.last_words.recv_timeout(LOOK).unwrap_or_default();
        let words = String::from_utf8_lossy(&words);
        // The messages that the Rust standard library prints before it aborts.
        match () {
            _ if words.contains("memory allocation of") => Lost::OutOfMemory,
            _ if words.contains("overflowed its stack") => Lost::TooDeep,
            _ => Lost::Died(status),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last bytes of `errors`.
fn last_of(mut errors: impl Read) -> Vec<u8> {
    let (mut words, mut buffer) = (Vec::new(), [0; 1024]);
    while let Ok(count @ 1..) = errors.read(&mut buffer) {
        words.extend_from_slice(&buffer[..count]);
        let surplus = words.len().saturating_sub(LAST_WORDS);
        words.drain(..surplus);
    }
    words
}

/// Reads an answer: a line with its length in bytes, then the bytes.
fn read_answer(output: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = String::new();
    output.read_line(&mut line)?;
    let length = line.trim_end().parse().map_err(io::Error::other)?;
    let mut answer = Vec::new();
    output.take(length).read_to_end(&mut answer)?;
    if (answer.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(answer) }
}

/// Runs in the child: answers each line of `requests` until the input ends.
///
/// # Errors
/// If reading `requests` or writing `answers` fails.
pub fn serve(
    requests: impl BufRead,
    mut answers: impl Write,
    mut answer: impl FnMut(&[u8]) -> Vec<u8>,
) -> io::Result<()> {
    for request in requests.split(b'\n') {
        let bytes = answer(&request?);
        writeln!(answers, "{}", bytes.len())?;
        answers.write_all(&bytes)?;
        answers.flush()?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn pool(timeout: u64, script: &'static str) -> Pool {
        Pool::new(Duration::from_millis(timeout), move || {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        })
    }

    fn ask(pool: &Pool, request: &str) -> Result<String, Lost> {
        let answer = pool.ask(request.as_bytes(), &AtomicBool::new(false))?;
        Ok(String::from_utf8(answer).unwrap())
    }

    /// Echoes each request with the number of earlier requests. Some requests end the process.
    const ECHO: &str = "n=0; while read -r line; do case $line in
        die) exit 3;; kill) kill -9 $$;; hang) sleep 100;;
        deep) echo 'thread main has overflowed its stack' >&2; kill -6 $$;;
        large) echo 'memory allocation of 9 bytes failed' >&2; kill -6 $$;;
        esac; text=\"$line $n\"; printf '%s\\n%s' ${#text} \"$text\"; n=$((n+1)); done";

    #[test]
    fn a_child_answers_many_requests() {
        let pool = pool(10_000, ECHO);
        assert_eq!((0..3).map(|_| ask(&pool, "x").unwrap()).collect::<Vec<_>>(), ["x 0", "x 1", "x 2"]);
    }

    #[test]
    fn a_child_that_dies_is_replaced_and_the_reason_is_named() {
        let pool = pool(10_000, ECHO);
        assert_eq!(ask(&pool, "x").unwrap(), "x 0");
        assert!(matches!(ask(&pool, "die"), Err(Lost::Died(status)) if status.code() == Some(3)));
        assert_eq!(ask(&pool, "x").unwrap(), "x 0", "a new child");
        assert!(matches!(ask(&pool, "kill"), Err(Lost::Died(_))));
        assert!(matches!(ask(&pool, "deep"), Err(Lost::TooDeep)));
        assert!(matches!(ask(&pool, "large"), Err(Lost::OutOfMemory)));
    }

    #[test]
    fn a_child_that_hangs_times_out() {
        let pool = pool(300, ECHO);
        let started = Instant::now();
        assert!(matches!(ask(&pool, "hang"), Err(Lost::TimedOut(_))));
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(ask(&pool, "x").unwrap(), "x 0");
    }

    #[test]
    fn a_request_that_is_stopped_ends_within_a_second() {
        let (pool, stop, started) = (pool(100_000, ECHO), AtomicBool::new(true), Instant::now());
        assert!(matches!(pool.ask(b"hang", &stop), Err(Lost::Stopped)));
        assert!(started.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn a_program_that_cannot_be_started_is_an_error() {
        let pool = Pool::new(Duration::from_secs(1), || Command::new("/no/such/program"));
        assert!(matches!(pool.ask(b"x", &AtomicBool::new(false)), Err(Lost::NotStarted(_))));
    }

    #[test]
    fn each_request_gets_its_answer() {
        let mut answers = Vec::new();
        serve(&b"a\nbc\n"[..], &mut answers, |request| [request, b"\n"].concat()).unwrap();
        let mut answers = &answers[..];
        assert_eq!(read_answer(&mut answers).unwrap(), b"a\n");
        assert_eq!(read_answer(&mut answers).unwrap(), b"bc\n");
        assert!(read_answer(&mut answers).is_err());
    }
}
