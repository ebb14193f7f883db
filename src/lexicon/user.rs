//! Tables of users, laid over the built-in one.

use super::builtin::Builtin;
use super::table::{Pair, Table};
use super::{Translation, WordId};
use crate::document::Lang;
use rustc_hash::{FxHashMap, FxHashSet};

/// Ids of words the built-in table does not have begin here.
const FIRST: u32 = 1 << 24;

/// What users' tables add.
#[derive(Clone, Debug, Default)]
pub(super) struct User {
    en: Words,
    ru: Words,
    /// The whole row of each English word that any of the tables has, what is built in included.
    rows: FxHashMap<WordId, Vec<Translation>>,
    /// Russian words in those rows.
    paired: FxHashSet<WordId>,
}

/// Words of one language that the built-in table does not have.
#[derive(Clone, Debug, Default)]
struct Words {
    ids: FxHashMap<String, WordId>,
    frequencies: FxHashMap<String, f32>,
}

impl User {
    /// Lays a table on top: its probabilities replace those below. `base` gives the row of a word so far.
    pub fn add(
        &mut self,
        table: &Table,
        builtin: &Builtin,
        base: impl Fn(&User, WordId) -> Vec<Translation>,
    ) {
        for pair in &table.pairs {
            let (en, ru) = (self.id(builtin, Lang::En, &pair.en), self.id(builtin, Lang::Ru, &pair.ru));
            if !self.rows.contains_key(&en) {
                let row = base(self, en);
                self.rows.insert(en, row);
            }
            self.paired.insert(ru);
            if let Some(row) = self.rows.get_mut(&en) {
                put(row, ru, pair);
            }
        }
        for row in self.rows.values_mut() {
            row.sort_by(|a, b| b.ru_given_en.total_cmp(&a.ru_given_en).then(a.ru.cmp(&b.ru)));
        }
        self.en.count(&table.en);
        self.ru.count(&table.ru);
    }

    fn side(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }

    fn id(&mut self, builtin: &Builtin, lang: Lang, stem: &str) -> WordId {
        let words = match lang {
            Lang::En => &mut self.en,
            Lang::Ru => &mut self.ru,
        };
        builtin.find(lang, stem).unwrap_or_else(|| {
            let next = WordId(FIRST + words.ids.len() as u32);
            *words.ids.entry(stem.to_string()).or_insert(next)
        })
    }

    /// The id of a word the built-in table does not have.
    pub fn find(&self, lang: Lang, stem: &str) -> Option<WordId> {
        self.side(lang).ids.get(stem).copied()
    }

    /// Whether the word is in a pair of these tables.
    pub fn is_paired(&self, lang: Lang, word: WordId) -> bool {
        match lang {
            Lang::En => self.rows.contains_key(&word),
            Lang::Ru => self.paired.contains(&word),
        }
    }

    /// The row of an English word, if any of the tables has the word.
    pub fn row(&self, en: WordId) -> Option<&[Translation]> {
        self.rows.get(&en).map(Vec::as_slice)
    }

    /// The relative frequency of a stem in the texts the tables were learned from.
    pub fn frequency(&self, lang: Lang, stem: &str) -> Option<f32> {
        self.side(lang).frequencies.get(stem).copied()
    }
}

impl Words {
    fn count(&mut self, counts: &[(String, u32)]) {
        let total: f64 = counts.iter().map(|c| f64::from(c.1)).sum();
        for (stem, count) in counts {
            self.frequencies.insert(stem.clone(), (f64::from(*count) / total.max(1.0)) as f32);
        }
    }
}

fn put(row: &mut Vec<Translation>, ru: WordId, pair: &Pair) {
    let new = Translation { ru, ru_given_en: pair.ru_given_en, en_given_ru: pair.en_given_ru };
    match row.iter_mut().find(|t| t.ru == ru) {
        Some(old) => *old = new,
        None => row.push(new),
    }
}
