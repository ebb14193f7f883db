//! Computes the features of a bead, of both sides together and of each side alone, as [`Feature`]s.
//!
//! Passes each feature to a [`Sink`]. Cost: a few operations per sentence of the bead.

use super::band::Band;
use super::features::{Contact, Facts, Side, Start};
use super::score::{Feature, Sink};
use super::shapes::MAX_BLOCK;
use super::word_score::Lexical;
use crate::text::length;

/// The inputs of the cost of a bead.
pub(crate) struct Beads<'a> {
    pub en: &'a Side,
    pub ru: &'a Side,
    pub lexical: &'a Lexical,
    pub band: &'a Band,
}

/// The limits of the beads that start at a node.
pub(crate) struct Reach {
    en: Extent,
    ru: Extent,
}

/// The sentences of one side from a node on.
struct Extent {
    /// The number of sentences that start inside the band.
    banded: usize,
    run: Run,
}

impl Extent {
    fn new(run: &Run, is_banded: impl Fn(usize) -> bool) -> Self {
        Extent { banded: (0..run.len).take_while(|&k| is_banded(k)).count(), run: *run }
    }
}

/// Values of the first n sentences of a side from a given one on, independent of the other side.
#[derive(Clone, Copy, Default)]
pub(crate) struct Run {
    len: usize,
    /// The number of sentences before the first in another language.
    native: usize,
    /// The characters of the first n sentences.
    chars: [u32; MAX_BLOCK + 1],
    /// Whether the last of the first n sentences has no end mark.
    unmarked: [bool; MAX_BLOCK + 1],
    /// The contact addresses in the first sentence.
    contact: Contact,
}

impl Run {
    /// Computes the values for the first of `facts`.
    pub fn new(facts: &[Facts]) -> Run {
        let facts = &facts[..facts.len().min(MAX_BLOCK)];
        let native = facts.iter().position(|f| f.foreign).unwrap_or(MAX_BLOCK);
        let contact = facts.first().map_or_else(Contact::default, |f| f.contact);
        let mut run = Run { len: facts.len(), native, contact, ..Run::default() };
        for (k, facts) in facts.iter().enumerate() {
            run.chars[k + 1] = run.chars[k] + facts.chars;
            run.unmarked[k + 1] = !facts.is_marked;
        }
        run
    }
}

impl Run {
    /// The characters of the first `count` sentences, or of all if there are fewer.
    pub fn chars(&self, count: usize) -> u32 {
        self.chars[count.min(self.len)]
    }

    /// Whether the last of the first `count` sentences, or of all if there are fewer, has no end mark.
    pub fn is_unmarked(&self, count: usize) -> bool {
        self.unmarked[count.min(self.len)]
    }

    /// The number of sentences before the first in another language.
    pub fn native(&self) -> usize {
        self.native
    }

    /// Whether the first sentence and that of `other` cannot be a pair: one is in another language, or they have
    /// addresses of different kinds.
    pub fn bars_pair(&self, other: &Run) -> bool {
        self.native == 0 || other.native == 0 || self.contact.contradicts(other.contact)
    }

    /// Whether [`Run::bars_pair`] can be true for any sentence of the other side.
    pub fn may_bar_pair(&self) -> bool {
        self.native == 0 || self.contact != Contact::default()
    }
}

impl Reach {
    /// Whether a bead is impossible: it has a sentence in another language, or different kinds of addresses on the two
    /// sides.
    pub fn is_barred(&self, (n, m): (usize, usize)) -> bool {
        let is_foreign = n > self.en.run.native || m > self.ru.run.native;
        is_foreign || (n + m == 2 && self.en.run.bars_pair(&self.ru.run))
    }

    /// Whether the lengths of a longer bead alone make it cost more than leaving all its sentences unpaired. This
    /// excludes most cells of the table.
    pub fn too_uneven(&self, (n, m): (usize, usize)) -> bool {
        n + m > 2 && length::too_uneven(self.en.run.chars[n], self.ru.run.chars[m])
    }
}

/// Sentences with fewer characters are short: they join their neighbours easily.
const SHORT: u32 = 20;

impl Beads<'_> {
    /// The limits of the beads that start at (i, j).
    pub fn reach(&self, i: usize, j: usize) -> Reach {
        let run = |side: &Side, first: usize| Run::new(side.facts.get(first..).unwrap_or_default());
        self.reach_of(i, j, &run(self.en, i), &run(self.ru, j))
    }

    /// Like [`Beads::reach`], with the runs of both sides already computed.
    pub fn reach_of(&self, i: usize, j: usize, en: &Run, ru: &Run) -> Reach {
        Reach {
            en: Extent::new(en, |k| self.band.node(i + k, j).is_some()),
            ru: Extent::new(ru, |k| self.band.node(i, j + k).is_some()),
        }
    }

    /// Whether all of a bead of n and m sentences at (i, j), where `reach` begins, lies in the band.
    pub fn in_band(&self, i: usize, j: usize, (n, m): (usize, usize), reach: &Reach) -> bool {
        n <= reach.en.banded && m <= reach.ru.banded && self.band.node(i + n, j + m).is_some()
    }

    /// The features of the paired bead of `shape` at (i, j), added to `out`.
    pub fn paired(&self, i: usize, j: usize, shape @ (n, m): (usize, usize), out: &mut impl Sink) {
        Beads::alone(&self.en.facts[i..i + n], out);
        Beads::alone(&self.ru.facts[j..j + m], out);
        opening((self.en, i), (self.ru, j), out);
        self.beside(i, j, shape, &self.reach(i, j), out);
    }

    /// Adds the features of one side of a paired bead that do not depend on the other side.
    pub fn alone(facts: &[Facts], out: &mut impl Sink) {
        for facts in facts {
            Beads::paid(facts, out);
        }
        inner(facts, out);
    }

    /// Adds the remaining features of the paired bead of n and m sentences at (i, j), where `reach` starts.
    pub fn beside(&self, i: usize, j: usize, (n, m): (usize, usize), reach: &Reach, out: &mut impl Sink) {
        shape(n, m, out);
        self.words(i, j, (n, m), out);
        let (en, ru) = (&reach.en.run, &reach.ru.run);
        let z = length::half_square(en.chars[n], ru.chars[m]);
        add(out, if n + m == 2 { Feature::Length11 } else { Feature::LengthMore }, z);
        end_marks(en.unmarked[n], ru.unmarked[m], out);
    }

    fn words(&self, i: usize, j: usize, (n, m): (usize, usize), out: &mut impl Sink) {
        let (mut en, mut ru) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        for (score, i) in en[..n].iter_mut().zip(i..) {
            *score = self.lexical.backward((i, j), m);
        }
        for (score, j) in ru[..m].iter_mut().zip(j..) {
            *score = self.lexical.forward((i, j), n);
        }
        if n + m == 2 {
            return add(out, Feature::Gain11, (en[0] + ru[0]) / 2.0);
        }
        let added_by_ru = (m > 1).then(|| self.added_by_ru(i, j, (n, m), en[..n].iter().sum()));
        let added_by_en = (n > 1).then(|| self.added_by_en(i, j, (n, m), ru[..m].iter().sum()));
        self.lexical.count_once((self.en, self.ru), (i, j), &mut en[..n], &mut ru[..m]);
        add(out, Feature::GainMore, (en.iter().sum::<f32>() + ru.iter().sum::<f32>()) / 2.0);
        if let Some(added) = added_by_en {
            edges((en[0], en[n - 1]), added, &self.en.facts[i..i + n], out);
        }
        if let Some(added) = added_by_ru {
            edges((ru[0], ru[m - 1]), added, &self.ru.facts[j..j + m], out);
        }
    }

    /// How much the first and the last Russian sentence of a bead add to the score `all` of the English sentences.
    fn added_by_ru(&self, i: usize, j: usize, (n, m): (usize, usize), all: f32) -> (f32, f32) {
        let without = |j| -> f32 { (i..i + n).map(|i| self.lexical.backward((i, j), m - 1)).sum() };
        (all - without(j + 1), all - without(j))
    }

    /// How much the first and the last English sentence of a bead add to the score `all` of the Russian sentences.
    fn added_by_en(&self, i: usize, j: usize, (n, m): (usize, usize), all: f32) -> (f32, f32) {
        let without = |i| -> f32 { (j..j + m).map(|j| self.lexical.forward((i, j), n - 1)).sum() };
        (all - without(i + 1), all - without(i))
    }

    /// Adds the price of pairing a sentence at all.
    pub fn paid(facts: &Facts, out: &mut impl Sink) {
        add(out, Feature::Paid, facts.content as f32 / 2.0);
    }

    /// Adds the features of an unpaired sentence.
    pub fn unpaired(facts: &Facts, further: bool, out: &mut impl Sink) {
        if facts.foreign {
            return;
        }
        add(out, if further { Feature::NullMore } else { Feature::NullOpen }, 1.0);
        add(out, Feature::NullWords, libm::log1pf(facts.content as f32));
        add(out, Feature::NullLength, facts.content.min(60) as f32 / 10.0);
        flag(out, Feature::NullUnmarked, !facts.is_marked);
        flag(out, Feature::NullShort, facts.chars < SHORT);
    }
}

/// Adds the features that all paired beads share that start with English sentence `i` and Russian sentence `j`.
pub(crate) fn opening((en, i): (&Side, usize), (ru, j): (&Side, usize), out: &mut impl Sink) {
    let (Some(en), Some(ru)) = (en.facts.get(i), ru.facts.get(j)) else { return };
    begins(en, ru, out);
    if i > 0 && j > 0 {
        breaks(en, ru, out);
    }
}

/// Adds the features of the first and the last sentence of a side with several sentences: how well each is explained,
/// and what it adds to the explanation of the other side.
fn edges(own: (f32, f32), added: (f32, f32), facts: &[Facts], out: &mut impl Sink) {
    let words = |facts: &Facts| (facts.content + 1) as f32;
    let (first, last) = (words(&facts[0]), words(&facts[facts.len() - 1]));
    add(out, Feature::EdgeOwn, (own.0 / first).min(own.1 / last).clamp(0.0, 2.0));
    add(out, Feature::EdgeAdded, (added.0 / first).min(added.1 / last).clamp(-1.0, 2.0));
}

fn add(out: &mut impl Sink, feature: Feature, value: f32) {
    out.add(feature, value);
}

fn flag(out: &mut impl Sink, feature: Feature, value: bool) {
    if value {
        out.add(feature, 1.0);
    }
}

/// Adds the features of a shape.
pub(crate) fn shape(n: usize, m: usize, out: &mut impl Sink) {
    let feature = match (n.min(m), n.max(m)) {
        (1, 1) => Feature::Shape11,
        (1, 2) => Feature::Shape12,
        (2, 2) => Feature::Shape22,
        (1, 3) => Feature::Shape13,
        (2, 3) => Feature::Shape23,
        (3, 3) => Feature::Shape33,
        (1, 4) => Feature::Shape14,
        _ => Feature::ShapeOther,
    };
    add(out, feature, 1.0);
}

/// Adds the features of the end marks of both sides, given whether each has none.
pub(crate) fn end_marks(en_unmarked: bool, ru_unmarked: bool, out: &mut impl Sink) {
    flag(out, Feature::UnmarkedOne, en_unmarked != ru_unmarked);
    flag(out, Feature::UnmarkedBoth, en_unmarked && ru_unmarked);
}

fn begins(a: &Facts, b: &Facts, out: &mut impl Sink) {
    // Direct speech starts with a quotation mark in English, with a dash or a quotation mark in Russian.
    let speech = |f: &Facts| matches!(f.start, Start::Dash | Start::Quote);
    flag(out, Feature::QuoteOne, speech(a) != speech(b));
}

fn inner(facts: &[Facts], out: &mut impl Sink) {
    let mut open = 0i32;
    for pair in facts.windows(2) {
        open += i32::from(pair[0].open_quotes);
        let unmarked = !pair[0].is_marked;
        flag(out, Feature::InnerUnmarked, unmarked);
        flag(out, Feature::InnerHeading, unmarked && !matches!(pair[1].start, Start::Lower | Start::Symbol));
        flag(out, Feature::InnerBreak, pair[1].after_break);
        flag(out, Feature::InnerQuote, open > 0);
        flag(out, Feature::InnerLower, pair[1].start == Start::Lower);
        flag(out, Feature::InnerShort, pair[0].chars.min(pair[1].chars) < SHORT);
    }
}

fn breaks(a: &Facts, b: &Facts, out: &mut impl Sink) {
    flag(out, Feature::BlockBoth, a.opens_block && b.opens_block);
    flag(out, Feature::BreakBoth, a.after_break && b.after_break);
}
