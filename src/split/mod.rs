//! Splits documents into sentences: finds candidates, and applies an ordered list of named rules to each.
//!
//! Takes a [`Document`] with its blocks and returns [`Sentences`], which cover every character except the white space
//! between them. [`explain`] returns the decisions with the rule that made each.
//!
//! A *candidate* is a place where a sentence could end: after `.`, `!`, `?` or `…` with the quotation marks, brackets
//! and footnote marks that go with it, after an emoji or a smiley, before the number of a list item within a line,
//! and at a line break inside a block. Each rule in `rules` returns join, split or nothing, and the first answer wins.
//! The last rule uses UAX-29 (`unicode-segmentation`). It is last because its iterator runs at 53 MB/s only and is
//! quadratic on a full stop before many spaces or brackets; the last rule passes it a window of a few dozen characters.
//! Every UAX-29 boundary before a word is still a candidate (tested).
//!
//! [`Splitter`] uses these rules or those of an SRX file (`srx`).
//!
//! The script of a word selects its table (`tables`), so each language also knows the abbreviations of the other. Cost:
//! one pass; each candidate inspects a bounded part of the text.
//!
//! Not done: sentence ends without any mark inside a line.

mod decision;
mod item;
mod place;
mod rules;
mod scan;
#[cfg(feature = "srx")]
mod srx;
mod tables;

pub use decision::Decision;
#[cfg(feature = "srx")]
pub use srx::{Srx, open_srx};

use crate::document::{Block, BlockKind, Document, Lang, Sentence, Sentences, Span, trimmed};
use crate::io::stop;
use place::Place;
use scan::Scanner;
use std::borrow::Cow;
#[cfg(feature = "srx")]
use std::sync::Arc;

/// A way to split documents into sentences. Cheap to clone and shareable between threads.
#[derive(Clone, Debug, Default)]
pub enum Splitter {
    /// The built-in rules.
    #[default]
    BuiltIn,
    /// The rules of an SRX file.
    #[cfg(feature = "srx")]
    Srx(Arc<Srx>),
}

#[cfg(feature = "srx")]
impl From<Srx> for Splitter {
    fn from(srx: Srx) -> Splitter {
        Splitter::Srx(Arc::new(srx))
    }
}

impl Splitter {
    /// Splits `document` into sentences. They cover everything except the white space between them and furniture.
    pub fn split(&self, document: Document) -> Sentences {
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
            if stop::is_asked() {
                break;
            }
            self.decide(&document, block, &mut |decision| {
                if decision.splits {
                    push(start, decision.at);
                    start = decision.at;
                }
            });
            push(start, block.span.end);
        }
        Sentences::new(document, sentences)
    }

    /// The decision at every candidate of `document`, in order.
    pub fn explain(&self, document: &Document) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for block in document.blocks() {
            self.decide(document, block, &mut |decision| decisions.push(decision));
        }
        decisions
    }

    /// Calls `decided` with each decision in a block, in order. Offsets are those of the document.
    fn decide(&self, document: &Document, block: &Block, decided: &mut dyn FnMut(Decision)) {
        let (text, offset, lang) = (block.span.of(document.text()), block.span.start, document.lang());
        match self {
            Splitter::BuiltIn => decisions(text, offset, lang).for_each(decided),
            #[cfg(feature = "srx")]
            Splitter::Srx(srx) => srx.decide(text, offset, lang, decided),
        }
    }
}

/// Splits `document` by the built-in rules; see [`Splitter::split`].
pub fn split(document: Document) -> Sentences {
    Splitter::BuiltIn.split(document)
}

/// The decisions of the built-in rules for `document`; see [`Splitter::explain`].
#[doc(hidden)]
pub fn explain(document: &Document) -> Vec<Decision> {
    Splitter::BuiltIn.explain(document)
}

/// The decisions of the built-in rules within `text`, a block that starts at `offset` of the document.
fn decisions(text: &str, offset: usize, lang: Lang) -> impl Iterator<Item = Decision> {
    let mut scanner = Scanner::new(text, lang);
    let mut sentence = 0;
    std::iter::from_fn(move || {
        let candidate = scanner.next(sentence).filter(|_| !stop::is_asked())?;
        let (rule, splits) = rules::decide(&Place::new(text, lang, sentence, candidate));
        if splits {
            sentence = candidate.right;
        }
        Some(Decision { at: offset + candidate.right, splits, rule: Cow::Borrowed(rule) })
    })
}
