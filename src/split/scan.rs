//! Finds candidates: places where a sentence could end.
//!
//! One pass over the bytes of a block. A table skips letters, digits and spaces, so marks dominate the cost.

use super::item::{Item, token_before};
use super::tables;
use crate::document::Lang;
use crate::text::chars::{
    closes_quotation, is_bullet, is_closing_bracket, is_emoji, is_end_mark, is_invisible, is_letter_or_digit,
};

/// The reason why a place is a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A mark that may end a sentence.
    Mark,
    /// An emoji or a smiley.
    Smiley,
    /// The next item of a list within a line.
    Item,
    /// A line break inside the block.
    Line,
    /// The date and time at the end of a message header.
    Stamp,
    /// A dash attached to the word before it.
    BrokenOff,
    /// A row of dashes, stars or similar marks.
    Ruler,
}

/// A candidate. Offsets are bytes in the block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub trigger: Trigger,
    /// Start of the marks.
    pub mark: usize,
    /// End of the marks, start of closing brackets, quotes and footnote marks.
    pub closers: usize,
    /// End of the left side, start of white space.
    pub left: usize,
    /// Start of the right side.
    pub right: usize,
}

/// Bytes that may be part of a candidate: marks, line breaks, `)`, and the first bytes of characters that may be marks,
/// bullets or emoji.
const TRIGGERS: [bool; 256] = {
    let mut table = [false; 256];
    let bytes =
        [b'.', b'!', b'?', b')', b'(', b':', b'_', b'=', b'*', b'-', b'\n', b'\r', 0xe2, 0xe3, 0xef, 0xf0];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

/// The least number of equal marks in a ruler.
const RULER: usize = 5;
/// The longest word of a footnote mark, in characters: "[note 12]".
const NOTE: usize = 10;
/// The distance, in characters, at which to search for the second item of a list.
const LIST: usize = 200;

/// Whether `c` may close a quotation, a bracket, or emphasis in plain text at the end of a sentence.
pub(super) fn is_closer(c: char) -> bool {
    closes_quotation(c) || is_closing_bracket(c) || matches!(c, '*' | '_')
}

/// Whether `c` continues an emoji: a variation selector, a joiner, a skin tone.
fn continues_emoji(c: char) -> bool {
    is_emoji(c) || matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{e0020}'..='\u{e007f}')
}

/// Returns the candidates of a block in order.
pub(super) struct Scanner<'a> {
    text: &'a str,
    lang: Lang,
    at: usize,
    /// The start of the ruler before which a candidate was returned.
    ruler: usize,
    /// The number of open brackets.
    open: usize,
    /// The start of the current sentence.
    sentence: usize,
    /// The last sentence start whose item was parsed, and the item.
    item: Option<(usize, Item)>,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str, lang: Lang) -> Scanner<'a> {
        Scanner { text, lang, at: 0, ruler: 0, open: 0, sentence: 0, item: None }
    }

    /// The next candidate. `sentence` is the start of the current sentence.
    pub fn next(&mut self, sentence: usize) -> Option<Candidate> {
        self.sentence = sentence;
        while let Some(skip) = self.text.as_bytes()[self.at..].iter().position(|&b| TRIGGERS[b as usize]) {
            let at = self.at + skip;
            let c = char_at(self.text, at)?;
            self.at = at + c.len_utf8();
            let found = match c {
                '\n' | '\r' => Some(self.line(at)),
                '(' => self.frown(at),
                ')' => self.item(at, sentence).or_else(|| self.bracket(at)),
                ':' => self.stamp(at).or_else(|| self.address(at)),
                '_' | '=' | '*' | '-' => self.ruler(at, sentence).or_else(|| self.broken_off(at)),
                '—' => self.broken_off(at),
                '.' => self.item(at, sentence).or_else(|| self.mark(at)),
                c if is_end_mark(c) => self.mark(at),
                c if is_bullet(c) => self.bullet(at, sentence),
                c if is_emoji(c) => self.emoji(at),
                _ => None,
            };
            if let Some(candidate) = found.filter(|c| c.right < self.text.len()) {
                return Some(candidate);
            }
        }
        None
    }

    /// A run of marks with its closing characters.
    fn mark(&mut self, at: usize) -> Option<Candidate> {
        let closers = self.skip(at, is_end_mark);
        let mut left = self.tail(closers);
        let mut right = self.gap(left);
        if char_at(self.text, right).is_some_and(is_emoji) {
            left = self.skip(right, continues_emoji);
            right = self.gap(left);
        }
        self.at = right;
        let glued = left == right && self.text[at..left] == *".";
        let next = char_at(self.text, right)?;
        (!glued || !(next.is_lowercase() || next.is_ascii_digit())).then_some(Candidate {
            trigger: Trigger::Mark,
            mark: at,
            closers,
            left,
            right,
        })
    }

    /// The end of the closing quotes, brackets, further marks and footnote marks that start at `at`.
    fn tail(&mut self, at: usize) -> usize {
        let mut end = at;
        while let Some(c) = char_at(self.text, end) {
            let after = end + c.len_utf8();
            let opens = matches!(c, '"' | '\'' | '“' | '‘' | '*' | '_' | '`')
                && char_at(self.text, after).is_some_and(is_letter_or_digit);
            if !(is_end_mark(c) || is_closer(c) || is_invisible(c)) || opens {
                break;
            }
            if c == ')' {
                self.open = self.open.saturating_sub(1);
            }
            end = after;
        }
        self.footnotes(end)
    }

    /// The end of the footnote marks at `at`: `[1]`, `[2–5]`, `¹²`, or a bare number directly after the full stop ("in
    /// a consultation.11 12 Take").
    fn footnotes(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            let open = self.gap(end);
            if !self.text[open..].starts_with('[') {
                break;
            }
            let mut digits =
                self.skip(open + 1, |c| c.is_ascii_digit() || matches!(c, '–' | '-' | ',' | ' '));
            if open == end {
                // "[a]", "[note 1]": a note directly after the mark may contain a word.
                let word = self.text[digits..]
                    .chars()
                    .take(NOTE)
                    .take_while(|c| c.is_lowercase() || c.is_ascii_digit() || *c == ' ');
                digits += word.map(char::len_utf8).sum::<usize>();
            }
            if digits == open + 1 || !self.text[digits..].starts_with(']') {
                break;
            }
            let rest = &self.text[digits + 1..];
            let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
            if open > end && (!spaced || self.is_reference(rest)) {
                break;
            }
            end = digits + 1;
        }
        end = self.skip(end, |c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡'));
        if end == at { self.bare_footnote(at) } else { end }
    }

    /// Whether `[4]` before `rest` is the number of a reference list entry, not a note: entries have consecutive
    /// numbers and start with an author ("B. Jones", "Jones B.").
    fn is_reference(&self, rest: &str) -> bool {
        let numbered =
            |text: &str| text.strip_prefix('[').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        let mut words = rest.split_whitespace().take(2);
        let initial = |word: &str| word.chars().nth(1) == Some('.') && word.starts_with(char::is_uppercase);
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let surname = first.starts_with(char::is_uppercase) && initial(second);
        numbered(&self.text[self.sentence..]) || initial(first) || surname
    }

    /// The end of one to three digits, or several such numbers, between a full stop after a word and a capital.
    fn bare_footnote(&self, at: usize) -> usize {
        let end = self.skip(at, |c| c.is_ascii_digit() || c == ' ').min(at + 12);
        let numbers = &self.text[at..end];
        let fits = numbers.starts_with(|c: char| c.is_ascii_digit())
            && numbers.ends_with(' ')
            && numbers.split(' ').all(|n| n.len() <= 3)
            && char_at(self.text, end).is_some_and(char::is_uppercase)
            && self.text[..at].trim_end_matches(is_closer).ends_with('.');
        let before = self.text[..at].trim_end_matches(|c| c == '.' || is_closer(c));
        let letters = before.len() - before.trim_end_matches(char::is_alphabetic).len();
        let word = &before[before.len() - letters..];
        let glued_to_word = before.len() < at - 1 || (letters > 2 && word.chars().all(char::is_lowercase));
        if fits && glued_to_word && tables::abbreviation(word).is_none() {
            at + numbers.trim_end().len()
        } else {
            at
        }
    }

    /// A closing bracket. If none is open, it is a smiley, as in "Спасибо)) Я".
    fn bracket(&mut self, at: usize) -> Option<Candidate> {
        let eyes = self.eyes(at);
        if self.open > 0 && !eyes {
            self.open -= 1;
            return None;
        }
        let number = token_before(self.text, at).is_some_and(|start| at - start <= 6);
        if !eyes && (self.lang == Lang::En || number) {
            return None;
        }
        let end = self.skip(at, |c| c == ')');
        self.smiley(at, end)
    }

    /// An opening bracket, unless it is a smiley, as in "Gone :( |Back soon."
    fn frown(&mut self, at: usize) -> Option<Candidate> {
        let end = self.skip(at, |c| c == '(');
        if self.eyes(at) && self.text[end..].starts_with(char::is_whitespace) {
            return self.smiley(at, end);
        }
        (self.open, self.at) = (self.open + end - at, end);
        None
    }

    /// Whether `:`, `;` or `:-` precedes `at`.
    fn eyes(&self, at: usize) -> bool {
        let face = &self.text[..at];
        face.strip_suffix('-').unwrap_or(face).ends_with([':', ';', '='])
    }

    fn emoji(&mut self, at: usize) -> Option<Candidate> {
        let end = self.skip(at, continues_emoji);
        self.smiley(at, end)
    }

    fn smiley(&mut self, at: usize, end: usize) -> Option<Candidate> {
        let left = self.skip(end, |c| is_closer(c) || is_end_mark(c));
        let right = self.gap(left);
        self.at = right;
        Some(Candidate { trigger: Trigger::Smiley, mark: at, closers: end, left, right })
    }

    fn line(&mut self, at: usize) -> Candidate {
        let right = self.gap(at);
        self.at = right;
        Candidate { trigger: Trigger::Line, mark: at, closers: at, left: at, right }
    }

    /// The candidate after a time stamp such as "04/26/2001 07:17 AM" whose first colon is at `at`. The message follows.
    fn stamp(&mut self, at: usize) -> Option<Candidate> {
        let bytes = &self.text.as_bytes()[..at];
        let hour = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).take(3).count();
        let head = &bytes[..at - hour];
        let space = head.iter().rev().take_while(|b| **b == b' ').take(3).count();
        let date = head[..head.len() - space]
            .iter()
            .rev()
            .take(11)
            .take_while(|b| b.is_ascii_digit() || **b == b'/')
            .count();
        if !(1..=2).contains(&hour) || !(1..=2).contains(&space) || !(6..=10).contains(&date) {
            return None;
        }
        let mut left = self.skip(at, |c| c.is_ascii_digit() || c == ':');
        let half = self.gap(left);
        if let Some("AM" | "PM") = self.text.get(half..half + 2) {
            left = half + 2;
        }
        let right = self.gap(left);
        Some(Candidate { trigger: Trigger::Stamp, mark: at, closers: left, left, right })
    }

    /// The start of a web address whose `://` is at `at`, if another address ends just before it.
    fn address(&self, at: usize) -> Option<Candidate> {
        let is_web = |text: &str| text.contains("://") || text.starts_with("www.");
        if !self.text[at..].starts_with("://") {
            return None;
        }
        let scheme =
            self.text.as_bytes()[..at].iter().rev().take(6).take_while(|b| b.is_ascii_alphabetic()).count();
        let start = at - scheme;
        let last = self.text[..start].trim_end();
        let word = last.char_indices().rev().take(200).take_while(|(_, c)| !c.is_whitespace()).last()?.0;
        (last.len() < start && is_web(&last[word..])).then(|| self.before(start))
    }

    /// A dash, or two hyphens, directly after a word and before white space.
    fn broken_off(&mut self, at: usize) -> Option<Candidate> {
        let dash = self.skip(at, |c| matches!(c, '-' | '—'));
        self.at = self.at.max(dash);
        let left = self.skip(dash, |c| matches!(c, '"' | '”' | '’' | '\''));
        let right = self.gap(left);
        let long = self.text[at..dash].starts_with('—') || dash - at > 1;
        let glued = self.text[..at].ends_with(is_letter_or_digit) && right > left;
        (long && glued).then_some(Candidate {
            trigger: Trigger::BrokenOff,
            mark: at,
            closers: dash,
            left,
            right,
        })
    }

    /// A row of at least five equal marks, as in "-----": the candidate before it, or the one after it.
    fn ruler(&mut self, at: usize, sentence: usize) -> Option<Candidate> {
        let mark = char_at(self.text, at)?;
        let end = self.skip(at, |c| c == mark);
        if end - at < RULER {
            return None;
        }
        let spaced = self.text[..at].ends_with(char::is_whitespace);
        if spaced && self.ruler != at && !self.text[sentence..at].trim().is_empty() {
            (self.at, self.ruler) = (at, at);
            return Some(Candidate { trigger: Trigger::Ruler, ..self.before(at) });
        }
        self.at = self.gap(end);
        (self.at > end).then_some(Candidate {
            trigger: Trigger::Ruler,
            mark: at,
            closers: end,
            left: end,
            right: self.at,
        })
    }

    /// A bullet in a block that starts with a bullet.
    fn bullet(&mut self, at: usize, sentence: usize) -> Option<Candidate> {
        (at > sentence && self.text[sentence..].starts_with(is_bullet)).then(|| self.before(at))
    }

    /// The candidate whose right side starts at `right`. Does not change the position of the scanner.
    fn before(&self, right: usize) -> Candidate {
        let left = self.text[..right].trim_end().len();
        Candidate { trigger: Trigger::Item, mark: left, closers: left, left, right }
    }

    /// The number of the next list item, whose `.` or `)` is at `at`, if the sentence starts with the item before it:
    /// "1) The first item 2) The second item".
    fn item(&mut self, at: usize, sentence: usize) -> Option<Candidate> {
        let token = token_before(self.text, at)?;
        let found = Item::parse(&self.text[token..])?;
        if token == sentence {
            self.item = Some((sentence, found));
            return None;
        }
        let follows = self.item.is_some_and(|(start, last)| start == sentence && found.follows(&last));
        // "г. Бишкек, ул. Ленина, д. 5" is one sentence although the letters are consecutive. "a) пунктом 3 b) статьи
        // 12" is a reference.
        let before = self.text[..token].trim_end();
        let refers = !found.is_number() && before.ends_with(|c: char| c.is_ascii_digit());
        let enumerates = !before.ends_with(',') && !refers;
        let first = found.is_first() && self.starts_list(token, &found);
        if !enumerates || !(follows || first) {
            return None;
        }
        self.item = Some((token, found));
        self.at = self.skip(at, |c| matches!(c, '.' | ')'));
        Some(self.before(token))
    }

    /// Whether `token` is the first item of a list within the line: after a full stop, with the second item nearby.
    /// "His name is Mark. |a. here it is |b. another"
    fn starts_list(&self, token: usize, first: &Item) -> bool {
        if !self.text[..token].trim_end().ends_with(is_end_mark) {
            return false;
        }
        let near = self.text[token..].char_indices().nth(LIST).map_or(self.text.len(), |(i, _)| token + i);
        let starts = self.text[token..near].match_indices(' ').map(|(i, _)| token + i + 1);
        starts.filter_map(|start| Item::parse(&self.text[start..])).any(|item| item.follows(first))
    }

    /// The end of the characters from `at` that `wanted` holds for.
    fn skip(&self, at: usize, wanted: impl Fn(char) -> bool) -> usize {
        at + self.text[at..].find(|c| !wanted(c)).unwrap_or(self.text.len() - at)
    }

    /// The end of the white space that starts at `at`.
    fn gap(&self, at: usize) -> usize {
        self.skip(at, |c| c.is_whitespace() || is_invisible(c))
    }
}

/// The character at byte `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
