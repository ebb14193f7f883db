//! Scores a predicted ladder against a gold ladder: strict, lax and null precision, recall and F1.
//!
//! Strict: a predicted bead is right if the same bead is in gold. Lax: a predicted bead is right if a gold bead shares
//! a sentence with it on both sides. Both ignore unpaired beads. Null: scores the unpaired sentences. `+=` adds the
//! counts of several documents, so that scores are pooled. Cost: linear in the beads.

use crate::ladder::{Ladder, LooseBead};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::ops::AddAssign;

/// Precision, recall and F1, each 0 to 1.
///
/// If nothing is predicted, precision is 0 for beads and 1 for unpaired sentences. If gold is empty, the same holds for
/// recall. So a document without unpaired sentences is not scored as a failure to find any.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rates {
    /// Share of the predictions that are in gold.
    pub precision: f64,
    /// Share of gold that is predicted.
    pub recall: f64,
    /// Their harmonic mean; 0 if both are 0.
    pub f1: f64,
}

impl Rates {
    fn new(precision: f64, recall: f64) -> Rates {
        let sum = precision + recall;
        Rates { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// Counts of one evaluation, or the sum of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    predicted: Hits,
    gold: Hits,
    null_hits: usize,
    null_predicted: usize,
    null_gold: usize,
}

/// The number of beads tested, and how many of them the other ladder has too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Hits {
    beads: usize,
    strict: usize,
    lax: usize,
}

impl Score {
    /// Scores one document.
    #[doc(hidden)]
    pub fn of(gold: &[LooseBead], predicted: &[LooseBead]) -> Score {
        let (gold_nulls, predicted_nulls) = (nulls(gold), nulls(predicted));
        Score {
            predicted: hits(predicted, gold),
            gold: hits(gold, predicted),
            null_hits: gold_nulls.intersection(&predicted_nulls).count(),
            null_predicted: predicted_nulls.len(),
            null_gold: gold_nulls.len(),
        }
    }

    /// Like [`Score::of`], for two ladders.
    pub fn of_ladders(gold: &Ladder, predicted: &Ladder) -> Score {
        Score::of(&loose(gold), &loose(predicted))
    }

    /// Rates of identical beads.
    pub fn strict(&self) -> Rates {
        Rates::new(
            ratio(self.predicted.strict, self.predicted.beads, 0.0),
            ratio(self.gold.strict, self.gold.beads, 0.0),
        )
    }

    /// Rates of beads that share a sentence on both sides with a bead of the other ladder.
    pub fn lax(&self) -> Rates {
        Rates::new(
            ratio(self.predicted.lax, self.predicted.beads, 0.0),
            ratio(self.gold.lax, self.gold.beads, 0.0),
        )
    }

    /// Rates of unpaired sentences.
    pub fn null(&self) -> Rates {
        Rates::new(
            ratio(self.null_hits, self.null_predicted, 1.0),
            ratio(self.null_hits, self.null_gold, 1.0),
        )
    }

    /// Paired beads in the gold ladders.
    pub fn gold_beads(&self) -> usize {
        self.gold.beads
    }

    /// Paired beads in the predicted ladders.
    pub fn predicted_beads(&self) -> usize {
        self.predicted.beads
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        for (a, b) in [(&mut self.predicted, other.predicted), (&mut self.gold, other.gold)] {
            a.beads += b.beads;
            a.strict += b.strict;
            a.lax += b.lax;
        }
        self.null_hits += other.null_hits;
        self.null_predicted += other.null_predicted;
        self.null_gold += other.null_gold;
    }
}

/// Converts a ladder to beads with lists of sentence numbers.
#[doc(hidden)]
pub fn loose(ladder: &Ladder) -> Vec<LooseBead> {
    ladder.beads().iter().map(|b| (b.en.clone().collect(), b.ru.clone().collect())).collect()
}

fn ratio(part: usize, whole: usize, of_nothing: f64) -> f64 {
    if whole == 0 { of_nothing } else { part as f64 / whole as f64 }
}

fn is_paired(bead: &&LooseBead) -> bool {
    !bead.0.is_empty() && !bead.1.is_empty()
}

/// How many of the `test` beads are in `reference`.
fn hits(test: &[LooseBead], reference: &[LooseBead]) -> Hits {
    let exact: FxHashSet<&LooseBead> = reference.iter().collect();
    let mut by_en: FxHashMap<usize, Vec<&LooseBead>> = FxHashMap::default();
    for bead in reference.iter().filter(is_paired) {
        for &sentence in &bead.0 {
            by_en.entry(sentence).or_default().push(bead);
        }
    }
    let mut hits = Hits::default();
    for bead in test.iter().filter(is_paired) {
        let ru: FxHashSet<usize> = bead.1.iter().copied().collect();
        let touches = |en: &usize| {
            by_en.get(en).is_some_and(|beads| beads.iter().any(|b| b.1.iter().any(|j| ru.contains(j))))
        };
        hits.beads += 1;
        hits.strict += usize::from(exact.contains(bead));
        hits.lax += usize::from(bead.0.iter().any(touches));
    }
    hits
}

/// The sentences of unpaired beads: (is English, number).
fn nulls(beads: &[LooseBead]) -> FxHashSet<(bool, usize)> {
    let mut out = FxHashSet::default();
    for (en, ru) in beads {
        if ru.is_empty() {
            out.extend(en.iter().map(|&i| (true, i)));
        }
        if en.is_empty() {
            out.extend(ru.iter().map(|&j| (false, j)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::parse_brackets;

    fn score(gold: &str, predicted: &str) -> Score {
        Score::of(&parse_brackets(gold).unwrap(), &parse_brackets(predicted).unwrap())
    }

    #[test]
    fn a_ladder_against_itself_is_perfect() {
        let s = score("[0]:[0]\n[1]:[]\n[2]:[1, 2]", "[0]:[0]\n[1]:[]\n[2]:[1, 2]");
        for rates in [s.strict(), s.lax(), s.null()] {
            assert_eq!(rates, Rates { precision: 1.0, recall: 1.0, f1: 1.0 });
        }
    }

    #[test]
    fn strict_lax_and_null_differ() {
        let s = score("[0]:[0]\n[1, 2]:[1]\n[3]:[]\n[4]:[2]", "[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[2]\n[4]:[]");
        assert_eq!(s.strict(), Rates::new(1.0 / 3.0, 1.0 / 3.0));
        assert_eq!(s.lax(), Rates::new(2.0 / 3.0, 2.0 / 3.0));
        assert_eq!(s.null(), Rates::new(0.0, 0.0));
    }

    #[test]
    fn nothing_predicted_scores_nothing() {
        let s = score("[0]:[0]", "");
        assert_eq!(s.strict().f1, 0.0);
        assert_eq!(s.null().precision, 1.0);
    }
}
