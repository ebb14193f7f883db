//! The two files of a pair: read, told apart by language, put in order.

use super::Reading;
use crate::document::{Document, Lang, Sentences};
use crate::error::{Error, Result};
use std::path::Path;

/// The two sides of a pair, English first.
#[derive(Debug)]
pub struct Both<T> {
    /// The English side.
    pub en: Reading<T>,
    /// The Russian side.
    pub ru: Reading<T>,
    /// Whether the files were given the other way round.
    pub swapped: bool,
}

/// What has a language.
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

/// Puts two readings in order, English first. `paths` name them in errors.
///
/// # Errors
/// [`Error::SameLanguage`] when both are in one language.
pub fn both<T: InLang>(first: Reading<T>, second: Reading<T>, paths: (&Path, &Path)) -> Result<Both<T>> {
    match (first.value.lang(), second.value.lang()) {
        (Lang::En, Lang::Ru) => Ok(Both { en: first, ru: second, swapped: false }),
        (Lang::Ru, Lang::En) => Ok(Both { en: second, ru: first, swapped: true }),
        (lang, _) => {
            Err(Error::SameLanguage { first: paths.0.to_path_buf(), second: paths.1.to_path_buf(), lang })
        }
    }
}
