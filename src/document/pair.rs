//! A checked pair: always one English and one Russian side, in this order.

use super::{Document, Lang, Sentences};
use std::fmt;

/// Types with a language.
pub trait InLang {
    /// The language.
    fn lang(&self) -> Lang;
}

impl InLang for Document {
    fn lang(&self) -> Lang {
        Document::lang(self)
    }
}

impl InLang for Sentences {
    fn lang(&self) -> Lang {
        self.document().lang()
    }
}

/// An English and a Russian side. Private fields prevent swapping them by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnRu<T> {
    en: T,
    ru: T,
    swapped: bool,
}

/// Both sides of a pair are in the same language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameLanguage(pub Lang);

impl fmt::Display for SameLanguage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "both texts are {}; one must be English, the other Russian", self.0.name())
    }
}

impl std::error::Error for SameLanguage {}

impl<T: InLang> EnRu<T> {
    /// Creates a pair from two sides in either order.
    ///
    /// # Errors
    /// If both are in the same language.
    pub fn new(first: T, second: T) -> Result<EnRu<T>, SameLanguage> {
        match (first.lang(), second.lang()) {
            (Lang::En, Lang::Ru) => Ok(EnRu { en: first, ru: second, swapped: false }),
            (Lang::Ru, Lang::En) => Ok(EnRu { en: second, ru: first, swapped: true }),
            (lang, _) => Err(SameLanguage(lang)),
        }
    }

    /// Applies `f` to each side.
    ///
    /// # Panics
    /// If `f` changes the language of a side.
    pub fn map<U: InLang>(self, mut f: impl FnMut(T) -> U) -> EnRu<U> {
        let pair = EnRu { en: f(self.en), ru: f(self.ru), swapped: self.swapped };
        assert!((pair.en.lang(), pair.ru.lang()) == (Lang::En, Lang::Ru), "a side changed its language");
        pair
    }
}

impl<T> EnRu<T> {
    /// The English side.
    pub fn en(&self) -> &T {
        &self.en
    }

    /// The Russian side.
    pub fn ru(&self) -> &T {
        &self.ru
    }

    /// Whether the Russian side was given first.
    pub fn swapped(&self) -> bool {
        self.swapped
    }

    /// The English and the Russian side, in this order.
    pub fn into_sides(self) -> (T, T) {
        (self.en, self.ru)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_in_order_whatever_the_order_given() {
        let side = |lang| Sentences::from_lines("x", lang, "-");
        let pair = EnRu::new(side(Lang::Ru), side(Lang::En)).unwrap();
        assert!(pair.swapped());
        assert_eq!((pair.en().lang(), pair.ru().lang()), (Lang::En, Lang::Ru));
        assert_eq!(EnRu::new(side(Lang::Ru), side(Lang::Ru)), Err(SameLanguage(Lang::Ru)));
    }
}
