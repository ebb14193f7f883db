//! The search over beads: the cheapest ladder, the posterior probability of each bead, and the ladder with the most
//! beads expected to be right. Indices and costs only.
//!
//! Costs are negative log-potentials and add up; the ladder has probability exp(-cost) / Z. A run of unpaired
//! sentences opens at one cost and goes on at another, so a node has three states: after a paired bead, after an
//! English and after a Russian sentence left unpaired.
//!
//! What a paired bead costs need not be known at first: what it costs at least will do, see [`Costs`]. The least costs of
//! ladders say then which beads may lie on one within [`MARGIN`] of the cheapest; those are looked at again, and the least
//! costs reckoned again, until all of them are known exactly. So the result is as if every cost had been known.
//!
//! Cost: linear in the nodes of the band times the shapes, a few operations each on whole rows; posteriors are summed
//! only over beads on some ladder within [`MARGIN`] of the cheapest. Source: W. A. Gale and K. W. Church, A program for aligning sentences in bilingual
//! corpora (1993), for the table; L. R. Rabiner (1989) for forward and backward sums; V. Goel and W. Byrne (2000) for
//! decoding by least expected error.

use super::band::Band;
use super::costs::{Costs, Known};
use super::shapes::SHAPES;
use crate::ladder::Bead;
use std::ops::RangeInclusive;

/// A bead on a ladder that costs this much more than the cheapest is left out of the sums: together they weigh less
/// than one part in ten thousand.
const MARGIN: f32 = 14.0;

/// What rounding may add to the cost of a ladder, and more.
const ROUNDING: f32 = 0.1;

/// Added where English sentences follow Russian ones in a run of unpaired sentences: only where the band leaves no
/// other way, so that each set of unpaired sentences is one ladder, not many.
const OUT_OF_ORDER: f32 = 5.0;

/// What the search is told.
pub(crate) struct Problem<'a> {
    pub band: &'a Band,
    /// Cost of the paired bead of each shape that begins at each node.
    pub paired: Costs,
    /// Cost of leaving each English sentence unpaired: first of a run, further in a run. Indexed by sentence.
    pub unpaired_en: &'a [[f32; 2]],
    /// The same for Russian sentences.
    pub unpaired_ru: &'a [[f32; 2]],
}

/// One step of a ladder: a bead, where it begins, and how probable it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// First English and Russian sentence (or where they would stand).
    pub i: usize,
    pub j: usize,
    /// How many of each.
    pub n: usize,
    pub m: usize,
    /// Whether it goes on a run of unpaired sentences.
    pub further: bool,
    /// Posterior probability.
    pub posterior: f32,
}

impl From<&Step> for Bead {
    fn from(step: &Step) -> Bead {
        Bead { en: step.i..step.i + step.n, ru: step.j..step.j + step.m }
    }
}

const STATES: usize = 3;
const AFTER_PAIR: usize = 0;
const AFTER_EN: usize = 1;
const AFTER_RU: usize = 2;

/// A bead on a ladder that is not much dearer than the cheapest, from a node in a state to another, each as a number.
struct Edge {
    from: u32,
    to: u32,
    cost: f32,
    posterior: f32,
    i: u32,
    j: u32,
    n: u8,
    m: u8,
    further: bool,
}

impl Edge {
    fn step(&self) -> Step {
        Step {
            i: self.i as usize,
            j: self.j as usize,
            n: usize::from(self.n),
            m: usize::from(self.m),
            further: self.further,
            posterior: self.posterior,
        }
    }

    fn ends(&self) -> (usize, usize) {
        (self.from as usize, self.to as usize)
    }
}

/// The least cost of each node and state, from the first node on or to the last one, and over the states of each node.
struct Least {
    of: [Vec<f32>; STATES],
    any: Vec<f32>,
}

impl Least {
    fn new(nodes: usize) -> Least {
        let unknown = || vec![f32::INFINITY; nodes];
        Least { of: [unknown(), unknown(), unknown()], any: unknown() }
    }

    fn at(&self, number: usize) -> f32 {
        self.of[number % STATES][number / STATES]
    }
}

/// What a search found.
pub(crate) struct Solution {
    /// The beads within [`MARGIN`] of the cheapest ladder, with posteriors, ordered by their first node.
    edges: Vec<Edge>,
    nodes: usize,
}

impl Solution {
    /// All beads worth a look, with their posteriors, in order of their first node. Empty when no ladder leads through
    /// the band.
    pub fn steps(&self) -> Vec<Step> {
        self.edges.iter().map(Edge::step).collect()
    }

    /// The ladder that maximises the sum of (posterior - `price`) over its paired beads.
    pub fn decode(&self, price: f32) -> Vec<Step> {
        let mut best = vec![f32::NEG_INFINITY; self.nodes * STATES];
        let mut back = vec![u32::MAX; self.nodes * STATES];
        let Some(end) = self.nodes.checked_sub(1) else { return Vec::new() };
        best[AFTER_PAIR] = 0.0;
        for (index, edge) in (0..).zip(&self.edges) {
            let (from, to) = edge.ends();
            let is_paired = to % STATES == AFTER_PAIR;
            // Between ladders that are right as often, the more probable one.
            let gain = if is_paired { edge.posterior - price } else { 1e-3 * edge.posterior };
            if best[from] + gain > best[to] {
                best[to] = best[from] + gain;
                back[to] = index;
            }
        }
        let mut at = (0..STATES)
            .map(|s| end * STATES + s)
            .max_by(|&a, &b| best[a].total_cmp(&best[b]).then(b.cmp(&a)))
            .unwrap_or(0);
        let mut path = Vec::new();
        while back[at] != u32::MAX {
            let edge = &self.edges[back[at] as usize];
            path.push(edge.step());
            at = edge.from as usize;
        }
        path.reverse();
        path
    }
}

impl Problem<'_> {
    /// Finds all ladders that are not much dearer than the cheapest. `look` says what the paired bead of a shape, by its
    /// place in [`SHAPES`], costs at a node, better than it is known so far.
    pub fn solve(&mut self, mut look: impl FnMut((usize, usize), usize, Known) -> (f32, Known)) -> Solution {
        let nodes = self.band.len();
        loop {
            let (forward, backward) = (self.forward(), self.backward());
            let least = backward.of[AFTER_PAIR].first().copied().unwrap_or(f32::INFINITY);
            if !least.is_finite() {
                return Solution { edges: Vec::new(), nodes };
            }
            if !self.look(&forward, &backward, least, &mut look) {
                let edges = self.edges(&forward, &backward, least);
                return Solution { edges: summed(edges, &forward, &backward, nodes), nodes };
            }
        }
    }

    /// [`Problem::solve`] that calls `ask` before each look, and ends with what it returns as an error.
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
            // Where no bead is possible any more, there is nothing left to look at.
            if asked.is_ok() { look(node, shape, known) } else { (f32::INFINITY, Known::Exactly) }
        });
        asked.map(|()| solution)
    }

    /// Looks again at the beads that may lie on ladders not much dearer than the cheapest; whether there were any.
    fn look(
        &mut self,
        forward: &Least,
        backward: &Least,
        least: f32,
        look: &mut impl FnMut((usize, usize), usize, Known) -> (f32, Known),
    ) -> bool {
        let most = least + MARGIN + ROUNDING;
        let mut has_looked = false;
        for i in self.band.rows() {
            for (from, j) in self.band.nodes(i).zip(self.band.columns(i)) {
                if forward.any[from] + backward.any[from] > most {
                    continue;
                }
                for (shape, &(n, m)) in SHAPES.iter().enumerate() {
                    let (cost, known) = self.paired.get(self.band, (i, j), shape);
                    if known == Known::Exactly || !cost.is_finite() {
                        continue;
                    }
                    let Some(to) = self.band.node(i + n, j + m) else { continue };
                    if forward.any[from] + cost + backward.of[AFTER_PAIR][to] <= most {
                        self.paired.set(self.band, (i, j), shape, look((i, j), shape, known));
                        has_looked = true;
                    }
                }
            }
        }
        has_looked
    }

    /// The cost of the cheapest ladder, where all costs are known; infinite when none leads through the band.
    pub fn least(&self) -> f32 {
        self.forward().any.last().copied().unwrap_or(f32::INFINITY)
    }

    /// How much more the paired bead `step` is worth than going on to leave its sentences unpaired, as a logarithm.
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
        // The least cost from each node of a row on if a pair comes next.
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

    /// The beads on ladders within [`MARGIN`] of the cheapest, which costs `least`, in order of the first node.
    fn edges(&self, forward: &Least, backward: &Least, least: f32) -> Vec<Edge> {
        let mut edges = Vec::new();
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                let node = self.band.node(i, j).expect("within the band");
                let reached: [f32; STATES] = std::array::from_fn(|state| forward.of[state][node]);
                let onwards = (0..STATES).map(|state| reached[state] + backward.of[state][node]);
                if onwards.fold(f32::INFINITY, min) > least + MARGIN + ROUNDING {
                    continue;
                }
                self.edges_from(i, j, &mut |edge: Edge| {
                    let (from, to) = edge.ends();
                    if forward.at(from) + edge.cost + backward.at(to) <= least + MARGIN {
                        edges.push(edge);
                    }
                });
            }
        }
        edges
    }

    /// Calls `f` with every edge from node (i, j).
    fn edges_from(&self, i: usize, j: usize, f: &mut impl FnMut(Edge)) {
        let Some(from) = self.band.node(i, j) else { return };
        let mut edge =
            |state: usize, (to, to_state): (usize, usize), (n, m): (usize, usize), further, cost| {
                f(Edge {
                    from: (from * STATES + state) as u32,
                    to: (to * STATES + to_state) as u32,
                    cost,
                    posterior: 0.0,
                    i: i as u32,
                    j: j as u32,
                    n: n as u8,
                    m: m as u8,
                    further,
                });
            };
        if let (Some(to), Some(&[open, go_on])) = (self.band.node(i, j + 1), self.unpaired_ru.get(j)) {
            edge(AFTER_PAIR, (to, AFTER_RU), (0, 1), false, open);
            edge(AFTER_EN, (to, AFTER_RU), (0, 1), false, open);
            edge(AFTER_RU, (to, AFTER_RU), (0, 1), true, go_on);
        }
        if let (Some(to), Some(&[open, go_on])) = (self.band.node(i + 1, j), self.unpaired_en.get(i)) {
            edge(AFTER_PAIR, (to, AFTER_EN), (1, 0), false, open);
            edge(AFTER_EN, (to, AFTER_EN), (1, 0), true, go_on);
            edge(AFTER_RU, (to, AFTER_EN), (1, 0), false, open + OUT_OF_ORDER);
        }
        for (shape, &(n, m)) in SHAPES.iter().enumerate() {
            let (cost, _) = self.paired.get(self.band, (i, j), shape);
            if cost.is_finite()
                && let Some(to) = self.band.node(i + n, j + m)
            {
                for state in 0..STATES {
                    edge(state, (to, AFTER_PAIR), (n, m), false, cost);
                }
            }
        }
    }
}

/// The nodes of row `i` from which a step of `n` English and `m` Russian sentences stays in the band, counted from the
/// first node of the row, and the nodes where it ends; both as the first and the one after the last.
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

/// The lesser of two costs, neither of which is no number.
fn min(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// Lowers each of `least` to what it costs by way of the same place in `others`.
fn lower(least: &mut [f32], others: &[f32], costs: &[f32]) {
    for ((least, other), cost) in least.iter_mut().zip(others).zip(costs) {
        *least = min(other + cost, *least);
    }
}

/// The posteriors of `edges`, given the least costs.
fn summed(mut edges: Vec<Edge>, forward: &Least, backward: &Least, nodes: usize) -> Vec<Edge> {
    let mut alpha = vec![f32::NEG_INFINITY; nodes * STATES];
    let mut beta = vec![f32::NEG_INFINITY; nodes * STATES];
    alpha[AFTER_PAIR] = 0.0;
    for e in &edges {
        let (from, to) = e.ends();
        alpha[to] = log_add(alpha[to], alpha[from] + (forward.at(to) - forward.at(from) - e.cost));
    }
    let end = (nodes - 1) * STATES..nodes * STATES;
    let least = end.clone().map(|n| forward.at(n)).fold(f32::INFINITY, f32::min);
    let mut total = f32::NEG_INFINITY;
    for state in end {
        beta[state] = 0.0;
        total = log_add(total, alpha[state] + (least - forward.at(state)));
    }
    for e in edges.iter().rev() {
        let (from, to) = e.ends();
        beta[from] = log_add(beta[from], beta[to] + (backward.at(from) - backward.at(to) - e.cost));
    }
    for e in &mut edges {
        let (from, to) = e.ends();
        let log = alpha[from] + beta[to] + (least - forward.at(from) - e.cost - backward.at(to)) - total;
        e.posterior = libm::expf(log).min(1.0);
    }
    edges
}

/// A summand smaller by this much, as a logarithm, is below what the sum can hold.
const NEGLIGIBLE: f32 = 20.0;

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low < high - NEGLIGIBLE || low == f32::NEG_INFINITY {
        high
    } else {
        high + libm::log1pf(libm::expf(low - high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number from 0 to 1 that looks random.
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
        assert!(!known.edges.is_empty() && looks > 0);
        assert_eq!(known.steps(), found.steps());
        assert_eq!(known.decode(0.5), found.decode(0.5));
    }
}
