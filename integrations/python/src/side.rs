//! One side of a pair: a text, a list of sentences, a path, or a document.

use crate::document::PyDocument;
use crate::trouble::{Kind, Outcome, Trouble};
use enru::pipeline::PairReader;
use enru::read::{Notice, ReadOptions, Reading, from_text, open};
use enru::{Document, EnRu, Lang, Sentences};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One side of a pair.
pub enum Side {
    /// Running text.
    Text(String),
    /// One sentence per line.
    Lines(String),
    /// The path of a file.
    File(PathBuf),
    /// A document that was read earlier.
    Read(Arc<Reading<Document>>),
}

impl Side {
    /// The value from Python for the side in `lang`.
    pub fn of(value: &Bound<'_, PyAny>, lang: Lang) -> Outcome<Side> {
        let wrong = |what: &str| {
            let expected = "expected a text, a list of sentences, a path, or a document of enru.read";
            Trouble::new(Kind::Input, format!("the {} side is {what}; {expected}", lang.name()))
        };
        let named = |value: &Bound<'_, PyAny>| {
            let name =
                value.get_type().name().map_or("of no known type".to_string(), |name| name.to_string());
            format!("a {name}")
        };
        if value.is_none() {
            return Err(wrong("None"));
        }
        if let Ok(text) = value.cast::<PyString>() {
            // Lone surrogates, from bytes that were not UTF-8.
            return text.to_cow().map(|text| Side::Text(text.to_string())).map_err(|_| {
                Trouble::new(
                    Kind::Encoding,
                    format!("the {} text has surrogates and is no Unicode", lang.name()),
                )
            });
        }
        if let Ok(document) = value.cast::<PyDocument>() {
            return Ok(Side::Read(document.get().0.clone()));
        }
        if value.cast::<PyBytes>().is_ok() {
            return Err(wrong("bytes"));
        }
        if value.hasattr("__fspath__").unwrap_or(false) {
            return value.extract().map(Side::File).map_err(|_| wrong(&named(value)));
        }
        let items = value.try_iter().map_err(|_| wrong(&named(value)))?;
        let mut lines = String::new();
        for item in items {
            let item = item.map_err(|error| wrong(&format!("a list that fails: {error}")))?;
            // Sentences of spaCy and Stanza are objects with a text.
            let text = if item.cast::<PyString>().is_ok() { Ok(item.clone()) } else { item.getattr("text") };
            let line =
                text.ok().and_then(|text| Some(text.cast::<PyString>().ok()?.to_cow().ok()?.into_owned()));
            let line = line.ok_or_else(|| wrong(&format!("a list that holds {}", named(&item))))?;
            // A sentence is one line, whatever it contains.
            line.chars().for_each(|c| lines.push(if matches!(c, '\n' | '\r') { ' ' } else { c }));
            lines.push('\n');
        }
        Ok(Side::Lines(lines))
    }
}

/// The sentences of a pair, with data found while reading.
pub struct Pair {
    pub sentences: EnRu<Sentences>,
    pub notices: Vec<Notice>,
    /// The name of the pair according to the files; empty for texts.
    pub name: String,
}

/// Reads the sentences of both sides.
///
/// Two files or two texts are read like the program does. In other pairs each side is read separately.
pub fn sentences(reader: &PairReader, en: Side, ru: Side) -> Outcome<Pair> {
    let name = match (&en, &ru) {
        (Side::File(en), Side::File(ru)) => enru::pair::name_of_two(en, ru),
        (Side::Read(en), Side::Read(ru)) => {
            enru::pair::name_of_two(Path::new(en.value.name()), Path::new(ru.value.name()))
        }
        _ => String::new(),
    };
    match (en, ru) {
        (Side::File(en), Side::File(ru)) => {
            hooks::before_reading(&en);
            let read = reader.open(&en, &ru)?;
            let notices = read.readings.into_iter().flat_map(|reading| reading.notices).collect();
            Ok(Pair { sentences: read.sentences, notices, name })
        }
        (Side::Text(en), Side::Text(ru)) => {
            Ok(Pair { sentences: reader.of_texts(&en, &ru), notices: Vec::new(), name })
        }
        (en, ru) => {
            let mut notices = Vec::new();
            let en = part(reader, en, Lang::En, &mut notices)?;
            let ru = part(reader, ru, Lang::Ru, &mut notices)?;
            let sentences = match (en, ru) {
                (Part::Whole(en), Part::Whole(ru)) => {
                    let aligner = enru::Aligner::default().with_splitter(reader.splitter.clone());
                    aligner.split(EnRu::new(en, ru)?)
                }
                (en, ru) => EnRu::new(en.split(reader), ru.split(reader))?,
            };
            Ok(Pair { sentences, notices, name })
        }
    }
}

/// A side that is still a document, or already sentences.
enum Part {
    Whole(Document),
    Split(Sentences),
}

impl Part {
    fn split(self, reader: &PairReader) -> Sentences {
        match self {
            Part::Whole(document) => reader.splitter.split(document),
            Part::Split(sentences) => sentences,
        }
    }
}

fn part(reader: &PairReader, side: Side, lang: Lang, notices: &mut Vec<Notice>) -> Outcome<Part> {
    Ok(match side {
        Side::Lines(text) => Part::Split(Sentences::from_lines("", lang, text)),
        Side::Text(text) if reader.lines => Part::Split(Sentences::from_lines("", lang, plain(&text))),
        Side::Text(text) => Part::Whole(from_text("", lang, plain(&text), &ReadOptions::default())),
        Side::File(path) => {
            hooks::before_reading(&path);
            let options = ReadOptions { lang: Some(lang), ..ReadOptions::default() };
            match reader.lines {
                true => Part::Split(enru::read::open_lines(&path, &options)?.value),
                false => Part::Whole(noticed(open(&path, &options)?, notices)),
            }
        }
        Side::Read(reading) => {
            notices.extend(&reading.notices);
            Part::Whole(reading.value.clone())
        }
    })
}

fn noticed(reading: Reading<Document>, notices: &mut Vec<Notice>) -> Document {
    notices.extend(reading.notices);
    reading.value
}

/// A text, processed like the content of a file.
pub fn plain(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

/// Faults on demand.
pub mod hooks {
    use std::path::Path;

    /// Panics for a file called `panic.txt`, in builds for tests.
    pub fn before_reading(path: &Path) {
        if cfg!(feature = "test-hooks") && path.file_name().is_some_and(|name| name == "panic.txt") {
            panic!("the reader panics on {}", path.display());
        }
    }

    /// Ends the process for a request that says so, in builds for tests.
    pub fn before_answering(line: &[u8]) {
        let says = |words: &[u8]| line.windows(words.len()).any(|part| part == words);
        if cfg!(feature = "test-hooks") && says(b"the process ends here") {
            std::process::abort();
        }
    }
}
