//! The similarity of two documents: the share of the terms of each that the other explains, weighted by rarity.

use super::Side;
use super::index::{self, Index, Weights};
use super::terms::Terms;
use crate::lexicon::{Lexicon, WordId};
use crate::parallel;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A translation with this probability explains a word in full, one with half of it explains half.
const PROBABLE: f32 = 0.2;

/// Translations below this probability are chance, and only the few best of a word are used.
const IMPROBABLE: f32 = 0.02;
const TRANSLATIONS: usize = 8;

/// The most index entries visited for an English document, rarest terms first. This limit makes the search linear in
/// the number of documents.
const ENTRIES: usize = 40_000;

/// The number of documents that an English document is compared with in full.
const CANDIDATES: usize = 12;

/// The standard deviation of the logarithm of the length ratio of two versions of a document (0.11 measured on news),
/// and the score lost per squared multiple of it.
const LENGTH_SPREAD: f32 = 0.2;
const LENGTH_COST: f32 = 0.01;
/// Russian letters per English letter.
const LENGTH_RATIO: f32 = 1.05;

/// An English and a Russian document compared in full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub en: usize,
    pub ru: usize,
    /// The share of the terms of each document that the other explains, 0 to 1, less a penalty for unlikely lengths.
    pub score: f32,
}

/// An English document as a query to the Russian index.
struct Query<'a> {
    terms: &'a Terms,
    /// Russian words that translate its words, each with its best weight.
    russian: BTreeMap<WordId, f32>,
}

struct Comparison<'a> {
    lexicon: &'a Lexicon,
    ru: &'a [Side],
    index: Index,
    en_words: Weights,
    ru_words: Weights,
    keys: FxHashMap<u64, f32>,
    /// The weight of all terms of each Russian document.
    ru_total: Vec<f32>,
}

/// The most similar Russian documents of each English document.
pub(super) fn candidates(en: &[Side], ru: &[Side], lexicon: &Lexicon) -> Vec<Candidate> {
    let (en_words, ru_words) = (Weights::words(en), Weights::words(ru));
    let keys = index::keys(en, ru);
    let total = |terms: &Terms| {
        let words: f32 = terms.words.iter().map(|(word, _)| ru_words.of(*word)).sum();
        words + terms.keys.iter().map(|key| keys[key]).sum::<f32>()
    };
    let ru_total = ru.iter().map(|side| total(&side.terms)).collect();
    let all = Comparison { lexicon, ru, index: Index::of(ru), en_words, ru_words, keys, ru_total };
    let found = parallel::map_with(en.len(), || (), |_, at| all.candidates(at, &en[at].terms));
    found.into_iter().flatten().collect()
}

impl Comparison<'_> {
    fn candidates(&self, en: usize, terms: &Terms) -> Vec<Candidate> {
        let query = self.query(terms);
        let likely = self.likely(&query);
        likely.into_iter().map(|ru| self.compare(en, ru, &query)).collect()
    }

    fn query<'a>(&self, terms: &'a Terms) -> Query<'a> {
        let mut russian: BTreeMap<WordId, f32> = BTreeMap::new();
        for (word, _) in &terms.words {
            for (ru, worth) in self.translations(*word) {
                let best = russian.entry(ru).or_insert(0.0);
                *best = best.max(worth);
            }
        }
        Query { terms, russian }
    }

    /// The likely translations of a word, and the share of the word that each explains.
    fn translations(&self, en: WordId) -> impl Iterator<Item = (WordId, f32)> + '_ {
        let probable = self.lexicon.translations(en).map(|t| (t.ru, t.ru_given_en.max(t.en_given_ru)));
        probable
            .filter(|(_, p)| *p >= IMPROBABLE)
            .take(TRANSLATIONS)
            .map(|(ru, p)| (ru, (p / PROBABLE).min(1.0)))
    }

    /// The Russian documents that share the most index entries with `query`.
    fn likely(&self, query: &Query) -> Vec<usize> {
        let words = query
            .russian
            .iter()
            .map(|(word, worth)| (self.index.word(*word), worth * self.ru_words.of(*word)));
        let keys = query.terms.keys.iter().chain(&query.terms.latin);
        let keys = keys.map(|key| (self.index.key(*key), self.keys.get(key).copied().unwrap_or(0.0)));
        let mut lists: Vec<(&[u32], f32)> = words.chain(keys).filter(|(list, _)| !list.is_empty()).collect();
        lists.sort_by_key(|(list, _)| list.len());
        let (mut shared, mut entries): (FxHashMap<u32, f32>, usize) = (FxHashMap::default(), 0);
        for (list, weight) in lists {
            entries += list.len();
            if entries > ENTRIES {
                break;
            }
            for ru in list {
                *shared.entry(*ru).or_default() += weight;
            }
        }
        let measure = |ru: u32, shared: f32| shared / self.ru_total[ru as usize].max(1.0).sqrt();
        let mut ranked: Vec<_> = shared.into_iter().map(|(ru, shared)| (measure(ru, shared), ru)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(CANDIDATES).map(|(_, ru)| ru as usize).collect()
    }

    fn compare(&self, en: usize, ru: usize, query: &Query) -> Candidate {
        let other = &self.ru[ru].terms;
        let (mut en_all, mut en_shared, mut ru_shared) = (0.0, 0.0, 0.0);
        for (word, _) in &query.terms.words {
            let weight = self.en_words.of(*word);
            let held = |ru: WordId| other.words.binary_search_by_key(&ru, |(word, _)| *word).is_ok();
            let best = self
                .translations(*word)
                .filter(|(ru, _)| held(*ru))
                .map(|(_, worth)| worth)
                .fold(0.0, f32::max);
            en_all += weight;
            en_shared += weight * best;
        }
        for (word, _) in &other.words {
            ru_shared += self.ru_words.of(*word) * query.russian.get(word).copied().unwrap_or(0.0);
        }
        for key in &query.terms.keys {
            let weight = self.keys[key];
            en_all += weight;
            if other.keys.binary_search(key).is_ok() {
                (en_shared, ru_shared) = (en_shared + weight, ru_shared + weight);
            }
        }
        for key in other.keys.iter().filter(|key| query.terms.latin.binary_search(key).is_ok()) {
            ru_shared += self.keys[key];
        }
        let ru_all = self.ru_total[ru];
        let explained = (ratio(en_shared, en_all) + ratio(ru_shared, ru_all)) / 2.0;
        let score = explained - length_cost(query.terms.letters, other.letters);
        Candidate { en, ru, score }
    }
}

fn ratio(part: f32, all: f32) -> f32 {
    if all > 0.0 { (part / all).min(1.0) } else { 0.0 }
}

fn length_cost(en: usize, ru: usize) -> f32 {
    let ratio = (ru as f32 + 10.0) / ((en as f32 + 10.0) * LENGTH_RATIO);
    let z = libm::logf(ratio) / LENGTH_SPREAD;
    (LENGTH_COST * z * z).min(0.5)
}
