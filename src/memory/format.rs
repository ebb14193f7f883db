//! The formats of translation memories and ladders, and options for writing.

use crate::document::Lang;
use crate::memory::schema::Column;
use crate::text::suggest::names;
use std::path::Path;

/// A file format for segments or ladders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Comma-separated values, the main output.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// JSON, an object per line, in the shape of Hugging Face datasets.
    Jsonl,
    /// Parquet, in the shape of Hugging Face datasets (feature `parquet`).
    Parquet,
    /// Translation memory exchange 1.4b.
    Tmx,
    /// An Excel workbook (feature `xlsx`).
    Xlsx,
    /// XLIFF: 1.2 is written; 1.2, 2.0 and 2.1 are read.
    Xliff,
    /// A gettext catalogue.
    Po,
    /// A pair of plain files; line n of one is the translation of line n of the other.
    Moses,
    /// hunalign text: source, target, score.
    Hunalign,
    /// hunalign ladder.
    HunalignLadder,
    /// XCES, the link format of OPUS.
    Xces,
    /// A ladder in bracket notation.
    Bracket,
}

names!(Format, "format", name, {
    Csv => "csv",
    Tsv => "tsv",
    Jsonl => "jsonl",
    Parquet => "parquet",
    Tmx => "tmx",
    Xlsx => "xlsx",
    Xliff => "xliff",
    Po => "po",
    Moses => "moses",
    Hunalign => "hunalign",
    HunalignLadder => "hunalign-ladder",
    Xces => "xces",
    Bracket => "bracket",
});

impl Format {
    /// The format for the extension of `path`.
    pub fn of_path(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        if [".en-ru.en", ".en-ru.ru", ".en-ru", ".ru-en.en", ".ru-en.ru", ".ru-en"]
            .iter()
            .any(|e| name.ends_with(e))
        {
            return Some(Format::Moses);
        }
        match name.rsplit_once('.')?.1 {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "parquet" => Some(Format::Parquet),
            "tmx" => Some(Format::Tmx),
            "xlsx" => Some(Format::Xlsx),
            "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "mxliff" | "txlf" => Some(Format::Xliff),
            "po" => Some(Format::Po),
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

    /// Why this build cannot read and write the format; `None` if it can.
    pub fn missing(self) -> Option<&'static str> {
        match self {
            Format::Parquet if cfg!(not(feature = "parquet")) => Some(
                "this build has no Parquet; build enru with `--features parquet`, or use JSONL, which `datasets` and \
                 pandas read as well",
            ),
            Format::Xlsx if cfg!(not(feature = "xlsx")) => {
                Some("this build has no XLSX; build enru with `--features xlsx`, or use CSV")
            }
            _ => None,
        }
    }
}

/// Options for writing segments. A format ignores options that do not concern it.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// The columns of a table, in order.
    pub columns: Vec<Column>,
    /// The columns of a table after these: names of preserved fields ([`Segment::extra`]). Formats without columns
    /// write all preserved fields.
    ///
    /// [`Segment::extra`]: crate::memory::Segment::extra
    pub extra: Vec<String>,
    /// CSV that Excel with Russian settings opens correctly, with formulas escaped.
    pub excel: bool,
    /// The locales of English and Russian in formats that name them.
    pub locales: [String; 2],
    /// The source language of all segments. `None` keeps that of each segment.
    pub source: Option<Lang>,
    /// Fields to set in every segment, by name, such as `client`. They replace preserved fields of the same name.
    pub set: Vec<(String, String)>,
    /// Leaves out segments below this confidence. Segments without a confidence are written.
    pub min_confidence: f32,
    /// The creation date in seconds since 1970, for formats that store it. `None` writes no date, so that the same
    /// segments give the same bytes.
    pub date: Option<u64>,
    /// Writes the unpaired sentences of a bitext too (`1-0`, `0-1`), if the format supports it.
    pub keep_unaligned: bool,
    /// In XLSX, puts a sheet with instructions for the review before the segments.
    pub guide: bool,
}

impl Default for WriteOptions {
    fn default() -> WriteOptions {
        WriteOptions {
            columns: Column::ALL.to_vec(),
            extra: Vec::new(),
            excel: false,
            locales: ["en".into(), "ru".into()],
            source: None,
            set: Vec::new(),
            min_confidence: 0.0,
            date: None,
            keep_unaligned: false,
            guide: false,
        }
    }
}

impl WriteOptions {
    /// The locale of `lang`.
    pub(crate) fn locale(&self, lang: Lang) -> &str {
        &self.locales[usize::from(lang == Lang::Ru)]
    }

    /// The source language of the file.
    pub(crate) fn source(&self) -> Lang {
        self.source.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_names_the_known_and_the_nearest() {
        let error = "tmxx".parse::<Format>().unwrap_err();
        assert!(error.starts_with("unknown format 'tmxx' (expected one of: csv, tsv, "), "{error}");
        assert!(error.ends_with("did you mean 'tmx'?"), "{error}");
        assert!(!"qqqqqq".parse::<Format>().unwrap_err().contains("did you mean"));
    }
}
