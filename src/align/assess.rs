//! Assesses beads: readable anchors that both sides share, and flags for likely errors.
//!
//! Works on the texts of the beads after the search and does not change the ladder. Cost: anchors are extracted a second
//! time, since storing those of a long document would take more memory than everything else. Sentences without anchors are
//! skipped.

use super::confidence::Grounds;
use super::features::{self, Facts, Side, Type, TypeKind};
use super::lattice::Step;
use super::moved::Found;
use super::sides::Sides;
use super::ties::Ties;
use crate::anchor::translit::Folded;
use crate::anchor::{self, Anchor, AnchorKind, Mismatch, Strength};
use crate::bitext::{Bitext, Judgement};
use crate::document::{Document, EnRu, Lang, Sentences};
use crate::ladder::{Bead, Ladder};
use crate::lexicon::Lexicon;
use crate::memory::segment::Flag;
use crate::parallel;
use crate::split::Splitter;
use crate::text::checks::{is_untranslated, mixed_word};
use crate::text::clean;
use crate::text::length::far_apart;
use crate::text::script;
use rustc_hash::FxHashSet;
use std::convert::Infallible;
use unicode_script::Script;

/// The most anchors to report.
const MOST_ANCHORS: usize = 8;

/// Creates the bitext of the ladder and the moved pairs, with an assessment of each bead. Uses `jobs` threads.
pub(super) fn bitext(
    pair: EnRu<Sentences>,
    sides: &Sides,
    (steps, grounds): (&[Step], &[Grounds]),
    moved: Vec<Found>,
    jobs: usize,
) -> Bitext {
    let judgement = |bead: &Bead, confidence| {
        let (anchors, flags) = assess(bead, &pair, sides);
        Judgement { confidence, anchors, flags, ..Judgement::default() }
    };
    let moved = moved.into_iter().map(|found| (judgement(&found.bead, found.confidence), found.bead));
    let moved: Vec<_> = moved
        .map(|(mut judgement, bead)| {
            judgement.flags.push(Flag::Moved);
            (bead, judgement)
        })
        .collect();
    let beads: Vec<Bead> = steps.iter().map(Bead::from).collect();
    let one = |index: usize| judgement(&beads[index], grounds[index].confidence());
    let judgements = parallel::numbers(jobs, beads.len(), one);
    let ladder = Ladder::new(beads).expect("the beads are consecutive");
    Bitext::new(pair, ladder, judgements).with_moved(moved)
}

/// The anchors that both sides of `bead` share, strongest first, and the flags.
pub(super) fn assess(bead: &Bead, pair: &EnRu<Sentences>, sides: &Sides) -> (Vec<String>, Vec<Flag>) {
    let (en_facts, ru_facts) = (&sides.en.facts[bead.en.clone()], &sides.ru.facts[bead.ru.clone()]);
    if !bead.is_paired() {
        let foreign = en_facts.iter().chain(ru_facts).any(|f| f.foreign);
        return (Vec::new(), if foreign { vec![Flag::WrongLanguage] } else { Vec::new() });
    }
    let (en_text, en_anchors) = anchored(pair.en(), &sides.en, bead.en.clone());
    let (ru_text, ru_anchors) = anchored(pair.ru(), &sides.ru, bead.ru.clone());
    let mut pairs = anchor::pair((&en_text, &en_anchors), (&ru_text, &ru_anchors));
    let mut flags = Vec::new();
    let mut flag = |flag, raised| {
        if raised {
            flags.push(flag);
        }
    };
    let contradiction = anchor::contradiction((&en_text, &en_anchors), (&ru_text, &ru_anchors));
    flag(Flag::NumberMismatch, contradiction.is_some());
    flag(Flag::NameMismatch, names_apart(bead, sides).is_some());
    flag(Flag::LengthRatio, far_apart(chars(en_facts), chars(ru_facts)));
    flag(Flag::Untranslated, is_untranslated(&en_text, &ru_text));
    flag(Flag::PartUnmatched, adds_nothing(bead, sides));
    flag(Flag::NoTie, (bead.en.len(), bead.ru.len()) == (1, 1) && Ties::of(bead, sides).tied() == 0);
    flag(Flag::MixedScript, mixed_word(&ru_text).or(mixed_word(&en_text)).is_some());
    pairs.retain(|p| p.strength > Strength::Weak);
    pairs.sort_by_key(|p| (std::cmp::Reverse(p.strength), rank(en_anchors[p.en].kind), p.en));
    let told = pairs.iter().map(|p| p.label((&en_text, &en_anchors), (&ru_text, &ru_anchors)));
    let mut anchors: Vec<String> = Vec::new();
    for label in told {
        if anchors.len() < MOST_ANCHORS && !anchors.contains(&label) {
            anchors.push(label);
        }
    }
    (anchors, flags)
}

/// The text of some sentences of a side, and its anchors.
fn anchored(sentences: &Sentences, side: &Side, range: std::ops::Range<usize>) -> (String, Vec<Anchor>) {
    // Two sentences without anchors may have one where they meet.
    let has_none = range.len() == 1 && !side.facts[range.start].anchored;
    let text = clean(&range.map(|i| sentences.text(i)).collect::<Vec<_>>().join(" "));
    let anchors = if has_none { Vec::new() } else { anchor::extract(&text, sentences.document().lang()) };
    (text, anchors)
}

fn chars(facts: &[Facts]) -> u32 {
    facts.iter().map(|f| f.chars).sum()
}

/// The order of kinds: the strongest evidence first.
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

/// Whether one of the two sentences in a bead of one and two sentences links no further words of the other side.
fn adds_nothing(bead: &Bead, sides: &Sides) -> bool {
    let (en, ru) = (bead.en.clone(), bead.ru.clone());
    let is_one = en.len() == 1;
    let halves = match (en.len(), ru.len()) {
        (1, 2) => [(en.clone(), ru.start..ru.start + 1), (en, ru.start + 1..ru.end)],
        (2, 1) => [(en.start..en.start + 1, ru.clone()), (en.start + 1..en.end, ru)],
        _ => return false,
    };
    // The linked words of the single sentence.
    let met = |bead: &Bead| if is_one { Ties::of(bead, sides).en } else { Ties::of(bead, sides).ru };
    let all = met(bead);
    halves.into_iter().any(|(en, ru)| all > 0 && met(&Bead { en, ru }) == all)
}

/// The number and the name that the flags of a paired bead are about.
pub(super) fn mismatches(bead: &Bead, pair: &EnRu<Sentences>, sides: &Sides) -> Vec<(Flag, Mismatch)> {
    let (en, en_anchors) = anchored(pair.en(), &sides.en, bead.en.clone());
    let (ru, ru_anchors) = anchored(pair.ru(), &sides.ru, bead.ru.clone());
    let number = anchor::contradiction((&en, &en_anchors), (&ru, &ru_anchors)).map(|c| c.mismatch(&en, &ru));
    let found = [(Flag::NumberMismatch, number), (Flag::NameMismatch, names_apart(bead, sides))];
    found.into_iter().filter_map(|(flag, mismatch)| Some((flag, mismatch?))).collect()
}

/// A name that differs between two texts, if there is one, as [`Aligner::name_mismatch`](super::Aligner::name_mismatch) describes it.
pub(super) fn name_mismatch(
    (en, ru): (&str, &str),
    splitter: &Splitter,
    lexicon: &Lexicon,
) -> Option<String> {
    // The first capital starts the sentence.
    let may_have_names = |text: &str| text.chars().filter(|c| c.is_uppercase()).nth(1).is_some();
    if !may_have_names(ru) || !may_have_names(en) {
        return None;
    }
    let go_on = || Ok::<_, Infallible>(());
    let side = |lang, text| {
        let sentences = splitter.split(Document::from_text("", lang, text));
        let Ok(side) = features::side(&sentences, lexicon, &go_on);
        has_unknown_name(&side, 0..sentences.len()).then_some((sentences.len(), side))
    };
    let ((ru_len, ru), (en_len, en)) = (side(Lang::Ru, ru)?, side(Lang::En, en)?);
    let Ok(links) = Sides::linked(&en, &ru, lexicon, 1, &go_on);
    let bead = Bead { en: 0..en_len, ru: 0..ru_len };
    names_apart(&bead, &Sides { en, ru, links }).map(|mismatch| mismatch.to_string())
}

/// A name that differs between the sides, if any: each side has an unexplained name that is not in the lexicon
/// and not similar to any unexplained possible name of the other side. To avoid false flags, a small similarity, such
/// as the same first sound, is enough to accept a name.
fn names_apart(bead: &Bead, sides: &Sides) -> Option<Mismatch> {
    if !has_unknown_name(&sides.en, bead.en.clone()) || !has_unknown_name(&sides.ru, bead.ru.clone()) {
        return None;
    }
    let mut explained = FxHashSet::default();
    let mut ru_types = Vec::new();
    for &(r, _) in bead.ru.clone().flat_map(|j| sides.ru.bag(j)) {
        let links = sides.links.of(r);
        explained.extend(links.iter().map(|link| link.en));
        if !links.iter().any(|link| has(&sides.en, bead.en.clone(), link.en)) {
            ru_types.push(&sides.ru.types[r as usize]);
        }
    }
    let en_bag = bead.en.clone().flat_map(|i| sides.en.bag(i)).filter(|(e, _)| !explained.contains(e));
    let en_types: Vec<&Type> = en_bag.map(|&(e, _)| &sides.en.types[e as usize]).collect();
    if !en_types.iter().any(|t| is_unknown(t)) || !ru_types.iter().any(|t| is_unknown(t)) {
        return None;
    }
    let (en_names, ru_names) = (Name::all(&en_types), Name::all(&ru_types));
    let en = en_names.iter().find(|en| en.is_unknown && !ru_names.iter().any(|ru| en.is_like(ru)))?;
    let ru = ru_names.iter().find(|ru| ru.is_unknown && !en_names.iter().any(|en| en.is_like(ru)))?;
    Some(Mismatch { en: Some(en.text.to_string()), ru: Some(ru.text.to_string()) })
}

/// Whether any word of some sentences is a name that the lexicon does not know.
fn has_unknown_name(side: &Side, sentences: std::ops::Range<usize>) -> bool {
    sentences.flat_map(|s| side.bag(s)).any(|&(t, _)| is_unknown(&side.types[t as usize]))
}

/// Whether a word is a name that is not in the lexicon and not just the first word of a sentence or title.
fn is_unknown(t: &Type) -> bool {
    t.is_sure_name() && t.kind == TypeKind::Unknown
}

/// A capitalised word that nothing on the other side explains.
struct Name<'t> {
    text: &'t str,
    lower: String,
    folded: Folded,
    is_unknown: bool,
}

impl<'t> Name<'t> {
    /// The names among some words, at most [`MOST_NAMES`].
    fn all(types: &[&'t Type]) -> Vec<Name<'t>> {
        let name = |t: &&'t Type| {
            let is_cyrillic = t.text.chars().next().is_some_and(|c| script(c) == Script::Cyrillic);
            let fold = if is_cyrillic { Folded::cyrillic } else { Folded::latin };
            Name {
                text: &t.text,
                lower: t.text.to_lowercase(),
                folded: fold(&t.text),
                is_unknown: is_unknown(t),
            }
        };
        types.iter().filter(|t| t.name).take(MOST_NAMES).map(name).collect()
    }

    /// Whether this English name may be the Russian name `ru`. Names in the same script must be equal, or one must
    /// contain the other.
    fn is_like(&self, ru: &Name) -> bool {
        if ru.lower.starts_with(|c| script(c) == Script::Latin) {
            return ru.lower.contains(&self.lower) || self.lower.contains(&ru.lower);
        }
        self.folded.may_be(&ru.folded) || self.folded.begins_like(&ru.folded)
    }
}

/// The most names of a sentence to compare.
const MOST_NAMES: usize = 32;

fn has(side: &Side, sentences: std::ops::Range<usize>, wanted: u32) -> bool {
    sentences.into_iter().any(|s| side.bag(s).binary_search_by_key(&wanted, |&(t, _)| t).is_ok())
}
