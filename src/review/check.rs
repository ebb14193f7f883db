//! Whether a review still holds every sentence of its documents, once and in order.

use super::{Item, Review};
use rustc_hash::FxHashMap;

/// The sentences of one side of one document that were met so far: the highest number.
type Met<'a> = FxHashMap<(&'a str, &'static str), usize>;

impl Review {
    /// Nothing where each sentence of the documents stands in the review once and in order, else what is wrong, with
    /// the sentence.
    pub(super) fn check(&self) -> Result<(), String> {
        let whole: FxHashMap<&str, [usize; 2]> =
            self.sources.documents.iter().map(|size| (size.name.as_str(), [size.en, size.ru])).collect();
        let mut met = Met::default();
        for item in &self.segments {
            let is_whole = whole.contains_key(item.document.as_str());
            let sides = [
                ("English", &item.en_ids, &item.en_sentences),
                ("Russian", &item.ru_ids, &item.ru_sentences),
            ];
            for (side, ids, sentences) in sides {
                if ids.len() != sentences.len() {
                    let (ids, sentences) = (ids.len(), sentences.len());
                    return Err(format!("{}: {sentences} {side} sentences with {ids} numbers", place(item)));
                }
                for (&id, text) in ids.iter().zip(sentences) {
                    let last = met.entry((&item.document, side)).or_default();
                    follows(*last, id, is_whole).map_err(|what| told(item, side, what, text))?;
                    *last = id;
                }
            }
        }
        for size in &self.sources.documents {
            for (side, expected) in [("English", size.en), ("Russian", size.ru)] {
                let last = met.get(&(size.name.as_str(), side)).copied().unwrap_or(0);
                if last != expected {
                    let document = in_document(&size.name);
                    let (first, sentence) = (
                        last.min(expected) + 1,
                        if last < expected { "is lost" } else { "is not one of its" },
                    );
                    return Err(format!("{side} sentence {first}{document} {sentence}"));
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with sentence `id` after sentence `last`, and which sentence that is about.
fn follows(last: usize, id: usize, is_whole: bool) -> Result<(), (usize, &'static str)> {
    if id <= last {
        Err((id, "stands there twice or out of order"))
    } else if is_whole && id > last + 1 {
        Err((last + 1, "is lost"))
    } else {
        Ok(())
    }
}

fn told(item: &Item, side: &str, (id, what): (usize, &str), text: &str) -> String {
    let text: String = text.chars().take(60).collect();
    let at = if what == "is lost" { "before" } else { "at" };
    format!("{side} sentence {id}{} {what} ({at} “{text}”)", in_document(&item.document))
}

fn in_document(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" of {name}") }
}

fn place(item: &Item) -> String {
    format!("segment {}{}", item.id.as_deref().unwrap_or("without id"), in_document(&item.document))
}
