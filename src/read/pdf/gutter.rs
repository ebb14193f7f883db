//! Finds the gutters (white strips) between columns. Cost: linear in the words of the rows, times the few strips
//! tracked at once.

use super::layout::GUTTER;
use super::row::{Extent, Pair, Placed as _, Row, Unit};

/// A white strip between two columns, from the first to the last of its rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) first: usize,
    pub(super) last: usize,
    /// The number of its rows with text on both sides.
    lefts: usize,
    rights: usize,
}

impl Gap {
    pub(super) fn middle(&self) -> f64 {
        (self.start + self.end) / 2.0
    }

    /// How many rows have both sides, at most.
    fn both(&self) -> usize {
        self.lefts.min(self.rights)
    }

    /// Whether `other` runs alongside most of this gutter.
    fn is_beside(&self, other: &Gap) -> bool {
        let shared = (self.last.min(other.last) + 1).saturating_sub(self.first.max(other.first));
        other.both() >= 3 && shared * 5 >= (self.last + 1 - self.first) * 3
    }
}

/// The most strips tracked at once. A page has few columns. The limit keeps the cost of drawings linear.
const MOST_OPEN: usize = 48;

/// The tallest gutter between columns, trimmed to the rows that belong to them.
pub(super) fn gutter(rows: &[Row], extent: Extent, known: &[Pair]) -> Option<Gap> {
    let mut found = strips(rows, extent);
    found.retain(|gap| gap.both() >= if known.is_empty() { 3 } else { 1 });
    // A short column shares few rows with the long one next to it. The strip continues to the end of the long one.
    let order = |gap: &Gap| (std::cmp::Reverse(gap.both()), std::cmp::Reverse(gap.last - gap.first));
    found.sort_by(|a, b| order(a).cmp(&order(b)).then((b.end - b.start).total_cmp(&(a.end - a.start))));
    found.truncate(MOST_OPEN);
    let mut trimmed = found.iter().filter_map(|gap| trimmed(*gap, rows));
    let gap = trimmed.find(|gap| parts_columns(gap, rows, &found, known))?;
    Some(without_short_texts(gap, rows, &found))
}

/// `gap` without parts at its ends that wide white space separates and that are not running text, such as a heading or
/// a table.
fn without_short_texts(mut gap: Gap, rows: &[Row], others: &[Gap]) -> Gap {
    let is_wide = |&index: &usize| {
        let (above, below) = (rows[index - 1][0].place(), rows[index][0].place());
        above.0 - below.0 > 1.7 * above.1.max(below.1)
    };
    let runs = |first: usize, last: usize| {
        let sides = sides(&Gap { first, last, ..gap }, rows, others);
        !is_short(&sides.0) && !is_short(&sides.1)
    };
    // A few cuts are enough: the parts cut off are laid out separately.
    let cuts: Vec<usize> = (gap.first + 1..=gap.last).filter(is_wide).collect();
    let bottom = cuts.iter().take(MOST_OPEN).find(|&&cut| !runs(cut, gap.last) && runs(gap.first, cut - 1));
    if let Some(&cut) = bottom {
        gap.last = cut - 1;
        return gap;
    }
    let top =
        cuts.iter().rev().take(MOST_OPEN).find(|&&cut| !runs(gap.first, cut - 1) && runs(cut, gap.last));
    gap.first = top.copied().unwrap_or(gap.first);
    gap
}

/// All white strips of maximal height.
fn strips(rows: &[Row], extent: Extent) -> Vec<Gap> {
    let size = middle_size(rows);
    let (mut open, mut found): (Vec<Gap>, Vec<Gap>) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let gaps = gaps(row, extent, index);
        let mut next: Vec<Gap> = Vec::with_capacity(MOST_OPEN);
        for strip in &open {
            let before = next.len();
            for gap in &gaps {
                let (start, end) = (strip.start.max(gap.start), strip.end.min(gap.end));
                if end - start >= GUTTER * size {
                    let (lefts, rights) = (strip.lefts + gap.lefts, strip.rights + gap.rights);
                    next.push(Gap { start, end, first: strip.first, last: index, lefts, rights });
                }
            }
            let goes_on = next[before..].iter().any(|n| n.start == strip.start && n.end == strip.end);
            if !goes_on {
                found.push(*strip);
            }
        }
        next.extend(gaps.into_iter().filter(|gap| gap.end - gap.start >= GUTTER * size));
        open = widest(next);
    }
    found.extend(open);
    found
}

/// `strips` without those contained in a strip that begins at the same row or earlier.
fn widest(mut strips: Vec<Gap>) -> Vec<Gap> {
    strips.sort_by(|a, b| a.first.cmp(&b.first).then((b.end - b.start).total_cmp(&(a.end - a.start))));
    let mut kept: Vec<Gap> = Vec::with_capacity(MOST_OPEN);
    for strip in strips {
        let is_inside = kept.iter().any(|k| k.start <= strip.start && k.end >= strip.end);
        if !is_inside && kept.len() < MOST_OPEN {
            kept.push(strip);
        }
    }
    kept
}

/// The white space of a row, from the left edge to the right edge.
pub(super) fn gaps(row: &Row, extent: Extent, index: usize) -> Vec<Gap> {
    let (mut gaps, mut end) = (Vec::new(), extent.left - 1.0);
    let mut lefts = 0;
    for unit in row {
        if unit.start > end {
            gaps.push(Gap { start: end, end: unit.start, first: index, last: index, lefts, rights: 1 });
        }
        lefts = 1;
        end = end.max(unit.end);
    }
    gaps.push(Gap { start: end, end: extent.right + 1.0, first: index, last: index, lefts, rights: 0 });
    gaps
}

pub(super) fn middle_size(rows: &[Row]) -> f64 {
    let mut sizes: Vec<f64> = rows.iter().flatten().map(|unit| unit.word.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() { 1.0 } else { *sizes.select_nth_unstable_by(middle, f64::total_cmp).1 }
}

/// `gap` without rows at its ends that are on one side only and belong to the text above or below, such as the short
/// last line of a paragraph or a heading. The cut is where the white space between rows is widest.
fn trimmed(mut gap: Gap, rows: &[Row]) -> Option<Gap> {
    let has = |index: &usize, left: bool| rows[*index].iter().any(|u| (u.end <= gap.start) == left);
    let mut all = gap.first..=gap.last;
    let first_both = all.clone().find(|i| has(i, true))?.max(all.clone().find(|i| has(i, false))?);
    let last_both = all.clone().rfind(|i| has(i, true))?.min(all.rfind(|i| has(i, false))?);
    let height = |index: usize| rows[index][0].place().0;
    // In tenths of the font size, so that visually equal steps are equal.
    let step =
        |index: usize| ((height(index - 1) - height(index)) / rows[index][0].word.size * 10.0).round() as i64;
    // The row to cut before. The column may simply be the longer one, so nothing is cut at the edge of the region.
    let starts_right = has(&gap.first, false);
    if first_both > gap.first && (gap.first > 0 || starts_right) {
        let from = if gap.first > 0 { gap.first } else { gap.first + 1 };
        gap.first = (from..=first_both).rev().max_by_key(|&index| step(index))?;
    }
    if gap.last + 1 < rows.len() && last_both < gap.last {
        let cut = (last_both + 1..=gap.last + 1).max_by_key(|&index| step(index))?;
        gap.last = cut - 1;
    }
    (gap.last >= gap.first).then_some(gap)
}

/// Whether both sides of `gap` are running text: lines of some length that mostly fill their column, in equal numbers
/// on both sides where the sides overlap. A side ends at the next gap in `others`.
fn parts_columns(gap: &Gap, rows: &[Row], others: &[Gap], known: &[Pair]) -> bool {
    let band = &rows[gap.first..=gap.last];
    let (left, right) = sides(gap, rows, others);
    let is_wide = gap.end - gap.start > 2.0 * middle_size(band);
    let fewest = if is_wide { 3 } else { 4 };
    let beside = overlap(&left, &right);
    let count = |side: &[Option<Stretch>]| side[beside.clone()].iter().flatten().count();
    let (few, many) = (count(&left).min(count(&right)), count(&left).max(count(&right)));
    let pair = (start_of(&left), start_of(&right));
    few >= fewest
        && few * 5 >= many * 3
        && (is_running(&left) && is_running(&right) || is_tail(&left, &right))
        || known.iter().any(|known| is_inside(pair, *known))
}

/// Whether columns that begin at `pair` can be the `known` ones. A few lines may all be first lines with an indent.
fn is_inside(pair: Pair, known: Pair) -> bool {
    let near = |start: f64, known: f64| (-3.0..24.0).contains(&(start - known));
    near(pair.0, known.0) && near(pair.1, known.1)
}

/// The text of the rows left and right of `gap`, up to the next of the `others`.
fn sides(gap: &Gap, rows: &[Row], others: &[Gap]) -> (Side, Side) {
    let band = &rows[gap.first..=gap.last];
    let beside = || others.iter().filter(|other| gap.is_beside(other));
    // Strips between fewer rows overlap this one. They are no other gutter.
    let before = beside().filter(|other| other.end <= gap.start);
    let after = beside().filter(|other| other.start >= gap.end);
    let from = before.map(Gap::middle).fold(f64::NEG_INFINITY, f64::max);
    let to = after.map(Gap::middle).fold(f64::INFINITY, f64::min);
    let side = |low: f64, high: f64| -> Side {
        let of_row = |row: &Row| {
            let units = row.iter().filter(|u| u.start >= low && u.end <= high);
            units.map(Stretch::of).reduce(Stretch::with)
        };
        band.iter().map(of_row).collect()
    };
    (side(from, gap.middle()), side(gap.middle(), to))
}

/// What each row has on one side of a gap.
type Side = Vec<Option<Stretch>>;

fn start_of(side: &[Option<Stretch>]) -> f64 {
    side.iter().flatten().map(|l| l.start).fold(f64::INFINITY, f64::min)
}

/// The rows from the first to the last that both sides share.
fn overlap(left: &[Option<Stretch>], right: &[Option<Stretch>]) -> std::ops::Range<usize> {
    let first = |side: &[Option<Stretch>]| side.iter().position(Option::is_some).unwrap_or(0);
    let last = |side: &[Option<Stretch>]| side.iter().rposition(Option::is_some).unwrap_or(0);
    let (start, end) = (first(left).max(first(right)), last(left).min(last(right)) + 1);
    start..end.max(start)
}

/// The part of a row on one side of a gap.
#[derive(Clone, Copy)]
struct Stretch {
    start: f64,
    end: f64,
    chars: usize,
}

impl Stretch {
    fn of(unit: &Unit) -> Stretch {
        let chars = if unit.table.is_some() { 40 } else { unit.word.text.chars().count() + 1 };
        Stretch { start: unit.start, end: unit.end, chars }
    }

    fn with(self, next: Stretch) -> Stretch {
        Stretch { end: self.end.max(next.end), chars: self.chars + next.chars, ..self }
    }
}

fn is_running(side: &[Option<Stretch>]) -> bool {
    fill(side) >= 0.6 && !is_short(side)
}

/// The average share of the width of `side` that its lines fill.
fn fill(side: &[Option<Stretch>]) -> f64 {
    let lines: Vec<&Stretch> = side.iter().flatten().collect();
    let start = start_of(side);
    let end = lines.iter().map(|l| l.end).fold(f64::NEG_INFINITY, f64::max);
    let filled: f64 = lines.iter().map(|l| (l.end - l.start) / (end - start).max(1.0)).sum();
    filled / (lines.len() as f64).max(1.0)
}

/// Whether `right` is the short end of a text whose column `left` is full. A few lines, such as a heading and
/// references, do not fill their column.
fn is_tail(left: &[Option<Stretch>], right: &[Option<Stretch>]) -> bool {
    let count = |side: &[Option<Stretch>]| side.iter().flatten().count();
    count(left) >= 2 * count(right)
        && fill(left) >= 0.8
        && fill(right) >= 0.5
        && !is_short(left)
        && !is_short(right)
}

/// Whether the lines of `side` are too short for running text.
fn is_short(side: &[Option<Stretch>]) -> bool {
    let chars: usize = side.iter().flatten().map(|l| l.chars).sum();
    chars < 14 * side.iter().flatten().count()
}
