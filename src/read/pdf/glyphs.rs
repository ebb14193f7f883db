//! Collects what a page draws: words, and the rules that may separate the cells of a table.

use super::layout::{RAISED_BY, RAISED_SIZE};
use super::page::{Page, Rule, Word};
use super::spacing::join_spaced;
use crate::text::scripts;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// The most glyphs one document may draw. A thousand pages of small print have three million glyphs.
const MOST_OPERATIONS: usize = 10_000_000;
/// The most bytes of text that count as one glyph. Longer text counts as several.
const LIGATURE: usize = 32;
/// The number of most recent shapes searched for the background of white text.
const MOST_DARK: usize = 256;
/// A page with more lines than this is a drawing, not tables.
const MOST_RULES: usize = 4_000;

/// A glyph at its position on the page.
struct Drawn {
    text: String,
    at: Point,
    /// The vector along the baseline, with the width of the glyph.
    advance: Vec2,
    size: f64,
    /// The marked content that contains the glyph.
    artifact: bool,
    label: bool,
    sight: Sight,
}

/// Whether a glyph is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Seen,
    /// It is outside the page.
    OffPage,
    /// It is white on white.
    White,
}

impl Drawn {
    /// Converts a superscript digit to small raised print, so that all note marks have the same form.
    fn raise(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        let Some(plain) = scripts::raised_digit(&self.text) else { return };
        let up = Vec2::new(-self.advance.y, self.advance.x) / self.advance.hypot();
        self.at += up * (RAISED_BY * self.size);
        self.size *= RAISED_SIZE;
        self.text = plain.to_string();
    }
}

/// Open marked content.
struct Marked {
    artifact: bool,
    label: bool,
    /// The replacement text of all its glyphs; the first glyph takes it.
    actual: Option<String>,
    is_replaced: bool,
}

/// Collects the content of the pages of a document.
#[derive(Default)]
pub(super) struct Canvas {
    drawn: Vec<Drawn>,
    rules: Vec<Rule>,
    marked: Vec<Marked>,
    /// The numbers of open artifacts and labels.
    artifacts: usize,
    labels: usize,
    /// The number of open marked contents with replacement text.
    replaced: usize,
    operations: usize,
    page: Rect,
    /// Shapes and pictures of the page that are not white, on which white text is visible.
    dark: Vec<Rect>,
    has_pictures: bool,
    /// Invisible words: off the page, or white on white.
    pub(super) hidden: usize,
    /// The number of glyphs that are not white space, and of those whose meaning the file does not define.
    pub(super) glyphs: usize,
    pub(super) unknown: usize,
}

impl Canvas {
    /// Begins a page of this size.
    pub(super) fn begin_page(&mut self, page: Rect) {
        self.page = page;
    }

    /// The page drawn since the last call, rotated so that most of its text is upright. Text in other directions
    /// (stamps in the margin, watermarks) is omitted.
    pub(super) fn finish_page(&mut self) -> Page {
        let mut drawn = std::mem::take(&mut self.drawn);
        let mut rules = std::mem::take(&mut self.rules);
        self.marked.clear();
        self.dark.clear();
        (self.artifacts, self.labels, self.replaced) = (0, 0, 0);
        let has_pictures = std::mem::take(&mut self.has_pictures);
        drawn.iter_mut().for_each(Drawn::raise);
        let mut counts = [0usize; 4];
        for quarter in drawn.iter().filter_map(|glyph| quarter(glyph.advance)) {
            counts[quarter] += 1;
        }
        let most = (0..4).rev().max_by_key(|&q| counts[q]).unwrap_or(0);
        rules.iter_mut().for_each(|rule| *rule = rule.turned(most));
        if rules.len() >= MOST_RULES {
            rules.clear();
        }
        let mut words = Words::default();
        for glyph in drawn.into_iter().filter(|glyph| quarter(glyph.advance) == Some(most)) {
            words.add(glyph, most);
        }
        let words = words.finish();
        let (words, hidden): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|word| !word.hidden);
        self.hidden += hidden.len();
        Page { words: join_spaced(words), rules, has_pictures }
    }

    /// Whether a white glyph at `at` is on white paper.
    fn is_on_white(&self, at: Point) -> bool {
        !self.dark.iter().rev().take(MOST_DARK).any(|shape| shape.contains(at))
    }

    fn add_dark(&mut self, shape: Rect, paint: &Paint<'_>) {
        let is_white = is_white(paint);
        // White paint over dark paint is white again.
        if is_white && self.dark.is_empty() {
            return;
        }
        if is_white {
            self.dark.retain(|dark| {
                !(shape.contains(dark.origin()) && shape.contains(Point::new(dark.x1, dark.y1)))
            });
        } else if self.dark.len() < MOST_RULES {
            self.dark.push(shape);
        }
    }

    /// Counts what is drawn. Beyond the limit nothing more is stored.
    fn count(&mut self, operations: usize) -> bool {
        self.operations += operations;
        !self.draws_too_much()
    }

    /// Whether the document draws more than the limit.
    pub(super) fn draws_too_much(&self) -> bool {
        self.operations > MOST_OPERATIONS
    }

    /// The text of a glyph, or `None` if the replacement text of an earlier glyph includes it.
    fn text_of(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        if self.replaced > 0 {
            return self.marked.iter_mut().rev().find(|m| m.is_replaced)?.actual.take();
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => readable(c).map_or_else(String::new, |c| c.to_string()),
            // A file may define a glyph as a million letters and draw it often.
            Some(BfString::String(text)) if text.len() > LIGATURE && !self.count(text.len()) => return None,
            Some(BfString::String(text)) => text.chars().filter_map(readable).collect(),
            None => String::from('\u{fffd}'),
        };
        let is_space = text.chars().all(char::is_whitespace);
        self.glyphs += usize::from(!is_space);
        self.unknown += usize::from(text.contains('\u{fffd}'));
        Some(text)
    }

    fn add_rule(&mut self, a: Point, b: Point) {
        let rule = Rule::new(a, b);
        if rule.is_straight() && self.rules.len() < MOST_RULES {
            self.rules.push(rule);
        }
    }

    fn add_path(&mut self, path: &BezPath, is_stroke: bool) {
        for shape in subpaths(path) {
            let (low, high) = shape.iter().fold((shape[0], shape[0]), |(low, high), p| {
                (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
            });
            if is_stroke {
                shape.windows(2).for_each(|ends| self.add_rule(ends[0], ends[1]));
            } else if high.x - low.x <= THICKEST {
                let x = (low.x + high.x) / 2.0;
                self.add_rule(Point::new(x, low.y), Point::new(x, high.y));
            } else if high.y - low.y <= THICKEST {
                let y = (low.y + high.y) / 2.0;
                self.add_rule(Point::new(low.x, y), Point::new(high.x, y));
            }
        }
    }
}

/// A filled shape at most this thick, in points, is a line.
const THICKEST: f64 = 3.0;

/// The corners of each part of a path. Parts with curves are omitted.
fn subpaths(path: &BezPath) -> Vec<Vec<Point>> {
    let (mut shapes, mut shape, mut curved): (Vec<Vec<Point>>, Vec<Point>, bool) = Default::default();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => {
                let last = std::mem::replace(&mut shape, vec![point]);
                if !std::mem::take(&mut curved) && last.len() > 1 {
                    shapes.push(last);
                }
            }
            PathEl::LineTo(point) => shape.push(point),
            PathEl::ClosePath => shape.extend(shape.first().copied()),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => curved = true,
        }
    }
    if !curved && shape.len() > 1 {
        shapes.push(shape);
    }
    shapes
}

/// The character for a glyph. Unreadable characters become U+FFFD.
fn readable(c: char) -> Option<char> {
    match c {
        // The word joiner, which Typst sets after dot leaders, and its like have no width.
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => None,
        c if c.is_whitespace() => Some(c),
        // Wingdings and Symbol, as Word sets its bullets.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f076}' | '\u{f0fc}' | '\u{f06e}' => Some('•'),
        '\u{e000}'..='\u{f8ff}' => Some('\u{fffd}'),
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// Less ink than this looks white: levels of red, green and blue from 250 of 255 upwards.
const LEAST_INK: f32 = 0.02;

/// Whether `paint` is white or transparent. The white of some printers is slightly off.
fn is_white(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return false };
    // CMYK: any ink hides the paper. Its profile takes longer to load than a short document.
    if let inks @ [_, _, _, _] = color.components() {
        return inks.iter().all(|ink| *ink < LEAST_INK);
    }
    let [red, green, blue, opacity] = color.to_rgba().to_rgba8();
    opacity < 8 || red.min(green).min(blue) >= 250
}

/// The number of quarter turns from text that runs to the right to text along `advance`, or `None` for slanted text.
fn quarter(advance: Vec2) -> Option<usize> {
    let (x, y) = (advance.x, advance.y);
    match () {
        () if x > 0.0 && y.abs() < 0.1 * x => Some(0),
        () if y > 0.0 && x.abs() < 0.1 * y => Some(1),
        () if x < 0.0 && y.abs() < 0.1 * -x => Some(2),
        () if y < 0.0 && x.abs() < 0.1 * -y => Some(3),
        () => None,
    }
}

/// Builds words from glyphs in file order.
#[derive(Default)]
struct Words {
    words: Vec<Word>,
    open: Option<Word>,
    /// The end of the open word, including parts outside the page.
    pen: f64,
    spaced: bool,
}

impl Words {
    fn add(&mut self, glyph: Drawn, quarter: usize) {
        if glyph.text.is_empty() {
            return;
        }
        if glyph.text.chars().all(char::is_whitespace) {
            self.words.extend(self.open.take());
            self.spaced = true;
            return;
        }
        let (x, y) = super::page::turned(quarter, glyph.at);
        let width = glyph.advance.hypot();
        if let Some(word) = &mut self.open {
            let gap = x - self.pen;
            // A word that crosses the edge of the page is read whole.
            let is_seen = (glyph.sight == Sight::Seen) != word.hidden;
            let runs_over = !word.hidden && glyph.sight == Sight::OffPage;
            let is_next = (y - word.y).abs() < 0.05 * word.size
                && (glyph.size - word.size).abs() < 0.05 * word.size
                && gap.abs() < super::layout::SPACE * word.size
                && (word.artifact, word.label) == (glyph.artifact, glyph.label)
                && (is_seen || runs_over);
            if is_next {
                word.text.push_str(&glyph.text);
                self.pen = x + width;
                if !runs_over {
                    word.end = self.pen;
                }
                return;
            }
        }
        self.words.extend(self.open.take());
        self.pen = x + width;
        self.open = Some(Word {
            text: glyph.text,
            start: x,
            end: x + width,
            y,
            size: glyph.size,
            spaced: std::mem::take(&mut self.spaced),
            order: self.words.len(),
            artifact: glyph.artifact,
            label: glyph.label,
            hidden: glyph.sight != Sight::Seen,
        });
    }

    fn finish(mut self) -> Vec<Word> {
        self.words.extend(self.open.take());
        self.words
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.count(1 + path.elements().len()) {
            return;
        }
        let path = props.transform * path;
        let is_stroke = matches!(mode, DrawMode::Stroke(_));
        if !is_stroke {
            self.add_dark(path.bounding_box(), &props.paint);
        }
        // White lines separate nothing visible. Lines in the colour of the background do not either, but they may be
        // cells.
        self.add_path(&path, is_stroke);
    }

    fn push_clip_path(&mut self, path: &ClipPath) {
        self.count(1 + path.path.elements().len());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.count(1 + run.glyphs().len()) {
            return;
        }
        // Text recognition places invisible letters over the picture of the page. These are read.
        let is_white = is_white(&props.paint) && !matches!(mode, DrawMode::Invisible);
        for positioned in run.glyphs() {
            if self.draws_too_much() {
                return;
            }
            let Some(text) = self.text_of(positioned) else { continue };
            let width = match &**positioned {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let at: Affine = props.transform * positioned.transform();
            let [a, b, c, d, x, y] = at.as_coeffs();
            // A thousand units are one em. IEEE 754 makes the square root exact, so the result is the same on every
            // platform.
            let size = (a * d - b * c).abs().sqrt() * 1000.0;
            let advance = Vec2::new(a, b) * f64::from(width.unwrap_or(500.0).max(1.0));
            let numbers = [x, y, advance.x, advance.y, size];
            // No page that large can be printed, and distances beyond it lose precision.
            if numbers.iter().all(|n| n.is_finite() && n.abs() < 1e6) && size > 0.1 {
                let (artifact, label) = (self.artifacts > 0, self.labels > 0);
                let at = Point::new(x, y);
                let middle = at + advance / 2.0 + Vec2::new(-advance.y, advance.x) * 0.1;
                let sight = match () {
                    () if !self.page.contains(middle) => Sight::OffPage,
                    () if is_white && self.is_on_white(middle) => Sight::White,
                    () => Sight::Seen,
                };
                self.drawn.push(Drawn { text, at, advance, size, artifact, label, sight });
            }
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
        self.has_pictures = true;
        // Text over a picture may be visible.
        if self.dark.len() < MOST_RULES {
            self.dark.push(self.page);
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        if !self.count(1) {
            return;
        }
        let actual = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText"));
        let actual = actual.and_then(|text| utf16(text.as_bytes()));
        if actual.as_ref().is_some_and(|text| text.len() > LIGATURE && !self.count(text.len())) {
            return;
        }
        let is_replaced = actual.is_some();
        let (artifact, label) = (tag == b"Artifact", tag == b"Lbl");
        self.artifacts += usize::from(artifact);
        self.labels += usize::from(label);
        self.replaced += usize::from(is_replaced);
        self.marked.push(Marked { artifact, label, actual, is_replaced });
    }

    fn end_marked_content(&mut self) {
        if let Some(marked) = self.marked.pop() {
            self.artifacts -= usize::from(marked.artifact);
            self.labels -= usize::from(marked.label);
            self.replaced -= usize::from(marked.is_replaced);
        }
    }
}

/// A PDF text string in UTF-16 or plain ASCII. In other encodings the glyphs are used instead.
fn utf16(bytes: &[u8]) -> Option<String> {
    let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) else {
        return bytes.is_ascii().then(|| String::from_utf8_lossy(bytes).into_owned());
    };
    let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
}
