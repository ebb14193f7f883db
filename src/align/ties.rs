//! How many words of two texts are tied: evidence that they say the same, whatever the search made of them.

use super::features::{Side, TypeKind};
use super::sides::Sides;
use crate::ladder::Bead;

/// Words of both sides of a bead, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ties {
    /// English and Russian words that a strong link ties to the other side.
    pub en: u32,
    pub ru: u32,
    /// These, and all others that the lexicon or the extractors know, so that a tie could be expected.
    pub words: u32,
}

impl Ties {
    /// The ties between the two sides of a bead. Cost: the words of the bead and their links.
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

    /// How many words are tied.
    pub fn tied(self) -> u32 {
        self.en + self.ru
    }

    /// How much more probable so many ties are between translations than between unrelated texts, as a natural
    /// logarithm, were the words independent.
    pub fn evidence(self) -> f32 {
        let (tied, free) = (self.tied() as f32, (self.words - self.tied()) as f32);
        tied * libm::logf(TIED / TIED_BY_CHANCE) + free * libm::logf((1.0 - TIED) / (1.0 - TIED_BY_CHANCE))
    }
}

/// How much more probable two words must be beside each other than by chance to count as tied, the mean of both
/// directions: rare translations and words that are everywhere tie sentences that have nothing in common.
const STRONG: f32 = 20.0;

/// The share of words that are tied in a pair of translations, and in a pair of unrelated sentences: measured by
/// `--example reliability` on the gold pairs of its sets and on as many random ones.
const TIED: f32 = 0.68;
const TIED_BY_CHANCE: f32 = 0.09;

/// The types of some sentences, in order.
fn types(side: &Side, sentences: std::ops::Range<usize>) -> Vec<u32> {
    let mut types: Vec<u32> = sentences.flat_map(|s| side.bag(s)).map(|&(t, _)| t).collect();
    types.sort_unstable();
    types.dedup();
    types
}
