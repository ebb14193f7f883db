//! The content of a page: words and rules with their positions, in points from the bottom of the page upwards.

use hayro_interpret::kurbo::Point;

/// The content of one page.
pub(super) struct Page {
    pub(super) words: Vec<Word>,
    pub(super) rules: Vec<Rule>,
    /// Whether it contains pictures.
    pub(super) has_pictures: bool,
}

/// A run of glyphs without a gap.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// Left and right end.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Height of the baseline.
    pub(super) y: f64,
    pub(super) size: f64,
    /// Whether a space precedes it in the file.
    pub(super) spaced: bool,
    /// Its position in the file.
    pub(super) order: usize,
    /// Whether a tagged file marks it as an artifact, such as a running head.
    pub(super) artifact: bool,
    /// Whether a tagged file marks it as the label of a list item or note.
    pub(super) label: bool,
    /// Whether it is invisible: off the page, or white on white.
    pub(super) hidden: bool,
}

impl Word {
    /// The middle of its lower-case letters.
    pub(super) fn middle(&self) -> f64 {
        self.y + 0.3 * self.size
    }
}

/// `point`, rotated so that text along quarter turn `quarter` runs to the right.
pub(super) fn turned(quarter: usize, point: Point) -> (f64, f64) {
    match quarter {
        0 => (point.x, point.y),
        1 => (point.y, -point.x),
        2 => (-point.x, -point.y),
        _ => (-point.y, point.x),
    }
}

/// A straight line of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Rule {
    pub(super) fn new(a: Point, b: Point) -> Rule {
        Rule { left: a.x.min(b.x), right: a.x.max(b.x), low: a.y.min(b.y), high: a.y.max(b.y) }
    }

    /// Whether it is horizontal or vertical and long enough for a side of a cell.
    pub(super) fn is_straight(&self) -> bool {
        let (width, height) = (self.right - self.left, self.high - self.low);
        width.min(height) < 0.5
            && width.max(height) >= 6.0
            && [self.left, self.high].iter().all(|n| n.is_finite())
    }

    pub(super) fn is_level(&self) -> bool {
        self.right - self.left > self.high - self.low
    }

    pub(super) fn turned(&self, quarter: usize) -> Rule {
        let (x0, y0) = turned(quarter, Point::new(self.left, self.low));
        let (x1, y1) = turned(quarter, Point::new(self.right, self.high));
        Rule::new(Point::new(x0, y0), Point::new(x1, y1))
    }
}
