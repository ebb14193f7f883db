//! Word translations: which English stems go with which Russian stems, and how often each is met.
//!
//! A [`Lexicon`] is the table built into the library, or none, with tables of users on top: dictionaries, glossaries
//! ([`Lexicon::with_file`]) and what [`learn`] made from aligned texts. Words are looked up by their [stem](stem()).

mod builtin;
mod glossary;
mod layout;
pub mod learn;
mod source;
mod stem;
mod table;
mod tmx;
mod user;
mod words;

pub use stem::{stem, stem_into};
pub use table::{Pair, Table};

use crate::document::Lang;
use crate::error::Result;
use builtin::{Builtin, FLOOR};
use std::path::Path;
use std::sync::Arc;
use user::User;

/// A stem of a lexicon, in one of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

/// One translation of an English stem.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Translation {
    /// The Russian stem.
    pub ru: WordId,
    /// Probability of the Russian stem given the English one.
    pub ru_given_en: f32,
    /// Probability of the English stem given the Russian one.
    pub en_given_ru: f32,
}

/// A table of word translations. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lexicon {
    builtin: Builtin,
    /// Whether the built-in translations are used; its word counts always are.
    translates: bool,
    user: Option<Arc<User>>,
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::builtin()
    }
}

impl Lexicon {
    /// The table built into the library. Costs nothing: it is used where it lies.
    pub fn builtin() -> Lexicon {
        Lexicon { builtin: Builtin::new(), translates: true, user: None }
    }

    /// The bytes of the built-in table.
    pub(crate) fn builtin_bytes() -> &'static [u8] {
        builtin::BYTES
    }

    /// A lexicon without translations. It still knows how frequent words are.
    pub fn none() -> Lexicon {
        Lexicon { translates: false, ..Lexicon::builtin() }
    }

    /// The built-in table with the table in a file on top: see [`with_file`](Lexicon::with_file).
    ///
    /// # Errors
    /// Those of [`with_file`](Lexicon::with_file).
    pub fn open(path: impl AsRef<Path>) -> Result<Lexicon> {
        Lexicon::builtin().with_file(path)
    }

    /// This lexicon with the table in a file on top: one that `enru learn` wrote, tab-separated word pairs (also with
    /// the two probabilities), a CSV glossary, a TMX term base, a hunalign dictionary (`target @ source`), any of them
    /// gzipped. Probabilities the file gives replace those known so far; entries of several words link the words that no
    /// table links yet. Cost: 80 to 170 ms measured for a hundred thousand pairs.
    ///
    /// # Errors
    /// When the file cannot be read, breaks its format (the line is named), or holds sentences rather than words.
    pub fn with_file(&self, path: impl AsRef<Path>) -> Result<Lexicon> {
        Ok(self.with_table(&glossary::open(path.as_ref(), self)?))
    }

    /// This lexicon with a table on top, whose probabilities replace those known so far.
    pub fn with_table(&self, table: &Table) -> Lexicon {
        let mut user = self.user.as_deref().cloned().unwrap_or_default();
        user.add(table, &self.builtin, |user, en| match user.row(en) {
            Some(row) => row.to_vec(),
            None => self.builtin_row(en).collect(),
        });
        Lexicon { user: Some(Arc::new(user)), ..self.clone() }
    }

    /// The id of a stem (see [`stem`](stem())), if the lexicon has a translation of it.
    pub fn word(&self, lang: Lang, stem: &str) -> Option<WordId> {
        let user = self.user.as_deref();
        let word = self.builtin.find(lang, stem).or_else(|| user?.find(lang, stem))?;
        let known = (self.translates && self.builtin.is_paired(lang, word))
            || user.is_some_and(|user| user.is_paired(lang, word));
        known.then_some(word)
    }

    /// The translations of an English stem, most probable first.
    pub fn translations(&self, en: WordId) -> impl Iterator<Item = Translation> + '_ {
        let user = self.user.as_deref().and_then(|user| user.row(en));
        let builtin = user.is_none().then(|| self.builtin_row(en));
        user.unwrap_or_default().iter().copied().chain(builtin.into_iter().flatten())
    }

    fn builtin_row(&self, en: WordId) -> impl Iterator<Item = Translation> + use<> {
        let row = self.translates.then(|| self.builtin.translations(en));
        row.into_iter().flatten()
    }

    /// Relative frequency of a stem in running text of `lang`, also of stems that have no translation; a small floor
    /// value for stems never met.
    pub fn frequency(&self, lang: Lang, stem: &str) -> f32 {
        if let Some(word) = self.builtin.find(lang, stem) {
            return self.builtin.frequency(lang, word);
        }
        let user = self.user.as_deref().and_then(|user| user.frequency(lang, stem));
        user.unwrap_or(FLOOR).max(FLOOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_table_knows_plain_words() {
        let lexicon = Lexicon::builtin();
        let file = lexicon.word(Lang::En, &stem(Lang::En, "files")).unwrap();
        let best = lexicon.translations(file).next().unwrap();
        assert_eq!(Some(best.ru), lexicon.word(Lang::Ru, &stem(Lang::Ru, "файлами")));
        assert!((best.ru_given_en - 0.835).abs() < 0.02, "{best:?}");
        assert!(lexicon.frequency(Lang::En, "the") > 0.05);
        assert!(Lexicon::none().word(Lang::En, "file").is_none());
    }
}
