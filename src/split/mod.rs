//! Sentence splitting.

use crate::document::{Document, Sentence, Sentences, Span, trimmed};
use unicode_segmentation::UnicodeSegmentation;

/// Splits `document` into sentences; together they hold everything but the white space between them.
pub fn split(document: Document) -> Sentences {
    let mut sentences = Vec::new();
    for (index, block) in document.blocks().iter().enumerate() {
        for (at, part) in block.span.of(document.text()).split_sentence_bound_indices() {
            let start = block.span.start + at;
            let span = trimmed(document.text(), Span::new(start, start + part.len()));
            if span.start < span.end {
                sentences.push(Sentence { span, block: index as u32 });
            }
        }
    }
    Sentences::new(document, sentences)
}
