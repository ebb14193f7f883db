//! Learning word translations from aligned texts.
//!
//! What goes in: sentence pairs, in any number; what comes out: a [`Table`]. Words are aligned by a hidden Markov model in
//! both directions that learn from what they agree on; the links are counted, and filtered by how surely two words go
//! together. Memory: four bytes a word of text and 24 a pair of words that are met together more often than by
//! chance. The result does not depend on the number of threads.

mod candidates;
mod corpus;
mod em;
mod hmm;

use super::dictionary::{Kind, kind_of};
use super::table::{Pair, Table};
use crate::error::{Error, Result};
use crate::io::InputOptions;
use crate::memory::reader::open;
use crate::memory::segment::Status;
use candidates::Candidates;
use corpus::{Corpus, Side};
use em::Links;
use std::path::Path;

/// Taken off the number of links, so that one accident is no translation.
const DISCOUNT: f64 = 0.35;
/// Least log-likelihood ratio (Dunning 1993) of two words: by the chi-squared distribution, 3 in 100 of
/// chance pairs reach it.
const MIN_ASSOCIATION: f64 = 5.0;
/// Least probability, in the better direction.
const MIN_PROBABILITY: f32 = 0.005;
/// Words met less often are not counted in the table, unless they are in a pair.
const MIN_COUNT: u32 = 6;

/// Collects sentence pairs and learns from them.
#[derive(Debug, Default)]
pub struct Learner {
    corpus: Corpus,
}

impl Learner {
    /// One that knows nothing yet.
    pub fn new() -> Learner {
        Learner::default()
    }

    /// Adds a sentence pair. Tells whether it was taken: not when it was there before, has no words on a side, or more
    /// than a hundred.
    pub fn add(&mut self, en: &str, ru: &str) -> bool {
        self.corpus.push(en, ru)
    }

    /// Adds the segments of a memory in any format that enru reads, also gzipped. Segments that people rejected, and
    /// those whose file says that they are not translated yet, are left out. Gives the number of segments that were read;
    /// [`add`](Learner::add) says which are taken.
    ///
    /// # Errors
    /// When the file cannot be read, breaks its format (the place is named), or is a lexicon already.
    pub fn add_file(&mut self, path: impl AsRef<Path>) -> Result<usize> {
        let (path, mut read) = (path.as_ref(), 0);
        let unusable = |message: &str| Error::Unusable { path: path.to_path_buf(), message: message.into() };
        // A Moses pair is known by a name that is no file.
        match if path.is_file() { kind_of(path)? } else { Kind::Memory } {
            Kind::Lex => return Err(unusable("is a lexicon already; pass it as --lexicon")),
            Kind::Dic => return Err(unusable("is a dictionary, not a memory; pass it as --lexicon")),
            Kind::Memory => {}
        }
        for segment in open(path, None, &InputOptions::default())? {
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

    /// Pairs added from here on belong to another domain. Domains weigh in the table as the square roots of their sizes,
    /// so that a lot of manuals does not decide what words mean in a little news.
    pub fn begin_domain(&mut self) {
        self.corpus.begin_domain();
    }

    /// How many sentence pairs were taken.
    pub fn len(&self) -> usize {
        self.corpus.len()
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.corpus.len() == 0
    }

    /// The word translations in all pairs added. Cost: about half a minute of processor time for a million
    /// English words.
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

/// In how many pairs each word is.
fn met(side: &Side) -> Vec<f64> {
    side.occurrences().0.windows(2).map(|w| (w[1] - w[0]) as f64).collect()
}

/// The words worth counting, and how often each counts.
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

/// Dunning's log-likelihood ratio of two words met in `a` and `b` of `total` pairs, in `both` together.
fn association(both: f64, a: f64, b: f64, total: f64) -> f64 {
    let term = |seen: f64, expected: f64| if seen > 0.0 { seen * libm::log(seen / expected) } else { 0.0 };
    let (not_a, not_b) = (total - a, total - b);
    2.0 * (term(both, a * b / total)
        + term(a - both, a * not_b / total)
        + term(b - both, not_a * b / total)
        + term(total - a - b + both, not_a * not_b / total))
}
