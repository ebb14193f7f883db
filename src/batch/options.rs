//! How to run a batch.

use super::known::KnownFiles;
use crate::memory::segment::{Segment, Status};
use crate::memory::{Column, Format, WriteOptions};
use crate::pipeline::PairReader;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to do with an earlier run in the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Refuse to touch it.
    #[default]
    Fresh,
    /// Go on with it: skip the pairs that are done and unchanged.
    Resume,
    /// Begin again and replace it.
    Force,
}

/// How to run a batch.
#[derive(Clone, Debug)]
pub struct Options {
    /// The output folder.
    pub out: PathBuf,
    /// The format of the output of each pair.
    pub format: Format,
    /// How to write it.
    pub write: WriteOptions,
    /// How to read documents.
    pub reader: PairReader,
    /// What is known of each pair.
    pub known: KnownFiles,
    /// How many pairs are worked on at once; 0 for one a core.
    pub jobs: usize,
    /// What to do with an earlier run.
    pub start: Start,
    /// Tries pairs again that failed in the run that is resumed, although their files have not changed.
    pub retry_failed: bool,
    /// One memory for all pairs.
    pub merge: Option<Merge>,
    /// Whether to write a review page beside the output of each pair. Doubles the cost of aligning.
    pub review: bool,
    /// Whether `report.csv` tells the seconds a pair took. They differ from run to run, so without this the column
    /// is empty and two runs give the same bytes.
    pub timings: bool,
    /// Everything else that changes what is written (a lexicon, say), to be recorded and compared on resume.
    pub settings: BTreeMap<String, String>,
}

impl Options {
    /// The defaults, writing CSV to the folder `out`.
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

    /// Everything that changes what is written, for `run.json`: a run may only take over pairs made with the same.
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
            // The size limit is not among them: it changes nothing in what was read.
            let encoding = read.input.encoding.map_or_else(|| "detected".to_string(), |e| e.to_string());
            set(&format!("{side}_encoding"), encoding);
            set("lossy", read.input.lossy.to_string());
            set("whole_page", read.whole_page.to_string());
            set("keep_furniture", read.keep_furniture.to_string());
        }
        settings
    }

    /// Whether the outputs of pairs hold all fields of a segment, in a form that can be read back for merging.
    pub(super) fn output_is_source(&self) -> bool {
        self.format == Format::Csv && !self.write.excel && self.write.columns == Column::ALL
    }
}

/// How to merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The file to write.
    pub path: PathBuf,
    /// Its format, and that of the review file.
    pub format: Format,
    /// Folds segments with the same texts into the surest of them; `NAME.counts.csv` tells how many there were.
    pub dedupe: bool,
    /// Segments below go to `NAME.review.csv` instead.
    pub min_confidence: Option<f32>,
}

impl Merge {
    /// `tm.csv` gives `tm.PART.csv`.
    fn beside(&self, part: &str) -> PathBuf {
        let ending = self.path.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        self.path.with_extension(format!("{part}{ending}"))
    }

    /// Where the segments below the confidence asked for go.
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

    /// Whether `segment` goes into the memory at once, rather than to review. What a person approved does.
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
