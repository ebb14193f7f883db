//! What beads cost in one band: every shape at any node, and every sentence left unpaired.

use super::costs::{Costs, Known};
use super::features::{Facts, Side};
use super::fixed::Pins;
use super::pair_features::{Beads, Run, Words};
use super::prune;
use super::score::{Sum, Vector};
use super::shapes::SHAPES;
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

/// What the paired beads of one band cost.
pub(super) struct BeadCosts<'a> {
    pub beads: &'a Beads<'a>,
    pub weights: &'a Vector,
    pins: &'a Pins,
    /// Of the sentences from each row on, and from each column.
    pub en: Vec<Own>,
    pub ru: Vec<Own>,
    /// The first row and column.
    pub first: (usize, usize),
}

/// What is known of the sentences of one side from one on, whatever they are paired with.
pub(super) struct Own {
    pub run: Run,
    /// The words of the first, and one more.
    pub words: f32,
    /// What so many of them cost as a side of a bead.
    pub costs: [f32; MAX_BLOCK + 1],
}

impl<'a> BeadCosts<'a> {
    pub fn new(beads: &'a Beads<'a>, weights: &'a Vector, pins: &'a Pins) -> BeadCosts<'a> {
        let own = |side: &Side, first: usize| {
            let facts = side.facts.get(first..).unwrap_or_default();
            let costs = std::array::from_fn(|n| {
                facts.get(..n).map_or(f32::INFINITY, |facts| cost(weights, |sum| Beads::alone(facts, sum)))
            });
            let words = facts.first().map_or(1, |facts| facts.content + 1) as f32;
            Own { run: Run::new(facts), words, costs }
        };
        let (first, last) = beads.band.corners();
        BeadCosts {
            beads,
            weights,
            pins,
            en: (first.0..=last.0).map(|i| own(beads.en, i)).collect(),
            ru: (first.1..=last.1).map(|j| own(beads.ru, j)).collect(),
            first,
        }
    }

    /// All of them.
    pub fn all(&self) -> Costs {
        let band = self.beads.band;
        let mut costs = Costs::none(band);
        for i in band.rows() {
            for j in band.columns(i) {
                for shape in 0..SHAPES.len() {
                    costs.fix(band, (i, j), shape, self.cost((i, j), shape, Words::Once));
                }
            }
        }
        costs
    }

    /// Whether it is known of any sentences that they belong together.
    pub fn are_pinned(&self) -> bool {
        !self.pins.hulls().is_empty()
    }

    /// What the bead of a shape costs at (i, j), better than it is `known`.
    pub fn look(&self, node: (usize, usize), shape: usize, known: Known) -> (f32, Known) {
        if known == Known::AtLeast {
            return (self.cost(node, shape, Words::AsOften), Known::Nearly);
        }
        (self.cost(node, shape, Words::Once), Known::Exactly)
    }

    fn cost(&self, (i, j): (usize, usize), shape: usize, words: Words) -> f32 {
        let shape @ (n, m) = SHAPES[shape];
        let (en, ru) = (&self.en[i - self.first.0], &self.ru[j - self.first.1]);
        let reach = self.beads.reach_of(i, j, &en.run, &ru.run);
        let bead = Bead { en: i..i + n, ru: j..j + m };
        if !self.beads.in_band(i, j, shape, &reach) || !self.pins.admit(&bead) {
            return f32::INFINITY;
        }
        if (reach.is_barred(shape) || reach.too_uneven(shape)) && !self.pins.is_hull(&bead) {
            return f32::INFINITY;
        }
        let opening = cost(self.weights, |sum| self.beads.opening(i, j, sum));
        let beside = cost(self.weights, |sum| self.beads.beside(i, j, shape, (&reach, words), sum));
        opening + en.costs[n] + ru.costs[m] + beside
    }
}

/// What the features that `add` finds cost.
pub(super) fn cost(weights: &Vector, add: impl FnOnce(&mut Sum<'_>)) -> f32 {
    let mut sum = Sum::new(weights);
    add(&mut sum);
    sum.cost()
}
