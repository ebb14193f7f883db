//! The record of a pair: a line of the journal, an entry of `run.json`, a row of `report.csv`.

use crate::memory::rounded;
use crate::pair::Pair;
use crate::read::{Notice, NoticeKind, Reading};
use crate::review::plot::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The outcome of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Aligned.
    Done,
    /// Aligned, but the documents may not be translations of each other.
    Suspect,
    /// Not aligned.
    Failed,
}

impl Outcome {
    /// As written in `report.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Suspect => "suspect",
            Outcome::Failed => "failed",
        }
    }
}

/// The record of a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The name of the pair.
    pub name: String,
    /// The English file.
    pub en: String,
    /// The Russian file.
    pub ru: String,
    /// The rule that made the pair.
    pub rule: String,
    /// The confidence of the rule.
    pub pair_confidence: f64,
    /// The outcome.
    pub outcome: Outcome,
    /// BLAKE3 hash of the English file; empty if it could not be read.
    pub en_hash: String,
    /// BLAKE3 hash of the Russian file.
    pub ru_hash: String,
    /// BLAKE3 hash of the fixed points and decisions; empty if there are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub known_hash: String,
    /// The path of the output, relative to the output folder; empty for a failed pair.
    pub output: String,
    /// BLAKE3 hash of the output.
    pub output_hash: String,
    /// The path of the review page, relative to the output folder; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub review: String,
    /// BLAKE3 hash of the review page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub review_hash: String,
    /// English sentences.
    pub en_sentences: usize,
    /// Russian sentences.
    pub ru_sentences: usize,
    /// Paired segments.
    pub segments: usize,
    /// Unpaired sentences of both languages.
    pub unpaired: usize,
    /// Mean confidence of the segments, with three decimals.
    pub mean_confidence: f64,
    /// The number of segments per flag.
    pub flags: BTreeMap<String, usize>,
    /// The number of furniture blocks on both sides, by kind.
    #[serde(default)]
    pub furniture: BTreeMap<String, usize>,
    /// The number of other notices of the readers for both files, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notices: BTreeMap<String, usize>,
    /// The path of the alignment, for the thumbnail.
    #[serde(default)]
    pub profile: Profile,
    /// The number of decisions of an earlier review that were reused.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decisions_kept: usize,
    /// The number of decisions of an earlier review that no longer apply, since their sentences changed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decisions_lost: usize,
    /// The encoding of the English file.
    pub en_encoding: String,
    /// The encoding of the Russian file.
    pub ru_encoding: String,
    /// Wall-clock seconds, if they are to be reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Why the pair is suspect or failed.
    pub reasons: Vec<String>,
}

impl Record {
    /// The record of a failed pair.
    pub(crate) fn failed(pair: &Pair, reason: String) -> Record {
        Record {
            name: pair.name.clone(),
            en: pair.en.to_string_lossy().into_owned(),
            ru: pair.ru.to_string_lossy().into_owned(),
            rule: pair.rule.to_string(),
            pair_confidence: rounded(pair.confidence),
            outcome: Outcome::Failed,
            en_hash: String::new(),
            ru_hash: String::new(),
            known_hash: String::new(),
            output: String::new(),
            output_hash: String::new(),
            review: String::new(),
            review_hash: String::new(),
            en_sentences: 0,
            ru_sentences: 0,
            segments: 0,
            unpaired: 0,
            mean_confidence: 0.0,
            flags: BTreeMap::new(),
            furniture: BTreeMap::new(),
            notices: BTreeMap::new(),
            profile: Profile::default(),
            decisions_kept: 0,
            decisions_lost: 0,
            en_encoding: String::new(),
            ru_encoding: String::new(),
            seconds: None,
            reasons: vec![reason],
        }
    }

    /// Adds encodings and notices of the two files.
    pub(super) fn read(&mut self, [en, ru]: [Reading<()>; 2]) {
        for Notice { kind, count } in en.notices.iter().chain(&ru.notices) {
            if !matches!(kind, NoticeKind::Furniture(_)) {
                *self.notices.entry(kind.code().to_string()).or_default() += count;
            }
        }
        (self.en_encoding, self.ru_encoding) = (en.encoding, ru.encoding);
    }
}

/// The record of a pair, and whether it is from an earlier run.
pub(crate) struct Finished {
    pub record: Record,
    pub reused: bool,
    pub edited: bool,
}

/// BLAKE3 hashes of the inputs of a pair.
#[derive(Clone, Debug)]
pub(super) struct Hashes {
    pub en: String,
    pub ru: String,
    pub known: String,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
