//! The native part of `enru.Alignment`: an aligned pair.

use crate::arrow;
use crate::engine::{Aligning, Anchors, numbered, unkept};
use crate::explanation::PyExplanation;
use crate::segment::PySegment;
use crate::trouble::{Kind, Outcome, Trouble};
use crate::work::{self, Stop};
use enru::align::{AlignOptions, Explanation};
use enru::io::{InputOptions, output};
use enru::memory::{Format, WriteOptions, rounded};
use enru::pipeline::{Known, suspicions};
use enru::read::{Notice, NoticeKind};
use enru::review::{Review, page, svg};
use enru::{Bead, Bitext, EnRu, Segment, furniture, text};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// An aligned pair, with the options used.
pub struct Aligned {
    aligning: Arc<Aligning>,
    bitext: Bitext,
    notices: Vec<Notice>,
    anchors: Anchors,
    segments: OnceLock<Vec<Segment>>,
    explanations: OnceLock<Vec<Explanation>>,
}

impl Aligned {
    pub fn new(aligning: Arc<Aligning>, bitext: Bitext, notices: Vec<Notice>, anchors: Anchors) -> Aligned {
        let (segments, explanations) = (OnceLock::new(), OnceLock::new());
        Aligned { aligning, bitext, notices, anchors, segments, explanations }
    }

    /// The paired segments above the minimum confidence: the rows of the CSV.
    fn segments(&self) -> &[Segment] {
        let min = self.aligning.min_confidence;
        let sure = |segment: &Segment| segment.confidence.is_none_or(|confidence| confidence >= min);
        self.segments.get_or_init(|| self.bitext.segments().filter(sure).collect())
    }

    /// An explanation of each bead of the ladder. Computed when first requested, by aligning again.
    fn explanations(&self, stop: &Stop) -> Outcome<&[Explanation]> {
        if let Some(made) = self.explanations.get() {
            return Ok(made);
        }
        let sentences = EnRu::new(self.bitext.en().clone(), self.bitext.ru().clone())?;
        let is_set = || stop.is_set();
        let options = AlignOptions::default().stop(&is_set).explain(true);
        let made = match &self.anchors {
            Anchors::File(path) => {
                let known =
                    Known { anchors: Some(path.clone()), decisions: None, read: InputOptions::default() };
                known.align(&self.aligning.aligner, sentences, self.bitext.name(), options)?.0
            }
            anchors => {
                let fixed = numbered(anchors)?;
                self.aligning.aligner.align_with(sentences, &options.fixed(&fixed)).map_err(unkept)?
            }
        };
        Ok(self.explanations.get_or_init(|| made.explanations))
    }

    /// The explanation of a segment, identified by its sentences.
    fn explanation(&self, index: usize, stop: &Stop) -> Outcome<PyExplanation> {
        let segment = self.segments().get(index).ok_or_else(|| Trouble::internal("no such segment"))?;
        let range = |ids: &[usize]| ids.first().map_or(0..0, |first| first - 1..first - 1 + ids.len());
        let bead = Bead { en: range(&segment.en_ids), ru: range(&segment.ru_ids) };
        let found = self.explanations(stop)?.iter().find(|explanation| explanation.bead == bead);
        Ok(found.map_or_else(|| PyExplanation::moved(segment), PyExplanation::from))
    }

    fn save(
        &self,
        format: Option<Format>,
        options: &WriteOptions,
        path: &Path,
        force: bool,
        stop: &Stop,
    ) -> Outcome<()> {
        match format {
            Some(format) => Ok(self.bitext.save(format, options, path, force)?),
            None => {
                let review = Review::of_bitext(&self.bitext, self.explanations(stop)?);
                Ok(output::save(path, force, |out| page::write(&review, out))?)
            }
        }
    }
}

/// The format for `path`; `None` for the review page.
pub fn format_of(path: &Path, name: Option<&str>) -> Outcome<Option<Format>> {
    let wrong = |reason: String| Trouble::new(Kind::Option, reason);
    let is_page =
        path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
    let format = match name {
        Some("html") => return Ok(None),
        Some(name) => name.parse().map_err(wrong)?,
        None if is_page => return Ok(None),
        None => Format::of_path(path).ok_or_else(|| {
            let known = Format::ALL.map(Format::name).join(", ");
            Trouble::of_file(
                Kind::Option,
                path,
                format!("the extension tells no format; give format= one of {known}, html"),
            )
        })?,
    };
    match format.missing() {
        Some(why) => Err(Trouble::of_file(Kind::Option, path, why)),
        None => Ok(Some(format)),
    }
}

/// A path to write to. The library takes `-` for standard output, so a file of that name needs a folder.
pub fn writable(path: PathBuf) -> PathBuf {
    if path == Path::new("-") { Path::new(".").join(path) } else { path }
}

/// An aligned pair, for Python.
#[pyclass(frozen, name = "Bitext", module = "enru._native")]
pub struct PyBitext(Arc<Aligned>);

impl From<Aligned> for PyBitext {
    fn from(aligned: Aligned) -> PyBitext {
        PyBitext(Arc::new(aligned))
    }
}

#[pymethods]
impl PyBitext {
    #[getter]
    fn name(&self) -> &str {
        self.0.bitext.name()
    }

    /// The sentences of one side.
    fn sentences<'py>(&self, py: Python<'py>, lang: &str) -> PyResult<Bound<'py, PyList>> {
        let side = if lang == "ru" { self.0.bitext.ru() } else { self.0.bitext.en() };
        PyList::new(py, (0..side.len()).map(|index| text::clean(side.text(index))))
    }

    fn sizes(&self) -> (usize, usize) {
        (self.0.bitext.en().len(), self.0.bitext.ru().len())
    }

    fn __len__(&self) -> usize {
        self.0.segments().len()
    }

    fn segment(&self, index: usize) -> Option<PySegment> {
        self.0.segments().get(index).cloned().map(PySegment::from)
    }

    fn segments(&self) -> Vec<PySegment> {
        self.0.segments().iter().cloned().map(PySegment::from).collect()
    }

    /// The unpaired sentences.
    fn unpaired(&self) -> Vec<PySegment> {
        self.0.bitext.all_segments().filter(|segment| !segment.is_paired()).map(PySegment::from).collect()
    }

    fn ladder(&self) -> Vec<(Vec<usize>, Vec<usize>)> {
        enru::evaluate::loose(self.0.bitext.ladder())
    }

    /// The confidence of each bead of the ladder.
    fn confidences(&self) -> Vec<f64> {
        self.0.bitext.judgements().iter().map(|judgement| rounded(judgement.confidence)).collect()
    }

    fn suspect(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let aligned = self.0.clone();
        work::run(py, move |_| Ok(suspicions(&aligned.bitext)))
    }

    fn notices<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        let add = |code: &str, count: usize| -> PyResult<()> {
            let before = counts.get_item(code)?.map_or(Ok(0), |count| count.extract::<usize>())?;
            counts.set_item(code, before + count)
        };
        // Some furniture is detected only with both documents.
        for side in [self.0.bitext.en(), self.0.bitext.ru()] {
            furniture::count(side.document())
                .iter()
                .try_for_each(|(kind, count)| add(kind.code(), *count))?;
        }
        let others = self.0.notices.iter().filter(|notice| !matches!(notice.kind, NoticeKind::Furniture(_)));
        others.into_iter().try_for_each(|notice| add(notice.kind.code(), notice.count))?;
        Ok(counts)
    }

    fn explain(&self, py: Python<'_>, index: usize) -> PyResult<PyExplanation> {
        let aligned = self.0.clone();
        work::run(py, move |stop| aligned.explanation(index, stop))
    }

    fn save(
        &self,
        py: Python<'_>,
        path: PathBuf,
        format: Option<&str>,
        overwrite: bool,
        keep_unaligned: bool,
        date: Option<u64>,
    ) -> PyResult<()> {
        let path = writable(path);
        let format = format_of(&path, format).map_err(|trouble| trouble.raised(py))?;
        let aligned = self.0.clone();
        let min_confidence = aligned.aligning.min_confidence;
        let options = WriteOptions { keep_unaligned, min_confidence, date, ..WriteOptions::default() };
        work::run(py, move |stop| aligned.save(format, &options, &path, overwrite, stop))
    }

    fn plot(&self, py: Python<'_>) -> PyResult<String> {
        let aligned = self.0.clone();
        work::run(py, move |_| Ok(svg(&aligned.bitext)))
    }

    /// The segments as a stream of the Arrow C data interface.
    fn arrow_stream<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let aligned = self.0.clone();
        let batch = work::run(py, move |_| arrow::batch(aligned.segments(), &[]))?;
        arrow::stream_of(py, batch)
    }
}
