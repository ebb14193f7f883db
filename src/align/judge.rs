//! The judgement of a bead: what tied its two sides, readable, and what looks wrong.
//!
//! Works on the texts of the bead, after the search; nothing here changes the ladder.
//! Cost: the anchors of each paired sentence are extracted once more.

use super::features::{Facts, TypeKind};
use super::{Sides, length};
use crate::anchor::{self, AnchorKind, Strength};
use crate::document::{Lang, Sentences};
use crate::ladder::Bead;
use crate::memory::segment::Flag;
use crate::text::{clean, is_letter, script};
use unicode_script::Script;

/// The most anchors that are told.
const TOLD: usize = 8;
/// Half the squared standard score from which lengths are called far apart: three standard deviations.
const FAR_APART: f32 = 4.5;

/// What tied the two sides of `bead`, strongest first, and what looks wrong.
pub(super) fn judge(bead: &Bead, en: &Sentences, ru: &Sentences, sides: &Sides) -> (Vec<String>, Vec<Flag>) {
    let (en_facts, ru_facts) = (&sides.en.facts[bead.en.clone()], &sides.ru.facts[bead.ru.clone()]);
    if !bead.is_paired() {
        let foreign = en_facts.iter().chain(ru_facts).any(|f| f.foreign);
        return (Vec::new(), if foreign { vec![Flag::WrongLanguage] } else { Vec::new() });
    }
    let (en_text, ru_text) = (joined(en, bead.en.clone()), joined(ru, bead.ru.clone()));
    let (en_anchors, ru_anchors) = (anchor::extract(&en_text, Lang::En), anchor::extract(&ru_text, Lang::Ru));
    let mut pairs = anchor::pair((&en_text, &en_anchors), (&ru_text, &ru_anchors));
    let mut flags = Vec::new();
    let mut flag = |flag, raised| {
        if raised {
            flags.push(flag);
        }
    };
    let contradiction = anchor::contradiction((&en_text, &en_anchors), (&ru_text, &ru_anchors));
    flag(Flag::NumberMismatch, contradiction.is_some());
    flag(Flag::NameMismatch, lacks_name(bead, sides));
    flag(Flag::LengthRatio, far_apart(chars(en_facts), chars(ru_facts)));
    flag(Flag::Untranslated, is_untranslated(&en_text, &ru_text));
    flag(Flag::MixedScript, mixed_word(&ru_text).or(mixed_word(&en_text)).is_some());
    pairs.retain(|p| p.strength > Strength::Weak);
    pairs.sort_by_key(|p| (std::cmp::Reverse(p.strength), rank(en_anchors[p.en].kind), p.en));
    let told = pairs.iter().map(|p| p.label((&en_text, &en_anchors), (&ru_text, &ru_anchors)));
    let mut anchors: Vec<String> = Vec::new();
    for label in told {
        if anchors.len() < TOLD && !anchors.contains(&label) {
            anchors.push(label);
        }
    }
    (anchors, flags)
}

fn joined(side: &Sentences, range: std::ops::Range<usize>) -> String {
    clean(&range.map(|i| side.text(i)).collect::<Vec<_>>().join(" "))
}

fn chars(facts: &[Facts]) -> u32 {
    facts.iter().map(|f| f.chars).sum()
}

/// What says most comes first.
fn rank(kind: AnchorKind) -> u8 {
    match kind {
        AnchorKind::Identifier => 0,
        AnchorKind::Date => 1,
        AnchorKind::Organisation => 2,
        AnchorKind::Name | AnchorKind::Acronym | AnchorKind::Latin => 3,
        AnchorKind::Place => 4,
        _ => 5,
    }
}

/// Whether both sides hold a name that neither the lexicon knows nor anything on the other side explains: one name
/// was exchanged for another.
fn lacks_name(bead: &Bead, sides: &Sides) -> bool {
    let unmet_ru = |j: usize| {
        sides.ru.bag(j).iter().any(|&(r, _)| {
            let t = &sides.ru.types[r as usize];
            t.is_sure_name()
                && t.kind == TypeKind::Unknown
                && !sides.links.of(r).iter().any(|link| has(&sides.en, bead.en.clone(), link.en))
        })
    };
    let explained: rustc_hash::FxHashSet<u32> = bead
        .ru
        .clone()
        .flat_map(|j| sides.ru.bag(j))
        .flat_map(|&(r, _)| sides.links.of(r).iter().map(|link| link.en))
        .collect();
    let unmet_en = |i: usize| {
        sides.en.bag(i).iter().any(|&(e, _)| {
            let t = &sides.en.types[e as usize];
            t.is_sure_name() && t.kind == TypeKind::Unknown && !explained.contains(&e)
        })
    };
    bead.en.clone().any(unmet_en) && bead.ru.clone().any(unmet_ru)
}

fn has(side: &super::features::Side, sentences: std::ops::Range<usize>, wanted: u32) -> bool {
    sentences.into_iter().any(|s| side.bag(s).binary_search_by_key(&wanted, |&(t, _)| t).is_ok())
}

/// Whether one of two lengths in characters, white space left out, is far from what the other allows for.
pub(crate) fn far_apart(en: u32, ru: u32) -> bool {
    length::half_square(en, ru) >= FAR_APART
}

/// Whether both sides have the same text.
pub(crate) fn is_untranslated(en: &str, ru: &str) -> bool {
    en == ru && en.contains(char::is_alphabetic)
}

/// A word that holds both Latin and Cyrillic letters (hyphens part words: IT-компания is fine).
pub(crate) fn mixed_word(text: &str) -> Option<&str> {
    text.split(|c: char| !is_letter(c)).find(|word| {
        let has = |alphabet| word.chars().any(|c| script(c) == alphabet);
        has(Script::Latin) && has(Script::Cyrillic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_inside_a_word_are_mixed_script() {
        assert_eq!(mixed_word("Вот Oрганизация"), Some("Oрганизация"));
        assert_eq!(mixed_word("IT-компания в Google"), None);
    }
}
