//! Reviews: alignments with the decisions of people, and the page and workbook to make them in.
//!
//! A [`Review`] is an alignment, sentence by sentence, with a status for each segment. It is the file that the [`page`]
//! opens and saves. [`Review::units`] turns it into the segments of a translation memory. [`Decisions`] reuses it when
//! the same documents are aligned again. A plot ([`svg`]) shows the whole alignment as an image.

mod check;
pub(crate) mod decisions;
mod file;
mod made;
pub mod page;
pub(crate) mod plot;
pub(crate) mod workbook;

pub use decisions::{Decision, Decisions};
pub use file::open;
pub use plot::svg;

use crate::ladder::Shape;
use crate::memory::ids::Ids;
use crate::memory::segment::{Flag, Segment, Status};
use crate::text::clean;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The value of `format` in a review file.
const FORMAT: &str = "enru-review";
/// The version that is written, and the newest version that is read.
const VERSION: u32 = 1;

/// An alignment with the decisions of people. Its file format is JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    format: String,
    version: u32,
    /// A title for people.
    #[serde(default)]
    pub name: String,
    /// Where the texts come from.
    #[serde(default)]
    pub sources: Sources,
    /// The segments of all documents, one document after the other, each in document order.
    pub segments: Vec<Item>,
    /// The number of rows that a person deleted from the workbook.
    #[serde(skip)]
    pub deleted: usize,
}

impl Review {
    /// The same review, as of no segments.
    #[cfg(feature = "batch")]
    pub(crate) fn without_segments(&self) -> Review {
        let Review { format, version, name, sources, deleted, .. } = self;
        let (format, name, sources) = (format.clone(), name.clone(), sources.clone());
        Review { format, version: *version, name, sources, segments: Vec::new(), deleted: *deleted }
    }
}

/// Where the texts of a review come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sources {
    /// The English file, for people.
    #[serde(default)]
    pub en: String,
    /// The Russian file, for people.
    #[serde(default)]
    pub ru: String,
    /// The documents of which the review contains every sentence, so that a missing sentence is noticed. A translation
    /// memory may hold parts of documents only.
    #[serde(default)]
    pub documents: Vec<Size>,
    /// Whether the sentence numbers were created for the review, since the file has none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbered: bool,
}

/// The number of sentences of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// The name of the pair.
    pub name: String,
    /// English sentences.
    pub en: usize,
    /// Russian sentences.
    pub ru: usize,
}

/// A segment of a review: its sentences and its status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The id of the segment; `None` if a person grouped the sentences.
    #[serde(default)]
    pub id: Option<String>,
    /// The texts for the translation memory.
    pub translation: Texts,
    /// The English sentences, cleaned.
    pub en_sentences: Vec<String>,
    /// The Russian sentences, cleaned.
    pub ru_sentences: Vec<String>,
    /// The numbers of the English sentences in their document, from 1.
    pub en_ids: Vec<usize>,
    /// The numbers of the Russian sentences, from 1.
    pub ru_ids: Vec<usize>,
    /// Estimated probability that the segment is right; `None` if a person made it.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// The number of sentences on each side, for people who read the file.
    #[serde(default)]
    pub shape: String,
    /// The decision about the segment.
    #[serde(default)]
    pub status: Status,
    /// The anchors that both sides share.
    #[serde(default)]
    pub anchors: Vec<String>,
    /// Likely errors.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// The name of the pair.
    #[serde(default)]
    pub document: String,
    /// `person` if a person grouped the sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// A person's note. It becomes a note in the translation memory.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The explanation that the page shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
    /// Other fields of the segment in the translation memory, which enru preserves.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

/// The two texts of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

impl Item {
    /// The original texts: the sentences joined by one space.
    pub fn original(&self) -> Texts {
        Texts { en: joined(&self.en_sentences), ru: joined(&self.ru_sentences) }
    }

    /// Whether a person changed anything.
    pub fn is_decided(&self) -> bool {
        self.status != Status::Auto || self.made.is_some() || self.is_edited() || !self.note.is_empty()
    }

    /// Whether the texts differ from those of the documents.
    fn is_edited(&self) -> bool {
        self.translation != self.original()
    }

    /// The status, derived from what a person did. Grouped sentences are reviewed. A changed text is edited, unless the
    /// segment is rejected.
    fn decided_status(&self) -> Status {
        match self.status {
            Status::Auto if self.is_edited() => Status::Edited,
            Status::Auto if self.made.is_some() => Status::Reviewed,
            status => status,
        }
    }

    fn shape(&self) -> Shape {
        Shape { en: self.en_ids.len(), ru: self.ru_ids.len() }
    }
}

fn joined(sentences: &[String]) -> String {
    let texts: Vec<&str> = sentences.iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
    texts.join(" ")
}

impl Review {
    fn new(name: String, sources: Sources, segments: Vec<Item>) -> Review {
        Review { format: FORMAT.to_string(), version: VERSION, name, sources, segments, deleted: 0 }
    }

    /// The review as JSON.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string(self).expect("a review contains only texts and numbers");
        json.push('\n');
        json
    }

    /// The segments with the texts and statuses that people gave them, including rejected and unpaired ones. Segments
    /// that people grouped get the ids of their sentences. A segment with a changed text has the status edited.
    pub fn units(&self) -> Vec<Segment> {
        let mut taken = Ids::default();
        self.segments.iter().filter_map(|s| s.id.clone()).for_each(|id| taken.keep(id));
        self.segments.iter().map(|item| self.unit(item, &mut taken)).collect()
    }

    fn unit(&self, item: &Item, taken: &mut Ids) -> Segment {
        let segment_id = item.id.clone().unwrap_or_else(|| free_id(item, taken));
        let note = Some(&item.note).filter(|note| !note.is_empty());
        let note = note.map(|note| ("note".to_string(), Value::String(note.clone())));
        let ids = |ids: &[usize]| if self.sources.numbered { Vec::new() } else { ids.to_vec() };
        Segment {
            en: clean(&item.translation.en),
            ru: clean(&item.translation.ru),
            confidence: item.confidence.map(|c| c as f32),
            shape: item.shape(),
            status: item.decided_status(),
            en_ids: ids(&item.en_ids),
            ru_ids: ids(&item.ru_ids),
            anchors: item.anchors.clone(),
            flags: item.flags.clone(),
            document: item.document.clone(),
            segment_id,
            extra: item.extra.clone().into_iter().chain(note).collect(),
            ..Segment::default()
        }
    }
}

/// The first id of the sentences that no other segment has.
fn free_id(item: &Item, taken: &mut Ids) -> String {
    let Texts { en, ru } = item.original();
    taken.give(&item.document, &en, &ru)
}

/// The segments that go into a translation memory, and the number left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The segments that are kept.
    pub segments: Vec<Segment>,
    /// The number of rejected segments left out.
    pub rejected: usize,
    /// The number of segments left out because one side has no text.
    pub unpaired: usize,
}

/// Removes the rejected and the unpaired segments from `units`, unless they are to be kept.
pub fn kept(units: Vec<Segment>, keep_rejected: bool, keep_unpaired: bool) -> Kept {
    let mut kept = Kept::default();
    for unit in units {
        match (unit.status == Status::Rejected, unit.en.is_empty() || unit.ru.is_empty()) {
            (true, _) if !keep_rejected => kept.rejected += 1,
            (_, true) if !keep_unpaired => kept.unpaired += 1,
            _ => kept.segments.push(unit),
        }
    }
    kept
}
