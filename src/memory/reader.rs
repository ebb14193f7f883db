//! Reads translation memories of any size in any format and encoding, plain or gzipped, one segment at a time.
//!
//! Detects the format from the content, then from the extension. Workbooks and Parquet are unpacked in memory. Cost:
//! one pass, memory for one segment, and with [`Segments::complete`] 20 bytes for each different segment without an id.

use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::decode::{self, Text};
use crate::io::input::{unpacked_name, whole};
use crate::io::{Input, InputOptions};
use crate::memory::format::Format;
use crate::memory::formats::csv::{self, Layout};
use crate::memory::formats::po::Po;
use crate::memory::formats::table::{Table, TableOptions};
use crate::memory::formats::tmx::Tmx;
use crate::memory::formats::xliff::Xliff;
use crate::memory::formats::{hunalign, jsonl, moses};
use crate::memory::ids::Completer;
use crate::memory::records::{Facts, Plain, Records};
use crate::memory::segment::Segment;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// Options for reading a memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryOptions {
    /// Encoding and limits.
    pub input: InputOptions,
    /// The format; `None` detects it.
    pub format: Option<Format>,
    /// The English and the Russian column of a table, by heading or by number from 1; `None` detects them.
    pub columns: Option<[String; 2]>,
    /// The source language of all segments; `None` uses that of the file.
    pub source: Option<Lang>,
}

/// The segments of a file, unchanged. Ends after an error.
pub struct Segments {
    path: PathBuf,
    records: Box<dyn Records>,
    format: Option<Format>,
    source: Option<Lang>,
    notes: decode::Notes,
    is_done: bool,
}

/// Opens a path or a reader to read its segments one at a time. A file without text has no segments.
///
/// # Errors
/// If the file cannot be opened or has an unknown format. Later errors come with the segments.
pub fn open(input: impl Into<Input<'static>>, options: &MemoryOptions) -> Result<Segments> {
    let input = input.into();
    let path = input.path().to_path_buf();
    let format = options.format.or_else(|| Format::of_path(&unpacked_name(&path)));
    if let Some(why) = options.format.and_then(Format::missing) {
        return Err(Error::unusable(&path, why));
    }
    if input.is_file() && format == Some(Format::Moses) {
        let notes = decode::Notes::of("text", options.input.max_bytes());
        let records = Box::new(Plain(moses::read(&path, &options.input)?));
        return Ok(Segments::new(&path, records, format, notes, options));
    }
    open_reader(&path, input.open()?, options)
}

/// Like [`open`](fn@open), for `input`, the content of `path`.
///
/// # Errors
/// As `open`.
pub fn open_reader(path: &Path, input: Box<dyn Read>, options: &MemoryOptions) -> Result<Segments> {
    let mut input = decode::unpacked(path, input)?;
    let table = |is_strict| TableOptions { columns: options.columns.clone(), is_strict };
    let max = options.input.max_bytes();
    if is_packed(input.fill_buf().map_err(|e| Error::io(path, "read", e))?) {
        let (records, format) = packed(path, whole(path, input, max)?, &table(false))?;
        return Ok(Segments::new(path, records, Some(format), decode::Notes::of("UTF-8", max), options));
    }
    let (mut text, notes) = decode::text(path, input, &options.input)?;
    let head = text.fill_buf().map_err(|e| notes.error(path, e))?;
    let head = decode::valid(head).trim_start_matches('\u{feff}').to_string();
    if head.trim().is_empty() {
        let records = Box::new(Plain(std::iter::empty()));
        return Ok(Segments::new(path, records, None, notes, options));
    }
    let format = options.format.map_or_else(|| detect(path, &head), Ok)?;
    let records = of_text(path, format, &head, text, &table(true)).map_err(|e| notes.take().unwrap_or(e))?;
    Ok(Segments::new(path, records, Some(format), notes, options))
}

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";
/// The first bytes of an Excel 97 to 2003 workbook.
const OLD_EXCEL: &[u8] = b"\xd0\xcf\x11\xe0";

/// Whether a memory that starts with `head` is binary.
fn is_packed(head: &[u8]) -> bool {
    [b"PK\x03\x04", PARQUET, OLD_EXCEL].into_iter().any(|start| head.starts_with(start))
}

/// Reads the segments in `bytes`, which are [binary](is_packed).
fn packed(path: &Path, bytes: Vec<u8>, options: &TableOptions) -> Result<(Box<dyn Records>, Format)> {
    if bytes.starts_with(OLD_EXCEL) {
        return Err(Error::unusable(path, "is a workbook of Excel 97 to 2003; save it as XLSX or CSV"));
    }
    let format = if bytes.starts_with(PARQUET) { Format::Parquet } else { Format::Xlsx };
    match (format, format.missing()) {
        (_, Some(why)) => Err(Error::unusable(path, why)),
        #[cfg(feature = "parquet")]
        (Format::Parquet, None) => {
            Ok((crate::memory::formats::parquet::read(path, bytes, options)?, Format::Parquet))
        }
        #[cfg(feature = "xlsx")]
        (Format::Xlsx, None) => {
            Ok((Box::new(crate::memory::formats::xlsx::read(path, &bytes, options)?), Format::Xlsx))
        }
        _ => Err(Error::unusable(path, format!("cannot be read as {} ({options:?})", format.name()))),
    }
}

/// Detects the format of a text file that starts with `head`.
fn detect(path: &Path, head: &str) -> Result<Format> {
    let head = head.trim_start();
    let beginning: String = head.chars().take(4000).collect();
    let has = |element: &str| {
        beginning.contains(&format!("<{element}")) || beginning.contains(&format!(":{element} "))
    };
    let extension = unpacked_name(path).extension().map(|e| e.to_string_lossy().to_lowercase());
    let is_catalogue =
        || head.lines().any(|l| l.starts_with("msgid \"")) && head.lines().any(|l| l.starts_with("msgstr"));
    // A text in a table may start with a tag.
    let is_cell = || {
        head.lines().next().is_some_and(|line| line.contains('\t'))
            || matches!(extension.as_deref(), Some("csv" | "tsv" | "tab"))
    };
    if head.starts_with('<') {
        match (has("tmx"), has("xliff")) {
            (true, _) => return Ok(Format::Tmx),
            (_, true) => return Ok(Format::Xliff),
            _ if !head.starts_with("<?xml") && is_cell() => {}
            _ => return Err(Error::unusable(path, "is XML, but neither TMX nor XLIFF")),
        }
    }
    if head.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        let message =
            "is a JSON array; expected an object on each line (JSONL), as `jq -c '.[]'` writes them";
        return Err(Error::unusable(path, message));
    }
    Ok(match extension.as_deref() {
        Some("po" | "pot") => Format::Po,
        _ if is_catalogue() => Format::Po,
        _ if head.starts_with('{') => Format::Jsonl,
        _ if hunalign::is_hunalign(head) => Format::Hunalign,
        _ if Layout::detect(head).delimiter == b'\t' => Format::Tsv,
        _ => Format::Csv,
    })
}

/// Reads the segments in `text`, which starts with `head`.
fn of_text(
    path: &Path,
    format: Format,
    head: &str,
    text: Text,
    options: &TableOptions,
) -> Result<Box<dyn Records>> {
    let owned = path.to_path_buf();
    Ok(match format {
        Format::Tmx => Box::new(Tmx::new(path, text)),
        Format::Xliff => Box::new(Xliff::new(path, text)),
        Format::Po => Box::new(Po::new(path, text)),
        Format::Jsonl => Box::new(Plain(jsonl::read(owned, text))),
        Format::Hunalign => Box::new(Plain(hunalign::read(owned, head, text))),
        Format::Csv | Format::Tsv => {
            let detected = Layout::detect(head);
            let layout = match format {
                Format::Tsv if detected.delimiter != b'\t' => Layout::of(b'\t', head),
                Format::Csv if detected.delimiter == b'\t' => Layout::of(b',', head),
                _ => detected,
            };
            Box::new(Table::new(path, csv::rows(path, layout, text)?, options)?)
        }
        Format::Bracket | Format::HunalignLadder | Format::Xces => {
            return Err(Error::unusable(
                path,
                format!("{} holds sentence numbers only, no text", format.name()),
            ));
        }
        _ => return Err(Error::unusable(path, format!("is text, not {}", format.name()))),
    })
}

impl Segments {
    fn new(
        path: &Path,
        records: Box<dyn Records>,
        format: Option<Format>,
        notes: decode::Notes,
        options: &MemoryOptions,
    ) -> Segments {
        Segments { path: path.to_path_buf(), records, format, source: options.source, notes, is_done: false }
    }

    /// Facts about the part of the file read so far.
    pub fn facts(&self) -> Facts {
        self.records.facts()
    }

    /// The format; `None` for a file without text.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The name of the encoding.
    pub fn encoding(&self) -> &str {
        &self.notes.encoding
    }

    /// The number of invalid sequences replaced so far.
    pub fn replaced(&self) -> usize {
        self.notes.replaced.get()
    }

    /// Cleans the segments and fills in missing fields. Returns each with its number in the file, from 0, and skips
    /// those without text. Missing ids are only filled in with `ids`, since that costs memory.
    pub fn complete(self, ids: bool) -> Complete {
        Complete { completer: Completer::new(&self.path), segments: self, ids, number: 0 }
    }
}

/// The segments of a file, [complete](Segments::complete).
pub struct Complete {
    /// The unchanged segments.
    pub segments: Segments,
    completer: Completer,
    ids: bool,
    number: u64,
}

impl Iterator for Complete {
    type Item = (u64, Result<Segment>);

    fn next(&mut self) -> Option<(u64, Result<Segment>)> {
        loop {
            let segment = self.segments.next()?;
            let number = self.number;
            self.number += 1;
            let mut segment = match segment {
                Ok(segment) => segment,
                Err(error) => return Some((number, Err(error))),
            };
            if !has_text(&segment) {
                continue;
            }
            self.completer.fill(&mut segment);
            if self.ids {
                self.completer.identify(&mut segment);
            }
            return Some((number, Ok(segment)));
        }
    }
}

/// Whether a segment has a text.
fn has_text(segment: &Segment) -> bool {
    !segment.en.trim().is_empty() || !segment.ru.trim().is_empty()
}

impl Iterator for Segments {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        if self.is_done {
            return None;
        }
        self.notes.begin_unit();
        let segment = self.records.next();
        self.is_done = !matches!(segment, Some(Ok(_)));
        Some(match segment? {
            Ok(segment) => Ok(Segment { source: self.source.unwrap_or(segment.source), ..segment }),
            Err(error) => Err(self.notes.take().unwrap_or(error)),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::memory::reader::*;
    use std::io::Cursor;

    fn units(name: &str, bytes: &[u8]) -> Result<Vec<Segment>> {
        let input = Box::new(Cursor::new(bytes.to_vec()));
        open_reader(Path::new(name), input, &MemoryOptions::default())?.collect()
    }

    #[test]
    fn segments_are_completed_in_every_encoding() {
        let csv = "en,ru\r\n\"A,  b\",Да\r\n\"A,  b\",Да\r\n,\r\nC,\"В\nГ\"\r\n";
        for bytes in [csv.as_bytes(), &encoding_rs::WINDOWS_1251.encode(csv).0] {
            let input = Box::new(Cursor::new(bytes.to_vec()));
            let all =
                open_reader(Path::new("x.csv"), input, &MemoryOptions::default()).unwrap().complete(true);
            let all: Vec<_> = all.map(|(number, segment)| (number, segment.unwrap())).collect();
            let texts: Vec<_> =
                all.iter().map(|(number, s)| (*number, s.en.as_str(), s.ru.as_str())).collect();
            assert_eq!(texts, [(0, "A, b", "Да"), (1, "A, b", "Да"), (3, "C", "В Г")]);
            assert_ne!(all[0].1.segment_id, all[1].1.segment_id);
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
