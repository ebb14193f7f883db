//! The search over beads: the cheapest ladder, the posterior probability of each bead, and the ladder with the highest
//! expected number of right beads. Uses indices and costs only.
//!
//! Costs are negative log-potentials and add up; the ladder has probability exp(-cost) / Z. A run of unpaired
//! sentences opens at one cost and goes on at another, so a node has three states: after a paired bead, after an
//! English and after a Russian sentence left unpaired.
//!
//! Costs may be lower bounds at first, see [`Costs`]. The least costs of ladders show which beads may be on a ladder
//! within [`MARGIN`] of the cheapest. Their costs are refined and the least costs computed again, until all of them are
//! exact. So the result is the same as with exact costs everywhere.
//!
//! Cost: linear in the nodes of the band times the shapes, a few operations each on whole rows; posteriors are summed
//! only over beads on some ladder within [`MARGIN`] of the cheapest. Source: W. A. Gale and K. W. Church, A program for
//! aligning sentences in bilingual corpora (1993), for the table; L. R. Rabiner (1989) for forward and backward sums;
//! V. Goel and W. Byrne (2000) for decoding by least expected error.

use super::band::Band;
use super::costs::{Costs, Known};
use super::graph::{
    AFTER_EN, AFTER_PAIR, AFTER_RU, Graph, MARGIN, OUT_OF_ORDER, ROUNDING, STATES, Unpaired, min,
};
use super::shapes::SHAPES;
use std::ops::RangeInclusive;

pub(crate) use super::graph::{Solution, Step};

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
}

/// How much the cost of the cheapest ladder may rise per English sentence while costs are refined, before the whole
/// band is computed again. In windows of lit-hard-dev it rose by at most 2.7 (measured with weaker bounds of edges).
const DEARER: f32 = 3.0;

impl Problem<'_> {
    /// Finds all ladders within the margin of the cheapest. `look` refines the cost of the paired bead of a shape (an
    /// index into [`SHAPES`]) at a node.
    pub fn solve(&mut self, mut look: impl FnMut((usize, usize), usize, Known) -> (f32, Known)) -> Solution {
        loop {
            let (forward, backward) = (self.forward(), self.backward());
            let least = backward.of[AFTER_PAIR].first().copied().unwrap_or(f32::INFINITY);
            if !least.is_finite() {
                return Solution::default();
            }
            let holds = least + DEARER * self.band.rows().count() as f32;
            let mut graph = self.near(&forward, &backward, holds + MARGIN + ROUNDING);
            let Problem { band, paired, unpaired_en: en, unpaired_ru: ru } = self;
            let found = graph.solve(Unpaired { en, ru }, holds, |node, shape, known| {
                let cost = look(node, shape, known);
                paired.set(band, node, shape, cost);
                cost
            });
            if let Some(solution) = found {
                return solution;
            }
        }
    }

    /// Like [`Problem::solve`], but calls `ask` before each refinement and stops if it returns an error.
    pub fn solve_asking<E>(
        &mut self,
        ask: &dyn Fn() -> Result<(), E>,
        mut look: impl FnMut((usize, usize), usize, Known) -> (f32, Known),
    ) -> Result<Solution, E> {
        let mut asked = Ok(());
        let solution = self.solve(|node, shape, known| {
            if asked.is_ok() {
                asked = ask();
            }
            // After an error all beads become impossible, so nothing is left to refine.
            if asked.is_ok() { look(node, shape, known) } else { (f32::INFINITY, Known::Exactly) }
        });
        asked.map(|()| solution)
    }

    /// The nodes and beads on ladders that cost at most `most`.
    fn near(&self, forward: &Least, backward: &Least, most: f32) -> Graph {
        let band = self.band;
        let mut numbers = vec![None; band.len()];
        let near = (0..band.len()).filter(|&node| forward.any[node] + backward.any[node] <= most);
        for (number, node) in (0u32..).zip(near) {
            numbers[node] = Some(number);
        }
        let mut graph = Graph::default();
        for i in band.rows() {
            let beads: Vec<_> = SHAPES
                .iter()
                .enumerate()
                .filter_map(|(shape, &(n, m))| {
                    let ((first, end), (to, _)) = step_between(band, i, n, m)?;
                    Some((shape, first..end, to, self.paired.of(band, i, shape)))
                })
                .collect();
            for (k, (node, j)) in band.nodes(i).zip(band.columns(i)).enumerate() {
                if numbers[node].is_none() {
                    continue;
                }
                let number = |i: usize, j: usize| band.node(i, j).and_then(|to| numbers[to]);
                graph.add_node((i, j), number(i + 1, j), number(i, j + 1));
                for (shape, places, to, costs) in &beads {
                    if !places.contains(&k) {
                        continue;
                    }
                    let to = to + k - places.start;
                    if let Some(end) = numbers[to]
                        && forward.any[node] + costs[k] + backward.of[AFTER_PAIR][to] <= most
                    {
                        graph.add_bead(end, *shape, self.paired.get(band, (i, j), *shape));
                    }
                }
            }
        }
        graph
    }

    /// The cost of the cheapest ladder if all costs are exact; infinite if no ladder passes through the band.
    pub fn least(&self) -> f32 {
        self.forward().any.last().copied().unwrap_or(f32::INFINITY)
    }

    /// How much lower the cost of the paired bead `step` is than that of continuing a run of unpaired sentences, as a
    /// logarithm.
    pub fn gain(&self, step: &Step) -> f32 {
        let Some(shape) = SHAPES.iter().position(|&shape| shape == (step.n, step.m)) else { return 0.0 };
        let en = &self.unpaired_en[step.i..step.i + step.n];
        let ru = &self.unpaired_ru[step.j..step.j + step.m];
        let (cost, _) = self.paired.get(self.band, (step.i, step.j), shape);
        en.iter().chain(ru).map(|cost| cost[1]).sum::<f32>() - cost
    }

    /// The least cost from the first node to each node and state.
    fn forward(&self) -> Least {
        let band = self.band;
        let mut least = Least::new(band.len());
        let Least { of: [pair, after_en, after_ru], any } = &mut least;
        if let Some(first) = pair.first_mut() {
            *first = 0.0;
        }
        for i in band.rows() {
            let row = band.nodes(i);
            for (shape, &(n, m)) in SHAPES.iter().enumerate() {
                let Some((from, to)) = i.checked_sub(n).and_then(|row| step_between(band, row, n, m)) else {
                    continue;
                };
                let costs = &self.paired.of(band, i - n, shape)[from.0..from.0 + to.1 - to.0];
                let from = band.nodes(i - n).start + from.0;
                lower(&mut pair[to.0..to.1], &any[from..from + costs.len()], costs);
            }
            if let Some((from, to)) = i.checked_sub(1).and_then(|row| step_between(band, row, 1, 0)) {
                let [open, further] = self.unpaired_en[i - 1];
                let from = band.nodes(i - 1).start + from.0;
                for (from, to) in (from..).zip(to.0..to.1) {
                    let (a, b) = (pair[from] + open, after_en[from] + further);
                    after_en[to] = min(min(a, b), after_ru[from] + (open + OUT_OF_ORDER));
                }
            }
            for (node, j) in row.zip(band.columns(i)) {
                if j > *band.columns(i).start() {
                    let [open, further] = self.unpaired_ru[j - 1];
                    let before = node - 1;
                    let after_other = min(pair[before], after_en[before]) + open;
                    after_ru[node] = min(after_other, after_ru[before] + further);
                }
                any[node] = min(min(pair[node], after_en[node]), after_ru[node]);
            }
        }
        least
    }

    /// The least cost from each node and state to the last node.
    fn backward(&self) -> Least {
        let band = self.band;
        let mut least = Least::new(band.len());
        let Least { of: [pair, after_en, after_ru], any } = &mut least;
        // The least cost from each node of a row if a pair comes next.
        let mut paired = Vec::new();
        for i in band.rows().rev() {
            let row = band.nodes(i);
            paired.clear();
            paired.resize(row.len(), f32::INFINITY);
            for (shape, &(n, m)) in SHAPES.iter().enumerate() {
                let Some((from, to)) = step_between(band, i, n, m) else { continue };
                let costs = &self.paired.of(band, i, shape)[from.0..from.1];
                lower(&mut paired[from.0..from.1], &pair[to.0..to.1], costs);
            }
            let below = step_between(band, i, 1, 0).map(|(from, to)| (from.0..from.1, to.0));
            let last = row.end - 1;
            for (k, node) in row.clone().enumerate().rev() {
                let j = band.columns(i).start() + k;
                let mut costs = [paired[k]; STATES];
                if node == last && i == *band.rows().end() {
                    costs = [0.0; STATES];
                }
                if let Some((columns, to)) = below.as_ref().filter(|(columns, _)| columns.contains(&k)) {
                    let [open, further] = self.unpaired_en[i];
                    let to = after_en[to + k - columns.start];
                    costs[AFTER_PAIR] = min(costs[AFTER_PAIR], to + open);
                    costs[AFTER_EN] = min(costs[AFTER_EN], to + further);
                    costs[AFTER_RU] = min(costs[AFTER_RU], to + (open + OUT_OF_ORDER));
                }
                if node < last {
                    let [open, further] = self.unpaired_ru[j];
                    let to = after_ru[node + 1];
                    costs[AFTER_PAIR] = min(costs[AFTER_PAIR], to + open);
                    costs[AFTER_EN] = min(costs[AFTER_EN], to + open);
                    costs[AFTER_RU] = min(costs[AFTER_RU], to + further);
                }
                [pair[node], after_en[node], after_ru[node]] = costs;
                any[node] = min(min(costs[0], costs[1]), costs[2]);
            }
        }
        least
    }
}

/// The nodes of row `i` from which a step of `n` English and `m` Russian sentences stays in the band, and the nodes
/// at which it ends. Both are half-open ranges of offsets from the first node of their row.
pub(crate) fn step_between(
    band: &Band,
    i: usize,
    n: usize,
    m: usize,
) -> Option<((usize, usize), (usize, usize))> {
    if !band.rows().contains(&i) || !band.rows().contains(&(i + n)) {
        return None;
    }
    let (from, to) = (band.columns(i), band.columns(i + n));
    let first = (*from.start()).max(to.start().saturating_sub(m));
    let end = (from.end() + 1).min((to.end() + 1).saturating_sub(m));
    let of = |first: usize, columns: &RangeInclusive<usize>| first - columns.start();
    let start = band.nodes(i + n).start;
    (first < end).then(|| {
        let ends = (start + of(first + m, &to), start + of(end + m, &to));
        ((of(first, &from), of(end, &from)), ends)
    })
}

/// Lowers each value of `least` to the cost of the path through the same place in `others`.
fn lower(least: &mut [f32], others: &[f32], costs: &[f32]) {
    for ((least, other), cost) in least.iter_mut().zip(others).zip(costs) {
        *least = min(other + cost, *least);
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
        let known = problem(all).solve(|_, _, _| unreachable!("all costs are known"));
        let mut looks = 0;
        let found = problem(least).solve(|node, shape, known| {
            looks += 1;
            match known {
                Known::AtLeast => (cost(node, shape) - noise(shape), Known::Nearly),
                _ => (cost(node, shape), Known::Exactly),
            }
        });
        assert!(!known.steps().is_empty() && looks > 0);
        assert_eq!(known.steps(), found.steps());
        assert_eq!(known.decode(0.5), found.decode(0.5));
    }
}
