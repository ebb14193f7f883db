//! Candidate translations: words that occur together more often than by chance.

use super::corpus::Corpus;
use crate::parallel;

/// No candidate.
pub const NONE: u32 = u32::MAX;

/// Candidate pairs, as a row of Russian words for each English word.
#[derive(Debug)]
pub struct Candidates {
    /// The start of the row of each English word, and the end of the last row.
    pub starts: Vec<usize>,
    /// The Russian words, ascending in each row.
    pub ru: Vec<u32>,
    /// The number of sentence pairs with both words.
    pub together: Vec<u32>,
}

impl Candidates {
    /// The candidates of a corpus. Cost: one step for each combination of words in a sentence pair.
    pub fn of(corpus: &Corpus) -> Candidates {
        let (starts, pairs) = corpus.en.occurrences();
        let (ru_starts, _) = corpus.ru.occurrences();
        let met = |word: u32| ru_starts[word as usize + 1] - ru_starts[word as usize];
        let rows: Vec<Vec<(u32, u32)>> = parallel::map_with(
            starts.len() - 1,
            || Counter::new(corpus.ru.stems().len()),
            |counter, word| {
                let mine = &pairs[starts[word]..starts[word + 1]];
                counter.row(corpus, mine, |ru, n| is_likely(n as usize, mine.len(), met(ru), corpus.len()))
            },
        );
        let mut all = Candidates { starts: vec![0], ru: Vec::new(), together: Vec::new() };
        for row in rows {
            all.ru.extend(row.iter().map(|c| c.0));
            all.together.extend(row.iter().map(|c| c.1));
            all.starts.push(all.ru.len());
        }
        all
    }

    /// The number of the candidate pair of `en` and `ru`, or [`NONE`].
    pub fn find(&self, en: u32, ru: u32) -> u32 {
        let start = self.starts[en as usize];
        match self.ru[start..self.starts[en as usize + 1]].binary_search(&ru) {
            Ok(at) => (start + at) as u32,
            Err(_) => NONE,
        }
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.ru.len()
    }
}

/// Whether two words may be translations of each other. They occur together in `together` sentence pairs, and in `en`
/// and `ru` of all `total` pairs. They must occur together more often than by chance, and more than once unless one of
/// them occurs only once.
fn is_likely(together: usize, en: usize, ru: usize, total: usize) -> bool {
    (together >= 2 || en == 1 || ru == 1) && together as u64 * total as u64 > en as u64 * ru as u64
}

/// Counts the words of some sentences in a reusable array.
struct Counter {
    counts: Vec<u32>,
    last: Vec<u32>,
    touched: Vec<u32>,
}

impl Counter {
    fn new(words: usize) -> Counter {
        Counter { counts: vec![0; words], last: vec![u32::MAX; words], touched: Vec::new() }
    }

    fn row(&mut self, corpus: &Corpus, pairs: &[u32], keep: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
        for &pair in pairs {
            for &word in corpus.ru.sentence(pair as usize) {
                let at = word as usize;
                if self.last[at] != pair {
                    self.last[at] = pair;
                    self.counts[at] += 1;
                    if self.counts[at] == 1 {
                        self.touched.push(word);
                    }
                }
            }
        }
        self.touched.sort_unstable();
        let row =
            self.touched.iter().map(|&w| (w, self.counts[w as usize])).filter(|&(w, n)| keep(w, n)).collect();
        for word in self.touched.drain(..) {
            self.counts[word as usize] = 0;
            self.last[word as usize] = u32::MAX;
        }
        row
    }
}
