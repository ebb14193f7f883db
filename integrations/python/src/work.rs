//! Work beside Python: on a thread of its own, without the lock of the interpreter, so that other threads of Python go on
//! and Ctrl-C is seen. A thread of our own also has a stack of known size, which those of Python have not on every
//! system, and no panic leaves it.

use crate::trouble::{Outcome, Trouble};
use pyo3::prelude::*;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How often a call that waits looks for signals: Ctrl-C shall seem to act at once.
pub const LOOK: Duration = Duration::from_millis(50);

/// The stack of a thread: what the main thread has on Linux (`ulimit -s`), where the program `enru` works.
const STACK: usize = 8 << 20;

/// Says that work is no longer wanted. It is asked at points where work can be left.
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

/// What a thread will have made. Dropped before that is there, it tells the thread to stop.
pub struct Promise<T> {
    stop: Stop,
    /// In a lock, since objects of Python are shared between threads.
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

/// A piece of work, ready to be run by any thread.
pub type Job = Box<dyn FnOnce() + Send>;

/// `work` as something to run, and the promise of what it makes.
pub fn promised<T: Send + 'static>(
    stop: Stop,
    work: impl FnOnce(&Stop) -> Outcome<T> + Send + 'static,
) -> (Job, Promise<T>) {
    let (answered, answer) = channel();
    let promise = Promise { stop: stop.clone(), answer: Mutex::new(answer), is_answered: false };
    let job = move || {
        let made = catch_unwind(AssertUnwindSafe(|| work(&stop)));
        // Nobody may be waiting any more.
        let _ = answered.send(made.unwrap_or_else(|panic| Err(Trouble::internal(message(&*panic)))));
    };
    (Box::new(job), promise)
}

impl<T: Send> Promise<T> {
    /// Waits for the answer, and meanwhile for signals.
    ///
    /// # Errors
    /// What a handler of a signal raises, such as `KeyboardInterrupt`; the work is told to stop then.
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

/// A lock that a panic of another does not keep closed.
pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` on a new thread and waits for it.
///
/// # Errors
/// The exception of its trouble, or of a signal.
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

/// What a panic says.
pub fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

/// Runs `work` with threads that end with it. Those that the library would otherwise start once for the whole process
/// are not there in a process forked from it, which would wait for them for ever.
pub fn in_threads<T: Send>(work: impl FnOnce() -> T + Send) -> Outcome<T> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.map_err(|error| Trouble::internal(&format!("cannot start threads: {error}")))?;
    Ok(pool.install(work))
}
