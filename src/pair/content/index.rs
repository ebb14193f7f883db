//! The inverted index from terms to documents, and the weight of each term.

use super::Side;
use crate::lexicon::WordId;
use rustc_hash::FxHashMap;

/// Counts in a small folder are unreliable, so they are mixed with the expected counts of this many documents of
/// running text.
const BACKGROUND: f32 = 20.0;

/// Words in an average document, to convert word frequencies to document frequencies.
const LENGTH: f32 = 250.0;

/// The assumed share of documents that contain a key: numbers and names are rare.
const KEY: f32 = 0.02;

/// The weight of each term of one side: -ln of the share of documents that contain it.
pub(super) struct Weights {
    words: FxHashMap<WordId, f32>,
}

impl Weights {
    /// The weights of the words of `side`.
    pub(super) fn words(side: &[Side]) -> Weights {
        let mut counts: FxHashMap<WordId, (f32, f32)> = FxHashMap::default();
        for (word, frequency) in side.iter().flat_map(|s| &s.terms.words) {
            counts.entry(*word).or_insert((0.0, *frequency)).0 += 1.0;
        }
        let weight =
            |(count, frequency): (f32, f32)| weight(count, 1.0 - libm::expf(-frequency * LENGTH), side.len());
        Weights { words: counts.into_iter().map(|(word, known)| (word, weight(known))).collect() }
    }

    pub(super) fn of(&self, word: WordId) -> f32 {
        self.words.get(&word).copied().unwrap_or(0.0)
    }
}

/// The weights of all keys of both sides. The side where a key is more common decides its weight.
pub(super) fn keys(en: &[Side], ru: &[Side]) -> FxHashMap<u64, f32> {
    let mut counts: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    for (at, side) in [en, ru].into_iter().enumerate() {
        for key in side.iter().flat_map(|s| &s.terms.keys) {
            counts.entry(*key).or_default()[at] += 1;
        }
    }
    let weight = |[in_en, in_ru]: [u32; 2]| {
        let (en, ru) = (weight(in_en as f32, KEY, en.len()), weight(in_ru as f32, KEY, ru.len()));
        en.min(ru)
    };
    counts.into_iter().map(|(key, counts)| (key, weight(counts))).collect()
}

fn weight(count: f32, background: f32, documents: usize) -> f32 {
    -libm::logf((count + BACKGROUND * background) / (documents as f32 + BACKGROUND)).min(0.0)
}

/// The documents of one side that contain each term.
pub(super) struct Index {
    words: FxHashMap<WordId, Vec<u32>>,
    keys: FxHashMap<u64, Vec<u32>>,
}

impl Index {
    pub(super) fn of(side: &[Side]) -> Index {
        let mut index = Index { words: FxHashMap::default(), keys: FxHashMap::default() };
        for (at, Side { terms, .. }) in side.iter().enumerate() {
            for (word, _) in &terms.words {
                index.words.entry(*word).or_default().push(at as u32);
            }
            for key in &terms.keys {
                index.keys.entry(*key).or_default().push(at as u32);
            }
        }
        index
    }

    pub(super) fn word(&self, word: WordId) -> &[u32] {
        self.words.get(&word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn key(&self, key: u64) -> &[u32] {
        self.keys.get(&key).map_or(&[], Vec::as_slice)
    }
}
