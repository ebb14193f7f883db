//! The costs of the sentences of a window: what the cost of a bead is apart from the words that its sentences share.
//!
//! Cost: about twenty operations per sentence, and five per shape and node of a band, on whole rows.

use super::costs::PAIRS;
use super::extremes::{greater, lesser};
use super::features::Side;
use super::pair_features::{Beads, Run, end_marks, opening, shape};
use super::score::{Feature, Sum, Vector};
use super::shapes::{MAX_BLOCK, SHAPES};
use super::sides::Sides;
use crate::text::length;
use std::ops::Range;

/// The costs of the sentences of both sides from a node on.
pub(super) struct OwnCosts<'a> {
    sides: &'a Sides,
    pub weights: &'a Vector,
    /// The first row and column.
    first: (usize, usize),
    en: Vec<Own>,
    ru: Vec<Own>,
    columns: Columns,
    pub shapes: Shapes,
}

/// Values of the sentences of one side from a given one on, independent of the other side.
pub(super) struct Own {
    pub run: Run,
    /// The number of words of the first sentence, plus one.
    pub words: f32,
    /// The cost of the first n sentences as a side of a bead.
    pub costs: [f32; MAX_BLOCK + 1],
}

impl<'a> OwnCosts<'a> {
    /// The costs of the sentences between two nodes.
    pub fn new(
        sides: &'a Sides,
        weights: &'a Vector,
        (first, last): ((usize, usize), (usize, usize)),
    ) -> OwnCosts<'a> {
        let own = |side: &Side, first: usize| {
            let facts = side.facts.get(first..).unwrap_or_default();
            let costs = std::array::from_fn(|n| {
                facts.get(..n).map_or(f32::INFINITY, |facts| cost(weights, |sum| Beads::alone(facts, sum)))
            });
            let words = facts.first().map_or(1, |facts| facts.content + 1) as f32;
            Own { run: Run::new(facts), words, costs }
        };
        let en = (first.0..=last.0).map(|i| own(&sides.en, i)).collect();
        let ru: Vec<Own> = (first.1..=last.1).map(|j| own(&sides.ru, j)).collect();
        let columns = Columns::new(&ru, weights);
        OwnCosts { sides, weights, first, en, ru, columns, shapes: Shapes::new(weights) }
    }

    /// The values of the English sentences from `i` on.
    pub fn en(&self, i: usize) -> &Own {
        &self.en[i - self.first.0]
    }

    /// The values of the Russian sentences from `j` on.
    pub fn ru(&self, j: usize) -> &Own {
        &self.ru[j - self.first.1]
    }

    /// One over the number of words, plus one, of the Russian sentences from `j` on.
    pub fn ru_words(&self, j: usize) -> &[f32] {
        &self.columns.words[j - self.first.1..]
    }

    /// The costs that all beads at node (i, j) share, for each of these columns.
    pub fn opening(&self, i: usize, columns: impl Iterator<Item = usize>) -> Vec<f32> {
        let Sides { en, ru, .. } = self.sides;
        columns.map(|j| cost(self.weights, |sum| opening((en, i), (ru, j), sum))).collect()
    }

    /// Sets `out` to the costs of the beads of a shape at (i, j), (i, j + 1), ..., given the costs of `opening` and the
    /// `gains` of their sentences, but without their edges. Leaves impossible beads alone where that is known of the whole
    /// row.
    pub fn fill(
        &self,
        out: &mut [f32],
        (i, j): (usize, usize),
        number: usize,
        opening: &[f32],
        gains: impl Iterator<Item = f32>,
    ) {
        let ((n, m), own, shapes) = (SHAPES[number], self.en(i), &self.shapes);
        if n > own.run.native() {
            return;
        }
        let most = if number == PAIRS { f32::INFINITY } else { length::TOO_UNEVEN_FOR_SURE };
        let (fixed, log) = (own.costs[n] + shapes.fixed[number], length::log_en(own.run.chars(n)));
        let (length, words) = (shapes.length[number], shapes.words[number]);
        let of_ru = j - self.first.1..j - self.first.1 + out.len();
        let costs = &self.columns.costs[usize::from(own.run.is_unmarked(n))][m][of_ru.clone()];
        let of_ru_costs = costs.iter().zip(&self.columns.logs[m][of_ru.clone()]);
        for (out, (((cost, log_ru), opening), gain)) in
            out.iter_mut().zip(of_ru_costs.zip(opening).zip(gains))
        {
            let uneven = length::half_square_of(log, *log_ru);
            let cost = fixed + cost + opening + length * uneven - words * gain;
            *out = if uneven > most { f32::INFINITY } else { cost };
        }
        if number == PAIRS {
            self.bar(out, own, of_ru);
        }
    }

    /// Makes the pairs of the sentence of `own` that may not be a pair impossible.
    fn bar(&self, out: &mut [f32], own: &Own, of_ru: Range<usize>) {
        if own.run.may_bar_pair() || self.columns.may_bar {
            let runs = self.ru[of_ru].iter().map(|own| &own.run);
            let barred = out.iter_mut().zip(runs).filter(|(_, ru)| own.run.bars_pair(ru));
            barred.for_each(|(out, _)| *out = f32::INFINITY);
        }
    }
}

/// The cost of the features that `add` finds.
pub(super) fn cost(weights: &Vector, add: impl FnOnce(&mut Sum<'_>)) -> f32 {
    let mut sum = Sum::new(weights);
    add(&mut sum);
    sum.cost()
}

/// Constants of each shape, by its index in [`SHAPES`].
pub(super) struct Shapes {
    /// The index of each shape of n and m sentences.
    pub number: [[Option<usize>; MAX_BLOCK + 1]; MAX_BLOCK + 1],
    /// The cost of the shape itself.
    fixed: [f32; SHAPES.len()],
    /// The cost of the length ratio; half the gain from the words.
    length: [f32; SHAPES.len()],
    words: [f32; SHAPES.len()],
    /// The weights of an edge: of what it adds, and of how well it is explained.
    added: f32,
    own: f32,
}

impl Shapes {
    fn new(weights: &Vector) -> Shapes {
        let weight = |feature: Feature| weights[feature as usize];
        let mut number = [[None; MAX_BLOCK + 1]; MAX_BLOCK + 1];
        for (place, (n, m)) in SHAPES.into_iter().enumerate() {
            number[n][m] = Some(place);
        }
        let by_shape = |one, more| SHAPES.map(|(n, m)| weight(if n + m == 2 { one } else { more }));
        Shapes {
            number,
            fixed: SHAPES.map(|(n, m)| cost(weights, |sum| shape(n, m, sum))),
            length: by_shape(Feature::Length11, Feature::LengthMore).map(|weight| -weight),
            words: by_shape(Feature::Gain11, Feature::GainMore).map(|weight| weight / 2.0),
            added: weight(Feature::EdgeAdded),
            own: weight(Feature::EdgeOwn),
        }
    }

    /// The gain from the edges of one side, given the lesser of what each adds per word, and of how well each is
    /// explained per word.
    #[inline]
    pub fn edges(&self, added: f32, own: f32) -> f32 {
        self.added * greater(lesser(added, 2.0), -1.0) + self.own * greater(lesser(own, 2.0), 0.0)
    }
}

/// Values of the first 1, 2, ... Russian sentences from each column of a band on.
struct Columns {
    /// Their cost as a side of a bead, by whether the other side has no end mark.
    costs: [[Vec<f32>; MAX_BLOCK + 1]; 2],
    logs: [Vec<f32>; MAX_BLOCK + 1],
    /// One over the number of words of the sentence, plus one.
    words: Vec<f32>,
    /// Whether a check of the two sentences is needed to know if they may be a pair.
    may_bar: bool,
}

impl Columns {
    fn new(ru: &[Own], weights: &Vector) -> Columns {
        let own = |m: usize, en_unmarked: bool, own: &Own| {
            let marks = cost(weights, |sum| end_marks(en_unmarked, own.run.is_unmarked(m), sum));
            if m > own.run.native() { f32::INFINITY } else { own.costs[m] + marks }
        };
        let unmarked = |en| std::array::from_fn(|m| ru.iter().map(|ru| own(m, en, ru)).collect());
        let logs = |m| ru.iter().map(|own| length::log_ru(own.run.chars(m))).collect();
        Columns {
            costs: [false, true].map(unmarked),
            logs: std::array::from_fn(logs),
            words: ru.iter().map(|own| 1.0 / own.words).collect(),
            may_bar: ru.iter().any(|own| own.run.may_bar_pair()),
        }
    }
}
