//! The costs of the paired beads of a band, computed for whole rows of nodes.
//!
//! Exact but for one thing: several sentences of a longer bead may each count the same word of the other side. So the cost of a
//! longer bead is a lower bound, and a close one. Cost: about ten operations per shape and node, on whole rows.

use super::band::Band;
use super::bead_costs::BeadCosts;
use super::costs::Costs;
use super::extremes::lesser;
use super::shapes::MAX_BLOCK;
use super::word_score::Lexical;
use std::ops::Range;

/// Computes the costs of pairs, and lower bounds of the costs of longer beads. If there are fixed points, computes the
/// exact costs.
pub(super) fn row_costs(costs: &BeadCosts<'_>) -> Costs {
    if costs.are_pinned() {
        return costs.all();
    }
    let band = costs.beads.band;
    let mut out = Costs::none(band);
    // Filled from the last row to the first: the gains of row `i`, then those of the row below.
    let (mut gains, mut below) = (Gains::default(), Gains::default());
    for i in band.rows().rev().skip(1) {
        std::mem::swap(&mut gains, &mut below);
        gains.fill_ru(costs.beads.lexical, i);
        Row { costs, i, below: &below }.fill(&mut gains, &mut out);
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
    fn fill_ru(&mut self, lexical: &Lexical, i: usize) {
        for (n, sums) in (1..).zip(&mut self.ru) {
            let row = lexical.forward_row(i, n);
            add_up(sums, row);
        }
    }

    /// Adds the gains of a row that begins `skipped` columns later.
    fn add_en(&mut self, lexical: &Lexical, i: usize, skipped: usize) {
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
    i: usize,
    /// The gains of the next row.
    below: &'a Gains,
}

impl Row<'_> {
    fn fill(&self, gains: &mut Gains, out: &mut Costs) {
        let Row { costs, i, .. } = *self;
        let (band, lexical) = (costs.beads.band, costs.beads.lexical);
        let first = *band.columns(i).start();
        let opening = costs.own.opening(i, band.columns(i));
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
                let Some(shape) = costs.own.shapes.number[n][m] else { continue };
                let Some(range) = beads_from(band, i, (n, m)) else { continue };
                let out = &mut out.bounds(band, i, shape)[range.clone()];
                let sums = gains.en[m - 1][range.clone()].iter().zip(&gains.ru[n - 1][m - 1][range.clone()]);
                let both = sums.map(|(en, ru)| en + ru);
                costs.own.fill(out, (i, first + range.start), shape, &opening[range.clone()], both);
                if n > 1 {
                    self.edges_en(out, (n, m), range.clone(), gains);
                }
                if m > 1 {
                    self.edges_ru(out, (n, m), range, gains);
                }
            }
        }
    }

    /// Subtracts the gain at the edges of the English side.
    fn edges_en(&self, out: &mut [f32], (n, m): (usize, usize), range: Range<usize>, gains: &Gains) {
        let (band, lexical) = (self.costs.beads.band, self.costs.beads.lexical);
        let (i, last) = (self.i, self.i + n - 1);
        let later = |row: usize| {
            let skipped = band.columns(row).start() - band.columns(i).start();
            range.start - skipped..range.end - skipped
        };
        let words = (1.0 / self.costs.own.en(i).words, 1.0 / self.costs.own.en(last).words);
        let all = &gains.ru[n - 1][m - 1][range.clone()];
        let without_last = &gains.ru[n - 2][m - 1][range.clone()];
        let without_first = &self.below.ru[n - 2][m - 1][later(i + 1)];
        let own = (&lexical.backward_row(i, m)[range.clone()], &lexical.backward_row(last, m)[later(last)]);
        let without = without_first.iter().zip(without_last);
        let values = all.iter().zip(without).zip(own.0.iter().zip(own.1));
        for (out, ((all, (without_first, without_last)), (first, last))) in out.iter_mut().zip(values) {
            let added = lesser((all - without_first) * words.0, (all - without_last) * words.1);
            *out -= self.costs.own.shapes.edges(added, lesser(first * words.0, last * words.1));
        }
    }

    /// Subtracts the gain at the edges of the Russian side.
    fn edges_ru(&self, out: &mut [f32], (n, m): (usize, usize), range: Range<usize>, gains: &Gains) {
        let row = self.costs.beads.lexical.forward_row(self.i, n);
        let first = *self.costs.beads.band.columns(self.i).start();
        let words = self.costs.own.ru_words(first + range.start);
        let words = words[..range.len()].iter().zip(&words[m - 1..]);
        let all = gains.en[m - 1][range.clone()].iter();
        let without = &gains.en[m - 2][range.start..=range.end];
        let without = without[1..].iter().zip(without);
        let own = row[range.clone()].iter().zip(&row[range.start + m - 1..]);
        let values = all.zip(without).zip(own).zip(words);
        for (out, (((all, (without_first, without_last)), (first, last)), words)) in
            out.iter_mut().zip(values)
        {
            let added = lesser((all - without_first) * words.0, (all - without_last) * words.1);
            *out -= self.costs.own.shapes.edges(added, lesser(first * words.0, last * words.1));
        }
    }
}

/// The offsets in row `i` from which a bead of `n` and `m` sentences lies in the band with all its sentences.
fn beads_from(band: &Band, i: usize, (n, m): (usize, usize)) -> Option<Range<usize>> {
    let (from, _) = band.between(i, n, m)?;
    let columns = band.columns(i);
    let first = from.start.max(band.columns(i + n - 1).start().saturating_sub(*columns.start()));
    let end = from.end.min((columns.end() + 2).saturating_sub(columns.start() + m));
    (first < end).then_some(first..end)
}

#[cfg(test)]
mod tests {
    use super::super::costs::{Known, PAIRS};
    use super::super::fixed::Pins;
    use super::super::own_costs::OwnCosts;
    use super::super::pair_features::Beads;
    use super::super::score::WEIGHTS;
    use super::super::shapes::SHAPES;
    use super::super::sides::Sides;
    use super::super::word_score::{Floors, Lexical};
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
        let lexical = Lexical::new(&sides, &Floors::default(), &band);
        let (beads, pins) = (Beads { en, ru, lexical: &lexical, band: &band }, Pins::default());
        let own = OwnCosts::new(&sides, &WEIGHTS, band.corners());
        let costs = BeadCosts::new(&beads, &own, &pins);
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
