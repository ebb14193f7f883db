//! `enru.Segment`: a row of a memory.

use crate::json;
use crate::trouble::{Kind, Outcome, Trouble};
use enru::memory::{Column, rounded};
use enru::{Lang, Segment, Shape};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The names of the columns of the CSV, in their order.
pub fn columns() -> [&'static str; 11] {
    Column::ALL.map(Column::name)
}

/// A segment, for Python.
#[pyclass(frozen, name = "Segment", module = "enru")]
pub struct PySegment(pub Segment);

impl From<Segment> for PySegment {
    /// With the confidence as written to files, so that a segment equals the same segment read back.
    fn from(mut segment: Segment) -> PySegment {
        segment.confidence = segment.confidence.map(|confidence| rounded(confidence) as f32);
        PySegment(segment)
    }
}

/// The fields given by the caller.
#[derive(Default)]
struct Named {
    confidence: Option<f32>,
    shape: Option<String>,
    status: Option<String>,
    en_ids: Vec<usize>,
    ru_ids: Vec<usize>,
    anchors: Vec<String>,
    flags: Vec<String>,
}

fn made(en: String, ru: String, named: Named) -> Outcome<Segment> {
    let wrong = |reason: String| Trouble::new(Kind::Option, reason);
    let mut segment = Segment::new(en, ru);
    if let Some(confidence) = named.confidence {
        if !(0.0..=1.0).contains(&confidence) {
            return Err(wrong(format!("confidence {confidence} is not between 0 and 1")));
        }
        segment.confidence = Some(confidence);
    }
    if !named.en_ids.is_empty() || !named.ru_ids.is_empty() {
        segment.shape = Shape { en: named.en_ids.len(), ru: named.ru_ids.len() };
    }
    if let Some(shape) = named.shape {
        segment.shape = shape.parse().map_err(wrong)?;
    }
    if let Some(status) = named.status {
        segment.status = status.parse().map_err(wrong)?;
    }
    segment.flags = named.flags.iter().map(|flag| flag.parse()).collect::<Result<_, _>>().map_err(wrong)?;
    (segment.en_ids, segment.ru_ids, segment.anchors) = (named.en_ids, named.ru_ids, named.anchors);
    Ok(segment)
}

/// `en` or `ru` as a language.
pub fn lang(code: &str) -> Outcome<Lang> {
    match code {
        "en" => Ok(Lang::En),
        "ru" => Ok(Lang::Ru),
        _ => Err(Trouble::new(Kind::Option, format!("unknown language '{code}' (expected 'en' or 'ru')"))),
    }
}

#[pymethods]
impl PySegment {
    #[new]
    #[pyo3(signature = (en, ru, confidence=None, shape=None, status=None, en_ids=Vec::new(), ru_ids=Vec::new(),
        anchors=Vec::new(), flags=Vec::new(), document=String::new(), segment_id=String::new(), source="en", extra=None))]
    #[allow(clippy::too_many_arguments, reason = "the columns of the CSV")]
    fn new(
        py: Python<'_>,
        en: String,
        ru: String,
        confidence: Option<f32>,
        shape: Option<String>,
        status: Option<String>,
        en_ids: Vec<usize>,
        ru_ids: Vec<usize>,
        anchors: Vec<String>,
        flags: Vec<String>,
        document: String,
        segment_id: String,
        source: &str,
        extra: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<PySegment> {
        let named = Named { confidence, shape, status, en_ids, ru_ids, anchors, flags };
        let mut segment = made(en, ru, named).map_err(|trouble| trouble.raised(py))?;
        segment.source = lang(source).map_err(|trouble| trouble.raised(py))?;
        (segment.document, segment.segment_id) = (document, segment_id);
        for (name, value) in extra.into_iter().flatten() {
            segment.extra.push((name.extract()?, json::of_python(&value)?));
        }
        Ok(PySegment::from(segment))
    }

    #[getter]
    fn en(&self) -> &str {
        &self.0.en
    }

    #[getter]
    fn ru(&self) -> &str {
        &self.0.ru
    }

    #[getter]
    fn confidence(&self) -> Option<f64> {
        self.0.confidence.map(rounded)
    }

    #[getter]
    fn shape(&self) -> String {
        self.0.shape.to_string()
    }

    #[getter]
    fn status(&self) -> &'static str {
        self.0.status.as_str()
    }

    #[getter]
    fn en_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.en_ids)
    }

    #[getter]
    fn ru_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.ru_ids)
    }

    #[getter]
    fn anchors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.anchors)
    }

    #[getter]
    fn flags<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.flags.iter().map(|flag| flag.as_str()))
    }

    #[getter]
    fn document(&self) -> &str {
        &self.0.document
    }

    #[getter]
    fn segment_id(&self) -> &str {
        &self.0.segment_id
    }

    #[getter]
    fn source(&self) -> &'static str {
        self.0.source.code()
    }

    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let extra = PyDict::new(py);
        for (name, value) in &self.0.extra {
            // Values of a repeated name are joined into one text.
            match extra.contains(name)? {
                true => extra.set_item(name, self.0.extra_text(name))?,
                false => extra.set_item(name, json::to_python(py, value)?)?,
            }
        }
        Ok(extra)
    }

    /// The fields of the CSV by name, with numbers, anchors and flags as lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let s = &self.0;
        dict.set_item("en", &s.en)?;
        dict.set_item("ru", &s.ru)?;
        dict.set_item("confidence", self.confidence())?;
        dict.set_item("shape", self.shape())?;
        dict.set_item("status", self.status())?;
        dict.set_item("en_ids", &s.en_ids)?;
        dict.set_item("ru_ids", &s.ru_ids)?;
        dict.set_item("anchors", &s.anchors)?;
        dict.set_item("flags", s.flags.iter().map(|flag| flag.as_str()).collect::<Vec<_>>())?;
        dict.set_item("document", &s.document)?;
        dict.set_item("segment_id", &s.segment_id)?;
        Ok(dict)
    }

    fn __eq__(&self, other: &PySegment) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.0.en, &self.0.ru, &self.0.document, &self.0.segment_id).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = |text: &str| -> PyResult<String> {
            let whole = text.chars().count() <= SHOWN;
            let shown: String = text.chars().take(SHOWN).collect();
            let shown = if whole { shown } else { shown + "…" };
            Ok(shown.into_pyobject(py)?.repr()?.to_string())
        };
        let confidence = self.confidence().map_or("None".to_string(), |c| format!("{c:.3}"));
        let (en, ru) = (text(&self.0.en)?, text(&self.0.ru)?);
        Ok(format!("Segment(en={en}, ru={ru}, confidence={confidence}, shape='{}')", self.0.shape))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let s = &self.0;
        let class = py.get_type::<PySegment>().into_any();
        let texts =
            (&s.en, &s.ru, s.confidence, self.shape(), self.status(), self.en_ids(py)?, self.ru_ids(py)?);
        let rest =
            (self.anchors(py)?, self.flags(py)?, &s.document, &s.segment_id, self.source(), self.extra(py)?);
        let (texts, rest) = (texts.into_pyobject(py)?, rest.into_pyobject(py)?);
        Ok((class, texts.add(rest)?.cast_into::<PyTuple>()?))
    }
}

/// How many characters of a text `repr` shows.
const SHOWN: usize = 60;
