//! Builds paragraphs from lines.

use super::hyphens::Joiner;
use super::layout::{INDENT, LARGEST_STEP, MARKED_STEP, NEXT_COLUMN, SAME_SIZE};
use super::line::{Line, is_bullet};
use super::notes::{Notes, body_size};
use super::piece::{LaidOut, Piece};
use crate::document::{BlockKind, Furniture};
use crate::read::builder::Builder;
use rustc_hash::{FxHashMap, FxHashSet};

/// The document of `pages` and `notes`.
pub(super) fn build(mut pages: Vec<LaidOut>, mut notes: Notes) -> Builder {
    keep_powers(&mut pages, &mut notes);
    let joiner = Joiner::of(pages.iter().flat_map(LaidOut::all_lines));
    let body = body_size(pages.iter().flat_map(LaidOut::lines));
    let leading = leading(&pages);
    let mut open = Paragraphs {
        builder: Builder::default(),
        joiner,
        body,
        leading,
        indent: None,
        text: String::new(),
        last: None,
        step: None,
        first: None,
    };
    for page in &pages {
        open.indent = indent(page);
        for piece in &page.pieces {
            match piece {
                Piece::Line(line) => open.line(line, None),
                Piece::Contents(line) => {
                    open.end();
                    open.builder.paragraph(BlockKind::Furniture(Furniture::Contents), &line.text);
                }
                Piece::Cell(lines) => {
                    open.end();
                    lines.iter().for_each(|line| open.line(line, Some(BlockKind::Cell)));
                    open.end_as(BlockKind::Cell);
                }
            }
        }
    }
    open.end();
    for note in &notes.notes {
        open.builder.begin_note();
        note.iter().for_each(|line| open.joiner.join(&mut open.text, &line.text));
        let text = std::mem::take(&mut open.text);
        open.builder.paragraph(BlockKind::Note, &text);
        open.builder.end_note();
    }
    open.builder
}

/// Removes note marks from the lines and keeps powers. A raised number in the position of a power is a note mark only
/// if its page has that note, and only once.
fn keep_powers(pages: &mut [LaidOut], notes: &mut Notes) {
    let all: FxHashSet<&str> = notes.labels.iter().flatten().map(String::as_str).collect();
    for (page, labels) in pages.iter_mut().zip(&notes.labels) {
        let marks = page.all_lines().flat_map(Line::powers);
        let marked: FxHashSet<String> =
            marks.filter(|(_, is_power)| !is_power).map(|(mark, _)| mark.to_string()).collect();
        for line in page.all_lines_mut() {
            line.keep_marks(|mark, is_power| {
                let is_note =
                    all.contains(mark) && (!is_power || labels.contains(mark) && !marked.contains(mark));
                !is_note
            });
        }
    }
    for line in notes.notes.iter_mut().flatten() {
        line.keep_marks(|mark, is_power| is_power || !all.contains(mark));
    }
}

fn half_points(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// The usual distance between the lines of a paragraph, for each font size in half points.
fn leading(pages: &[LaidOut]) -> FxHashMap<i64, f64> {
    let mut steps: FxHashMap<i64, FxHashMap<i64, usize>> = FxHashMap::default();
    for page in pages {
        let lines: Vec<&Line> = page.lines().collect();
        for pair in lines.windows(2) {
            let step = pair[0].y - pair[1].y;
            if half_points(pair[0].size) == half_points(pair[1].size)
                && step > 0.0
                && step < 3.0 * pair[0].size
            {
                let counts = steps.entry(half_points(pair[0].size)).or_default();
                *counts.entry((step * 4.0).round() as i64).or_default() += 1;
            }
        }
    }
    let commonest = |counts: FxHashMap<i64, usize>| {
        let most = counts.into_iter().max_by_key(|&(step, count)| (count, -step));
        most.filter(|&(_, count)| count >= 3).map(|(step, _)| step as f64 / 4.0)
    };
    steps.into_iter().filter_map(|(size, counts)| Some((size, commonest(counts)?))).collect()
}

/// The usual indent of the first lines of paragraphs on a page: the commonest indent above a line without one. Each
/// page is judged by itself, because lists on other pages may have the same indent.
fn indent(page: &LaidOut) -> Option<f64> {
    let mut counts: FxHashMap<i64, usize> = FxHashMap::default();
    let lines: Vec<&Line> = page.lines().collect();
    for pair in lines.windows(2) {
        let indent = pair[0].start - pair[0].left;
        let is_below = pair[1].y < pair[0].y && pair[0].left == pair[1].left;
        let is_item = pair[0].marker.is_some() || pair[0].hang.is_some();
        let is_indent = indent > INDENT * pair[0].size && indent < 5.0 * pair[0].size;
        if is_below && !is_item && is_indent && pair[1].start - pair[1].left < 1.0 {
            *counts.entry(indent.round() as i64).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|&(indent, count)| (count, -indent));
    most.map(|(indent, _)| indent as f64)
}

struct Paragraphs {
    builder: Builder,
    joiner: Joiner,
    body: f64,
    leading: FxHashMap<i64, f64>,
    /// The indent of first lines, if they have one.
    indent: Option<f64>,
    text: String,
    /// The first and the last line of the open paragraph.
    first: Option<Line>,
    last: Option<Line>,
    /// The distance between its last two lines.
    step: Option<f64>,
}

impl Paragraphs {
    fn line(&mut self, line: &Line, cell: Option<BlockKind>) {
        if !self.last.as_ref().is_some_and(|last| self.continues(last, line)) {
            match cell {
                Some(kind) => self.end_as(kind),
                None => self.end(),
            }
        }
        match &line.drop_cap {
            None if self.last.as_ref().is_some_and(is_filled) => {
                self.joiner.join_filled(&mut self.text, &line.text)
            }
            Some(cap) => self.joiner.join(&mut self.text, &self.joiner.with_drop_cap(cap, &line.text)),
            None => self.joiner.join(&mut self.text, &line.text),
        }
        self.step = self
            .last
            .as_ref()
            .map(|last| last.y - line.y)
            .filter(|step| *step > 0.0 && *step < 2.0 * line.size);
        self.first.get_or_insert_with(|| line.clone());
        self.last = Some(line.clone());
    }

    /// Whether `line` continues the paragraph of `last`. A break at the end of a sentence does little harm; one inside
    /// a sentence does much. Without final punctuation, a break therefore needs more evidence.
    fn continues(&self, last: &Line, line: &Line) -> bool {
        let same_size = (last.size - line.size).abs() < SAME_SIZE * last.size;
        if !same_size || line.marker.is_some() || begins_with_bullet(&line.text) {
            return false;
        }
        let step = last.y - line.y;
        let is_small = line.text.starts_with(char::is_lowercase);
        let is_closed = ends_sentence(&last.text) || last.text.ends_with([':', ';']);
        if step <= 0.0 || step > NEXT_COLUMN * last.size {
            // The next page or column: a sentence without final punctuation continues.
            if self.stands_alone(last) && line.text.starts_with(char::is_uppercase) {
                return false;
            }
            return is_full(last, line) && (!is_closed || is_small) || is_small && !is_closed;
        }
        let usual = self.leading.get(&half_points(last.size)).copied().unwrap_or(1.4 * last.size);
        let usual = self.step.map_or(usual, |step| step.max(usual));
        // Below a drop cap a line may also be lower.
        let is_pushed = last.is_pushed || line.is_pushed || last.drop_cap.is_some();
        let most = if is_pushed { MARKED_STEP } else { LARGEST_STEP };
        let runs_over = is_small && !is_closed && is_full(last, line);
        if step > most * usual || !runs_over && self.begins_anew(last, line) {
            return false;
        }
        if self.hangs(line) {
            return true;
        }
        let runs_on = is_small && !is_closed && (line.hang.is_none() || is_full(last, line));
        is_full(last, line) || runs_on
    }

    /// Whether `last` is a paragraph of its own at the end of a page or column. Word, LibreOffice, browsers and TeX keep
    /// at least two lines of a paragraph there.
    fn stands_alone(&self, last: &Line) -> bool {
        let is_first = self.first.as_ref().is_some_and(|first| first.y == last.y);
        let last_word = last.text.rsplit(' ').next().unwrap_or("");
        // A comma, a hyphen, or a word such as "of" or "для".
        let is_short = last_word.chars().count() <= 3 && last_word.chars().all(char::is_lowercase);
        let goes_on = is_short || last_word.ends_with([',', '-']);
        is_first && !goes_on
    }

    /// Whether `line` begins below the text of a list item, right of its mark.
    fn hangs(&self, line: &Line) -> bool {
        let Some(first) = &self.first else { return false };
        let text_start = first.hang.or(first.marker.as_ref().map(|_| first.start));
        text_start.is_some_and(|start| {
            start > first.mark_start + 0.3 * line.size && (line.start - start).abs() < 0.2 * line.size
        })
    }

    /// Whether the indent of `line` shows that it begins a paragraph.
    fn begins_anew(&self, last: &Line, line: &Line) -> bool {
        if is_centred(last) && is_centred(line) {
            return false;
        }
        let Some(first) = &self.first else { return false };
        let indent = INDENT * line.size;
        if let Some(text_start) = first.hang.or(first.marker.as_ref().map(|_| first.start)) {
            // A list item: its lines begin below its text or below its mark.
            let mark_start = first.mark_start.min(first.start);
            return line.start < mark_start - indent
                || line.start > text_start.max(last.start) + 2.0 * indent;
        }
        let is_second = first.y == last.y;
        // Two first lines, of which the upper one is a paragraph of its own.
        let is_first =
            |line: &Line| self.indent.is_some_and(|usual| (line.start - line.left - usual).abs() < 2.0);
        if is_second && is_first(last) && is_first(line) && ends_sentence(&last.text) {
            return !line.text.starts_with(char::is_lowercase);
        }
        // After two lines the left edge of the paragraph is known. A line that begins left of it begins a new
        // paragraph.
        line.start > last.start + indent || !is_second && line.start < last.start - indent
    }

    fn end(&mut self) {
        let Some(first) = &self.first else { return };
        let is_large = first.size > 1.15 * self.body;
        let kind = match (&first.marker, is_large && self.text.chars().count() <= LONGEST_HEADING) {
            (Some(_), _) => BlockKind::ListItem,
            (_, true) => BlockKind::Heading,
            _ => BlockKind::Paragraph,
        };
        self.end_as(kind);
    }

    fn end_as(&mut self, kind: BlockKind) {
        let text = std::mem::take(&mut self.text);
        (self.first, self.last, self.step) = (None, None, None);
        if !text.is_empty() {
            self.builder.paragraph(kind, &text);
        }
    }
}

/// Large print longer than this is not a heading.
const LONGEST_HEADING: usize = 300;

fn begins_with_bullet(text: &str) -> bool {
    text.split_once(' ')
        .is_some_and(|(first, _)| is_bullet(first) && !first.starts_with(['-', '–', '—', '*']))
}

/// `1. The pipes`: the number may be the mark of an item.
fn begins_with_number(text: &str) -> bool {
    let first = text.split_once(' ').and_then(|(first, _)| first.strip_suffix(['.', ')']));
    first.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `last` has no room for the first word of `line`.
fn is_full(last: &Line, line: &Line) -> bool {
    let is_new = begins_with_number(&line.text) || ends_sentence(&last.text) && !opens_aside(&line.text);
    let first_words = if is_new { 1 } else { MOST_BOUND };
    let space = last.space.map_or(0.25 * line.size, |space| space.clamp(0.2 * line.size, 0.4 * line.size));
    let word_width = line.width(bound_words(&line.text, first_words)) + space;
    // Lines of a quotation may look centred, but begin at one place.
    let is_ragged = (last.start - line.start).abs() > 1.0;
    let taken = if is_ragged && is_centred(last) { last.left + (last.end - last.start) } else { last.end };
    taken + word_width > last.right - 0.01 * last.size
}

/// Whether `line` is one word as long as its column, which may go on in the next line.
fn is_filled(line: &Line) -> bool {
    !line.text.contains(' ') && line.right - line.end < 0.7 * line.size && line.start - line.left < line.size
}

/// Whether `line` is centred in its column.
fn is_centred(line: &Line) -> bool {
    let (left, right) = (line.start - line.left, line.right - line.end);
    left > line.size && right > line.size && (left - right).abs() < line.size
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '»', '”', '"'])
}

/// `(13 611 cases)`, but not `(a)`, which begins a list item.
fn opens_aside(line: &str) -> bool {
    line.strip_prefix('(').is_some_and(|rest| !rest.chars().take(4).any(|c| c == ')'))
}

/// The most words that stay together on a line: `А. Б. Петров`, `12 340,5 л`.
const MOST_BOUND: usize = 4;

/// The number of words, at most `most`, that no-break spaces would join at the start of `line`. PDF draws no-break
/// spaces like other spaces, so the words decide.
fn bound_words(line: &str, most: usize) -> usize {
    let words: Vec<&str> = line.split_whitespace().take(most).collect();
    1 + words.windows(2).take_while(|pair| is_bound(pair[0], pair[1])).count()
}

/// Whether typesetters keep `word` and `next` on one line: a number and its unit, an initial, an abbreviation or a
/// one-letter word and what follows, the words of an acronym (`УНП ООН`).
fn is_bound(word: &str, next: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let is_number = letters == 0 && bare.ends_with(|c: char| c.is_ascii_digit());
    let is_acronym = |w: &str| {
        let upper = w.chars().filter(|c| c.is_uppercase()).count();
        upper >= 2 && upper == w.chars().filter(|c| c.is_alphabetic()).count()
    };
    is_number
        || letters == 0 && matches!(word, "№" | "§")
        || letters == 1
        || letters <= 4
            && word.ends_with('.')
            && (!next.starts_with(char::is_lowercase) || next.chars().count() <= 2)
        || is_acronym(word) && is_acronym(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bound_words_are_kept_together() {
        let bound = |line| bound_words(line, MOST_BOUND);
        assert_eq!(bound("22 года."), 2);
        assert_eq!(bound("Н. И. Соколова привела"), 3);
        assert_eq!(bound("УНП ООН по контролю"), 2);
        assert_eq!(bound("привела майские"), 1);
        assert!(opens_aside("(13 611 случаев).") && !opens_aside("(a) item"));
    }
}
