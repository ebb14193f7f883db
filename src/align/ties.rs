//! Counts the linked words of two texts: evidence that they are translations that does not depend on the search.

use super::features::{Side, TypeKind};
use super::sides::Sides;
use crate::ladder::Bead;

/// Words of both sides of a bead, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ties {
    /// English and Russian words with a strong link to the other side.
    pub en: u32,
    pub ru: u32,
    /// These words, and all others that could be linked because the lexicon or the extractors know them.
    pub words: u32,
}

impl Ties {
    /// Counts the linked words of the two sides of a bead. Cost: the words of the bead and their links.
    pub fn of(bead: &Bead, sides: &Sides) -> Ties {
        let (en, ru) = (types(&sides.en, bead.en.clone()), types(&sides.ru, bead.ru.clone()));
        let is_expected = |kind| matches!(kind, TypeKind::Word(_) | TypeKind::Number);
        let mut met = vec![false; en.len()];
        let mut ties = Ties::default();
        for &r in &ru {
            let strong =
                sides.links.of(r).iter().filter(|link| link.forward * link.backward >= STRONG * STRONG);
            let mut is_tied = false;
            for place in strong.filter_map(|link| en.binary_search(&link.en).ok()) {
                met[place] = true;
                is_tied = true;
            }
            ties.ru += u32::from(is_tied);
            ties.words += u32::from(is_tied || is_expected(sides.ru.types[r as usize].kind));
        }
        for (&e, is_tied) in en.iter().zip(met) {
            ties.en += u32::from(is_tied);
            ties.words += u32::from(is_tied || is_expected(sides.en.types[e as usize].kind));
        }
        ties
    }

    /// The number of linked words.
    pub fn tied(self) -> u32 {
        self.en + self.ru
    }

    /// How much more probable this number of links is for translations than for unrelated texts, as a natural
    /// logarithm, if the words were independent.
    pub fn evidence(self) -> f32 {
        let (tied, free) = (self.tied() as f32, (self.words - self.tied()) as f32);
        tied * libm::logf(TIED / TIED_BY_CHANCE) + free * libm::logf((1.0 - TIED) / (1.0 - TIED_BY_CHANCE))
    }
}

/// The mean of both ratios from which a link is strong: rare translations and very frequent words link sentences that
/// have nothing in common.
const STRONG: f32 = 20.0;

/// The share of words that are linked in a pair of translations, and in a pair of unrelated sentences. Measured by
/// `--example reliability` on the gold pairs of its sets and on as many random pairs.
const TIED: f32 = 0.68;
const TIED_BY_CHANCE: f32 = 0.09;

/// The types of some sentences, in order.
fn types(side: &Side, sentences: std::ops::Range<usize>) -> Vec<u32> {
    let mut types: Vec<u32> = sentences.flat_map(|s| side.bag(s)).map(|&(t, _)| t).collect();
    types.sort_unstable();
    types.dedup();
    types
}
