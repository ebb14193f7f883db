//! Memories of any size: the units of CSV, TSV, JSONL and TMX one at a time, whatever the encoding, gzipped or not.
//!
//! XLIFF, PO and XLSX are read as a whole; a workbook has a million rows at most. Cost: one pass, memory for one unit
//! (and, with [`Segments::complete`], for each different one that came without an id, 20 bytes).

use crate::error::{Error, Result};
use crate::io::archive::unusable;
use crate::io::decode;
use crate::io::decode::Text;
use crate::io::input::whole;
use crate::io::xml::XmlError;
use crate::io::{Input, InputOptions};
use crate::memory::Format;
use crate::memory::completer::{Completer, has_text};
use crate::memory::formats::jsonl;
use crate::memory::formats::table::{Table, delimiter, rows};
use crate::memory::formats::tmx_reader::Tmx;
use crate::memory::formats::{xliff_reader, xlsx_reader};
use crate::memory::segment::Segment;
use crate::read::po;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// What a file of segments is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Tmx,
    Xliff,
    Po,
    Jsonl,
    /// Cells between these.
    Cells(u8),
}

/// The units of a file, as they stand in it; after an error there are no more.
pub struct Segments {
    path: PathBuf,
    source: Source,
    notes: decode::Notes,
    /// What the source told before it ended.
    locales: [Option<String>; 2],
}

enum Source {
    Table(Table<'static>),
    Tmx(Box<Tmx<Text>>),
    /// JSONL, and what was read as a whole.
    Other(Box<dyn Iterator<Item = Result<Segment>>>),
    Ended,
}

/// Opens a file (a path) or a reader to read its units one at a time. The format is detected as
/// [`read_segments`](crate::memory::read_segments) does, unless it is named by `from`. A file without any text has no units.
///
/// # Errors
/// When the file cannot be opened or is in no format known; what is wrong further down comes with the units.
pub fn open(
    input: impl Into<Input<'static>>,
    from: Option<Format>,
    options: &InputOptions,
) -> Result<Segments> {
    let input = input.into();
    let path = input.path().to_path_buf();
    open_reader(&path, input.open()?, from, options)
}

/// [`open`] of what `input` gives, the content of `path`.
///
/// # Errors
/// As [`open`].
pub fn open_reader(
    path: &Path,
    input: Box<dyn Read>,
    from: Option<Format>,
    options: &InputOptions,
) -> Result<Segments> {
    let mut input = decode::unpacked(path, input)?;
    if is_packed(input.fill_buf().map_err(|e| Error::io(path, "read", e))?) {
        let bytes = whole(path, input, options.max_bytes())?;
        let (path, notes) = (path.to_path_buf(), decode::Notes::of("UTF-8", options.max_bytes()));
        let source = Source::packed(&path, bytes)?;
        return Ok(Segments { locales: [None, None], path, source, notes });
    }
    let (mut text, notes) = decode::text(path, input, options)?;
    let head = text.fill_buf().map_err(|e| notes.error(path, e))?;
    let head = decode::valid(head);
    let source = match head.trim().is_empty() {
        true => Source::Ended,
        false => {
            let kind = from.map_or_else(|| kind(path, head), |format| named(path, head, format))?;
            source(path, kind, text).map_err(|e| notes.take().unwrap_or(e))?
        }
    };
    Ok(Segments { locales: [None, None], path: path.to_path_buf(), source, notes })
}

impl Source {
    /// Of the bytes of a file that is no text.
    fn packed(path: &Path, bytes: Vec<u8>) -> Result<Source> {
        match bytes.starts_with(PARQUET) {
            true => parquet(path, bytes).map(Source::Other),
            false => xlsx_reader::read(path, &bytes).map(Source::Table),
        }
    }
}

/// How a file of Parquet begins.
const PARQUET: &[u8] = b"PAR1";

/// Whether a file of units that begins with `head` is no text.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(PARQUET)
}

/// The units in `bytes`, which are [packed](is_packed).
pub(crate) fn of_packed(path: &Path, bytes: Vec<u8>) -> Result<Box<dyn Iterator<Item = Result<Segment>>>> {
    match Source::packed(path, bytes)? {
        Source::Table(table) => Ok(Box::new(table)),
        Source::Other(units) => Ok(units),
        Source::Tmx(_) | Source::Ended => Ok(Box::new(std::iter::empty())),
    }
}

#[cfg(feature = "parquet")]
use crate::memory::formats::parquet_reader::read as parquet;

#[cfg(not(feature = "parquet"))]
fn parquet(path: &Path, _: Vec<u8>) -> Result<Box<dyn Iterator<Item = Result<Segment>>>> {
    Err(unusable(path, "is Parquet, which this build does not read; build it with `--features parquet`"))
}

fn source(path: &Path, kind: Kind, text: Text) -> Result<Source> {
    Ok(match kind {
        Kind::Cells(delimiter) => Source::Table(Table::new(path, rows(path, delimiter, text))?),
        Kind::Tmx => Source::Tmx(Box::new(Tmx::new(text))),
        _ => Source::Other(of_text(path, kind, text)?),
    })
}

/// The format of a file that begins with `head`.
pub(crate) fn kind(path: &Path, head: &str) -> Result<Kind> {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let beginning: String = head.chars().take(2000).collect();
    if beginning.contains("<tmx") {
        Ok(Kind::Tmx)
    } else if beginning.contains("<xliff") {
        Ok(Kind::Xliff)
    } else if path.extension().is_some_and(|e| e == "po") {
        Ok(Kind::Po)
    } else if head.starts_with('{') {
        Ok(Kind::Jsonl)
    } else if head.starts_with('<') {
        Err(unusable(path, "is XML, but neither TMX nor XLIFF"))
    } else {
        Ok(Kind::Cells(delimiter(head)))
    }
}

fn named(path: &Path, head: &str, format: Format) -> Result<Kind> {
    match format {
        Format::Tmx => Ok(Kind::Tmx),
        Format::Xliff => Ok(Kind::Xliff),
        Format::Jsonl => Ok(Kind::Jsonl),
        Format::Tsv => Ok(Kind::Cells(b'\t')),
        Format::Csv if delimiter(head) == b';' => Ok(Kind::Cells(b';')),
        Format::Csv => Ok(Kind::Cells(b',')),
        _ => Err(unusable(path, format!("is text, no {}", format.name()))),
    }
}

/// The units in `text`, which is of the kind `kind`.
pub(crate) fn of_text<'a>(
    path: &Path,
    kind: Kind,
    mut text: impl BufRead + 'a,
) -> Result<Box<dyn Iterator<Item = Result<Segment>> + 'a>> {
    let owned = path.to_path_buf();
    Ok(match kind {
        Kind::Cells(delimiter) => Box::new(Table::new(path, rows(path, delimiter, text))?),
        Kind::Tmx => Box::new(Tmx::new(text).map(move |unit| unit.map_err(|e| xml_error(&owned, e)))),
        Kind::Jsonl => Box::new(jsonl::read(owned, text)),
        Kind::Xliff | Kind::Po => {
            let mut whole = String::new();
            text.read_to_string(&mut whole).map_err(|e| Error::io(path, "read", e))?;
            let units = match kind {
                Kind::Xliff => xliff_reader::read(&whole).map_err(|e| xml_error(path, e))?,
                _ => catalogue(&whole),
            };
            Box::new(units.into_iter().map(Ok))
        }
    })
}

pub(crate) fn parse_error(path: &Path, line: usize, message: impl Into<String>) -> Error {
    Error::Parse { path: path.to_path_buf(), line, message: message.into() }
}

fn xml_error(path: &Path, error: XmlError) -> Error {
    parse_error(path, error.line, error.message)
}

/// The translated messages of a PO catalogue.
fn catalogue(text: &str) -> Vec<Segment> {
    let messages = po::messages(text).into_iter().filter(|m| !m.text.is_empty() && !m.fuzzy);
    messages.map(|m| Segment { en: m.id, ru: m.text, ..Segment::default() }.into()).collect()
}

impl Segments {
    /// The names of what the units hold besides, where the file tells beforehand: the columns of a table.
    pub fn names(&self) -> Option<Vec<String>> {
        match &self.source {
            Source::Table(table) => Some(table.names()),
            Source::Ended => Some(Vec::new()),
            Source::Tmx(_) | Source::Other(_) => None,
        }
    }

    /// The locales a TMX file gives its English and Russian texts, as far as met.
    pub fn locales(&self) -> [Option<String>; 2] {
        match &self.source {
            Source::Tmx(tmx) => tmx.locales.clone(),
            _ => self.locales.clone(),
        }
    }

    /// The encoding, as people write it.
    pub fn encoding(&self) -> &str {
        &self.notes.encoding
    }

    /// The units cleaned and with everything filled in that the file does not say, as
    /// [`read_segments`](crate::memory::read_segments) gives them, each with its number in the file, from 0; units that
    /// hold no text are left out. Without `ids`, which cost memory, ids that are missing stay so.
    pub fn complete(self, ids: bool) -> impl Iterator<Item = (u64, Result<Segment>)> {
        let mut completer = Completer::new(&self.path);
        let numbered = (0..).zip(self);
        numbered.filter(|(_, unit)| unit.as_ref().map_or(true, |u| has_text(&u))).map(
            move |(number, mut unit)| {
                if let Ok(unit) = &mut unit {
                    completer.fill(unit);
                    if ids {
                        completer.identify(unit);
                    }
                }
                (number, unit)
            },
        )
    }
}

impl Iterator for Segments {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.notes.begin_unit();
        let unit = match &mut self.source {
            Source::Table(table) => table.next(),
            Source::Tmx(tmx) => tmx.next().map(|unit| unit.map_err(|e| xml_error(&self.path, e))),
            Source::Other(units) => units.next(),
            Source::Ended => None,
        };
        let unit = unit.map(|unit| unit.map_err(|e| self.notes.take().unwrap_or(e)));
        if !matches!(unit, Some(Ok(_))) {
            self.locales = self.locales();
            self.source = Source::Ended;
        }
        unit
    }
}

#[cfg(test)]
mod tests {
    use crate::memory::read_segments;
    use crate::memory::reader::*;
    use std::io::Cursor;

    fn units(name: &str, bytes: &[u8]) -> Result<Vec<Segment>> {
        let input = Box::new(Cursor::new(bytes.to_vec()));
        open_reader(Path::new(name), input, None, &InputOptions::default())?.collect()
    }

    #[test]
    fn both_doors_give_the_same_segments() {
        let folder = tempfile::tempdir().unwrap();
        let csv = "en,ru\r\n\"A,  b\",Да\r\n\"A,  b\",Да\r\n,\r\nC,\"В\nГ\"\r\n";
        for bytes in [csv.as_bytes(), &encoding_rs::WINDOWS_1251.encode(csv).0] {
            let path = folder.path().join("x.csv");
            std::fs::write(&path, bytes).unwrap();
            let options = InputOptions::default();
            let streamed = open(&path, None, &options).unwrap().complete(true);
            let streamed: Vec<_> = streamed.map(|(_, unit)| unit.unwrap()).collect();
            assert_eq!(streamed, read_segments(&path, &options).unwrap().value);
            assert_eq!(streamed.len(), 3);
        }
    }

    #[test]
    fn what_is_not_ours_is_kept() {
        let tmx = "<tmx version='1.4'><body><tu tuid='7' changedate='20240501T100000Z'><note>n</note><prop type='x-a'>1\
                   </prop><tuv xml:lang='en-US' creationid='me'><seg>A</seg></tuv><tuv xml:lang='ru'><seg>Б</seg></tuv>\
                   </tu></body></tmx>";
        let unit = units("x.tmx", tmx.as_bytes()).unwrap().remove(0);
        let names: Vec<_> = unit.extra.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["changedate", "note", "x-a", "en.creationid"]);
        let unit = units("x.csv", "en,client,ru\nA,UN,Б\n".as_bytes()).unwrap().remove(0);
        assert_eq!(unit.extra_text("client").as_deref(), Some("UN"));
        let line = "{\"translation\":{\"en\":\"A\",\"ru\":\"Б\"},\"score\":[1,2.5]}\n";
        assert_eq!(units("x", line.as_bytes()).unwrap()[0].extra_text("score").as_deref(), Some("[1,2.5]"));
    }

    #[test]
    fn utf16_is_streamed_and_bad_bytes_are_named() {
        let tmx = "<tmx><body><tu><tuv xml:lang='en'><seg>A</seg></tuv><tuv xml:lang='ru'><seg>Б</seg></tuv></tu>\
                   </body></tmx>";
        let bytes: Vec<u8> =
            "\u{feff}".encode_utf16().chain(tmx.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(units("x.tmx", &bytes).unwrap()[0].ru, "Б");
        let mut bytes = "en,ru\n".as_bytes().to_vec();
        "Слово,слово\n".repeat(100_000).bytes().for_each(|b| bytes.push(b));
        let at = bytes.len() - 4;
        bytes[at] = 0xff;
        let error = units("x.csv", &bytes).unwrap_err().to_string();
        assert!(
            error.contains(&format!("byte {}", at - 1)) || error.contains(&format!("byte {at}")),
            "{error}"
        );
    }

    #[test]
    fn nothing_is_an_empty_memory() {
        assert!(units("x.csv", b"").unwrap().is_empty());
        assert!(units("x.csv", b"en,ru\n").unwrap().is_empty());
        assert!(units("x.csv", b"\x89PNG\0\0\0").is_err());
    }
}
