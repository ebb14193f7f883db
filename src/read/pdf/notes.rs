//! Footnotes: text at the foot of a column that begins with a label and is in small print or below a short rule.

use super::line::{Line, is_bullet};
use super::page::Rule;
use super::piece::{LaidOut, Piece};
use rustc_hash::{FxHashMap, FxHashSet};

/// The notes of a document.
#[derive(Default)]
pub(super) struct Notes {
    /// The lines of each note, without its label.
    pub(super) notes: Vec<Vec<Line>>,
    /// The labels of the notes of each page.
    pub(super) labels: Vec<FxHashSet<String>>,
}

/// The font size of most of the text.
pub(super) fn body_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    let mut weights: FxHashMap<i64, usize> = FxHashMap::default();
    for line in lines {
        *weights.entry((line.size * 2.0).round() as i64).or_default() += line.text.len();
    }
    let most = weights.into_iter().max_by_key(|&(size, weight)| (weight, size));
    most.map_or(10.0, |(size, _)| size as f64 / 2.0)
}

/// Removes the notes from `pages` and returns them.
pub(super) fn take(pages: &mut [LaidOut]) -> Notes {
    let body = body_size(pages.iter().flat_map(|page| page.lines()));
    let mut notes = Notes::default();
    for page in pages {
        notes.labels.push(FxHashSet::default());
        let pieces = std::mem::take(&mut page.pieces);
        let mut stack: Vec<Piece> = Vec::new();
        for piece in pieces {
            if stack.last().is_some_and(|last| piece.height() > last.height()) {
                page.pieces.extend(notes.cut(std::mem::take(&mut stack), body, &page.rules));
            }
            stack.push(piece);
        }
        page.pieces.extend(notes.cut(stack, body, &page.rules));
    }
    notes
}

impl Notes {
    /// Removes the notes from the foot of `stack`, one column, and returns the rest.
    fn cut(&mut self, mut stack: Vec<Piece>, body: f64, rules: &[Rule]) -> Vec<Piece> {
        let Some(from) = foot(&stack, body, rules) else { return stack };
        let mut last: Option<String> = None;
        for piece in stack.split_off(from) {
            let Piece::Line(line) = piece else { continue };
            match labelled(&line) {
                Some(note) if note.is_new(last.as_deref()) => {
                    self.labels.last_mut().map(|labels| labels.insert(note.label.clone()));
                    last = Some(note.label);
                    self.notes.push(vec![note.line]);
                }
                // A line of a note may begin with a number by chance.
                _ => self.continued(line),
            }
        }
        stack
    }

    fn continued(&mut self, line: Line) {
        match self.notes.last_mut() {
            Some(note) => note.push(line),
            None => self.notes.push(vec![line]),
        }
    }
}

/// The position where the notes of a column begin.
fn foot(stack: &[Piece], body: f64, rules: &[Rule]) -> Option<usize> {
    let line = |index: usize| match &stack[index] {
        Piece::Line(line) => Some(line),
        Piece::Cell(_) | Piece::Contents(_) => None,
    };
    let parted = (1..stack.len()).rev().find(|&i| {
        let (Some(above), Some(below)) = (line(i - 1), line(i)) else { return false };
        let small = below.size < 0.97 * body;
        (small || labelled(below).is_some()) && rules.iter().any(|rule| parts(rule, above, below))
    });
    if let Some(from) = parted.filter(|&from| (from..stack.len()).all(|i| line(i).is_some())) {
        return Some(from);
    }
    let small = |index: usize| line(index).is_some_and(|line| line.size < 0.93 * body);
    let from = (0..stack.len()).rev().take_while(|&i| small(i)).last()?;
    (from..stack.len()).find(|&i| line(i).is_some_and(|line| labelled(line).is_some()))
}

/// Whether `rule` is a short rule between two lines.
fn parts(rule: &Rule, above: &Line, below: &Line) -> bool {
    let width = rule.right - rule.left;
    let is_short = width > 20.0 && width < 0.7 * (below.right - below.left);
    let is_between = rule.low < above.y - 0.25 * above.size && rule.low > below.y + 0.5 * below.size;
    rule.is_level() && is_short && is_between && (rule.left - below.left).abs() < 12.0
}

/// The first line of a note.
struct Labelled {
    label: String,
    /// Whether the label is raised, unlike the numbers of the text.
    is_raised: bool,
    /// The line without the label.
    line: Line,
}

impl Labelled {
    /// Whether it begins a note after the one labelled `last`: numbers ascend, and numbers that are not raised ascend
    /// by one.
    fn is_new(&self, last: Option<&str>) -> bool {
        match (self.label.parse::<u32>(), last.and_then(|last| last.parse::<u32>().ok())) {
            (Ok(number), Some(last)) => number == last + 1 || self.is_raised && number > last,
            _ => true,
        }
    }
}

/// `line` as the first line of a note, or `None` if it does not begin with a label.
fn labelled(line: &Line) -> Option<Labelled> {
    let mut line = line.clone();
    if let Some(marker) = line.marker.take() {
        let label = marker.trim_matches(['.', '(', ')']).to_string();
        return (label == "*" || !is_bullet(&label)).then_some(Labelled { label, is_raised: false, line });
    }
    let is_raised = line.marks.first().is_some_and(|(at, _)| *at == 0);
    let (label, rest) = if is_raised {
        (line.marks.remove(0).1, line.text.trim_start())
    } else {
        let end = line.text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '*' | '†' | '‡')))?;
        let (label, rest) = line.text.split_at(end);
        // A longer number is a year.
        if label.is_empty() || label.chars().count() > 3 {
            return None;
        }
        (label.to_string(), rest.trim_start_matches(['.', ')']).trim_start())
    };
    if rest.is_empty() {
        return None;
    }
    let cut = line.text.len() - rest.len();
    line.text.drain(..cut);
    line.marks.iter_mut().for_each(|(at, _)| *at -= cut.min(*at));
    Some(Labelled { label, is_raised, line })
}
