//! The built-in table. It is read in place, without parsing or allocation. [`super::layout`] describes the format.

use super::layout::*;
use super::{Translation, WordId};
use crate::document::Lang;

pub(super) static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// Frequency of a stem without a count, which occurs less than six times in about six million words.
pub const FLOOR: f32 = 5e-7;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
struct Words {
    buckets: &'static [u8],
    strings: &'static [u8],
    frequencies: &'static [u8],
}

/// The packed table: slices of the included bytes.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    probabilities: &'static [u8],
    scale: &'static [u8],
    en: Words,
    ru: Words,
    rows: &'static [u8],
    pairs: &'static [u8],
    /// The number of words in the counted text, English and Russian.
    totals: [u32; 2],
}

impl Builtin {
    /// The table. Cost: a dozen additions.
    pub fn new() -> Builtin {
        let n = |i| u32_at(BYTES, i) as usize;
        debug_assert_eq!(n(0), MAGIC as usize);
        let mut rest = &BYTES[HEADER_BYTES..];
        let mut take = |len: usize| {
            let (head, tail) = rest.split_at(len);
            rest = tail;
            head
        };
        let (probabilities, scale) = (take(4 * PROBABILITY_STEPS), take(4 * FREQUENCY_STEPS));
        let mut words = |at: usize| Words {
            buckets: take(n(at) * BUCKET_BYTES),
            strings: take(n(at + 1)),
            frequencies: take(n(at + 2)),
        };
        let (en, ru) = (words(1), words(4));
        let (rows, pairs) = (take(4 * (n(3) + 1)), take(n(7) * PAIR_BYTES));
        Builtin { probabilities, scale, en, ru, rows, pairs, totals: [n(8) as u32, n(9) as u32] }
    }

    fn side(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }

    /// The id of `stem`, if it has a count or a translation.
    pub fn find(&self, lang: Lang, stem: &str) -> Option<WordId> {
        self.side(lang).find(stem).map(WordId)
    }

    /// Whether the word has a translation.
    pub fn is_paired(&self, lang: Lang, word: WordId) -> bool {
        self.side(lang).frequencies.get(word.0 as usize).is_some_and(|f| f & PAIRED != 0)
    }

    /// The relative frequency of a word.
    pub fn frequency(&self, lang: Lang, word: WordId) -> f32 {
        let step = self.side(lang).frequencies.get(word.0 as usize);
        step.map_or(FLOOR, |f| f32_at(self.scale, (f & !PAIRED) as usize).max(FLOOR))
    }

    /// The number of words in the counted text.
    pub fn total(&self, lang: Lang) -> f32 {
        self.totals[lang as usize] as f32
    }

    /// The number of occurrences of a word in the counted text, rounded like frequencies; 0 if it is not in the table.
    pub fn count(&self, lang: Lang, word: WordId) -> f32 {
        let is_known = (word.0 as usize) < self.side(lang).frequencies.len();
        if is_known { self.frequency(lang, word) * self.total(lang) } else { 0.0 }
    }

    /// The translations of an English word, most probable first; empty for an id that is not in the table.
    pub fn translations(&self, en: WordId) -> impl Iterator<Item = Translation> + use<> {
        let (table, row) = (*self, en.0 as usize);
        let bytes = if row < self.en.frequencies.len() {
            let at = |i| u32_at(table.rows, i) as usize * PAIR_BYTES;
            &table.pairs[at(row)..at(row + 1)]
        } else {
            &[]
        };
        bytes.chunks_exact(PAIR_BYTES).map(move |pair| Translation {
            ru: WordId(u32::from_le_bytes([pair[0], pair[1], pair[2], 0])),
            ru_given_en: f32_at(table.probabilities, pair[3] as usize),
            en_given_ru: f32_at(table.probabilities, pair[4] as usize),
        })
    }
}

impl Words {
    fn find(&self, stem: &str) -> Option<u32> {
        let mut buffer = [0; MAX_STEM];
        let len = encode(stem, &mut buffer)?;
        let wanted = &buffer[..len];
        let bucket = hash(wanted) as usize % (self.buckets.len() / BUCKET_BYTES);
        let (mut at, first) =
            (u32_at(self.buckets, 2 * bucket) as usize, u32_at(self.buckets, 2 * bucket + 1));
        let end = match self.buckets.get((bucket + 1) * BUCKET_BYTES..) {
            Some([]) | None => self.strings.len(),
            Some(_) => u32_at(self.buckets, 2 * bucket + 2) as usize,
        };
        for id in first.. {
            if at >= end {
                break;
            }
            let next = at + 1 + self.strings[at] as usize;
            if &self.strings[at + 1..next] == wanted {
                return Some(id);
            }
            at = next;
        }
        None
    }
}

/// The `i`th `u32` of `bytes`.
fn u32_at(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], bytes[4 * i + 3]])
}

/// The `i`th `f32` of `bytes`.
fn f32_at(bytes: &[u8], i: usize) -> f32 {
    f32::from_bits(u32_at(bytes, i))
}
