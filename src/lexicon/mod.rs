//! Word translations: which English stems go with which Russian stems, and how often each is met.

mod builtin;
mod layout;
mod stem;

pub use stem::{stem, stem_into};

use crate::document::Lang;
use builtin::{Builtin, FLOOR};

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
    translates: bool,
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::builtin()
    }
}

impl Lexicon {
    /// The table built into the library. Costs nothing: it is used where it lies.
    pub fn builtin() -> Lexicon {
        Lexicon { builtin: Builtin::new(), translates: true }
    }

    /// A lexicon without translations. It still knows how frequent words are.
    pub fn none() -> Lexicon {
        Lexicon { builtin: Builtin::new(), translates: false }
    }

    /// The id of a stem (see [`stem`](stem())), if the lexicon has a translation of it.
    pub fn word(&self, lang: Lang, stem: &str) -> Option<WordId> {
        let word = self.builtin.find(lang, stem)?;
        (self.translates && self.builtin.is_paired(lang, word)).then_some(word)
    }

    /// The translations of an English stem, most probable first.
    pub fn translations(&self, en: WordId) -> impl Iterator<Item = Translation> + '_ {
        self.builtin.translations(en)
    }

    /// Relative frequency of a stem in running text of `lang`, also of stems that have no translation; a small floor
    /// value for stems never met.
    pub fn frequency(&self, lang: Lang, stem: &str) -> f32 {
        self.builtin.find(lang, stem).map_or(FLOOR, |word| self.builtin.frequency(lang, word))
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
