//! The search over beads: the cheapest ladder, the posterior probability of each bead, and the ladder with the highest
//! expected number of right beads. Uses indices and costs only.
//!
//! Costs are negative log-potentials and add up; the ladder has probability exp(-cost) / Z. A run of unpaired
//! sentences opens at one cost and goes on at another, so a node has three states: after a paired bead, after an
//! English and after a Russian sentence left unpaired.
//!
//! Costs may be lower bounds at first, see [`Costs`]. A pass over the band computes the least costs from the first node on,
//! the next pass those to the last node. Both refine the costs of beads that may be on a ladder within [`MARGIN`] of the
//! cheapest, and passes follow until all of these are exact. So the result is the same as with exact costs everywhere.
//!
//! After the first two passes, only the nodes within the margin are left.
//!
//! Cost: linear in the nodes of the band times the shapes, a few operations each on whole rows and per pass; posteriors are summed only over beads on some ladder within [`MARGIN`] of the cheapest.
//! Source: W. A. Gale and K. W. Church, A program for aligning sentences in bilingual corpora (1993), for the table; L. R.
//! Rabiner (1989) for forward and backward sums; V. Goel and W. Byrne (2000) for decoding by least expected error.

use super::band::Band;
use super::costs::{Costs, Known};
use super::extremes::lesser;
use super::posterior::{AFTER_EN, AFTER_PAIR, AFTER_RU, Edge, STATES};
use super::shapes::{MAX_BLOCK, SHAPES};
use std::ops::Range;

pub(crate) use super::posterior::{Solution, Step};

/// Beads on ladders that cost more than the cheapest by at least this are omitted from the sums. Together they weigh
/// less than one part in ten thousand.
const MARGIN: f32 = 14.0;

/// An upper limit of what rounding adds to the cost of a ladder.
const ROUNDING: f32 = 0.1;

/// How much the cost of the cheapest ladder may still rise after the first two passes. They refine the costs of all beads on
/// it, so it rarely rises at all.
const SLACK: f32 = 1.0;

/// Added where English sentences follow Russian ones in a run of unpaired sentences. Each set of unpaired sentences
/// is then one ladder; the other order is used only where the band requires it.
const OUT_OF_ORDER: f32 = 5.0;

/// The input of the search.
pub(crate) struct Problem<'a> {
    pub band: &'a Band,
    /// The cost of the paired bead of each shape at each node.
    pub paired: Costs,
    /// The cost of leaving each English sentence unpaired, as the first or a later sentence of a run.
    pub unpaired_en: &'a [[f32; 2]],
    /// The same for Russian sentences.
    pub unpaired_ru: &'a [[f32; 2]],
}

/// The least cost of each node and state, from the first node or to the last one, and the minimum over the states of
/// each node.
struct Least {
    of: [Vec<f32>; STATES],
    any: Vec<f32>,
}

impl Least {
    fn new(nodes: usize) -> Least {
        let unknown = || vec![f32::INFINITY; nodes];
        Least { of: [unknown(), unknown(), unknown()], any: unknown() }
    }

    fn forget(&mut self, nodes: Range<usize>) {
        self.of.iter_mut().chain([&mut self.any]).for_each(|costs| costs[nodes.clone()].fill(f32::INFINITY));
    }

    /// The least costs of all states, node by node.
    fn by_node(&self) -> Vec<f32> {
        let [pair, after_en, after_ru] = &self.of;
        pair.iter().zip(after_en).zip(after_ru).flat_map(|((&pair, &en), &ru)| [pair, en, ru]).collect()
    }
}

/// What the cheapest ladder through a row of `nodes` costs.
fn through(nodes: Range<usize>, forward: &Least, backward: &Least) -> f32 {
    let ways = forward.of.iter().zip(&backward.of);
    let costs = ways.flat_map(|(from, to)| from[nodes.clone()].iter().zip(&to[nodes.clone()]));
    costs.fold(f32::INFINITY, |least, (from, to)| lesser(from + to, least))
}

impl Problem<'_> {
    /// Finds all ladders within the margin of the cheapest. `look` refines the cost of the paired bead of a shape (an
    /// index into [`SHAPES`]) at a node.
    pub fn solve(&mut self, mut look: impl FnMut((usize, usize), usize) -> f32) -> Solution {
        let (mut forward, backward) = (Least::new(self.band.len()), self.backward());
        self.refine_forward(&mut forward, &backward, &mut look);
        let Some(least) = forward.any.last().copied().filter(|least| least.is_finite()) else {
            return Solution::default();
        };
        // What remains to be done concerns few nodes.
        let band = self.near(least + MARGIN + SLACK, &forward, &backward);
        let paired = self.paired.part(self.band, &band);
        let mut near = Problem { band: &band, paired, ..*self };
        match near.solve_exactly(&mut look) {
            (at_least, solution) if at_least <= least + SLACK - ROUNDING => solution,
            _ => self.solve_exactly(&mut look).1,
        }
    }

    /// The same, with all passes over the whole band, and what the cheapest ladder costs.
    fn solve_exactly(&mut self, look: &mut impl FnMut((usize, usize), usize) -> f32) -> (f32, Solution) {
        let (mut forward, mut backward) = (Least::new(self.band.len()), self.backward());
        // Each pass uses all costs that it and the passes before it refined. So the costs of both directions agree after a
        // pass that refined none.
        while self.refine_forward(&mut forward, &backward, look)
            && self.refine_backward(&forward, &mut backward, look)
        {}
        let least = forward.any.last().copied().unwrap_or(f32::INFINITY);
        if least.is_infinite() {
            return (least, Solution::default());
        }
        let edges = self.edges(&forward, &backward);
        (least, Solution::new(edges, &forward.by_node(), &backward.by_node()))
    }

    /// The band of the nodes on ladders that cost at most `most`. A row that all of these pass over keeps some node.
    fn near(&self, most: f32, forward: &Least, backward: &Least) -> Band {
        let near = |node: &usize| forward.any[*node] + backward.any[*node] <= most;
        let mut rows: Vec<(u32, u32)> = Vec::new();
        for i in self.band.rows() {
            let (mut nodes, columns) = (self.band.nodes(i), self.band.columns(i));
            let column = |node: usize| (columns.start() + node - self.band.nodes(i).start) as u32;
            let before = rows.last().map_or(0, |row| row.1);
            let low = nodes.find(near).map_or(before.max(*columns.start() as u32), column);
            let high = nodes.rfind(near).map_or(low, column);
            rows.push((low, high.max(before)));
        }
        let first = *self.band.rows().start();
        for k in (1..rows.len()).rev() {
            let least = *self.band.columns(first + k - 1).start() as u32;
            rows[k - 1].0 = rows[k - 1].0.min(rows[k].0).max(least);
        }
        Band::new(first, rows)
    }

    /// Like [`Problem::solve`], but calls `ask` before each refinement and stops if it returns an error.
    pub fn solve_asking<E>(
        &mut self,
        ask: &dyn Fn() -> Result<(), E>,
        mut look: impl FnMut((usize, usize), usize) -> f32,
    ) -> Result<Solution, E> {
        let mut asked = Ok(());
        let solution = self.solve(|node, shape| {
            if asked.is_ok() {
                asked = ask();
            }
            // After an error all beads become impossible, so nothing is left to refine.
            if asked.is_ok() { look(node, shape) } else { f32::INFINITY }
        });
        asked.map(|()| solution)
    }

    /// Computes the least costs from the first node on. Refines the costs of beads that may be on a ladder within the
    /// margin of the cheapest one known so far, row by row, so that the rows after it use them. Returns whether there were
    /// such beads. `backward` may be too low.
    fn refine_forward(
        &mut self,
        forward: &mut Least,
        backward: &Least,
        look: &mut impl FnMut((usize, usize), usize) -> f32,
    ) -> bool {
        let (band, mut has_looked) = (self.band, false);
        // The cheapest ladder with a bead that passes over a row.
        let mut over = vec![f32::INFINITY; band.rows().count()];
        for (i, row) in band.rows().zip(0..) {
            self.forward_row(i, forward);
            let least = lesser(through(band.nodes(i), forward, backward), over[row]);
            has_looked |= self.refine_row(i, (forward, backward), least, look, &mut over[row + 1..]);
        }
        has_looked
    }

    /// Like [`Problem::refine_forward`], for the least costs to the last node, given those from the first node on.
    fn refine_backward(
        &mut self,
        forward: &Least,
        backward: &mut Least,
        look: &mut impl FnMut((usize, usize), usize) -> f32,
    ) -> bool {
        let (band, mut has_looked) = (self.band, false);
        // The cheapest ladders through the last rows. Every ladder has a node in one of them, since no bead has more than
        // that many English sentences.
        let mut last = [f32::INFINITY; MAX_BLOCK];
        for i in band.rows().rev() {
            let least = last.into_iter().fold(f32::INFINITY, lesser);
            has_looked |= self.refine_row(i, (forward, backward), least, look, &mut []);
            self.backward_row(i, backward);
            last[i % MAX_BLOCK] = through(band.nodes(i), forward, backward);
        }
        has_looked
    }

    /// Refines the costs of the beads from row `i` that may be on a ladder within the margin of one that costs `least`.
    /// Returns whether there were any. Lowers `over`, which begins with the next row, to the costs of ladders with a bead
    /// that passes over a row.
    fn refine_row(
        &mut self,
        i: usize,
        (forward, backward): (&Least, &Least),
        least: f32,
        look: &mut impl FnMut((usize, usize), usize) -> f32,
        over: &mut [f32],
    ) -> bool {
        if !least.is_finite() {
            return false;
        }
        let most = least + MARGIN + ROUNDING;
        let Problem { band, paired, .. } = self;
        let (row, first) = (band.nodes(i), *band.columns(i).start());
        let mut has_looked = false;
        for (shape, &(n, m)) in SHAPES.iter().enumerate() {
            let Some((from, to)) = band.between(i, n, m) else { continue };
            let begins = &forward.any[row.start + from.start..row.start + from.end];
            let ends = &backward.of[AFTER_PAIR][to];
            let mut costs = paired.row(band, i, shape);
            if within(most, begins, ends, &costs.all()[from.clone()]) == 0 {
                continue;
            }
            for (k, (begin, end)) in from.zip(begins.iter().zip(ends)) {
                let others = begin + end;
                if others + costs.cost(k) <= most && costs.known(k) != Known::Exactly {
                    costs.fix(k, look((i, first + k), shape));
                    has_looked = true;
                }
                over.iter_mut().take(n - 1).for_each(|least| *least = lesser(others + costs.cost(k), *least));
            }
        }
        has_looked
    }

    /// The beads on ladders within [`MARGIN`] of the cheapest, ordered by their first node.
    fn edges(&self, forward: &Least, backward: &Least) -> Vec<Edge> {
        let band = self.band;
        let most = backward.of[AFTER_PAIR][0] + MARGIN;
        let mut edges = Vec::new();
        for i in band.rows() {
            for (node, j) in band.nodes(i).zip(band.columns(i)) {
                if forward.any[node] + backward.any[node] > most + ROUNDING {
                    continue;
                }
                let mut add =
                    |from: usize, (to, end): (usize, usize), (n, m): (usize, usize), further, cost| {
                        if forward.of[from][node] + cost + backward.of[end][to] <= most {
                            let ends = ((node, from), (to, end));
                            edges.push(Edge::new(ends, cost, Step { i, j, n, m, further, posterior: 0.0 }));
                        }
                    };
                if let Some(right) = band.node(i, j + 1) {
                    let [open, further] = self.unpaired_ru[j];
                    add(AFTER_PAIR, (right, AFTER_RU), (0, 1), false, open);
                    add(AFTER_EN, (right, AFTER_RU), (0, 1), false, open);
                    add(AFTER_RU, (right, AFTER_RU), (0, 1), true, further);
                }
                if let Some(below) = band.node(i + 1, j) {
                    let [open, further] = self.unpaired_en[i];
                    add(AFTER_PAIR, (below, AFTER_EN), (1, 0), false, open);
                    add(AFTER_EN, (below, AFTER_EN), (1, 0), true, further);
                    add(AFTER_RU, (below, AFTER_EN), (1, 0), false, open + OUT_OF_ORDER);
                }
                for (shape, &(n, m)) in SHAPES.iter().enumerate() {
                    let Some(to) = band.node(i + n, j + m) else { continue };
                    let (cost, _) = self.paired.get(band, (i, j), shape);
                    for state in 0..STATES {
                        add(state, (to, AFTER_PAIR), (n, m), false, cost);
                    }
                }
            }
        }
        edges
    }

    /// The cost of the cheapest ladder if all costs are exact; infinite if no ladder passes through the band.
    pub fn least(&self) -> f32 {
        self.forward().any.last().copied().unwrap_or(f32::INFINITY)
    }

    /// How much lower `cost`, that of the paired bead `step`, is than that of continuing a run of unpaired sentences, as a
    /// logarithm.
    pub fn gain(&self, step: &Step, cost: f32) -> f32 {
        let en = &self.unpaired_en[step.i..step.i + step.n];
        let ru = &self.unpaired_ru[step.j..step.j + step.m];
        en.iter().chain(ru).map(|cost| cost[1]).sum::<f32>() - cost
    }

    /// The least cost from the first node to each node and state.
    fn forward(&self) -> Least {
        let mut least = Least::new(self.band.len());
        self.band.rows().for_each(|i| self.forward_row(i, &mut least));
        least
    }

    /// The least cost from the first node to each node of row `i`, given that of the rows before it.
    fn forward_row(&self, i: usize, least: &mut Least) {
        let band = self.band;
        let row = band.nodes(i);
        least.forget(row.clone());
        let Least { of: [pair, after_en, after_ru], any } = least;
        if i == *band.rows().start() {
            pair[row.start] = 0.0;
        }
        for (shape, &(n, m)) in SHAPES.iter().enumerate() {
            let Some((from, to)) = i.checked_sub(n).and_then(|row| band.between(row, n, m)) else { continue };
            let costs = &self.paired.of(band, i - n, shape)[from.clone()];
            let start = band.nodes(i - n).start;
            lower(&mut pair[to], &any[start + from.start..start + from.end], costs);
        }
        if let Some((from, to)) = i.checked_sub(1).and_then(|row| band.between(row, 1, 0)) {
            let [open, further] = self.unpaired_en[i - 1];
            let from = band.nodes(i - 1).start + from.start;
            for (from, to) in (from..).zip(to) {
                let (a, b) = (pair[from] + open, after_en[from] + further);
                after_en[to] = lesser(lesser(a, b), after_ru[from] + (open + OUT_OF_ORDER));
            }
        }
        for (node, j) in row.zip(band.columns(i)) {
            if j > *band.columns(i).start() {
                let [open, further] = self.unpaired_ru[j - 1];
                let before = node - 1;
                let after_other = lesser(pair[before], after_en[before]) + open;
                after_ru[node] = lesser(after_other, after_ru[before] + further);
            }
            any[node] = lesser(lesser(pair[node], after_en[node]), after_ru[node]);
        }
    }

    /// The least cost from each node and state to the last node.
    fn backward(&self) -> Least {
        let mut least = Least::new(self.band.len());
        self.band.rows().rev().for_each(|i| self.backward_row(i, &mut least));
        least
    }

    /// The least cost from each node of row `i` to the last node, given that of the rows after it.
    fn backward_row(&self, i: usize, least: &mut Least) {
        let band = self.band;
        let row = band.nodes(i);
        least.forget(row.clone());
        let Least { of: [pair, after_en, after_ru], any } = least;
        // The least cost from each node if a pair comes next: in the place of the least cost over all states.
        let (this, _) = any[row.start..].split_at_mut(row.len());
        for (shape, &(n, m)) in SHAPES.iter().enumerate() {
            let Some((from, to)) = band.between(i, n, m) else { continue };
            let costs = &self.paired.of(band, i, shape)[from.clone()];
            lower(&mut this[from], &pair[to], costs);
        }
        let below = band.between(i, 1, 0).map(|(from, to)| (from, to.start));
        let last = row.end - 1;
        for (k, node) in row.clone().enumerate().rev() {
            let j = band.columns(i).start() + k;
            let mut costs = [this[k]; STATES];
            if node == last && i == *band.rows().end() {
                costs = [0.0; STATES];
            }
            if let Some((columns, to)) = below.as_ref().filter(|(columns, _)| columns.contains(&k)) {
                let [open, further] = self.unpaired_en[i];
                let to = after_en[to + k - columns.start];
                costs[AFTER_PAIR] = lesser(costs[AFTER_PAIR], to + open);
                costs[AFTER_EN] = lesser(costs[AFTER_EN], to + further);
                costs[AFTER_RU] = lesser(costs[AFTER_RU], to + (open + OUT_OF_ORDER));
            }
            if node < last {
                let [open, further] = self.unpaired_ru[j];
                let to = after_ru[node + 1];
                costs[AFTER_PAIR] = lesser(costs[AFTER_PAIR], to + open);
                costs[AFTER_EN] = lesser(costs[AFTER_EN], to + open);
                costs[AFTER_RU] = lesser(costs[AFTER_RU], to + further);
            }
            [pair[node], after_en[node], after_ru[node]] = costs;
            this[k] = lesser(lesser(costs[0], costs[1]), costs[2]);
        }
    }
}

/// How many sums of costs at the same place are at most `most`.
fn within(most: f32, begins: &[f32], ends: &[f32], costs: &[f32]) -> u32 {
    let sums = begins.iter().zip(ends).zip(costs).map(|((begin, end), cost)| begin + end + cost);
    sums.map(|sum| u32::from(sum <= most)).sum()
}

/// Lowers each value of `least` to the cost of the path through the same place in `others`.
fn lower(least: &mut [f32], others: &[f32], costs: &[f32]) {
    for ((least, other), cost) in least.iter_mut().zip(others).zip(costs) {
        *least = lesser(other + cost, *least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pseudo-random number from 0 to 1.
    fn noise(seed: usize) -> f32 {
        let mixed = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as f32 / (1 << 24) as f32
    }

    fn cost((i, j): (usize, usize), shape: usize) -> f32 {
        let (n, m) = SHAPES[shape];
        noise((i * 1000 + j) * SHAPES.len() + shape) * 12.0 + (i.abs_diff(j) + n.abs_diff(m)) as f32
    }

    #[test]
    fn costs_that_are_looked_at_when_they_matter_change_nothing() {
        let rows = (0..=40).map(|i: u32| (i.saturating_sub(5), (i + 6).min(40))).collect();
        let band = Band::new(0, rows);
        let unpaired = [[4.0, 3.0]; 40];
        let problem =
            |paired| Problem { band: &band, paired, unpaired_en: &unpaired, unpaired_ru: &unpaired };
        let (mut all, mut least) = (Costs::none(&band), Costs::none(&band));
        for i in band.rows() {
            for j in band.columns(i) {
                for (shape, &(n, m)) in SHAPES.iter().enumerate() {
                    if band.node(i + n, j + m).is_some() {
                        all.fix(&band, (i, j), shape, cost((i, j), shape));
                        let bound = cost((i, j), shape) - 10.0 * noise(i * 77 + j * 7 + shape);
                        least.bounds(&band, i, shape)[j - band.columns(i).start()] = bound;
                    }
                }
            }
        }
        let known = problem(all).solve(|_, _| unreachable!("all costs are known"));
        let mut looks = 0;
        let found = problem(least).solve(|node, shape| {
            looks += 1;
            cost(node, shape)
        });
        assert!(!known.steps().is_empty() && looks > 0);
        assert_eq!(known.steps(), found.steps());
        assert_eq!(known.decode(0.5), found.decode(0.5));
    }
}
