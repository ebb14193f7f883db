//! `enru.evaluate`: scores a ladder against gold.

use crate::trouble::{Kind, Outcome, Trouble};
use crate::work;
use enru::evaluate::{self, loose};
use enru::io::{Input, InputOptions, MAX_BYTES};
use enru::ladder::read_ladder;
use enru::ladder::{LooseBead, parse_brackets};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};

/// Precision, recall and F1.
#[pyclass(frozen, get_all, module = "enru")]
pub struct Rates {
    precision: f64,
    recall: f64,
    f1: f64,
}

#[pymethods]
impl Rates {
    fn __repr__(&self) -> String {
        format!("Rates(precision={:.4}, recall={:.4}, f1={:.4})", self.precision, self.recall, self.f1)
    }
}

impl From<evaluate::Rates> for Rates {
    fn from(rates: evaluate::Rates) -> Rates {
        Rates { precision: rates.precision, recall: rates.recall, f1: rates.f1 }
    }
}

/// The score of a ladder against gold. Scores of several documents can be added.
#[pyclass(frozen, eq, module = "enru")]
#[derive(PartialEq)]
pub struct Score(evaluate::Score);

#[pymethods]
impl Score {
    #[getter]
    fn strict(&self) -> Rates {
        self.0.strict().into()
    }

    #[getter]
    fn lax(&self) -> Rates {
        self.0.lax().into()
    }

    #[getter]
    fn null(&self) -> Rates {
        self.0.null().into()
    }

    #[getter]
    fn gold_beads(&self) -> usize {
        self.0.gold_beads()
    }

    #[getter]
    fn predicted_beads(&self) -> usize {
        self.0.predicted_beads()
    }

    fn __add__(&self, other: &Score) -> Score {
        let mut sum = self.0;
        sum += other.0;
        Score(sum)
    }

    fn __repr__(&self) -> String {
        let f1 = |rates: evaluate::Rates| format!("{:.4}", rates.f1);
        let (strict, lax, null) = (f1(self.0.strict()), f1(self.0.lax()), f1(self.0.null()));
        format!("Score(strict F1={strict}, lax F1={lax}, null F1={null})")
    }
}

/// Scores beads of sentence numbers.
#[pyfunction]
pub fn score(py: Python<'_>, gold: Vec<LooseBead>, predicted: Vec<LooseBead>) -> PyResult<Score> {
    work::run(py, move |_| Ok(Score(evaluate::Score::of(&gold, &predicted))))
}

/// The beads in a file: bracket notation, hunalign's ladder, or XCES.
#[pyfunction]
pub fn ladder_of_file(py: Python<'_>, path: PathBuf) -> PyResult<Vec<LooseBead>> {
    work::run(py, move |_| beads(&path))
}

fn beads(path: &Path) -> Outcome<Vec<LooseBead>> {
    let bytes = Input::from(path).read_raw(MAX_BYTES)?;
    let text = String::from_utf8_lossy(&bytes);
    // Gold may omit sentences, while a ladder may not.
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
        return parse_brackets(&text)
            .map_err(|error| Trouble::of_file(Kind::Document, path, error.to_string()));
    }
    Ok(loose(&read_ladder(path, &InputOptions::default())?.value.ladder))
}
