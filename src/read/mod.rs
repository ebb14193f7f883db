//! Reads files as [`Document`]s: detects format, encoding, language and blocks.
//!
//! Takes a path, a reader or bytes, and returns a [`Reading`]: the document, its encoding, and [`Notice`]s about text that was
//! left out or is doubtful. Each format has its own module. Cost: linear in the file, with limits on unpacked data.
//!
//! Not done: OCR of scans, and downloading documents.

#[cfg(feature = "web")]
mod book;
mod builder;
mod format;
mod hyphens;
mod language;
#[cfg(feature = "web")]
mod markup;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "pdf")]
mod pdf;
#[doc(hidden)]
pub mod plain;
mod quoted;
mod reading;
mod repeated;
mod subtitles;
#[cfg(feature = "web")]
mod web;

use crate::document::{Document, EnRu, InLang, Lang, Sentences, lines_in};
use crate::error::{Error, Result};
use crate::furniture;
use crate::io::decode::decode;
use crate::io::input::{file_name_of, unpacked_name};
use crate::io::{Decoded, Input, InputOptions, stop};
use crate::text::ligatures::without_ligatures;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub(crate) use format::DocumentFormat;
#[doc(hidden)]
pub use language::language;
pub(crate) use language::letters;
#[cfg(feature = "detect")]
pub(crate) use language::third_language;
pub use reading::{Notice, NoticeKind, Reading};

use builder::Builder;
use format::Sniffed;

/// Options for reading a document.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Options for reading its file.
    pub input: InputOptions,
    /// The language; `None` detects it.
    pub lang: Option<Lang>,
    /// Whether to read the whole web page, with menus and sidebars, instead of the article only.
    pub whole_page: bool,
    /// Whether to keep page numbers, running heads, tables of contents and other furniture.
    pub keep_furniture: bool,
}

impl EnRu<Document> {
    /// Reads the two files of a pair, given in either order, and detects everything.
    ///
    /// # Errors
    /// See [`open_pair`].
    pub fn open(first: impl AsRef<Path>, second: impl AsRef<Path>) -> Result<EnRu<Document>> {
        let options = &ReadOptions::default();
        Ok(open_pair((first.as_ref(), second.as_ref()), [options, options])?.map(|reading| reading.value))
    }
}

impl Document {
    /// Reads a file; format, encoding and language are detected.
    ///
    /// # Errors
    /// See `open`.
    pub fn open(path: impl AsRef<Path>) -> Result<Document> {
        Ok(open(path.as_ref(), &ReadOptions::default())?.value)
    }

    /// Creates a document from plain text in memory and detects its blocks.
    pub fn from_text(name: impl Into<String>, lang: Lang, text: impl Into<String>) -> Document {
        from_text(name, lang, text, &ReadOptions::default())
    }
}

/// Reads a document from a path or a reader. The format is detected from the content, then from the name. Gzip is
/// unpacked.
///
/// # Errors
/// If the file is missing, a folder, empty, binary, damaged, unsafe to unpack, or invalid in the given encoding, or if
/// the options stop the work.
pub fn open<'a>(input: impl Into<Input<'a>>, options: &ReadOptions) -> Result<Reading<Document>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    from_bytes(&path, &input.read(&options.input)?, options)
}

/// Reads a document from `bytes`, the unpacked content of a file with the name `path`.
///
/// # Errors
/// As `open`, except errors of the file itself.
#[doc(hidden)]
pub fn from_bytes(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Document>> {
    let stop = &options.input.stop;
    let read = stop::during(stop, || whole(path, bytes, options));
    // Loops that were stopped return early with incomplete results, and some return errors because of it.
    if stop.is_asked() { Err(Error::Stopped { path: path.to_path_buf() }) } else { read }
}

fn whole(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Document>> {
    let mut reading = unmarked(path, bytes, options)?.map(|document| marked(document, options));
    for (furniture, count) in furniture::count(&reading.value) {
        reading.add(NoticeKind::Furniture(furniture), count);
    }
    let repeated = repeated::count(&reading.value);
    reading.add(NoticeKind::RepeatedParagraphs, repeated);
    Ok(reading)
}

/// Creates a document from plain text in memory. Uses only [`ReadOptions::keep_furniture`] of the options.
pub fn from_text(
    name: impl Into<String>,
    lang: Lang,
    text: impl Into<String>,
    options: &ReadOptions,
) -> Document {
    marked(laid_out(name, lang, text), options)
}

/// Creates a document from plain text and detects its blocks by layout.
fn laid_out(name: impl Into<String>, lang: Lang, text: impl Into<String>) -> Document {
    let mut text = text.into();
    if let Cow::Owned(spelled) = without_ligatures(&text) {
        text = spelled;
    }
    if let Some(unquoted) = quoted::unquoted(&text) {
        text = unquoted;
    }
    let blocks = plain::blocks(&text);
    let (text, blocks) = hyphens::joined(text, blocks);
    Document::new(name, lang, text, blocks)
}

/// Marks the furniture of a single document, for all formats.
fn marked(document: Document, options: &ReadOptions) -> Document {
    if options.keep_furniture { furniture::unmark(document) } else { furniture::mark(document) }
}

fn unmarked(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Document>> {
    let format = match format::sniff(&unpacked_name(path), bytes) {
        Sniffed::Document(format) => format,
        Sniffed::Refused(why) => return Err(Error::unusable(path, why)),
    };
    #[cfg(any(feature = "office", feature = "web", feature = "pdf"))]
    let whole =
        |builder: Result<Builder>| Ok(Decoded { value: builder?, encoding: "UTF-8".into(), replaced: 0 });
    let input = &options.input;
    let mut built: Decoded<Builder> = match format {
        #[cfg(feature = "office")]
        DocumentFormat::Docx => whole(office::docx::read(path, bytes))?,
        #[cfg(feature = "office")]
        DocumentFormat::Doc => whole(office::doc::read(path, bytes))?,
        #[cfg(feature = "office")]
        DocumentFormat::Odt => whole(office::odt::read(path, bytes))?,
        #[cfg(feature = "office")]
        DocumentFormat::Rtf => whole(office::rtf::read(path, bytes))?,
        #[cfg(feature = "office")]
        DocumentFormat::Pptx => whole(office::pptx::read(path, bytes))?,
        #[cfg(feature = "office")]
        DocumentFormat::WordXml => {
            web::decode(path, bytes, input)?.and_then(|text| office::docx::read_flat(path, &text))?
        }
        #[cfg(feature = "office")]
        DocumentFormat::FlatOdt => {
            web::decode(path, bytes, input)?.and_then(|text| office::odt::read_flat(path, &text))?
        }
        #[cfg(feature = "web")]
        DocumentFormat::Epub => whole(book::epub::read(path, bytes))?,
        #[cfg(feature = "web")]
        DocumentFormat::Html => {
            web::decode(path, bytes, input)?.and_then(|text| web::read(path, &text, options.whole_page))?
        }
        #[cfg(feature = "web")]
        DocumentFormat::Fb2 => {
            let book = book::fb2::unpacked(path, bytes)?;
            web::decode(path, &book, input)?.and_then(|text| book::fb2::read(path, &text))?
        }
        #[cfg(feature = "web")]
        DocumentFormat::Markdown => decode(path, bytes, input)?.map(|text| markup::read(&text)),
        #[cfg(feature = "pdf")]
        DocumentFormat::Pdf => whole(pdf::read(path, bytes))?,
        DocumentFormat::Subtitles => decode(path, bytes, input)?.map(|text| subtitles::read(&text)),
        DocumentFormat::Po => {
            let message = "is a catalogue of messages with their translations, not a document; make it a memory with \
                           `enru convert`";
            return Err(Error::unusable(path, message));
        }
        DocumentFormat::Text => {
            let decoded = decode(path, bytes, input)?;
            let lang = options.lang.unwrap_or_else(|| language(&decoded.value));
            let mut reading = read(decoded.map(|text| laid_out(file_name_of(path), lang, text)), Vec::new());
            if format::is_data(&unpacked_name(path), reading.value.text()) {
                let blocks = reading.value.blocks().len();
                reading.add(NoticeKind::Data, blocks);
            }
            return Ok(reading);
        }
        #[cfg(not(all(feature = "office", feature = "web", feature = "pdf")))]
        other => {
            let message = format!("is {}, which this build does not read; save it as text", other.name());
            return Err(Error::unusable(path, message));
        }
    };
    if built.value.is_empty() {
        return Err(Error::Empty(path.to_path_buf()));
    }
    let lang = |text: &str| options.lang.unwrap_or_else(|| language(text));
    let notices = built.value.take_notices();
    Ok(read(built.map(|builder| builder.finish(file_name_of(path), lang)), notices))
}

fn read<T>(decoded: Decoded<T>, notices: Vec<Notice>) -> Reading<T> {
    let Decoded { value, encoding, replaced } = decoded;
    Reading { value, encoding, replaced, notices }
}

/// Reads a path or a reader with one sentence per line.
///
/// # Errors
/// As `open`.
pub fn open_lines<'a>(input: impl Into<Input<'a>>, options: &ReadOptions) -> Result<Reading<Sentences>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    let decoded = decode(&path, &input.read(&options.input)?, &options.input)?;
    let lang = options.lang.unwrap_or_else(|| language(&decoded.value));
    Ok(read(decoded.map(|text| Sentences::from_lines(file_name_of(&path), lang, text)), Vec::new()))
}

/// Reads the two documents of a pair, given in either order, each with its options.
///
/// # Errors
/// As `open`, and `Error::SameLanguage` if both are in the same language.
pub fn open_pair<'a>(
    inputs: (impl Into<Input<'a>>, impl Into<Input<'a>>),
    options: [&ReadOptions; 2],
) -> Result<EnRu<Reading<Document>>> {
    in_order((inputs.0.into(), inputs.1.into()), options, open, Document::in_lang)
}

/// Reads the two files of a pair with one sentence per line, given in either order, each with its options.
///
/// # Errors
/// As [`open_pair`].
pub(crate) fn open_lines_pair<'a>(
    inputs: (impl Into<Input<'a>>, impl Into<Input<'a>>),
    options: [&ReadOptions; 2],
) -> Result<EnRu<Reading<Sentences>>> {
    in_order((inputs.0.into(), inputs.1.into()), options, open_lines, Sentences::in_lang)
}

/// Reads both and puts English first. If both seem to be in the same language, the order of the arguments decides: the
/// first is English and the second Russian, if at least one of their lines is. Otherwise they are not a pair.
fn in_order<'a, T>(
    (first, second): (Input<'a>, Input<'a>),
    options: [&ReadOptions; 2],
    open: impl Fn(Input<'a>, &ReadOptions) -> Result<Reading<T>>,
    in_lang: fn(T, Lang) -> T,
) -> Result<EnRu<Reading<T>>>
where
    Reading<T>: InLang + HasText,
{
    let paths = (first.path().to_path_buf(), second.path().to_path_buf());
    let (first, second) = (open(first, options[0])?, open(second, options[1])?);
    let lang = first.lang();
    if lang != second.lang() {
        return EnRu::new(first, second).map_err(|same| same_language(paths, same.0));
    }
    let other = lang.other();
    let can_be =
        |side: &Reading<T>, options: &ReadOptions| options.lang.is_none() && lines_in(side.text(), other) > 0;
    // Relabel the document given in the position of the other language if possible, otherwise the one given in the
    // wrong position.
    let takes_second = match lang {
        Lang::En => can_be(&second, options[1]) || !can_be(&first, options[0]),
        Lang::Ru => !can_be(&first, options[0]) && can_be(&second, options[1]),
    };
    let take = |mut side: Reading<T>| {
        let foreign = lines_in(side.text(), lang);
        side.add(NoticeKind::OtherLanguage, foreign);
        side.map(|value| in_lang(value, other))
    };
    let sides = if takes_second {
        if !can_be(&second, options[1]) {
            return Err(same_language(paths, lang));
        }
        EnRu::new(first, take(second))
    } else {
        if !can_be(&first, options[0]) {
            return Err(same_language(paths, lang));
        }
        EnRu::new(take(first), second)
    };
    sides.map_err(|same| same_language(paths, same.0))
}

fn same_language((first, second): (PathBuf, PathBuf), lang: Lang) -> Error {
    Error::SameLanguage { first, second, lang }
}

/// Types with a text.
trait HasText {
    fn text(&self) -> &str;
}

impl HasText for Reading<Document> {
    fn text(&self) -> &str {
        self.value.text()
    }
}

impl HasText for Reading<Sentences> {
    fn text(&self) -> &str {
        self.value.document().text()
    }
}
