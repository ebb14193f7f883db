//! The two files of a pair: read, told apart by language, put in order.

use crate::document::{Document, Furniture, Lang, Sentences};
use crate::error::{Error, Result};
use crate::io::Input;
use crate::read::furniture::{count, mark_reordered};
use crate::read::{NoticeKind, ReadOptions, Reading, open};
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

/// Reads the two documents of a pair and puts them in order, English first; `options` are those of each file. Lists that
/// are alphabetical in both, and so in another order, are marked as furniture.
///
/// # Errors
/// As [`open`], and [`Error::SameLanguage`] when both are in one language.
pub fn open_both<'a>(
    inputs: (impl Into<Input<'a>>, impl Into<Input<'a>>),
    options: [&ReadOptions; 2],
) -> Result<Both<Document>> {
    let (first, second) = (inputs.0.into(), inputs.1.into());
    let paths = (first.path().to_path_buf(), second.path().to_path_buf());
    let mut sides = both(open(first, options[0])?, open(second, options[1])?, (&paths.0, &paths.1))?;
    if !options.iter().any(|o| o.keep_furniture) {
        (sides.en.value, sides.ru.value) = mark_reordered(sides.en.value, sides.ru.value);
        count_reordered(&mut sides.en);
        count_reordered(&mut sides.ru);
    }
    Ok(sides)
}

fn count_reordered(side: &mut Reading<Document>) {
    let lists = count(&side.value).into_iter().filter(|(kind, _)| *kind == Furniture::ReorderedList);
    for (kind, lines) in lists {
        side.add(NoticeKind::Furniture(kind), lines);
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
