//! The coarse search: selects the part of the table to search.
//!
//! Words, names and numbers that occur in few sentences on both sides mark cells of the table. The heaviest monotonic
//! chain of cells (a weighted longest increasing subsequence) is the coarse path. Between two cells of the chain is a
//! rectangle, which may be very long on one side, so the path also passes a missing chapter. The corridor is the chain
//! of rectangles. [`Corridor::window`] returns a part of it with a margin.
//!
//! Without links, a rectangle is divided along its diagonal, so that the cost stays linear.
//! Cost: p log n for p marked cells; each word marks a limited number.
//! Source: M. Melamed, Bitext maps and alignment via pattern recognition (1999), for the idea of chained points.

use super::band::Band;
use super::features::Side;
use super::fixed::Pins;
use super::word_links::Links;
use std::ops::Range;

/// Tables with at most this many cells are searched whole.
const WHOLE: usize = 6_000;
/// Words that occur in more sentences than this mark nothing.
const RARE: usize = 8;
/// A rectangle without evidence is cut into squares with sides of about this many sentences.
const SQUARE: usize = 400;
/// Sentences per stretch within which names are compared. Shorter stretches find fewer names in less time.
const STRETCH: usize = 2_000;
/// Rows of a window, and further rows that are searched to decide the last of them.
const ROWS: usize = 600;
const BEYOND: usize = 60;
/// Most nodes of a window; the margin shrinks before it is exceeded.
const MOST_NODES: usize = 3_000_000;

/// Sentences between the places where windows should end, and how many more are considered for the best place.
const BETWEEN_CUTS: usize = 540;
const AROUND_CUT: usize = 60;

/// The coarse path: for each number of English sentences read, the range of Russian sentences read.
#[derive(Debug)]
pub(crate) struct Corridor {
    rows: Vec<(u32, u32)>,
    /// Nodes that the ladder is likely to pass through, about 600 sentences apart.
    cuts: Vec<(usize, usize)>,
}

/// A part of the corridor, and the row up to which its result can be kept.
pub(crate) struct Window {
    pub band: Band,
    pub keep: usize,
    /// The node at which to end the kept part, if the ladder passes through it.
    pub cut: Option<(usize, usize)>,
}

/// A cell of the table with linked words, and the weight of the links.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    i: u32,
    j: u32,
    weight: f32,
}

impl Corridor {
    /// The coarse path through two documents that respects the fixed points.
    pub fn new(en: &Side, ru: &Side, links: &Links, pins: &Pins) -> Corridor {
        let (n, m) = (en.len(), ru.len());
        if (n + 1) * (m + 1) <= WHOLE {
            return Corridor { rows: vec![(0, m as u32); n + 1], cuts: Vec::new() };
        }
        let chain = chain(pinned(points(en, ru, links), pins), m);
        let mut rows = path(&chain, n, m);
        widen(&mut rows, pins);
        let cuts = if pins.hulls().is_empty() { cuts(&chain, n) } else { Vec::new() };
        Corridor { rows, cuts }
    }

    /// The cuts between two nodes.
    pub fn cuts(&self, from: (usize, usize), to: (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
        let between =
            move |cut: &&(usize, usize)| cut.0 > from.0 && cut.1 >= from.1 && cut.0 < to.0 && cut.1 <= to.1;
        self.cuts.iter().filter(between).copied()
    }

    /// The window that starts at node `from`, extends `margin` sentences beyond the corridor on every side, and ends
    /// at node `to` at the latest. Its first node is `from`, its last node is on the far edge; no hull crosses the
    /// edge.
    pub fn window(&self, from: (usize, usize), to: (usize, usize), margin: usize, pins: &Pins) -> Window {
        // Not so near that the window would be short, and not farther than the length of a window.
        let cut = self.cuts(from, to).filter(|cut| (ROWS / 2..=ROWS).contains(&(cut.0 - from.0))).last();
        let rows = cut.map_or(ROWS, |cut| cut.0 - from.0);
        let mut end = (from.0 + rows + BEYOND).min(to.0);
        let next = pins.hulls().partition_point(|hull| hull.en.end <= end);
        let mut far = to.1;
        if let Some(hull) = pins.hulls().get(next).filter(|hull| hull.en.start < to.0) {
            if hull.en.start < end {
                end = hull.en.end;
                far = pins.hulls().get(next + 1).map_or(far, |after| far.min(after.ru.start));
            } else {
                far = far.min(hull.ru.start);
            }
        }
        let (keep, cut) = if end == to.0 { (end, None) } else { (from.0 + rows, cut) };
        let mut margin = margin;
        loop {
            let mut rows: Vec<_> =
                (from.0..=end).map(|row| self.row(row, margin, from.1 as u32, far as u32)).collect();
            // The previous window may have been wider than this one.
            rows[0].0 = from.1 as u32;
            if let Some(last) = rows.last_mut().filter(|_| end == to.0) {
                last.1 = to.1 as u32;
            }
            let nodes: usize = rows.iter().map(|r| (r.1 - r.0) as usize + 1).sum();
            if nodes <= MOST_NODES || margin <= 1 {
                return Window { band: Band::new(from.0, rows), keep, cut };
            }
            margin /= 2;
        }
    }

    fn row(&self, row: usize, margin: usize, from: u32, to: u32) -> (u32, u32) {
        let last = self.rows.len() - 1;
        let low = self.rows[row.saturating_sub(margin)].0.saturating_sub(margin as u32);
        let high = self.rows[(row + margin).min(last)].1 + margin as u32;
        (low.clamp(from, to), high.clamp(from, to))
    }
}

/// For each row, the columns of the path through the heaviest chain of points.
fn path(chain: &[Point], n: usize, m: usize) -> Vec<(u32, u32)> {
    let corners = cut(chain.iter().map(|p| (p.i, p.j)), n as u32, m as u32);
    staircase(&corners, n, m as u32)
}

/// Nodes between two consecutive cells of `chain`, one per stretch of rows: where the two cells have the strongest
/// links.
fn cuts(chain: &[Point], n: usize) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    for first in (BETWEEN_CUTS..n.saturating_sub(BEYOND)).step_by(BETWEEN_CUTS) {
        let start = chain.partition_point(|p| (p.i as usize) < first);
        let end = chain.partition_point(|p| (p.i as usize) < first + AROUND_CUT);
        let tied = |k: usize| {
            let (before, after) = (chain[k.checked_sub(1)?], chain[k]);
            let is_next = (before.i + 1, before.j + 1) == (after.i, after.j);
            is_next.then(|| (before.weight.min(after.weight), (after.i as usize, after.j as usize)))
        };
        let best = (start..end).filter_map(tied).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        cuts.extend(best.map(|(_, node)| node));
    }
    cuts
}

/// Whether the documents are too long to compare all of one with all of the other.
pub(crate) fn is_long(en: &Side, ru: &Side) -> bool {
    en.len().max(ru.len()) > 2 * STRETCH
}

/// Stretches of the English document, each with the part of the Russian one next to it on the coarse path of `links`,
/// plus a margin.
pub(crate) fn stretches(en: &Side, ru: &Side, links: &Links) -> Vec<(Range<usize>, Range<usize>)> {
    let (n, m) = (en.len(), ru.len());
    let rows = path(&chain(points(en, ru, links), m), n, m);
    let beside = |start: usize, end: usize| {
        let (low, high) = (rows[start].0 as usize, rows[end].1 as usize);
        low.saturating_sub(STRETCH / 4)..(high + STRETCH / 4).min(m)
    };
    (0..n)
        .step_by(STRETCH)
        .map(|start| (start, (start + STRETCH).min(n)))
        .map(|(a, b)| (a..b, beside(a, b)))
        .collect()
}

/// A rectangle between two stretches of sentences with linked words.
pub(crate) struct Tied {
    /// The part of it to search.
    pub band: Band,
    weight: f32,
}

/// Sentences around the linked words of a rectangle that are also searched.
const AROUND: usize = 12;

/// The rectangles between stretches of the two sides, both in order, whose rare words have links with a weight of at
/// least `least`; the heaviest first.
pub(crate) fn tied(
    en: &Side,
    ru: &Side,
    links: &Links,
    stretches: (&[Range<usize>], &[Range<usize>]),
    least: f32,
) -> Vec<Tied> {
    let holders = (holders(stretches.0, en.len()), holders(stretches.1, ru.len()));
    let holder = |i: u32, j: u32| Some((holders.0[i as usize]?, holders.1[j as usize]?));
    let points = points_where(en, ru, links, |i, j| holder(i, j).is_some());
    let mut points: Vec<((usize, usize), Point)> =
        points.into_iter().filter_map(|p| Some((holder(p.i, p.j)?, p))).collect();
    // A stable sort keeps the points of each rectangle in order.
    points.sort_by_key(|(rectangle, _)| *rectangle);
    let rectangles = points.chunk_by(|a, b| a.0 == b.0);
    let mut all: Vec<Tied> = rectangles
        .filter_map(|points| {
            rectangle(points, &stretches.0[points[0].0.0], &stretches.1[points[0].0.1], least)
        })
        .collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

/// The index of the range in `ranges` (in order) that contains each of `count` sentences.
fn holders(ranges: &[Range<usize>], count: usize) -> Vec<Option<usize>> {
    let mut holders = vec![None; count];
    for (number, range) in ranges.iter().enumerate() {
        holders[range.clone()].fill(Some(number));
    }
    holders
}

/// One rectangle, reduced to the surroundings of the heaviest chain of its points.
fn rectangle(
    points: &[((usize, usize), Point)],
    en: &Range<usize>,
    ru: &Range<usize>,
    least: f32,
) -> Option<Tied> {
    if points.iter().map(|(_, p)| p.weight).sum::<f32>() < least {
        return None;
    }
    let local = |p: &Point| Point { i: p.i - en.start as u32, j: p.j - ru.start as u32, weight: p.weight };
    let chain = chain(points.iter().map(|(_, p)| local(p)).collect(), ru.len());
    let weight: f32 = chain.iter().map(|p| p.weight).sum();
    let (first, last) = (chain.first()?, chain.last()?);
    let around = |first: u32, last: u32, len: usize| {
        (first as usize).saturating_sub(AROUND)..(last as usize + 1 + AROUND).min(len)
    };
    let (rows, columns) = (around(first.i, last.i, en.len()), around(first.j, last.j, ru.len()));
    let inside = |p: &Point| (p.i - rows.start as u32, p.j - columns.start as u32);
    let corners = cut(chain.iter().map(inside), rows.len() as u32, columns.len() as u32);
    let corridor = Corridor { rows: staircase(&corners, rows.len(), columns.len() as u32), cuts: Vec::new() };
    let (i, j) = (en.start + rows.start, (ru.start + columns.start) as u32);
    let mut band: Vec<(u32, u32)> =
        (0..=rows.len()).map(|row| corridor.row(row, AROUND, 0, columns.len() as u32)).collect();
    band.iter_mut().for_each(|row| *row = (row.0 + j, row.1 + j));
    (weight >= least).then(|| Tied { band: Band::new(i, band), weight })
}

/// The points that do not cross a fixed point, and the corners of the fixed points.
fn pinned(mut points: Vec<Point>, pins: &Pins) -> Vec<Point> {
    let ranges = pins.ranges();
    if ranges.is_empty() {
        return points;
    }
    points.retain(|p| !Pins::crossed(&ranges, p.i as usize, p.j as usize));
    for range in ranges.iter().filter(|range| range.is_paired()) {
        let point = |i: usize, j: usize| Point { i: i as u32, j: j as u32, weight: 1.0 };
        points.extend([point(range.en.start, range.ru.start), point(range.en.end - 1, range.ru.end - 1)]);
    }
    merge(points)
}

/// Widens the rows for the fixed points.
fn widen(rows: &mut [(u32, u32)], pins: &Pins) {
    for range in pins.ranges() {
        for row in &mut rows[range.en.start..=range.en.end] {
            *row = (row.0.min(range.ru.start as u32), row.1.max(range.ru.end as u32));
        }
    }
    for k in 1..rows.len() {
        rows[k].1 = rows[k].1.max(rows[k - 1].1);
    }
    for k in (1..rows.len()).rev() {
        rows[k - 1].0 = rows[k - 1].0.min(rows[k].0);
    }
}

/// The cells in which rare words are linked. The weight of a word is divided among the cells it marks.
fn points(en: &Side, ru: &Side, links: &Links) -> Vec<Point> {
    points_where(en, ru, links, |_, _| true)
}

/// The same for the cells selected by `is_wanted` from the numbers of their sentences.
fn points_where(en: &Side, ru: &Side, links: &Links, is_wanted: impl Fn(u32, u32) -> bool) -> Vec<Point> {
    let (in_en, in_ru) = (Occurrences::new(en), Occurrences::new(ru));
    let mut points = Vec::new();
    for r in 0..ru.types.len() {
        let columns = in_ru.of(r);
        if columns.is_empty() || columns.len() > RARE {
            continue;
        }
        for link in links.of(r as u32) {
            let rows = in_en.of(link.en as usize);
            if rows.is_empty() || rows.len() > RARE {
                continue;
            }
            let ratio = (link.forward * link.backward).sqrt();
            let weight = libm::log1pf(ratio / 10.0) / rows.len().max(columns.len()) as f32;
            let cells = rows.iter().flat_map(|&i| columns.iter().map(move |&j| (i, j)));
            points.extend(cells.filter(|&(i, j)| is_wanted(i, j)).map(|(i, j)| Point { i, j, weight }));
        }
    }
    merge(points)
}

/// Adds up the weights of points in the same cell. The result is ordered by row, then column.
fn merge(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_unstable_by(|a, b| (a.i, a.j).cmp(&(b.i, b.j)).then(a.weight.total_cmp(&b.weight)));
    points.dedup_by(|b, a| {
        let same = (a.i, a.j) == (b.i, b.j);
        if same {
            a.weight += b.weight;
        }
        same
    });
    points
}

/// The sentences that contain each type, as compressed rows. Types in nearly all sentences are left out.
struct Occurrences {
    starts: Vec<u32>,
    sentences: Vec<u32>,
}

impl Occurrences {
    fn new(side: &Side) -> Occurrences {
        let mut counts = vec![0u32; side.types.len() + 1];
        for &(t, _) in &side.bag {
            counts[t as usize + 1] += 1;
        }
        for count in &mut counts {
            if *count as usize > RARE {
                *count = 0;
            }
        }
        let rare: Vec<bool> = counts[1..].iter().map(|&c| c > 0).collect();
        for t in 1..counts.len() {
            counts[t] += counts[t - 1];
        }
        let mut sentences = vec![0; counts[counts.len() - 1] as usize];
        let mut next = counts.clone();
        for index in 0..side.len() {
            for &(t, _) in side.bag(index) {
                if rare[t as usize] {
                    sentences[next[t as usize] as usize] = index as u32;
                    next[t as usize] += 1;
                }
            }
        }
        Occurrences { starts: counts, sentences }
    }

    fn of(&self, t: usize) -> &[u32] {
        &self.sentences[self.starts[t] as usize..self.starts[t + 1] as usize]
    }
}

/// The heaviest sequence of points in which neither coordinate decreases. `points` are sorted.
fn chain(points: Vec<Point>, columns: usize) -> Vec<Point> {
    // The best chain that ends at or before each column, as a Fenwick tree of (weight, last point).
    let mut tree = vec![(0.0f32, u32::MAX); columns + 1];
    let mut before = vec![u32::MAX; points.len()];
    for (index, point) in points.iter().enumerate() {
        let (mut best, mut at) = ((0.0, u32::MAX), point.j as usize + 1);
        while at > 0 {
            if tree[at].0 > best.0 {
                best = tree[at];
            }
            at &= at - 1;
        }
        before[index] = best.1;
        let total = (best.0 + point.weight, index as u32);
        at = point.j as usize + 1;
        while at <= columns {
            if total.0 > tree[at].0 {
                tree[at] = total;
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut at = columns;
    let mut last = (0.0, u32::MAX);
    while at > 0 {
        if tree[at].0 > last.0 {
            last = tree[at];
        }
        at &= at - 1;
    }
    let mut chain = Vec::new();
    let mut at = last.1;
    while at != u32::MAX {
        chain.push(points[at as usize]);
        at = before[at as usize];
    }
    chain.reverse();
    chain
}

/// The corners of the chain, plus corners along the diagonal of rectangles that are too large to search.
fn cut(chain: impl Iterator<Item = (u32, u32)>, n: u32, m: u32) -> Vec<(u32, u32)> {
    let mut corners = Vec::new();
    let mut from = (0, 0);
    for to in chain.chain([(n, m)]) {
        let (width, height) = (f64::from(to.1 - from.1), f64::from(to.0 - from.0));
        let pieces = ((width * height).sqrt() / SQUARE as f64) as u32 + 1;
        for k in 1..pieces {
            let part = |a: u32, b: u32| a + ((u64::from(b - a) * u64::from(k)) / u64::from(pieces)) as u32;
            corners.push((part(from.0, to.0), part(from.1, to.1)));
        }
        corners.push(to);
        from = to;
    }
    corners.pop();
    corners
}

/// For each row, the columns between the previous corner and the corner at or after it.
fn staircase(corners: &[(u32, u32)], n: usize, m: u32) -> Vec<(u32, u32)> {
    let mut rows = Vec::with_capacity(n + 1);
    let (mut low, mut next) = (0, 0);
    for row in 0..=n as u32 {
        while next < corners.len() && corners[next].0 < row {
            low = corners[next].1;
            next += 1;
        }
        let high = corners.get(next).map_or(m, |c| (c.1 + 1).min(m));
        rows.push((low, high.max(low)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(i: u32, j: u32, weight: f32) -> Point {
        Point { i, j, weight }
    }

    #[test]
    fn the_chain_is_the_heaviest_that_never_goes_back() {
        let points =
            vec![point(0, 0, 1.0), point(1, 9, 2.0), point(2, 2, 1.5), point(3, 3, 1.0), point(3, 4, 0.5)];
        let chain = chain(points, 10);
        let cells: Vec<_> = chain.iter().map(|p| (p.i, p.j)).collect();
        assert_eq!(cells, [(0, 0), (2, 2), (3, 3), (3, 4)]);
    }

    #[test]
    fn a_block_cut_out_leaves_a_tall_rectangle() {
        let rows = staircase(&[(9, 9), (10, 500)], 20, 510);
        assert_eq!(rows[0], (0, 10));
        assert_eq!(rows[10], (9, 501));
        assert_eq!(rows[11], (500, 510));
    }

    #[test]
    fn a_window_begins_where_the_one_before_ended_even_outside_the_corridor() {
        let corridor =
            Corridor { rows: (0..=100).map(|row| (10 * row, 10 * row + 10)).collect(), cuts: Vec::new() };
        let window = corridor.window((50, 3), (100, 1010), 12, &Pins::default());
        assert_eq!(window.band.corners(), ((50, 3), (100, 1010)));
    }

    #[test]
    fn without_evidence_the_diagonal_is_cut_into_squares() {
        let corners = cut([].into_iter(), 10_000, 20_000);
        let rows = staircase(&corners, 10_000, 20_000);
        assert!(rows.iter().all(|r| r.1 - r.0 <= 800), "{:?}", rows[5000]);
        assert!(rows.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1));
    }

    #[test]
    fn cuts_lie_where_cells_that_follow_on_one_another_are_tied() {
        // Cells along the diagonal except every seventh; one of them has a heavier link.
        let chain: Vec<Point> = (0..2000)
            .filter(|i| i % 7 != 0)
            .map(|i| point(i, i + 3, if (569..=570).contains(&i) { 5.0 } else { 1.0 }))
            .collect();
        let cuts = cuts(&chain, 2000);
        assert_eq!(cuts[0], (570, 573));
        assert!(cuts.len() == 3 && cuts.iter().all(|&(i, j)| j == i + 3 && i % 7 > 1), "{cuts:?}");
        assert!(cuts.windows(2).all(|w| (480..=600).contains(&(w[1].0 - w[0].0))));
        assert_eq!(super::cuts(&[], 2000), []);
    }
}
