//! Tables of users, on top of the built-in table.

use super::builtin::Builtin;
use super::table::{Table, pool};
use super::{Translation, WordId};
use crate::document::Lang;
use rustc_hash::{FxHashMap, FxHashSet};

/// The first id of words that are not in the built-in table.
const FIRST: u32 = 1 << 24;

/// The content of users' tables.
#[derive(Clone, Debug, Default)]
pub(super) struct User {
    en: Words,
    ru: Words,
    /// The complete row of each English word in these tables, including built-in translations.
    rows: FxHashMap<WordId, Vec<Translation>>,
    /// Russian words in those rows.
    paired: FxHashSet<WordId>,
}

/// The words of one language in users' tables.
#[derive(Clone, Debug, Default)]
struct Words {
    /// The ids of words that are not in the built-in table.
    ids: FxHashMap<String, WordId>,
    /// The count of each word in the texts that the tables were learned from, and the total.
    counts: FxHashMap<WordId, f32>,
    total: f32,
}

impl User {
    /// Adds a table. Probabilities of a word with a count are averaged with the earlier ones, weighted by counts. A
    /// word without a count was written by a person, and its probabilities replace the earlier ones. `base` returns the
    /// current row of a word. `translates` says whether the built-in translations are used.
    pub fn add(
        &mut self,
        table: &Table,
        builtin: &Builtin,
        translates: bool,
        base: impl Fn(&User, WordId) -> Vec<Translation>,
    ) {
        let counted = |user: &mut User, lang, counts: &[(String, u32)]| -> FxHashMap<WordId, f32> {
            counts.iter().map(|(stem, count)| (user.id(builtin, lang, stem), *count as f32)).collect()
        };
        let (en_met, ru_met) = (counted(self, Lang::En, &table.en), counted(self, Lang::Ru, &table.ru));
        let mut rows: FxHashMap<WordId, Vec<Translation>> = FxHashMap::default();
        for pair in &table.pairs {
            let (en, ru) = (self.id(builtin, Lang::En, &pair.en), self.id(builtin, Lang::Ru, &pair.ru));
            let (ru_given_en, en_given_ru) = (pair.ru_given_en, pair.en_given_ru);
            put(rows.entry(en).or_default(), Translation { ru, ru_given_en, en_given_ru });
            self.paired.insert(ru);
        }
        for (en, new) in rows {
            let met = |lang, word, met: &FxHashMap<WordId, f32>| Met {
                before: self.met(lang, word, builtin, translates),
                now: met.get(&word).copied().unwrap_or(0.0),
            };
            let mut row = self.rows.get(&en).cloned().unwrap_or_else(|| base(self, en));
            let of_en = met(Lang::En, en, &en_met);
            for old in &mut row {
                let of_ru = met(Lang::Ru, old.ru, &ru_met);
                if !new.iter().any(|t| t.ru == old.ru) {
                    old.ru_given_en = of_en.faded(old.ru_given_en);
                    old.en_given_ru = of_ru.faded(old.en_given_ru);
                }
            }
            for new in new {
                let of_ru = met(Lang::Ru, new.ru, &ru_met);
                let (p, q) = row
                    .iter()
                    .find(|t| t.ru == new.ru)
                    .map_or((0.0, 0.0), |old| (old.ru_given_en, old.en_given_ru));
                let ru_given_en = of_en.pooled(p, new.ru_given_en);
                let en_given_ru = of_ru.pooled(q, new.en_given_ru);
                put(&mut row, Translation { ru: new.ru, ru_given_en, en_given_ru });
            }
            row.sort_by(|a, b| b.ru_given_en.total_cmp(&a.ru_given_en).then(a.ru.cmp(&b.ru)));
            self.rows.insert(en, row);
        }
        self.en.count(en_met);
        self.ru.count(ru_met);
    }

    /// The current count of a word.
    fn met(&self, lang: Lang, word: WordId, builtin: &Builtin, translates: bool) -> f32 {
        let below = if translates { builtin.count(lang, word) } else { 0.0 };
        below + self.side(lang).counts.get(&word).copied().unwrap_or(0.0)
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

    /// The id of a word that is not in the built-in table.
    pub fn find(&self, lang: Lang, stem: &str) -> Option<WordId> {
        self.side(lang).ids.get(stem).copied()
    }

    /// Whether the word has a translation in these tables.
    pub fn is_paired(&self, lang: Lang, word: WordId) -> bool {
        match lang {
            Lang::En => self.rows.contains_key(&word),
            Lang::Ru => self.paired.contains(&word),
        }
    }

    /// The row of an English word, if one of these tables has the word.
    pub fn row(&self, en: WordId) -> Option<&[Translation]> {
        self.rows.get(&en).map(Vec::as_slice)
    }

    /// The count of a word in the texts that the tables were learned from, and their total number of words.
    pub fn count(&self, lang: Lang, word: WordId) -> (f32, f32) {
        let words = self.side(lang);
        (words.counts.get(&word).copied().unwrap_or(0.0), words.total)
    }
}

impl Words {
    fn count(&mut self, counts: FxHashMap<WordId, f32>) {
        for (word, count) in counts {
            *self.counts.entry(word).or_default() += count;
            self.total += count;
        }
    }
}

/// The count of a word before a table, and in it.
#[derive(Clone, Copy)]
struct Met {
    before: f32,
    now: f32,
}

impl Met {
    /// A probability that both the earlier tables and this table give.
    fn pooled(self, before: f32, now: f32) -> f32 {
        if self.now > 0.0 { pool((before, self.before), (now, self.now)) } else { now }
    }

    /// A probability that only the earlier tables give.
    fn faded(self, before: f32) -> f32 {
        if self.now > 0.0 { pool((before, self.before), (0.0, self.now)) } else { before }
    }
}

fn put(row: &mut Vec<Translation>, new: Translation) {
    match row.iter_mut().find(|t| t.ru == new.ru) {
        Some(old) => *old = new,
        None => row.push(new),
    }
}
