//! From segments to files.

mod delimited;

use crate::segment::Segment;
use std::io;
use std::path::Path;
use std::str::FromStr;

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
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        Format::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
            let known: Vec<_> = Format::ALL.iter().map(|f| f.name()).collect();
            format!("'{name}' is no format; known are {}", known.join(", "))
        })
    }
}

/// How to write segments.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {}

/// Writes `segments` to `out`.
///
/// # Errors
/// What `out` reports.
pub fn write(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let _ = options;
    match format {
        Format::Csv => delimited::write_csv(segments, out),
        _ => unimplemented!("written by the next commit"),
    }
}
