//! Two documents as features, and the links between their words.

use super::corridor;
use super::features::{self, Side};
use super::word_links::{self, Links, Source};
use crate::document::{EnRu, Sentences};
use crate::lexicon::Lexicon;
use crate::parallel;
use crate::text::{is_letter, script};
use rustc_hash::FxHashSet;
use std::convert::Infallible;
use unicode_script::Script;

/// Two documents as features.
pub(super) struct Sides {
    pub en: Side,
    pub ru: Side,
    pub links: Links,
}

impl Sides {
    /// Reads the features of both documents. `ask` is called before each sentence, and what it returns as an error ends
    /// the work. With more than one of `jobs`, both sides are read at the same time.
    pub fn new<E>(
        pair: &EnRu<Sentences>,
        lexicon: &Lexicon,
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<Sides, E> {
        let (mut en, mut ru) = match jobs {
            0 | 1 => (features::side(pair.en(), lexicon, ask)?, features::side(pair.ru(), lexicon, ask)?),
            _ => {
                let go_on = || Ok::<_, Infallible>(());
                let en = || features::side(pair.en(), lexicon, ask);
                let (en, Ok(ru)) = parallel::both(en, || features::side(pair.ru(), lexicon, &go_on));
                (en?, ru)
            }
        };
        twins(pair, &mut en, &mut ru);
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

/// Lines that are the same on both sides pair, whatever language they are in: titles, quotations, code that nobody
/// translated. Only Russian prose in the English document is in the wrong language though it has a twin.
fn twins(pair: &EnRu<Sentences>, en: &mut Side, ru: &mut Side) {
    let lines = |sentences: &Sentences| -> FxHashSet<String> {
        (0..sentences.len())
            .map(|index| bare(sentences.text(index)))
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (in_en, in_ru) = (lines(pair.en()), lines(pair.ru()));
    for (index, facts) in en.facts.iter_mut().enumerate() {
        let line = bare(pair.en().text(index));
        facts.foreign |= in_ru.contains(&line) && is_russian(&line);
    }
    for (index, facts) in ru.facts.iter_mut().enumerate().filter(|(_, facts)| facts.foreign) {
        facts.foreign = !in_en.contains(&bare(pair.ru().text(index)));
    }
}

/// A line without what translators change around it: letters and digits only, in lower case.
fn bare(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether at least half of the letters of a line are Cyrillic.
fn is_russian(line: &str) -> bool {
    let cyrillic = line.chars().filter(|&c| script(c) == Script::Cyrillic).count();
    cyrillic > 0 && cyrillic * 2 >= line.chars().filter(|&c| is_letter(c)).count()
}
