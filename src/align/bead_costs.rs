//! The costs of beads in a band: every shape at every node, and every unpaired sentence.

use super::costs::Costs;
use super::features::{Facts, Side};
use super::fixed::Pins;
use super::own_costs::{OwnCosts, cost};
use super::pair_features::{Beads, opening};
use super::score::{Sum, Vector};
use super::shapes::SHAPES;
use super::sides::Sides;
use crate::ladder::Bead;

/// The cost of leaving each sentence unpaired, as the first or a later sentence of a run.
pub(super) struct Unpaired {
    pub en: Vec<[f32; 2]>,
    pub ru: Vec<[f32; 2]>,
    /// The gain of each English sentence from being paired.
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
        let (own_en, own_ru) = (own(&sides.en, &en, weights), own(&sides.ru, &ru, weights));
        Unpaired { en, ru, own_en, own_ru }
    }

    /// Makes it impossible to leave a sentence with a fixed point unpaired.
    pub fn pinned(mut self, pins: &Pins) -> Unpaired {
        for hull in pins.hulls() {
            self.en[hull.en.clone()].fill([f32::INFINITY; 2]);
            self.ru[hull.ru.clone()].fill([f32::INFINITY; 2]);
        }
        self
    }
}

/// The gain of each sentence of a side from being in a bead, given the cost of leaving it unpaired.
fn own(side: &Side, unpaired: &[[f32; 2]], weights: &Vector) -> Vec<f32> {
    let paid = |facts: &Facts| cost(weights, |sum| Beads::paid(facts, sum));
    side.facts.iter().zip(unpaired).map(|(facts, unpaired)| unpaired[1] - paid(facts)).collect()
}

/// The costs of the paired beads of a band.
pub(super) struct BeadCosts<'a> {
    pub beads: &'a Beads<'a>,
    pub own: &'a OwnCosts<'a>,
    pins: &'a Pins,
}

impl<'a> BeadCosts<'a> {
    /// `own` has the costs of the sentences of the band of `beads`.
    pub fn new(beads: &'a Beads<'a>, own: &'a OwnCosts<'a>, pins: &'a Pins) -> BeadCosts<'a> {
        BeadCosts { beads, own, pins }
    }

    /// The costs of all beads.
    pub fn all(&self) -> Costs {
        let band = self.beads.band;
        let mut costs = Costs::none(band);
        for i in band.rows() {
            for j in band.columns(i) {
                for shape in 0..SHAPES.len() {
                    costs.fix(band, (i, j), shape, self.cost((i, j), shape));
                }
            }
        }
        costs
    }

    /// Whether there are fixed points.
    pub fn are_pinned(&self) -> bool {
        !self.pins.hulls().is_empty()
    }

    /// The cost of a bead that starts at (i, j).
    pub fn cost(&self, (i, j): (usize, usize), shape: usize) -> f32 {
        let shape @ (n, m) = SHAPES[shape];
        let (en, ru) = (self.own.en(i), self.own.ru(j));
        let reach = self.beads.reach_of(i, j, &en.run, &ru.run);
        let bead = Bead { en: i..i + n, ru: j..j + m };
        if !self.beads.in_band(i, j, shape, &reach) || !self.pins.admit(&bead) {
            return f32::INFINITY;
        }
        if (reach.is_barred(shape) || reach.too_uneven(shape)) && !self.pins.is_hull(&bead) {
            return f32::INFINITY;
        }
        let weights = self.own.weights;
        let opening = cost(weights, |sum| opening((self.beads.en, i), (self.beads.ru, j), sum));
        let beside = cost(weights, |sum| self.beads.beside(i, j, shape, &reach, sum));
        opening + en.costs[n] + ru.costs[m] + beside
    }
}
