//! Options for writing: output file, format, and which segments.

use super::values::{self, field, locales, probability, source};
use crate::cli::settings::Settings;
use crate::cli::usage;
use enru::Lang;
use enru::io::output::is_same_file;
use enru::memory::{Column, Format, WriteOptions, moses_paths};
use enru::text::suggest::unknown_or;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The file a subcommand writes.
#[derive(clap::Args, Clone, Debug)]
pub struct Output {
    /// File to write, `-` for standard output; its extension determines the format
    #[arg(short, long, default_value = "-", value_name = "FILE", help_heading = "Writing")]
    pub output: PathBuf,
    /// Output format (default: by extension; csv on standard output)
    #[arg(long, alias = "to", value_name = "NAME", value_parser = values::format(), help_heading = "Writing")]
    pub format: Option<Format>,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    pub force: bool,
}

impl Output {
    /// Ends the program if the output is the same file as an input or another output.
    pub fn check(&self, format: Option<Format>, others: &[&Path], inputs: &[&Path]) {
        let moses = moses_paths(&self.output);
        let mut outputs: Vec<&Path> = match format {
            Some(Format::Moses) => moses.iter().map(PathBuf::as_path).collect(),
            _ => vec![&self.output],
        };
        outputs.extend(others);
        check_distinct(&outputs, inputs);
    }

    /// The format given, or that of the extension, or CSV on standard output. Ends the program if there is none.
    pub fn format(&self) -> Format {
        let format = self.format.or_else(|| Format::of_path(&self.output));
        let to_stdout = self.output == Path::new("-");
        let format = match format {
            Some(format) => format,
            None if to_stdout => Format::Csv,
            None => usage(&unknown_extension(&self.output)),
        };
        if let Some(why) = format.missing() {
            usage(&format!("{}: {why}", format.name()));
        }
        if to_stdout && is_binary(format) && std::io::stdout().is_terminal() {
            usage(&format!(
                "{} is a binary format and is not written to a terminal; pass -o FILE",
                format.name()
            ));
        }
        format
    }
}

/// Ends the program if an output is the same file as an input or another output, since one of the two would be lost.
pub fn check_distinct(outputs: &[&Path], inputs: &[&Path]) {
    for (at, output) in outputs.iter().enumerate() {
        let others = inputs.iter().chain(&outputs[..at]);
        if let Some(other) = others.into_iter().find(|other| is_same_file(output, other)) {
            usage(&format!(
                "{}: is the same file as {}; give it another name",
                output.display(),
                other.display()
            ));
        }
    }
}

/// Extensions of output files, in the order of [`Format::ALL`].
const EXTENSIONS: [&str; 13] = [
    ".csv",
    ".tsv",
    ".jsonl",
    ".parquet",
    ".tmx",
    ".xlsx",
    ".xliff",
    ".xlf",
    ".po",
    ".hunalign",
    ".xces",
    ".ladder",
    ".moses",
];

/// The error message for an output file whose extension determines no format.
pub fn unknown_extension(path: &Path) -> String {
    if path.is_dir() {
        return format!(
            "{} is a folder; give a file name, such as {}",
            path.display(),
            path.join("memory.csv").display()
        );
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let (path, or) = (path.display(), ", or pass --format");
    if extension.is_empty() {
        return format!("{path}: has no extension (expected one of: {}{or})", EXTENSIONS.join(", "));
    }
    format!("{path}: {}", unknown_or("extension", &format!(".{extension}"), EXTENSIONS, or))
}

fn is_binary(format: Format) -> bool {
    matches!(format, Format::Xlsx | Format::Parquet)
}

/// Options for the content of output files.
#[derive(clap::Args, Clone, Debug)]
pub struct Table {
    /// Columns of CSV, TSV and XLSX in this order, such as en,ru,confidence
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = values::column(), help_heading = "Writing")]
    pub columns: Option<Vec<Column>>,
    /// Write CSV that Excel with Russian settings opens correctly: byte order mark, semicolons, decimal commas, and no text
    /// that becomes a formula, date or number
    #[arg(long, help_heading = "Writing")]
    pub excel: bool,
    /// Locales of the two languages in TMX, XLIFF and PO, in either order (default: those of the input, or en,ru)
    #[arg(long, value_name = "EN,RU", value_parser = locales, help_heading = "Writing")]
    pub locales: Option<[String; 2]>,
    /// Source language: first column of tables, source of TMX and XLIFF (default: that of the input, or en)
    #[arg(long, value_name = "en|ru", value_parser = source, help_heading = "Writing")]
    pub source: Option<Lang>,
    /// Set a field of every segment, such as client=UN or creationid=ann; can be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = field, help_heading = "Writing")]
    pub set: Vec<(String, String)>,
}

impl Table {
    /// The first option given.
    pub fn given(&self) -> Option<&'static str> {
        let columns = self.columns.as_ref().map(|_| "--columns");
        let source = self.source.map(|_| "--source").or((!self.set.is_empty()).then_some("--set"));
        columns.or(source).or(self.excel.then_some("--excel")).or(self.locales.as_ref().map(|_| "--locales"))
    }

    /// The source language given, or that of the settings.
    pub fn source(&self, settings: &Settings) -> Option<Lang> {
        self.source.or_else(|| Some(settings.source.as_ref()?.value))
    }

    /// The locales given, or those of the settings.
    pub fn locales(&self, settings: &Settings) -> Option<[String; 2]> {
        self.locales.clone().or_else(|| Some(settings.locales.as_ref()?.value.clone()))
    }

    /// Ends the program if an option has no effect on any of `formats`.
    pub fn check(&self, formats: &[Format]) {
        let has_columns = |f: &Format| matches!(f, Format::Csv | Format::Tsv | Format::Xlsx);
        let has_locales = |f: &Format| matches!(f, Format::Tmx | Format::Xliff | Format::Po);
        let has_fields = |f: &Format| !f.is_ladder() && !matches!(f, Format::Moses | Format::Hunalign);
        let has_source = |f: &Format| !f.is_ladder() && *f != Format::Moses;
        let names = || formats.iter().map(|f| f.name()).collect::<Vec<_>>().join(" and ");
        if self.columns.is_some() && !formats.iter().any(has_columns) {
            usage(&format!("--columns has no effect on {}; it is for csv, tsv and xlsx", names()));
        }
        if self.excel && !formats.contains(&Format::Csv) {
            usage(&format!("--excel has no effect on {}; it is for csv", names()));
        }
        if self.locales.is_some() && !formats.iter().any(has_locales) {
            usage(&format!("--locales has no effect on {}; it is for tmx, xliff and po", names()));
        }
        if self.source.is_some() && !formats.iter().any(has_source) {
            usage(&format!("--source has no effect on {}", names()));
        }
        if !self.set.is_empty() && !formats.iter().any(has_fields) {
            usage(&format!("--set has no effect on {}, which cannot hold fields", names()));
        }
    }

    /// The options for writing new segments. Uses the columns of the settings, unlike [`Table::options`]: a memory that is
    /// read keeps all its fields unless `--columns` is given.
    pub fn options_for_new(&self, settings: &Settings) -> WriteOptions {
        let options = self.options(settings);
        match &settings.columns {
            Some(columns) if self.columns.is_none() => {
                WriteOptions { columns: columns.value.clone(), ..options }
            }
            _ => options,
        }
    }

    /// The options for writing segments that come from a file.
    pub fn options(&self, settings: &Settings) -> WriteOptions {
        let defaults = WriteOptions::default();
        WriteOptions {
            columns: self.columns.clone().unwrap_or_else(|| defaults.columns.clone()),
            excel: self.excel,
            locales: self.locales(settings).unwrap_or_else(|| defaults.locales.clone()),
            source: self.source(settings),
            set: self.set.clone(),
            date: creation_date(),
            ..defaults
        }
    }
}

/// Options for which segments to write.
#[derive(clap::Args, Clone, Debug)]
pub struct Contents {
    /// Write unpaired sentences too (shapes 1-0 and 0-1)
    #[arg(long, alias = "keep-unpaired", help_heading = "Writing")]
    pub keep_unaligned: bool,
    /// Leave out segments below this confidence
    #[arg(long, value_name = "0-1", value_parser = probability, allow_negative_numbers = true, help_heading = "Writing")]
    pub min_confidence: Option<f32>,
}

impl Contents {
    /// The first option given.
    pub fn given(&self) -> Option<&'static str> {
        let min = self.min_confidence.map(|_| "--min-confidence");
        self.keep_unaligned.then_some("--keep-unaligned").or(min)
    }

    /// Ends the program if an option has no effect on `format`.
    pub fn check(&self, format: Format) {
        if let Some(name) = self.given().filter(|_| format.is_ladder()) {
            usage(&format!("{name} has no effect on {}, which always holds all sentences", format.name()));
        }
    }

    /// Adds these options to `options`.
    pub fn of(&self, options: WriteOptions) -> WriteOptions {
        let min_confidence = self.min_confidence.unwrap_or(0.0);
        WriteOptions { keep_unaligned: self.keep_unaligned, min_confidence, ..options }
    }
}

/// The creation date of outputs: <https://reproducible-builds.org/specs/source-date-epoch/>.
fn creation_date() -> Option<u64> {
    std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.parse().ok())
}
