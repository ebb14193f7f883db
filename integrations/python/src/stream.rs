//! What a thread makes bit by bit, for a reader of any size: a few hundred at a time, and no more than a few times that
//! ahead of whoever takes them.

use crate::trouble::{Outcome, Trouble};
use crate::work::{self, LOOK, held, message};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::vec::IntoIter;

/// How many are handed over together, so that handing over costs little beside making them.
const TOGETHER: usize = 256;
/// How many batches may wait.
const AHEAD: usize = 4;

type Batch<T> = Outcome<Vec<T>>;

/// Takes what a thread makes. Dropped, it ends the thread.
pub struct Stream<T> {
    /// In a lock, since objects of Python are shared between threads. `None` at the end.
    batches: Option<Mutex<Receiver<Batch<T>>>>,
    batch: IntoIter<T>,
}

/// Where a thread puts what it makes.
pub struct Sink<T> {
    batches: SyncSender<Batch<T>>,
    batch: Vec<T>,
}

impl<T> Sink<T> {
    /// # Errors
    /// When nobody takes it.
    pub fn put(&mut self, item: T) -> Outcome<()> {
        self.batch.push(item);
        if self.batch.len() < TOGETHER { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Outcome<()> {
        let batch = std::mem::take(&mut self.batch);
        self.batches.send(Ok(batch)).map_err(|_| Trouble::stopped())
    }
}

impl<T: Send + 'static> Stream<T> {
    /// What `make` puts into the sink, on a thread of its own.
    pub fn start(make: impl FnOnce(&mut Sink<T>) -> Outcome<()> + Send + 'static) -> PyResult<Stream<T>> {
        let (sender, receiver) = sync_channel(AHEAD);
        work::spawn(move || {
            let mut sink = Sink { batches: sender, batch: Vec::new() };
            let made = catch_unwind(AssertUnwindSafe(|| make(&mut sink)));
            let made = made.unwrap_or_else(|panic| Err(Trouble::internal(message(&*panic))));
            // What was made before something went wrong is told first.
            if sink.flush().is_ok()
                && let Err(trouble) = made
            {
                let _ = sink.batches.send(Err(trouble));
            }
        })?;
        Ok(Stream { batches: Some(Mutex::new(receiver)), batch: Vec::new().into_iter() })
    }

    /// The next one, with the lock of the interpreter released while it is waited for.
    ///
    /// # Errors
    /// The exception of what went wrong, or of a signal; there is no more after it.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<T>> {
        loop {
            if let Some(item) = self.batch.next() {
                return Ok(Some(item));
            }
            let Some(batches) = &self.batches else { return Ok(None) };
            match py.detach(|| held(batches).recv_timeout(LOOK)) {
                Ok(Ok(batch)) => self.batch = batch.into_iter(),
                Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| self.batches = None)?,
                Err(RecvTimeoutError::Disconnected) => self.batches = None,
                Ok(Err(trouble)) => {
                    self.batches = None;
                    return Err(trouble.raised(py));
                }
            }
        }
    }
}

/// Without Python: blocks until there is more.
impl<T> Iterator for Stream<T> {
    type Item = Outcome<T>;

    fn next(&mut self) -> Option<Outcome<T>> {
        loop {
            if let Some(item) = self.batch.next() {
                return Some(Ok(item));
            }
            let received = held(self.batches.as_ref()?).recv();
            match received {
                Ok(Ok(batch)) => self.batch = batch.into_iter(),
                Ok(Err(trouble)) => {
                    self.batches = None;
                    return Some(Err(trouble));
                }
                Err(_) => self.batches = None,
            }
        }
    }
}
