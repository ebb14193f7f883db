//! What paired beads cost at least: quick to tell for all nodes of a band, row by row.
//!
//! A bound is exact but for the words and the marks of a bead. A block of sentences explains at most what its sentences
//! explain one by one, so the words are worth at most what the cells of the bead are worth one by one, and hardly ever more
//! than a share of that, [`TOGETHER`]; an edge adds at most what its cells do. The marks are worth at most the weights that
//! speak for a bead. Of 126,909 segments of 2,016 pairs of development documents, none is other than with all costs known,
//! and six confidences are, by 0.001.
//! Cost: some twenty operations a shape and node, on whole rows.

use super::band::Band;
use super::bead_costs::{BeadCosts, cost};
use super::costs::Costs;
use super::lattice::step_between;
use super::pair_features::shape;
use super::score::{Feature, Vector};
use super::shapes::SHAPES;
use super::word_score::{Alone, MAX_BLOCK};
use crate::text::length;

/// More than rounding adds to the cost of one bead.
const ROUNDING: f32 = 0.01;

/// How much of what the cells of a bead are worth one by one they are worth together at most, by the place of the shape in
/// [`SHAPES`]: words explained twice count once, and a longer block explains each of its words less well. This is so of
/// 99 in 100 of the 150,000 beads of wmt-all, bible-dev, debhb-all and lit-hard-dev within the margin of the search.
const TOGETHER: [f32; SHAPES.len()] = [
    1.0, 0.99, 0.99, 0.95, 0.97, 0.97, 0.9, 0.9, 0.87, 0.95, 0.96, 0.84, 0.85, 0.81, 0.79, 0.78, 0.84, 0.88,
    0.82, 0.82, 0.6,
];
/// How much of what the cells of an edge explain of it one by one they explain together, a little less than usual.
const EXPLAINED: f32 = 0.5;

/// Bounds from below of what the beads of `costs` cost. `alone` tells of the cells of `wide`, which holds their band. Where
/// it is known what belongs together, all that they cost.
pub(super) fn bounds(costs: &BeadCosts<'_>, wide: &Band, alone: &Alone) -> Costs {
    if costs.are_pinned() {
        return costs.all();
    }
    let band = costs.beads.band;
    let mut out = Costs::none(band);
    let (ru, shapes) = (Columns::new(costs), Shapes::new(costs.weights));
    let mut rows: [Row; MAX_BLOCK] = Default::default();
    let (first, last) = (*band.rows().start(), *band.rows().end());
    for i in first..=last {
        // The rows that beads from here reach into; those before the last are known from the row before.
        let new = if i == first { i } else { i + MAX_BLOCK - 1 };
        for row in new..(i + MAX_BLOCK).min(last + 1) {
            rows[row % MAX_BLOCK].fill(costs, row, wide, alone);
        }
        let columns = band.columns(i);
        let opening: Vec<f32> =
            columns.clone().map(|j| cost(costs.weights, |sum| costs.beads.opening(i, j, sum))).collect();
        // What the cells of the rows so far are worth: of so many columns to both sides, of one to the English sentences.
        let mut total = [(); MAX_BLOCK].map(|()| vec![0.0; opening.len()]);
        let (mut by_ru, mut by_en) = (vec![0.0; opening.len()], vec![0.0; opening.len()]);
        for n in 1..=MAX_BLOCK.min(last - i) {
            let (upper, lower) = (&rows[i % MAX_BLOCK], &rows[(i + n - 1) % MAX_BLOCK]);
            lower.add(&lower.backward[0], *columns.start(), &mut by_ru);
            lower.add(&lower.forward[0], *columns.start(), &mut by_en);
            for m in 1..=MAX_BLOCK {
                lower.add(&lower.both[m - 1], *columns.start(), &mut total[m - 1]);
                let Some(number) = shapes.number[n][m] else { continue };
                let Some(range) = beads_from(band, i, (n, m)) else { continue };
                let en = &costs.en[i - first];
                let column = *columns.start() + range.start - costs.first.1;
                let of_ru = column..column + range.len();
                let bound = Bound {
                    fixed: en.costs[n] + shapes.fixed[number],
                    log: length::log_en(en.run.chars(n)),
                    length: shapes.length[number],
                    words: shapes.words[number],
                    is_longer: n + m > 2,
                };
                let out = &mut out.bounds(band, i, number)[range.clone()];
                let of_cells = (&opening[range.clone()], &total[m - 1][range.clone()]);
                bound.fill(out, (&ru.costs[m][of_ru.clone()], &ru.logs[m][of_ru.clone()]), of_cells);
                if n > 1 {
                    let (above, below) = (range.start, range.start + columns.start() - lower.first);
                    let words = (en.words, costs.en[i - first + n - 1].words);
                    let added = (&upper.forward[m - 1][above..], &lower.forward[m - 1][below..]);
                    let own = (&upper.backward[m - 1][above..], &lower.backward[m - 1][below..]);
                    for (k, out) in out.iter_mut().enumerate() {
                        let added = (added.0[k] / words.0, added.1[k] / words.1);
                        *out -= shapes.edges(added, (own.0[k] / words.0, own.1[k] / words.1));
                    }
                }
                if m > 1 {
                    let (left, right) = (range.start, range.start + m - 1);
                    let words = (&ru.words[of_ru.start..], &ru.words[of_ru.start + m - 1..]);
                    for (k, out) in out.iter_mut().enumerate() {
                        let words = (words.0[k], words.1[k]);
                        let added = (by_ru[left + k] / words.0, by_ru[right + k] / words.1);
                        *out -= shapes.edges(added, (by_en[left + k] / words.0, by_en[right + k] / words.1));
                    }
                }
            }
        }
    }
    out
}

/// The places in row `i` from which a bead of `n` and `m` sentences stays in the band with all its sentences.
fn beads_from(band: &Band, i: usize, (n, m): (usize, usize)) -> Option<std::ops::Range<usize>> {
    let (from, _) = step_between(band, i, n, m)?;
    let columns = band.columns(i);
    let first = from.0.max(band.columns(i + n - 1).start().saturating_sub(*columns.start()));
    let end = from.1.min((columns.end() + 2).saturating_sub(columns.start() + m));
    (first < end).then_some(first..end)
}

/// What all beads of a shape have in common, by its place in [`SHAPES`].
struct Shapes {
    number: [[Option<usize>; MAX_BLOCK + 1]; MAX_BLOCK + 1],
    /// The shape itself, and the most that marks can be worth and that how well edges are explained can be.
    fixed: [f32; SHAPES.len()],
    /// What lengths cost, and what words are worth at most.
    length: [f32; SHAPES.len()],
    words: [f32; SHAPES.len()],
    /// What it is worth that edges add so much, and that they are explained so well.
    added: f32,
    own: f32,
}

impl Shapes {
    fn new(weights: &Vector) -> Shapes {
        let weight = |feature: Feature| weights[feature as usize];
        let most = |feature, least: f32, most: f32| (weight(feature) * least).max(weight(feature) * most);
        let flags = [Feature::QuestionOne, Feature::UnmarkedOne, Feature::UnmarkedBoth];
        let marks = flags.into_iter().map(|flag| most(flag, 0.0, 1.0)).sum::<f32>();
        let mut number = [[None; MAX_BLOCK + 1]; MAX_BLOCK + 1];
        for (place, (n, m)) in SHAPES.into_iter().enumerate() {
            number[n][m] = Some(place);
        }
        let by_length = |one, more| SHAPES.map(|(n, m)| weight(if n + m == 2 { one } else { more }));
        Shapes {
            number,
            fixed: SHAPES.map(|(n, m)| cost(weights, |sum| shape(n, m, sum)) - marks - ROUNDING),
            length: by_length(Feature::Length11, Feature::LengthMore).map(|weight| -weight),
            words: std::array::from_fn(|place| {
                let (n, m) = SHAPES[place];
                let gain = if n + m == 2 { Feature::Gain11 } else { Feature::GainMore };
                weight(gain).max(0.0) / 2.0 * TOGETHER[place]
            }),
            added: weight(Feature::EdgeAdded).max(0.0),
            own: weight(Feature::EdgeOwn) * EXPLAINED,
        }
    }

    /// What two edges are worth that add so much to a word, and of which so much of a word is explained, by cells.
    #[inline]
    fn edges(&self, added: (f32, f32), own: (f32, f32)) -> f32 {
        let least = |(first, last): (f32, f32)| {
            let least = if first < last { first } else { last };
            if least < 2.0 { least } else { 2.0 }
        };
        self.added * least(added) + self.own * least(own)
    }
}

/// What is known of the Russian sentences from each column of a band on: of one, of two, ...
struct Columns {
    costs: [Vec<f32>; MAX_BLOCK + 1],
    logs: [Vec<f32>; MAX_BLOCK + 1],
    words: Vec<f32>,
}

impl Columns {
    fn new(costs: &BeadCosts<'_>) -> Columns {
        let of = |f: &dyn Fn(usize, &super::bead_costs::Own) -> f32| {
            std::array::from_fn(|m| costs.ru.iter().map(|own| f(m, own)).collect())
        };
        Columns {
            costs: of(&|m, own| own.costs[m]),
            logs: of(&|m, own| length::log_ru(own.run.chars(m))),
            words: costs.ru.iter().map(|own| own.words).collect(),
        }
    }
}

/// The cells of one row of a band: what so many of them from each column on are worth together.
#[derive(Default)]
struct Row {
    first: usize,
    /// To both sides, to the Russian sentences, and to the English one.
    both: [Vec<f32>; MAX_BLOCK],
    forward: [Vec<f32>; MAX_BLOCK],
    backward: [Vec<f32>; MAX_BLOCK],
}

impl Row {
    fn fill(&mut self, costs: &BeadCosts<'_>, i: usize, wide: &Band, alone: &Alone) {
        let columns = costs.beads.band.columns(i);
        let start = wide.node(i, *columns.start()).expect("a part of the wide band");
        let cells = start..start + columns.end() - columns.start() + 1;
        self.first = *columns.start();
        let (forward, backward) = (&alone.forward[cells.clone()], &alone.backward[cells]);
        add_up(&mut self.forward, forward.iter().copied());
        add_up(&mut self.backward, backward.iter().copied());
        add_up(&mut self.both, forward.iter().zip(backward).map(|(a, b)| a + b));
    }

    /// Adds `sums` of this row to `total`, whose first column is `first`.
    fn add(&self, sums: &[f32], first: usize, total: &mut [f32]) {
        let skipped = (self.first - first).min(total.len());
        for (total, sum) in total[skipped..].iter_mut().zip(sums) {
            *total += sum;
        }
    }
}

/// Fills `sums` with the sums of one, two, ... of `cells` from each on.
fn add_up(sums: &mut [Vec<f32>; MAX_BLOCK], cells: impl Iterator<Item = f32>) {
    sums[0].clear();
    sums[0].extend(cells);
    for m in 1..MAX_BLOCK {
        let (before, rest) = sums.split_at_mut(m);
        let (cells, before) = (&before[0], &before[m - 1]);
        rest[0].clear();
        rest[0].extend(before.iter().zip(cells.iter().skip(m)).map(|(sum, cell)| sum + cell));
        rest[0].resize(cells.len(), 0.0);
    }
}

/// The bound of one shape in one row.
struct Bound {
    fixed: f32,
    log: f32,
    length: f32,
    words: f32,
    is_longer: bool,
}

impl Bound {
    fn fill(&self, out: &mut [f32], (costs, logs): (&[f32], &[f32]), (opening, total): (&[f32], &[f32])) {
        let most = if self.is_longer { length::TOO_UNEVEN_FOR_SURE } else { f32::INFINITY };
        let of_ru = costs.iter().zip(logs);
        let of_cells = opening.iter().zip(total);
        for (out, ((cost, log), (opening, total))) in out.iter_mut().zip(of_ru.zip(of_cells)) {
            let uneven = length::half_square_of(self.log, *log);
            let bound = self.fixed + cost + opening + self.length * uneven - self.words * total;
            *out = if uneven > most { f32::INFINITY } else { bound };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixed::Pins;
    use super::super::pair_features::Beads;
    use super::super::score::WEIGHTS;
    use super::super::sides::Sides;
    use super::super::word_score::{Explained, Floors, Lexical};
    use super::*;
    use crate::document::{Document, EnRu, Lang};
    use crate::lexicon::Lexicon;
    use crate::split::split;
    use std::convert::Infallible;

    #[test]
    fn a_bound_is_hardly_ever_above_the_cost() {
        let read = |lang: Lang| {
            let path = format!("{}/samples/cis-rescue-exercises.{lang}.txt", env!("CARGO_MANIFEST_DIR"));
            split(Document::from_text("sample", lang, std::fs::read_to_string(path).expect("sample")))
        };
        let pair = EnRu::new(read(Lang::En), read(Lang::Ru)).expect("one side in each language");
        let Ok(sides) = Sides::new(&pair, &Lexicon::default(), 1, &|| Ok::<_, Infallible>(()));
        let (en, ru) = (&sides.en, &sides.ru);
        let band = Band::new(0, vec![(0, ru.len() as u32); en.len() + 1]);
        let explained = Explained::new(en, ru, &sides.links, &Floors::default(), &band);
        let lexical = Lexical::new(en, ru, &explained, &band);
        let (beads, pins) = (Beads { en, ru, lexical: &lexical, band: &band }, Pins::default());
        let costs = BeadCosts::new(&beads, &WEIGHTS, &pins);
        let (all, bounds) = (costs.all(), bounds(&costs, &band, &explained.alone(en, ru)));
        let (mut above, mut beside) = (0, 0);
        for i in band.rows() {
            for j in band.columns(i) {
                for shape in 0..SHAPES.len() {
                    let (cost, _) = all.get(&band, (i, j), shape);
                    let (bound, _) = bounds.get(&band, (i, j), shape);
                    above += usize::from(bound > cost + 1.0);
                    beside += usize::from(cost.is_finite());
                }
            }
        }
        assert!(beside > 1000 && above * 30 < beside, "{above} of {beside}");
    }
}
