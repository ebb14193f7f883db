//! Sentence pairs as numbers: the compact store that learning reads again and again.

use crate::document::Lang;
use crate::lexicon::words::each_stem;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

/// Longest side of a pair, in words: 7 in 1,000 pairs of the built-in table's corpus are longer, and the time of a pair
/// grows with the cube of its length. Other limits were not tried.
const MAX_WORDS: usize = 100;

/// A domain weighs as its size to this power: 1 lets manuals of software decide what words mean in news, 0 makes a few
/// thousand sentences as loud as a million.
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

    /// How often each word is met.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How often each word counts when its sentences count as `weights` say.
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

    /// How many words there are in all.
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }

    /// The words by their numbers.
    pub fn stems(&self) -> &[String] {
        &self.stems
    }

    /// For each word, the pairs it is in: their ends in the second vector, and the pairs.
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

/// Sentence pairs as numbers, four bytes a word.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The English side.
    pub en: Side,
    /// The Russian side.
    pub ru: Side,
    /// The number of the first pair of each domain but the first.
    domains: Vec<usize>,
    seen: FxHashSet<u64>,
}

impl Corpus {
    /// Adds a pair. Pairs met before, without words on a side, or longer than a sentence is, are left out: whether the
    /// pair was taken is the answer.
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

    /// Pairs added from here on belong to another domain.
    pub fn begin_domain(&mut self) {
        self.domains.push(self.len());
    }

    /// How often each pair counts in the table: the domains weigh as their sizes to the power of [`BALANCE`], and all
    /// pairs together as much as they have words.
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

/// How often the pairs of each domain count.
#[derive(Debug)]
pub struct Weights {
    bounds: Vec<usize>,
    weights: Vec<f64>,
}

impl Weights {
    /// How often `pair` counts.
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
