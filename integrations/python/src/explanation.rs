//! `enru.Explanation`: explains a segment.

use enru::Segment;
use enru::align::{Explanation, Reason};
use pyo3::prelude::*;

/// A term of a score, for Python: name, value, contribution.
type ReasonRow = (&'static str, f32, f32);

/// An explanation of a segment.
#[pyclass(frozen, get_all, name = "Explanation", module = "enru")]
pub struct PyExplanation {
    /// A short paragraph.
    text: String,
    confidence: f32,
    /// Whether it is a fixed point.
    fixed: bool,
    /// Its probability in the search, the basis of the confidence; `None` for a moved segment.
    posterior: Option<f32>,
    /// English, Russian, weight; strongest first.
    ties: Vec<(String, String, f32)>,
    unexplained_en: Vec<String>,
    unexplained_ru: Vec<String>,
    reasons: Vec<ReasonRow>,
    signals: Vec<ReasonRow>,
    /// The most probable alternative, with sentence numbers from 0, and its probability.
    runner_up: Option<(Vec<usize>, Vec<usize>, f32)>,
}

fn rows(reasons: &[Reason]) -> Vec<ReasonRow> {
    reasons.iter().map(|reason| (reason.name, reason.value, reason.worth)).collect()
}

impl From<&Explanation> for PyExplanation {
    fn from(e: &Explanation) -> PyExplanation {
        let runner_up = e.runner_up.as_ref();
        PyExplanation {
            text: e.to_string(),
            confidence: e.confidence,
            fixed: e.fixed,
            posterior: Some(e.posterior),
            ties: e.ties.iter().map(|tie| (tie.en.clone(), tie.ru.clone(), tie.weight)).collect(),
            unexplained_en: e.unexplained_en.clone(),
            unexplained_ru: e.unexplained_ru.clone(),
            reasons: rows(&e.parts),
            signals: rows(&e.signals),
            runner_up: runner_up
                .map(|r| (r.bead.en.clone().collect(), r.bead.ru.clone().collect(), r.probability)),
        }
    }
}

impl PyExplanation {
    /// The explanation of a pair out of document order, which the search left unpaired.
    pub fn moved(segment: &Segment) -> PyExplanation {
        PyExplanation {
            text: "Found out of document order, among the sentences that the search left unpaired."
                .to_string(),
            confidence: segment.confidence.unwrap_or_default(),
            fixed: false,
            posterior: None,
            ties: Vec::new(),
            unexplained_en: Vec::new(),
            unexplained_ru: Vec::new(),
            reasons: Vec::new(),
            signals: Vec::new(),
            runner_up: None,
        }
    }
}

#[pymethods]
impl PyExplanation {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Explanation({})", self.text.as_str().into_pyobject(py)?.repr()?))
    }
}
