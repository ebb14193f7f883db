//! Word translations: which English stems go with which Russian stems, and how often each is met.

use crate::document::Lang;

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
#[derive(Clone, Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// The table built into the library.
    pub fn builtin() -> Lexicon {
        Lexicon {}
    }

    /// The id of a stem (see [`stem`]), if the lexicon knows it.
    pub fn word(&self, lang: Lang, stem: &str) -> Option<WordId> {
        let _ = (lang, stem);
        None
    }

    /// The translations of an English stem, most probable first.
    pub fn translations(&self, en: WordId) -> impl Iterator<Item = Translation> + '_ {
        let _ = en;
        std::iter::empty()
    }

    /// Relative frequency of a stem in running text of `lang`, also of stems that have no translation; a small floor
    /// value for stems never met.
    pub fn frequency(&self, lang: Lang, stem: &str) -> f32 {
        let _ = (lang, stem);
        1e-6
    }
}

/// The key of a word in the lexicon: lower case, ё as е, without `'s`, Snowball stem.
pub fn stem(lang: Lang, word: &str) -> String {
    let _ = lang;
    word.to_lowercase()
}
