//! The beads near the cheapest ladder of a band, as a graph. Computes their least costs, their posterior
//! probabilities, and the ladder with the highest expected number of right beads. Uses indices and costs only.
//!
//! A node is a place in the table. Costs that are only lower bounds are refined by a callback. The least costs of ladders show
//! which beads may lie on a ladder within [`MARGIN`] of the cheapest. Their costs are refined and the least costs computed again,
//! until all of them are exact. So the result is the same as with exact costs everywhere.
//! Cost: a few operations per bead and round; there are about ten beads per sentence.

use super::costs::Known;
use super::shapes::SHAPES;
use crate::ladder::Bead;
use std::ops::Range;

/// Beads on ladders that cost more than the cheapest by at least this are omitted from the sums. Together they weigh
/// less than one part in ten thousand.
pub(super) const MARGIN: f32 = 14.0;

/// An upper limit of what rounding adds to the cost of a ladder.
pub(super) const ROUNDING: f32 = 0.1;

/// Added where English sentences follow Russian ones in a run of unpaired sentences. Each set of unpaired sentences
/// is then one ladder; the other order is used only where the band requires it.
pub(super) const OUT_OF_ORDER: f32 = 5.0;

pub(super) const STATES: usize = 3;
pub(super) const AFTER_PAIR: usize = 0;
pub(super) const AFTER_EN: usize = 1;
pub(super) const AFTER_RU: usize = 2;

/// One step of a ladder: a bead, its place, and its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// The first English and Russian sentence; for an empty side, the next one.
    pub i: usize,
    pub j: usize,
    /// The number of sentences of each side.
    pub n: usize,
    pub m: usize,
    /// Whether it continues a run of unpaired sentences.
    pub further: bool,
    /// Posterior probability.
    pub posterior: f32,
}

impl From<&Step> for Bead {
    fn from(step: &Step) -> Bead {
        Bead { en: step.i..step.i + step.n, ru: step.j..step.j + step.m }
    }
}

/// A bead near the cheapest ladder, from a node and state to another; both are combined in one number.
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

/// The result of a search.
#[derive(Default)]
pub(crate) struct Solution {
    /// The beads within [`MARGIN`] of the cheapest ladder, with posteriors, ordered by their first node.
    edges: Vec<Edge>,
    nodes: usize,
}

impl Solution {
    /// All beads within the margin, with their posteriors, ordered by their first node. Empty if no ladder passes
    /// through the band.
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
            // Among ladders with equally many right beads, the more probable one wins.
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

/// The nodes near the cheapest ladder, and the beads between them.
#[derive(Default)]
pub(super) struct Graph {
    /// Ordered by row, then column, so that each bead leads to a later node.
    nodes: Vec<Node>,
    /// Ordered by the node at which they start.
    beads: Vec<Paired>,
}

struct Node {
    i: u32,
    j: u32,
    /// The index of the first bead that starts here. The next node's value is the end of the range.
    beads: u32,
    /// The nodes after the next English and after the next Russian sentence, if they are in the graph.
    below: Option<u32>,
    right: Option<u32>,
}

/// A paired bead.
struct Paired {
    /// The index of the node at which it ends.
    to: u32,
    shape: u8,
    known: Known,
    cost: f32,
}

/// The cost of leaving each sentence unpaired, as the first or a later sentence of a run.
#[derive(Clone, Copy)]
pub(super) struct Unpaired<'a> {
    pub en: &'a [[f32; 2]],
    pub ru: &'a [[f32; 2]],
}

/// The least cost of each node and state, from the first node or to the last one.
type Least = Vec<[f32; STATES]>;

/// The minimum over all states.
fn any(costs: [f32; STATES]) -> f32 {
    min(min(costs[AFTER_PAIR], costs[AFTER_EN]), costs[AFTER_RU])
}

impl Graph {
    /// Adds a node after all nodes before it in the table, with the nodes that a single sentence leads to.
    pub fn add_node(&mut self, (i, j): (usize, usize), below: Option<u32>, right: Option<u32>) {
        let beads = self.beads.len() as u32;
        self.nodes.push(Node { i: i as u32, j: j as u32, beads, below, right });
    }

    /// Adds a bead from the last added node to the node with index `to`.
    pub fn add_bead(&mut self, to: u32, shape: usize, (cost, known): (f32, Known)) {
        self.beads.push(Paired { to, shape: shape as u8, known, cost });
    }

    fn beads(&self, node: usize) -> Range<usize> {
        let end = self.nodes.get(node + 1).map_or(self.beads.len(), |next| next.beads as usize);
        self.nodes[node].beads as usize..end
    }

    /// Finds all ladders within the margin of the cheapest; `None` if the cheapest costs more than `holds`. `look`
    /// refines the cost of the bead of a shape at a node.
    pub fn solve(
        &mut self,
        unpaired: Unpaired<'_>,
        holds: f32,
        mut look: impl FnMut((usize, usize), usize, Known) -> (f32, Known),
    ) -> Option<Solution> {
        loop {
            let (forward, backward) = (self.forward(unpaired), self.backward(unpaired));
            let least = backward.first().map_or(f32::INFINITY, |costs| costs[AFTER_PAIR]);
            if !least.is_finite() {
                return Some(Solution::default());
            }
            if least > holds {
                return None;
            }
            if !self.look((&forward, &backward), least + MARGIN + ROUNDING, &mut look) {
                let edges = self.edges(unpaired, (&forward, &backward), least);
                let edges = summed(edges, forward.as_flattened(), backward.as_flattened());
                return Some(Solution { edges, nodes: self.nodes.len() });
            }
        }
    }

    /// Refines the beads that may lie on ladders that cost at most `most`. Returns whether there were any.
    fn look(
        &mut self,
        (forward, backward): (&Least, &Least),
        most: f32,
        look: &mut impl FnMut((usize, usize), usize, Known) -> (f32, Known),
    ) -> bool {
        let mut has_looked = false;
        for node in 0..self.nodes.len() {
            let reached = any(forward[node]);
            if reached + any(backward[node]) > most {
                continue;
            }
            let place = (self.nodes[node].i as usize, self.nodes[node].j as usize);
            let beads = self.beads(node);
            for bead in &mut self.beads[beads] {
                let others = reached + backward[bead.to as usize][AFTER_PAIR];
                while bead.known != Known::Exactly && others + bead.cost <= most {
                    (bead.cost, bead.known) = look(place, usize::from(bead.shape), bead.known);
                    has_looked = true;
                }
            }
        }
        has_looked
    }

    /// The least cost from the first node to each node.
    fn forward(&self, unpaired: Unpaired<'_>) -> Least {
        let mut least = vec![[f32::INFINITY; STATES]; self.nodes.len()];
        if let Some(first) = least.first_mut() {
            first[AFTER_PAIR] = 0.0;
        }
        for (number, node) in self.nodes.iter().enumerate() {
            let here @ [pair, en, ru] = least[number];
            let reached = any(here);
            for bead in &self.beads[self.beads(number)] {
                let to = &mut least[bead.to as usize][AFTER_PAIR];
                *to = min(reached + bead.cost, *to);
            }
            if let Some(below) = node.below {
                let [open, further] = unpaired.en[node.i as usize];
                least[below as usize][AFTER_EN] =
                    min(min(pair + open, en + further), ru + (open + OUT_OF_ORDER));
            }
            if let Some(right) = node.right {
                let [open, further] = unpaired.ru[node.j as usize];
                least[right as usize][AFTER_RU] = min(min(pair, en) + open, ru + further);
            }
        }
        least
    }

    /// The least cost from each node to the last one.
    fn backward(&self, unpaired: Unpaired<'_>) -> Least {
        let mut least = vec![[f32::INFINITY; STATES]; self.nodes.len()];
        if let Some(last) = least.last_mut() {
            *last = [0.0; STATES];
        }
        for (number, node) in self.nodes.iter().enumerate().rev() {
            let mut paired = f32::INFINITY;
            for bead in &self.beads[self.beads(number)] {
                paired = min(least[bead.to as usize][AFTER_PAIR] + bead.cost, paired);
            }
            let mut costs = least[number].map(|cost| min(cost, paired));
            if let Some(below) = node.below {
                let [open, further] = unpaired.en[node.i as usize];
                let to = least[below as usize][AFTER_EN];
                costs[AFTER_PAIR] = min(costs[AFTER_PAIR], to + open);
                costs[AFTER_EN] = min(costs[AFTER_EN], to + further);
                costs[AFTER_RU] = min(costs[AFTER_RU], to + (open + OUT_OF_ORDER));
            }
            if let Some(right) = node.right {
                let [open, further] = unpaired.ru[node.j as usize];
                let to = least[right as usize][AFTER_RU];
                costs[AFTER_PAIR] = min(costs[AFTER_PAIR], to + open);
                costs[AFTER_EN] = min(costs[AFTER_EN], to + open);
                costs[AFTER_RU] = min(costs[AFTER_RU], to + further);
            }
            least[number] = costs;
        }
        least
    }

    /// The beads on ladders within [`MARGIN`] of the cheapest, whose cost is `least`, ordered by their first node.
    fn edges(&self, unpaired: Unpaired<'_>, (forward, backward): (&Least, &Least), least: f32) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (number, node) in self.nodes.iter().enumerate() {
            let onwards = forward[number].iter().zip(backward[number]).map(|(from, to)| from + to);
            if onwards.fold(f32::INFINITY, min) > least + MARGIN + ROUNDING {
                continue;
            }
            let mut add = |state: usize, (to, end): (u32, usize), (n, m): (usize, usize), further, cost| {
                if forward[number][state] + cost + backward[to as usize][end] <= least + MARGIN {
                    edges.push(Edge {
                        from: (number * STATES + state) as u32,
                        to: to * STATES as u32 + end as u32,
                        cost,
                        posterior: 0.0,
                        i: node.i,
                        j: node.j,
                        n: n as u8,
                        m: m as u8,
                        further,
                    });
                }
            };
            if let Some(right) = node.right {
                let [open, go_on] = unpaired.ru[node.j as usize];
                add(AFTER_PAIR, (right, AFTER_RU), (0, 1), false, open);
                add(AFTER_EN, (right, AFTER_RU), (0, 1), false, open);
                add(AFTER_RU, (right, AFTER_RU), (0, 1), true, go_on);
            }
            if let Some(below) = node.below {
                let [open, go_on] = unpaired.en[node.i as usize];
                add(AFTER_PAIR, (below, AFTER_EN), (1, 0), false, open);
                add(AFTER_EN, (below, AFTER_EN), (1, 0), true, go_on);
                add(AFTER_RU, (below, AFTER_EN), (1, 0), false, open + OUT_OF_ORDER);
            }
            for bead in &self.beads[self.beads(number)] {
                for state in 0..STATES {
                    add(state, (bead.to, AFTER_PAIR), SHAPES[usize::from(bead.shape)], false, bead.cost);
                }
            }
        }
        edges
    }
}

/// The lower of two costs, neither of which is NaN.
pub(super) fn min(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The posteriors of `edges`, given the least costs of each node and state.
fn summed(mut edges: Vec<Edge>, forward: &[f32], backward: &[f32]) -> Vec<Edge> {
    let mut alpha = vec![f32::NEG_INFINITY; forward.len()];
    let mut beta = vec![f32::NEG_INFINITY; forward.len()];
    alpha[AFTER_PAIR] = 0.0;
    for e in &edges {
        let (from, to) = e.ends();
        alpha[to] = log_add(alpha[to], alpha[from] + (forward[to] - forward[from] - e.cost));
    }
    let end = forward.len() - STATES..forward.len();
    let least = end.clone().map(|n| forward[n]).fold(f32::INFINITY, f32::min);
    let mut total = f32::NEG_INFINITY;
    for state in end {
        beta[state] = 0.0;
        total = log_add(total, alpha[state] + (least - forward[state]));
    }
    for e in edges.iter().rev() {
        let (from, to) = e.ends();
        beta[from] = log_add(beta[from], beta[to] + (backward[from] - backward[to] - e.cost));
    }
    for e in &mut edges {
        let (from, to) = e.ends();
        let log = alpha[from] + beta[to] + (least - forward[from] - e.cost - backward[to]) - total;
        e.posterior = libm::expf(log).min(1.0);
    }
    edges
}

/// A summand whose logarithm is lower by this much does not change an `f32` sum.
const NEGLIGIBLE: f32 = 20.0;

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low < high - NEGLIGIBLE || low == f32::NEG_INFINITY {
        high
    } else {
        high + libm::log1pf(libm::expf(low - high))
    }
}
