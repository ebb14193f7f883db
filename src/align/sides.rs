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
    /// Reads the features of both documents. `ask` is called before each sentence, and what it returns as an error ends
    /// the work; so is it before each name that is compared. With more than one of `jobs`, both sides are read at the same
    /// time, the longer one by the thread that asks.
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

    /// The links between two sides. In long documents, names are compared only where the words say that they may meet.
    /// `ask` is called before each name, or before some stretches where there are several `jobs`.
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

/// Lines that are the same on both sides pair, whatever language they are in: titles, quotations, code that nobody
/// translated. Only Russian prose in the English document is in the wrong language though it has a twin.
/// Cost: where no line may be in the language of the other side, a look at the letters of each.
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

/// A line without what translators change around it: letters and digits only, in lower case.
fn bare(line: &str) -> String {
    line.chars().filter(|&c| is_letter_or_digit(c)).flat_map(char::to_lowercase).collect()
}
