//! Why a bead: what tied its sentences, what remained unexplained, what each part of the score is worth, and what else
//! could have been.

use super::cost::{Beads, NAMES, Vector};
use super::features::{Side, Type};
use super::fixed::{Fixed, Pins};
use super::lexical::{Explained, MAX_BLOCK};
use super::search::{Corridor, Window};
use super::{Aligner, MARGIN, Sides, Unpaired, confidence, paired_costs};
use crate::align::dp::{Problem, Step};
use crate::document::Sentences;
use crate::ladder::{Bead, Ladder, Shape};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// One word or anchor of a bead and what explains it on the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// As it stands in the English text, or its normal form.
    pub en: String,
    /// As it stands in the Russian text, or its normal form.
    pub ru: String,
    /// How much more likely the two are beside each other than by chance, as a natural logarithm.
    pub weight: f32,
}

/// Why one bead of a ladder was chosen.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The bead.
    pub bead: Bead,
    /// Estimated probability that it is right.
    pub confidence: f32,
    /// What tied its sentences, strongest first.
    pub ties: Vec<Tie>,
    /// Words and anchors of the English sentences that nothing on the Russian side explains.
    pub unexplained_en: Vec<String>,
    /// The same of the Russian sentences.
    pub unexplained_ru: Vec<String>,
    /// Each part of the score that is not zero: its name, its value in this bead, and what it adds.
    pub parts: Vec<(&'static str, f32, f32)>,
    /// The most probable other bead with some of the same sentences, and its confidence.
    pub runner_up: Option<(Bead, f32)>,
}

impl Aligner {
    /// Explains bead `index` of `ladder`, which this aligner made of `en` and `ru`. Costs about as much as aligning.
    ///
    /// # Panics
    /// When the ladder has no such bead or is not one of these documents.
    pub fn explain(&self, en: &Sentences, ru: &Sentences, ladder: &Ladder, index: usize) -> Explanation {
        let sides = Sides::new(en, ru, &self.lexicon);
        let bead = ladder.beads()[index].clone();
        // The search sees some beads before the one asked for, as it did when the ladder was made.
        let first = &ladder.beads()[index.saturating_sub(50)];
        let size = Shape { en: en.len(), ru: ru.len() };
        // A bead that was fixed may lie where the search would not look.
        let pins = Pins::new(&[Fixed::Bead(bead.clone())], size).expect("a bead of these documents");
        let corridor = Corridor::new(&sides.en, &sides.ru, &sides.links, &pins);
        let free = Pins::default();
        let from = (first.en.start, first.ru.start);
        let Window { band, .. } = corridor.window(from, (size.en, size.ru), 2 * MARGIN, &free);
        let explained = Explained::new(&sides.en, &sides.ru, &sides.links, &self.model.floors, &band);
        let lexical = explained.lexical(&band);
        let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &band };
        let paired = paired_costs(&beads, &self.model.weights, &free);
        let unpaired = Unpaired::new(&sides, &self.model.weights);
        let problem =
            Problem { band: &band, paired: &paired, unpaired_en: &unpaired.en, unpaired_ru: &unpaired.ru };
        let steps = problem.posteriors();
        let own = steps.iter().filter(|s| as_bead(s) == bead).map(|s| s.posterior).sum::<f32>();
        let vector = features(&bead, &beads);
        let (ties, unexplained_en, unexplained_ru) = ties(&bead, &sides);
        let parts = NAMES.iter().zip(vector.iter().zip(&self.model.weights));
        Explanation {
            confidence: confidence::of(own),
            ties,
            unexplained_en,
            unexplained_ru,
            parts: parts.filter(|(_, (x, _))| **x != 0.0).map(|(name, (x, w))| (*name, *x, x * w)).collect(),
            runner_up: runner_up(&bead, &steps),
            bead,
        }
    }
}

fn as_bead(step: &Step) -> Bead {
    Bead { en: step.i..step.i + step.n, ru: step.j..step.j + step.m }
}

fn features(bead: &Bead, beads: &Beads<'_>) -> Vector {
    let mut vector = [0.0; NAMES.len()];
    let shape = bead.shape();
    match (shape.en, shape.ru) {
        (_, 0) => Beads::unpaired(&beads.en.facts[bead.en.start], false, &mut vector),
        (0, _) => Beads::unpaired(&beads.ru.facts[bead.ru.start], false, &mut vector),
        // A bead that was fixed may have more sentences than the search ever puts into one.
        (n, m) if n.max(m) > MAX_BLOCK || !in_band(beads, bead) => {}
        shape => beads.paired(bead.en.start, bead.ru.start, shape, &mut vector),
    }
    vector
}

fn in_band(beads: &Beads<'_>, bead: &Bead) -> bool {
    let (i, j) = (bead.en.start, bead.ru.start);
    beads.in_band(i, j, (bead.en.len(), bead.ru.len()), &beads.reach(i, j))
}

fn runner_up(bead: &Bead, steps: &[Step]) -> Option<(Bead, f32)> {
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let other = |s: &&Step| {
        let other = as_bead(s);
        other != *bead && (meets(&other.en, &bead.en) || meets(&other.ru, &bead.ru))
    };
    let best = steps.iter().filter(other).max_by(|a, b| a.posterior.total_cmp(&b.posterior))?;
    Some((as_bead(best), confidence::of(best.posterior)))
}

/// What ties the sentences of `bead`, and what is left over on each side.
fn ties(bead: &Bead, sides: &Sides) -> (Vec<Tie>, Vec<String>, Vec<String>) {
    let en: FxHashSet<u32> = types(&sides.en, bead.en.clone());
    let ru: FxHashSet<u32> = types(&sides.ru, bead.ru.clone());
    let (mut ties, mut met_en, mut met_ru) = (Vec::new(), FxHashSet::default(), FxHashSet::default());
    for &r in &ru {
        for link in sides.links.of(r).iter().filter(|link| en.contains(&link.en)) {
            let weight = libm::log1pf((link.forward * link.backward).sqrt());
            met_en.insert(link.en);
            met_ru.insert(r);
            let (en, ru) = (&sides.en.types[link.en as usize], &sides.ru.types[r as usize]);
            ties.push(Tie { en: en.text.clone(), ru: ru.text.clone(), weight });
        }
    }
    ties.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| (&a.en, &a.ru).cmp(&(&b.en, &b.ru))));
    (ties, left_over(&sides.en, &en, &met_en), left_over(&sides.ru, &ru, &met_ru))
}

fn types(side: &Side, sentences: Range<usize>) -> FxHashSet<u32> {
    sentences.flat_map(|s| side.bag(s)).map(|&(t, _)| t).collect()
}

fn left_over(side: &Side, all: &FxHashSet<u32>, met: &FxHashSet<u32>) -> Vec<String> {
    let missed = |t: &Type| t.kind != super::features::TypeKind::Bonus;
    let mut texts: Vec<_> = all
        .difference(met)
        .map(|&t| &side.types[t as usize])
        .filter(|t| missed(t))
        .map(|t| t.text.clone())
        .collect();
    texts.sort();
    texts
}
