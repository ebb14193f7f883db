//! Word ids and translations.

use serde::{Deserialize, Serialize};

/// A stem of a lexicon, in one of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
