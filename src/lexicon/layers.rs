//! A lexicon in layers: the built-in table, or none, and tables of users on top.

use super::builtin::{self, Builtin, FLOOR};
use super::table::Table;
use super::user::User;
use super::{Translation, WordId};
use crate::document::Lang;
use std::sync::Arc;

/// Word translations and word frequencies. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lexicon {
    builtin: Builtin,
    /// Whether the built-in translations are used. The built-in word counts are always used.
    translates: bool,
    user: Option<Arc<User>>,
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::builtin()
    }
}

impl Lexicon {
    /// The built-in table. Costs nothing, since it is read in place.
    pub fn builtin() -> Lexicon {
        Lexicon { builtin: Builtin::new(), translates: true, user: None }
    }

    /// The bytes of the built-in table.
    pub(crate) fn builtin_bytes() -> &'static [u8] {
        builtin::BYTES
    }

    /// A lexicon without translations. It still has word frequencies.
    pub fn none() -> Lexicon {
        Lexicon { translates: false, ..Lexicon::builtin() }
    }

    /// Adds a table. A learned table has word counts: its probabilities and the earlier ones are averaged, weighted by
    /// the counts of the word. The probabilities of a table without counts replace the earlier ones.
    pub fn with_table(&self, table: &Table) -> Lexicon {
        let mut user = self.user.as_deref().cloned().unwrap_or_default();
        user.add(table, &self.builtin, self.translates, |user, en| match user.row(en) {
            Some(row) => row.to_vec(),
            None => self.builtin_row(en).collect(),
        });
        Lexicon { user: Some(Arc::new(user)), ..self.clone() }
    }

    /// The id of a stem (see `stem`), if the lexicon has a translation for it.
    #[doc(hidden)]
    pub fn word(&self, lang: Lang, stem: &str) -> Option<WordId> {
        let user = self.user.as_deref();
        let word = self.builtin.find(lang, stem).or_else(|| user?.find(lang, stem))?;
        let known = (self.translates && self.builtin.is_paired(lang, word))
            || user.is_some_and(|user| user.is_paired(lang, word));
        known.then_some(word)
    }

    /// The translations of an English stem, most probable first.
    #[doc(hidden)]
    pub fn translations(&self, en: WordId) -> impl Iterator<Item = Translation> + '_ {
        let user = self.user.as_deref().and_then(|user| user.row(en));
        let builtin = user.is_none().then(|| self.builtin_row(en));
        user.unwrap_or_default().iter().copied().chain(builtin.into_iter().flatten())
    }

    fn builtin_row(&self, en: WordId) -> impl Iterator<Item = Translation> + use<> {
        let row = self.translates.then(|| self.builtin.translations(en));
        row.into_iter().flatten()
    }

    /// The relative frequency of a stem in running text of `lang`, even if it has no translation. Unknown stems have a
    /// small default frequency.
    #[doc(hidden)]
    pub fn frequency(&self, lang: Lang, stem: &str) -> f32 {
        let user = self.user.as_deref();
        let Some(word) = self.builtin.find(lang, stem).or_else(|| user?.find(lang, stem)) else {
            return FLOOR;
        };
        let builtin = self.builtin.frequency(lang, word);
        match user.map(|user| user.count(lang, word)) {
            None | Some((_, 0.0)) => builtin,
            Some((count, total)) => {
                let below = self.builtin.total(lang);
                ((self.builtin.count(lang, word) + count) / (below + total)).max(FLOOR)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::stem;

    #[test]
    fn the_builtin_table_has_common_words() {
        let lexicon = Lexicon::builtin();
        let file = lexicon.word(Lang::En, &stem(Lang::En, "files")).unwrap();
        let best = lexicon.translations(file).next().unwrap();
        assert_eq!(Some(best.ru), lexicon.word(Lang::Ru, &stem(Lang::Ru, "файлами")));
        assert!((best.ru_given_en - 0.835).abs() < 0.02, "{best:?}");
        assert!(lexicon.frequency(Lang::En, "the") > 0.05);
        assert!(Lexicon::none().word(Lang::En, "file").is_none());
    }
}
