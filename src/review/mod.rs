//! Reviews: alignments with the decisions of people, and the page and workbook to make them in.
//!
//! A [`Review`] is an alignment, sentence by sentence, with a status for each segment. It is the file that the [`page`]
//! opens and saves. [`Review::units`] turns it into the segments of a translation memory. [`Decisions`] reuses it when
//! the same documents are aligned again. A plot ([`svg`]) shows the whole alignment as an image. Cost: linear in the
//! segments; a decision is found again by a line diff.
//!
//! Not done: merging the reviews of several people.

mod check;
pub(crate) mod decisions;
mod file;
mod made;
pub mod page;
pub(crate) mod plot;
pub(crate) mod workbook;

pub use decisions::Decisions;
pub use file::open;
pub use plot::svg;

use crate::document::Lang;
use crate::ladder::Shape;
use crate::memory::ids::Ids;
use crate::memory::segment::{Segment, Status};
use crate::text::clean;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The value of `format` in a review file.
const FORMAT: &str = "enru-review";
/// The version that is written, and the newest version that is read. Version 1 had the preserved fields of a segment in
/// an object `extra`.
const VERSION: u32 = 2;
/// The preserved field of a segment that holds a person's note.
const NOTE: &str = "note";

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
    /// A copy without segments.
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

/// A segment of a review with its sentences.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The segment, with the texts for the translation memory. Its id is empty if a person grouped the sentences. A
    /// person's note is its preserved field `note`.
    #[serde(flatten)]
    pub segment: Segment,
    /// The English sentences, cleaned.
    pub en_sentences: Vec<String>,
    /// The Russian sentences, cleaned.
    pub ru_sentences: Vec<String>,
    /// `person` if a person grouped the sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// The explanation that the page shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
}

/// The keys that a review adds to those of a segment. A preserved field with one of these names gets the prefix `x-`.
const KEYS: [&str; 4] = ["en_sentences", "ru_sentences", "made", "why"];

impl Item {
    /// The text of one side in the documents: its sentences joined by one space.
    pub fn original(&self, lang: Lang) -> String {
        joined(self.sentences(lang))
    }

    /// Whether a person changed anything.
    pub fn is_decided(&self) -> bool {
        let has_note = self.segment.extra_text(NOTE).is_some_and(|note| !note.is_empty());
        self.segment.status != Status::Auto || self.made.is_some() || self.is_edited() || has_note
    }

    /// Whether the texts differ from those of the documents.
    fn is_edited(&self) -> bool {
        Lang::ALL.into_iter().any(|lang| self.segment.text(lang) != self.original(lang))
    }

    /// The status, derived from what a person did. Grouped sentences are reviewed. A changed text is edited, unless the
    /// segment is rejected.
    fn decided_status(&self) -> Status {
        match self.segment.status {
            Status::Auto if self.is_edited() => Status::Edited,
            Status::Auto if self.made.is_some() => Status::Reviewed,
            status => status,
        }
    }

    /// The sentences of one side, cleaned.
    fn sentences(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::En => &self.en_sentences,
            Lang::Ru => &self.ru_sentences,
        }
    }

    /// The numbers of the sentences of one side.
    fn ids(&self, lang: Lang) -> &[usize] {
        match lang {
            Lang::En => &self.segment.en_ids,
            Lang::Ru => &self.segment.ru_ids,
        }
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
        let given = self.segments.iter().map(|item| &item.segment.segment_id).filter(|id| !id.is_empty());
        given.for_each(|id| taken.keep(id.clone()));
        self.segments.iter().map(|item| self.unit(item, &mut taken)).collect()
    }

    fn unit(&self, item: &Item, taken: &mut Ids) -> Segment {
        let mut unit = item.segment.clone();
        unit.shape = Shape { en: unit.en_ids.len(), ru: unit.ru_ids.len() };
        unit.status = item.decided_status();
        for lang in Lang::ALL {
            *unit.text_mut(lang) = clean(item.segment.text(lang));
        }
        if unit.segment_id.is_empty() {
            let [en, ru] = Lang::ALL.map(|lang| item.original(lang));
            unit.segment_id = taken.give(&unit.document, &en, &ru);
        }
        if self.sources.numbered {
            (unit.en_ids, unit.ru_ids) = (Vec::new(), Vec::new());
        }
        unit
    }
}

/// The segments that go into a translation memory, and the number left out.
#[doc(hidden)]
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
#[doc(hidden)]
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
