//! A lexicon as text, the `.lex` format: people can read and edit it, and `data/lexicon.tsv` is one.
//!
//! A line for each pair, `en<TAB>ru<TAB>p<TAB>q`: two stems, the probability of the Russian one given the English one and
//! the other way round, in thousandths. Then a line for each counted word, with the other column empty:
//! `the<TAB><TAB>505924`, `<TAB>и<TAB>189156`. Lines that begin with `#` are comments; the first other line is the header.

use std::io::{self, Write};

/// The header line.
pub const HEADER: &str = "en\tru\tru_given_en\ten_given_ru";

/// Two stems and how probable either is given the other.
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
    /// English stems and how often each was met, by stem.
    pub en: Vec<(String, u32)>,
    /// Russian stems and how often each was met, by stem.
    pub ru: Vec<(String, u32)>,
}

impl Table {
    /// Puts the table in the order of the format.
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

fn thousandths(p: f32) -> u32 {
    ((p * 1000.0 + 0.5) as u32).clamp(1, 1000)
}
