//! Processes requests as lines of JSON, like `enru worker`, but in this process: for Spark.

use crate::document::splitter;
use crate::side::hooks;
use crate::work;
use enru::io::InputOptions;
use enru::pipeline::PairReader;
use enru::read::ReadOptions;
use enru::worker::{Code, Failure, Request, Response, Worker};
use enru::{Aligner, Lang, Lexicon};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Processes requests.
#[pyclass(frozen, module = "enru._native")]
pub struct Answerer {
    worker: Arc<Worker>,
    max_bytes: u64,
    timeout: Duration,
}

#[pymethods]
impl Answerer {
    #[new]
    fn new(
        py: Python<'_>,
        lexicon: Vec<PathBuf>,
        root: Option<PathBuf>,
        max_bytes: u64,
        timeout: f64,
    ) -> PyResult<Answerer> {
        work::run(py, move |_| {
            let lexicon = lexicon.iter().try_fold(Lexicon::builtin(), |all, file| all.with_file(file))?;
            let aligner = Aligner::default().with_lexicon(lexicon);
            let input = InputOptions { max_bytes: Some(max_bytes), ..InputOptions::default() };
            let read = ReadOptions { input, ..ReadOptions::default() };
            let splitter = splitter(None, &Lang::ALL)?;
            let reader = PairReader { read: [read.clone(), read], lines: false, splitter };
            let timeout = Duration::try_from_secs_f64(timeout).unwrap_or(Duration::MAX);
            Ok(Answerer { worker: Arc::new(Worker { aligner, reader, root }), max_bytes, timeout })
        })
    }

    /// The response to the request in line `number`, as a line of JSON.
    fn answer<'py>(&self, py: Python<'py>, line: Vec<u8>, number: u64) -> PyResult<Bound<'py, PyBytes>> {
        let (worker, max, timeout) = (self.worker.clone(), self.max_bytes, self.timeout);
        let answer = work::run(py, move |stop| {
            hooks::before_answering(&line);
            let begun = Instant::now();
            let go_on = || !stop.is_set() && begun.elapsed() < timeout;
            let response = match Request::parse(&line, number) {
                _ if line.len() as u64 > max => Response::Failure(too_large(line.len(), number, max)),
                Ok(request) => worker.answer(&request, &go_on),
                Err(failure) => Response::Failure(failure),
            };
            let mut answer = Vec::new();
            response.write(&mut answer).map_err(|e| crate::trouble::Trouble::internal(&e.to_string()))?;
            Ok(answer)
        })?;
        Ok(PyBytes::new(py, &answer))
    }
}

fn too_large(length: usize, number: u64, max: u64) -> Failure {
    let message = format!("line {number} has {length} bytes; the limit is {max}");
    Failure::new(Code::TooLarge, message).at(Value::Null, number)
}
