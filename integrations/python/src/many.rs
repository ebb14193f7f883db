//! Aligns many pairs: takes them from a Python iterator as needed, aligns them on several threads, and returns the
//! results in order. Memory: twice as many pairs as threads.

use crate::bitext::{Aligned, PyBitext};
use crate::engine::{Aligning, Anchors, Engine, Order, order};
use crate::trouble::{Kind, Outcome, Trouble};
use crate::work::{self, Job, Promise, Stop, held, promised};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// Threads that run jobs until the channel is closed.
struct Threads(Sender<Job>);

impl Threads {
    fn start(count: usize) -> PyResult<Threads> {
        let (jobs, todo) = channel::<Job>();
        let todo = Arc::new(Mutex::new(todo));
        for _ in 0..count {
            let todo = todo.clone();
            work::spawn(move || {
                while let Some(job) = next(&todo) {
                    job()
                }
            })?;
        }
        Ok(Threads(jobs))
    }
}

fn next(todo: &Mutex<Receiver<Job>>) -> Option<Job> {
    held(todo).recv().ok()
}

/// A result, or the promise of one.
enum Waiting {
    Made(Promise<Aligned>),
    Failed(Trouble),
}

/// The aligned pairs of an iterator.
#[pyclass(module = "enru._native")]
pub struct Many {
    aligning: Arc<Aligning>,
    /// `None` after the end.
    pairs: Option<Py<PyIterator>>,
    /// The exception of the iterator, raised after the results before it.
    raised: Option<PyErr>,
    waiting: VecDeque<Waiting>,
    threads: Option<Threads>,
    stop: Stop,
    ahead: usize,
}

#[pymethods]
impl Many {
    #[new]
    fn new(engine: &Bound<'_, Engine>, pairs: &Bound<'_, PyAny>, jobs: usize) -> PyResult<Many> {
        let jobs = jobs.max(1);
        Ok(Many {
            aligning: engine.get().0.clone(),
            pairs: Some(pairs.try_iter()?.unbind()),
            raised: None,
            waiting: VecDeque::new(),
            threads: Some(Threads::start(jobs)?),
            stop: Stop::default(),
            ahead: 2 * jobs,
        })
    }

    fn __iter__(slf: Py<Many>) -> Py<Many> {
        slf
    }

    /// The next alignment, or its exception as a value.
    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.fill(py);
        let Some(first) = self.waiting.front_mut() else {
            self.close();
            return self.raised.take().map_or(Ok(None), Err);
        };
        let outcome = match first {
            Waiting::Failed(trouble) => Err(trouble.clone()),
            Waiting::Made(promise) => match promise.wait(py) {
                Ok(outcome) => outcome,
                Err(interrupted) => {
                    self.close();
                    return Err(interrupted);
                }
            },
        };
        self.waiting.pop_front();
        Ok(Some(match outcome {
            Ok(aligned) => Bound::new(py, PyBitext::from(aligned))?.into_any(),
            Err(trouble) => trouble.exception(py)?,
        }))
    }

    /// Stops all work and discards the results.
    fn close(&mut self) {
        self.stop.set();
        self.waiting.clear();
        (self.pairs, self.threads) = (None, None);
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.pairs.as_ref().map_or(Ok(()), |pairs| visit.call(pairs))
    }

    fn __clear__(&mut self) {
        self.close();
    }
}

impl Many {
    /// Takes pairs until enough are in progress.
    fn fill(&mut self, py: Python<'_>) {
        while self.waiting.len() < self.ahead {
            let Some(pairs) = &self.pairs else { return };
            let mut pairs = pairs.bind(py).clone();
            match pairs.next() {
                Some(Ok(pair)) => {
                    let ordered = ordered(&pair).and_then(|order| self.begin(order));
                    self.waiting.push_back(ordered.unwrap_or_else(Waiting::Failed));
                }
                Some(Err(error)) => (self.pairs, self.raised) = (None, Some(error)),
                None => self.pairs = None,
            }
        }
    }

    fn begin(&self, order: Order) -> Outcome<Waiting> {
        let aligning = self.aligning.clone();
        let (job, promise) = promised(self.stop.clone(), move |stop| match stop.is_set() {
            true => Err(Trouble::stopped()),
            false => aligning.align(order, stop),
        });
        let threads = self.threads.as_ref().ok_or_else(Trouble::stopped)?;
        threads.0.send(job).map_err(|_| Trouble::internal("the threads have ended"))?;
        Ok(Waiting::Made(promise))
    }
}

/// The pair in an item of the iterator: an English and a Russian side, and optionally a name.
fn ordered(pair: &Bound<'_, PyAny>) -> Outcome<Order> {
    let wrong = || {
        let kind = pair.get_type().name().map_or_else(|_| "an object".to_string(), |name| name.to_string());
        let expected = "expected the English and the Russian side, and perhaps a name";
        Trouble::new(Kind::Input, format!("a pair is {kind}; {expected}"))
    };
    if pair.cast::<pyo3::types::PyString>().is_ok() {
        return Err(wrong());
    }
    let items = pair.try_iter().map_err(|_| wrong())?.collect::<PyResult<Vec<_>>>().map_err(|_| wrong())?;
    let (en, ru, name) = match items.as_slice() {
        [en, ru, name, ..] if !name.is_none() => (en, ru, Some(name.str().map_err(|_| wrong())?.to_string())),
        [en, ru, ..] => (en, ru, None),
        _ => return Err(wrong()),
    };
    order(en, ru, name, Anchors::default())
}
