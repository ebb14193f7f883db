//! From a file to a [`Document`]: which format, which encoding, which language, which blocks.

pub mod encoding;
pub mod layout;

use crate::document::{Document, Lang, Sentences};
use crate::error::{Error, Result};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use unicode_script::{Script, UnicodeScript};

pub use encoding::Encoding;

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of plain text; found out where `None`.
    pub encoding: Option<Encoding>,
    /// Replace bytes the encoding does not know by U+FFFD instead of refusing the file.
    pub lossy: bool,
    /// The language; found out by script where `None`.
    pub lang: Option<Lang>,
}

/// What was read, and what was decided on the way.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// The document or the sentences.
    pub value: T,
    /// The encoding, as people write it.
    pub encoding: String,
    /// How many places were replaced by U+FFFD (only with [`ReadOptions::lossy`]).
    pub replaced: usize,
}

impl Document {
    /// Reads a file with everything about it found out.
    ///
    /// # Errors
    /// See [`open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Document> {
        Ok(open(path.as_ref(), &ReadOptions::default())?.value)
    }

    /// A document from plain text in memory, its blocks found by layout.
    pub fn from_text(name: impl Into<String>, lang: Lang, text: impl Into<String>) -> Document {
        let text = text.into();
        let blocks = layout::blocks(&text);
        Document::new(name, lang, text, blocks)
    }
}

/// Reads the document in the file `path`; `-` is standard input.
///
/// # Errors
/// When the file is missing, a folder, empty, binary, or not in the encoding named.
pub fn open(path: &Path, options: &ReadOptions) -> Result<Reading<Document>> {
    let decoded = decode(path, options)?;
    let lang = options.lang.unwrap_or_else(|| language(&decoded.value));
    Ok(decoded.map(|text| Document::from_text(name_of(path), lang, text)))
}

/// Reads the file `path` as sentences, one a line; `-` is standard input.
///
/// # Errors
/// As [`open`].
pub fn open_lines(path: &Path, options: &ReadOptions) -> Result<Reading<Sentences>> {
    let decoded = decode(path, options)?;
    let lang = options.lang.unwrap_or_else(|| language(&decoded.value));
    Ok(decoded.map(|text| Sentences::from_lines(name_of(path), lang, text)))
}

impl<T> Reading<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: f(self.value), encoding: self.encoding, replaced: self.replaced }
    }
}

fn decode(path: &Path, options: &ReadOptions) -> Result<Reading<String>> {
    encoding::decode(path, &bytes(path)?, options)
}

/// All bytes of the file `path`, or of standard input for `-`.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Error::io(path, "read", e))?;
    } else if path.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    } else {
        bytes = std::fs::read(path).map_err(|e| Error::io(path, "read", e))?;
    }
    if bytes.is_empty() { Err(Error::Empty(PathBuf::from(path))) } else { Ok(bytes) }
}

/// The file name, as the document's name.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The language of `text` by the script of most of its letters; English where it has none.
pub fn language(text: &str) -> Lang {
    let (mut latin, mut cyrillic) = (0usize, 0usize);
    for c in text.chars() {
        match c.script() {
            Script::Latin => latin += 1,
            Script::Cyrillic => cyrillic += 1,
            _ => {}
        }
    }
    if cyrillic > latin { Lang::Ru } else { Lang::En }
}
