//! The costs of the paired beads of a band, for each shape at each node: exact values or lower bounds.

use super::band::Band;
use super::shapes::SHAPES;

/// One cost for each shape at each node of a band.
#[derive(Clone, Debug)]
pub(crate) struct Costs {
    /// Ordered by row, shape and column. Infinite if a bead is impossible.
    costs: Vec<f32>,
    /// The precision of each cost, two bits per shape and node.
    known: Vec<u64>,
}

/// The place of pairs in [`SHAPES`].
pub(crate) const PAIRS: usize = 0;

/// The precision of a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// A lower bound, rarely exceeding the cost.
    AtLeast,
    /// A close lower bound.
    Nearly,
    Exactly,
}

impl Costs {
    /// No bead is possible.
    pub fn none(band: &Band) -> Costs {
        Costs { costs: vec![f32::INFINITY; band.len() * SHAPES.len()], known: vec![0; band.len()] }
    }

    /// The costs of a shape in row `i`, by column.
    pub fn of(&self, band: &Band, i: usize, shape: usize) -> &[f32] {
        &self.costs[place(band, i, shape)]
    }

    /// Mutable access to the costs of a shape in row `i`, to set bounds.
    pub fn bounds(&mut self, band: &Band, i: usize, shape: usize) -> &mut [f32] {
        &mut self.costs[place(band, i, shape)]
    }

    /// The cost of a shape at a node of the band, and its precision.
    pub fn get(&self, band: &Band, (i, j): (usize, usize), shape: usize) -> (f32, Known) {
        let columns = band.columns(i);
        let first = band.nodes(i).start;
        let (width, k) = (columns.end() - columns.start() + 1, j - columns.start());
        let known = match self.known[first + k] >> (2 * shape) & 3 {
            0 => Known::AtLeast,
            1 => Known::Nearly,
            _ => Known::Exactly,
        };
        (self.costs[first * SHAPES.len() + shape * width + k], known)
    }

    /// Refines the cost of a shape at a node of the band, unless it is already exact.
    pub fn set(&mut self, band: &Band, (i, j): (usize, usize), shape: usize, (cost, known): (f32, Known)) {
        let k = j - band.columns(i).start();
        self.bounds(band, i, shape)[k] = cost;
        self.known[band.nodes(i).start + k] |= (known as u64) << (2 * shape);
    }

    /// Says that what pairs cost is known exactly.
    pub fn know_pairs(&mut self) {
        self.known.iter_mut().for_each(|known| *known |= (Known::Exactly as u64) << (2 * PAIRS));
    }

    /// Sets the exact cost of a shape at a node of the band.
    pub fn fix(&mut self, band: &Band, node: (usize, usize), shape: usize, cost: f32) {
        self.set(band, node, shape, (cost, Known::Exactly));
    }
}

fn place(band: &Band, i: usize, shape: usize) -> std::ops::Range<usize> {
    let nodes = band.nodes(i);
    let start = nodes.start * SHAPES.len() + shape * nodes.len();
    start..start + nodes.len()
}
