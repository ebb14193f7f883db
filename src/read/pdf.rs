//! PDF with a text layer: glyphs put back into lines, lines into paragraphs. Lines keep the order of the file, which
//! programs write column by column. Words broken at line ends are joined, notes at the foot of pages come after the
//! text, and lines that repeat at the head or foot of pages are marked. What the page does not show, such as where a
//! table has its cells, is guessed from distances. Cost: linear in glyphs, n log n in lines.

use super::archive::unusable;
use super::builder::Builder;
use super::pdf_page::{Glyphs, Line, Page};
use crate::document::{BlockKind, Furniture};
use crate::error::Result;
use rustc_hash::{FxHashMap, FxHashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The text of the PDF file `bytes`, the content of `path`.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    // The crate indexes unchecked in places; a damaged file must not take the program down.
    let pages =
        catch_unwind(AssertUnwindSafe(|| pages(bytes))).unwrap_or_else(|_| Err("it is damaged".into()));
    let pages =
        pages.map_err(|e| unusable(path, format!("cannot be read as PDF ({e}); save it as DOCX or text")))?;
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(unusable(path, "has no text layer (it is a scan); run text recognition on it first"));
    }
    Ok(build(pages))
}

fn pages(bytes: &[u8]) -> Result<Vec<Page>, String> {
    let document = pdf_extract::Document::load_mem(bytes).map_err(|e| e.to_string())?;
    let mut glyphs = Glyphs::default();
    pdf_extract::output_doc(&document, &mut glyphs).map_err(|e| e.to_string())?;
    Ok(glyphs.finish())
}

fn build(pages: Vec<Page>) -> Builder {
    let furniture = repeated(&pages);
    let hyphenated = hyphenated_words(&pages);
    let body = body_size(&pages);
    let mut paragraphs = Paragraphs { hyphenated, body, ..Default::default() };
    for (number, page) in pages.iter().enumerate() {
        let notes = page.notes_from(body);
        for (index, line) in page.lines.iter().enumerate() {
            if let Some(&kind) = furniture.get(&(number, index)) {
                paragraphs.furniture.push((kind, line.text.clone()));
            } else if index >= notes {
                paragraphs.note(line);
            } else {
                paragraphs.line(line, page);
            }
        }
        paragraphs.end_page();
    }
    paragraphs.finish()
}

/// The size most text is set in.
fn body_size(pages: &[Page]) -> f64 {
    let mut weights: FxHashMap<i64, usize> = FxHashMap::default();
    for line in pages.iter().flat_map(|p| &p.lines) {
        *weights.entry((line.size * 2.0).round() as i64).or_default() += line.text.len();
    }
    weights
        .into_iter()
        .max_by_key(|&(size, weight)| (weight, size))
        .map_or(10.0, |(size, _)| size as f64 / 2.0)
}

/// Lines among the two at the head or foot of at least two pages and half of all that say the same but for digits.
fn repeated(pages: &[Page]) -> FxHashMap<(usize, usize), Furniture> {
    let mut places: FxHashMap<(String, i64), Vec<(usize, usize)>> = FxHashMap::default();
    for (number, page) in pages.iter().enumerate() {
        for index in page.margins() {
            let line = &page.lines[index];
            let text = line.text.replace(|c: char| c.is_ascii_digit(), "#");
            places.entry((text, (line.y / 4.0).round() as i64)).or_default().push((number, index));
        }
    }
    let mut found = FxHashMap::default();
    for ((text, _), lines) in
        places.into_iter().filter(|(_, lines)| lines.len() >= 2 && lines.len() * 2 >= pages.len())
    {
        let is_number = text.contains('#') && !text.chars().any(char::is_alphabetic);
        let kind = if is_number { Furniture::PageNumber } else { Furniture::RunningHead };
        found.extend(lines.into_iter().map(|place| (place, kind)));
    }
    found
}

/// Words that have a hyphen inside a line, so that it stays where a line ends with it.
fn hyphenated_words(pages: &[Page]) -> FxHashSet<String> {
    let lines = pages.iter().flat_map(|p| &p.lines);
    let words =
        lines.flat_map(|l| l.text.split_whitespace()).filter(|w| w.contains('-') && !w.ends_with('-'));
    words.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect()
}

#[derive(Default)]
struct Paragraphs {
    builder: Builder,
    hyphenated: FxHashSet<String>,
    body: f64,
    open: String,
    last: Option<Line>,
    /// Where the column of the last line ends.
    right: f64,
    turned: bool,
    notes: Vec<String>,
    last_note: Option<Line>,
    furniture: Vec<(Furniture, String)>,
}

impl Paragraphs {
    fn line(&mut self, line: &Line, page: &Page) {
        if !self.last.as_ref().is_some_and(|last| self.goes_on(last, line)) {
            self.end_paragraph();
        }
        join(&mut self.open, &line.text, &self.hyphenated);
        self.right = page.right_edge(line);
        self.last = Some(line.clone());
        self.turned = false;
    }

    /// Whether `line` goes on the paragraph that `last` stands in: same size, next line down, and no room was left
    /// on `last` for its first word.
    fn goes_on(&self, last: &Line, line: &Line) -> bool {
        let same_size = (last.size - line.size).abs() < 0.1 * last.size;
        let first_words = if ends_sentence(&last.text) && !opens_aside(&line.text) { 1 } else { MOST_BOUND };
        let word_width = line.char_width() * (bound_width(&line.text, first_words) as f64 + 0.5);
        let is_full = last.end + word_width > self.right - 0.01 * last.size;
        let step = last.y - line.y;
        if !same_size || last.cell || line.cell {
            return false;
        }
        if self.turned || step <= 0.0 {
            // The next page or column: a sentence that is not ended goes on.
            let ended = ends_sentence(&last.text) || last.text.ends_with([':', ';']);
            return is_full && (!ended || line.text.starts_with(char::is_lowercase));
        }
        let is_indented = line.start > last.start + 0.8 * line.size;
        step < 1.75 * last.size && is_full && !is_indented
    }

    fn note(&mut self, line: &Line) {
        let is_new = line.text.starts_with(|c: char| c.is_ascii_digit() || c == '*');
        match self.notes.last_mut() {
            Some(open) if !is_new && self.last_note.is_some() => join(open, &line.text, &self.hyphenated),
            _ => {
                let label = |c: char| c.is_ascii_digit() || matches!(c, '*' | ' ' | '.');
                self.notes.push(line.text.trim_start_matches(label).to_string());
            }
        }
        self.last_note = Some(line.clone());
    }

    fn end_page(&mut self) {
        self.turned = true;
        self.last_note = None;
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.open);
        let Some(last) = self.last.take() else { return };
        let kind = match (last.cell, last.size > 1.15 * self.body) {
            (true, _) => BlockKind::Cell,
            (_, true) => BlockKind::Heading,
            _ => BlockKind::Paragraph,
        };
        self.builder.paragraph(kind, &text);
    }

    fn finish(mut self) -> Builder {
        self.end_paragraph();
        for note in std::mem::take(&mut self.notes) {
            self.builder.begin_note();
            self.builder.paragraph(BlockKind::Note, &note);
            self.builder.end_note();
        }
        for (kind, text) in std::mem::take(&mut self.furniture) {
            self.builder.paragraph(BlockKind::Furniture(kind), &text);
        }
        self.builder
    }
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '»', '”', '"'])
}

/// `(13 611 cases)`, but no `(a)`, which begins an item.
fn opens_aside(line: &str) -> bool {
    line.strip_prefix('(').is_some_and(|rest| !rest.chars().take(4).any(|c| c == ')'))
}

/// The most words bound to one another: `А. Б. Петров`, `12 340,5 л`.
const MOST_BOUND: usize = 4;

/// How many characters wide the first word of `line` is with those that no-break spaces bind to it, `most` words in
/// all. A PDF draws no-break spaces as any others, so it is told by the words.
fn bound_width(line: &str, most: usize) -> usize {
    let words: Vec<&str> = line.split_whitespace().take(most).collect();
    let bound = words.windows(2).take_while(|pair| is_bound(pair[0], pair[1])).count();
    words.iter().take(bound + 1).map(|w| w.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

/// Whether typesetters keep `word` and `next` on one line: a number and what it counts, an initial, an abbreviation or
/// a one-letter word and what follows, the words of an acronym (`УНП ООН`).
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
        || letters <= 4 && word.ends_with('.') && !next.starts_with(char::is_lowercase)
        || is_acronym(word) && is_acronym(next)
}

/// Adds a line to a paragraph, joining a word broken by a hyphen.
fn join(open: &mut String, line: &str, hyphenated: &FxHashSet<String>) {
    let broken = open
        .strip_suffix(['-', '\u{ad}', '\u{2010}'])
        .filter(|before| before.ends_with(char::is_alphabetic) && line.starts_with(char::is_lowercase));
    let Some(before) = broken else {
        if !open.is_empty() && !open.ends_with(['/', '\u{2011}']) {
            open.push(' ');
        }
        return open.push_str(line);
    };
    let head = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let tail = line.split(char::is_whitespace).next().unwrap_or("");
    let whole = format!("{head}-{tail}").to_lowercase();
    let is_compound = hyphenated.contains(whole.trim_matches(|c: char| !c.is_alphanumeric()));
    if !(is_compound && open.ends_with('-')) {
        open.truncate(before.len());
    }
    open.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined() {
        let hyphenated = ["well-known".to_string()].into_iter().collect();
        let joined = |a: &str, b: &str| {
            let mut open = a.to_string();
            join(&mut open, b, &hyphenated);
            open
        };
        assert_eq!(joined("an agree-", "ment on"), "an agreement on");
        assert_eq!(joined("the well-", "known man"), "the well-known man");
        assert_eq!(joined("2010 -", "and on"), "2010 - and on");
    }

    #[test]
    fn bound_words_are_kept_together() {
        let width = |line| bound_width(line, MOST_BOUND);
        assert_eq!(width("22 года."), "22 года.".chars().count());
        assert_eq!(width("Н. И. Соколова привела"), "Н. И. Соколова".chars().count());
        assert_eq!(width("УНП ООН по контролю"), "УНП ООН".chars().count());
        assert_eq!(width("привела майские"), "привела".chars().count());
        assert!(opens_aside("(13 611 случаев).") && !opens_aside("(a) item"));
    }

    #[test]
    fn noise_is_refused() {
        for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"] {
            assert!(read(Path::new("x.pdf"), bytes).is_err());
        }
    }
}
