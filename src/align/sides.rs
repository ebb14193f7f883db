//! Two documents as features, and the links between their words.

use super::corridor;
use super::features::{self, Side};
use super::word_links::{self, Links, Source};
use crate::document::{EnRu, Sentences};
use crate::lexicon::Lexicon;

/// Two documents as features.
pub(super) struct Sides {
    pub en: Side,
    pub ru: Side,
    pub links: Links,
}

impl Sides {
    /// Reads the features of both documents. `ask` is called before each sentence, and what it returns as an error ends
    /// the work.
    pub fn new<E>(
        pair: &EnRu<Sentences>,
        lexicon: &Lexicon,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<Sides, E> {
        let en = features::side(pair.en(), lexicon, ask)?;
        let ru = features::side(pair.ru(), lexicon, ask)?;
        ask()?;
        let links = Sides::linked(&en, &ru, lexicon);
        ask()?;
        Ok(Sides { en, ru, links })
    }

    /// The links between two sides. In long documents, names are compared only where the words say that they may meet.
    pub fn linked(en: &Side, ru: &Side, lexicon: &Lexicon) -> Links {
        if !corridor::is_long(en, ru) {
            return word_links::links(en, ru, lexicon);
        }
        let words = word_links::links_without(&[Source::Sound], en, ru, lexicon);
        word_links::with_names(&words, en, ru, &corridor::stretches(en, ru, &words))
    }
}
