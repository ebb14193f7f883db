//! Files of pairs, whatever their format: TMX, CSV, TSV, hunalign `.dic`, `.lex`, any of them gzipped.
//!
//! The pairs are streamed: memory does not grow with the file, save for UTF-16, which is decoded as a whole. The format is
//! found by content (a `<`, a header, a tab, ` @ `), then by the file's ending.

use super::table::HEADER;
use super::tmx;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// Longest line or cell: what is longer is no text, and must not fill the memory.
const MAX_LINE: usize = 1 << 20;

/// A pair as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row<'a> {
    /// The line, from 1.
    pub line: usize,
    /// The English text.
    pub en: &'a str,
    /// The Russian text.
    pub ru: &'a str,
    /// The cells after the two, such as probabilities.
    pub rest: Vec<&'a str>,
}

/// What a file of pairs is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The `.lex` format: words, with probabilities in thousandths, and counts.
    Lex,
    /// A translation memory.
    Tmx,
    /// Cells between commas or semicolons, quoted where necessary.
    Csv(u8),
    /// Cells between tabs, never quoted.
    Tsv,
    /// hunalign's dictionary: `target @ source`.
    Dic,
}

/// What is done with each row.
pub(crate) type Each<'a> = &'a mut dyn FnMut(Kind, Row) -> Result<()>;

/// Calls `each` with every pair of the file. Cells of a `.lex` file may be empty; other pairs have text on both sides,
/// and are turned round where the script says so.
///
/// # Errors
/// When the file cannot be read, is not UTF-8 or UTF-16, breaks its format, or `each` refuses a row.
pub(crate) fn read_pairs(path: &Path, each: Each) -> Result<()> {
    let mut input = open(path)?;
    let head = input.fill_buf().map_err(|e| Error::io(path, "read", e))?;
    let kind = kind(&String::from_utf8_lossy(head), path)?;
    match kind {
        Kind::Tmx => tmx::read(input, path, &mut |row| oriented(row, kind, each)),
        Kind::Dic => dictionary(input, path, each),
        Kind::Lex | Kind::Csv(_) | Kind::Tsv => cells(input, path, kind, each),
    }
}

/// The text of the file: unpacked, without its byte-order mark, UTF-16 as UTF-8.
fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    let failed = |e| Error::io(path, "read", e);
    if path.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    }
    let mut input: Box<dyn BufRead> = Box::new(BufReader::new(File::open(path).map_err(failed)?));
    if input.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]) {
        input = Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(input)));
    }
    let head = input.fill_buf().map_err(failed)?;
    let mark = encoding_rs::Encoding::for_bom(head);
    match mark {
        Some((encoding, length)) if encoding == encoding_rs::UTF_8 => input.consume(length),
        Some((encoding, _)) => {
            let mut bytes = Vec::new();
            input.read_to_end(&mut bytes).map_err(failed)?;
            input = Box::new(Cursor::new(encoding.decode(&bytes).0.into_owned().into_bytes()));
        }
        None => {}
    }
    Ok(input)
}

/// The format of a file that begins with `head`.
fn kind(head: &str, path: &Path) -> Result<Kind> {
    if head.is_empty() {
        return Err(Error::Unusable {
            path: path.to_path_buf(),
            message: "is empty; word pairs expected".into(),
        });
    }
    if let Some(offset) = head.find('\0') {
        return Err(Error::Binary { path: path.to_path_buf(), offset });
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let mut lines = head.lines().filter(|l| !l.trim().is_empty());
    let first = lines.clone().find(|l| !l.starts_with('#')).unwrap_or_default();
    let line = lines.next().unwrap_or_default();
    Ok(if first == HEADER {
        Kind::Lex
    } else if line.trim_start().starts_with('<') {
        Kind::Tmx
    } else if line.contains('\t') {
        Kind::Tsv
    } else if line.contains(" @ ") && !name.ends_with(".csv") {
        Kind::Dic
    } else if line.contains(';') && !line.contains(',') {
        Kind::Csv(b';')
    } else if line.contains(',') || name.ends_with(".csv") {
        Kind::Csv(b',')
    } else {
        let message = "neither TMX, CSV, TSV, a dictionary (`target @ source`) nor a lexicon of enru".into();
        return Err(Error::Parse { path: path.to_path_buf(), line: 1, message });
    })
}

fn parse_error(path: &Path, line: usize, message: impl Into<String>) -> Error {
    Error::Parse { path: path.to_path_buf(), line, message: message.into() }
}

/// Reads rows of cells: their columns are named by a header, or the first two.
fn cells(input: Box<dyn BufRead>, path: &Path, kind: Kind, each: Each) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if let Kind::Csv(delimiter) = kind { delimiter } else { b'\t' })
        .quoting(matches!(kind, Kind::Csv(_)))
        .comment((kind == Kind::Lex).then_some(b'#'))
        .from_reader(Limited { input, line: 0 });
    let mut record = csv::StringRecord::new();
    let mut columns = None;
    loop {
        let more = reader.read_record(&mut record).map_err(|e| csv_error(path, e))?;
        if !more {
            return Ok(());
        }
        let line = record.position().map_or(0, |p| p.line() as usize);
        if columns.is_none() {
            let header = Columns::named(&record);
            columns = Some(header.unwrap_or_default());
            if header.is_some() {
                continue;
            }
        }
        let columns = columns.unwrap_or_default();
        let (Some(en), Some(ru)) = (record.get(columns.en), record.get(columns.ru)) else {
            return Err(parse_error(path, line, "expected an English and a Russian cell"));
        };
        if columns.status.and_then(|i| record.get(i)).is_some_and(|status| status == "rejected") {
            continue;
        }
        let rest = record.iter().skip(columns.en.max(columns.ru) + 1).collect();
        let row = Row { line, en, ru, rest };
        if kind == Kind::Lex { each(kind, row)? } else { oriented(row, kind, each)? }
    }
}

fn csv_error(path: &Path, error: csv::Error) -> Error {
    let line = error.position().map_or(1, |p| p.line() as usize);
    match error.into_kind() {
        csv::ErrorKind::Io(e) => Error::io(path, "read", e),
        csv::ErrorKind::Utf8 { .. } => parse_error(path, line, "not UTF-8; convert the file to UTF-8 first"),
        _ => parse_error(path, line, "not a row of cells"),
    }
}

/// Which cells hold what.
#[derive(Clone, Copy, Debug)]
struct Columns {
    en: usize,
    ru: usize,
    status: Option<usize>,
}

impl Default for Columns {
    fn default() -> Columns {
        Columns { en: 0, ru: 1, status: None }
    }
}

impl Columns {
    /// The columns a header names, if `record` is one.
    fn named(record: &csv::StringRecord) -> Option<Columns> {
        let find = |names: &[&str]| {
            record.iter().position(|cell| {
                let cell = cell.trim().to_lowercase();
                let language = cell.split(['-', '_']).next().unwrap_or_default();
                names.contains(&cell.as_str()) || names.contains(&language)
            })
        };
        let (en, ru) =
            (find(&["en", "eng", "english", "source"])?, find(&["ru", "rus", "russian", "target"])?);
        Some(Columns { en, ru, status: find(&["status"]) })
    }
}

/// Reads `target @ source` lines, either way round.
fn dictionary(mut input: Box<dyn BufRead>, path: &Path, each: Each) -> Result<()> {
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let limit = MAX_LINE as u64;
        let read =
            (&mut input).take(limit).read_until(b'\n', &mut bytes).map_err(|e| Error::io(path, "read", e))?;
        if read == 0 {
            break;
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Err(parse_error(path, line, "not UTF-8; convert the file to UTF-8 first"));
        };
        if text.trim().is_empty() {
            continue;
        }
        let Some((target, source)) = text.split_once(" @ ") else {
            return Err(parse_error(path, line, "expected `target @ source`"));
        };
        let row = Row { line, en: source.trim(), ru: target.trim(), rest: Vec::new() };
        oriented(row, Kind::Dic, each)?;
    }
    Ok(())
}

/// Hands on a row with text on both sides, turned round where English and Russian stand in each other's place.
fn oriented(row: Row, kind: Kind, each: Each) -> Result<()> {
    let (en, ru) = (row.en.trim(), row.ru.trim());
    if en.is_empty() || ru.is_empty() {
        return Ok(());
    }
    let turned = is_russian(en) && !is_russian(ru);
    let (en, ru) = if turned { (ru, en) } else { (en, ru) };
    each(kind, Row { en, ru, ..row })
}

/// Whether at least half of the letters are Cyrillic.
fn is_russian(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (cyrillic, all) =
        letters.fold((0, 0), |(n, all), c| (n + usize::from(matches!(c, '\u{400}'..='\u{52f}')), all + 1));
    cyrillic > 0 && 2 * cyrillic >= all
}

/// A reader that refuses lines too long to be text, so that no file can fill the memory.
struct Limited {
    input: Box<dyn BufRead>,
    line: usize,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(buffer)?;
        let tail = memchr::memrchr(b'\n', &buffer[..n]).map(|at| n - at);
        self.line = tail.unwrap_or(self.line + n);
        if self.line > MAX_LINE {
            return Err(std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                "a line of more than a million bytes",
            ));
        }
        Ok(n)
    }
}
