//! `read`, `split` and `pair`: the steps before aligning.

use crate::segment::lang;
use crate::side::{hooks, plain};
use crate::trouble::{Kind, Trouble};
use crate::work;
use enru::pair::walk::{self, Links};
use enru::pair::{Alone, By, File, Reason, list, pair};
use enru::pipeline::PairReader;
use enru::read::{ReadOptions, Reading, from_bytes, from_text, language, open};
use enru::split::{Splitter, open_srx};
use enru::{Document, Lang, Lexicon};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document.
#[pyclass(frozen, name = "Document", module = "enru")]
pub struct PyDocument(pub Arc<Reading<Document>>);

#[pymethods]
impl PyDocument {
    #[getter]
    fn name(&self) -> &str {
        self.0.value.name()
    }

    #[getter]
    fn lang(&self) -> &'static str {
        self.0.value.lang().code()
    }

    #[getter]
    fn text(&self) -> &str {
        self.0.value.text()
    }

    #[getter]
    fn encoding(&self) -> &str {
        &self.0.encoding
    }

    /// The text of each paragraph, heading, item and cell, without page furniture.
    #[getter]
    fn blocks(&self) -> Vec<String> {
        let document = &self.0.value;
        let wanted = document.blocks().iter().filter(|b| !matches!(b.kind, enru::BlockKind::Furniture(_)));
        wanted.map(|block| folded(block.span.of(document.text()))).collect()
    }

    #[getter]
    fn notices<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let notices = PyDict::new(py);
        for notice in &self.0.notices {
            notices.set_item(notice.kind.code(), notice.count)?;
        }
        Ok(notices)
    }

    /// The sentences, split by the built-in rules.
    fn sentences(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let reading = self.0.clone();
        work::run(py, move |_| Ok(split_up(reading.value.clone(), &Splitter::BuiltIn)))
    }

    fn __repr__(&self) -> String {
        let document = &self.0.value;
        format!(
            "Document(name={:?}, lang='{}', {} bytes)",
            document.name(),
            self.lang(),
            document.text().len()
        )
    }
}

/// The sentences of `document`, each on one line.
fn split_up(document: Document, splitter: &Splitter) -> Vec<String> {
    let sentences = splitter.split(document);
    (0..sentences.len()).map(|index| folded(sentences.text(index))).collect()
}

/// `text` on one line: white space with a line break becomes one space; the rest is unchanged.
fn folded(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Reads a document from a file, or from `data`, the content of a file with that name.
#[pyfunction]
#[pyo3(signature = (path, data, lang_code))]
pub fn read(
    py: Python<'_>,
    path: PathBuf,
    data: Option<Vec<u8>>,
    lang_code: Option<&str>,
) -> PyResult<PyDocument> {
    let lang = lang_code.map(lang).transpose().map_err(|trouble| trouble.raised(py))?;
    work::run(py, move |_| {
        hooks::before_reading(&path);
        let options = ReadOptions { lang, ..ReadOptions::default() };
        let reading = match data {
            Some(bytes) if bytes.is_empty() => return Err(enru::Error::Empty(path).into()),
            Some(bytes) => from_bytes(&path, &bytes, &options)?,
            None => open(&path, &options)?,
        };
        Ok(PyDocument(Arc::new(reading)))
    })
}

/// The sentences of a text.
#[pyfunction]
#[pyo3(signature = (text, lang_code, srx))]
pub fn split(
    py: Python<'_>,
    text: String,
    lang_code: Option<&str>,
    srx: Option<PathBuf>,
) -> PyResult<Vec<String>> {
    let known = lang_code.map(lang).transpose().map_err(|trouble| trouble.raised(py))?;
    work::run(py, move |_| {
        let text = plain(&text);
        let lang = known.unwrap_or_else(|| language(&text));
        let splitter = splitter(srx, &[lang])?;
        Ok(split_up(from_text("", lang, text, &ReadOptions::default()), &splitter))
    })
}

/// The splitter of an SRX file, or the built-in one.
pub fn splitter(srx: Option<PathBuf>, langs: &[Lang]) -> enru::Result<Splitter> {
    Ok(match srx {
        Some(path) => Splitter::from(open_srx(&path, langs)?),
        None => Splitter::BuiltIn,
    })
}

/// A pair of files: English path, Russian path, name, rule, confidence.
type PairRow = (PathBuf, PathBuf, String, String, f32);
/// A file without a partner: path, language, reason.
type AloneRow = (PathBuf, Option<&'static str>, String);

fn row(pair: enru::pair::Pair) -> PairRow {
    (pair.en, pair.ru, pair.name, pair.rule.to_string(), pair.confidence)
}

/// Pairs the files in `folder`, or in an English and a Russian folder.
#[pyfunction]
#[pyo3(signature = (folder, ru_folder, by, follow_links))]
pub fn pair_files(
    py: Python<'_>,
    folder: PathBuf,
    ru_folder: Option<PathBuf>,
    by: &str,
    follow_links: bool,
) -> PyResult<(Vec<PairRow>, Vec<AloneRow>)> {
    let by: By = by.parse().map_err(|reason: String| Trouble::new(Kind::Option, reason).raised(py))?;
    work::run(py, move |_| {
        if ru_folder.is_none() && folder.is_file() {
            let pairs = list::read(&folder, enru::io::MAX_BYTES)?.into_iter().map(row);
            return Ok((pairs.collect(), Vec::new()));
        }
        let links = if follow_links { Links::All } else { Links::Inside };
        let files = |folder: &Path, side| walk::files(folder, side, None, links);
        let found = match &ru_folder {
            Some(ru) => {
                let (en, ru) = (files(&folder, Some(Lang::En)), files(ru, Some(Lang::Ru)));
                en?.and(ru?)
            }
            None => files(&folder, None)?,
        };
        let lexicon = Lexicon::builtin();
        let mut pairing = work::in_threads(|| pair(found.files, by, &lexicon, &PairReader::default().read))?;
        pairing.alone.extend(found.problems.into_iter().map(|(path, reason)| Alone {
            file: File { rel: path.to_string_lossy().into_owned(), path, side: None },
            lang: None,
            reason: Reason::Unreadable(reason),
        }));
        let pairs = pairing.pairs.into_iter().map(row);
        let alone = pairing.alone.into_iter();
        let alone = alone.map(|a| (a.file.path, a.lang.map(Lang::code), a.reason.to_string()));
        Ok((pairs.collect(), alone.collect()))
    })
}
