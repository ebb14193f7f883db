//! Learns word translations from aligned texts.
//!
//! Takes any number of sentence pairs and returns a [`Table`]. A hidden Markov model in each direction aligns the
//! words; both learn from the links they agree on. The links are counted and filtered by association. Memory: four
//! bytes per word of text and 24 per pair of words that occur together more often than by chance. The result does not
//! depend on the number of threads.

mod candidates;
mod corpus;
mod em;
mod hmm;

use super::dictionary::{Kind, kind_of};
use super::table::{Pair, Table};
use crate::error::{Error, Result};
use crate::io::InputOptions;
use crate::memory::reader::{MemoryOptions, open};
use crate::memory::segment::Status;
use candidates::Candidates;
use corpus::{Corpus, Side};
use em::Links;
use std::path::Path;

/// Subtracted from the number of links, so that a single chance link is not a translation.
const DISCOUNT: f64 = 0.35;
/// Least log-likelihood ratio (Dunning 1993) of two words. By the chi-squared distribution, 3 % of chance pairs reach
/// it.
const MIN_ASSOCIATION: f64 = 5.0;
/// Least probability, in the better direction.
const MIN_PROBABILITY: f32 = 0.005;
/// Rarer words get no count in the table, unless they have a translation.
const MIN_COUNT: u32 = 6;

/// Collects sentence pairs and learns from them.
#[derive(Debug, Default)]
pub struct Learner {
    corpus: Corpus,
}

impl Learner {
    /// Creates an empty learner.
    pub fn new() -> Learner {
        Learner::default()
    }

    /// Adds a sentence pair. Returns whether it was added: duplicates and pairs with no words or more than a hundred
    /// words on a side are skipped.
    pub fn add(&mut self, en: &str, ru: &str) -> bool {
        self.corpus.push(en, ru)
    }

    /// Adds the segments of a translation memory in any format, plain or gzipped. Skips rejected and untranslated
    /// segments, and those that [`add`](Learner::add) skips. Returns the number of segments that were read. `options`
    /// apply as for [`memory::open`](crate::memory::open).
    ///
    /// # Errors
    /// If the file cannot be read, violates its format (the error names the place), or is already a lexicon.
    pub fn add_file(&mut self, path: impl AsRef<Path>, options: &InputOptions) -> Result<usize> {
        let (path, mut read) = (path.as_ref(), 0);
        let unusable = |message: &str| Error::Unusable { path: path.to_path_buf(), message: message.into() };
        // The path of a Moses pair is a prefix, not an existing file.
        match if path.is_file() { kind_of(path)? } else { Kind::Memory } {
            Kind::Lex => return Err(unusable("is already a lexicon; pass it as --lexicon")),
            Kind::Dic => {
                return Err(unusable("is a dictionary, not a translation memory; pass it as --lexicon"));
            }
            Kind::Memory => {}
        }
        for segment in open(path, &MemoryOptions { input: options.clone(), ..MemoryOptions::default() })? {
            let segment = segment?;
            let is_translated = !matches!(
                segment.extra_text("state").as_deref(),
                Some("new" | "needs-translation" | "initial")
            );
            let is_wanted = segment.status != Status::Rejected && is_translated;
            if is_wanted && !segment.en.trim().is_empty() && !segment.ru.trim().is_empty() {
                self.add(&segment.en, &segment.ru);
                read += 1;
            }
        }
        Ok(read)
    }

    /// Starts a new domain for the pairs added next. A domain weighs the square root of its size, so that a large
    /// corpus of manuals does not decide the translations in a small corpus of news.
    pub fn begin_domain(&mut self) {
        self.corpus.begin_domain();
    }

    /// The number of sentence pairs added.
    pub fn len(&self) -> usize {
        self.corpus.len()
    }

    /// Whether no sentence pair was added.
    pub fn is_empty(&self) -> bool {
        self.corpus.len() == 0
    }

    /// Learns word translations from all pairs added. Cost: about half a minute of CPU time per million English words.
    pub fn learn(&self) -> Table {
        let candidates = Candidates::of(&self.corpus);
        let links = em::links(&self.corpus, &candidates);
        let weights = self.corpus.weights();
        let (en, ru) = (self.corpus.en.weighted_counts(&weights), self.corpus.ru.weighted_counts(&weights));
        let mut table = Table { pairs: self.pairs(&candidates, &links, (&en, &ru)), ..Table::default() };
        table.en = counts(&self.corpus.en, &en, table.pairs.iter().map(|p| p.en.as_str()));
        table.ru = counts(&self.corpus.ru, &ru, table.pairs.iter().map(|p| p.ru.as_str()));
        table.sort();
        table
    }

    fn pairs(&self, candidates: &Candidates, links: &[Links], counts: (&[f64], &[f64])) -> Vec<Pair> {
        let (en, ru) = (&self.corpus.en, &self.corpus.ru);
        let (en_met, ru_met) = (met(en), met(ru));
        let total = self.len() as f64;
        let mut pairs = Vec::new();
        for (word, row) in candidates.starts.windows(2).enumerate() {
            for (at, link) in (row[0]..row[1]).zip(&links[row[0]..row[1]]).filter(|(_, link)| link.mutual) {
                let other = candidates.ru[at] as usize;
                let kept = link.weighted * (1.0 - DISCOUNT / link.count);
                let probability = |count: f64| (kept / count).clamp(0.0, 1.0) as f32;
                let (p, q) = (probability(counts.0[word]), probability(counts.1[other]));
                let together = f64::from(candidates.together[at]);
                if p.max(q) >= MIN_PROBABILITY
                    && association(together, en_met[word], ru_met[other], total) >= MIN_ASSOCIATION
                {
                    let (en, ru) = (en.stems()[word].clone(), ru.stems()[other].clone());
                    pairs.push(Pair { en, ru, ru_given_en: p, en_given_ru: q });
                }
            }
        }
        pairs
    }
}

/// The number of pairs that contain each word.
fn met(side: &Side) -> Vec<f64> {
    side.occurrences().0.windows(2).map(|w| (w[1] - w[0]) as f64).collect()
}

/// The words to count in the table, with their counts.
fn counts<'a>(side: &Side, weighted: &[f64], paired: impl Iterator<Item = &'a str>) -> Vec<(String, u32)> {
    let paired: rustc_hash::FxHashSet<&str> = paired.collect();
    side.stems()
        .iter()
        .zip(side.counts())
        .zip(weighted)
        .filter(|((stem, met), _)| **met >= MIN_COUNT || paired.contains(stem.as_str()))
        .map(|((stem, _), count)| (stem.clone(), (*count + 0.5).max(1.0) as u32))
        .collect()
}

/// Dunning's log-likelihood ratio of two words that occur in `a` and `b` of `total` pairs, and together in `both`.
fn association(both: f64, a: f64, b: f64, total: f64) -> f64 {
    let term = |seen: f64, expected: f64| if seen > 0.0 { seen * libm::log(seen / expected) } else { 0.0 };
    let (not_a, not_b) = (total - a, total - b);
    2.0 * (term(both, a * b / total)
        + term(a - both, a * not_b / total)
        + term(b - both, not_a * b / total)
        + term(total - a - b + both, not_a * not_b / total))
}
