//! Computes the confidence of a bead from its posterior probability.
//!
//! The posteriors of the model are overconfident, since its features are not independent. A logistic model of their
//! log-odds and a few other signals corrects them (J. Platt 1999). `cargo run --release --example reliability` fits its
//! weights and cross-validates them.

use super::features::Side;
use super::fixed::Pins;
use super::lattice::Step;
use super::sides::Sides;
use super::ties::Ties;
use crate::ladder::Bead;
use crate::text::length;
use std::ops::Range;

/// The names of the signals of a paired bead.
pub(super) const NAMES: [&str; 8] = [
    "always",
    "log-odds",
    "longer",
    "log-odds if longer",
    "doubtful neighbours",
    "length",
    "ties",
    "ties of the document",
];
/// The weight of each.
pub(super) const WEIGHTS: Signals = [-1.639, 0.691, -0.580, -0.319, -0.173, -0.740, 0.363, 0.254];

/// The signals of a paired bead, see [`NAMES`].
pub(super) type Signals = [f32; NAMES.len()];

/// The names of the signals of an unpaired sentence, and the weight of each.
pub(super) const UNPAIRED_NAMES: [&str; 3] = ["always", "log-odds", "ties of the document"];
pub(super) const UNPAIRED_WEIGHTS: UnpairedSignals = [6.054, 0.541, -0.655];

/// The signals of an unpaired sentence, see [`UNPAIRED_NAMES`].
pub(super) type UnpairedSignals = [f32; UNPAIRED_NAMES.len()];

/// The highest posterior; higher ones are treated alike.
const SUREST: f32 = 0.9999;

/// The most evidence from linked words, of one bead and of all beads of a document; more is treated alike.
const MOST_TIES: f32 = 4.0;
const MOST_TIES_IN_ALL: f32 = 8.0;

/// Evidence from the whole documents for each bead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    /// How far they are translations of each other, 0 to 1, see [`parallel`].
    pub parallel: f32,
    /// The evidence from linked words of all paired beads; small for few and short sentences.
    pub ties: f32,
}

impl Whole {
    /// Of a ladder.
    pub fn of(steps: &[Step], sides: &Sides) -> Whole {
        let paired = steps.iter().map(Bead::from).filter(Bead::is_paired);
        let ties: f32 = paired.map(|bead| Ties::of(&bead, sides).evidence()).sum();
        Whole { parallel: parallel(steps, sides), ties: ties.clamp(-MOST_TIES_IN_ALL, MOST_TIES_IN_ALL) }
    }
}

/// The signals of the paired bead `steps[index]`.
pub(super) fn signals(steps: &[Step], index: usize, sides: &Sides, whole: &Whole) -> Signals {
    let step = &steps[index];
    let odds = log_odds(step.posterior);
    let longer = f32::from(u8::from(step.n + step.m > 2));
    let before = index.checked_sub(1).and_then(|k| steps.get(k));
    let doubt = |step: Option<&Step>| step.map_or(0.0, |s| 1.0 - s.posterior);
    let bead = Bead::from(step);
    let chars = |side: &Side, range: &Range<usize>| side.facts[range.clone()].iter().map(|f| f.chars).sum();
    let length = length::half_square(chars(&sides.en, &bead.en), chars(&sides.ru, &bead.ru)).min(6.0);
    let doubts = doubt(before) + doubt(steps.get(index + 1));
    let ties = Ties::of(&bead, sides).evidence().clamp(-MOST_TIES, MOST_TIES);
    [1.0, odds, longer, odds * longer, doubts, length, ties, whole.ties]
}

/// The signals of an unpaired sentence.
pub(super) fn unpaired_signals(step: &Step, whole: &Whole) -> UnpairedSignals {
    [1.0, log_odds(step.posterior), whole.ties]
}

/// The evidence for the confidence of a bead.
pub(super) struct Grounds {
    /// Whether the bead is a fixed point.
    pub fixed: bool,
    /// Its posterior probability in the search.
    pub posterior: f32,
    /// Its other signals.
    pub signals: Known,
    /// How far the documents are translations of each other, see [`parallel`].
    pub parallel: f32,
}

/// The signals of a bead.
pub(super) enum Known {
    Paired(Signals),
    Unpaired(UnpairedSignals),
}

impl Grounds {
    /// The estimated probability that the bead is right.
    pub fn confidence(&self) -> f32 {
        match &self.signals {
            _ if self.fixed => 1.0,
            Known::Paired(signals) => self.parallel * of(signals, &WEIGHTS),
            Known::Unpaired(signals) => of(signals, &UNPAIRED_WEIGHTS),
        }
    }
}

/// The estimated probability that the paired bead `steps[index]`, found out of order, is right.
pub(super) fn moved(steps: &[Step], index: usize, sides: &Sides, whole: &Whole) -> f32 {
    whole.parallel * of(&signals(steps, index, sides, whole), &WEIGHTS)
}

/// The evidence for the confidence of each bead of a ladder.
pub(super) fn grounds(steps: &[Step], sides: &Sides, whole: &Whole, pins: &Pins) -> Vec<Grounds> {
    let one = |(index, step): (usize, &Step)| {
        let bead = Bead::from(step);
        let signals = match bead.is_paired() {
            true => Known::Paired(signals(steps, index, sides, whole)),
            false => Known::Unpaired(unpaired_signals(step, whole)),
        };
        Grounds { fixed: pins.is_cut(&bead), posterior: step.posterior, signals, parallel: whole.parallel }
    };
    steps.iter().enumerate().map(one).collect()
}

fn log_odds(posterior: f32) -> f32 {
    let p = posterior.clamp(1.0 - SUREST, SUREST);
    libm::logf(p / (1.0 - p))
}

/// The estimated probability that a bead with these signals is right.
fn of(signals: &[f32], weights: &[f32]) -> f32 {
    let odds: f32 = signals.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + libm::expf(-odds))
}

/// Shares of the documents in paired beads (the mean of the two) between which documents turn from unrelated to
/// parallel. Measured on 100 random pairs of news: 1 to 2 of 13 sentences are paired; in the 144 true pairs of the same
/// set, nearly all.
const UNRELATED: f32 = 0.2;
const PARALLEL: f32 = 0.6;

/// Mean posteriors of the paired sentences between which documents turn from unrelated to parallel, measured on the
/// same pairs.
const GUESSED: f32 = 0.5;
const FOUND: f32 = 0.8;

/// How far the documents are translations of each other, 0 to 1, as a factor for the confidence of every pair: a pair
/// of sentences that look alike says little where nothing else in the documents does.
fn parallel(steps: &[Step], sides: &Sides) -> f32 {
    let paired = || steps.iter().filter(|s| s.n > 0 && s.m > 0);
    let share = |paired: usize, all: usize| paired as f32 / all.max(1) as f32;
    let en = share(paired().map(|s| s.n).sum(), sides.en.len());
    let ru = share(paired().map(|s| s.m).sum(), sides.ru.len());
    let sentences = paired().map(|s| s.n + s.m).sum::<usize>().max(1) as f32;
    let mean = paired().map(|s| s.posterior * (s.n + s.m) as f32).sum::<f32>() / sentences;
    let between = |x: f32, low: f32, high: f32| ((x - low) / (high - low)).clamp(0.05, 1.0);
    between((en + ru) / 2.0, UNRELATED, PARALLEL) * between(mean, GUESSED, FOUND)
}
