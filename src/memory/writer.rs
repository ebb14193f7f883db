//! From segments and ladders to files.
//!
//! [`write_segments`] takes any iterator of segments and holds one at a time; [`save_segments`] writes a file, whole or
//! not at all.

use crate::error::{Error, Result};
use crate::memory::segment::Segment;
use std::io;
use std::path::Path;
use std::str::FromStr;

#[cfg(feature = "parquet")]
use super::formats::parquet_writer as parquet;
use super::formats::plain::moses_paths;
use super::formats::{
    delimited, jsonl, plain, tmx_writer as tmx, xliff_writer as xliff, xlsx_writer as xlsx,
};
use super::schema::Column;
use crate::io::output;
use crate::ladder::ScoredLadder;
use crate::ladder::formats::writer as ladders;

/// A file format for segments or ladders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Comma-separated values, the main output.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// JSON, an object a line, in the shape of Hugging Face datasets.
    Jsonl,
    /// Parquet, in the shape of Hugging Face datasets (feature `parquet`).
    Parquet,
    /// Translation memory exchange 1.4b.
    Tmx,
    /// A workbook for review.
    Xlsx,
    /// XLIFF 1.2.
    Xliff,
    /// A pair of plain files, line n of one the translation of line n of the other.
    Moses,
    /// hunalign's text: source, target, score.
    Hunalign,
    /// hunalign's ladder.
    HunalignLadder,
    /// The links of OPUS.
    Xces,
    /// The ladder alone, in bracket notation.
    Bracket,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 12] = [
        Format::Csv,
        Format::Tsv,
        Format::Jsonl,
        Format::Parquet,
        Format::Tmx,
        Format::Xlsx,
        Format::Xliff,
        Format::Moses,
        Format::Hunalign,
        Format::HunalignLadder,
        Format::Xces,
        Format::Bracket,
    ];

    /// The name `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
            Format::Tmx => "tmx",
            Format::Xlsx => "xlsx",
            Format::Xliff => "xliff",
            Format::Moses => "moses",
            Format::Hunalign => "hunalign",
            Format::HunalignLadder => "hunalign-ladder",
            Format::Xces => "xces",
            Format::Bracket => "bracket",
        }
    }

    /// The format the ending of `path` stands for.
    pub fn of_path(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        if name.ends_with(".en-ru.en") || name.ends_with(".en-ru.ru") || name.ends_with(".en-ru") {
            return Some(Format::Moses);
        }
        match name.rsplit_once('.')?.1 {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "parquet" => Some(Format::Parquet),
            "tmx" => Some(Format::Tmx),
            "xlsx" => Some(Format::Xlsx),
            "xlf" | "xliff" => Some(Format::Xliff),
            "moses" => Some(Format::Moses),
            "hunalign" => Some(Format::Hunalign),
            "xces" | "ces" => Some(Format::Xces),
            "gold" | "ladder" | "bracket" => Some(Format::Bracket),
            _ => None,
        }
    }

    /// Whether the format holds sentence numbers only, no text.
    pub fn is_ladder(self) -> bool {
        matches!(self, Format::Bracket | Format::HunalignLadder | Format::Xces)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Format, String> {
        Format::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
            let known: Vec<_> = Format::ALL.iter().map(|f| f.name()).collect();
            format!("'{name}' is no format; known are {}", known.join(", "))
        })
    }
}

/// How to write segments. Formats take what concerns them and ignore the rest.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// Which columns a table has, in which order.
    pub columns: Vec<Column>,
    /// Which columns a table has after these, of what units hold besides ([`Segment::extra`]). Formats without columns
    /// write all of it.
    pub extra: Vec<String>,
    /// CSV as a Russian Excel expects it, with a guard against formulas.
    pub excel: bool,
    /// The locales of English and Russian in formats that name them.
    pub locales: [String; 2],
    /// Leaves out segments of less confidence; those that have none stay.
    pub min_confidence: f32,
    /// When the file is made, in seconds since 1970, for formats that say so; none is said where `None`, and the same
    /// segments give the same bytes.
    pub date: Option<u64>,
    /// Writes the sentences of a bitext that have no counterpart too (`1-0`, `0-1`), where the format can hold them.
    pub keep_unaligned: bool,
}

impl Default for WriteOptions {
    fn default() -> WriteOptions {
        WriteOptions {
            columns: Column::ALL.to_vec(),
            extra: Vec::new(),
            excel: false,
            locales: ["en".into(), "ru".into()],
            min_confidence: 0.0,
            date: None,
            keep_unaligned: false,
        }
    }
}

/// Writes `segments` to `out`, one at a time. Preserved fields ([`Segment::extra`]) become columns in tables
/// ([`WriteOptions::extra`]), keys in JSONL, properties, attributes and notes in TMX, contexts in XLIFF.
///
/// # Errors
/// What `out` reports; [`io::ErrorKind::Unsupported`] for a format that [holds a ladder](Format::is_ladder) or is more
/// than one file ([`Format::Moses`]).
pub fn write_segments(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let units = segments.filter(|s| is_confident(s, options));
    match format {
        Format::Csv => delimited::write_csv(units, options, out),
        Format::Tsv => delimited::write_tsv(units, options, out),
        Format::Jsonl => jsonl::write(units, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::write(units, options, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(unsupported(
            "this build does not write Parquet; build it with `--features parquet`, or write JSONL",
        )),
        Format::Tmx => tmx::write(units, options, out),
        Format::Xlsx => xlsx::write(units, options, out),
        Format::Xliff => xliff::write(units, options, out),
        Format::Hunalign => plain::write_hunalign(units, out),
        Format::Moses => Err(unsupported("moses is a pair of files; give it a name instead of a stream")),
        Format::HunalignLadder | Format::Xces | Format::Bracket => Err(unsupported(&format!(
            "{} holds sentence numbers, which these segments do not give",
            format.name()
        ))),
    }
}

fn is_confident(segment: &Segment, options: &WriteOptions) -> bool {
    segment.confidence.is_none_or(|c| c >= options.min_confidence)
}

fn unsupported(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, message)
}

/// Writes a ladder to `out`.
///
/// # Errors
/// What `out` reports; [`io::ErrorKind::Unsupported`] for a format that holds text.
pub fn write_ladder(scored: &ScoredLadder, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Bracket => write!(out, "{}", scored.ladder),
        Format::HunalignLadder => ladders::write_hunalign(scored, out),
        Format::Xces => ladders::write_xces(scored, out),
        _ => Err(unsupported(&format!("{} holds text, which a ladder has not", format.name()))),
    }
}

/// [`write_segments`] to the file `path` (`-` is standard output), whole or not at all; [`Format::Moses`] makes two
/// files, [`moses_paths`].
///
/// # Errors
/// As [`output::save`].
pub fn save_segments(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<()> {
    match format {
        Format::Moses => save_moses(segments, options, path, force),
        _ => output::save(path, force, |out| write_segments(segments, format, options, out)),
    }
}

fn save_moses(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<()> {
    if path == Path::new("-") {
        let message = "moses is a pair of files; name them with -o NAME".into();
        return Err(Error::Unusable { path: path.to_path_buf(), message });
    }
    let [en_path, ru_path] = moses_paths(path);
    let (mut en, mut ru) = (output::create(&en_path, force)?, output::create(&ru_path, force)?);
    plain::write_moses(segments.filter(|s| is_confident(s, options)), &mut en, &mut ru)
        .map_err(|e| Error::io(path, "write", e))?;
    en.finish()?;
    ru.finish()
}
