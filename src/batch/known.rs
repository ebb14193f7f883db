//! Where a batch finds what is known of its pairs.

use crate::io::InputOptions;
use crate::pipeline::Known;
use std::path::{Path, PathBuf};

/// Where a batch finds what is known of its pairs.
#[derive(Clone, Debug, Default)]
pub struct KnownFiles {
    /// A folder with a file of corresponding sentences for each pair that has one: `NAME.tsv` or `NAME.txt`.
    pub anchors: Option<PathBuf>,
    /// A review or memory of all pairs; or a folder with one for each pair that has one: `NAME.review.json` and so on,
    /// see `REVIEWS`.
    pub decisions: Option<PathBuf>,
}

/// How the review of a pair is called in a folder, after the name of the pair; the first that exists is taken.
pub const REVIEWS: [&str; 8] =
    ["review.json", "json", "review.xlsx", "xlsx", "review.csv", "csv", "jsonl", "tmx"];

impl KnownFiles {
    /// The files and folders that are named.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.anchors.iter().chain(&self.decisions)
    }

    /// What is known of the pair `name`.
    pub(super) fn of(&self, name: &str, read: &InputOptions) -> Known {
        let anchors = self.anchors.as_ref().and_then(|folder| existing(folder, name, &["tsv", "txt"]));
        let decisions = self.decisions.as_ref().and_then(|path| match path.is_dir() {
            true => existing(path, name, &REVIEWS),
            false => Some(path.clone()),
        });
        // Reviews are written by enru, in UTF-8, whatever the encoding of the documents.
        let read = InputOptions { max_bytes: read.max_bytes, ..InputOptions::default() };
        Known { anchors, decisions, read }
    }
}

fn existing(folder: &Path, name: &str, endings: &[&str]) -> Option<PathBuf> {
    endings.iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.is_file())
}
