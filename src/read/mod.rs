//! From a file to a [`Document`]: which format, which encoding, which language, which blocks.

mod archive;
mod both;
mod builder;
mod decoding;
mod doc;
mod doc_file;
mod docx;
pub mod encoding;
mod epub;
mod fb2;
mod format;
pub mod furniture;
mod html;
mod html_article;
mod html_tags;
mod ladders;
mod language;
pub mod layout;
mod limit;
mod markdown;
mod odt;
#[cfg(feature = "parquet")]
mod parquet;
mod parts;
#[cfg(feature = "pdf")]
mod pdf;
mod po;
mod reordered;
mod rtf;
mod segments;
mod srx;
mod subtitles;
mod table;
mod tmx;
mod units;
mod xliff;
mod xlsx;
mod xml;

use crate::document::{Document, Lang, Sentences};
use crate::error::{Error, Result};
use crate::write::ScoredLadder;
use std::path::{Path, PathBuf};

pub use both::{Both, InLang, both, open_both};
pub use encoding::Encoding;
pub use format::DocumentFormat;
pub use ladders::{ladder_of_segments, read_ladder};
pub use language::{language, third_language};
pub use limit::{MAX_BYTES, read_whole};
#[cfg(test)]
pub(crate) use segments::blank;
pub use segments::{AllUnits, read_segments};
pub use srx::open_srx;
pub use units::{Units, read_units, read_units_of};

use builder::Builder;
use format::Sniffed;

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

/// Reads the document in the file `path`; `-` is standard input. The format is found out from the content, then from
/// the name; gzip is unpacked.
///
/// # Errors
/// When the file is missing, a folder, empty, binary, damaged, unsafe to unpack, or not in the encoding named.
pub fn open(path: &Path, options: &ReadOptions) -> Result<Reading<Document>> {
    from_bytes(path, &bytes(path, options)?, options)
}

/// Reads a document from `bytes`, the content of a file of the name `path`, unpacked.
///
/// # Errors
/// As [`open`], save for what concerns the file itself.
pub fn from_bytes(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Document>> {
    let reading = with_furniture(path, bytes, options)?;
    Ok(reading.map(if options.keep_furniture { furniture::unmark } else { furniture::mark }))
}

fn with_furniture(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Document>> {
    let format = match format::sniff(&unpacked_name(path), bytes) {
        Sniffed::Document(format) => format,
        Sniffed::Refused(why) => return Err(archive::unusable(path, why)),
    };
    let whole =
        |builder: Result<Builder>| Ok(Reading { value: builder?, encoding: "UTF-8".into(), replaced: 0 });
    let built: Reading<Builder> = match format {
        DocumentFormat::Docx => whole(docx::read(path, bytes))?,
        DocumentFormat::Doc => whole(doc::read(path, bytes))?,
        DocumentFormat::Odt => whole(odt::read(path, bytes))?,
        DocumentFormat::Epub => whole(epub::read(path, bytes))?,
        DocumentFormat::Html => {
            html::decode(path, bytes, options)?.map(|text| html::read(&text, options.whole_page))
        }
        DocumentFormat::Fb2 => html::decode(path, bytes, options)?.and_then(|text| fb2::read(path, &text))?,
        #[cfg(feature = "pdf")]
        DocumentFormat::Pdf => whole(pdf::read(path, bytes))?,
        #[cfg(not(feature = "pdf"))]
        DocumentFormat::Pdf => {
            return Err(archive::unusable(
                path,
                "is PDF, which this build does not read; save it as DOCX or text",
            ));
        }
        DocumentFormat::Rtf => whole(rtf::read(path, bytes))?,
        DocumentFormat::Markdown => encoding::decode(path, bytes, options)?.map(|text| markdown::read(&text)),
        DocumentFormat::Subtitles => {
            encoding::decode(path, bytes, options)?.map(|text| subtitles::read(&text))
        }
        DocumentFormat::Po => {
            encoding::decode(path, bytes, options)?.map(|text| po::read(&text, options.lang))
        }
        DocumentFormat::Text => {
            let decoded = encoding::decode(path, bytes, options)?;
            let lang = options.lang.unwrap_or_else(|| language(&decoded.value));
            return Ok(decoded.map(|text| Document::from_text(name_of(path), lang, text)));
        }
    };
    if built.value.is_empty() {
        return Err(Error::Empty(path.to_path_buf()));
    }
    let lang = |text: &str| options.lang.unwrap_or_else(|| language(text));
    Ok(built.map(|builder| builder.finish(name_of(path), lang)))
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

/// What a file that can be converted holds.
#[derive(Clone, Debug)]
pub enum Convertible {
    /// Pairs of texts, and what the file says of them.
    Units(AllUnits),
    /// Sentence numbers only.
    Ladder(ScoredLadder),
}

/// Reads whatever `enru convert` takes: units, as [`read_segments`] reads segments, or, by content, [`read_ladder`].
///
/// # Errors
/// As theirs.
pub fn read_convertible(path: &Path, options: &ReadOptions) -> Result<Reading<Convertible>> {
    let bytes = bytes(path, options)?;
    if !units::is_packed(&bytes) {
        let decoded = encoding::decode(path, &bytes, options)?;
        if ladders::is_ladder(&decoded.value) {
            return decoded.and_then(|text| ladders::from_text(path, &text).map(Convertible::Ladder));
        }
    }
    Ok(segments::from_bytes(path, bytes, options)?.map(Convertible::Units))
}

impl<T> Reading<T> {
    /// The same reading of something made from its value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: f(self.value), encoding: self.encoding, replaced: self.replaced }
    }

    fn and_then<U>(self, f: impl FnOnce(T) -> Result<U>) -> Result<Reading<U>> {
        Ok(Reading { value: f(self.value)?, encoding: self.encoding, replaced: self.replaced })
    }
}

fn decode(path: &Path, options: &ReadOptions) -> Result<Reading<String>> {
    encoding::decode(path, &bytes(path, options)?, options)
}

/// All bytes of the file `path`, or of standard input for `-`, unpacked.
fn bytes(path: &Path, options: &ReadOptions) -> Result<Vec<u8>> {
    let mut bytes = read_whole(path, options.max_bytes())?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        bytes = archive::gunzip(path, &bytes)?;
    }
    if bytes.is_empty() { Err(Error::Empty(PathBuf::from(path))) } else { Ok(bytes) }
}

/// The file name, as the document's name.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// `path` without `.gz`, so that the ending tells the format.
fn unpacked_name(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz")) {
        path.with_extension("")
    } else {
        path.to_path_buf()
    }
}
