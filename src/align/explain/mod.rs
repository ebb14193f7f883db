//! Explains beads: linked words, unexplained words, the contribution of each part of the score, the best alternative,
//! and the origin of the confidence.
//!
//! Collects data from each window during the search. Cost: about that of aligning, for all beads of a document.

mod display;

use super::assess;
use super::confidence::{self, Grounds, Known};
use super::features::{self, Side, TypeKey, TypeKind};
use super::lattice::{Solution, Step};
use super::pair_features::Beads;
use super::score::{NAMES, Vector};
use super::sides::Sides;
use super::windows::Part;
use crate::anchor::Mismatch;
use crate::document::{EnRu, Sentences};
use crate::ladder::Bead;
use crate::lexicon::Lexicon;
use crate::memory::segment::Flag;
use crate::text::clean;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A word or anchor of a bead and the word or anchor that explains it on the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// The form in the English text.
    pub en: String,
    /// The form in the Russian text.
    pub ru: String,
    /// The natural logarithm of how much more likely the two occur together than by chance.
    pub weight: f32,
}

/// Evidence for or against a bead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// The name of the feature or signal.
    pub name: &'static str,
    /// Its value.
    pub value: f32,
    /// Its contribution in log-odds: positive values support the bead.
    pub worth: f32,
}

/// Another bead with some of the same sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct RunnerUp {
    /// The bead.
    pub bead: Bead,
    /// Its posterior probability in the search.
    pub probability: f32,
}

/// Why a bead of a ladder was chosen. Its display is a short paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The bead.
    pub bead: Bead,
    /// Estimated probability that it is right, the same value as in the alignment.
    pub confidence: f32,
    /// Whether the bead is a fixed point.
    pub fixed: bool,
    /// Its posterior probability in the search, the basis of the confidence.
    pub posterior: f32,
    /// The terms of the confidence, except [`Explanation::parallel`]; empty for a fixed point.
    pub signals: Vec<Reason>,
    /// How far the documents are translations of each other, 0 to 1: a factor of every confidence.
    pub parallel: f32,
    /// The linked words and anchors, strongest first.
    pub ties: Vec<Tie>,
    /// Words and anchors of the English sentences that nothing on the Russian side explains.
    pub unexplained_en: Vec<String>,
    /// Words and anchors of the Russian sentences that nothing on the English side explains.
    pub unexplained_ru: Vec<String>,
    /// The number or name that each flag is about.
    pub flags: Vec<(Flag, Mismatch)>,
    /// The parts of the score that are not zero; empty for a fixed point.
    pub parts: Vec<Reason>,
    /// The most probable other bead with some of the same sentences.
    pub runner_up: Option<RunnerUp>,
}

/// Collects data for explanations during the search.
pub(super) struct Notes<'a> {
    wanted: bool,
    weights: &'a Vector,
    notes: Vec<Note>,
}

impl<'a> Notes<'a> {
    /// Creates an empty collection. `wanted` says whether to collect anything.
    pub fn new(wanted: bool, weights: &'a Vector) -> Notes<'a> {
        Notes { wanted, weights, notes: Vec::new() }
    }

    /// Records data of the window in which the steps of `part` were found.
    pub fn take(&mut self, part: Part<'_>) {
        if !self.wanted {
            return;
        }
        match part {
            Part::Known(steps) => self.notes.extend((0..steps).map(|_| Note::default())),
            Part::Found(steps, beads, found) => {
                let others = Others::new(found);
                self.notes.extend(steps.iter().map(|s| Note::new(s, beads, &others, self.weights)));
            }
        }
    }

    /// Records that step `index` was split into `count` others, without data.
    pub fn replace(&mut self, index: usize, count: usize) {
        if self.wanted {
            self.notes.splice(index..=index, (0..count).map(|_| Note::default()));
        }
    }

    /// An explanation of each step; empty if none are wanted.
    pub fn explanations(
        self,
        steps: &[Step],
        grounds: &[Grounds],
        sides: &Sides,
        pair: &EnRu<Sentences>,
        lexicon: &Lexicon,
    ) -> Vec<Explanation> {
        let noted = steps.iter().zip(grounds).zip(self.notes);
        noted.map(|((step, grounds), note)| explanation(step, grounds, note, sides, pair, lexicon)).collect()
    }
}

/// Data of the window in which a step was found.
#[derive(Default)]
struct Note {
    parts: Vec<Reason>,
    runner_up: Option<RunnerUp>,
}

impl Note {
    fn new(step: &Step, beads: &Beads<'_>, others: &Others, weights: &Vector) -> Note {
        let mut vector = [0.0; NAMES.len()];
        match (step.n, step.m) {
            (_, 0) => Beads::unpaired(&beads.en.facts[step.i], step.further, &mut vector),
            (0, _) => Beads::unpaired(&beads.ru.facts[step.j], step.further, &mut vector),
            shape => beads.paired(step.i, step.j, shape, &mut vector),
        }
        let mut parts = reasons(NAMES, &vector, weights);
        parts.retain(|part| part.value != 0.0);
        Note { parts, runner_up: others.beside(step) }
    }
}

fn explanation(
    step: &Step,
    grounds: &Grounds,
    note: Note,
    sides: &Sides,
    pair: &EnRu<Sentences>,
    lexicon: &Lexicon,
) -> Explanation {
    let bead = Bead::from(step);
    let (ties, [unexplained_en, unexplained_ru]) = ties(&bead, sides, pair, lexicon);
    let signals = match &grounds.signals {
        _ if grounds.fixed => Vec::new(),
        Known::Paired(signals) => reasons(&confidence::NAMES, signals, &confidence::WEIGHTS),
        Known::Unpaired(signals) => {
            reasons(&confidence::UNPAIRED_NAMES, signals, &confidence::UNPAIRED_WEIGHTS)
        }
    };
    let flags = if bead.is_paired() { assess::mismatches(&bead, pair, sides) } else { Vec::new() };
    Explanation {
        flags,
        confidence: grounds.confidence(),
        fixed: grounds.fixed,
        posterior: grounds.posterior,
        signals,
        parallel: grounds.parallel,
        ties,
        unexplained_en,
        unexplained_ru,
        parts: note.parts,
        runner_up: note.runner_up,
        bead,
    }
}

fn reasons(names: &[&'static str], values: &[f32], weights: &[f32]) -> Vec<Reason> {
    let weighed = names.iter().zip(values).zip(weights);
    weighed.map(|((&name, &value), weight)| Reason { name, value, worth: value * weight }).collect()
}

/// A bead by its sentence numbers. An unpaired sentence is the same bead wherever it is in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Pair(usize, usize, usize, usize),
    En(usize),
    Ru(usize),
}

impl From<&Step> for Key {
    fn from(step: &Step) -> Key {
        match (step.n, step.m) {
            (_, 0) => Key::En(step.i),
            (0, _) => Key::Ru(step.j),
            (n, m) => Key::Pair(step.i, step.j, n, m),
        }
    }
}

/// The two most probable beads of a sentence.
type Best = [Option<(f32, Key, Step)>; 2];

/// The most probable beads of each sentence of a window.
struct Others {
    en: FxHashMap<usize, Best>,
    ru: FxHashMap<usize, Best>,
}

impl Others {
    /// Keeps the two most probable beads of each sentence, since the first may be the one to explain.
    fn new(found: &Solution) -> Others {
        let mut all: Vec<(Key, Step)> = found.steps().iter().map(|s| (Key::from(s), *s)).collect();
        all.sort_by_key(|(key, _)| *key);
        let mut others = Others { en: FxHashMap::default(), ru: FxHashMap::default() };
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let (key, step) = same[0];
            let probability = same.iter().map(|(_, s)| s.posterior).sum::<f32>().min(1.0);
            let bead = Bead::from(&step);
            bead.en.for_each(|i| note(others.en.entry(i).or_default(), probability, key, step));
            bead.ru.for_each(|j| note(others.ru.entry(j).or_default(), probability, key, step));
        }
        others
    }

    /// The most probable bead with a sentence of `step` that is not `step` itself.
    fn beside(&self, step: &Step) -> Option<RunnerUp> {
        let own = Key::from(step);
        let bead = Bead::from(step);
        let en = bead.en.filter_map(|i| self.en.get(&i));
        let all = en.chain(bead.ru.filter_map(|j| self.ru.get(&j))).flatten().flatten();
        let best =
            all.filter(|(_, key, _)| *key != own).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.map(|(probability, _, step)| RunnerUp { bead: Bead::from(step), probability: *probability })
    }
}

fn note(best: &mut Best, probability: f32, key: Key, step: Step) {
    let better = |than: &Option<(f32, Key, Step)>| than.is_none_or(|t| probability > t.0);
    if better(&best[0]) {
        best[1] = best[0].replace((probability, key, step));
    } else if better(&best[1]) {
        best[1] = Some((probability, key, step));
    }
}

/// Words above this frequency in running text tell a reader nothing: *they*, *his*, *on* are above it, *year* and
/// *new* are not.
const COMMON: f32 = 2.5e-3;

/// The linked words of `bead` and the remaining words of each side, as written in the text.
fn ties(
    bead: &Bead,
    sides: &Sides,
    pair: &EnRu<Sentences>,
    lexicon: &Lexicon,
) -> (Vec<Tie>, [Vec<String>; 2]) {
    let en = Written::new(&sides.en, pair.en(), bead.en.clone(), lexicon);
    let ru = Written::new(&sides.ru, pair.ru(), bead.ru.clone(), lexicon);
    let (mut ties, mut met_en, mut met_ru) = (Vec::new(), FxHashSet::default(), FxHashSet::default());
    for (&r, in_ru) in &ru.types {
        for link in sides.links.of(r) {
            let Some(in_en) = en.types.get(&link.en) else { continue };
            met_en.insert(in_en.text.as_str());
            met_ru.insert(in_ru.text.as_str());
            if !in_en.is_common && !in_ru.is_common {
                let weight = libm::log1pf((link.forward * link.backward).sqrt());
                ties.push(Tie { en: in_en.text.clone(), ru: in_ru.text.clone(), weight });
            }
        }
    }
    ties.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| (&a.en, &a.ru).cmp(&(&b.en, &b.ru))));
    // Each word is shown once, with its strongest link: a name may be both a word and a table entry.
    let (mut shown_en, mut shown_ru) = (FxHashSet::default(), FxHashSet::default());
    ties.retain(|tie| {
        let is_new = !shown_en.contains(&tie.en) && !shown_ru.contains(&tie.ru);
        is_new && shown_en.insert(tie.en.clone()) && shown_ru.insert(tie.ru.clone())
    });
    (ties, [en.left_over(&sides.en, &met_en), ru.left_over(&sides.ru, &met_ru)])
}

/// The types of the sentences of one side of a bead, as written there.
struct Written {
    types: FxHashMap<u32, Word>,
}

/// A type as written in the text.
struct Word {
    text: String,
    /// Whether it is in nearly every sentence of its language, so that it is never shown.
    is_common: bool,
}

impl Written {
    fn new(side: &Side, sentences: &Sentences, range: Range<usize>, lexicon: &Lexicon) -> Written {
        let lang = sentences.document().lang();
        let mut texts = FxHashMap::default();
        for index in range.clone() {
            features::written(sentences.text(index), lang, &mut texts);
        }
        let types = range.flat_map(|index| side.bag(index)).filter_map(|&(number, _)| {
            let key = &side.types[number as usize].key;
            let is_common = match key {
                TypeKey::Word(stem) => lexicon.frequency(lang, stem) > COMMON,
                TypeKey::Anchor(_) => false,
            };
            Some((number, Word { text: clean(texts.get(key)?), is_common }))
        });
        Written { types: types.collect() }
    }

    /// The words that have no link to the other side.
    fn left_over(&self, side: &Side, met: &FxHashSet<&str>) -> Vec<String> {
        let missed = self.types.iter().filter(|(number, word)| {
            let is_bonus = side.types[**number as usize].kind == TypeKind::Bonus;
            !is_bonus && !word.is_common && !met.contains(word.text.as_str())
        });
        let mut texts: Vec<String> = missed.map(|(_, word)| word.text.clone()).collect();
        texts.sort();
        texts.dedup();
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;
    use crate::lexicon::stem;

    #[test]
    fn common_words_are_those_that_say_nothing() {
        let lexicon = Lexicon::builtin();
        let is_common = |lang, word: &str| lexicon.frequency(lang, &stem(lang, word)) > COMMON;
        for word in ["they", "on", "with", "this"] {
            assert!(is_common(Lang::En, word), "{word}");
        }
        for word in ["в", "на", "что", "это"] {
            assert!(is_common(Lang::Ru, word), "{word}");
        }
        for word in ["year", "new", "said", "people", "session"] {
            assert!(!is_common(Lang::En, word), "{word}");
        }
        for word in ["год", "новый", "люди", "сказал"] {
            assert!(!is_common(Lang::Ru, word), "{word}");
        }
    }
}
