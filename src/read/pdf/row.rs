//! Rows of words across a page or column, before columns and cells part them.

use super::grid::Table;
use super::page::Word;

/// How far the middles of a row may be apart, in parts of the size: raised marks stand high.
const REACH: f64 = 0.5;

/// Where something stands that takes part in rows.
pub(super) trait Placed {
    /// Height of its middle, and its size.
    fn place(&self) -> (f64, f64);
}

impl Placed for &Word {
    fn place(&self) -> (f64, f64) {
        (self.middle(), self.size)
    }
}

/// `items` in rows from the top, raised and lowered ones with what they stand beside. Cost: n log n.
pub(super) fn rows<T: Placed>(mut items: Vec<T>) -> Vec<Vec<T>> {
    items.sort_by(|a, b| b.place().0.total_cmp(&a.place().0));
    let mut rows: Vec<Vec<T>> = Vec::new();
    // The middle and size of the largest in the row.
    let mut largest = (0.0, 0.0);
    for item in items {
        let (middle, size) = item.place();
        match rows.last_mut() {
            Some(row) if largest.0 - middle < REACH * size.max(largest.1) => {
                if size > largest.1 {
                    largest = (middle, size);
                }
                row.push(item);
            }
            _ => {
                largest = (middle, size);
                rows.push(vec![item]);
            }
        }
    }
    rows
}

/// A word, or a row of a ruled table, which nothing cuts.
#[derive(Clone, Copy)]
pub(super) struct Unit<'p> {
    pub(super) word: &'p Word,
    pub(super) table: Option<&'p Table<'p>>,
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Placed for Unit<'_> {
    fn place(&self) -> (f64, f64) {
        (self.word.middle(), self.word.size)
    }
}

pub(super) type Row<'p> = Vec<Unit<'p>>;

/// The left and right end of a region.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// Where the left and the right of two columns begin.
pub(super) type Pair = (f64, f64);

pub(super) fn is_same(a: Pair, b: Pair) -> bool {
    (a.0 - b.0).abs() < 3.0 && (a.1 - b.1).abs() < 3.0
}
