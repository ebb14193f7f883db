//! Lower bounds of the costs of paired beads, computed quickly for all nodes of a band, row by row.
//!
//! The cost of a 1-1 bead is exact. For longer beads only the words are bounded. A block explains at most the sum of what its
//! sentences explain one by one, each diluted by the words of the whole block. So the cells of a bead bound the gain from its
//! words, and what they add bounds the gain at its edges. Cost: about twenty operations per shape and node, on whole rows.

use super::band::Band;
use super::bead_costs::{BeadCosts, Own, cost};
use super::costs::{Costs, PAIRS};
use super::pair_features::{end_marks, shape};
use super::score::{Feature, Vector};
use super::shapes::{MAX_BLOCK, SHAPES};
use super::word_score::{Alone, DILUTED};
use crate::text::length;

/// How far a bound is lowered, for rounding and for words at their cap, where the line of [`DILUTED`] does not hold.
/// Measured before the edges were diluted too: of 138,000 beads within the search margin in wmt-all and lit-hard-dev,
/// none cost 0.25 less than its bound.
const LESS: f32 = 0.25;

/// How much of an edge sentence is assumed to be explained, as a share of the sum over its cells; a little below the
/// usual share.
const EXPLAINED: f32 = 0.5;

/// Computes lower bounds of the costs of beads. `alone` has the scores of the cells of `wide`, which contains their
/// band. If there are fixed points, computes the exact costs.
pub(super) fn bounds(costs: &BeadCosts<'_>, wide: &Band, alone: &Alone) -> Costs {
    if costs.are_pinned() {
        return costs.all();
    }
    let band = costs.beads.band;
    let mut out = Costs::none(band);
    let (ru, shapes) = (Columns::new(costs), Shapes::new(costs.weights));
    let mut rows: [Row; MAX_BLOCK] = Default::default();
    let mut total: Vec<f32> = Vec::new();
    let (first, last) = (*band.rows().start(), *band.rows().end());
    for i in first..=last {
        // The rows that beads from here reach. All but the last are known from the previous row.
        let new = if i == first { i } else { i + MAX_BLOCK - 1 };
        for row in new..(i + MAX_BLOCK).min(last + 1) {
            rows[row % MAX_BLOCK].fill(costs, row, &ru, wide, alone);
        }
        let columns = band.columns(i);
        let opening: Vec<f32> =
            columns.clone().map(|j| cost(costs.weights, |sum| costs.beads.opening(i, j, sum))).collect();
        if i < last {
            pairs(costs, i, &shapes, &ru, (&opening, &alone.scores[wide_row(wide, band, i)]), &mut out);
        }
        // Sums over the cells of the rows so far: the gain of the English sentences from so many columns; the gain of
        // either side from one column.
        let mut to_en = [(); MAX_BLOCK].map(|()| vec![0.0; opening.len()]);
        let none = || vec![0.0; opening.len()];
        let (mut by_ru, mut by_ru_less, mut by_en) = (none(), none(), none());
        for n in 1..=MAX_BLOCK.min(last - i) {
            let (upper, lower) = (&rows[i % MAX_BLOCK], &rows[(i + n - 1) % MAX_BLOCK]);
            lower.add(&lower.backward[0], *columns.start(), &mut by_ru);
            lower.add(&lower.backward_less, *columns.start(), &mut by_ru_less);
            lower.add(&lower.forward[0], *columns.start(), &mut by_en);
            for m in 1..=MAX_BLOCK {
                lower.add(&lower.to_en[m - 1], *columns.start(), &mut to_en[m - 1]);
                if (n, m) == SHAPES[PAIRS] {
                    continue;
                }
                let Some(number) = shapes.number[n][m] else { continue };
                let Some(range) = beads_from(band, i, (n, m)) else { continue };
                total.clone_from(&to_en[m - 1]);
                let all: f32 = (0..n).map(|k| costs.en[i - first + k].words - 1.0).sum::<f32>() + 1.0;
                for k in 0..n {
                    let shared = diluted(all, costs.en[i - first + k].words);
                    rows[(i + k) % MAX_BLOCK].add_to_ru(m, shared, *columns.start(), &mut total);
                }
                let en = &costs.en[i - first];
                let column = *columns.start() + range.start - costs.first.1;
                let of_ru = column..column + range.len();
                let bound = Bound {
                    fixed: en.costs[n] + shapes.fixed[number] - LESS,
                    log: length::log_en(en.run.chars(n)),
                    length: shapes.length[number],
                    words: shapes.words[number],
                    most: length::TOO_UNEVEN_FOR_SURE,
                };
                let out = &mut out.bounds(band, i, number)[range.clone()];
                let of_cells = (&opening[range.clone()], &total[range.clone()]);
                let ru_costs = ru.costs(en.run.is_unmarked(n), m);
                bound.fill(out, (&ru_costs[of_ru.clone()], &ru.logs[m][of_ru.clone()]), of_cells);
                if n > 1 {
                    let (above, below) = (range.start, range.start + columns.start() - lower.first);
                    let words = (en.words, costs.en[i - first + n - 1].words);
                    let shared = (diluted(all, words.0), diluted(all, words.1));
                    let added = |row: &Row, at: usize, shared: f32| {
                        row.forward[m - 1][at] - shared * row.forward_less[m - 1][at]
                    };
                    let own = (&upper.backward[m - 1][above..], &lower.backward[m - 1][below..]);
                    for (k, out) in out.iter_mut().enumerate() {
                        let added = (added(upper, above + k, shared.0), added(lower, below + k, shared.1));
                        let added = (added.0 / words.0, added.1 / words.1);
                        *out -= shapes.edges(added, (own.0[k] / words.0, own.1[k] / words.1));
                    }
                }
                if m > 1 {
                    let (left, right) = (range.start, range.start + m - 1);
                    let words = (&ru.words[of_ru.start..], &ru.words[of_ru.start + m - 1..]);
                    let shared = &ru.shared[m - 1];
                    let shared = (&shared[0][of_ru.start..], &shared[m - 1][of_ru.start..]);
                    let added = |at: usize, shared: f32| by_ru[at] - shared * by_ru_less[at];
                    for (k, out) in out.iter_mut().enumerate() {
                        let words = (words.0[k], words.1[k]);
                        let added = (added(left + k, shared.0[k]), added(right + k, shared.1[k]));
                        let added = (added.0 / words.0, added.1 / words.1);
                        *out -= shapes.edges(added, (by_en[left + k] / words.0, by_en[right + k] / words.1));
                    }
                }
            }
        }
    }
    out.know_pairs();
    out
}

/// Computes the costs of the pairs of row `i`.
fn pairs(
    costs: &BeadCosts<'_>,
    i: usize,
    shapes: &Shapes,
    ru: &Columns,
    (opening, words): (&[f32], &[f32]),
    out: &mut Costs,
) {
    let band = costs.beads.band;
    let Some(range) = beads_from(band, i, SHAPES[PAIRS]) else { return };
    let en = &costs.en[i - costs.first.0].run;
    let column = *band.columns(i).start() + range.start - costs.first.1;
    let of_ru = column..column + range.len();
    let pair = Bound {
        fixed: costs.en[i - costs.first.0].costs[1] + shapes.fixed[PAIRS],
        log: length::log_en(en.chars(1)),
        length: shapes.length[PAIRS],
        words: shapes.words[PAIRS],
        most: f32::INFINITY,
    };
    let out = &mut out.bounds(band, i, PAIRS)[range.clone()];
    let ru_costs = ru.costs(en.is_unmarked(1), 1);
    pair.fill(
        out,
        (&ru_costs[of_ru.clone()], &ru.logs[1][of_ru.clone()]),
        (&opening[range.clone()], &words[range]),
    );
    let runs = || costs.ru[of_ru.clone()].iter().map(|own| &own.run);
    if en.may_bar_pair() || ru.may_bar {
        out.iter_mut()
            .zip(runs())
            .filter(|(_, ru)| en.bars_pair(ru))
            .for_each(|(out, _)| *out = f32::INFINITY);
    }
}

/// The cells of row `i` of `band` among those of `wide`, which contains it.
fn wide_row(wide: &Band, band: &Band, i: usize) -> std::ops::Range<usize> {
    let start = wide.node(i, *band.columns(i).start()).expect("a part of the wide band");
    start..start + band.nodes(i).len()
}

/// The offsets in row `i` from which a bead of `n` and `m` sentences lies in the band with all its sentences.
fn beads_from(band: &Band, i: usize, (n, m): (usize, usize)) -> Option<std::ops::Range<usize>> {
    let (from, _) = band.between(i, n, m)?;
    let columns = band.columns(i);
    let first = from.start.max(band.columns(i + n - 1).start().saturating_sub(*columns.start()));
    let end = from.end.min((columns.end() + 2).saturating_sub(columns.start() + m));
    (first < end).then_some(first..end)
}

/// Constants of each shape, by its index in [`SHAPES`].
struct Shapes {
    number: [[Option<usize>; MAX_BLOCK + 1]; MAX_BLOCK + 1],
    /// The cost of the shape itself.
    fixed: [f32; SHAPES.len()],
    /// The weights of the length ratio and of the words.
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
        let by_length = |one, more| SHAPES.map(|(n, m)| weight(if n + m == 2 { one } else { more }));
        Shapes {
            number,
            fixed: SHAPES.map(|(n, m)| cost(weights, |sum| shape(n, m, sum))),
            length: by_length(Feature::Length11, Feature::LengthMore).map(|weight| -weight),
            words: std::array::from_fn(|place| {
                let gain = if place == PAIRS { Feature::Gain11 } else { Feature::GainMore };
                let weight = weight(gain) / 2.0;
                if place == PAIRS { weight } else { weight.max(0.0) }
            }),
            added: weight(Feature::EdgeAdded).max(0.0),
            own: weight(Feature::EdgeOwn) * EXPLAINED,
        }
    }

    /// The gain from two edges, given what each adds per word and how well each is explained per word, both summed
    /// over cells.
    #[inline]
    fn edges(&self, added: (f32, f32), own: (f32, f32)) -> f32 {
        let least = |(first, last): (f32, f32)| {
            let least = if first < last { first } else { last };
            if least < 2.0 { least } else { 2.0 }
        };
        self.added * least(added) + self.own * least(own)
    }
}

/// Values of the first 1, 2, ... Russian sentences from each column of a band on.
struct Columns {
    /// Their cost as a side of a bead, by whether the other side has no end mark.
    costs: [[Vec<f32>; MAX_BLOCK + 1]; 2],
    logs: [Vec<f32>; MAX_BLOCK + 1],
    words: Vec<f32>,
    /// The dilution of the k-th of m sentences.
    shared: [[Vec<f32>; MAX_BLOCK]; MAX_BLOCK],
    /// Whether a check of the two sentences is needed to know if they may be a pair.
    may_bar: bool,
}

impl Columns {
    fn new(costs: &BeadCosts<'_>) -> Columns {
        let own = |m: usize, en_unmarked: bool, own: &Own| {
            let marks = cost(costs.weights, |sum| end_marks(en_unmarked, own.run.is_unmarked(m), sum));
            own.costs[m] + marks
        };
        let unmarked = |en| std::array::from_fn(|m| costs.ru.iter().map(|ru| own(m, en, ru)).collect());
        let words: Vec<f32> = costs.ru.iter().map(|own| own.words).collect();
        let shared = |m: usize, k: usize| -> Vec<f32> {
            let one = |j: usize| {
                let all = words[j..].iter().take(m).map(|words| words - 1.0).sum::<f32>() + 1.0;
                words.get(j + k).map_or(0.0, |own| diluted(all, *own))
            };
            if k < m { (0..words.len()).map(one).collect() } else { Vec::new() }
        };
        let logs = |m| costs.ru.iter().map(|own| length::log_ru(own.run.chars(m))).collect();
        Columns {
            costs: [false, true].map(unmarked),
            logs: std::array::from_fn(logs),
            shared: std::array::from_fn(|m| std::array::from_fn(|k| shared(m + 1, k))),
            words,
            may_bar: costs.ru.iter().any(|own| own.run.may_bar_pair()),
        }
    }

    /// The costs of `m` sentences from each column on, for an English side that has no end mark or has one.
    fn costs(&self, en_unmarked: bool, m: usize) -> &[f32] {
        &self.costs[usize::from(en_unmarked)][m]
    }
}

/// The dilution of a sentence with so many `words` in a block with `all` words: 0 if the block has no others, 1 if it
/// has [`DILUTED`] times as many or more. Both numbers are one more than the count.
fn diluted(all: f32, words: f32) -> f32 {
    (libm::logf(all / words) / libm::logf(DILUTED)).min(1.0)
}

/// Sums over the cells of one row of a band: of 1, 2, ... cells from each column on.
#[derive(Default)]
struct Row {
    first: usize,
    /// The gain of the Russian sentences, and its decrease if the English one is diluted.
    forward: [Vec<f32>; MAX_BLOCK],
    forward_less: [Vec<f32>; MAX_BLOCK],
    /// The gain of the English sentence: undiluted, its decrease if one Russian sentence is diluted, and diluted by
    /// all Russian sentences.
    backward: [Vec<f32>; MAX_BLOCK],
    backward_less: Vec<f32>,
    to_en: [Vec<f32>; MAX_BLOCK],
}

impl Row {
    fn fill(&mut self, costs: &BeadCosts<'_>, i: usize, ru: &Columns, wide: &Band, alone: &Alone) {
        let columns = costs.beads.band.columns(i);
        let cells = wide_row(wide, costs.beads.band, i);
        self.first = *columns.start();
        add_up(&mut self.forward, &alone.forward[cells.clone()]);
        add_up(&mut self.forward_less, &alone.forward_less[cells.clone()]);
        add_up(&mut self.backward, &alone.backward[cells.clone()]);
        let less = &alone.backward_less[cells];
        self.backward_less.clear();
        self.backward_less.extend(less);
        let start = self.first - costs.first.1;
        for m in 1..=MAX_BLOCK {
            self.to_en[m - 1].clone_from(&self.backward[m - 1]);
            for k in 0..m {
                let shared = &ru.shared[m - 1][k][start..];
                for ((sum, less), shared) in
                    self.to_en[m - 1].iter_mut().zip(&less[k.min(less.len())..]).zip(shared)
                {
                    *sum -= less * shared;
                }
            }
        }
    }

    /// Adds to `total`, whose first column is `first`, the gain of the Russian sentences from the cells of `m`
    /// columns, with the English sentence diluted by `shared`.
    fn add_to_ru(&self, m: usize, shared: f32, first: usize, total: &mut [f32]) {
        let skipped = (self.first - first).min(total.len());
        let sums = self.forward[m - 1].iter().zip(&self.forward_less[m - 1]);
        for (total, (sum, less)) in total[skipped..].iter_mut().zip(sums) {
            *total += sum - shared * less;
        }
    }

    /// Adds `sums` of this row to `total`, whose first column is `first`.
    fn add(&self, sums: &[f32], first: usize, total: &mut [f32]) {
        let skipped = (self.first - first).min(total.len());
        for (total, sum) in total[skipped..].iter_mut().zip(sums) {
            *total += sum;
        }
    }
}

/// Fills `sums` with the sums of 1, 2, ... `cells` from each on.
fn add_up(sums: &mut [Vec<f32>; MAX_BLOCK], cells: &[f32]) {
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
    /// Half the squared score of the length ratio above which the bead is impossible.
    most: f32,
}

impl Bound {
    fn fill(&self, out: &mut [f32], (costs, logs): (&[f32], &[f32]), (opening, total): (&[f32], &[f32])) {
        let of_ru = costs.iter().zip(logs);
        let of_cells = opening.iter().zip(total);
        for (out, ((cost, log), (opening, total))) in out.iter_mut().zip(of_ru.zip(of_cells)) {
            let uneven = length::half_square_of(self.log, *log);
            let bound = self.fixed + cost + opening + self.length * uneven - self.words * total;
            *out = if uneven > self.most { f32::INFINITY } else { bound };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::costs::Known;
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
    fn pairs_are_known_and_no_bound_is_above_the_cost() {
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
                    let (bound, known) = bounds.get(&band, (i, j), shape);
                    assert_eq!(known == Known::Exactly, shape == PAIRS);
                    match shape == PAIRS && cost.is_finite() {
                        true => assert!((bound - cost).abs() < 1e-3, "{bound} {cost} at {i} {j}"),
                        false => above += usize::from(bound > cost + 0.5),
                    }
                    beside += usize::from(cost.is_finite());
                }
            }
        }
        assert!(beside > 1000 && above == 0, "{above} of {beside}");
    }
}
