//! Runs work on threads of our own, without holding the interpreter lock, so that other Python threads continue and
//! Ctrl-C is noticed. Our threads have a stack of known size, which Python threads lack on some systems, and panics
//! do not leave them.

use crate::trouble::{Outcome, Trouble};
use pyo3::prelude::*;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How often a waiting call checks for signals, so that Ctrl-C seems immediate.
pub const LOOK: Duration = Duration::from_millis(50);

/// The stack size of a thread: that of the main thread on Linux (`ulimit -s`), on which the program `enru` runs.
const STACK: usize = 8 << 20;

/// A flag that asks the work to stop. It is checked wherever work can be abandoned.
#[derive(Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The result of a thread. Dropping it early asks the thread to stop.
pub struct Promise<T> {
    stop: Stop,
    /// In a mutex, since Python objects are shared between threads.
    answer: Mutex<Receiver<Outcome<T>>>,
    is_answered: bool,
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.stop.set();
        }
    }
}

/// A job that any thread can run.
pub type Job = Box<dyn FnOnce() + Send>;

/// A job for `work`, and the promise of its result.
pub fn promised<T: Send + 'static>(
    stop: Stop,
    work: impl FnOnce(&Stop) -> Outcome<T> + Send + 'static,
) -> (Job, Promise<T>) {
    let (answered, answer) = channel();
    let promise = Promise { stop: stop.clone(), answer: Mutex::new(answer), is_answered: false };
    let job = move || {
        let made = catch_unwind(AssertUnwindSafe(|| work(&stop)));
        // The receiver may have been dropped.
        let _ = answered.send(made.unwrap_or_else(|panic| Err(Trouble::internal(message(&*panic)))));
    };
    (Box::new(job), promise)
}

impl<T: Send> Promise<T> {
    /// Waits for the result, and checks for signals meanwhile.
    ///
    /// # Errors
    /// The exception that a signal handler raises, such as `KeyboardInterrupt`; the work is then asked to stop.
    pub fn wait(&mut self, py: Python<'_>) -> PyResult<Outcome<T>> {
        loop {
            let answer = &self.answer;
            let received = py.detach(|| held(answer).recv_timeout(LOOK));
            match received {
                Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| self.stop.set())?,
                answered => {
                    self.is_answered = true;
                    return Ok(answered.unwrap_or_else(|_| Err(Trouble::internal("no answer"))));
                }
            }
        }
    }
}

/// Locks a mutex even if another thread panicked while holding it.
pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` on a new thread and waits for it.
///
/// # Errors
/// The error as an exception, or the exception of a signal.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce(&Stop) -> Outcome<T> + Send + 'static,
) -> PyResult<T> {
    let (job, mut promise) = promised(Stop::default(), work);
    spawn(job)?;
    promise.wait(py)?.map_err(|trouble| trouble.raised(py))
}

/// Runs `job` on a new thread.
pub fn spawn(job: impl FnOnce() + Send + 'static) -> PyResult<()> {
    thread::Builder::new().name("enru".into()).stack_size(STACK).spawn(job)?;
    Ok(())
}

/// The message of a panic.
pub fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

/// Runs `work` with a thread pool that ends with it. The global pool of the library would be missing in a forked
/// process, which would wait for it forever.
pub fn in_threads<T: Send>(work: impl FnOnce() -> T + Send) -> Outcome<T> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.map_err(|error| Trouble::internal(&format!("cannot start threads: {error}")))?;
    Ok(pool.install(work))
}
