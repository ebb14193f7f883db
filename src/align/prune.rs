//! Prunes a window: keeps the nodes that can lie on a ladder near the best one. Computing the cost of a bead is
//! expensive, and about twenty beads start at each node.
//!
//! A path through the window steps over one sentence of either side or one of both. It collects the gain of each pair of
//! sentences that it passes; skipping a sentence is free. A block explains at most the sum of what its sentences explain one by
//! one, so the gain of a bead rarely exceeds that of the path through its cells. The nodes on paths that collect nearly as much
//! as the best one are kept.
//!
//! Cost: linear in the nodes of the window.

use super::band::Band;
use super::features::{Facts, Side};
use super::pair_features::Beads;
use super::score::{Feature, Sum, Vector};

/// The gains on paths through a window.
pub(crate) struct Worth<'a> {
    band: &'a Band,
    /// The gain of each cell from the words of its two sentences.
    cells: Vec<f32>,
    /// The gain of each sentence from being paired instead of skipped; nearly always negative.
    en: &'a [f32],
    ru: &'a [f32],
    /// The gain of every pair, whatever its sentences.
    pair: f32,
}

/// The gain of each sentence of a side from being paired, given the cost of leaving it unpaired.
pub(crate) fn own(side: &Side, unpaired: &[[f32; 2]], weights: &Vector) -> Vec<f32> {
    let paid = |facts: &Facts| {
        let mut sum = Sum::new(weights);
        Beads::paid(facts, &mut sum);
        -sum.cost()
    };
    side.facts.iter().zip(unpaired).map(|(facts, unpaired)| paid(facts) + unpaired[1]).collect()
}

impl<'a> Worth<'a> {
    /// `scores` has those of the two sentences of each cell; `en` and `ru` are the results of [`own`].
    pub fn new(band: &'a Band, scores: &[f32], (en, ru): (&'a [f32], &'a [f32]), weights: &Vector) -> Self {
        let weight = weights[Feature::Gain11 as usize].max(weights[Feature::GainMore as usize]) / 2.0;
        let cells = scores.iter().map(|gain| gain * weight).collect();
        Worth { band, cells, en, ru, pair: weights[Feature::Shape11 as usize] }
    }

    /// The band of the nodes on paths that collect nearly as much as the best one, and of their neighbours. `times`
    /// scales the allowed distance from the best.
    pub fn narrow(&self, times: f32) -> Band {
        let (to, from) = (self.gathered_before(), self.gathered_after());
        let best = from.first().copied().unwrap_or_default();
        let sentence = best / self.band.rows().count() as f32;
        let least = best - times * (SENTENCES * sentence).clamp(LESS.0, LESS.1);
        let mut rows = Vec::new();
        for i in self.band.rows() {
            let columns = self.band.columns(i);
            let at = self.at(i, *columns.start());
            let good = |j: &usize| to[at + j - columns.start()] + from[at + j - columns.start()] >= least;
            let low = columns.clone().find(good).unwrap_or(*columns.start());
            let high = columns.clone().rfind(good).unwrap_or(*columns.end());
            rows.push((low as u32, high as u32));
        }
        Band::new(*self.band.rows().start(), self.with_neighbours(&rows))
    }

    fn at(&self, i: usize, j: usize) -> usize {
        self.band.node(i, j).expect("within the band")
    }

    /// The most that a path from the first node to each node collects.
    fn gathered_before(&self) -> Vec<f32> {
        let mut best = vec![f32::NEG_INFINITY; self.band.len()];
        if let Some(first) = best.first_mut() {
            *first = 0.0;
        }
        let mut from = 0;
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                self.steps(i, j, |to, worth| best[to] = best[to].max(best[from] + worth));
                from += 1;
            }
        }
        best
    }

    /// The most that a path from each node to the last node collects.
    fn gathered_after(&self) -> Vec<f32> {
        let mut best = vec![f32::NEG_INFINITY; self.band.len()];
        if let Some(last) = best.last_mut() {
            *last = 0.0;
        }
        let mut from = best.len();
        for i in self.band.rows().rev() {
            for j in self.band.columns(i).rev() {
                from -= 1;
                let mut most = best[from];
                self.steps(i, j, |to, worth| most = most.max(best[to] + worth));
                best[from] = most;
            }
        }
        best
    }

    /// Calls `f` with each node one step from (i, j) and the gain of the step: a pair of sentences, or a single
    /// sentence that joins the bead before it or is skipped.
    fn steps(&self, i: usize, j: usize, mut f: impl FnMut(usize, f32)) {
        let cell = |i: Option<usize>, j: Option<usize>| Some(self.cells[self.band.node(i?, j?)?]);
        let joined = |cell: Option<f32>, own: f32| cell.map_or(0.0, |cell| (cell + own).max(0.0));
        if let (Some(to), Some(own)) = (self.band.node(i, j + 1), self.ru.get(j)) {
            f(to, joined(cell(i.checked_sub(1), Some(j)), *own));
        }
        if let (Some(to), Some(own)) = (self.band.node(i + 1, j), self.en.get(i)) {
            f(to, joined(cell(Some(i), j.checked_sub(1)), *own));
        }
        if let (Some(to), Some(en), Some(ru)) = (self.band.node(i + 1, j + 1), self.en.get(i), self.ru.get(j))
        {
            f(to, self.cells[self.at(i, j)] + en + ru + self.pair);
        }
    }

    /// Extends `rows` by [`ROOM`], so that a ladder that would leave them is detected at the edge.
    fn with_neighbours(&self, rows: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let (first, last) = (*self.band.rows().start(), rows.len() - 1);
        let mut wide: Vec<(u32, u32)> = (0..rows.len())
            .map(|k| {
                let columns = self.band.columns(first + k);
                let low = rows[k.saturating_sub(ROOM)].0.saturating_sub(ROOM as u32);
                let high = rows[(k + ROOM).min(last)].1 + ROOM as u32;
                (low.max(*columns.start() as u32), high.min(*columns.end() as u32))
            })
            .collect();
        for k in 1..wide.len() {
            wide[k].1 = wide[k].1.max(wide[k - 1].1);
        }
        for k in (1..wide.len()).rev() {
            wide[k - 1].0 = wide[k - 1].0.min(wide[k].0);
        }
        wide
    }
}

/// How much less than the best path a path may collect, in sentences of average gain in the window, and the lower and
/// upper limit of the product. None of the 55,045 segments of 806 development documents differs from a search of the
/// whole window, and no confidence changes by more than 0.001. With limits of 60 and 60, three segments differ.
const SENTENCES: f32 = 12.0;
const LESS: (f32, f32) = (40.0, 100.0);

/// How many sentences the band is extended on every side.
const ROOM: usize = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::score::WEIGHTS;

    /// The pruned band of a table of n by m sentences in which the cells that `ties` selects have a high gain.
    fn kept(n: usize, m: usize, ties: impl Fn(usize, usize) -> bool) -> Band {
        let wide = Band::new(0, vec![(0, m as u32); n + 1]);
        let cell = |k: usize| if ties(k / (m + 1), k % (m + 1)) { 80.0 } else { 2.0 };
        let alone: Vec<f32> = (0..wide.len()).map(cell).collect();
        let (en, ru) = (vec![-3.0; n], vec![-3.0; m]);
        Worth::new(&wide, &alone, (&en, &ru), &WEIGHTS).narrow(1.0)
    }

    #[test]
    fn what_is_tied_all_along_leaves_little_to_search() {
        let band = kept(60, 60, |i, j| i == j);
        assert!((0..=60).all(|i| band.node(i, i).is_some()));
        assert!(band.len() < 61 * 61 / 3, "{}", band.len());
    }

    #[test]
    fn sentences_left_out_stay_within_reach() {
        // Thirty Russian sentences after the twentieth have no counterpart.
        let band = kept(40, 70, |i, j| j == if i < 20 { i } else { i + 30 });
        assert!((20..=50).all(|j| band.node(20, j).is_some()));
        assert!(band.node(40, 70).is_some() && band.node(5, 60).is_none());
    }

    #[test]
    fn where_nothing_is_tied_everything_is_kept() {
        assert_eq!(kept(10, 12, |_, _| false).len(), 11 * 13);
    }
}
