//! Gives each word the translations of its family: words of the same root and with common translations, such as
//! `announce` and `announcer`, `улучшить`, `улучшать` and `улучшение`.
//!
//! The corpora contain `improve=улучшить` and `improvement=улучшение`, but not every pair of words of the two families.
//! Cost: about half a second for a hundred thousand pairs.

use crate::LEAST;
use enru::lexicon::{Pair, Table};
use std::collections::{BTreeMap, HashMap};

/// The probability of a relative's translation, as a share of the relative's. Of 0.3, 0.5 and 1 it gave the best mean in
/// the cross-validation of `data/README.md` (0.9545, 0.9543, 0.9539).
const SHARE: f32 = 0.3;
/// The least overlap of the translations of relatives: the sum of the lower of the two probabilities of each
/// translation. Of 0.03, 0.1 and 0.3 the second was best. Relatives with another prefix (`строить`, `построить`) add
/// nothing.
const LEAST_OVERLAP: f32 = 0.1;
/// Rarer words have no relatives: they are mostly names and typing errors.
const LEAST_COUNT: u32 = 10;
/// The fewest letters that relatives have in common from the start, and the least share of the longer word.
const ROOT: usize = 4;
const ROOT_SHARE: f32 = 0.6;

/// The probabilities of a pair: Russian given English, English given Russian.
type Both = (f32, f32);

/// Adds to each word the translations of its relatives.
pub fn relate(table: &mut Table) {
    let mut both: BTreeMap<(String, String), Both> = BTreeMap::new();
    {
        let en = Words::new(&table.en, table.pairs.iter().map(|p| (&*p.en, &*p.ru, p.ru_given_en)));
        let ru = Words::new(&table.ru, table.pairs.iter().map(|p| (&*p.ru, &*p.en, p.en_given_ru)));
        let (en_relatives, ru_relatives) = (en.relatives(), ru.relatives());
        let mut propose = |en: &str, ru: &str, (p, q): Both| {
            let known = both.entry((en.to_string(), ru.to_string())).or_default();
            *known = (known.0.max(SHARE * p), known.1.max(SHARE * q));
        };
        for Pair { en: e, ru: r, ru_given_en: p, en_given_ru: q } in &table.pairs {
            for other in ru_relatives.get(&**r).into_iter().flatten() {
                propose(e, other, (p * ru.share(other, r), *q));
            }
            for other in en_relatives.get(&**e).into_iter().flatten() {
                propose(other, r, (*p, q * en.share(other, e)));
            }
        }
    }
    for pair in &mut table.pairs {
        if let Some((p, q)) = both.remove(&(pair.en.clone(), pair.ru.clone())) {
            pair.ru_given_en = pair.ru_given_en.max(p);
            pair.en_given_ru = pair.en_given_ru.max(q);
        }
    }
    let probable = both.into_iter().filter(|(_, (p, q))| p.max(*q) >= LEAST);
    let added =
        probable.map(|((en, ru), (ru_given_en, en_given_ru))| Pair { en, ru, ru_given_en, en_given_ru });
    table.pairs.extend(added);
}

/// The words of a language, with the probabilities of their translations.
struct Words<'a> {
    counts: HashMap<&'a str, u32>,
    translations: BTreeMap<&'a str, BTreeMap<&'a str, f32>>,
}

impl<'a> Words<'a> {
    fn new(counts: &'a [(String, u32)], pairs: impl Iterator<Item = (&'a str, &'a str, f32)>) -> Words<'a> {
        let mut translations: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (word, translation, probability) in pairs {
            translations.entry(word).or_default().insert(translation, probability);
        }
        Words { counts: counts.iter().map(|(word, count)| (&**word, *count)).collect(), translations }
    }

    fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// The share of `word` among the occurrences of it and `other`.
    fn share(&self, word: &str, other: &str) -> f32 {
        let (word, other) = (self.count(word) as f32, self.count(other) as f32);
        word / (word + other)
    }

    /// The relatives of each word that has some.
    fn relatives(&self) -> HashMap<&'a str, Vec<&'a str>> {
        let mut by_root: HashMap<&str, Vec<&'a str>> = HashMap::new();
        for &word in self.translations.keys().filter(|word| self.count(word) >= LEAST_COUNT) {
            by_root.entry(root(word)).or_default().push(word);
        }
        let mut relatives: HashMap<_, Vec<_>> = HashMap::new();
        for words in by_root.values() {
            for (k, &a) in words.iter().enumerate() {
                for &b in &words[k + 1..] {
                    if begin_alike(a, b) && self.overlap(a, b) >= LEAST_OVERLAP {
                        relatives.entry(a).or_default().push(b);
                        relatives.entry(b).or_default().push(a);
                    }
                }
            }
        }
        relatives
    }

    fn overlap(&self, a: &str, b: &str) -> f32 {
        let (a, b) = (&self.translations[a], &self.translations[b]);
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter().filter_map(|(word, p)| Some(p.min(*many.get(word)?))).sum()
    }
}

/// The first letters of a word.
fn root(word: &str) -> &str {
    word.char_indices().nth(ROOT).map_or(word, |(end, _)| &word[..end])
}

fn begin_alike(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longer = a.chars().count().max(b.chars().count());
    common >= ROOT && common as f32 >= ROOT_SHARE * longer as f32
}
