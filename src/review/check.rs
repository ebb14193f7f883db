//! Checks that a review contains every sentence of its documents once and in order.

use super::{Item, Review};
use crate::document::Lang;
use crate::memory::segment::{Flag, Segment};
use rustc_hash::{FxHashMap, FxHashSet};

/// The sentences seen so far of one side of one document.
#[derive(Default)]
struct Met {
    all: FxHashSet<usize>,
    /// The last sentence in document order.
    last: usize,
}

impl Review {
    /// Checks that the review contains each sentence once and in document order. Only moved segments may be out of
    /// order.
    ///
    /// # Errors
    /// Describes the first missing, duplicate or misplaced sentence.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut met: FxHashMap<(&str, Lang), Met> = FxHashMap::default();
        for item in &self.segments {
            let segment = &item.segment;
            for lang in Lang::ALL {
                let (side, ids, sentences) = (lang.name(), item.ids(lang), item.sentences(lang));
                if ids.len() != sentences.len() {
                    let (ids, sentences) = (ids.len(), sentences.len());
                    return Err(format!(
                        "{}: {sentences} {side} sentences, but {ids} sentence numbers",
                        place(item)
                    ));
                }
                let met = met.entry((&segment.document, lang)).or_default();
                for (&id, text) in ids.iter().zip(sentences) {
                    if !met.take(id, segment.flags.contains(&Flag::Moved), item.made.is_some()) {
                        let text: String = text.chars().take(60).collect();
                        let document = in_document(&segment.document);
                        return Err(format!(
                            "{side} sentence {id}{document} is duplicate or out of order: “{text}”"
                        ));
                    }
                }
            }
        }
        for size in &self.sources.documents {
            for (lang, count) in [(Lang::En, size.en), (Lang::Ru, size.ru)] {
                let none = Met::default();
                let met = met.get(&(size.name.as_str(), lang)).unwrap_or(&none);
                let (side, document) = (lang.name(), in_document(&size.name));
                if let Some(lost) = (1..=count).find(|id| !met.all.contains(id)) {
                    return Err(format!("{side} sentence {lost}{document} is missing"));
                }
                if met.all.len() > count {
                    return Err(format!("more than {count} {side} sentences{document}"));
                }
            }
        }
        Ok(())
    }
}

impl Met {
    /// Whether sentence `id` may follow those seen. The parts of a sentence that a person `cut` have the same number.
    fn take(&mut self, id: usize, moved: bool, cut: bool) -> bool {
        if cut && id == self.last {
            return true;
        }
        let ordered = moved || id > self.last;
        if !moved {
            self.last = id;
        }
        self.all.insert(id) && ordered
    }
}

fn in_document(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" of {name}") }
}

fn place(item: &Item) -> String {
    let Segment { segment_id, document, .. } = &item.segment;
    let id = if segment_id.is_empty() { "without id" } else { segment_id };
    format!("segment {id}{}", in_document(document))
}
