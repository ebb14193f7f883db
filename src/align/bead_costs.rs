//! What beads cost in one band: every shape at every node, and every sentence left unpaired.

use super::features::{Facts, Side};
use super::fixed::Pins;
use super::lattice::SHAPES;
use super::pair_features::{Beads, Run};
use super::prune;
use super::score::{Sum, Vector};
use super::sides::Sides;
use super::word_score::MAX_BLOCK;
use crate::ladder::Bead;

/// What it costs to leave each sentence unpaired, first of a run and further in a run.
pub(super) struct Unpaired {
    pub en: Vec<[f32; 2]>,
    pub ru: Vec<[f32; 2]>,
    /// What being paired is worth to each instead.
    pub own_en: Vec<f32>,
    pub own_ru: Vec<f32>,
}

impl Unpaired {
    pub fn new(sides: &Sides, weights: &Vector) -> Unpaired {
        let cost = |facts: &Facts, further| {
            let mut sum = Sum::new(weights);
            Beads::unpaired(facts, further, &mut sum);
            sum.cost()
        };
        let side = |side: &Side| -> Vec<[f32; 2]> {
            side.facts.iter().map(|f| [cost(f, false), cost(f, true)]).collect()
        };
        let (en, ru) = (side(&sides.en), side(&sides.ru));
        let (own_en, own_ru) = (prune::own(&sides.en, &en, weights), prune::own(&sides.ru, &ru, weights));
        Unpaired { en, ru, own_en, own_ru }
    }

    /// The same, but no sentence that belongs to another is left unpaired.
    pub fn pinned(mut self, pins: &Pins) -> Unpaired {
        for hull in pins.hulls() {
            self.en[hull.en.clone()].fill([f32::INFINITY; 2]);
            self.ru[hull.ru.clone()].fill([f32::INFINITY; 2]);
        }
        self
    }
}

/// The cost of each shape at each node of the band.
pub(super) fn paired_costs(beads: &Beads<'_>, weights: &Vector, pins: &Pins) -> Vec<[f32; SHAPES.len()]> {
    let cost = |add: &dyn Fn(&mut Sum<'_>)| {
        let mut sum = Sum::new(weights);
        add(&mut sum);
        sum.cost()
    };
    let alone = |side: &Side, first: usize| {
        let facts = side.facts.get(first..).unwrap_or_default();
        let costs = std::array::from_fn::<_, { MAX_BLOCK + 1 }, _>(|n| {
            facts.get(..n).map_or(f32::INFINITY, |facts| cost(&|sum| Beads::alone(facts, sum)))
        });
        (Run::new(facts), costs)
    };
    let ((_, low), (_, high)) = beads.band.corners();
    let ru: Vec<_> = (low..=high).map(|j| alone(beads.ru, j)).collect();
    let mut costs = Vec::with_capacity(beads.band.len());
    for i in beads.band.rows() {
        let (en_run, en_costs) = alone(beads.en, i);
        for j in beads.band.columns(i) {
            let (ru_run, ru_costs) = &ru[j - low];
            let reach = beads.reach_of(i, j, &en_run, ru_run);
            let opening = cost(&|sum| beads.opening(i, j, sum));
            costs.push(SHAPES.map(|shape @ (n, m)| {
                let bead = Bead { en: i..i + n, ru: j..j + m };
                if !beads.in_band(i, j, shape, &reach) || !pins.admit(&bead) {
                    return f32::INFINITY;
                }
                if (reach.is_foreign(shape) || reach.too_uneven(shape)) && !pins.is_hull(&bead) {
                    return f32::INFINITY;
                }
                let mut sum = Sum::new(weights);
                beads.beside(i, j, shape, &reach, &mut sum);
                opening + en_costs[n] + ru_costs[m] + sum.cost()
            }));
        }
    }
    costs
}
