//! Reviews: what people decide about an alignment, and the places where they do it.
//!
//! A [`Review`] is an alignment with what was said of it, sentence by sentence, as the file that the [`page`] opens and
//! saves. Applied it is a memory again ([`Review::units`]); of the same documents aligned anew it keeps what still
//! holds ([`Decisions`]). A plot ([`svg`]) shows the whole alignment at a glance.

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

/// What the `format` of a review file says.
const FORMAT: &str = "enru-review";
/// The version of the file written and the newest that is read.
const VERSION: u32 = 1;

/// An alignment with what people have said of it. As a file it is JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    format: String,
    version: u32,
    /// What is reviewed, for people.
    #[serde(default)]
    pub name: String,
    /// Where the texts come from.
    #[serde(default)]
    pub sources: Sources,
    /// The segments of all documents, one document after the other, each in document order.
    pub segments: Vec<Item>,
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
    /// The documents that are here whole, so that a sentence which is lost is noticed; a memory may hold parts only.
    #[serde(default)]
    pub documents: Vec<Size>,
    /// Whether the numbers of the sentences were given for the review, the file having none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbered: bool,
}

/// How many sentences a document has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// The name of the pair.
    pub name: String,
    /// English sentences.
    pub en: usize,
    /// Russian sentences.
    pub ru: usize,
}

/// A segment of a review: its sentences one by one, and what was said of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The id of the segment; none where a person grouped the sentences.
    #[serde(default)]
    pub id: Option<String>,
    /// The texts as they go into the memory.
    pub translation: Texts,
    /// The English sentences, cleaned.
    pub en_sentences: Vec<String>,
    /// The Russian sentences, cleaned.
    pub ru_sentences: Vec<String>,
    /// The numbers of the English sentences in their document, from 1.
    pub en_ids: Vec<usize>,
    /// The numbers of the Russian sentences, from 1.
    pub ru_ids: Vec<usize>,
    /// Estimated probability that the segment is right; none where a person made it.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// The number of sentences on each side, for the reader of the file.
    #[serde(default)]
    pub shape: String,
    /// What was said of it.
    #[serde(default)]
    pub status: Status,
    /// What tied the two sides.
    #[serde(default)]
    pub anchors: Vec<String>,
    /// What looks wrong.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// The name of the pair.
    #[serde(default)]
    pub document: String,
    /// `person` where a person grouped the sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// What a person noted about it; a note in the memory.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Why the segment is what it is, for the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
    /// What the memory says of the unit besides.
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
    /// The texts as the documents have them: the sentences joined by one space.
    pub fn original(&self) -> Texts {
        Texts { en: joined(&self.en_sentences), ru: joined(&self.ru_sentences) }
    }

    /// Whether a person decided anything about it.
    pub fn is_decided(&self) -> bool {
        self.status != Status::Auto || self.made.is_some() || self.is_edited() || !self.note.is_empty()
    }

    /// Whether the texts are other than those of the documents.
    fn is_edited(&self) -> bool {
        self.translation != self.original()
    }

    /// What a person decided. Sentences that were grouped are reviewed; a text that was changed is edited, whatever else
    /// was done to it, unless the segment was rejected.
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
        Review { format: FORMAT.to_string(), version: VERSION, name, sources, segments }
    }

    /// The review as its file holds it.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string(self).expect("a review is made of texts and numbers");
        json.push('\n');
        json
    }

    /// What becomes of the review: its segments with the texts and statuses people gave them, those they rejected and
    /// those without counterpart too. Segments that people grouped get the ids of their sentences; a text that was
    /// changed counts as edited although nobody said so.
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

/// The first id of the sentences that no segment has yet.
fn free_id(item: &Item, taken: &mut Ids) -> String {
    let Texts { en, ru } = item.original();
    taken.give(&item.document, &en, &ru)
}

/// What of a review goes into a memory, and how much does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The segments of the memory.
    pub segments: Vec<Segment>,
    /// How many were left out because people rejected them.
    pub rejected: usize,
    /// How many were left out because a side has no text.
    pub unpaired: usize,
}

/// Leaves out of `units` the rejected and the unpaired ones, unless they are to be kept.
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
