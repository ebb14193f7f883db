//! Checks that a review contains every sentence of its documents once and in order.

use super::{Item, Review};
use crate::memory::segment::Flag;
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
        let mut met: FxHashMap<(&str, &'static str), Met> = FxHashMap::default();
        for item in &self.segments {
            for (side, ids, sentences) in sides(item) {
                if ids.len() != sentences.len() {
                    let (ids, sentences) = (ids.len(), sentences.len());
                    return Err(format!(
                        "{}: {sentences} {side} sentences, but {ids} sentence numbers",
                        place(item)
                    ));
                }
                let met = met.entry((&item.document, side)).or_default();
                for (&id, text) in ids.iter().zip(sentences) {
                    if !met.take(id, item.flags.contains(&Flag::Moved), item.made.is_some()) {
                        let text: String = text.chars().take(60).collect();
                        let document = in_document(&item.document);
                        return Err(format!(
                            "{side} sentence {id}{document} is duplicate or out of order: “{text}”"
                        ));
                    }
                }
            }
        }
        for size in &self.sources.documents {
            for (side, count) in [("English", size.en), ("Russian", size.ru)] {
                let none = Met::default();
                let met = met.get(&(size.name.as_str(), side)).unwrap_or(&none);
                let document = in_document(&size.name);
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

fn sides(item: &Item) -> [(&'static str, &[usize], &[String]); 2] {
    [("English", &item.en_ids, &item.en_sentences), ("Russian", &item.ru_ids, &item.ru_sentences)]
}

fn in_document(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" of {name}") }
}

fn place(item: &Item) -> String {
    format!("segment {}{}", item.id.as_deref().unwrap_or("without id"), in_document(&item.document))
}
