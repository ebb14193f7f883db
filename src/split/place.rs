//! The context of a candidate for the rules: the words on both sides, and predicates about them.
//!
//! Every predicate inspects a bounded part of the text, so the cost of a candidate does not depend on the line length.

use super::scan::{Candidate, Trigger, char_at};
use super::tables::{self, Class, Kind};
use crate::document::Lang;
use crate::text::chars::{
    is_bullet, is_combining, is_dash, is_letter_or_digit, is_no_break_space, is_opening_bracket,
    is_quotation_mark,
};

/// The number of characters of a word to inspect.
const WORD: usize = 40;

/// A candidate with its context.
pub(super) struct Place<'a> {
    /// The text of the block.
    pub text: &'a str,
    pub lang: Lang,
    /// The start of the current sentence.
    pub sentence: usize,
    pub candidate: Candidate,
    /// The word before the marks, with full stops inside it ("т.е", "U.S").
    pub word: &'a str,
    /// The start of the next word, after quotes, brackets and dashes.
    pub next_at: usize,
    /// The next word.
    pub next: &'a str,
    /// The behaviour of the word as an abbreviation.
    pub abbreviation: Option<Kind>,
    /// Whether the abbreviation includes the abbreviated words before it: "кв. м".
    pub composite: bool,
}

impl<'a> Place<'a> {
    pub fn new(text: &'a str, lang: Lang, sentence: usize, candidate: Candidate) -> Place<'a> {
        let next_at = after_openers(text, candidate.right);
        let next = word_at(text, next_at);
        let word =
            word_before(&text[sentence.min(candidate.mark)..], candidate.mark - sentence.min(candidate.mark));
        let mut place = Place {
            text,
            lang,
            sentence,
            candidate,
            word,
            next_at,
            next,
            abbreviation: None,
            composite: false,
        };
        (place.abbreviation, place.composite) = place.find_abbreviation();
        place
    }

    pub fn trigger(&self) -> Trigger {
        self.candidate.trigger
    }

    /// The marks: `.`, `?!`, `...`
    pub fn marks(&self) -> &'a str {
        &self.text[self.candidate.mark..self.candidate.closers]
    }

    /// The closing characters after the marks.
    pub fn closers(&self) -> &'a str {
        &self.text[self.candidate.closers..self.candidate.left]
    }

    /// The white space between the sides.
    pub fn gap(&self) -> &'a str {
        &self.text[self.candidate.left..self.candidate.right]
    }

    /// The characters before the next word: quotes, brackets, dashes.
    pub fn openers(&self) -> &'a str {
        &self.text[self.candidate.right..self.next_at]
    }

    /// The text after the candidate.
    pub fn right(&self) -> &'a str {
        &self.text[self.candidate.right..]
    }

    /// The first character after the white space.
    pub fn right_char(&self) -> char {
        char_at(self.text, self.candidate.right).unwrap_or(' ')
    }

    /// The first character at [`Place::next_at`].
    pub fn next_char(&self) -> char {
        char_at(self.text, self.next_at).unwrap_or(' ')
    }

    /// The current sentence up to the marks, if it has at most `most` bytes.
    pub fn short_sentence(&self, most: usize) -> Option<&'a str> {
        Some(self.current_sentence()).filter(|text| text.len() <= most)
    }

    /// The current sentence up to the marks. It can be long, so inspect its ends only.
    pub fn current_sentence(&self) -> &'a str {
        &self.text[self.sentence.min(self.candidate.mark)..self.candidate.mark]
    }

    /// Whether the current sentence consists of the word, apart from brackets and quotes.
    pub fn starts_sentence(&self) -> bool {
        let before = self.current_sentence().len() - self.word.len();
        before <= 8 && self.current_sentence()[..before].chars().all(|c| !c.is_alphanumeric())
    }

    /// Whether the mark is a single full stop without closing characters.
    pub fn is_full_stop(&self) -> bool {
        self.marks() == "." && self.closers().is_empty()
    }

    /// Whether the marks are an ellipsis: `...`, `…`
    pub fn is_ellipsis(&self) -> bool {
        let marks = self.marks();
        marks.starts_with("..") || marks.contains('…')
    }

    /// Whether the next word starts with a capital letter.
    pub fn capital_follows(&self) -> bool {
        self.next_char().is_uppercase()
    }

    /// Whether the next word starts sentences more often than it is part of a name.
    pub fn starter_follows(&self) -> bool {
        !self.initial_follows() && tables::is(self.next, Class::Starter)
    }

    /// The word after the next one.
    pub fn after_next(&self) -> &'a str {
        let rest = &self.text[self.next_at + self.next.len()..];
        let start = rest.char_indices().take(4).find(|&(_, c)| !c.is_whitespace()).map_or(0, |(i, _)| i);
        word_at(rest, start)
    }

    /// The last `most` characters of the current sentence.
    pub fn tail(&self, most: usize) -> &'a str {
        let current_sentence = self.current_sentence();
        &current_sentence[current_sentence.char_indices().rev().take(most).last().map_or(0, |(i, _)| i)..]
    }

    /// Whether the next word is a capital letter with a full stop.
    pub fn initial_follows(&self) -> bool {
        let mut chars = self.text[self.next_at..].chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
    }

    /// Whether a number follows: digits, a symbol before digits, a Roman numeral, or one of these in brackets.
    pub fn number_follows(&self) -> bool {
        let c = self.next_char();
        let roman = is_roman(self.next) && !(self.next == "I" && self.lang == Lang::En);
        c.is_ascii_digit() || is_symbol(c) || roman
    }

    /// Whether the next word is a letter that labels the word before it: "App. B", "sect. I.", "App. A shows"; but "no.
    /// |A man", "the fig. |I took".
    pub fn lettered(&self) -> bool {
        let next = self.next;
        let no = matches!(self.word, "no" | "nos");
        if next.chars().count() != 1 || !self.capital_follows() || no {
            return false;
        }
        let rest = &self.text[self.next_at + next.len()..];
        let named = next != "I" && next.is_ascii() && self.word.starts_with(char::is_uppercase);
        !tables::is(next, Class::Starter)
            || rest.starts_with(|c: char| !c.is_whitespace())
            || rest.is_empty()
            || named
            || matches!(
                self.after_next(),
                "of" | "to" | "and" | "or" | "in" | "above" | "below" | "и" | "к" | "или"
            )
    }

    /// Whether an identifier follows, a word with capitals and digits: "A/75/12", "IT-94-1-A", "B5".
    pub fn identifier_follows(&self) -> bool {
        let mut word = self.text[self.next_at..].chars().take(WORD).take_while(|c| !c.is_whitespace());
        self.capital_follows() && word.any(|c| c.is_ascii_digit())
    }

    /// Whether the word before [`Place::word`] starts with a capital.
    pub fn capital_before(&self) -> bool {
        self.before_word().starts_with(char::is_uppercase)
    }

    /// Whether the gap has a no-break space.
    pub fn no_break_space(&self) -> bool {
        self.gap().starts_with(is_no_break_space) || self.gap().starts_with('\u{2009}')
    }

    /// Looks up the word together with the abbreviated words before it ("до н. э"), then alone. Also returns whether
    /// the words before it were needed.
    fn find_abbreviation(&self) -> (Option<Kind>, bool) {
        if !self.marks().starts_with('.') || self.is_ellipsis() {
            return (None, false);
        }
        let before = if self.word.len() <= 8 { self.before_word() } else { "" };
        // In "A. M. Orr", "A. M." is not a time.
        let initial = self.word.starts_with(char::is_uppercase);
        if before.ends_with('.') && before.len() <= 7 && !initial {
            let whole = format!("{}{before}{}", self.before_before(before), self.word);
            let pair = || tables::abbreviation(&format!("{before}{}", self.word));
            if let Some(kind) = tables::abbreviation(&whole).or_else(pair) {
                return (Some(kind), true);
            }
        }
        (tables::abbreviation(self.word), self.word.contains('.'))
    }

    /// The word before [`Place::word`], with its full stop; empty if another mark is between them.
    pub fn before_word(&self) -> &'a str {
        let start = self.candidate.mark - self.word.len();
        let text = self.text[..start].trim_end();
        let stop = text.len() - text.trim_end_matches('.').len();
        if start - text.len() > 4 || stop > 1 {
            return "";
        }
        let word = word_before(text, text.len() - stop);
        &text[text.len() - stop - word.len()..]
    }

    /// The abbreviated word before `before`, such as the first of "к. п. н."
    fn before_before(&self, before: &'a str) -> &'a str {
        let start = self.candidate.mark - self.word.len();
        let Some(head) = self.text[..start].trim_end().strip_suffix(before).map(str::trim_end) else {
            return "";
        };
        let Some(stem) = head.strip_suffix('.') else { return "" };
        let word = word_before(stem, stem.len());
        if before.len() <= 7 && word.len() <= 4 { &head[stem.len() - word.len()..] } else { "" }
    }

    /// Whether UAX-29 finds a boundary here, given the text around the candidate.
    pub fn unicode_breaks(&self) -> bool {
        use unicode_segmentation::UnicodeSegmentation;
        let start = self.candidate.mark - self.word.len();
        let start = self.text[..start].char_indices().next_back().map_or(start, |(i, _)| i);
        let end = self.text[self.next_at..]
            .char_indices()
            .nth(16)
            .map_or(self.text.len(), |(i, _)| self.next_at + i);
        let target = self.candidate.right - start;
        self.text[start..end]
            .split_sentence_bound_indices()
            .map(|(at, _)| at)
            .take_while(|&at| at <= target)
            .any(|at| at == target)
    }
}

/// Whether `c` belongs to a word between characters that do.
fn in_word(c: char) -> bool {
    is_letter_or_digit(c)
        || is_combining(c)
        || matches!(c, '\'' | '’' | '-' | '.' | '&' | '/' | '_' | '°' | '@')
}

/// The word that ends at `end`.
pub(super) fn word_before(text: &str, end: usize) -> &str {
    let head = &text[..end];
    let mut start = end;
    for (i, c) in head.char_indices().rev().take(WORD) {
        if !in_word(c) {
            break;
        }
        start = i;
    }
    head[start..].trim_start_matches(|c: char| !is_letter_or_digit(c))
}

/// The letters and digits at `at`, including inner hyphens.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let tail = &text[at..];
    let end = tail
        .char_indices()
        .take(WORD)
        .take_while(|&(_, c)| is_letter_or_digit(c) || is_combining(c) || matches!(c, '-' | '’' | '\''))
        .last()
        .map_or(0, |(i, c)| i + c.len_utf8());
    &tail[..end]
}

/// The start of the next word after `at`. Skips quotes, brackets, dashes and bullets.
fn after_openers(text: &str, at: usize) -> usize {
    let opener = |c: char| {
        is_quotation_mark(c)
            || is_opening_bracket(c)
            || is_dash(c)
            || is_bullet(c)
            || c.is_whitespace()
            || matches!(c, '*' | '_' | '…' | '.' | '¿' | '¡')
    };
    text[at..].char_indices().take(12).find(|&(_, c)| !opener(c)).map_or(at, |(i, _)| at + i)
}

/// Whether `c` can precede or replace a number: a currency, `№`, `§`, `½`, a sign.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '$' | '£' | '¥' | '¢' | '\u{20a0}'
            ..='\u{20cf}' | '№' | '#' | '§' | '¶' | '+' | '±' | '~' | '≈' | '≥' | '≤'
    ) || matches!(c, '¼'..='¾' | '⅐'..='⅞')
}

/// Whether `word` consists of digits with `-`, `–`, `,` or `.` between them, or of digits with an ending: "1950-х".
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `word` is one or two Roman numerals. Russian texts also write them in Cyrillic letters.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M' | 'М' | 'Х' | 'І' | '–' | '-'))
}
