//! The hidden Markov model of word alignment (Vogel, Ney, Tillmann 1996), with empty words as in Och and Ney (2003).
//! Computes posterior probabilities.
//!
//! Cost: the product of the squared length of the generating side and the length of the other.

/// Probability that a word has no counterpart on the other side.
const EMPTY: f32 = 0.2;
/// Longer jumps are as likely as this one.
const FAR: usize = 8;
/// Transitions from states below this probability are skipped to save time. The value is an untuned guess.
const SLIGHT: f32 = 1e-6;
/// The number of distinct jump lengths.
pub const JUMPS: usize = 2 * FAR + 1;

/// The distribution of jump lengths between consecutive words.
#[derive(Clone, Debug)]
pub struct Jumps([f32; JUMPS]);

impl Jumps {
    /// Computes the distribution from counts, with 1 % smoothing.
    pub fn from_counts(counts: &[f64; JUMPS]) -> Jumps {
        let total: f64 = counts.iter().sum::<f64>().max(1e-9);
        let mut jumps = counts.map(|c| (c / total) as f32 + 0.01 / JUMPS as f32);
        // Each end covers many lengths: about ten are possible in a sentence of usual length.
        jumps[0] /= 10.0;
        jumps[JUMPS - 1] /= 10.0;
        Jumps(jumps)
    }

    fn weight(&self, from: usize, to: usize) -> f32 {
        self.0[(to + FAR).saturating_sub(from).min(JUMPS - 1)]
    }
}

/// Buffers and the result, reused for each sentence pair.
#[derive(Debug, Default)]
pub struct Hmm {
    states: usize,
    /// Jump weights by distance, from `1 - states` to `states - 1`.
    jumps: Vec<f32>,
    /// Jump weights in reverse, from `states - 1` down.
    reversed: Vec<f32>,
    /// One over the sum of the jump weights from each state.
    norms: Vec<f32>,
    forward: Vec<f32>,
    empty: Vec<f32>,
    backward: Vec<f32>,
    posterior: Vec<f32>,
    /// The expected jumps of the last sentence pair.
    pub jump_counts: [f64; JUMPS],
}

impl Hmm {
    /// Posterior probabilities, one row of `states` per word. `emit` has, row by row, the probability of the word given
    /// each word of the generating side; `unigram` has the probability of the word alone. Without `jumps`, word order
    /// is ignored (IBM model 1).
    pub fn posteriors(&mut self, emit: &[f32], unigram: &[f32], jumps: Option<&Jumps>) -> &[f32] {
        self.states = emit.len() / unigram.len().max(1);
        self.jump_counts = [0.0; JUMPS];
        self.posterior.clear();
        if self.states == 0 {
            return &self.posterior;
        }
        if let Some(jumps) = jumps {
            self.prepare(jumps);
            self.run_forward(emit, unigram);
            self.run_backward(emit, unigram);
        } else {
            self.without_order(emit, unigram);
        }
        &self.posterior
    }

    fn without_order(&mut self, emit: &[f32], unigram: &[f32]) {
        let n = self.states;
        let mut before = None;
        for (row, u) in emit.chunks(n).zip(unigram) {
            let real = (1.0 - EMPTY) / n as f32;
            let scale = real / (real * row.iter().sum::<f32>() + EMPTY * u).max(f32::MIN_POSITIVE);
            self.posterior.extend(row.iter().map(|e| e * scale));
            before = self.guess_jump(before);
        }
    }

    /// Counts the jump between the most probable states of this word and the previous one, as a first estimate of word
    /// order.
    fn guess_jump(&mut self, before: Option<usize>) -> Option<usize> {
        let row = &self.posterior[self.posterior.len() - self.states..];
        let to = row.iter().position(|&p| p > 0.5);
        if let (Some(from), Some(to)) = (before, to) {
            self.jump_counts[(to + FAR).saturating_sub(from).min(JUMPS - 1)] += 1.0;
        }
        to
    }

    fn prepare(&mut self, jumps: &Jumps) {
        let n = self.states;
        self.jumps.clear();
        self.jumps.extend((0..2 * n - 1).map(|d| jumps.weight(n - 1, d)));
        self.reversed.clear();
        self.reversed.extend(self.jumps.iter().rev());
        self.norms.clear();
        self.norms
            .extend((0..n).map(|from| 1.0 / self.jumps[n - 1 - from..2 * n - 1 - from].iter().sum::<f32>()));
    }

    /// Fills `forward[j]` and `empty[j]`: the probability of the words up to `j` if word `j` has a given state, or no
    /// counterpart after that state. Each row sums to 1.
    fn run_forward(&mut self, emit: &[f32], unigram: &[f32]) {
        let n = self.states;
        self.forward.clear();
        self.forward.resize(emit.len(), 0.0);
        self.empty.clear();
        self.empty.resize(emit.len(), 0.0);
        let mut before = vec![1.0 / n as f32; n];
        for (j, alone) in unigram.iter().enumerate() {
            let row = j * n..(j + 1) * n;
            let (real, none) = (&mut self.forward[row.clone()], &mut self.empty[row.clone()]);
            if j == 0 {
                real.copy_from_slice(&before);
            } else {
                for (from, mass) in before.iter().enumerate().filter(|(_, mass)| **mass > SLIGHT) {
                    let weight = mass * self.norms[from];
                    for (r, jump) in real.iter_mut().zip(&self.jumps[n - 1 - from..]) {
                        *r += weight * jump;
                    }
                }
            }
            for (r, e) in real.iter_mut().zip(&emit[row]) {
                *r *= (1.0 - EMPTY) * e;
            }
            for (o, mass) in none.iter_mut().zip(&before) {
                *o = EMPTY * alone * mass;
            }
            let scale = 1.0 / (real.iter().sum::<f32>() + none.iter().sum::<f32>()).max(f32::MIN_POSITIVE);
            for (b, (r, o)) in before.iter_mut().zip(real.iter_mut().zip(none)) {
                *r *= scale;
                *o *= scale;
                *b = *r + *o;
            }
        }
    }

    fn run_backward(&mut self, emit: &[f32], unigram: &[f32]) {
        let (n, words) = (self.states, unigram.len());
        self.posterior.resize(emit.len(), 0.0);
        self.backward.clear();
        self.backward.resize(n, 1.0);
        let mut arriving = vec![0.0; n];
        for j in (0..words).rev() {
            let row = j * n..(j + 1) * n;
            self.posterior_row(row.clone());
            if j == 0 {
                break;
            }
            for (a, (e, b)) in arriving.iter_mut().zip(emit[row].iter().zip(&self.backward)) {
                *a = (1.0 - EMPTY) * e * b;
            }
            self.count_jumps(j, &arriving, unigram[j]);
            self.step_back(&arriving, EMPTY * unigram[j]);
        }
    }

    fn posterior_row(&mut self, row: std::ops::Range<usize>) {
        let (real, none) = (&self.forward[row.clone()], &self.empty[row.clone()]);
        let total: f32 = real.iter().zip(none).zip(&self.backward).map(|((r, o), b)| (r + o) * b).sum();
        let scale = 1.0 / total.max(f32::MIN_POSITIVE);
        for (p, (r, b)) in self.posterior[row].iter_mut().zip(real.iter().zip(&self.backward)) {
            *p = r * b * scale;
        }
    }

    fn step_back(&mut self, arriving: &[f32], empty: f32) {
        let n = self.states;
        let mut back = vec![0.0; n];
        let most = arriving.iter().fold(0.0f32, |a, &b| a.max(b));
        for (to, weight) in arriving.iter().enumerate().filter(|(_, a)| **a > SLIGHT * most) {
            for (b, jump) in back.iter_mut().zip(&self.reversed[n - 1 - to..]) {
                *b += weight * jump;
            }
        }
        let mut total = 0.0;
        for (b, (sum, norm)) in self.backward.iter_mut().zip(back.iter().zip(&self.norms)) {
            *b = sum * norm + empty * *b;
            total += *b;
        }
        let scale = 1.0 / total.max(f32::MIN_POSITIVE);
        self.backward.iter_mut().for_each(|b| *b *= scale);
    }

    /// Adds the expected jumps from word `j - 1` to word `j`.
    fn count_jumps(&mut self, j: usize, arriving: &[f32], unigram: f32) {
        let n = self.states;
        let before = (j - 1) * n..j * n;
        let (real, none) = (&self.forward[before.clone()], &self.empty[before]);
        // All far jumps have the same weight, so prefix sums replace the individual terms.
        let mut sums = vec![0.0; n + 1];
        for (i, a) in arriving.iter().enumerate() {
            sums[i + 1] = sums[i] + a;
        }
        let (mut counts, mut total) = ([0.0f32; JUMPS], 0.0);
        for (from, (r, o)) in real.iter().zip(none).enumerate().filter(|(_, (r, o))| *r + *o > SLIGHT) {
            let mass = (r + o) * self.norms[from];
            total += (r + o) * EMPTY * unigram * self.backward[from];
            let near = (from + 1).saturating_sub(FAR)..n.min(from + FAR);
            counts[0] += mass * sums[near.start] * self.jumps[(n - 1).saturating_sub(FAR)];
            counts[JUMPS - 1] += mass * (sums[n] - sums[near.end]) * self.jumps[(n - 1 + FAR).min(2 * n - 2)];
            for to in near {
                counts[to + FAR - from] += mass * arriving[to] * self.jumps[n - 1 + to - from];
            }
        }
        total += counts.iter().sum::<f32>();
        let scale = 1.0 / total.max(f32::MIN_POSITIVE);
        for (all, c) in self.jump_counts.iter_mut().zip(counts) {
            *all += f64::from(c * scale);
        }
    }
}
