//! Words that were broken at the end of a line of plain text: joined to the rest on the next line. Cost: one pass.
//!
//! The hyphen goes where the text has the whole word elsewhere, or breaks so many words that a hyphen at a line end means
//! nothing else; otherwise it is the hyphen of a compound, and only the line break goes.

use crate::document::{Block, Span};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Words that follow a hyphen that stands for what comes later: `two- and three-year`.
const AFTER_HANGING: [&str; 8] = ["and", "or", "to", "и", "или", "либо", "до", "über"];

/// One line in so many ends with a hyphen where words are not broken: about one in a hundred (as for PDF).
const LINES_TO_A_COMPOUND: usize = 33;

/// `text`, which has the blocks `blocks`, with its broken words made whole, and where its blocks are then.
pub(super) fn joined(text: String, blocks: Vec<Block>) -> (String, Vec<Block>) {
    let cuts = cuts(&text, &blocks);
    if cuts.is_empty() {
        return (text, blocks);
    }
    let mut out = String::with_capacity(text.len());
    let (mut from, mut cut) = (0, 0);
    let mut cuts = cuts.into_iter().peekable();
    let mut moved = |place: usize| {
        while let Some(range) = cuts.next_if(|range| range.end <= place) {
            out.push_str(&text[from..range.start]);
            (from, cut) = (range.end, cut + range.len());
        }
        place - cut
    };
    let blocks = blocks
        .into_iter()
        .map(|block| Block { span: Span::new(moved(block.span.start), moved(block.span.end)), ..block })
        .collect();
    out.push_str(&text[from..]);
    (out, blocks)
}

/// What goes from `text` to make its broken words whole, in order. A word is not broken across blocks.
fn cuts(text: &str, blocks: &[Block]) -> Vec<Range<usize>> {
    let mut blocks = blocks.iter().peekable();
    let mut is_in_block = |at: usize| {
        while blocks.next_if(|block| block.span.end <= at).is_some() {}
        blocks.peek().is_some_and(|block| block.span.start <= at)
    };
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let breaks: Vec<Break> =
        ends.filter_map(|at| Break::at(text, at)).filter(|found| is_in_block(found.next)).collect();
    if breaks.is_empty() {
        return Vec::new();
    }
    let hyphens: FxHashSet<usize> = breaks.iter().map(|b| b.hyphen).collect();
    let known = words(text, &hyphens);
    let whole = |b: &Break| known.contains(&format!("{}{}", b.head, b.tail).to_lowercase());
    let compound = |b: &Break| known.contains(&format!("{}-{}", b.head, b.tail).to_lowercase());
    let is_breaking = breaks.len() * LINES_TO_A_COMPOUND > text.lines().count()
        && breaks.iter().filter(|b| whole(b)).count() > breaks.iter().filter(|b| compound(b)).count();
    let cut = |found: &Break| {
        let drops_hyphen = whole(found) || (is_breaking && !compound(found));
        found.hyphen + if drops_hyphen { 0 } else { found.hyphen_length }..found.next
    };
    breaks.iter().map(cut).collect()
}

/// A hyphen at the end of a line between two parts of a word.
struct Break<'t> {
    head: &'t str,
    tail: &'t str,
    /// Where the hyphen stands, and how long it is.
    hyphen: usize,
    hyphen_length: usize,
    /// Where the text goes on.
    next: usize,
}

impl<'t> Break<'t> {
    /// The break before the line feed at `at`, if one is there.
    fn at(text: &'t str, at: usize) -> Option<Break<'t>> {
        let line = text[..at].trim_end_matches([' ', '\t', '\r']);
        let hyphen = line.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{ad}'))?;
        let before = &line[..line.len() - hyphen.len_utf8()];
        let head = &before[before
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8))..];
        let after = text[at + 1..].trim_start_matches([' ', '\t']);
        let tail = &after[..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len())];
        let goes_on = tail.starts_with(char::is_lowercase) && !AFTER_HANGING.contains(&tail);
        (goes_on && !head.is_empty()).then(|| Break {
            head,
            tail,
            hyphen: before.len(),
            hyphen_length: hyphen.len_utf8(),
            next: text.len() - after.len(),
        })
    }
}

/// The words of `text` in small letters, compounds whole, without those broken at the hyphens `ends`.
fn words(text: &str, ends: &FxHashSet<usize>) -> FxHashSet<String> {
    let is_part = |c: char| c.is_alphabetic() || c == '-';
    let mut words = FxHashSet::default();
    let mut at = 0;
    for word in text.split(|c: char| !is_part(c)) {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if !(word.is_empty() || word.ends_with('-') && ends.contains(&(start + word.len() - 1))) {
            words.insert(word.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let block =
            Block { span: Span::new(0, text.len()), kind: crate::BlockKind::Paragraph, after_break: true };
        super::joined(text.to_string(), vec![block]).0
    }

    #[test]
    fn broken_words_are_joined_and_compounds_keep_their_hyphen() {
        assert_eq!(joined("a well-\n  known mill"), "a well-known mill");
        assert_eq!(joined("the exam-\nple is an example"), "the example is an example");
        assert_eq!(
            joined("two- \nand three-year plans, A-\nB, 3-\nx"),
            "two- \nand three-year plans, A-\nB, 3-\nx"
        );
        assert_eq!(joined("по-\nрусски"), "по-русски");
    }

    #[test]
    fn blocks_move_with_their_text() {
        let (text, blocks) = {
            let text = "One well-\nknown mill.\n\nAnother item-\n\none.".to_string();
            let block = |start, end| Block {
                span: Span::new(start, end),
                kind: crate::BlockKind::Paragraph,
                after_break: true,
            };
            super::joined(text, vec![block(0, 21), block(23, 36), block(38, 42)])
        };
        let spans: Vec<_> = blocks.iter().map(|block| block.span.of(&text)).collect();
        assert_eq!(spans, ["One well-known mill.", "Another item-", "one."]);
    }
}
