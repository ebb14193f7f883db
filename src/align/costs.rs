//! The costs of the paired beads of a band, for each shape at each node: exact values or lower bounds.

use super::band::Band;
use super::shapes::SHAPES;

/// One cost for each shape at each node of a band.
#[derive(Clone, Debug)]
pub(crate) struct Costs {
    /// Ordered by row, shape and column. Infinite if a bead is impossible.
    costs: Vec<f32>,
    /// Whether each cost is exact, one bit per shape and node.
    known: Vec<u32>,
}

/// The place of pairs in [`SHAPES`].
pub(crate) const PAIRS: usize = 0;

/// The precision of a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// A close lower bound.
    AtLeast,
    Exactly,
}

impl Costs {
    /// No bead is possible.
    pub fn none(band: &Band) -> Costs {
        Costs { costs: vec![f32::INFINITY; band.len() * SHAPES.len()], known: vec![0; band.len()] }
    }

    /// The costs of the nodes of `part`, a part of `band`.
    pub fn part(&self, band: &Band, part: &Band) -> Costs {
        let (mut costs, mut known) = (Vec::with_capacity(part.len() * SHAPES.len()), Vec::new());
        for i in part.rows() {
            let skipped = part.columns(i).start() - band.columns(i).start();
            let kept = skipped..skipped + part.nodes(i).len();
            for shape in 0..SHAPES.len() {
                costs.extend_from_slice(&self.of(band, i, shape)[kept.clone()]);
            }
            known.extend_from_slice(&self.known[band.nodes(i)][kept]);
        }
        Costs { costs, known }
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
        let known = known(self.known[first + k], shape);
        (self.costs[first * SHAPES.len() + shape * width + k], known)
    }

    /// The costs of a shape in row `i`, to be refined.
    pub fn row(&mut self, band: &Band, i: usize, shape: usize) -> Row<'_> {
        let known = &mut self.known[band.nodes(i)];
        Row { costs: &mut self.costs[place(band, i, shape)], known, shape }
    }

    /// Says that what pairs cost is known exactly.
    pub fn know_pairs(&mut self) {
        self.known.iter_mut().for_each(|known| *known |= 1 << PAIRS);
    }

    /// Sets the exact cost of a shape at a node of the band.
    pub fn fix(&mut self, band: &Band, (i, j): (usize, usize), shape: usize, cost: f32) {
        self.row(band, i, shape).fix(j - band.columns(i).start(), cost);
    }
}

/// The costs of a shape in one row, by column.
pub(crate) struct Row<'a> {
    costs: &'a mut [f32],
    known: &'a mut [u32],
    shape: usize,
}

impl Row<'_> {
    pub fn all(&self) -> &[f32] {
        self.costs
    }

    pub fn cost(&self, k: usize) -> f32 {
        self.costs[k]
    }

    pub fn known(&self, k: usize) -> Known {
        known(self.known[k], self.shape)
    }

    /// Sets the exact cost.
    pub fn fix(&mut self, k: usize, cost: f32) {
        self.costs[k] = cost;
        self.known[k] |= 1 << self.shape;
    }
}

/// The precision of the cost of a shape among those of all shapes at a node.
fn known(all: u32, shape: usize) -> Known {
    if all >> shape & 1 == 1 { Known::Exactly } else { Known::AtLeast }
}

fn place(band: &Band, i: usize, shape: usize) -> std::ops::Range<usize> {
    let nodes = band.nodes(i);
    let start = nodes.start * SHAPES.len() + shape * nodes.len();
    start..start + nodes.len()
}
