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
use super::own_costs::OwnCosts;
use super::score::Feature;

/// The gains of the steps of a coarse ladder.
pub(super) struct Coarse<'a> {
    band: &'a Band,
    /// The gain of each cell as a pair, as the first cell of a longer bead, and from its words alone.
    pairs: Vec<f32>,
    opens: Vec<f32>,
    cells: Vec<f32>,
    /// The gain of each sentence from being in a bead, apart from its words; nearly always negative.
    own: (&'a [f32], &'a [f32]),
    /// The gain from beginning a run of unpaired sentences with each sentence; negative.
    null: (Vec<f32>, Vec<f32>),
    /// The first row and column.
    first: (usize, usize),
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
        let weights = own.weights;
        let weight = |feature: Feature| weights[feature as usize];
        let words = greater(weight(Feature::Gain11), weight(Feature::GainMore)) / 2.0;
        let (mut pairs, mut opens) = (vec![f32::INFINITY; band.len()], vec![f32::INFINITY; band.len()]);
        for i in band.rows().take_while(|&i| i < unpaired.en.len()) {
            let first = *band.columns(i).start();
            let columns = first..(band.columns(i).end() + 1).min(unpaired.ru.len());
            let nodes = band.nodes(i).start..band.nodes(i).start + columns.len();
            let opening = own.opening(i, columns.clone());
            let gains = scores[nodes.clone()].iter().copied();
            own.fill(&mut pairs[nodes.clone()], (i, first), PAIRS, &opening, gains);
            let of_cells = columns.zip(scores[nodes.clone()].iter().zip(&opening));
            let costs = pairs[nodes.clone()].iter_mut().zip(&mut opens[nodes]);
            for ((pair, open), (j, (score, opening))) in costs.zip(of_cells) {
                *pair = unpaired.en[i][1] + unpaired.ru[j][1] - *pair;
                *open = unpaired.own_en[i] + unpaired.own_ru[j] + words * score - opening + OPEN;
            }
        }
        let null = |costs: &[[f32; 2]]| costs.iter().map(|cost| cost[1] - cost[0]).collect();
        Coarse {
            band,
            pairs,
            opens,
            cells: scores.iter().map(|gain| gain * words).collect(),
            own: (&unpaired.own_en, &unpaired.own_ru),
            null: (null(&unpaired.en), null(&unpaired.ru)),
            first: band.corners().0,
        }
    }

    /// The band of the nodes on coarse ladders that gain nearly as much as the best one, and of their neighbours. `times`
    /// scales the allowed distance from the best.
    pub fn narrow(&self, times: f32) -> Band {
        let (before, after) = (self.before(), self.after());
        let Some(best) = after.first() else { return self.band.clone() };
        let sentence = best.bead / self.band.rows().count() as f32;
        let least = best.bead - times * (SENTENCES * sentence).clamp(LESS.0, LESS.1);
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
        for i in self.band.rows() {
            let (row, columns) = (self.band.nodes(i), self.band.columns(i));
            let above = i.checked_sub(1).and_then(|above| Some((above, self.band.row(above)?)));
            let mut left = NEVER;
            for (node, j) in row.zip(columns) {
                let mut most = NEVER;
                if (i, j) == self.first {
                    most.bead = 0.0;
                }
                if let Some(j) = j.checked_sub(1) {
                    let begun = left.bead + self.null.1[j];
                    most.unpaired = greater(left.unpaired, begun);
                }
                if let Some((i, above)) = &above {
                    if let Some(up) = above.node(j) {
                        let up = all[up];
                        let begun = up.bead + self.null.0[*i];
                        most.unpaired = greater(most.unpaired, greater(up.unpaired, begun));
                    }
                    if let (Some(cell), Some(j)) =
                        (j.checked_sub(1).and_then(|j| above.node(j)), j.checked_sub(1))
                    {
                        let (diagonal, words) = (all[cell], self.cells[cell]);
                        let (en, ru) = (self.own.0[*i], self.own.1[j]);
                        most.bead = greater(most.bead, diagonal.any() + self.pairs[cell]);
                        let up = above.node(j + 1).map_or(NEVER, |up| all[up]);
                        let joined = greater(left.inside + ru, up.inside + en);
                        let joined = greater(joined, diagonal.inside + en + ru) + words - JOINED;
                        most.inside = greater(joined, diagonal.any() + self.opens[cell]);
                        most.bead = greater(most.bead, most.inside);
                    }
                }
                all[node] = most;
                left = most;
            }
        }
        all
    }

    /// The most that a coarse ladder gains from each node to the last node.
    fn after(&self) -> Vec<Most> {
        let mut all = vec![NEVER; self.band.len()];
        let last = self.band.len() - 1;
        for i in self.band.rows().rev() {
            let (row, columns) = (self.band.nodes(i), self.band.columns(i));
            let (above, below) = (i.checked_sub(1).and_then(|i| self.band.row(i)), self.band.row(i + 1));
            let mut right = NEVER;
            for (node, j) in row.rev().zip(columns.rev()) {
                let mut most = NEVER;
                if node == last {
                    most = Most { bead: 0.0, inside: 0.0, unpaired: 0.0 };
                }
                let down = below.as_ref().and_then(|row| row.node(j)).map_or(NEVER, |node| all[node]);
                let diagonal = below.as_ref().and_then(|row| row.node(j + 1)).map(|node| all[node]);
                if let Some(diagonal) = diagonal {
                    let (en, ru) = (self.own.0[i], self.own.1[j]);
                    let next = greater(diagonal.bead + self.pairs[node], diagonal.inside + self.opens[node]);
                    most.unpaired = greater(most.unpaired, next);
                    most.inside = diagonal.inside + self.cells[node] + en + ru - JOINED;
                }
                most.bead = greater(most.bead, most.unpaired);
                if let Some(null) = self.null.1.get(j) {
                    most.bead = greater(most.bead, right.unpaired + null);
                    let cell = above.as_ref().and_then(|row| row.node(j));
                    let joined =
                        cell.map_or(f32::NEG_INFINITY, |cell| self.cells[cell] + self.own.1[j] - JOINED);
                    most.inside = greater(most.inside, right.inside + joined);
                }
                if let Some(null) = self.null.0.get(i) {
                    most.bead = greater(most.bead, down.unpaired + null);
                    let is_left = j > *self.band.columns(i).start();
                    let joined = if is_left {
                        self.cells[node - 1] + self.own.0[i] - JOINED
                    } else {
                        f32::NEG_INFINITY
                    };
                    most.inside = greater(most.inside, down.inside + joined);
                }
                most.unpaired = greater(most.unpaired, greater(right.unpaired, down.unpaired));
                most.inside = greater(most.inside, most.bead);
                all[node] = most;
                right = most;
            }
        }
        all
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

/// How much less than the best a coarse ladder may gain, in sentences of average gain in the window, and the lower and
/// upper limit of the product. None of the 130,219 segments of 1,008 development documents differs from a search with five
/// times as much, and 78 confidences differ by more than 0.001, at most by 0.036.
const SENTENCES: f32 = 3.0;
const LESS: (f32, f32) = (40.0, 100.0);

/// The gain from beginning a longer bead: that of its shape, and a usual gain at its edges.
const OPEN: f32 = 2.0;

/// The price of each further sentence of a longer bead: longer shapes are rarer, and more words explain less each.
const JOINED: f32 = 2.0;

/// How many sentences the band is extended on every side.
const ROOM: usize = 1;

/// The greater of two numbers. Unlike [`f32::max`], it does not look for NaN.
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pruned band of a table of n by m sentences in which the cells that `ties` selects have a high gain.
    fn kept(n: usize, m: usize, ties: impl Fn(usize, usize) -> bool) -> Band {
        let wide = Band::new(0, vec![(0, m as u32); n + 1]);
        let cell = |k: usize| if ties(k / (m + 1), k % (m + 1)) { 80.0 } else { 2.0 };
        let cells: Vec<f32> = (0..wide.len()).map(cell).collect();
        let (en, ru) = (vec![-3.0; n], vec![-3.0; m]);
        let coarse = Coarse {
            band: &wide,
            pairs: cells.iter().map(|cell| cell - 6.0 + 2.0).collect(),
            opens: cells.iter().map(|cell| cell - 6.0 + OPEN).collect(),
            cells,
            own: (&en, &ru),
            null: (vec![-1.5; n], vec![-1.5; m]),
            first: (0, 0),
        };
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
