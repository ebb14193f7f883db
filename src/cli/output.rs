//! Where segments go, and in which form.

use enru::memory::{Column, Format, WriteOptions};
use enru::{Bitext, Segment};
use std::path::{Path, PathBuf};

/// The output file of a subcommand.
#[derive(clap::Args)]
pub struct Output {
    /// The file to write, `-` for standard output; its ending says the format
    #[arg(short, long, default_value = "-", value_name = "FILE", help_heading = "Writing")]
    pub output: PathBuf,
    /// The format, whatever the ending says
    #[arg(long, value_name = "NAME", help_heading = "Writing")]
    pub format: Option<Format>,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    pub force: bool,
    /// Write sentences without counterpart too (1-0 and 0-1)
    #[arg(long, help_heading = "Writing")]
    pub keep_unaligned: bool,
    /// Leave out segments of less confidence
    #[arg(long, value_name = "0-1", default_value_t = 0.0, hide_default_value = true, value_parser = probability)]
    #[arg(help_heading = "Writing")]
    pub min_confidence: f32,
    /// The columns of a table, in order, such as en,ru,confidence
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Writing")]
    pub columns: Option<Vec<Column>>,
    /// CSV as a Russian Excel opens it: byte order mark, semicolons, guarded against formulas
    #[arg(long, help_heading = "Writing")]
    pub excel: bool,
    /// Locales of the two languages in formats that name them
    #[arg(long, value_name = "EN,RU", value_parser = locales, default_value = "en,ru", help_heading = "Writing")]
    pub locales: [String; 2],
}

impl Output {
    /// The format named, or that of the ending, or CSV. A file whose ending says nothing is a mistake of usage.
    pub fn format(&self) -> Format {
        match self.format.or_else(|| Format::of_path(&self.output)) {
            Some(format) => format,
            None if self.output == Path::new("-") => Format::Csv,
            None => super::usage(&format!(
                "{}: the ending names no format; pass --format or one of the endings .csv, .tsv, .jsonl, .ladder",
                self.output.display()
            )),
        }
    }

    /// The options for the writers.
    pub fn options(&self) -> WriteOptions {
        let defaults = WriteOptions::default();
        WriteOptions {
            columns: self.columns.clone().unwrap_or_else(|| defaults.columns.clone()),
            excel: self.excel,
            locales: self.locales.clone(),
            min_confidence: self.min_confidence,
            keep_unaligned: self.keep_unaligned,
            date: date(),
            ..defaults
        }
    }

    /// Writes a bitext.
    pub fn save(&self, bitext: &Bitext) -> anyhow::Result<()> {
        Ok(bitext.save(self.format(), &self.options(), &self.output, self.force)?)
    }
}

/// When outputs are said to be made: <https://reproducible-builds.org/specs/source-date-epoch/>.
pub fn date() -> Option<u64> {
    std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.parse().ok())
}

/// The names of what `units` hold besides, as they come.
pub fn extra(units: &[Segment]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in units.iter().flat_map(|u| &u.extra) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// A number from 0 to 1.
pub fn probability(text: &str) -> Result<f32, String> {
    let value = text.parse::<f32>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "expected a number from 0 to 1".to_string())
}

/// Two locales separated by a comma, English first.
pub fn locales(text: &str) -> Result<[String; 2], String> {
    match text.split(',').map(str::trim).collect::<Vec<_>>()[..] {
        [en, ru] if !en.is_empty() && !ru.is_empty() => Ok([en.to_string(), ru.to_string()]),
        _ => Err("expected two locales such as en-US,ru-RU".to_string()),
    }
}
