//! Posterior probabilities: the beads near the cheapest ladder of a band, how probable each is, and the ladder with the
//! highest expected number of right beads. Uses indices and costs only. Cost: a few operations per bead; there are about
//! ten beads per sentence.

use crate::ladder::Bead;

/// The states of a node of the table: what the last bead before it is.
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
pub(super) struct Edge {
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
    /// An edge between two ends, each a node and a state, at a cost.
    pub(super) fn new((from, to): ((usize, usize), (usize, usize)), cost: f32, step: Step) -> Edge {
        let number = |(node, state): (usize, usize)| (node * STATES + state) as u32;
        let Step { i, j, n, m, further, posterior } = step;
        let (i, j, n, m) = (i as u32, j as u32, n as u8, m as u8);
        Edge { from: number(from), to: number(to), cost, posterior, i, j, n, m, further }
    }

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
    /// The beads within the margin of the cheapest ladder, with posteriors, ordered by their first node.
    edges: Vec<Edge>,
    nodes: usize,
}

impl Solution {
    /// The posteriors of `edges`, given the least costs of each state of each node from the first node and to the last one.
    pub(super) fn new(edges: Vec<Edge>, forward: &[f32], backward: &[f32]) -> Solution {
        Solution { edges: summed(edges, forward, backward), nodes: forward.len() / STATES }
    }

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
