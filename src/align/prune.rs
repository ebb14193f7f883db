//! Prunes a window: a coarse search keeps the nodes that can lie on a ladder near the best one. What a bead costs takes
//! long to compute, and about twenty beads start at each node.
//!
//! A coarse ladder pairs two sentences, leaves one unpaired, or goes through a longer bead one sentence of either side or
//! one of both at a time. It collects the gain of each cell that it passes. A block explains at most the sum of what its
//! sentences explain one by one, so the gain of a bead rarely exceeds that of the path through its cells. All gains are those
//! over leaving the sentences unpaired.
//!
//! Cost: linear in the nodes of the window.

use super::band::Band;
use super::bead_costs::Unpaired;
use super::costs::PAIRS;
use super::extremes::greater;
use super::own_costs::OwnCosts;
use super::score::Feature;

/// The gains of the steps of a coarse ladder.
pub(super) struct Coarse<'a> {
    band: &'a Band,
    cells: Vec<Cell>,
    /// The gains of the sentences of both sides.
    en: Owns<'a>,
    ru: Owns<'a>,
}

/// The gain of a cell: as a pair, as the first cell of a longer bead, and as a further one without that of its sentences.
#[derive(Clone, Copy)]
struct Cell {
    pair: f32,
    open: f32,
    further: f32,
}

const NOTHING: Cell = Cell { pair: f32::NEG_INFINITY, open: f32::NEG_INFINITY, further: f32::NEG_INFINITY };

/// For each sentence of a side, its gain from being in a bead, and the costs of leaving it unpaired.
#[derive(Clone, Copy)]
struct Owns<'a>(&'a [f32], &'a [[f32; 2]]);

impl Owns<'_> {
    /// The gain of a sentence; nothing after the last one.
    fn get(&self, index: usize) -> Own {
        let (paired, unpaired) = (self.0.get(index), self.1.get(index));
        Own {
            paired: paired.copied().unwrap_or(0.0),
            unpaired: unpaired.map_or(0.0, |costs| costs[1] - costs[0]),
        }
    }
}

/// The gain of a sentence.
#[derive(Clone, Copy, Default)]
struct Own {
    /// From being in a bead, apart from its words; nearly always negative.
    paired: f32,
    /// From beginning a run of unpaired sentences; negative.
    unpaired: f32,
}

/// The most that a coarse ladder gains between a node and one end of the window, by what is at the node: the end of a bead, the
/// inside of a longer bead, an unpaired sentence.
#[derive(Clone, Copy)]
struct Most {
    bead: f32,
    inside: f32,
    unpaired: f32,
}

const NEVER: Most = Most { bead: f32::NEG_INFINITY, inside: f32::NEG_INFINITY, unpaired: f32::NEG_INFINITY };

impl Most {
    fn any(self) -> f32 {
        greater(self.bead, self.unpaired)
    }
}

impl<'a> Coarse<'a> {
    /// `scores` has those of the two sentences of each cell.
    pub fn new(band: &'a Band, scores: &[f32], own: &OwnCosts<'_>, unpaired: &'a Unpaired) -> Self {
        let weight = |feature: Feature| own.weights[feature as usize];
        let words = greater(weight(Feature::Gain11), weight(Feature::GainMore)) / 2.0;
        let mut cells = vec![NOTHING; band.len()];
        let mut costs: Vec<f32> = Vec::new();
        for i in band.rows().take_while(|&i| i < unpaired.en.len()) {
            let first = *band.columns(i).start();
            let columns = first..(band.columns(i).end() + 1).min(unpaired.ru.len());
            let nodes = band.nodes(i).start..band.nodes(i).start + columns.len();
            let opening = own.opening(i, columns.clone());
            costs.clear();
            costs.resize(columns.len(), f32::INFINITY);
            own.fill(&mut costs, (i, first), PAIRS, &opening, scores[nodes.clone()].iter().copied());
            let values = costs.iter().zip(&opening).zip(&scores[nodes.clone()]).zip(columns);
            for (cell, (((cost, opening), score), j)) in cells[nodes].iter_mut().zip(values) {
                *cell = Cell {
                    pair: unpaired.en[i][1] + unpaired.ru[j][1] - cost,
                    open: unpaired.own_en[i] + unpaired.own_ru[j] + words * score - opening + OPEN,
                    further: words * score - FURTHER,
                };
            }
        }
        let (en, ru) = (Owns(&unpaired.own_en, &unpaired.en), Owns(&unpaired.own_ru, &unpaired.ru));
        Coarse { band, cells, en, ru }
    }

    /// The band of the nodes on coarse ladders that gain nearly as much as the best one, and of their neighbours. `times`
    /// scales the allowed distance from the best.
    pub fn narrow(&self, times: f32) -> Band {
        let (before, after) = (self.before(), self.after());
        let Some(best) = after.first() else { return self.band.clone() };
        let least = best.bead - times * LESS;
        let good = |node: usize| {
            let (before, after) = (before[node], after[node]);
            let through = greater(before.bead + after.bead, before.inside + after.inside);
            greater(through, before.unpaired + after.unpaired) >= least
        };
        let mut rows = Vec::new();
        for i in self.band.rows() {
            let (first, nodes) = (*self.band.columns(i).start(), self.band.nodes(i));
            let column = |node: usize| (first + node - nodes.start) as u32;
            let low = nodes.clone().find(|&node| good(node)).unwrap_or(nodes.start);
            let high = nodes.clone().rfind(|&node| good(node)).unwrap_or(nodes.end - 1);
            rows.push((column(low), column(high)));
        }
        Band::new(*self.band.rows().start(), self.with_neighbours(&rows))
    }

    /// The most that a coarse ladder gains from the first node to each node.
    fn before(&self) -> Vec<Most> {
        let mut all = vec![NEVER; self.band.len()];
        // The row above, from the column before the first on, and its cells.
        let (mut above, mut cells) = (Vec::new(), Vec::new());
        for i in self.band.rows() {
            let (nodes, first) = (self.band.nodes(i), *self.band.columns(i).start());
            self.copy_row((i.checked_sub(1), first, 1), nodes.len() + 1, (&all, NEVER), &mut above);
            self.copy_row((i.checked_sub(1), first, 1), nodes.len(), (&self.cells, NOTHING), &mut cells);
            let en = i.checked_sub(1).map_or(Own::default(), |i| self.en.get(i));
            let mut left = NEVER;
            let from = above.windows(2).zip(&cells);
            for ((node, j), (above, cell)) in nodes.zip(first..).zip(from) {
                let (diagonal, up) = (above[0], above[1]);
                let ru = j.checked_sub(1).map_or(Own::default(), |j| self.ru.get(j));
                let joined = greater(left.inside + ru.paired, up.inside + en.paired);
                let joined = greater(joined, diagonal.inside + en.paired + ru.paired) + cell.further;
                let inside = greater(joined, diagonal.any() + cell.open);
                let begun = greater(left.bead + ru.unpaired, up.bead + en.unpaired);
                left = Most {
                    bead: greater(inside, diagonal.any() + cell.pair),
                    inside,
                    unpaired: greater(begun, greater(left.unpaired, up.unpaired)),
                };
                if node == 0 {
                    left.bead = 0.0;
                }
                all[node] = left;
            }
        }
        all
    }

    /// The most that a coarse ladder gains from each node to the last node.
    fn after(&self) -> Vec<Most> {
        let mut all = vec![NEVER; self.band.len()];
        let last = self.band.len() - 1;
        // The row below, and the cells of the row above.
        let (mut below, mut cells) = (Vec::new(), Vec::new());
        for i in self.band.rows().rev() {
            let (nodes, first) = (self.band.nodes(i), *self.band.columns(i).start());
            self.copy_row((Some(i + 1), first, 0), nodes.len() + 1, (&all, NEVER), &mut below);
            self.copy_row((i.checked_sub(1), first, 0), nodes.len(), (&self.cells, NOTHING), &mut cells);
            let en = self.en.get(i);
            let (mut right, mut cell) = (NEVER, self.cells[nodes.end - 1]);
            let to = below.windows(2).zip(&cells).rev();
            for ((node, j), (below, above)) in nodes.clone().rev().zip(self.band.columns(i).rev()).zip(to) {
                let (down, diagonal) = (below[0], below[1]);
                let ru = self.ru.get(j);
                let before = if node > nodes.start { self.cells[node - 1] } else { NOTHING };
                let next = greater(diagonal.bead + cell.pair, diagonal.inside + cell.open);
                let unpaired = greater(next, greater(right.unpaired, down.unpaired));
                let begun = greater(right.unpaired + ru.unpaired, down.unpaired + en.unpaired);
                let bead = greater(next, begun);
                let joined = greater(
                    right.inside + ru.paired + above.further,
                    down.inside + en.paired + before.further,
                );
                let further = diagonal.inside + en.paired + ru.paired + cell.further;
                right = Most { bead, inside: greater(bead, greater(joined, further)), unpaired };
                if node == last {
                    right = Most { bead: 0.0, inside: 0.0, unpaired: 0.0 };
                }
                (all[node], cell) = (right, before);
            }
        }
        all
    }

    /// Copies the values of the nodes of row `i` to `out`: of `count` columns, beginning so many columns `before` the
    /// `first`. The value is `none` where there is no node.
    fn copy_row<T: Copy>(
        &self,
        (i, first, before): (Option<usize>, usize, usize),
        count: usize,
        (values, none): (&[T], T),
        out: &mut Vec<T>,
    ) {
        out.clear();
        out.resize(count, none);
        let Some(i) = i.filter(|i| self.band.rows().contains(i)) else { return };
        let start = *self.band.columns(i).start();
        let (empty, skipped) = ((start + before).saturating_sub(first), first.saturating_sub(start + before));
        let values = values[self.band.nodes(i)].iter().skip(skipped);
        out.iter_mut().skip(empty).zip(values).for_each(|(out, value)| *out = *value);
    }

    /// Extends `rows` by [`ROOM`], so that a ladder that would leave them is detected at the edge.
    fn with_neighbours(&self, rows: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let (first, last) = (*self.band.rows().start(), rows.len() - 1);
        let mut wide: Vec<(u32, u32)> = (0..rows.len())
            .map(|k| {
                let columns = self.band.columns(first + k);
                let low = rows[k.saturating_sub(ROOM.0)].0.saturating_sub(ROOM.1 as u32);
                let high = rows[(k + ROOM.0).min(last)].1 + ROOM.1 as u32;
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

/// How much less than the best a coarse ladder may gain. None of the 130,219 segments of 1,008 development documents differs
/// from a search with five times as much and room for six sentences; with 30 two differ.
const LESS: f32 = 40.0;

/// The gain from beginning a longer bead: that of its shape, and a usual gain at its edges.
const OPEN: f32 = 2.0;

/// The price of each further sentence of a longer bead: longer shapes are rarer, and more words explain less each.
const FURTHER: f32 = 2.0;

/// How many English and Russian sentences the band is extended on every side: a bead needs all of its cells, and a coarse
/// ladder passes through some.
const ROOM: (usize, usize) = (2, 1);

#[cfg(test)]
mod tests {
    use super::*;

    /// The pruned band of a table of n by m sentences in which the cells that `ties` selects have a high gain.
    fn kept(n: usize, m: usize, ties: impl Fn(usize, usize) -> bool) -> Band {
        let wide = Band::new(0, vec![(0, m as u32); n + 1]);
        let words = |k: usize| if ties(k / (m + 1), k % (m + 1)) { 80.0 } else { 2.0 };
        let cell =
            |words: f32| Cell { pair: words - 6.0 + 2.0, open: words - 6.0 + OPEN, further: words - FURTHER };
        let (own, costs) = (vec![-3.0; n.max(m)], vec![[2.0, 0.5]; n.max(m)]);
        let cells = (0..wide.len()).map(|k| cell(words(k))).collect();
        let (en, ru) = (Owns(&own[..n], &costs[..n]), Owns(&own[..m], &costs[..m]));
        let coarse = Coarse { band: &wide, cells, en, ru };
        coarse.narrow(1.0)
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
