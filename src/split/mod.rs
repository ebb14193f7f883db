//! Sentence splitting: candidates, and one ordered list of named rules that join or split at each.
//!
//! In: a [`Document`] with its blocks. Out: [`Sentences`], which hold every character but the white space between
//! them. [`explain`] gives the same decisions with the rule that made each.
//!
//! A *candidate* is a place where a sentence could end: after `.`, `!`, `?` or `…` with the quotation marks, brackets
//! and footnote marks that go with it, after an emoji or a smiley, before the number of a list item within a line,
//! and at a line break inside a block. Each rule in `rules` answers join, split or nothing, and the first opinion
//! wins; the last one asks UAX-29 (`unicode-segmentation`). UAX-29 is asked there and not at the start because its
//! iterator alone runs at 53 MB/s and is quadratic on a full stop before many spaces or brackets: here it sees a
//! window of a few dozen characters. Every UAX-29 boundary before a word is still a candidate (tested).
//!
//! The language chooses the tables (`english`, `russian`), not the engine. Cost: one pass; each candidate looks at a
//! bounded stretch of text.
//!
//! Not done: sentences that end without any mark inside a line are not found.

mod abbreviations;
mod english;
mod place;
mod rules;
mod russian;
mod scan;

use crate::document::{Block, BlockKind, Document, Sentence, Sentences, Span, trimmed};
use place::Place;
use scan::Scanner;

/// What was decided at one candidate, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Byte offset in the document where the text after the candidate starts.
    pub at: usize,
    /// Whether a sentence ends here.
    pub splits: bool,
    /// The name of the rule whose opinion was the first.
    pub rule: &'static str,
}

/// Splits `document` into sentences; together they hold everything but the white space between them and the page
/// furniture, which has no sentences.
pub fn split(document: Document) -> Sentences {
    let mut sentences = Vec::new();
    for (index, block) in document.blocks().iter().enumerate() {
        if matches!(block.kind, BlockKind::Furniture(_)) {
            continue;
        }
        let mut start = block.span.start;
        let mut push = |from: usize, to: usize| {
            let span = trimmed(document.text(), Span::new(from, to));
            if span.start < span.end {
                sentences.push(Sentence { span, block: index as u32 });
            }
        };
        for decision in decisions(&document, block).filter(|d| d.splits) {
            push(start, decision.at);
            start = decision.at;
        }
        push(start, block.span.end);
    }
    Sentences::new(document, sentences)
}

/// Every candidate of `document` in order, with the rule that decided.
pub fn explain(document: &Document) -> impl Iterator<Item = Decision> + '_ {
    document.blocks().iter().flat_map(|block| decisions(document, block))
}

/// The decisions within one block; offsets are those of the document.
fn decisions<'a>(document: &'a Document, block: &Block) -> impl Iterator<Item = Decision> + use<'a> {
    let (text, offset, lang) = (block.span.of(document.text()), block.span.start, document.lang());
    let mut scanner = Scanner::new(text, lang);
    let mut sentence = 0;
    std::iter::from_fn(move || {
        let candidate = scanner.next(sentence)?;
        let (rule, splits) = rules::decide(&Place::new(text, lang, sentence, candidate));
        if splits {
            sentence = candidate.right;
        }
        Some(Decision { at: offset + candidate.right, splits, rule })
    })
}
