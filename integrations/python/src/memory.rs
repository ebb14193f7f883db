//! `enru.Memory`: translation memories of any size, read as streams.

use crate::arrow;
use crate::bitext::{format_of, writable};
use crate::json;
use crate::segment::PySegment;
use crate::stream::{Sink, Stream};
use crate::trouble::{Kind, Outcome, Trouble};
use crate::work;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use enru::memory::{
    self, Code, Filter, Fold, Format, Linter, Memory, MemoryOptions, Outline, Rule, Stats, WriteOptions,
    choose, open,
};
use enru::{Aligner, Segment};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::{NamedTempFile, TempPath};

/// Where segments come from.
enum Source {
    /// A file of any format.
    File(PathBuf, MemoryOptions),
    /// Given segments, in a temporary file.
    Given(TempPath),
    /// The segments that match a filter.
    Filtered(Arc<Source>, Filter),
    /// The segments chosen from several memories.
    Chosen(Vec<Arc<Source>>, Choosing),
}

/// How to choose segments.
#[derive(Clone, Copy)]
struct Choosing {
    rule: Rule,
    fold: Fold,
    keep_all: bool,
}

impl Source {
    /// Sends all segments to `sink`, complete and in order.
    fn put(&self, sink: &mut dyn FnMut(Segment) -> Outcome<()>) -> Outcome<()> {
        match self {
            Source::File(..) | Source::Given(_) => {
                let memories = [self.memory()?.0];
                memory::segments(&memories).try_for_each(|unit| sink(unit?.2))
            }
            Source::Filtered(source, filter) => {
                source.put(&mut |segment| if filter.keeps(&segment) { sink(segment) } else { Ok(()) })
            }
            Source::Chosen(sources, choosing) => {
                let (memories, _copies) = memories(sources)?;
                let Choosing { rule, fold, keep_all } = *choosing;
                choose(&memories, rule, fold, keep_all)?.kept().try_for_each(|segment| sink(segment?))
            }
        }
    }

    /// The memory in a file: the file itself if there is one, otherwise a temporary copy, deleted with the second
    /// value.
    fn memory(&self) -> Outcome<(Memory, Option<TempPath>)> {
        match self {
            Source::File(path, options) => Ok((Memory::new(path.as_path(), options)?, None)),
            Source::Given(path) => Ok((Memory::new(&**path, &as_written())?, None)),
            Source::Filtered(..) | Source::Chosen(..) => {
                let mut copy = Copy::new()?;
                self.put(&mut |segment| copy.add(&segment))?;
                let path = copy.finish()?;
                Ok((Memory::new(&*path, &as_written())?, Some(path)))
            }
        }
    }

    /// Preserved fields, locales and direction of all files.
    fn outline(&self) -> Outcome<Outline> {
        let mut memories = Vec::new();
        self.files(&mut memories)?;
        Ok(memory::outline(&memories)?)
    }

    fn files(&self, memories: &mut Vec<Memory>) -> Outcome<()> {
        match self {
            Source::File(..) | Source::Given(_) => memories.push(self.memory()?.0),
            Source::Filtered(source, _) => source.files(memories)?,
            Source::Chosen(sources, _) => sources.iter().try_for_each(|source| source.files(memories))?,
        }
        Ok(())
    }

    /// The name in findings.
    fn path(&self) -> &Path {
        match self {
            Source::File(path, _) => path,
            _ => Path::new("memory"),
        }
    }
}

fn memories(sources: &[Arc<Source>]) -> Outcome<(Vec<Memory>, Vec<Option<TempPath>>)> {
    Ok(sources.iter().map(|source| source.memory()).collect::<Outcome<Vec<_>>>()?.into_iter().unzip())
}

/// How to read a temporary copy.
fn as_written() -> MemoryOptions {
    MemoryOptions { format: Some(Format::Jsonl), ..MemoryOptions::default() }
}

/// Writes segments to a temporary file.
struct Copy(BufWriter<NamedTempFile>);

impl Copy {
    fn new() -> Outcome<Copy> {
        let file = tempfile::Builder::new().prefix("enru-").suffix(".jsonl").tempfile();
        Ok(Copy(BufWriter::new(file.map_err(|error| failed(&std::env::temp_dir(), &error))?)))
    }

    fn add(&mut self, segment: &Segment) -> Outcome<()> {
        let line = serde_json::to_writer(&mut self.0, segment).map_err(std::io::Error::from);
        let line = line.and_then(|()| self.0.write_all(b"\n"));
        line.map_err(|error| failed(self.0.get_ref().path(), &error))
    }

    fn finish(self) -> Outcome<TempPath> {
        let file = self.0.into_inner().map_err(|error| failed(&std::env::temp_dir(), error.error()))?;
        Ok(file.into_temp_path())
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::of_file(Kind::File, path, format!("cannot write: {error}"))
}

/// A memory, for Python.
#[pyclass(frozen, name = "Store", module = "enru._native")]
pub struct PyMemory(Arc<Source>);

/// Parses `words` as values with names.
fn parsed<T: std::str::FromStr<Err = String>>(words: Vec<String>) -> Outcome<Vec<T>> {
    let parsed = words.iter().map(|word| word.parse()).collect::<Result<_, String>>();
    parsed.map_err(|reason| Trouble::new(Kind::Option, reason))
}

#[pymethods]
impl PyMemory {
    /// The memory in a file.
    #[staticmethod]
    fn of_file(py: Python<'_>, path: PathBuf, format: Option<&str>) -> PyResult<PyMemory> {
        let format = format.map(str::parse).transpose();
        let format = format.map_err(|reason: String| Trouble::new(Kind::Option, reason).raised(py))?;
        let options = MemoryOptions { format, ..MemoryOptions::default() };
        let source = Source::File(path, options);
        // Errors that can be detected immediately are raised immediately.
        work::run(py, move |_| {
            if let Source::File(path, options) = &source {
                open(path.as_path(), options)?;
            }
            Ok(PyMemory(Arc::new(source)))
        })
    }

    /// The memory with the given segments or pairs of texts.
    #[staticmethod]
    fn of_segments(py: Python<'_>, segments: &Bound<'_, PyAny>) -> PyResult<PyMemory> {
        let mut copy = Copy::new().map_err(|trouble| trouble.raised(py))?;
        for segment in segments.try_iter()? {
            let segment = segment?;
            let added = match segment.cast::<PySegment>() {
                Ok(segment) => copy.add(&segment.get().0),
                Err(_) => {
                    let (en, ru) = segment.extract::<(String, String)>()?;
                    copy.add(&Segment::new(en, ru))
                }
            };
            added.map_err(|trouble| trouble.raised(py))?;
        }
        let path = copy.finish().map_err(|trouble| trouble.raised(py))?;
        Ok(PyMemory(Arc::new(Source::Given(path))))
    }

    #[allow(clippy::too_many_arguments, reason = "what a filter can ask")]
    fn filter(
        &self,
        py: Python<'_>,
        min_confidence: Option<f32>,
        max_confidence: Option<f32>,
        shapes: Vec<String>,
        statuses: Vec<String>,
        min_length: Option<usize>,
        max_length: Option<usize>,
        flags: Vec<String>,
        without_flags: Vec<String>,
        documents: Vec<String>,
        fields: Vec<(String, String)>,
    ) -> PyResult<PyMemory> {
        let filter = || -> Outcome<Filter> {
            Ok(Filter {
                min_confidence,
                max_confidence,
                shapes: parsed(shapes)?,
                statuses: parsed(statuses)?,
                min_length,
                max_length,
                flags: parsed(flags)?,
                without_flags: parsed(without_flags)?,
                documents,
                fields,
            })
        };
        let filter = filter().map_err(|trouble| trouble.raised(py))?;
        Ok(PyMemory(Arc::new(Source::Filtered(self.0.clone(), filter))))
    }

    /// This memory merged with others, with the best translation of each source text.
    fn merge(&self, others: Vec<PyRef<'_, PyMemory>>, keep_all: bool) -> PyMemory {
        let sources = std::iter::once(&self.0).chain(others.iter().map(|other| &other.0)).cloned().collect();
        PyMemory(Arc::new(Source::Chosen(
            sources,
            Choosing { rule: Rule::Sources, fold: Fold::Spaces, keep_all },
        )))
    }

    /// This memory without duplicates.
    fn dedupe(&self, fold: bool) -> PyMemory {
        let fold = if fold { Fold::Marks } else { Fold::Spaces };
        PyMemory(Arc::new(Source::Chosen(
            vec![self.0.clone()],
            Choosing { rule: Rule::Pairs, fold, keep_all: false },
        )))
    }

    fn segments(&self) -> PyResult<SegmentStream> {
        let source = self.0.clone();
        Stream::start(move |sink| source.put(&mut |segment| sink.put(segment))).map(SegmentStream)
    }

    fn lint(&self, py: Python<'_>, only: Vec<String>, without: Vec<String>) -> PyResult<FindingStream> {
        let only: Vec<Code> = parsed(only).map_err(|trouble| trouble.raised(py))?;
        let without: Vec<Code> = parsed(without).map_err(|trouble| trouble.raised(py))?;
        let wanted = move |code| (only.is_empty() || only.contains(&code)) && !without.contains(&code);
        let source = self.0.clone();
        Stream::start(move |sink| work::in_threads(|| linted(&source, wanted, sink))?).map(FindingStream)
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let source = self.0.clone();
        let stats = work::run(py, move |stop| {
            let mut stats = Stats::default();
            source.put(&mut |segment| {
                stats.add(&segment);
                if stop.is_set() { Err(Trouble::stopped()) } else { Ok(()) }
            })?;
            serde_json::to_value(stats).map_err(|error| Trouble::internal(&error.to_string()))
        })?;
        json::to_python(py, &stats)
    }

    /// Writes all segments, and returns their number.
    fn save(
        &self,
        py: Python<'_>,
        path: PathBuf,
        format: Option<&str>,
        overwrite: bool,
        date: Option<u64>,
    ) -> PyResult<u64> {
        let path = writable(path);
        let format = format_of(&path, format).map_err(|trouble| trouble.raised(py))?;
        let Some(format) = format.filter(|format| !format.is_ladder()) else {
            let reason =
                "a memory is written as csv, tsv, jsonl, parquet, tmx, xlsx, xliff, po, moses or hunalign";
            return Err(Trouble::of_file(Kind::Option, &path, reason).raised(py));
        };
        let source = self.0.clone();
        work::run(py, move |stop| {
            let options =
                source.outline()?.write_options(WriteOptions { date, ..WriteOptions::default() }, None);
            let from = source.clone();
            let stream =
                Stream::start(move |sink: &mut Sink<Segment>| from.put(&mut |segment| sink.put(segment)));
            let stream = stream.map_err(|error| Trouble::internal(&error.to_string()))?;
            let mut trouble = None;
            let segments = stream.map(|segment| match segment {
                Ok(segment) if !stop.is_set() => Ok(segment),
                failed => {
                    trouble = Some(failed.err().unwrap_or_else(Trouble::stopped));
                    // In this case nothing is written, and the error is raised below.
                    Err(enru::Error::Empty(PathBuf::new()))
                }
            });
            let saved = memory::save(segments, format, &options, &path, overwrite);
            saved.map_err(|error| trouble.unwrap_or_else(|| error.into()))
        })
    }

    /// The segments as a stream of the Arrow C data interface, with a column for each preserved field.
    fn arrow_stream<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let source = self.0.clone();
        let names = work::run(py, move |_| Ok(source.outline()?.names))?;
        let source = self.0.clone();
        let segments =
            Stream::start(move |sink: &mut Sink<Segment>| source.put(&mut |segment| sink.put(segment)))?;
        arrow::stream(py, Batches { schema: arrow::schema(&names), names, segments })
    }
}

/// Sends the likely errors in the segments of `source` to `sink`, in file order.
fn linted(source: &Source, wanted: impl Fn(Code) -> bool, sink: &mut Sink<PyFinding>) -> Outcome<()> {
    let aligner = Aligner::default();
    let names = |en: &str, ru: &str| aligner.name_mismatch(en, ru);
    // Comparing names takes most of the time.
    let mut linter = match wanted(Code::NameMismatch) {
        true => Linter::with_names(Box::new(names)),
        false => Linter::default(),
    };
    let each = |unit: u64, segment: &Segment, finding: memory::Finding| -> Outcome<()> {
        if !wanted(finding.code) {
            return Ok(());
        }
        let (code, message) = (finding.code.as_str(), finding.message);
        sink.put(PyFinding { unit, code, message, segment: segment.clone() })
    };
    match source {
        Source::File(path, options) => linter.run(path, open(path.as_path(), options)?, each),
        other => {
            let (memory, _copy) = other.memory()?;
            linter.run(other.path(), memory.segments()?, each)
        }
    }
}

/// An iterator over segments, for Python.
#[pyclass(module = "enru._native")]
pub struct SegmentStream(Stream<Segment>);

#[pymethods]
impl SegmentStream {
    fn __iter__(slf: Py<SegmentStream>) -> Py<SegmentStream> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PySegment>> {
        Ok(self.0.next(py)?.map(PySegment::from))
    }
}

/// A likely error in a memory.
#[pyclass(frozen, name = "Finding", module = "enru")]
pub struct PyFinding {
    /// The number of the segment in its memory, from 1.
    #[pyo3(get)]
    unit: u64,
    #[pyo3(get)]
    code: &'static str,
    #[pyo3(get)]
    message: String,
    segment: Segment,
}

#[pymethods]
impl PyFinding {
    #[getter]
    fn segment(&self) -> PySegment {
        PySegment::from(self.segment.clone())
    }

    fn __repr__(&self) -> String {
        format!("Finding(unit={}, code='{}', message={:?})", self.unit, self.code, self.message)
    }
}

/// An iterator over findings, for Python.
#[pyclass(module = "enru._native")]
pub struct FindingStream(Stream<PyFinding>);

#[pymethods]
impl FindingStream {
    fn __iter__(slf: Py<FindingStream>) -> Py<FindingStream> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PyFinding>> {
        self.0.next(py)
    }
}

/// Rows per Arrow batch: enough to make columns efficient, and few enough to keep in memory.
const ROWS: usize = 8192;

/// Segments as batches of Arrow.
struct Batches {
    schema: SchemaRef,
    names: Vec<String>,
    segments: Stream<Segment>,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        let failed = |trouble: Trouble| ArrowError::ExternalError(trouble.to_string().into());
        let rows = self.segments.by_ref().take(ROWS).collect::<Outcome<Vec<_>>>();
        match rows {
            Ok(rows) if rows.is_empty() => None,
            Ok(rows) => Some(arrow::batch(&rows, &self.names).map_err(failed)),
            Err(trouble) => Some(Err(failed(trouble))),
        }
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}
