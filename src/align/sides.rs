//! Two documents as features, and the links between their words.

use super::corridor;
use super::features::{self, Side};
use super::word_links::{self, Links, Source};
use crate::document::{EnRu, Lang, Sentences, language_of_line};
use crate::lexicon::Lexicon;
use crate::parallel;
use crate::text::is_letter_or_digit;
use rustc_hash::FxHashSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Two documents as features.
pub(super) struct Sides {
    pub en: Side,
    pub ru: Side,
    pub links: Links,
}

impl Sides {
    /// Extracts the features of both documents. Calls `ask` before each sentence and before each name that is
    /// compared, and stops if it returns an error. With more than one of `jobs`, both sides are processed in
    /// parallel; the calling thread takes the longer side and calls `ask`.
    pub fn new<E>(
        pair: &EnRu<Sentences>,
        lexicon: &Lexicon,
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<Sides, E> {
        let (mut en, mut ru) = match jobs {
            0 | 1 => (features::side(pair.en(), lexicon, ask)?, features::side(pair.ru(), lexicon, ask)?),
            _ => {
                let is_stopped = AtomicBool::new(false);
                let asked = || ask().inspect_err(|_| is_stopped.store(true, Relaxed));
                let go_on = || if is_stopped.load(Relaxed) { Err(()) } else { Ok(()) };
                let swapped = pair.ru().len() > pair.en().len();
                let (longer, shorter) = if swapped { (pair.ru(), pair.en()) } else { (pair.en(), pair.ru()) };
                let (longer, shorter) = parallel::both(
                    || features::side(longer, lexicon, &asked),
                    || features::side(shorter, lexicon, &go_on),
                );
                let longer = longer?;
                let shorter = shorter.expect("it ends early only where the longer side does");
                if swapped { (shorter, longer) } else { (longer, shorter) }
            }
        };
        twins(pair, &mut en, &mut ru);
        ask()?;
        let links = Sides::linked(&en, &ru, lexicon, jobs, ask)?;
        ask()?;
        Ok(Sides { en, ru, links })
    }

    /// Links the types of two sides. In long documents, names are compared only where linked words show that they may
    /// correspond. Calls `ask` before each name, or with several `jobs` before each batch of stretches.
    pub fn linked<E>(
        en: &Side,
        ru: &Side,
        lexicon: &Lexicon,
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<Links, E> {
        if !corridor::is_long(en, ru) {
            return word_links::links_without(&[], en, ru, lexicon, ask);
        }
        let words = word_links::links_without(&[Source::Sound], en, ru, lexicon, ask)?;
        word_links::with_names(&words, en, ru, &corridor::stretches(en, ru, &words), jobs, ask)
    }
}

/// Allows lines that are identical on both sides to pair, whatever their language: titles, quotations, code that was
/// not translated. The exception is Russian prose in the English document, which is in the wrong language even if it
/// has a twin. Cost: if no line is in the language of the other side, one check of the letters of each line.
fn twins(pair: &EnRu<Sentences>, en: &mut Side, ru: &mut Side) {
    let lines = |sentences: &Sentences| -> FxHashSet<String> {
        let lines = (0..sentences.len()).map(|index| bare(sentences.text(index)));
        lines.filter(|line| !line.is_empty()).collect()
    };
    let is_russian = |line: &str| !line.is_ascii() && language_of_line(line) == Some(Lang::Ru);
    let is_candidate = |&index: &usize| !en.facts[index].foreign && is_russian(pair.en().text(index));
    let russian: Vec<usize> = (0..en.len()).filter(is_candidate).collect();
    let in_ru = if russian.is_empty() { FxHashSet::default() } else { lines(pair.ru()) };
    for index in russian {
        en.facts[index].foreign = in_ru.contains(&bare(pair.en().text(index)));
    }
    if ru.facts.iter().any(|facts| facts.foreign) {
        let in_en = lines(pair.en());
        for (index, facts) in ru.facts.iter_mut().enumerate().filter(|(_, facts)| facts.foreign) {
            facts.foreign = !in_en.contains(&bare(pair.ru().text(index)));
        }
    }
}

/// A line without what translators change around it: its letters and digits in lower case.
fn bare(line: &str) -> String {
    line.chars().filter(|&c| is_letter_or_digit(c)).flat_map(char::to_lowercase).collect()
}
