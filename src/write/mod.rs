//! From segments and ladders to files.
//!
//! Two doors: [`write_segments`] takes any iterator of segments and holds no more than one at a time;
//! [`write_bitext`] takes an aligned bitext and writes every format, those that hold a ladder only
//! ([`Format::is_ladder`]) too. [`save_bitext`] and [`save_segments`] do the same to a file, whole or not at all.

mod column;
mod delimited;
pub mod file;
mod jsonl;

use crate::bitext::Bitext;
use crate::error::Result;
use crate::segment::Segment;
use std::io;
use std::path::Path;
use std::str::FromStr;

pub use column::Column;

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
    /// The ladder alone, in bracket notation.
    Bracket,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::Csv, Format::Tsv, Format::Jsonl, Format::Bracket];

    /// The name `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Jsonl => "jsonl",
            Format::Bracket => "bracket",
        }
    }

    /// The format the ending of `path` stands for.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "jsonl" => Some(Format::Jsonl),
            "gold" | "ladder" | "bracket" => Some(Format::Bracket),
            _ => None,
        }
    }

    /// Whether the format holds sentence numbers only, no text.
    pub fn is_ladder(self) -> bool {
        matches!(self, Format::Bracket)
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
    /// CSV as a Russian Excel expects it, with a guard against formulas.
    pub excel: bool,
    /// The locales of English and Russian in formats that name them.
    pub locales: [String; 2],
    /// Leaves out segments of less confidence; those that have none stay.
    pub min_confidence: f32,
    /// Writes the sentences of a bitext that have no counterpart too (`1-0`, `0-1`), where the format can hold them.
    pub keep_unaligned: bool,
}

impl Default for WriteOptions {
    fn default() -> WriteOptions {
        WriteOptions {
            columns: Column::ALL.to_vec(),
            excel: false,
            locales: ["en".into(), "ru".into()],
            min_confidence: 0.0,
            keep_unaligned: false,
        }
    }
}

/// Writes `segments` to `out`, one after the other.
///
/// # Errors
/// What `out` reports; [`io::ErrorKind::Unsupported`] for a format that [holds a ladder](Format::is_ladder).
pub fn write_segments(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let segments = segments.filter(|s| s.confidence.is_none_or(|c| c >= options.min_confidence));
    match format {
        Format::Csv => delimited::write_csv(segments, options, out),
        Format::Tsv => delimited::write_tsv(segments, options, out),
        Format::Jsonl => jsonl::write(segments, out),
        Format::Bracket => Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("{} holds sentence numbers, which these segments do not give", format.name()),
        )),
    }
}

/// Writes `bitext` to `out`: its segments, or its whole ladder.
///
/// # Errors
/// What `out` reports.
pub fn write_bitext(
    bitext: &Bitext,
    format: Format,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Bracket => write!(out, "{}", bitext.ladder()),
        _ if options.keep_unaligned => write_segments(bitext.all_segments(), format, options, out),
        _ => write_segments(bitext.segments(), format, options, out),
    }
}

/// [`write_bitext`] to the file `path` (`-` is standard output), whole or not at all.
///
/// # Errors
/// As [`file::save`].
pub fn save_bitext(
    bitext: &Bitext,
    format: Format,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<()> {
    file::save(path, force, |out| write_bitext(bitext, format, options, out))
}

/// [`write_segments`] to the file `path` (`-` is standard output), whole or not at all.
///
/// # Errors
/// As [`file::save`].
pub fn save_segments(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<()> {
    file::save(path, force, |out| write_segments(segments, format, options, out))
}
