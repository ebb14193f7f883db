//! The search over beads: the cheapest ladder, the posterior probability of each bead, and the ladder with the most
//! beads expected to be right. Indices and costs only.
//!
//! Costs are negative log-potentials and add up; the ladder has probability exp(-cost) / Z. A run of unpaired
//! sentences opens at one cost and goes on at another, so a node has three states: after a paired bead, after an
//! English and after a Russian sentence left unpaired.
//!
//! Cost: linear in the nodes of the band times the shapes; posteriors are summed only over beads on some ladder within
//! [`MARGIN`] of the cheapest. Source: W. A. Gale and K. W. Church, A program for aligning sentences in bilingual
//! corpora (1993), for the table; L. R. Rabiner (1989) for forward and backward sums; V. Goel and W. Byrne (2000) for
//! decoding by least expected error.

use super::band::Band;
use crate::ladder::Bead;

/// Shapes of paired beads, (English, Russian) sentences.
pub(crate) const SHAPES: [(usize, usize); 21] = [
    (1, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (1, 3),
    (3, 1),
    (2, 3),
    (3, 2),
    (3, 3),
    (1, 4),
    (4, 1),
    (2, 4),
    (4, 2),
    (3, 4),
    (4, 3),
    (4, 4),
    (1, 5),
    (5, 1),
    (1, 6),
    (6, 1),
    (5, 5),
];

/// A bead on a ladder that costs this much more than the cheapest is left out of the sums: together they weigh less
/// than one part in ten thousand.
const MARGIN: f32 = 14.0;

/// Added where English sentences follow Russian ones in a run of unpaired sentences: only where the band leaves no
/// other way, so that each set of unpaired sentences is one ladder, not many.
const OUT_OF_ORDER: f32 = 5.0;

/// What the search is told.
pub(crate) struct Problem<'a> {
    pub band: &'a Band,
    /// Cost of the paired bead of each shape that begins at each node; infinite where it may not be.
    pub paired: &'a [[f32; SHAPES.len()]],
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

/// A bead on a ladder that is not much dearer than the cheapest.
struct Edge {
    from: usize,
    from_state: usize,
    to: usize,
    to_state: usize,
    cost: f32,
    step: Step,
}

impl Problem<'_> {
    /// All beads worth a look, with their posteriors, in order of their first node. Empty when no ladder leads through
    /// the band.
    pub fn posteriors(&self) -> Vec<Step> {
        self.summed().into_iter().map(|e| e.step).collect()
    }

    /// The ladder that maximises the sum of (posterior - `price`) over its paired beads.
    pub fn decode(&self, price: f32) -> Vec<Step> {
        let edges = self.summed();
        let nodes = self.band.len() * STATES;
        let mut best = vec![f32::NEG_INFINITY; nodes];
        let mut back = vec![usize::MAX; nodes];
        best[AFTER_PAIR] = 0.0;
        for (index, edge) in edges.iter().enumerate() {
            let from = best[edge.from * STATES + edge.from_state];
            let paired = edge.to_state == AFTER_PAIR;
            // Between ladders that are right as often, the more probable one.
            let gain = if paired { edge.step.posterior - price } else { 1e-3 * edge.step.posterior };
            let to = edge.to * STATES + edge.to_state;
            if from + gain > best[to] {
                best[to] = from + gain;
                back[to] = index;
            }
        }
        let Some(end) = self.band.len().checked_sub(1) else { return Vec::new() };
        let mut at = (0..STATES)
            .map(|s| end * STATES + s)
            .max_by(|&a, &b| best[a].total_cmp(&best[b]).then(b.cmp(&a)))
            .unwrap_or(0);
        let mut path = Vec::new();
        while back[at] != usize::MAX {
            let edge = &edges[back[at]];
            path.push(edge.step);
            at = edge.from * STATES + edge.from_state;
        }
        path.reverse();
        path
    }

    /// The cost of the cheapest ladder; infinite when none leads through the band.
    pub fn least(&self) -> f32 {
        let forward = self.forward();
        forward[forward.len() - STATES..].iter().copied().fold(f32::INFINITY, f32::min)
    }

    /// How much more the paired bead `step` is worth than going on to leave its sentences unpaired, as a logarithm.
    pub fn gain(&self, step: &Step) -> f32 {
        let shape = SHAPES.iter().position(|&shape| shape == (step.n, step.m));
        let (Some(shape), Some(node)) = (shape, self.band.node(step.i, step.j)) else { return 0.0 };
        let en = &self.unpaired_en[step.i..step.i + step.n];
        let ru = &self.unpaired_ru[step.j..step.j + step.m];
        en.iter().chain(ru).map(|cost| cost[1]).sum::<f32>() - self.paired[node][shape]
    }

    /// The edges within [`MARGIN`] of the cheapest ladder, with posteriors, ordered by their first node.
    fn summed(&self) -> Vec<Edge> {
        let forward = self.forward();
        let backward = self.backward();
        let mut edges = self.edges(&forward, &backward);
        let nodes = self.band.len() * STATES;
        let mut alpha = vec![f32::NEG_INFINITY; nodes];
        let mut beta = vec![f32::NEG_INFINITY; nodes];
        alpha[AFTER_PAIR] = 0.0;
        for e in &edges {
            let (from, to) = e.ends();
            alpha[to] = log_add(alpha[to], alpha[from] + (forward[to] - forward[from] - e.cost));
        }
        let end = nodes - STATES;
        let least = (end..nodes).map(|n| forward[n]).fold(f32::INFINITY, f32::min);
        let mut total = f32::NEG_INFINITY;
        for state in end..nodes {
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
            e.step.posterior = libm::expf(log).min(1.0);
        }
        edges
    }

    /// The least cost from the first node to each node and state.
    fn forward(&self) -> Vec<f32> {
        let mut least = vec![f32::INFINITY; self.band.len() * STATES];
        if let Some(first) = least.get_mut(AFTER_PAIR) {
            *first = 0.0;
        }
        self.visit(|edge| {
            let (from, to) = edge.ends();
            least[to] = least[to].min(least[from] + edge.cost);
        });
        least
    }

    /// The least cost from each node and state to the last node.
    fn backward(&self) -> Vec<f32> {
        let mut least = vec![f32::INFINITY; self.band.len() * STATES];
        let end = least.len() - STATES;
        least[end..].fill(0.0);
        for i in self.band.rows().rev() {
            for j in self.band.columns(i).rev() {
                self.visit_node(i, j, &mut |edge: &Edge| {
                    let (from, to) = edge.ends();
                    least[from] = least[from].min(least[to] + edge.cost);
                });
            }
        }
        least
    }

    fn edges(&self, forward: &[f32], backward: &[f32]) -> Vec<Edge> {
        let least = backward.first().copied().unwrap_or(f32::INFINITY);
        let mut edges = Vec::new();
        if !least.is_finite() {
            return edges;
        }
        self.visit(|edge| {
            let (from, to) = edge.ends();
            if forward[from] + edge.cost + backward[to] <= least + MARGIN {
                edges.push(Edge { ..*edge });
            }
        });
        edges
    }

    /// Calls `f` with every edge, in order of the first node.
    fn visit(&self, mut f: impl FnMut(&Edge)) {
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                self.visit_node(i, j, &mut f);
            }
        }
    }

    fn visit_node(&self, i: usize, j: usize, f: &mut impl FnMut(&Edge)) {
        let Some(from) = self.band.node(i, j) else { return };
        if let (Some(to), Some(cost)) = (self.band.node(i, j + 1), self.unpaired_ru.get(j)) {
            for (from_state, further) in [(AFTER_PAIR, false), (AFTER_EN, false), (AFTER_RU, true)] {
                let step = Step { i, j, n: 0, m: 1, further, posterior: 0.0 };
                f(&Edge { from, from_state, to, to_state: AFTER_RU, cost: cost[usize::from(further)], step });
            }
        }
        if let (Some(to), Some(cost)) = (self.band.node(i + 1, j), self.unpaired_en.get(i)) {
            for (from_state, further, extra) in
                [(AFTER_PAIR, false, 0.0), (AFTER_EN, true, 0.0), (AFTER_RU, false, OUT_OF_ORDER)]
            {
                let step = Step { i, j, n: 1, m: 0, further, posterior: 0.0 };
                let cost = cost[usize::from(further)] + extra;
                f(&Edge { from, from_state, to, to_state: AFTER_EN, cost, step });
            }
        }
        for (shape, &(n, m)) in SHAPES.iter().enumerate() {
            let cost = self.paired[from][shape];
            if cost.is_finite()
                && let Some(to) = self.band.node(i + n, j + m)
            {
                let step = Step { i, j, n, m, further: false, posterior: 0.0 };
                for from_state in 0..STATES {
                    f(&Edge { from, from_state, to, to_state: AFTER_PAIR, cost, step });
                }
            }
        }
    }
}

impl Edge {
    fn ends(&self) -> (usize, usize) {
        (self.from * STATES + self.from_state, self.to * STATES + self.to_state)
    }
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
