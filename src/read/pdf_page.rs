//! The lines of PDF pages, from glyphs and where they stand.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use rustc_hash::FxHashMap;

/// A line of text, or one cell of it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// Left and right end, in points.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Height of the base line above the foot of the page.
    pub(super) y: f64,
    pub(super) size: f64,
    /// Whether wide gaps part it from others on its height.
    pub(super) cell: bool,
}

impl Line {
    /// The width of an average character.
    pub(super) fn char_width(&self) -> f64 {
        (self.end - self.start) / self.text.chars().count().max(1) as f64
    }
}

/// The lines of a page, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    /// The right end of the longest line that begins at about the same place, by that place.
    rights: FxHashMap<i64, f64>,
}

impl Page {
    /// Where the column that `line` stands in ends.
    pub(super) fn right_edge(&self, line: &Line) -> f64 {
        let at = column(line.start);
        // A first line may be indented: look at the columns beside.
        (at - 1..=at + 1).filter_map(|c| self.rights.get(&c)).fold(line.end, |a, &b| a.max(b))
    }

    /// Index of the first of the lines in small print at the foot of the page.
    pub(super) fn notes_from(&self, body: f64) -> usize {
        let is_small = |line: &&Line| line.size < 0.92 * body;
        let small = self.lines.iter().rev().take_while(|l| is_small(l) || l.text.len() <= 4).count();
        let from = self.lines.len() - small;
        let is_note = |line: &Line| {
            line.size < 0.92 * body && line.text.starts_with(|c: char| c.is_ascii_digit() || c == '*')
        };
        from + self.lines[from..].iter().position(is_note).unwrap_or(small)
    }

    /// The two highest and the two lowest lines.
    pub(super) fn margins(&self) -> Vec<usize> {
        let mut by_height: Vec<usize> = (0..self.lines.len()).collect();
        by_height.sort_by(|&a, &b| self.lines[a].y.total_cmp(&self.lines[b].y));
        let tail = by_height.len().saturating_sub(2).max(2).min(by_height.len());
        let lowest: Vec<usize> = by_height[..by_height.len().min(2)].to_vec();
        lowest.into_iter().chain(by_height[tail..].iter().copied()).collect()
    }
}

/// Columns a third of an inch wide.
fn column(start: f64) -> i64 {
    (start / 24.0).floor() as i64
}

/// Collects glyphs into lines.
#[derive(Default)]
pub(super) struct Glyphs {
    pages: Vec<Page>,
    line: Option<Line>,
}

impl Glyphs {
    pub(super) fn finish(self) -> Vec<Page> {
        self.pages
    }

    fn end_line(&mut self, cell: bool) {
        let Some(mut line) = self.line.take() else { return };
        line.text = line.text.trim().to_string();
        line.cell |= cell;
        if let Some(page) = self.pages.last_mut().filter(|_| !line.text.is_empty()) {
            let right = page.rights.entry(column(line.start)).or_insert(line.end);
            *right = right.max(line.end);
            page.lines.push(line);
        }
    }

    fn glyph(&mut self, text: &str, x: f64, y: f64, width: f64, size: f64) {
        let Some(line) = &mut self.line else {
            let line = Line { text: text.into(), start: x, end: x + width, y, size, cell: false };
            self.line = Some(line);
            return;
        };
        let is_same_height = (y - line.y).abs() < 0.5 * line.size.max(size);
        let gap = x - line.end;
        if !is_same_height || gap < -1.5 * line.size || gap > 3.0 * line.size {
            let cell = is_same_height && gap > 0.0;
            self.end_line(cell);
            self.line = Some(Line { text: text.into(), start: x, end: x + width, y, size, cell });
            return;
        }
        // The mark of a note: small and raised.
        let is_mark = size < 0.75 * line.size && y > line.y + 0.1 * line.size;
        if is_mark && text.chars().all(|c| c.is_ascii_digit() || c == '*') {
            line.end = line.end.max(x + width);
            return;
        }
        if line.text.trim().is_empty() {
            (line.start, line.size, line.y) = (x, size, y);
        }
        let is_spaced = line.text.ends_with(char::is_whitespace) || text.starts_with(char::is_whitespace);
        if gap > 0.2 * size && !is_spaced {
            line.text.push(' ');
        }
        line.text.push_str(text);
        if !text.trim().is_empty() {
            line.end = x + width;
        }
    }
}

impl OutputDev for Glyphs {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.pages.push(Page::default());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.end_line(false);
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let (x, y) = (at.m31, at.m32);
        // The square root is exact by IEEE 754, so the same everywhere.
        let scale = (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        let size = font_size * scale;
        if [x, y, width, size].iter().all(|n| n.is_finite()) && size > 0.0 {
            self.glyph(text, x, y, width * size, size);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
