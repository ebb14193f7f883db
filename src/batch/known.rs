//! Finds the fixed points of the pairs of a batch.

use super::hash::file_hash;
use crate::error::Result;
use crate::io::InputOptions;
use crate::pipeline::Known;
use crate::review::{self, Review};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The files and folders with fixed points.
#[derive(Clone, Debug, Default)]
pub struct KnownFiles {
    /// A folder with files of corresponding sentences, `NAME.tsv` or `NAME.txt` per pair.
    pub anchors: Option<PathBuf>,
    /// A review or memory of all pairs, or a folder with reviews, `NAME.review.json` per pair or another name in
    /// `REVIEWS`.
    pub decisions: Option<PathBuf>,
    /// State that is read once for all pairs.
    shared: Arc<Shared>,
}

/// The content of a decisions file that all pairs share, read on first use.
#[derive(Debug, Default)]
struct Shared {
    hash: OnceLock<String>,
    /// The decisions of each document.
    reviews: Mutex<Option<Reviews>>,
}

/// A review, split by document.
#[derive(Debug)]
struct Reviews {
    of: BTreeMap<String, Arc<Review>>,
    none: Arc<Review>,
}

impl Reviews {
    fn new(review: Review) -> Reviews {
        let none = Arc::new(review.without_segments());
        let mut of: BTreeMap<String, Review> = BTreeMap::new();
        for item in review.segments {
            let document = of.entry(item.segment.document.clone()).or_insert_with(|| Review::clone(&none));
            document.segments.push(item);
        }
        Reviews { of: of.into_iter().map(|(name, review)| (name, Arc::new(review))).collect(), none }
    }

    /// The decisions about the pair `name`. A review of a single pair applies to any name, since files get renamed.
    fn about(&self, name: &str) -> Arc<Review> {
        let only = self.of.values().next().filter(|_| self.of.len() == 1);
        only.or_else(|| self.of.get(name)).unwrap_or(&self.none).clone()
    }
}

/// The endings of review files in a folder, after the name of the pair. The first file that exists is used.
pub const REVIEWS: [&str; 8] =
    ["review.json", "json", "review.xlsx", "xlsx", "review.csv", "csv", "jsonl", "tmx"];

impl KnownFiles {
    /// Creates the set of files and folders.
    pub fn new(anchors: Option<PathBuf>, decisions: Option<PathBuf>) -> KnownFiles {
        KnownFiles { anchors, decisions, shared: Arc::default() }
    }

    /// The files and folders given.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.anchors.iter().chain(&self.decisions)
    }

    /// The fixed points of the pair `name`.
    pub(super) fn of(&self, name: &str, read: &InputOptions) -> Known {
        let anchors = self.anchors.as_ref().and_then(|folder| existing(folder, name, &["tsv", "txt"]));
        let decisions = self.decisions.as_ref().and_then(|path| match path.is_dir() {
            true => existing(path, name, &REVIEWS),
            false => Some(path.clone()),
        });
        // enru writes reviews in UTF-8, so the encoding given for the documents does not apply.
        let read = InputOptions { max_bytes: read.max_bytes, ..InputOptions::default() };
        Known { anchors, decisions, read }
    }

    /// The review with decisions for the pair `name`, if `known` has one. A review for all pairs is read once.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn review(&self, name: &str, known: &Known) -> Result<Option<Arc<Review>>> {
        let Some(path) = &known.decisions else { return Ok(None) };
        if !self.is_shared(path) {
            return review::open(path, &known.read).map(Arc::new).map(Some);
        }
        let mut reviews = self.shared.reviews.lock().unwrap_or_else(PoisonError::into_inner);
        let reviews = match &mut *reviews {
            Some(reviews) => reviews,
            none => none.insert(Reviews::new(review::open(path, &known.read)?)),
        };
        Ok(Some(reviews.about(name)))
    }

    /// The BLAKE3 of a file of `known`. One for all pairs is read once.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn hash(&self, path: &Path) -> Result<String> {
        if !self.is_shared(path) {
            return file_hash(path);
        }
        if let Some(hash) = self.shared.hash.get() {
            return Ok(hash.clone());
        }
        let hash = file_hash(path)?;
        Ok(self.shared.hash.get_or_init(|| hash).clone())
    }

    /// Whether `path` holds the decisions about all pairs.
    fn is_shared(&self, path: &Path) -> bool {
        self.decisions.as_deref() == Some(path)
    }
}

fn existing(folder: &Path, name: &str, endings: &[&str]) -> Option<PathBuf> {
    endings.iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.is_file())
}
