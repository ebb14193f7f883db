//! Bytes in and out: opening, unpacking, decoding, and writing a file whole or not at all.

pub(crate) mod archive;
pub mod charset;
pub(crate) mod decode;
pub(crate) mod escape;
pub mod input;
pub mod output;
pub(crate) mod parts;
pub(crate) mod xml;

use crate::document::Lang;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

pub use charset::Encoding;
pub use input::{MAX_BYTES, read_whole};

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of plain text; found out where `None`.
    pub encoding: Option<Encoding>,
    /// Replace bytes the encoding does not know by U+FFFD instead of refusing the file.
    pub lossy: bool,
    /// The language; found out by script where `None`.
    pub lang: Option<Lang>,
    /// Read a web page with its menus and side bars, not the article only.
    pub whole_page: bool,
    /// Leave page numbers, running heads, tables of contents and the like in the text.
    pub keep_furniture: bool,
    /// The largest file read into memory, and the longest unit of a memory; [`MAX_BYTES`] where `None`.
    pub max_bytes: Option<u64>,
}

impl ReadOptions {
    /// How many bytes are read into memory at most.
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes.unwrap_or(MAX_BYTES)
    }
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

impl<T> Reading<T> {
    /// The same reading of something made from its value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: f(self.value), encoding: self.encoding, replaced: self.replaced }
    }

    pub(crate) fn and_then<U>(self, f: impl FnOnce(T) -> Result<U>) -> Result<Reading<U>> {
        Ok(Reading { value: f(self.value)?, encoding: self.encoding, replaced: self.replaced })
    }
}

pub(crate) fn decode(path: &Path, options: &ReadOptions) -> Result<Reading<String>> {
    charset::decode(path, &bytes(path, options)?, options)
}

/// All bytes of the file `path`, or of standard input for `-`, unpacked.
pub(crate) fn bytes(path: &Path, options: &ReadOptions) -> Result<Vec<u8>> {
    let mut bytes = read_whole(path, options.max_bytes())?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        bytes = archive::gunzip(path, &bytes)?;
    }
    if bytes.is_empty() { Err(Error::Empty(PathBuf::from(path))) } else { Ok(bytes) }
}

/// The file name, as the document's name.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// `path` without `.gz`, so that the ending tells the format.
pub(crate) fn unpacked_name(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz")) {
        path.with_extension("")
    } else {
        path.to_path_buf()
    }
}
