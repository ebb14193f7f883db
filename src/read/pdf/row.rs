//! Rows of words across a page or column, before they are divided into columns and cells.

use super::grid::Table;
use super::layout::{FRACTION_REACH, LARGER, REACH, SAME_LINE, SLIGHTLY_LARGER, STACKED};
use super::page::Word;
use std::collections::BTreeMap;

/// An item of a row, with the position of a word.
pub(super) trait Placed {
    fn word(&self) -> &Word;

    /// Height of its middle, and its size.
    fn place(&self) -> (f64, f64) {
        (self.word().middle(), self.word().size)
    }
}

impl Placed for &Word {
    fn word(&self) -> &Word {
        self
    }
}

/// `items` in rows from the top. An item joins a row according to its size. Small print, raised or lowered, joins the
/// text next to it. Large print that is as high as several lines (a drop cap, a number beside two lines, a title beside
/// an imprint) is a row of its own: before these lines if it is left of them, otherwise after them. Cost: n log n.
pub(super) fn rows<T: Placed>(items: Vec<T>) -> Vec<Vec<T>> {
    let mut strips = strips(items);
    let mut order: Vec<usize> = (0..strips.len()).collect();
    order.sort_by(|&a, &b| {
        strips[b].size.total_cmp(&strips[a].size).then(strips[b].chars.cmp(&strips[a].chars)).then(a.cmp(&b))
    });
    let heights: Vec<f64> = strips.iter().map(Strip::middle).collect();
    // The strip that contains each strip: itself or a larger one.
    let mut hosts: Vec<usize> = (0..strips.len()).collect();
    let mut found: BTreeMap<(i64, usize), usize> = BTreeMap::new();
    let mut keys = heights.clone();
    for index in order {
        let strip = &strips[index];
        let beside = beside(index, &strips);
        let key = (hundredths(strip.middle()), index);
        if let Some(lines) = &beside {
            let (first, last) = (lines[0], lines[lines.len() - 1]);
            let is_left = strip.start <= strips[first].start;
            keys[index] = if is_left {
                heights[end_of_column(first, &strips, true)] + 0.01
            } else {
                heights[end_of_column(last, &strips, false)] - 0.01
            };
            continue;
        }
        let reach = hundredths(
            FRACTION_REACH * strips.iter().map(|s| s.size).fold(0.0, f64::max).min(8.0 * strip.size),
        );
        let near = found.range((key.0 - reach, 0)..=(key.0 + reach, usize::MAX)).take(MOST_NEAR);
        let distance = |host: usize| (heights[host] - heights[index]).abs() / strips[host].size;
        let host = near.map(|(_, &host)| host).min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        let is_number = strip.items.iter().all(|item| item.word().text.bytes().all(|b| b.is_ascii_digit()));
        let reach = if is_number && strip.chars <= 6 { FRACTION_REACH } else { REACH };
        match host.filter(|&host| distance(host) < reach) {
            Some(host) => hosts[index] = host,
            None => {
                found.insert(key, index);
            }
        }
    }
    let mut rows: Vec<(f64, Vec<T>)> =
        strips.iter().enumerate().map(|(i, _)| (keys[i], Vec::new())).collect();
    for (index, strip) in strips.iter_mut().enumerate() {
        rows[hosts[index]].1.append(&mut strip.items);
    }
    rows.retain(|(_, row)| !row.is_empty());
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Items of about one size on about one baseline.
struct Strip<T> {
    items: Vec<T>,
    y: f64,
    size: f64,
    start: f64,
    chars: usize,
}

impl<T> Strip<T> {
    fn middle(&self) -> f64 {
        self.y + 0.3 * self.size
    }
}

fn hundredths(height: f64) -> i64 {
    (height * 100.0) as i64
}

/// The most neighbours compared. Pages have few strips at one height. The limit keeps the cost of drawings linear.
const MOST_NEAR: usize = 32;

/// `items` by baseline and size, from the top.
fn strips<T: Placed>(mut items: Vec<T>) -> Vec<Strip<T>> {
    items.sort_by(|a, b| b.word().y.total_cmp(&a.word().y));
    let mut strips: Vec<Strip<T>> = Vec::new();
    for item in items {
        let (word, chars) = (item.word(), item.word().text.chars().count());
        let (y, size, start) = (word.y, word.size, word.start);
        let is_same = |strip: &&mut Strip<T>| {
            strip.y - y < SAME_LINE * strip.size.min(size)
                && strip.size.max(size) < LARGER * strip.size.min(size)
        };
        match strips.iter_mut().rev().take(MOST_NEAR).find(is_same) {
            Some(strip) => {
                strip.items.push(item);
                strip.chars += chars;
                strip.start = strip.start.min(start);
            }
            None => strips.push(Strip { items: vec![item], y, size, start, chars }),
        }
    }
    strips
}

/// The smaller lines, at least two, that are together as high as strip `index`; `None` if it is part of one of them.
fn beside<T: Placed>(index: usize, strips: &[Strip<T>]) -> Option<Vec<usize>> {
    let large = &strips[index];
    let (low, high) = (large.y - 0.25 * large.size, large.y + 0.8 * large.size);
    // Strips are in the order of their baselines.
    let from = strips.partition_point(|strip| strip.y > high);
    let lines: Vec<usize> = (from..strips.len())
        .take(MOST_NEAR)
        .take_while(|&i| strips[i].y >= low - 0.2 * large.size)
        .filter(|&i| strips[i].size * SLIGHTLY_LARGER <= large.size && strips[i].chars >= 2)
        .filter(|&i| strips[i].y + 0.5 * strips[i].size > low)
        .collect();
    let (&first, &last) = (lines.first()?, lines.last()?);
    let size = strips[first].size.max(strips[last].size);
    let may_begin = large.size < 1.8 * size;
    let end = large.items.iter().map(|item| item.word().end).fold(f64::NEG_INFINITY, f64::max);
    let adjoins = |item: &T| {
        let (before, after) = (large.start - item.word().end, item.word().start - end);
        let near = |gap: f64| (-0.1..1.0).contains(&(gap / item.word().size));
        near(before) || may_begin && near(after)
    };
    let is_part = lines.iter().any(|&i| {
        (strips[i].y - large.y).abs() < SAME_LINE * strips[i].size && strips[i].items.iter().any(adjoins)
    });
    (!is_part && strips[first].y - strips[last].y >= STACKED * size).then_some(lines)
}

/// The first or the last of consecutive lines like line `index` with the same left edge.
fn end_of_column<T>(index: usize, strips: &[Strip<T>], upwards: bool) -> usize {
    let mut end = index;
    for _ in 0..MOST_NEAR {
        let Some(next) = (if upwards { end.checked_sub(1) } else { Some(end + 1) }) else { break };
        let Some(strip) = strips.get(next) else { break };
        let (size, step) = (strips[end].size, (strip.y - strips[end].y).abs());
        let goes_on = (strip.start - strips[end].start).abs() < 1.0
            && strip.size.max(size) < SLIGHTLY_LARGER * strip.size.min(size)
            && step < 1.6 * size;
        if !goes_on {
            break;
        }
        end = next;
    }
    end
}

/// A word, or a row of a ruled table, which is never divided.
#[derive(Clone, Copy)]
pub(super) struct Unit<'p> {
    pub(super) word: &'p Word,
    pub(super) table: Option<&'p Table<'p>>,
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Placed for Unit<'_> {
    fn word(&self) -> &Word {
        self.word
    }
}

pub(super) type Row<'p> = Vec<Unit<'p>>;

/// The left and right end of a region.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// The left ends of two columns.
pub(super) type Pair = (f64, f64);

pub(super) fn is_same(a: Pair, b: Pair) -> bool {
    (a.0 - b.0).abs() < 3.0 && (a.1 - b.1).abs() < 3.0
}
