//! The part of the table to search: for each number of English sentences read, a range of numbers of Russian
//! sentences read. Uses indices only.

use std::ops::{Range, RangeInclusive};

/// Nodes (i, j), "i English and j Russian sentences read", in rows `first..=last`. Each row is one range of columns,
/// and neither end of the range decreases from row to row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    first: usize,
    rows: Vec<(u32, u32)>,
    /// The position of the first node of each row among all nodes.
    starts: Vec<u32>,
}

impl Band {
    /// Creates a band from row `first` on, with the first and last column of each row.
    pub fn new(first: usize, rows: Vec<(u32, u32)>) -> Band {
        debug_assert!(rows.iter().all(|r| r.0 <= r.1));
        debug_assert!(rows.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1));
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut at = 0;
        for (low, high) in &rows {
            starts.push(at);
            at += high - low + 1;
        }
        starts.push(at);
        Band { first, rows, starts }
    }

    /// The range of rows.
    pub fn rows(&self) -> RangeInclusive<usize> {
        self.first..=self.first + self.rows.len() - 1
    }

    /// The columns of row `i`.
    #[inline]
    pub fn columns(&self, i: usize) -> RangeInclusive<usize> {
        let (low, high) = self.rows[i - self.first];
        low as usize..=high as usize
    }

    /// The positions of the nodes of row `i` among all nodes.
    #[inline]
    pub fn nodes(&self, i: usize) -> Range<usize> {
        self.starts[i - self.first] as usize..self.starts[i - self.first + 1] as usize
    }

    /// The position of node (i, j) among all nodes, if it is in the band.
    #[inline]
    pub fn node(&self, i: usize, j: usize) -> Option<usize> {
        self.row(i)?.node(j)
    }

    /// Row `i`, if it is in the band.
    #[inline]
    pub fn row(&self, i: usize) -> Option<Row> {
        let row = i.checked_sub(self.first)?;
        let &(low, high) = self.rows.get(row)?;
        Some(Row { low, high, start: self.starts[row] })
    }

    /// The nodes of row `i` from which a step of `n` English and `m` Russian sentences stays in the band, counted from the
    /// first node of the row, and the positions of the nodes at which it ends.
    #[inline]
    pub fn between(&self, i: usize, n: usize, m: usize) -> Option<(Range<usize>, Range<usize>)> {
        let row = i.checked_sub(self.first)?;
        let (&from, &to) = (self.rows.get(row)?, self.rows.get(row + n)?);
        let m = m as u32;
        let first = from.0.max(to.0.saturating_sub(m));
        let end = (from.1 + 1).min((to.1 + 1).saturating_sub(m));
        let start = self.starts[row + n];
        let range = |low: u32, high: u32| low as usize..high as usize;
        (first < end).then(|| {
            (range(first - from.0, end - from.0), range(start + first + m - to.0, start + end + m - to.0))
        })
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.starts[self.rows.len()] as usize
    }

    /// The first node and the last.
    pub fn corners(&self) -> ((usize, usize), (usize, usize)) {
        let last = self.first + self.rows.len() - 1;
        ((self.first, *self.columns(self.first).start()), (last, *self.columns(last).end()))
    }
}

/// One row of a band.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    low: u32,
    high: u32,
    start: u32,
}

impl Row {
    /// The position of the node in column `j` among all nodes of the band, if it is in the row.
    #[inline]
    pub fn node(self, j: usize) -> Option<usize> {
        let j = j as u32;
        (self.low..=self.high).contains(&j).then(|| (self.start + j - self.low) as usize)
    }
}
