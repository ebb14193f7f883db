//! From the posterior of a bead to the probability that it is right.
//!
//! Posteriors of the model are a little too sure of themselves, since its features are not independent: a logistic
//! model of their log-odds and of a few things more corrects them (J. Platt 1999). Its weights are fitted by
//! `cargo run --release --example reliability`, which also tells how weights fitted without a document do on it.

use super::features::Side;
use super::fixed::Pins;
use super::lattice::Step;
use super::sides::Sides;
use crate::ladder::Bead;
use crate::text::length;
use std::ops::Range;

/// The names of the signals of a bead.
pub(super) const NAMES: [&str; 6] =
    ["always", "log-odds", "longer", "log-odds if longer", "doubtful neighbours", "length"];
/// The weight of each.
pub(super) const WEIGHTS: Signals = [0.707, 0.961, -0.268, -0.376, 0.543, -0.339];

/// What is known of a bead, see [`NAMES`].
pub(super) type Signals = [f32; NAMES.len()];

/// Posteriors are not told apart beyond this.
const SUREST: f32 = 0.9999;

/// The signals of the paired bead `steps[index]`.
pub(super) fn signals(steps: &[Step], index: usize, sides: &Sides) -> Signals {
    let step = &steps[index];
    let odds = log_odds(step.posterior);
    let longer = f32::from(u8::from(step.n + step.m > 2));
    let before = index.checked_sub(1).and_then(|k| steps.get(k));
    let doubt = |step: Option<&Step>| step.map_or(0.0, |s| 1.0 - s.posterior);
    let (en, ru) = (step.i..step.i + step.n, step.j..step.j + step.m);
    let chars = |side: &Side, range: &Range<usize>| side.facts[range.clone()].iter().map(|f| f.chars).sum();
    let length = length::half_square(chars(&sides.en, &en), chars(&sides.ru, &ru)).min(6.0);
    let doubts = doubt(before) + doubt(steps.get(index + 1));
    [1.0, odds, longer, odds * longer, doubts, length]
}

/// What the confidence of one bead rests on.
pub(super) struct Grounds {
    /// The bead is known and was not searched for.
    pub fixed: bool,
    /// Its posterior probability in the search.
    pub posterior: f32,
    /// Of a bead that was searched for and has sentences on both sides.
    pub signals: Option<Signals>,
    /// How far the documents are translations of each other, see [`parallel`].
    pub parallel: f32,
}

impl Grounds {
    /// The estimated probability that the bead is right.
    pub fn confidence(&self) -> f32 {
        match &self.signals {
            _ if self.fixed => 1.0,
            Some(signals) => self.parallel * of(signals, &WEIGHTS),
            None => self.parallel * of_posterior(self.posterior),
        }
    }
}

/// The estimated probability that the paired bead `steps[index]`, found out of order, is right.
pub(super) fn moved(steps: &[Step], index: usize, sides: &Sides, parallel: f32) -> f32 {
    parallel * of(&signals(steps, index, sides), &WEIGHTS)
}

/// What the confidence of each bead of a whole ladder rests on.
pub(super) fn grounds(steps: &[Step], sides: &Sides, pins: &Pins) -> Vec<Grounds> {
    let parallel = parallel(steps, sides);
    let one = |(index, step): (usize, &Step)| {
        let bead = Bead::from(step);
        let fixed = pins.is_cut(&bead);
        let signals = (!fixed && bead.is_paired()).then(|| signals(steps, index, sides));
        Grounds { fixed, posterior: step.posterior, signals, parallel }
    };
    steps.iter().enumerate().map(one).collect()
}

fn log_odds(posterior: f32) -> f32 {
    let p = posterior.clamp(1.0 - SUREST, SUREST);
    libm::logf(p / (1.0 - p))
}

/// The estimated probability that a bead with these signals is right.
fn of(signals: &Signals, weights: &Signals) -> f32 {
    let odds: f32 = signals.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + libm::expf(-odds))
}

/// The same where nothing but the posterior is known: of a sentence left unpaired.
fn of_posterior(posterior: f32) -> f32 {
    posterior.clamp(1.0 - SUREST, SUREST)
}

/// Shares of the documents in paired beads (the mean of the two) between which documents turn from unrelated to parallel. Measured on
/// 100 random pairs of news: 1 to 2 of 13 sentences are paired; in the 144 true pairs of the same set, nearly all.
const UNRELATED: f32 = 0.2;
const PARALLEL: f32 = 0.6;

/// Mean posteriors of the paired sentences between which documents turn from unrelated to parallel, measured on the
/// same pairs.
const GUESSED: f32 = 0.5;
const FOUND: f32 = 0.8;

/// How far the documents are translations of each other, 0 to 1, as a factor for every confidence: a pair of sentences
/// that look alike says little where nothing else in the documents does.
pub(super) fn parallel(steps: &[Step], sides: &Sides) -> f32 {
    let paired = || steps.iter().filter(|s| s.n > 0 && s.m > 0);
    let share = |paired: usize, all: usize| paired as f32 / all.max(1) as f32;
    let en = share(paired().map(|s| s.n).sum(), sides.en.len());
    let ru = share(paired().map(|s| s.m).sum(), sides.ru.len());
    let sentences = paired().map(|s| s.n + s.m).sum::<usize>().max(1) as f32;
    let mean = paired().map(|s| s.posterior * (s.n + s.m) as f32).sum::<f32>() / sentences;
    let between = |x: f32, low: f32, high: f32| ((x - low) / (high - low)).clamp(0.05, 1.0);
    between((en + ru) / 2.0, UNRELATED, PARALLEL) * between(mean, GUESSED, FOUND)
}
