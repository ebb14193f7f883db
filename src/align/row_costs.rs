//! The costs of the paired beads of a band, computed for whole rows of nodes.
//!
//! Exact but for one thing: several sentences of a longer bead may each count the same word of the other side. So the cost of a
//! longer bead is a lower bound, and a close one. Cost: about ten operations per shape and node, on whole rows.

use super::band::Band;
use super::bead_costs::{BeadCosts, Own, cost};
use super::costs::{Costs, PAIRS};
use super::pair_features::{end_marks, shape};
use super::score::{Feature, Vector};
use super::shapes::{MAX_BLOCK, SHAPES};
use super::word_score::Lexical;
use crate::text::length;

/// Computes the costs of pairs, and lower bounds of the costs of longer beads. If there are fixed points, computes the
/// exact costs.
pub(super) fn row_costs(costs: &BeadCosts<'_>) -> Costs {
    if costs.are_pinned() {
        return costs.all();
    }
    let band = costs.beads.band;
    let mut out = Costs::none(band);
    let (ru, shapes) = (Columns::new(costs), Shapes::new(costs.weights));
    // Filled from the last row to the first: the gains of row `i`, then those of the row below.
    let (mut gains, mut below) = (Gains::default(), Gains::default());
    for i in band.rows().rev().skip(1) {
        std::mem::swap(&mut gains, &mut below);
        gains.fill_ru(costs.beads.lexical, i);
        let row = Row { costs, shapes: &shapes, ru: &ru, i, below: &below };
        row.fill(&mut gains, &mut out);
    }
    out.know_pairs();
    out
}

/// The gains of the blocks from each column of one row on.
#[derive(Default)]
struct Gains {
    /// The gain of m Russian sentences from n English ones, at n - 1 and m - 1.
    ru: [[Vec<f32>; MAX_BLOCK]; MAX_BLOCK],
    /// The gain of the English sentences so far from m Russian ones, at m - 1.
    en: [Vec<f32>; MAX_BLOCK],
}

impl Gains {
    fn fill_ru(&mut self, lexical: &Lexical<'_>, i: usize) {
        for (n, sums) in (1..).zip(&mut self.ru) {
            let row = lexical.forward_row(i, n);
            add_up(sums, row);
        }
    }

    /// Adds the gains of a row that begins `skipped` columns later.
    fn add_en(&mut self, lexical: &Lexical<'_>, i: usize, skipped: usize) {
        for (m, sums) in (1..).zip(&mut self.en) {
            let row = lexical.backward_row(i, m);
            sums.iter_mut().skip(skipped).zip(row).for_each(|(sum, gain)| *sum += gain);
        }
    }
}

/// Fills `sums` with the sums of 1, 2, ... of `row` from each column on.
fn add_up(sums: &mut [Vec<f32>; MAX_BLOCK], row: &[f32]) {
    sums[0].clear();
    sums[0].extend(row);
    for m in 1..MAX_BLOCK {
        let (before, rest) = sums.split_at_mut(m);
        rest[0].clear();
        rest[0].extend(before[m - 1].iter().zip(row.iter().skip(m)).map(|(sum, gain)| sum + gain));
        rest[0].resize(row.len(), 0.0);
    }
}

/// One row of nodes.
struct Row<'a> {
    costs: &'a BeadCosts<'a>,
    shapes: &'a Shapes,
    ru: &'a Columns,
    i: usize,
    /// The gains of the next row.
    below: &'a Gains,
}

impl Row<'_> {
    fn fill(&self, gains: &mut Gains, out: &mut Costs) {
        let Row { costs, i, .. } = *self;
        let (band, lexical) = (costs.beads.band, costs.beads.lexical);
        let first = *band.columns(i).start();
        let opening: Vec<f32> =
            band.columns(i).map(|j| cost(costs.weights, |sum| costs.beads.opening(i, j, sum))).collect();
        for (m, sums) in (1..).zip(&mut gains.en) {
            sums.clear();
            sums.extend(lexical.backward_row(i, m));
        }
        for n in 1..=MAX_BLOCK.min(band.rows().end() - i) {
            if n > 1 {
                let last = i + n - 1;
                gains.add_en(lexical, last, band.columns(last).start() - first);
            }
            for m in 1..=MAX_BLOCK {
                let Some(shape) = self.shapes.number[n][m] else { continue };
                let Some(range) = beads_from(band, i, (n, m)) else { continue };
                let out = &mut out.bounds(band, i, shape)[range.clone()];
                self.base(out, (n, m), shape, range.clone(), (&opening, gains));
                if n > 1 {
                    self.edges_en(out, (n, m), range.clone(), gains);
                }
                if m > 1 {
                    self.edges_ru(out, (n, m), range, gains);
                }
            }
        }
    }

    /// The costs of a shape without its edges.
    fn base(
        &self,
        out: &mut [f32],
        (n, m): (usize, usize),
        shape: usize,
        range: std::ops::Range<usize>,
        (opening, gains): (&[f32], &Gains),
    ) {
        let own = self.own(0);
        if n > own.run.native() {
            return;
        }
        let bound = Base {
            fixed: own.costs[n] + self.shapes.fixed[shape],
            log: length::log_en(own.run.chars(n)),
            length: self.shapes.length[shape],
            words: self.shapes.words[shape],
            most: if shape == PAIRS { f32::INFINITY } else { length::TOO_UNEVEN_FOR_SURE },
        };
        let of_ru = self.columns(&range);
        let costs = &self.ru.costs(own.run.is_unmarked(n), m)[of_ru.clone()];
        let gains = (&gains.en[m - 1][range.clone()], &gains.ru[n - 1][m - 1][range.clone()]);
        bound.fill(out, (costs, &self.ru.logs[m][of_ru.clone()]), &opening[range], gains);
        if shape == PAIRS && (own.run.may_bar_pair() || self.ru.may_bar) {
            let runs = self.costs.ru[of_ru].iter().map(|own| &own.run);
            let barred = out.iter_mut().zip(runs).filter(|(_, ru)| own.run.bars_pair(ru));
            barred.for_each(|(out, _)| *out = f32::INFINITY);
        }
    }

    /// Subtracts the gain at the edges of the English side.
    fn edges_en(
        &self,
        out: &mut [f32],
        (n, m): (usize, usize),
        range: std::ops::Range<usize>,
        gains: &Gains,
    ) {
        let (band, lexical) = (self.costs.beads.band, self.costs.beads.lexical);
        let (i, last) = (self.i, self.i + n - 1);
        let later = |row: usize| {
            let skipped = band.columns(row).start() - band.columns(i).start();
            range.start - skipped..range.end - skipped
        };
        let words = (1.0 / self.own(0).words, 1.0 / self.own(n - 1).words);
        let all = &gains.ru[n - 1][m - 1][range.clone()];
        let without_last = &gains.ru[n - 2][m - 1][range.clone()];
        let without_first = &self.below.ru[n - 2][m - 1][later(i + 1)];
        let own = (&lexical.backward_row(i, m)[range.clone()], &lexical.backward_row(last, m)[later(last)]);
        let without = without_first.iter().zip(without_last);
        let values = all.iter().zip(without).zip(own.0.iter().zip(own.1));
        for (out, ((all, (without_first, without_last)), (first, last))) in out.iter_mut().zip(values) {
            let added = lesser((all - without_first) * words.0, (all - without_last) * words.1);
            *out -= self.shapes.edges(added, lesser(first * words.0, last * words.1));
        }
    }

    /// Subtracts the gain at the edges of the Russian side.
    fn edges_ru(
        &self,
        out: &mut [f32],
        (n, m): (usize, usize),
        range: std::ops::Range<usize>,
        gains: &Gains,
    ) {
        let row = self.costs.beads.lexical.forward_row(self.i, n);
        let of_ru = self.columns(&range);
        let words = &self.ru.words[of_ru.start..];
        let words = words[..range.len()].iter().zip(&words[m - 1..]);
        let all = gains.en[m - 1][range.clone()].iter();
        let without = &gains.en[m - 2][range.start..=range.end];
        let without = without[1..].iter().zip(without);
        let own = row[range.clone()].iter().zip(&row[range.start + m - 1..]);
        let values = all.zip(without).zip(own).zip(words);
        for (out, (((all, (without_first, without_last)), (first, last)), words)) in out.iter_mut().zip(values)
        {
            let added = lesser((all - without_first) * words.0, (all - without_last) * words.1);
            *out -= self.shapes.edges(added, lesser(first * words.0, last * words.1));
        }
    }

    /// The values of the English sentence `k` rows below.
    fn own(&self, k: usize) -> &Own {
        &self.costs.en[self.i + k - self.costs.first.0]
    }

    /// The places of columns of the row in [`Columns`].
    fn columns(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = *self.costs.beads.band.columns(self.i).start() - self.costs.first.1;
        first + range.start..first + range.end
    }
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
    fn edges(&self, added: f32, own: f32) -> f32 {
        self.added * greater(lesser(added, 2.0), -1.0) + self.own * greater(lesser(own, 2.0), 0.0)
    }
}

/// The lesser of two numbers. Unlike [`f32::min`], it does not look for NaN.
#[inline]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
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
    fn new(costs: &BeadCosts<'_>) -> Columns {
        let own = |m: usize, en_unmarked: bool, own: &Own| {
            let marks = cost(costs.weights, |sum| end_marks(en_unmarked, own.run.is_unmarked(m), sum));
            if m > own.run.native() { f32::INFINITY } else { own.costs[m] + marks }
        };
        let unmarked = |en| std::array::from_fn(|m| costs.ru.iter().map(|ru| own(m, en, ru)).collect());
        let logs = |m| costs.ru.iter().map(|own| length::log_ru(own.run.chars(m))).collect();
        Columns {
            costs: [false, true].map(unmarked),
            logs: std::array::from_fn(logs),
            words: costs.ru.iter().map(|own| 1.0 / own.words).collect(),
            may_bar: costs.ru.iter().any(|own| own.run.may_bar_pair()),
        }
    }

    /// The costs of `m` sentences from each column on, for an English side that has no end mark or has one.
    fn costs(&self, en_unmarked: bool, m: usize) -> &[f32] {
        &self.costs[usize::from(en_unmarked)][m]
    }
}

/// The costs of one shape in one row without its edges.
struct Base {
    fixed: f32,
    log: f32,
    length: f32,
    words: f32,
    /// Half the squared score of the length ratio above which the bead is impossible.
    most: f32,
}

impl Base {
    fn fill(
        &self,
        out: &mut [f32],
        (costs, logs): (&[f32], &[f32]),
        opening: &[f32],
        (en, ru): (&[f32], &[f32]),
    ) {
        let of_ru = costs.iter().zip(logs);
        let values = of_ru.zip(opening).zip(en.iter().zip(ru));
        for (out, (((cost, log), opening), (en, ru))) in out.iter_mut().zip(values) {
            let uneven = length::half_square_of(self.log, *log);
            let cost = self.fixed + cost + opening + self.length * uneven - self.words * (en + ru);
            *out = if uneven > self.most { f32::INFINITY } else { cost };
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
    fn rows_have_nearly_the_costs_of_their_beads() {
        let read = |lang: Lang| {
            let path = format!("{}/samples/cis-rescue-exercises.{lang}.txt", env!("CARGO_MANIFEST_DIR"));
            split(Document::from_text("sample", lang, std::fs::read_to_string(path).expect("sample")))
        };
        let pair = EnRu::new(read(Lang::En), read(Lang::Ru)).expect("one side in each language");
        let Ok(sides) = Sides::new(&pair, &Lexicon::default(), 1, &|| Ok::<_, Infallible>(()));
        let (en, ru) = (&sides.en, &sides.ru);
        // A staircase, so that the rows begin and end in different columns.
        let row = |i: usize| (i.saturating_sub(8).min(ru.len()) as u32, (i + 9).min(ru.len()) as u32);
        let band = Band::new(0, (0..=en.len()).map(row).collect());
        let explained = Explained::new(en, ru, &sides.links, &Floors::default(), &band);
        let lexical = Lexical::new(en, ru, &explained, &band);
        let (beads, pins) = (Beads { en, ru, lexical: &lexical, band: &band }, Pins::default());
        let costs = BeadCosts::new(&beads, &WEIGHTS, &pins);
        let rows = row_costs(&costs);
        let (mut finite, mut same, mut let_through) = (0, 0, 0);
        for i in band.rows() {
            for j in band.columns(i) {
                for shape in 0..SHAPES.len() {
                    let (found, known) = rows.get(&band, (i, j), shape);
                    let cost = costs.cost((i, j), shape);
                    assert_eq!(known == Known::Exactly, shape == PAIRS);
                    // Lengths at the limit of what is possible may be let through.
                    let_through += usize::from(found.is_finite() && cost.is_infinite());
                    let is_same = (found - cost).abs() < 1e-3;
                    assert!(is_same || shape != PAIRS || cost.is_infinite(), "{found} {cost} at {i} {j}");
                    assert!(found == cost || found < cost + 0.5, "{found} {cost} at {i} {j} {shape}");
                    same += usize::from(is_same);
                    finite += usize::from(cost.is_finite());
                }
            }
        }
        assert!(finite > 1000 && same * 3 > finite, "{same} of {finite}");
        assert!(let_through * 100 < finite, "{let_through} of {finite}");
    }
}
