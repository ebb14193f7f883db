//! What is remembered of one pair: a line of the journal, an entry of `run.json`, a row of `report.csv`.

use crate::memory::rounded;
use crate::pair::Pair;
use crate::read::{Notice, NoticeKind, Reading};
use crate::review::plot::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a pair ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Aligned.
    Done,
    /// Aligned, but it looks wrong.
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

/// What is remembered of one pair.
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
    /// How sure that rule was.
    pub pair_confidence: f64,
    /// How it ended.
    pub outcome: Outcome,
    /// BLAKE3 of the English file; empty where it could not be read.
    pub en_hash: String,
    /// BLAKE3 of the Russian file.
    pub ru_hash: String,
    /// BLAKE3 of what was known of the pair beforehand (fixed points, decisions); empty where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub known_hash: String,
    /// The output, below the output folder; empty for a failed pair.
    pub output: String,
    /// BLAKE3 of the output.
    pub output_hash: String,
    /// The review page, below the output folder; empty where none was asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub review: String,
    /// BLAKE3 of the review page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub review_hash: String,
    /// English sentences.
    pub en_sentences: usize,
    /// Russian sentences.
    pub ru_sentences: usize,
    /// Segments that hold both languages.
    pub segments: usize,
    /// Sentences of either language without a counterpart.
    pub unpaired: usize,
    /// Mean confidence of the segments, three decimals.
    pub mean_confidence: f64,
    /// How many segments have each flag.
    pub flags: BTreeMap<String, usize>,
    /// How many blocks of both sides were kept out of the alignment, by kind.
    #[serde(default)]
    pub furniture: BTreeMap<String, usize>,
    /// What the readers noticed in both files besides furniture, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notices: BTreeMap<String, usize>,
    /// The path of the alignment, for its thumbnail.
    #[serde(default)]
    pub profile: Profile,
    /// How many decisions of an earlier review were reused.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decisions_kept: usize,
    /// How many decisions of an earlier review no longer apply, since their sentences changed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decisions_lost: usize,
    /// The encoding the English file was read in.
    pub en_encoding: String,
    /// The encoding the Russian file was read in.
    pub ru_encoding: String,
    /// Wall-clock seconds, if they are to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Why the pair looks wrong, or why it failed.
    pub reasons: Vec<String>,
}

impl Record {
    /// The record of a pair that nothing is known of yet.
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

    /// Notes how the two files were read.
    pub(super) fn read(&mut self, [en, ru]: [Reading<()>; 2]) {
        for Notice { kind, count } in en.notices.iter().chain(&ru.notices) {
            if !matches!(kind, NoticeKind::Furniture(_)) {
                *self.notices.entry(kind.code().to_string()).or_default() += count;
            }
        }
        (self.en_encoding, self.ru_encoding) = (en.encoding, ru.encoding);
    }
}

/// What came of one pair, and whether it was taken over from an earlier run.
pub(crate) struct Finished {
    pub record: Record,
    pub reused: bool,
    pub edited: bool,
}

/// BLAKE3 of everything a pair is made from.
#[derive(Clone, Debug)]
pub(super) struct Hashes {
    pub en: String,
    pub ru: String,
    pub known: String,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
