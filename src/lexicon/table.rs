//! The `.lex` format: a lexicon as text that people can read and edit. `data/lexicon.tsv` is in this format.
//!
//! Each pair is a line `en<TAB>ru<TAB>p<TAB>q`: two stems, and in thousandths the probability of the Russian stem given
//! the English one and vice versa. Each counted word is a line with the other column empty: `the<TAB><TAB>505924`,
//! `<TAB>и<TAB>189156`. Lines that start with `#` are comments. The first other line is the header.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// The header line.
pub const HEADER: &str = "en\tru\tru_given_en\ten_given_ru";

/// Two stems, and the probability of each given the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The English stem.
    pub en: String,
    /// The Russian stem.
    pub ru: String,
    /// Probability of the Russian stem given the English one.
    pub ru_given_en: f32,
    /// Probability of the English stem given the Russian one.
    pub en_given_ru: f32,
}

/// Word pairs and word counts, as read from a file or learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The pairs, by English stem, most probable first.
    pub pairs: Vec<Pair>,
    /// English stems with their counts, sorted by stem.
    pub en: Vec<(String, u32)>,
    /// Russian stems with their counts, sorted by stem.
    pub ru: Vec<(String, u32)>,
}

impl Table {
    /// Pools this table with `other`, as if both were learned from one corpus. A probability is weighted by the count
    /// of the word in its table, and additionally by `times` in `other`.
    pub fn pooled(&self, other: &Table, times: u32) -> Table {
        let (mine, theirs) = (Counts::of(self, 1), Counts::of(other, times));
        let mut both: BTreeMap<(&str, &str), [(f32, f32); 2]> = BTreeMap::new();
        for (table, pairs) in [&self.pairs, &other.pairs].into_iter().enumerate() {
            for pair in pairs {
                both.entry((&pair.en, &pair.ru)).or_default()[table] = (pair.ru_given_en, pair.en_given_ru);
            }
        }
        let pair = |((en, ru), [(p, q), (r, s)]): ((&str, &str), [(f32, f32); 2])| Pair {
            ru_given_en: pool((p, mine.en(en)), (r, theirs.en(en))),
            en_given_ru: pool((q, mine.ru(ru)), (s, theirs.ru(ru))),
            en: en.to_string(),
            ru: ru.to_string(),
        };
        let mut table = Table {
            pairs: both.into_iter().map(pair).collect(),
            en: summed(&mine.en, &theirs.en),
            ru: summed(&mine.ru, &theirs.ru),
        };
        table.sort();
        table
    }

    /// Sorts the table in the order of the format.
    pub(crate) fn sort(&mut self) {
        for pair in &mut self.pairs {
            pair.ru_given_en = thousandths(pair.ru_given_en) as f32 / 1000.0;
            pair.en_given_ru = thousandths(pair.en_given_ru) as f32 / 1000.0;
        }
        self.pairs.sort_by(|a, b| {
            a.en.cmp(&b.en).then(b.ru_given_en.total_cmp(&a.ru_given_en)).then_with(|| a.ru.cmp(&b.ru))
        });
        self.en.sort();
        self.ru.sort();
    }

    /// Writes the table in the `.lex` format.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "# English-Russian word translations and word counts (enru lexicon)")?;
        writeln!(out, "{HEADER}")?;
        for pair in &self.pairs {
            let (p, q) = (thousandths(pair.ru_given_en), thousandths(pair.en_given_ru));
            writeln!(out, "{}\t{}\t{p}\t{q}", pair.en, pair.ru)?;
        }
        for (stem, count) in &self.en {
            writeln!(out, "{stem}\t\t{count}")?;
        }
        for (stem, count) in &self.ru {
            writeln!(out, "\t{stem}\t{count}")?;
        }
        Ok(())
    }
}

/// The count of each word, times a factor.
struct Counts<'a> {
    en: BTreeMap<&'a str, u32>,
    ru: BTreeMap<&'a str, u32>,
}

impl<'a> Counts<'a> {
    fn of(table: &'a Table, times: u32) -> Self {
        let counts = |words: &'a [(String, u32)]| {
            words.iter().map(|(word, count)| (word.as_str(), count.saturating_mul(times))).collect()
        };
        Counts { en: counts(&table.en), ru: counts(&table.ru) }
    }

    fn en(&self, word: &str) -> f32 {
        self.en.get(word).map_or(0.0, |&count| count as f32)
    }

    fn ru(&self, word: &str) -> f32 {
        self.ru.get(word).map_or(0.0, |&count| count as f32)
    }
}

fn summed(a: &BTreeMap<&str, u32>, b: &BTreeMap<&str, u32>) -> Vec<(String, u32)> {
    let mut sums = a.clone();
    for (word, count) in b {
        let sum = sums.entry(word).or_default();
        *sum = sum.saturating_add(*count);
    }
    sums.into_iter().map(|(word, count)| (word.to_string(), count)).collect()
}

/// The weighted mean of two probabilities, each given with the count of its word. If both counts are 0, the second
/// probability.
pub(super) fn pool((p, n): (f32, f32), (q, m): (f32, f32)) -> f32 {
    if n + m > 0.0 { (p * n + q * m) / (n + m) } else { q }
}

fn thousandths(p: f32) -> u32 {
    ((p * 1000.0 + 0.5) as u32).clamp(1, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pairs: &[(&str, &str, f32, f32)], en: &[(&str, u32)], ru: &[(&str, u32)]) -> Table {
        let counts = |words: &[(&str, u32)]| words.iter().map(|w| (w.0.to_string(), w.1)).collect();
        let pair = |&(en, ru, ru_given_en, en_given_ru): &(&str, &str, f32, f32)| Pair {
            en: en.into(),
            ru: ru.into(),
            ru_given_en,
            en_given_ru,
        };
        Table { pairs: pairs.iter().map(pair).collect(), en: counts(en), ru: counts(ru) }
    }

    #[test]
    fn pooled_tables_are_weighted_by_word_counts() {
        let old = table(&[("film", "пленк", 0.8, 0.9)], &[("film", 100)], &[("пленк", 50)]);
        let new = table(
            &[("film", "фильм", 0.9, 0.9), ("film", "пленк", 0.1, 0.5)],
            &[("film", 300)],
            &[("пленк", 50), ("фильм", 270)],
        );
        let both = old.pooled(&new, 1);
        let told: Vec<_> = both.pairs.iter().map(|p| (p.ru.as_str(), p.ru_given_en, p.en_given_ru)).collect();
        assert_eq!(told, [("фильм", 0.675, 0.9), ("пленк", 0.275, 0.7)]);
        assert_eq!(both.en, [("film".to_string(), 400)]);
        assert_eq!(old.pooled(&new, 3).en, [("film".to_string(), 1000)]);
    }
}
