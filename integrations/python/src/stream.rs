//! A stream of items created by a thread, in batches of a few hundred, with a limit on how far the thread runs ahead.

use crate::trouble::{Outcome, Trouble};
use crate::work::{self, LOOK, held, message};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::vec::IntoIter;

/// Items per batch: enough that the transfer costs little.
const TOGETHER: usize = 256;
/// The most batches in the queue.
const AHEAD: usize = 4;

type Batch<T> = Outcome<Vec<T>>;

/// The receiver. Dropping it ends the thread.
pub struct Stream<T> {
    /// In a mutex, since Python objects are shared between threads. `None` at the end.
    batches: Option<Mutex<Receiver<Batch<T>>>>,
    batch: IntoIter<T>,
}

/// The sender.
pub struct Sink<T> {
    batches: SyncSender<Batch<T>>,
    batch: Vec<T>,
}

impl<T> Sink<T> {
    /// # Errors
    /// If the receiver was dropped.
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
    /// A stream of the items that `make` sends, on a new thread.
    pub fn start(make: impl FnOnce(&mut Sink<T>) -> Outcome<()> + Send + 'static) -> PyResult<Stream<T>> {
        let (sender, receiver) = sync_channel(AHEAD);
        work::spawn(move || {
            let mut sink = Sink { batches: sender, batch: Vec::new() };
            let made = catch_unwind(AssertUnwindSafe(|| make(&mut sink)));
            let made = made.unwrap_or_else(|panic| Err(Trouble::internal(message(&*panic))));
            // Items sent before an error are delivered first.
            if sink.flush().is_ok()
                && let Err(trouble) = made
            {
                let _ = sink.batches.send(Err(trouble));
            }
        })?;
        Ok(Stream { batches: Some(Mutex::new(receiver)), batch: Vec::new().into_iter() })
    }

    /// The next item. Releases the interpreter lock while waiting.
    ///
    /// # Errors
    /// The exception of the thread or of a signal; the stream ends there.
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

/// Without Python: blocks until there is an item.
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
