//! Classifies hyphens at line ends: the break of a word, part of a compound, or a placeholder for a second half.
//! Cost: one pass.
//!
//! The hyphen is removed if the whole word occurs elsewhere in the text, or if the text breaks so many words that a
//! hyphen at a line end can only be a break. Otherwise the hyphen belongs to a compound, and only the line break is
//! removed. This module joins plain text; `pdf::hyphens` joins the lines of PDF.

use crate::document::{Block, Span};
use crate::text::is_letter;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The characters that break words at line ends.
pub(super) const HYPHENS: [char; 3] = ['-', '\u{2010}', SOFT];

/// The soft hyphen, which always marks a break inside a word.
pub(super) const SOFT: char = '\u{ad}';

/// Words that follow a suspended hyphen, which stands for a later second half: `two- and three-year`.
const AFTER_HANGING: [&str; 7] = ["and", "or", "to", "и", "или", "до", "über"];

/// Words inside compounds of several words: `son-in-law`, `up-to-date`, `Stratford-upon-Avon`.
const LINKING: [&str; 13] =
    ["a", "and", "at", "by", "de", "for", "in", "la", "of", "on", "the", "to", "upon"];

/// In text without hyphenation one line in this number ends with a hyphen: about one in a hundred lines of `samples/`, set
/// in PDF without hyphenation.
const LINES_TO_A_COMPOUND: usize = 33;

/// Word endings that are not words. A hyphen before one of these breaks a word in any document.
const SUFFIXES: &[&str] = &[
    "ment",
    "ments",
    "mental",
    "tion",
    "tions",
    "tional",
    "sion",
    "sions",
    "ing",
    "ings",
    "ness",
    "ance",
    "ances",
    "ence",
    "ences",
    "ity",
    "ities",
    "ive",
    "ous",
    "ers",
    "ed",
    "ly",
    "ally",
    "ies",
    "est",
    "tive",
    "ture",
    "ние",
    "ния",
    "нии",
    "нию",
    "нием",
    "ний",
    "ция",
    "ции",
    "цию",
    "цией",
    "ций",
    "ность",
    "ности",
    "ского",
    "ской",
    "ские",
    "ских",
    "ного",
    "ной",
    "ных",
    "ными",
];

/// Words shorter than this are compared exactly. Longer forms that differ only in the last two letters (`marketplace`,
/// `marketplaces`) count as the same word.
const INFLECTED: usize = 8;

/// The function of a hyphen at the end of a line.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(super) enum Hyphen {
    /// Not a hyphen, or a dash.
    None,
    /// It breaks a word.
    Dropped,
    /// It belongs to a compound, a name or a range.
    Kept,
    /// A suspended hyphen: it stands for the second half of a compound.
    Hanging,
}

/// How the lines of a text were made, which limits what its hyphens can mean.
#[derive(Clone, Copy)]
pub(super) enum Setting {
    /// By people, who rarely break words.
    Typed,
    /// By a program, in this number of lines. It may break words that occur only once in the text.
    Typeset { lines: usize },
    /// By a program that marks breaks with soft hyphens.
    SoftHyphens,
}

/// The words of a document in lower case, used to distinguish a broken word from a compound.
#[derive(Default)]
pub(super) struct Known {
    words: FxHashSet<String>,
    /// The longer words without their last letters.
    stems: FxHashSet<String>,
    /// Whether the document breaks words at all. If not, each hyphen belongs to a compound.
    breaks: bool,
}

impl Known {
    /// Decides whether a document breaks words. `words` excludes the words broken at line ends, which are in `broken`.
    pub(super) fn new(words: FxHashSet<String>, broken: &[(String, String)], setting: Setting) -> Known {
        let stems = match broken {
            [] => FxHashSet::default(),
            _ => words.iter().flat_map(|word| stems(word)).map(str::to_string).collect(),
        };
        let mut known = Known { words, stems, breaks: false };
        let joined = broken.iter().filter(|(head, tail)| known.has_joined(head, tail)).count();
        let kept = broken.iter().filter(|(head, tail)| known.has_compound(head, tail)).count();
        known.breaks = match setting {
            Setting::Typed => {
                let broken_suffixes = broken.iter().filter(|(_, tail)| SUFFIXES.contains(&&**tail)).count();
                joined.max(broken_suffixes) > kept
            }
            Setting::Typeset { lines } => {
                joined > kept || joined == kept && broken.len() * LINES_TO_A_COMPOUND > lines
            }
            Setting::SoftHyphens => false,
        };
        known
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn has_compound(&self, head: &str, tail: &str) -> bool {
        self.words.contains(&format!("{head}-{tail}"))
    }

    fn has_joined(&self, head: &str, tail: &str) -> bool {
        let joined = format!("{head}{tail}");
        self.words.contains(&joined) || stems(&joined).any(|stem| self.stems.contains(stem))
    }

    /// Classifies the hyphen between `before` and `after`, two lines or their ends.
    pub(super) fn hyphen(&self, before: &str, after: &str) -> Hyphen {
        let Some(head) = before.strip_suffix(HYPHENS) else { return Hyphen::None };
        if !head.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) {
            return Hyphen::None;
        }
        if before.ends_with(SOFT) {
            return Hyphen::Dropped;
        }
        let are_letters = head.ends_with(char::is_alphabetic) && after.starts_with(char::is_lowercase);
        let head = bare(head.rsplit(char::is_whitespace).next().unwrap_or(""));
        let tail = bare(after.split(char::is_whitespace).next().unwrap_or(""));
        match () {
            () if AFTER_HANGING.contains(&tail.as_str()) => Hyphen::Hanging,
            () if !are_letters || self.is_compound(&head, &tail) => Hyphen::Kept,
            () => Hyphen::Dropped,
        }
    }

    fn is_compound(&self, head: &str, tail: &str) -> bool {
        if self.has_compound(head, tail) {
            return true;
        }
        if self.has_joined(head, tail) || SUFFIXES.contains(&tail) {
            return false;
        }
        let ends_linking = head.rsplit_once('-').is_some_and(|(_, last)| LINKING.contains(&last));
        let begins_linking = tail.split_once('-').is_some_and(|(first, _)| LINKING.contains(&first));
        if ends_linking || begins_linking || !self.breaks {
            return true;
        }
        let first = head.rsplit('-').next().unwrap_or(head);
        // Examples: `кое-кто`, `кто-нибудь`, `из-за`, `self-help`. These are never the halves of one word.
        let is_prefix = matches!(first, "кое" | "self" | "non" | "ex" | "well" | "вице" | "экс");
        let is_particle = tail == "либо"
            || matches!(tail, "нибудь" | "то" | "таки" | "за" | "под") && self.words.contains(first);
        let is_word = |part: &str| part.chars().count() >= 4 && self.words.contains(part);
        is_prefix || is_particle || is_word(first) && is_word(tail)
    }
}

/// A long word without its last letter, and without its last two letters.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let is_long = word.chars().count() >= INFLECTED;
    word.char_indices().rev().take(2).filter(move |_| is_long).map(|(at, _)| &word[..at])
}

/// `word` in lower case, without surrounding punctuation.
pub(super) fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Joins the broken words of `text`. Returns the new text with its blocks adjusted.
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

/// The ranges to delete from `text` to join its broken words, in order. A word is never joined across blocks.
fn cuts(text: &str, blocks: &[Block]) -> Vec<Range<usize>> {
    let mut blocks = blocks.iter().peekable();
    let mut is_in_block = |found: &Break| {
        while blocks.next_if(|block| block.span.end <= found.next).is_some() {}
        blocks.peek().is_some_and(|block| block.span.start <= found.hyphen)
    };
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let breaks: Vec<Break> =
        ends.filter_map(|at| Break::at(text, at)).filter(|found| is_in_block(found)).collect();
    if breaks.is_empty() {
        return Vec::new();
    }
    let hyphens: FxHashSet<usize> = breaks.iter().map(|b| b.hyphen).collect();
    let broken: Vec<(String, String)> =
        breaks.iter().map(|b| (b.head.to_lowercase(), b.tail.to_lowercase())).collect();
    let setting = if text.contains(SOFT) { Setting::SoftHyphens } else { Setting::Typed };
    let known = Known::new(words(text, &hyphens, &Beginnings::of(&broken)), &broken, setting);
    let cut = |found: &Break| {
        let end = found.hyphen + found.hyphen_length;
        match known.hyphen(found.before(text), found.after(text)) {
            Hyphen::Dropped => Some(found.hyphen..found.next),
            Hyphen::Kept => Some(end..found.next),
            Hyphen::None | Hyphen::Hanging => None,
        }
    };
    breaks.iter().filter_map(cut).collect()
}

/// A hyphen at the end of a line between two parts of a word.
struct Break<'t> {
    head: &'t str,
    tail: &'t str,
    /// The position and length of the hyphen.
    hyphen: usize,
    hyphen_length: usize,
    /// Where the text continues after the break.
    next: usize,
}

impl<'t> Break<'t> {
    /// The break before the line feed at `at`, if there is one.
    fn at(text: &'t str, at: usize) -> Option<Break<'t>> {
        let line = text[..at].trim_end_matches([' ', '\t', '\r']);
        let hyphen = line.chars().next_back().filter(|c| HYPHENS.contains(c))?;
        let before = &line[..line.len() - hyphen.len_utf8()];
        let start = before.rfind(|c: char| !is_letter(c));
        let head = &before[start.map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8))..];
        let after = text[at + 1..].trim_start_matches([' ', '\t']);
        let tail = &after[..after.find(|c: char| !is_letter(c)).unwrap_or(after.len())];
        // A name of two words.
        let is_name = head.starts_with(char::is_uppercase)
            && head.chars().any(char::is_lowercase)
            && tail.starts_with(char::is_uppercase);
        ((tail.starts_with(char::is_lowercase) || is_name) && !head.is_empty()).then(|| Break {
            head,
            tail,
            hyphen: before.len(),
            hyphen_length: hyphen.len_utf8(),
            next: text.len() - after.len(),
        })
    }

    /// The whole word before the break, with its hyphens.
    fn before<'a>(&self, text: &'a str) -> &'a str {
        let start = self.hyphen - self.head.len();
        let earlier = text[..start].len() - text[..start].trim_end_matches(is_part).len();
        &text[start - earlier..self.hyphen + self.hyphen_length]
    }

    /// The whole word after the break, with its hyphens.
    fn after<'a>(&self, text: &'a str) -> &'a str {
        let rest = &text[self.next..];
        &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
    }
}

/// Whether the character can be part of a compound word.
fn is_part(c: char) -> bool {
    is_letter(c) || c == '-'
}

/// Beginnings of words: a filter that costs less than a look-up of the word.
struct Beginnings([bool; 256]);

impl Beginnings {
    /// Collects the beginnings of the halves of `broken` words.
    fn of(broken: &[(String, String)]) -> Beginnings {
        let mut beginnings = Beginnings([false; 256]);
        for half in broken.iter().flat_map(|(head, tail)| [head, tail]) {
            let mut chars = half.chars();
            let first = chars.next();
            // In the joined word any letter may follow a first half of one letter.
            match chars.next() {
                Some(second) => beginnings.0[Beginnings::key(first, second)] = true,
                None => beginnings.0 = [true; 256],
            }
        }
        beginnings
    }

    /// Whether `word` begins like one of them.
    fn has(&self, word: &str) -> bool {
        let mut chars = word.chars();
        let first = chars.next();
        chars.next().is_none_or(|second| self.0[Beginnings::key(first, second)])
    }

    fn key(first: Option<char>, second: char) -> usize {
        let small = |c: char| {
            if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
        };
        (first.map_or(0, |first| small(first) as usize * 31) + small(second) as usize) % 256
    }
}

/// The words of `text` that begin like one of `beginnings`, in lower case, compounds undivided, without the words
/// broken at the hyphens `ends`.
fn words(text: &str, ends: &FxHashSet<usize>, beginnings: &Beginnings) -> FxHashSet<String> {
    let mut words = FxHashSet::default();
    let mut at = 0;
    for word in text.split(|c: char| !is_part(c)) {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if word.is_empty() || !beginnings.has(word) {
            continue;
        }
        if !(word.ends_with('-') && ends.contains(&(start + word.len() - 1))) {
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
        assert_eq!(
            joined("a son-in-\nlaw, up-\nto-date, from Saint-\nMalo, the state-\nment, end-\nand mid-term"),
            "a son-in-law, up-to-date, from Saint-Malo, the statement, end-\nand mid-term"
        );
        // A broken suffix shows that the text breaks words.
        assert_eq!(
            joined("the state-\nment be-\nfore a well-\nknown man"),
            "the statement before a well-known man"
        );
    }

    #[test]
    fn a_soft_hyphen_at_the_end_of_a_block_joins_nothing() {
        let text = "Mr\u{ad}\nhttp://a.example".to_string();
        let block = |start, end| Block {
            span: Span::new(start, end),
            kind: crate::BlockKind::Paragraph,
            after_break: true,
        };
        let blocks = vec![block(0, 4), block(5, text.len())];
        assert_eq!(super::joined(text.clone(), blocks).0, text);
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
