//! Tables with rules: assigns words to cells.
//!
//! Rules that touch belong to one table. Their positions divide the page into small boxes. Boxes with no rule between
//! them form one cell. Cost: n log n in rules and words, plus the boxes, of which there are at most [`MOST_BOXES`].

use super::layout::UNDERLINE;
use super::page::{Rule, Word};

/// A table with rules.
pub(super) struct Table<'p> {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Row by row, without empty rows.
    pub(super) cells: Vec<Cell<'p>>,
    /// The words of all cells, by their index on the page.
    pub(super) words: Vec<usize>,
}

/// The words of a cell.
pub(super) struct Cell<'p> {
    pub(super) words: Vec<&'p Word>,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A table with more boxes is a drawing.
const MOST_BOXES: usize = 40_000;
/// Rules within this distance of each other, in points, touch.
const NEAR: f64 = 3.0;

/// The tables of a page, from its rules.
pub(super) fn tables<'p>(rules: &[Rule], words: &'p [Word]) -> Vec<Table<'p>> {
    let mut taken = vec![false; words.len()];
    let mut tables = Vec::new();
    for group in groups(&without_underlines(rules, words)) {
        let Some(grid) = Grid::new(&group) else { continue };
        if let Some(table) = grid.table(words, &mut taken) {
            tables.push(table);
        }
    }
    tables
}

/// `rules` without underlines: rules below a baseline, from the start of a word to the end of one.
fn without_underlines(rules: &[Rule], words: &[Word]) -> Vec<Rule> {
    let mut by_height: Vec<&Word> = words.iter().collect();
    by_height.sort_by(|a, b| a.y.total_cmp(&b.y));
    let most = words.iter().map(|word| word.size).fold(0.0, f64::max);
    let underlines = |rule: &Rule| {
        let from = by_height.partition_point(|word| word.y < rule.low - 0.5);
        let near = by_height[from..].iter().take_while(|word| word.y - rule.low < UNDERLINE * most);
        let (mut start, mut end) = (f64::INFINITY, f64::NEG_INFINITY);
        for word in near.filter(|word| word.y - rule.low < UNDERLINE * word.size) {
            if word.end > rule.left && word.start < rule.right {
                (start, end) = (start.min(word.start), end.max(word.end));
            }
        }
        rule.left >= start - 1.5 && rule.right <= end + 1.5
    };
    rules.iter().filter(|rule| !(rule.is_level() && underlines(rule))).copied().collect()
}

/// The most groups of rules side by side. More are a drawing.
const MOST_GROUPS: usize = 64;

/// Rules that touch, and their bounding box.
struct Group {
    bounds: Rule,
    rules: Vec<Rule>,
}

impl Group {
    fn join(mut self, other: Group) -> Group {
        let (a, b) = (self.bounds, other.bounds);
        self.bounds = Rule {
            left: a.left.min(b.left),
            right: a.right.max(b.right),
            low: a.low.min(b.low),
            high: a.high.max(b.high),
        };
        // The longer list takes the shorter one: a table grows by one rule at a time.
        let (mut rules, fewer) = match self.rules.len() < other.rules.len() {
            true => (other.rules, self.rules),
            false => (self.rules, other.rules),
        };
        rules.extend(fewer);
        self.rules = rules;
        self
    }
}

/// Groups rules that touch, directly or through others. From the top, each rule is compared with the groups it can
/// still reach.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| b.high.total_cmp(&a.high).then(a.left.total_cmp(&b.left)));
    let (mut open, mut done): (Vec<Group>, Vec<Group>) = Default::default();
    for rule in sorted {
        let (near, passed): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|group| group.bounds.low <= rule.high + NEAR);
        done.extend(passed);
        if near.len() > MOST_GROUPS {
            return Vec::new();
        }
        let (touching, apart): (Vec<_>, Vec<_>) =
            near.into_iter().partition(|group| touch(&group.bounds, &rule));
        open = apart;
        open.push(touching.into_iter().fold(Group { bounds: rule, rules: vec![rule] }, Group::join));
    }
    done.into_iter().chain(open).map(|group| group.rules).collect()
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.left <= b.right + NEAR && b.left <= a.right + NEAR && a.low <= b.high + NEAR && b.low <= a.high + NEAR
}

/// The boxes into which rules divide their table.
struct Grid {
    xs: Vec<f64>,
    /// From the top.
    ys: Vec<f64>,
    /// The cell of each box, row by row: the index of its first box.
    cells: Vec<usize>,
}

impl Grid {
    fn new(rules: &[Rule]) -> Option<Grid> {
        let xs = places(rules.iter().filter(|r| !r.is_level()).map(|r| r.left).chain(open_sides(rules)));
        let mut ys = places(rules.iter().filter(|r| r.is_level()).map(|r| r.low));
        ys.reverse();
        if xs.len() < 2 || ys.len() < 2 || xs.len() * ys.len() > MOST_BOXES {
            return None;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let mut grid = Grid { xs, ys, cells: (0..columns * rows).collect() };
        let (sides, tops) = grid.marked(rules);
        for index in 0..columns * rows {
            // The number of a cell is that of its first box, so the boxes left of and above this one are final.
            let beside = (index % columns > 0 && !sides[index]).then(|| grid.cells[index - 1]);
            let above = (index >= columns && !tops[index]).then(|| grid.cells[index - columns]);
            grid.cells[index] = above.into_iter().chain(beside).min().unwrap_or(index);
        }
        Some(grid)
    }

    /// Which boxes have a rule on their left side, and which on their top. Only the ends of each rule are recorded,
    /// because rules may overlap.
    fn marked(&self, rules: &[Rule]) -> (Vec<bool>, Vec<bool>) {
        let middles =
            |places: &[f64]| -> Vec<f64> { places.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect() };
        let (middles_x, middles_y) = (middles(&self.xs), middles(&self.ys));
        let (columns, rows) = (middles_x.len(), middles_y.len());
        // The change in the number of rules from the box before: along columns for sides, along rows for tops, with an
        // extra box at the end.
        let (mut sides, mut tops) = (vec![0_i32; columns * (rows + 1)], vec![0_i32; rows * (columns + 1)]);
        for rule in rules {
            if rule.is_level() {
                let row = self.ys.partition_point(|y| y - rule.low > NEAR / 2.0);
                if row < rows && rule.low - self.ys[row] <= NEAR / 2.0 {
                    let from = middles_x.partition_point(|&x| x <= rule.left);
                    let to = middles_x.partition_point(|&x| x < rule.right).max(from);
                    tops[row * (columns + 1) + from] += 1;
                    tops[row * (columns + 1) + to] -= 1;
                }
            } else {
                let column = self.xs.partition_point(|x| rule.left - x > NEAR / 2.0);
                if column < columns && self.xs[column] - rule.left <= NEAR / 2.0 {
                    let from = middles_y.partition_point(|&y| y >= rule.high);
                    let to = middles_y.partition_point(|&y| y > rule.low).max(from);
                    sides[column * (rows + 1) + from] += 1;
                    sides[column * (rows + 1) + to] -= 1;
                }
            }
        }
        let is_marked = |ends: &[i32], length: usize| -> Vec<bool> {
            let line = |ends: &[i32]| {
                let sums = ends[..length].iter().scan(0, |sum, end| {
                    *sum += end;
                    Some(*sum > 0)
                });
                sums.collect::<Vec<bool>>()
            };
            ends.chunks(length + 1).flat_map(line).collect()
        };
        let (by_column, tops) = (is_marked(&sides, rows), is_marked(&tops, columns));
        let sides = (0..columns * rows).map(|at| by_column[at % columns * rows + at / columns]).collect();
        (sides, tops)
    }

    /// The table, if at least two cells contain words.
    fn table<'p>(&self, words: &'p [Word], taken: &mut [bool]) -> Option<Table<'p>> {
        let mut found: std::collections::BTreeMap<usize, Cell<'p>> = Default::default();
        let mut inside = Vec::new();
        for (index, word) in words.iter().enumerate().filter(|(i, _)| !taken[*i]) {
            let Some(cell) = self.cell_at((word.start + word.end) / 2.0, word.middle()) else { continue };
            let (left, right) = self.width(cell);
            let cell = found.entry(cell).or_insert(Cell { words: Vec::new(), left, right });
            cell.words.push(word);
            inside.push(index);
        }
        if found.len() < 2 {
            return None;
        }
        inside.iter().for_each(|&index| taken[index] = true);
        let (left, right) = (self.xs[0], self.xs[self.xs.len() - 1]);
        Some(Table { left, right, cells: found.into_values().collect(), words: inside })
    }

    fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.xs.partition_point(|&at| at <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&at| at >= y).checked_sub(1)?;
        let inside = column + 1 < self.xs.len() && row + 1 < self.ys.len();
        inside.then(|| self.cells[row * (self.xs.len() - 1) + column])
    }

    /// The left and right end of a cell, with its width in its first row.
    fn width(&self, cell: usize) -> (f64, f64) {
        let columns = self.xs.len() - 1;
        let first = cell % columns;
        let wide = self.cells[cell..].iter().take(columns - first).take_while(|&&c| c == cell).count();
        (self.xs[first], self.xs[first + wide])
    }
}

/// The left and right end of a table without closing rules (LaTeX's `l|l|l`), if at least two horizontal rules end at
/// the same positions.
fn open_sides(rules: &[Rule]) -> Vec<f64> {
    let level: Vec<&Rule> = rules.iter().filter(|rule| rule.is_level()).collect();
    if level.len() == rules.len() {
        return Vec::new();
    }
    let left = level.iter().map(|rule| rule.left).fold(f64::INFINITY, f64::min);
    let right = level.iter().map(|rule| rule.right).fold(f64::NEG_INFINITY, f64::max);
    let whole = level.iter().filter(|rule| rule.left < left + NEAR && rule.right > right - NEAR).count();
    if whole < 2 { Vec::new() } else { vec![left, right] }
}

/// `values` in order, with nearly equal values merged.
fn places(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|next, value| *next - *value < NEAR / 2.0);
    values
}
