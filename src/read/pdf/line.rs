//! Combines words into rows and lines.

use super::layout::{LARGER, SMALL, SPACE};
use super::page::Word;
use super::row::rows;
use crate::text::scripts;
use std::borrow::Cow;

/// A line of one column or cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The text without a separate list mark and without raised marks.
    pub(super) text: String,
    /// Raised digits and asterisks, which are note marks or powers, and their positions in the text.
    pub(super) marks: Vec<(usize, String)>,
    /// Whether it has such marks, or a capital of another size, which increase the distance between lines.
    pub(super) is_pushed: bool,
    pub(super) start: f64,
    pub(super) end: f64,
    /// Height of the baseline.
    pub(super) y: f64,
    pub(super) size: f64,
    /// The list mark removed from its start.
    pub(super) marker: Option<String>,
    /// The position of the text after the first word, if that word may be a list mark.
    pub(super) hang: Option<f64>,
    /// The left end of its first word, including the list mark.
    pub(super) mark_start: f64,
    /// The drop cap with which the first word begins, next to this line and the following ones.
    pub(super) drop_cap: Option<String>,
    /// The distances from the start to the ends of its first words.
    pub(super) words: Vec<f64>,
    /// The narrowest gap between its words.
    pub(super) space: Option<f64>,
    /// Left and right end of the column.
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Line {
    /// The width of its first `count` words.
    pub(super) fn width(&self, count: usize) -> f64 {
        self.words.get(count.max(1) - 1).or(self.words.last()).copied().unwrap_or(0.0)
    }

    /// Each mark, and whether it is in the position of a power: after a number or a single letter (`2³²`, `x²`). A mark
    /// after a year is a note mark.
    pub(super) fn powers(&self) -> impl Iterator<Item = (&str, bool)> {
        self.marks
            .iter()
            .map(|(at, mark)| (mark.as_str(), is_power(&self.text[..(*at).min(self.text.len())])))
    }

    /// Inserts those marks into the text for which `is_text` returns true, given the mark and whether it is in the
    /// position of a power. Discards the others.
    pub(super) fn keep_marks(&mut self, is_text: impl Fn(&str, bool) -> bool) {
        for (at, mark) in std::mem::take(&mut self.marks).into_iter().rev() {
            let before = &self.text[..at.min(self.text.len())];
            let is_power_of_ten = before.split(|c: char| !c.is_alphanumeric()).next_back() == Some("10");
            if !is_power_of_ten && !is_text(&mark, is_power(before)) {
                // The space before a mark is removed with it.
                let rest = &self.text[before.len()..];
                if before.ends_with(' ') && !rest.starts_with(|c: char| c.is_alphanumeric()) {
                    self.text.remove(before.len() - 1);
                }
                continue;
            }
            // A mark after the last space was in the part that was trimmed.
            let at = at.min(self.text.len());
            let rest = self.text.split_off(at);
            self.text.push_str(&mark);
            scripts::raise(&mut self.text, at);
            self.text.push_str(&rest);
        }
    }
}

/// Whether a raised number after `before` is a power: after a number of at most three digits, or after a Latin or Greek
/// letter that is a separate word.
fn is_power(before: &str) -> bool {
    let base = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_number = (1..=3).contains(&base.len()) && base.bytes().all(|b| b.is_ascii_digit());
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('α'..='ω').contains(&c);
    is_number || base.chars().count() == 1 && base.chars().all(is_letter)
}

/// The number of words measured at the start of a line.
const FIRST_WORDS: usize = 4;
/// The lines of the words of one column, from the top.
pub(super) fn lines(words: Vec<&Word>) -> Vec<Line> {
    rows(words).into_iter().map(line).collect()
}

/// The line of the words of one row.
pub(super) fn line(mut words: Vec<&Word>) -> Line {
    words.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.order.cmp(&b.order)));
    // Some programs print a word twice, slightly shifted, for bold print.
    words.dedup_by(|next, word| next.text == word.text && next.start - word.start < 0.2 * word.size);
    let main = main_word(&words);
    let words = with_fractions(words, main);
    let words: Vec<&Word> = words.iter().map(|word| &**word).collect();
    let mut line = Line {
        y: main.y,
        size: main.size,
        start: words[0].start,
        mark_start: words[0].start,
        ..Line::default()
    };
    let marker = marker(&words);
    let mut last: Option<&Word> = None;
    for (index, &word) in words.iter().enumerate() {
        line.end = line.end.max(word.end);
        if marker == Some(index) {
            line.marker = Some(word.text.clone());
            line.start = words[index + 1].start;
            continue;
        }
        let is_apart = last.is_some_and(|last| is_apart(last, word));
        if is_apart && !line.text.is_empty() {
            line.text.push(' ');
            let gap = last.map_or(f64::INFINITY, |last| word.start - last.end);
            line.space = Some(line.space.map_or(gap, |space| space.min(gap)));
            line.words
                .extend(last.filter(|_| line.words.len() < FIRST_WORDS).map(|last| last.end - line.start));
        }
        match is_mark(word, main) {
            true => line.marks.push((line.text.len(), word.text.clone())),
            false => line.text.push_str(&word.text),
        }
        last = Some(word);
    }
    if line.words.len() < FIRST_WORDS {
        line.words.push(line.end - line.start);
    }
    line.is_pushed = !line.marks.is_empty() || words.iter().any(|word| word.size > LARGER * main.size);
    line.hang = words
        .get(1)
        .filter(|_| is_bullet(&words[0].text) || may_number(&words[0].text))
        .map(|second| second.start);
    line.text.truncate(line.text.trim_end().len());
    line
}

/// A word in the font size of most of the row.
fn main_word<'w>(words: &[&'w Word]) -> &'w Word {
    let weight = |word: &Word| -> usize {
        let same = words.iter().filter(|w| (w.size - word.size).abs() < 0.05 * word.size);
        same.map(|w| w.text.len()).sum()
    };
    // A row has few font sizes, so its first words are enough. Comparing all words of a long row would be quadratic.
    let looked_at = &words[..words.len().min(32)];
    if words.iter().all(|word| word.size == words[0].size) {
        return looked_at[looked_at.len() - 1];
    }
    looked_at.iter().max_by_key(|word| weight(word)).copied().unwrap_or(words[0])
}

/// Whether there is a space between two words of a row.
fn is_apart(last: &Word, word: &Word) -> bool {
    let gap = word.start - last.end;
    let follows = word.order == last.order + 1;
    gap > SPACE * last.size.min(word.size) || follows && word.spaced && gap > -0.2 * word.size
}

/// The small numbers of `words` in line order. If one number is above another, they are written as `1/2`.
fn with_fractions<'w>(words: Vec<&'w Word>, main: &Word) -> Vec<Cow<'w, Word>> {
    let mut found: Vec<Cow<'w, Word>> = Vec::with_capacity(words.len());
    let is_small =
        |word: &Word| word.size < SMALL * main.size && word.text.chars().all(|c| c.is_ascii_digit());
    for word in words {
        let above = found.last().filter(|last| {
            let shared = last.end.min(word.end) - last.start.max(word.start);
            is_small(last)
                && is_small(word)
                && shared > 0.4 * (word.end - word.start).min(last.end - last.start)
                && (last.y - word.y).abs() > 0.5 * main.size
        });
        let Some(last) = above else {
            found.push(Cow::Borrowed(word));
            continue;
        };
        let (top, bottom) = if last.y > word.y { (&**last, word) } else { (word, &**last) };
        let text = scripts::fraction(&top.text, &bottom.text);
        let (start, end) = (top.start.min(bottom.start), top.end.max(bottom.end));
        let whole = Word { text, start, end, y: main.y, ..top.clone() };
        found.pop();
        found.push(Cow::Owned(whole));
    }
    found
}

/// Whether `word` is raised small print such as the mark of a note.
fn is_mark(word: &Word, main: &Word) -> bool {
    let rise = (word.y - main.y) / main.size;
    let is_raised = rise > 0.3 || rise > 0.1 && word.size < SMALL * main.size;
    let number = word.text.strip_prefix(['-', '−', '–']).unwrap_or(&word.text);
    is_raised
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡'))
}

/// The position of a list mark if it is set apart from the text, as word processors set automatic marks. A typed mark,
/// followed by a normal space, stays in the text.
fn marker(words: &[&Word]) -> Option<usize> {
    let (first, second) = (words.first()?, words.get(1)?);
    let gap = second.start - first.end;
    // In a justified line all spaces are wide.
    let others = words.windows(2).skip(1).map(|pair| pair[1].start - pair[0].end);
    let is_wide = gap > (0.4 * first.size).max(1.5 * others.fold(0.0, f64::max));
    // LibreOffice places the text of an item without a space after the number, between words that have one.
    let is_placed = !second.spaced && words.len() > 2 && words[2..].iter().all(|word| word.spaced);
    let is_set_apart = is_wide || is_placed || second.order != first.order + 1 || first.label;
    let is_mark = is_bullet(&first.text) || may_number(&first.text);
    (is_mark && is_set_apart && gap < 5.0 * first.size).then_some(0)
}

pub(super) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let bullet = chars.next().is_some_and(|c| {
        matches!(
            c,
            '•' | '‣'
                | '⁃'
                | '◦'
                | '▪'
                | '▫'
                | '●'
                | '○'
                | '■'
                | '□'
                | '·'
                | '–'
                | '—'
                | '-'
                | '*'
                | '➢'
                | '►'
                | '✓'
                | '✔'
                | '❖'
                | '\u{fffd}'
        )
    });
    bullet && chars.next().is_none()
}

/// `1.`, `12)`, `(a)`, `iv.`, `3.2.1`, `б)`
pub(super) fn may_number(text: &str) -> bool {
    let number = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_marked = text.len() > number.len() || number.contains('.');
    let digits = number
        .split('.')
        .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let roman = (1..=5).contains(&number.len())
        && number.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'));
    let letter = number.chars().count() == 1 && number.chars().all(char::is_alphabetic);
    is_marked && (digits || roman || letter && text.ends_with([')', '.']))
}
