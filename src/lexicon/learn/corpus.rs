//! A compact store of sentence pairs as word numbers, which learning reads many times.

use crate::document::Lang;
use crate::lexicon::words::each_stem;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

/// Longest side of a pair, in words. In the corpus of the built-in table, 7 of 1,000 pairs are longer. The time for a
/// pair grows with the cube of its length. Other limits are untested.
const MAX_WORDS: usize = 100;

/// The weight of a domain is its size to this power. With 1, software manuals would decide the translations of words in
/// news; with 0, a few thousand sentences would weigh as much as a million.
const BALANCE: f64 = 0.5;

/// The stems of one side.
#[derive(Debug, Default)]
pub struct Side {
    ids: FxHashMap<String, u32>,
    stems: Vec<String>,
    counts: Vec<u32>,
    tokens: Vec<u32>,
    ends: Vec<usize>,
}

impl Side {
    fn push(&mut self, lang: Lang, text: &str) {
        each_stem(lang, text, |stem| {
            let id = match self.ids.get(stem) {
                Some(&id) => id,
                None => self.add(stem),
            };
            self.tokens.push(id);
        });
        self.ends.push(self.tokens.len());
    }

    fn add(&mut self, stem: &str) -> u32 {
        let id = self.stems.len() as u32;
        self.ids.insert(stem.to_string(), id);
        self.stems.push(stem.to_string());
        self.counts.push(0);
        id
    }

    fn start(&self, pair: usize) -> usize {
        if pair == 0 { 0 } else { self.ends[pair - 1] }
    }

    /// The words of sentence `pair`.
    pub fn sentence(&self, pair: usize) -> &[u32] {
        &self.tokens[self.start(pair)..self.ends[pair]]
    }

    fn forget_last(&mut self) {
        self.ends.pop();
        self.tokens.truncate(self.ends.last().copied().unwrap_or(0));
    }

    fn count_last(&mut self) {
        for &id in &self.tokens[self.start(self.ends.len() - 1)..] {
            self.counts[id as usize] += 1;
        }
    }

    /// The number of occurrences of each word.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The count of each word, with each sentence weighted by `weights`.
    pub fn weighted_counts(&self, weights: &Weights) -> Vec<f64> {
        let mut counts = vec![0.0; self.stems.len()];
        for pair in 0..self.ends.len() {
            let weight = weights.of(pair);
            for &word in self.sentence(pair) {
                counts[word as usize] += weight;
            }
        }
        counts
    }

    /// The total number of words.
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }

    /// The words, indexed by number.
    pub fn stems(&self) -> &[String] {
        &self.stems
    }

    /// The pairs that contain each word: the end of each word's pairs in the second vector, and the pairs.
    pub fn occurrences(&self) -> (Vec<usize>, Vec<u32>) {
        let mut last = vec![u32::MAX; self.stems.len()];
        let mut ends = vec![0; self.stems.len() + 1];
        self.each_once(&mut last, |word, _| ends[word + 1] += 1);
        for word in 1..ends.len() {
            ends[word] += ends[word - 1];
        }
        let mut next = ends.clone();
        let mut pairs = vec![0; ends[ends.len() - 1]];
        last.fill(u32::MAX);
        self.each_once(&mut last, |word, pair| {
            pairs[next[word]] = pair;
            next[word] += 1;
        });
        (ends, pairs)
    }

    fn each_once(&self, last: &mut [u32], mut each: impl FnMut(usize, u32)) {
        for pair in 0..self.ends.len() {
            for &word in self.sentence(pair) {
                if last[word as usize] != pair as u32 {
                    last[word as usize] = pair as u32;
                    each(word as usize, pair as u32);
                }
            }
        }
    }
}

/// Sentence pairs as numbers, four bytes per word.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The English side.
    pub en: Side,
    /// The Russian side.
    pub ru: Side,
    /// The first pair of each domain, except the first domain.
    domains: Vec<usize>,
    seen: FxHashSet<u64>,
}

impl Corpus {
    /// Adds a pair. Skips duplicates, pairs without words on one side, and pairs that are too long. Returns whether the
    /// pair was added.
    pub fn push(&mut self, en: &str, ru: &str) -> bool {
        self.en.push(Lang::En, en);
        self.ru.push(Lang::Ru, ru);
        let last = self.en.ends.len() - 1;
        let (e, r) = (self.en.sentence(last), self.ru.sentence(last));
        let fits = |words: &[u32]| !words.is_empty() && words.len() <= MAX_WORDS;
        let taken = fits(e) && fits(r) && self.seen.insert(fingerprint(e, r));
        if taken {
            self.en.count_last();
            self.ru.count_last();
        } else {
            self.en.forget_last();
            self.ru.forget_last();
        }
        taken
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.en.ends.len()
    }

    /// Starts a new domain for the pairs added next.
    pub fn begin_domain(&mut self) {
        self.domains.push(self.len());
    }

    /// The weight of each pair: domains weigh their size to the power of [`BALANCE`], and the weights keep the total
    /// number of words.
    pub fn weights(&self) -> Weights {
        let bounds: Vec<usize> = [0].into_iter().chain(self.domains.iter().copied()).collect();
        let ends = bounds[1..].iter().copied().chain([self.len()]);
        let words: Vec<f64> = bounds
            .iter()
            .zip(ends)
            .map(
                |(&start, end)| {
                    if start < end { (self.en.start(end) - self.en.start(start)) as f64 } else { 0.0 }
                },
            )
            .collect();
        let tempered = |n: f64| if n > 0.0 { libm::pow(n, BALANCE) } else { 0.0 };
        let scale = words.iter().sum::<f64>() / words.iter().map(|&n| tempered(n)).sum::<f64>().max(1.0);
        Weights { bounds, weights: words.iter().map(|&n| scale * tempered(n) / n.max(1.0)).collect() }
    }
}

/// The weight of the pairs of each domain.
#[derive(Debug)]
pub struct Weights {
    bounds: Vec<usize>,
    weights: Vec<f64>,
}

impl Weights {
    /// The weight of `pair`.
    pub fn of(&self, pair: usize) -> f64 {
        self.weights[self.bounds.partition_point(|&start| start <= pair) - 1]
    }
}

fn fingerprint(en: &[u32], ru: &[u32]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in en.iter().chain(&[u32::MAX]).chain(ru) {
        hasher.write_u32(*word);
    }
    hasher.finish()
}
