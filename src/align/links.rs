//! Which type of one side explains which type of the other, and how well.
//!
//! A link carries two ratios: how much more probable the Russian type is beside the English one than by chance
//! (`forward`), and the other way round (`backward`). Source of the ratios: R. C. Moore, Fast and accurate sentence
//! alignment of bilingual corpora (2002). Cost: linear in the types and their translations.

use super::features::{Side, Type, TypeKind};
use crate::anchor::translit;
use crate::lexicon::{Lexicon, WordId};
use rustc_hash::FxHashMap;
use unicode_script::{Script, UnicodeScript};

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

/// Probability of an equal anchor on the other side. Source: prototype, `resources` figures.
const EQUAL_ANCHOR: f32 = 0.8;
/// Probability of a Latin word kept in the Russian text.
const EQUAL_WORD: f32 = 0.7;
/// Similarity from which two names are taken for one, and its probability there and from [`SURE_NAME`] on.
const LIKELY_NAME: (f32, f32) = (0.75, 0.24);
const SURE_NAME: (f32, f32) = (0.9, 0.4);

/// The links between the types of two sides.
pub(crate) fn links(en: &Side, ru: &Side, lexicon: &Lexicon) -> Links {
    let mut all = Vec::new();
    let mut add = |e: usize, r: usize, ru_given_en: f32, en_given_ru: f32| {
        let forward = ru_given_en / ru.types[r].frequency;
        let backward = en_given_ru / en.types[e].frequency;
        all.push((r as u32, Link { en: e as u32, forward, backward }));
    };
    words(en, ru, lexicon, &mut add);
    equal(en, ru, &mut add);
    names(en, ru, &mut add);
    Links::new(all, ru.types.len())
}

type Add<'a> = dyn FnMut(usize, usize, f32, f32) + 'a;

/// Translations the lexicon knows.
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

/// Anchors with one normal form, and words kept as they are.
fn equal(en: &Side, ru: &Side, add: &mut Add<'_>) {
    let by_key: FxHashMap<&str, usize> =
        en.types.iter().enumerate().map(|(e, t)| (t.key.as_ref(), e)).collect();
    for (r, t) in ru.types.iter().enumerate() {
        let probability = match t.kind {
            TypeKind::Word(_) | TypeKind::Unknown => EQUAL_WORD,
            TypeKind::Number | TypeKind::Anchor | TypeKind::Bonus => EQUAL_ANCHOR,
        };
        if let Some(&e) = by_key.get(t.key.as_ref()) {
            add(e, r, probability, probability);
        }
    }
}

/// Names that sound alike.
fn names(en: &Side, ru: &Side, add: &mut Add<'_>) {
    let latin = candidates(en, Script::Latin);
    let cyrillic = candidates(ru, Script::Cyrillic);
    for &(e, latin) in &latin {
        for &(r, cyrillic) in &cyrillic {
            let similarity = translit::similarity(latin, cyrillic);
            let probability = match similarity {
                s if s >= SURE_NAME.0 => SURE_NAME.1,
                s if s >= LIKELY_NAME.0 => LIKELY_NAME.1,
                _ => continue,
            };
            add(e, r, probability, probability);
        }
    }
}

fn candidates(side: &Side, script: Script) -> Vec<(usize, &str)> {
    let is_name = |t: &Type| {
        t.name
            && matches!(t.kind, TypeKind::Word(_) | TypeKind::Unknown)
            && t.text.chars().count() > 3
            && t.text.chars().next().is_some_and(|c| c.script() == script)
    };
    side.types.iter().enumerate().filter(|(_, t)| is_name(t)).map(|(i, t)| (i, t.text.as_str())).collect()
}
