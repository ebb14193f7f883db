//! Links word types of both sides: which English type explains which Russian type, and how well.
//!
//! A link has two ratios: how much more probable the Russian type is next to the English one than by chance (`forward`), and the
//! reverse (`backward`). Source of the ratios: R. C. Moore, Fast and accurate sentence alignment of bilingual corpora (2002).
//! Cost: linear in the types and their translations.

use super::features::{Side, Type, TypeKey, TypeKind};
use crate::anchor::Strength;
use crate::anchor::name_index::NameIndex;
use crate::lexicon::{Lexicon, WordId};
use crate::parallel;
use rustc_hash::FxHashMap;
use std::convert::Infallible;
use std::ops::Range;
use unicode_script::Script;

/// A link from a Russian type to the English type `en`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    pub en: u32,
    /// p(ru | en) / p(ru)
    pub forward: f32,
    /// p(en | ru) / p(en)
    pub backward: f32,
}

/// The links of each Russian type, as compressed rows.
#[derive(Debug, Default)]
pub(crate) struct Links {
    rows: Vec<u32>,
    links: Vec<Link>,
}

impl Links {
    /// The English types that explain the Russian type `ru`.
    pub fn of(&self, ru: u32) -> &[Link] {
        &self.links[self.rows[ru as usize] as usize..self.rows[ru as usize + 1] as usize]
    }

    /// The number of links.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    fn new(mut all: Vec<(u32, Link)>, types: usize) -> Links {
        all.sort_by(|a, b| (a.0, a.1.en).cmp(&(b.0, b.1.en)).then(b.1.forward.total_cmp(&a.1.forward)));
        all.dedup_by(|b, a| {
            let same = (a.0, a.1.en) == (b.0, b.1.en);
            if same {
                a.1.forward = a.1.forward.max(b.1.forward);
                a.1.backward = a.1.backward.max(b.1.backward);
            }
            same
        });
        let mut rows = vec![0u32; types + 1];
        for (ru, _) in &all {
            rows[*ru as usize + 1] += 1;
        }
        for i in 0..types {
            rows[i + 1] += rows[i];
        }
        Links { rows, links: all.into_iter().map(|(_, link)| link).collect() }
    }
}

/// The probability of an equal anchor on the other side, by how much of it is equal.
fn equal_anchor(strength: Strength) -> f32 {
    match strength {
        Strength::Full => 0.8,
        Strength::Part => 0.3,
        Strength::Weak => 0.1,
    }
}

/// The probability that a Latin word is kept in the Russian text.
const EQUAL_WORD: f32 = 0.7;
/// The probability that a similar name on the other side is the same name, and the higher one from the similarity
/// [`SURE_NAME`]`.0` on.
const LIKELY_NAME: f32 = 0.24;
const SURE_NAME: (f32, f32) = (0.9, 0.4);

/// The evidence for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The table of word translations.
    Lexicon,
    /// Equal numbers, dates, amounts.
    Number,
    /// Other equal anchors: organisations, places, document symbols, addresses.
    Anchor,
    /// Words spelt the same.
    Spelling,
    /// Names that sound alike.
    Sound,
}

/// Links the types of two sides, except by the sources in `left_out`. Calls `ask` before each name and stops if it
/// returns an error.
pub(crate) fn links_without<E>(
    left_out: &[Source],
    en: &Side,
    ru: &Side,
    lexicon: &Lexicon,
    ask: &dyn Fn() -> Result<(), E>,
) -> Result<Links, E> {
    let mut all = Vec::new();
    let uses = |source| !left_out.contains(&source);
    let mut add = adder(en, ru, &mut all);
    if uses(Source::Lexicon) {
        words(en, ru, lexicon, &mut add);
    }
    equal(en, ru, &uses, &mut add);
    if uses(Source::Sound) {
        let (latin, cyrillic) = (candidates(en, Script::Latin), candidates(ru, Script::Cyrillic));
        alike(&latin.collect::<Vec<_>>(), &cyrillic.collect::<Vec<_>>(), ask, &mut add)?;
    }
    drop(add);
    Ok(Links::new(all, ru.types.len()))
}

type Add<'a> = dyn FnMut(usize, usize, f32, f32) + 'a;

/// Adds the link of an English and a Russian type, given its two probabilities.
fn adder<'a>(
    en: &'a Side,
    ru: &'a Side,
    all: &'a mut Vec<(u32, Link)>,
) -> impl FnMut(usize, usize, f32, f32) + 'a {
    move |e, r, ru_given_en, en_given_ru| {
        let forward = ru_given_en / ru.types[r].frequency;
        let backward = en_given_ru / en.types[e].frequency;
        all.push((r as u32, Link { en: e as u32, forward, backward }));
    }
}

/// Links the translations in the lexicon.
fn words(en: &Side, ru: &Side, lexicon: &Lexicon, add: &mut Add<'_>) {
    let of_word: FxHashMap<WordId, usize> = ru
        .types
        .iter()
        .enumerate()
        .filter_map(|(r, t)| match t.kind {
            TypeKind::Word(id) => Some((id, r)),
            _ => None,
        })
        .collect();
    for (e, t) in en.types.iter().enumerate() {
        let TypeKind::Word(id) = t.kind else { continue };
        for translation in lexicon.translations(id) {
            if let Some(&r) = of_word.get(&translation.ru) {
                add(e, r, translation.ru_given_en, translation.en_given_ru);
            }
        }
    }
}

/// Links equal anchors and words with the same spelling.
fn equal(en: &Side, ru: &Side, uses: &dyn Fn(Source) -> bool, add: &mut Add<'_>) {
    let mut by_key: FxHashMap<&TypeKey, Vec<usize>> = FxHashMap::default();
    for (e, t) in en.types.iter().enumerate() {
        by_key.entry(&t.key).or_default().push(e);
    }
    for (r, t) in ru.types.iter().enumerate() {
        let source = match t.kind {
            TypeKind::Word(_) | TypeKind::Unknown => Source::Spelling,
            TypeKind::Number => Source::Number,
            TypeKind::Anchor | TypeKind::Bonus => Source::Anchor,
        };
        if !uses(source) {
            continue;
        }
        for &e in by_key.get(&t.key).into_iter().flatten() {
            let probability = match source {
                Source::Spelling => EQUAL_WORD,
                _ => equal_anchor(t.strength.min(en.types[e].strength)),
            };
            add(e, r, probability, probability);
        }
    }
}

/// Words of the lexicon above this frequency are not names, even with a capital letter.
const COMMON: f32 = 3e-5;

/// Adds to `links` the names that sound alike within one of `stretches` (pairs of ranges of sentences). To compare
/// all names of a long document would not be linear. Works on `jobs` stretches in parallel; calls `ask` before each
/// batch of them and stops if it returns an error.
pub(crate) fn with_names<E>(
    links: &Links,
    en: &Side,
    ru: &Side,
    stretches: &[(Range<usize>, Range<usize>)],
    jobs: usize,
    ask: &dyn Fn() -> Result<(), E>,
) -> Result<Links, E> {
    let types = 0..ru.types.len() as u32;
    let mut all: Vec<_> = types.flat_map(|r| links.of(r).iter().map(move |&link| (r, link))).collect();
    let is_name = |side: &Side, script| {
        let mut is_name = vec![false; side.types.len()];
        candidates(side, script).for_each(|(t, _)| is_name[t] = true);
        is_name
    };
    let (is_latin, is_cyrillic) = (is_name(en, Script::Latin), is_name(ru, Script::Cyrillic));
    for stretches in stretches.chunks(jobs.max(1)) {
        ask()?;
        let found = parallel::numbers(jobs, stretches.len(), |number| {
            let (rows, columns) = &stretches[number];
            let mut found = Vec::new();
            let mut add = adder(en, ru, &mut found);
            let go_on = || Ok::<_, Infallible>(());
            let Ok(()) =
                alike(&named(en, rows, &is_latin), &named(ru, columns, &is_cyrillic), &go_on, &mut add);
            drop(add);
            found
        });
        all.extend(found.into_iter().flatten());
    }
    Ok(Links::new(all, ru.types.len()))
}

/// The names among the types of some sentences, sorted by type.
fn named<'a>(side: &'a Side, sentences: &Range<usize>, is_name: &[bool]) -> Vec<(usize, &'a str)> {
    let types = sentences.clone().flat_map(|s| side.bag(s)).map(|&(t, _)| t as usize);
    let mut types: Vec<usize> = types.filter(|&t| is_name[t]).collect();
    types.sort_unstable();
    types.dedup();
    types.into_iter().map(|t| (t, side.types[t].text.as_str())).collect()
}

/// Links Latin and Cyrillic names that sound alike.
fn alike<E>(
    latin: &[(usize, &str)],
    cyrillic: &[(usize, &str)],
    ask: &dyn Fn() -> Result<(), E>,
    add: &mut Add<'_>,
) -> Result<(), E> {
    let index = NameIndex::new(cyrillic.iter().map(|(_, name)| name));
    for &(e, name) in latin {
        ask()?;
        for (place, similarity) in index.find(name) {
            let probability = if similarity >= SURE_NAME.0 { SURE_NAME.1 } else { LIKELY_NAME };
            add(e, cyrillic[place].0, probability, probability);
        }
    }
    Ok(())
}

fn candidates(side: &Side, script: Script) -> impl Iterator<Item = (usize, &str)> {
    let is_name = move |t: &Type| {
        t.name
            && match t.kind {
                TypeKind::Word(_) => t.frequency < COMMON,
                kind => kind == TypeKind::Unknown,
            }
            && t.text.chars().nth(3).is_some()
            && t.text.chars().next().is_some_and(|c| crate::text::script(c) == script)
    };
    side.types.iter().enumerate().filter(move |(_, t)| is_name(t)).map(|(i, t)| (i, t.text.as_str()))
}
