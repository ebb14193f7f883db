//! Word alignment by expectation maximisation in both directions: in each round, a link counts as far as both
//! directions agree on it (Liang, Taskar, Klein 2006).
//!
//! Expected counts are integers in units of 1/[`UNIT`], so that their sums do not depend on the order of the threads.

use super::candidates::{Candidates, NONE};
use super::corpus::Corpus;
use super::hmm::{Hmm, JUMPS, Jumps};
use crate::parallel;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The number of rounds without word order, then with word order.
const ROUNDS: (usize, usize) = (4, 4);
/// The integer that stands for a count of 1.
const UNIT: f64 = (1 << 24) as f64;
/// The number of sentence pairs per task of a thread.
const CHUNK: usize = 512;
/// Prior count of each translation: below 1, so that few translations explain a word (variational Bayes).
const PRIOR: f64 = 0.01;
/// The count of a link found in one direction only.
const ONE_WAY: f64 = 0.3;

/// The link counts of a candidate pair.
#[derive(Clone, Copy, Debug, Default)]
pub struct Links {
    /// The number of links. Links in one direction count [`ONE_WAY`].
    pub count: f64,
    /// The number of links, weighted by domain.
    pub weighted: f64,
    /// Whether a link was found in both directions.
    pub mutual: bool,
}

/// The number of sums per candidate pair: the fields of [`Links`] in this order.
const SUMS: usize = 3;

/// The current parameters.
struct Model {
    /// The probability of the Russian word given the English word for each candidate pair, and vice versa.
    ru_given_en: Vec<f32>,
    en_given_ru: Vec<f32>,
    /// The jump distributions of word order, for both directions.
    jumps: Option<[Jumps; 2]>,
}

/// The links of each candidate pair.
pub fn links(corpus: &Corpus, candidates: &Candidates) -> Vec<Links> {
    let together: Vec<f64> = candidates.together.iter().map(|&n| f64::from(n)).collect();
    let mut model = Model { ru_given_en: Vec::new(), en_given_ru: Vec::new(), jumps: None };
    model.estimate(candidates, corpus, &together, |x| x);
    for round in 0..ROUNDS.0 + ROUNDS.1 {
        let (counts, jumps) = expect(corpus, candidates, &model, 1, |scratch, _, add| scratch.agreed(add));
        model.estimate(candidates, corpus, &counts, exp_digamma);
        if round + 1 >= ROUNDS.0 {
            model.jumps = Some(jumps.map(|counts| Jumps::from_counts(&counts)));
        }
    }
    let weights = corpus.weights();
    let count = |scratch: &Scratch, pair: usize, add: &mut dyn FnMut(usize, f64)| {
        scratch.linked(&mut |candidate, count| {
            add(candidate, count);
            add(candidate + candidates.len(), count * weights.of(pair));
            add(candidate + 2 * candidates.len(), f64::from(count == 1.0));
        });
    };
    let sums = expect(corpus, candidates, &model, SUMS, count).0;
    (0..candidates.len())
        .map(|c| Links {
            count: sums[c],
            weighted: sums[c + candidates.len()],
            mutual: sums[c + 2 * candidates.len()] > 0.0,
        })
        .collect()
}

impl Model {
    /// Computes probabilities from counts. `soft` applies the prior.
    fn estimate(&mut self, candidates: &Candidates, corpus: &Corpus, counts: &[f64], soft: fn(f64) -> f64) {
        let mut ru_totals = vec![(0.0, 0u32); corpus.ru.stems().len()];
        for (&ru, count) in candidates.ru.iter().zip(counts) {
            let total = &mut ru_totals[ru as usize];
            *total = (total.0 + count, total.1 + 1);
        }
        let whole = |(sum, n): (f64, u32)| soft(sum + PRIOR * f64::from(n)).max(1e-9);
        let ru_wholes: Vec<f64> = ru_totals.into_iter().map(whole).collect();
        let parts: Vec<f64> = parallel::map(counts, |c| soft(c + PRIOR));
        self.en_given_ru = candidates
            .ru
            .iter()
            .zip(&parts)
            .map(|(&ru, part)| (part / ru_wholes[ru as usize]) as f32)
            .collect();
        self.ru_given_en.clear();
        for row in candidates.starts.windows(2).map(|w| w[0]..w[1]) {
            let total = whole((counts[row.clone()].iter().sum(), row.len() as u32));
            self.ru_given_en.extend(parts[row].iter().map(|part| (part / total) as f32));
        }
    }
}

/// One sentence pair, and the posteriors of both directions.
#[derive(Default)]
struct Scratch {
    pairs: Vec<u32>,
    emit: Vec<f32>,
    unigram: Vec<f32>,
    hmm: Hmm,
    /// One row of English words per Russian word.
    to_en: Vec<f32>,
    /// One row of Russian words per English word.
    to_ru: Vec<f32>,
    shape: (usize, usize),
    jumps: [[f64; JUMPS]; 2],
}

/// Sums over the corpus the values that `each` adds for the candidate pairs of a sentence pair, `sums` values per
/// candidate pair, and the expected jumps.
fn expect(
    corpus: &Corpus,
    candidates: &Candidates,
    model: &Model,
    sums: usize,
    each: impl Fn(&Scratch, usize, &mut dyn FnMut(usize, f64)) + Sync,
) -> (Vec<f64>, [[f64; JUMPS]; 2]) {
    let sums: Vec<AtomicU64> = (0..sums * candidates.len()).map(|_| AtomicU64::new(0)).collect();
    let chunks: Vec<[[f64; JUMPS]; 2]> =
        parallel::map_with(corpus.len().div_ceil(CHUNK), Scratch::default, |scratch, chunk| {
            scratch.jumps = [[0.0; JUMPS]; 2];
            for pair in chunk * CHUNK..corpus.len().min((chunk + 1) * CHUNK) {
                scratch.load(corpus, candidates, pair);
                scratch.weigh(corpus, model, pair);
                each(scratch, pair, &mut |pair, count| {
                    sums[pair].fetch_add((count * UNIT) as u64, Relaxed);
                });
            }
            scratch.jumps
        });
    let mut jumps = [[0.0; JUMPS]; 2];
    for (all, one) in chunks
        .iter()
        .flat_map(|c| c.iter().enumerate())
        .flat_map(|(way, counts)| counts.iter().enumerate().map(move |(i, count)| ((way, i), count)))
    {
        jumps[all.0][all.1] += one;
    }
    (sums.into_iter().map(|sum| sum.into_inner() as f64 / UNIT).collect(), jumps)
}

impl Scratch {
    /// Finds the candidate pairs of a sentence pair.
    fn load(&mut self, corpus: &Corpus, candidates: &Candidates, pair: usize) {
        let (en, ru) = (corpus.en.sentence(pair), corpus.ru.sentence(pair));
        self.shape = (en.len(), ru.len());
        self.pairs.clear();
        for &r in ru {
            self.pairs.extend(en.iter().map(|&e| candidates.find(e, r)));
        }
    }

    fn weigh(&mut self, corpus: &Corpus, model: &Model, pair: usize) {
        let (n, m) = self.shape;
        let get = |table: &[f32], pair: u32| if pair == NONE { 0.0 } else { table[pair as usize] };
        self.emit.clear();
        self.emit.extend(self.pairs.iter().map(|&p| get(&model.ru_given_en, p)));
        self.unigrams(&corpus.ru, pair);
        self.direction(model, 0);
        self.emit.clear();
        self.emit.extend(
            (0..n)
                .flat_map(|e| (0..m).map(move |r| (e, r)))
                .map(|(e, r)| get(&model.en_given_ru, self.pairs[r * n + e])),
        );
        self.unigrams(&corpus.en, pair);
        self.direction(model, 1);
    }

    fn unigrams(&mut self, side: &super::corpus::Side, pair: usize) {
        let total = side.tokens() as f32;
        self.unigram.clear();
        self.unigram.extend(side.sentence(pair).iter().map(|&w| side.counts()[w as usize] as f32 / total));
    }

    fn direction(&mut self, model: &Model, way: usize) {
        let jumps = model.jumps.as_ref().map(|jumps| &jumps[way]);
        let posteriors = self.hmm.posteriors(&self.emit, &self.unigram, jumps);
        let kept = if way == 0 { &mut self.to_en } else { &mut self.to_ru };
        kept.clear();
        kept.extend_from_slice(posteriors);
        for (all, one) in self.jumps[way].iter_mut().zip(&self.hmm.jump_counts) {
            *all += one;
        }
    }

    /// Expected counts: the product of both directions.
    fn agreed(&self, add: &mut dyn FnMut(usize, f64)) {
        let (n, m) = self.shape;
        for r in 0..m {
            for e in 0..n {
                let both = self.to_en[r * n + e] * self.to_ru[e * m + r];
                if both > 1e-5 && self.pairs[r * n + e] != NONE {
                    add(self.pairs[r * n + e] as usize, f64::from(both));
                }
            }
        }
    }

    /// Links of each word with the most probable word of the other side. A link found in both directions counts 1.
    fn linked(&self, add: &mut dyn FnMut(usize, f64)) {
        let (n, m) = self.shape;
        let en_of: Vec<Option<usize>> = self.to_en.chunks(n).map(best).collect();
        let ru_of: Vec<Option<usize>> = self.to_ru.chunks(m).map(best).collect();
        let mut link = |at: usize, count: f64| {
            if self.pairs[at] != NONE {
                add(self.pairs[at] as usize, count);
            }
        };
        for (r, e) in en_of.iter().enumerate().filter_map(|(r, e)| Some((r, (*e)?))) {
            link(r * n + e, if ru_of[e] == Some(r) { 1.0 } else { ONE_WAY });
        }
        for (e, r) in ru_of.iter().enumerate().filter_map(|(e, r)| Some((e, (*r)?))) {
            if en_of[r] != Some(e) {
                link(r * n + e, ONE_WAY);
            }
        }
    }
}

/// The most probable entry of a row, unless no link is more probable.
fn best(row: &[f32]) -> Option<usize> {
    let (at, p) =
        row.iter().enumerate().fold((0, 0.0), |best, (i, &p)| if p > best.1 { (i, p) } else { best });
    (p > 1.0 - row.iter().sum::<f32>()).then_some(at)
}

/// e to the power of digamma(`x`), by its series for large arguments, which the recurrence reaches.
fn exp_digamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < 6.0 {
        below += 1.0 / x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    libm::exp(libm::log(x) - 0.5 / x - y * (1.0 / 12.0 - y * (1.0 / 120.0 - y / 252.0)) - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_digamma_is_close_to_known_values() {
        for (x, digamma) in [(1.0f64, -0.577_215_664_9), (0.5, -1.963_510_026), (10.0, 2.251_752_589_1)] {
            assert!((exp_digamma(x).ln() - digamma).abs() < 1e-6, "{x}");
        }
    }
}
