//! Options of a batch.

use super::known::KnownFiles;
use crate::memory::segment::{Segment, Status};
use crate::memory::{Column, Format, WriteOptions};
use crate::pipeline::PairReader;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to do with an earlier run in the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Return an error.
    #[default]
    Fresh,
    /// Resume it: skip finished pairs that have not changed.
    Resume,
    /// Start again and replace it.
    Force,
}

/// Options of a batch.
#[derive(Clone, Debug)]
pub struct Options {
    /// The output folder.
    pub out: PathBuf,
    /// The format of the output of each pair.
    pub format: Format,
    /// Options for writing it.
    pub write: WriteOptions,
    /// Reads the documents.
    pub reader: PairReader,
    /// The fixed points of the pairs.
    pub known: KnownFiles,
    /// The number of pairs to align at once; 0 means one per core.
    pub jobs: usize,
    /// What to do with an earlier run.
    pub start: Start,
    /// Whether to retry failed pairs of the resumed run even if their files have not changed.
    pub retry_failed: bool,
    /// How to merge all pairs into one memory, if wanted.
    pub merge: Option<Merge>,
    /// Whether to write a review page per pair. Doubles the cost of aligning.
    pub review: bool,
    /// Whether to write the seconds each pair took to `report.csv`. By default the column is empty, so that two runs
    /// write the same bytes.
    pub timings: bool,
    /// Other settings that change the output, such as the lexicon. They are recorded and compared on resume.
    pub settings: BTreeMap<String, String>,
}

impl Options {
    /// The defaults: write CSV to the folder `out`.
    pub fn new(out: impl Into<PathBuf>) -> Options {
        Options {
            out: out.into(),
            format: Format::Csv,
            write: WriteOptions::default(),
            reader: PairReader::default(),
            known: KnownFiles::default(),
            jobs: 0,
            start: Start::default(),
            retry_failed: false,
            merge: None,
            review: false,
            timings: false,
            settings: BTreeMap::new(),
        }
    }

    /// All settings that change the output, for `run.json`. A run only reuses pairs made with the same settings.
    pub(super) fn all_settings(&self) -> BTreeMap<String, String> {
        let mut settings = self.settings.clone();
        let mut set = |name: &str, value: String| settings.insert(name.to_string(), value);
        set("format", self.format.name().to_string());
        set("columns", self.write.columns.iter().map(|c| c.name()).collect::<Vec<_>>().join(","));
        set("excel", self.write.excel.to_string());
        set("locales", self.write.locales.join(","));
        set("review", self.review.to_string());
        set("keep_unaligned", self.write.keep_unaligned.to_string());
        set("date", self.write.date.map_or_else(String::new, |seconds| seconds.to_string()));
        set("lines", self.reader.lines.to_string());
        for (side, read) in ["en", "ru"].into_iter().zip(&self.reader.read) {
            // The size limit is not included, since it does not change the output.
            let encoding = read.input.encoding.map_or_else(|| "detected".to_string(), |e| e.to_string());
            set(&format!("{side}_encoding"), encoding);
            set("lossy", read.input.lossy.to_string());
            set("whole_page", read.whole_page.to_string());
            set("keep_furniture", read.keep_furniture.to_string());
        }
        settings
    }

    /// Whether the outputs of pairs contain all fields of a segment and can be read back for merging.
    pub(super) fn output_is_source(&self) -> bool {
        self.format == Format::Csv && !self.write.excel && self.write.columns == Column::ALL
    }
}

/// Options for merging.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The file to write.
    pub path: PathBuf,
    /// The format of the file and of the review file.
    pub format: Format,
    /// Whether to keep only the best segment of each group of duplicates. `NAME.counts.csv` lists how often each
    /// occurs.
    pub dedupe: bool,
    /// Segments below this confidence go to `NAME.review.csv` instead.
    pub min_confidence: Option<f32>,
}

impl Merge {
    /// The file `tm.PART.csv` for `tm.csv`.
    fn beside(&self, part: &str) -> PathBuf {
        let ending = self.path.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        self.path.with_extension(format!("{part}{ending}"))
    }

    /// The file for segments below `min_confidence`.
    pub fn review_path(&self) -> PathBuf {
        self.beside("review")
    }

    pub(super) fn counts_path(&self) -> PathBuf {
        self.path.with_extension("counts.csv")
    }

    /// All files this merge writes.
    pub fn paths(&self) -> Vec<PathBuf> {
        let review = self.min_confidence.is_some().then(|| self.review_path());
        let counts = self.dedupe.then(|| self.counts_path());
        std::iter::once(self.path.clone()).chain(review).chain(counts).collect()
    }

    /// Whether `segment` goes into the memory and not to review. Approved segments always do.
    pub(super) fn accepts(&self, segment: &Segment) -> bool {
        let approved = matches!(segment.status, Status::Reviewed | Status::Edited);
        approved || self.min_confidence.is_none_or(|min| segment.confidence.is_none_or(|c| c >= min))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn approved_segments_need_no_confidence() {
        let merge =
            Merge { path: "tm.csv".into(), format: Format::Csv, dedupe: false, min_confidence: Some(0.8) };
        let low = Segment { confidence: Some(0.3), ..Segment::default() };
        assert!(!merge.accepts(&low));
        assert!(merge.accepts(&Segment { status: Status::Reviewed, ..low }));
        assert_eq!(merge.review_path(), Path::new("tm.review.csv"));
    }
}
