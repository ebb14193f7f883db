//! The features of a bead that need both of its sides, and of its sides alone, in the terms of [`Feature`].
//!
//! Each feature is given to a [`Sink`] as it is found. Cost: a few operations for each sentence of the bead.

use super::band::Band;
use super::features::{End, Facts, Side, Start};
use super::score::{Feature, Sink};
use super::word_score::{Lexical, MAX_BLOCK};
use crate::text::length;

/// Everything the cost of a bead depends on.
pub(crate) struct Beads<'a> {
    pub en: &'a Side,
    pub ru: &'a Side,
    pub lexical: &'a Lexical,
    pub band: &'a Band,
}

/// How far the beads that begin at one node may reach.
pub(crate) struct Reach {
    en: Extent,
    ru: Extent,
}

/// The sentences of one side from a node on.
struct Extent {
    /// How many begin inside the band, and the nodes where they do.
    banded: usize,
    nodes: [usize; MAX_BLOCK],
    run: Run,
}

impl Extent {
    fn new(run: &Run, node: impl Fn(usize) -> Option<usize>) -> Self {
        let (mut nodes, mut banded) = ([0; MAX_BLOCK], 0);
        for node in (0..run.len).map_while(node) {
            nodes[banded] = node;
            banded += 1;
        }
        Extent { banded, nodes, run: *run }
    }
}

/// What is known of the first sentences of a side from one on, whatever they are paired with: of one, of two, ...
#[derive(Clone, Copy, Default)]
pub(crate) struct Run {
    len: usize,
    /// How many there are before the first in another language.
    native: usize,
    /// The characters of so many.
    chars: [u32; MAX_BLOCK + 1],
    /// Question marks, exclamation marks, colons in so many.
    marks: [[u16; 3]; MAX_BLOCK + 1],
    /// Whether any of so many is a question, is an exclamation, has brackets.
    any: [[bool; 3]; MAX_BLOCK + 1],
}

impl Run {
    /// Of the first of `facts`.
    pub fn new(facts: &[Facts]) -> Run {
        let facts = &facts[..facts.len().min(MAX_BLOCK)];
        let native = facts.iter().position(|f| f.foreign).unwrap_or(MAX_BLOCK);
        let mut run = Run { len: facts.len(), native, ..Run::default() };
        for (k, facts) in facts.iter().enumerate() {
            run.chars[k + 1] = run.chars[k] + facts.chars;
            let marks = [facts.questions, facts.exclamations, facts.colons].map(u16::from);
            let any = [facts.end == End::Question, facts.end == End::Exclamation, facts.brackets > 0];
            for kind in 0..3 {
                run.marks[k + 1][kind] = run.marks[k][kind] + marks[kind];
                run.any[k + 1][kind] = run.any[k][kind] | any[kind];
            }
        }
        run
    }
}

impl Reach {
    /// Whether a bead has a sentence in another language.
    pub fn is_foreign(&self, (n, m): (usize, usize)) -> bool {
        n > self.en.run.native || m > self.ru.run.native
    }

    /// Whether the lengths of a longer bead settle that it costs more than leaving all its sentences unpaired, whatever
    /// else is known of it: so do most cells of the table.
    pub fn too_uneven(&self, (n, m): (usize, usize)) -> bool {
        n + m > 2 && length::too_uneven(self.en.run.chars[n], self.ru.run.chars[m])
    }
}

/// Sentences with fewer characters are short: they join their neighbours easily.
const SHORT: u32 = 20;

impl Beads<'_> {
    /// How far the beads that begin at (i, j) may reach.
    pub fn reach(&self, i: usize, j: usize) -> Reach {
        let run = |side: &Side, first: usize| Run::new(side.facts.get(first..).unwrap_or_default());
        self.reach_of(i, j, &run(self.en, i), &run(self.ru, j))
    }

    /// The same, where the runs of both sides are known.
    pub fn reach_of(&self, i: usize, j: usize, en: &Run, ru: &Run) -> Reach {
        Reach {
            en: Extent::new(en, |k| self.band.node(i + k, j)),
            ru: Extent::new(ru, |k| self.band.node(i, j + k)),
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
        self.opening(i, j, out);
        self.beside(i, j, shape, &self.reach(i, j), out);
    }

    /// The features of one side of a paired bead, whatever is on the other.
    pub fn alone(facts: &[Facts], out: &mut impl Sink) {
        for facts in facts {
            Beads::paid(facts, out);
        }
        inner(facts, out);
    }

    /// The features that all paired beads at (i, j) have.
    pub fn opening(&self, i: usize, j: usize, out: &mut impl Sink) {
        let (Some(en), Some(ru)) = (self.en.facts.get(i), self.ru.facts.get(j)) else { return };
        begins(en, ru, out);
        if i > 0 && j > 0 {
            breaks(en, ru, out);
        }
    }

    /// The other features of the paired bead of n and m sentences at (i, j), where `reach` begins.
    pub fn beside(&self, i: usize, j: usize, (n, m): (usize, usize), reach: &Reach, out: &mut impl Sink) {
        shape(n, m, out);
        self.words(i, j, (n, m), reach, out);
        let (en, ru) = (&reach.en.run, &reach.ru.run);
        let z = length::half_square(en.chars[n], ru.chars[m]);
        add(out, if n + m == 2 { Feature::Length11 } else { Feature::LengthMore }, z);
        marks((en.marks[n], en.any[n]), (ru.marks[m], ru.any[m]), out);
        ends(&self.en.facts[i + n - 1], &self.ru.facts[j + m - 1], out);
    }

    fn words(&self, i: usize, j: usize, (n, m): (usize, usize), reach: &Reach, out: &mut impl Sink) {
        let (mut gain, mut marginal) = (0.0, 0.0);
        let mut weakest = f32::INFINITY;
        let (mut en_sums, mut ru_sums) = (Sums::default(), Sums::default());
        // The rows of the band hold these columns without a gap.
        for (row, &cell) in (i..i + n).zip(&reach.en.nodes) {
            let score = self.lexical.backward[cell][m - 1];
            gain += score;
            if n > 1 {
                weakest = weakest.min(score - self.en.facts[row].content as f32 * 0.8);
            }
            if m > 1 {
                let without_last = self.lexical.backward[cell][m - 2];
                let without_first = self.lexical.backward[cell + 1][m - 2];
                marginal += score - without_first.max(without_last);
                en_sums.add(score, without_first, without_last);
            }
        }
        for k in 0..m {
            let score = self.lexical.forward[reach.en.nodes[0] + k][n - 1];
            gain += score;
            if m > 1 {
                weakest = weakest.min(score - self.ru.facts[j + k].content as f32 * 0.8);
            }
            if n > 1 {
                let without_last = self.lexical.forward[reach.en.nodes[0] + k][n - 2];
                let without_first = self.lexical.forward[reach.en.nodes[1] + k][n - 2];
                marginal += score - without_first.max(without_last);
                ru_sums.add(score, without_first, without_last);
            }
        }
        add(out, if n + m == 2 { Feature::Gain11 } else { Feature::GainMore }, gain / 2.0);
        if n + m > 2 {
            add(out, Feature::Weakest, weakest.clamp(-6.0, 6.0));
            add(out, Feature::Marginal, marginal.clamp(-8.0, 8.0));
        }
        if n > 1 {
            let score = |k: usize| self.lexical.backward[reach.en.nodes[k]][m - 1];
            edges((score(0), score(n - 1)), &ru_sums, &self.en.facts[i..i + n], out);
        }
        if m > 1 {
            let score = |k: usize| self.lexical.forward[reach.en.nodes[0] + k][n - 1];
            edges((score(0), score(m - 1)), &en_sums, &self.ru.facts[j..j + m], out);
        }
    }

    /// What a sentence pays for being paired at all.
    pub fn paid(facts: &Facts, out: &mut impl Sink) {
        let [word, unknown, number, anchor] = facts.kinds;
        add(out, Feature::PaidWord, f32::from(word) / 2.0);
        add(out, Feature::PaidUnknown, f32::from(unknown) / 2.0);
        add(out, Feature::PaidNumber, f32::from(number) / 2.0);
        add(out, Feature::PaidAnchor, f32::from(anchor) / 2.0);
    }

    /// The features of an English sentence left unpaired, or a Russian one.
    pub fn unpaired(facts: &Facts, further: bool, out: &mut impl Sink) {
        if facts.foreign {
            return;
        }
        add(out, if further { Feature::NullMore } else { Feature::NullOpen }, 1.0);
        add(out, Feature::NullWords, libm::log1pf(facts.content as f32));
        add(out, Feature::NullLength, facts.content.min(60) as f32 / 10.0);
        flag(out, Feature::NullUnmarked, facts.end == End::None);
        flag(out, Feature::NullBlock, facts.opens_block);
        flag(out, Feature::NullShort, facts.chars < SHORT);
    }
}

/// How well the sentences of one side are explained by a block on the other, and by the block without its first and
/// without its last sentence.
#[derive(Default)]
struct Sums {
    all: f32,
    without_first: f32,
    without_last: f32,
}

impl Sums {
    fn add(&mut self, all: f32, without_first: f32, without_last: f32) {
        self.all += all;
        self.without_first += without_first;
        self.without_last += without_last;
    }
}

/// What the first and the last sentence of a longer side bring to the bead: how well each is explained, what it adds to
/// the explanation of the other side.
fn edges(own: (f32, f32), other: &Sums, facts: &[Facts], out: &mut impl Sink) {
    let words = |facts: &Facts| (facts.content + 1) as f32;
    let (first, last) = (words(&facts[0]), words(&facts[facts.len() - 1]));
    let added = ((other.all - other.without_first) / first).min((other.all - other.without_last) / last);
    add(out, Feature::EdgeOwn, (own.0 / first).min(own.1 / last).clamp(0.0, 2.0));
    add(out, Feature::EdgeAdded, added.clamp(-1.0, 2.0));
}

fn add(out: &mut impl Sink, feature: Feature, value: f32) {
    out.add(feature, value);
}

fn flag(out: &mut impl Sink, feature: Feature, value: bool) {
    if value {
        out.add(feature, 1.0);
    }
}

fn shape(n: usize, m: usize, out: &mut impl Sink) {
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
    add(out, Feature::ShapeBeyond, n.max(m).saturating_sub(4) as f32);
}

/// What marks stand anywhere on the two sides: how many, and whether any.
fn marks(en: ([u16; 3], [bool; 3]), ru: ([u16; 3], [bool; 3]), out: &mut impl Sink) {
    let count = |kind: usize| f32::from(en.0[kind].abs_diff(ru.0[kind]).min(3));
    add(out, Feature::QuestionCount, count(0));
    add(out, Feature::ExclamationCount, count(1));
    add(out, Feature::ColonCount, count(2));
    flag(out, Feature::QuestionOne, en.1[0] != ru.1[0]);
    flag(out, Feature::ExclamationOne, en.1[1] != ru.1[1]);
    flag(out, Feature::BracketOne, en.1[2] != ru.1[2]);
}

/// How the last sentences of both sides end.
fn ends(a: &Facts, b: &Facts, out: &mut impl Sink) {
    flag(out, Feature::ColonOne, (a.end == End::Colon) != (b.end == End::Colon));
    flag(out, Feature::UnmarkedOne, (a.end == End::None) != (b.end == End::None));
    flag(out, Feature::UnmarkedBoth, a.end == End::None && b.end == End::None);
    flag(out, Feature::CloseOne, a.quoted.1 != b.quoted.1);
}

fn begins(a: &Facts, b: &Facts, out: &mut impl Sink) {
    let one = |start| (a.start == start) != (b.start == start);
    // Direct speech opens with a quotation mark in English, with a dash or a quotation mark in Russian.
    let speech = |f: &Facts| matches!(f.start, Start::Dash | Start::Quote);
    flag(out, Feature::QuoteOne, speech(a) != speech(b));
    flag(out, Feature::DashOne, a.start == Start::Dash && b.start != Start::Dash);
    flag(out, Feature::DigitOne, one(Start::Digit));
    flag(out, Feature::SymbolOne, one(Start::Symbol));
    flag(out, Feature::SymbolBoth, a.start == Start::Symbol && b.start == Start::Symbol);
}

fn inner(facts: &[Facts], out: &mut impl Sink) {
    let mut open = 0i32;
    for pair in facts.windows(2) {
        open += i32::from(pair[0].open_quotes);
        let unmarked = pair[0].end == End::None;
        flag(out, Feature::InnerUnmarked, unmarked);
        flag(out, Feature::InnerHeading, unmarked && !matches!(pair[1].start, Start::Lower | Start::Symbol));
        flag(out, Feature::InnerBlock, pair[1].opens_block);
        flag(out, Feature::InnerBreak, pair[1].after_break);
        flag(out, Feature::InnerQuote, open > 0);
        flag(out, Feature::InnerLower, pair[1].start == Start::Lower);
        flag(out, Feature::InnerShort, pair[0].chars.min(pair[1].chars) < SHORT);
    }
}

fn breaks(a: &Facts, b: &Facts, out: &mut impl Sink) {
    flag(out, Feature::BlockBoth, a.opens_block && b.opens_block);
    flag(out, Feature::BlockOne, a.opens_block != b.opens_block);
    flag(out, Feature::BreakBoth, a.after_break && b.after_break);
    flag(out, Feature::BreakOne, a.after_break != b.after_break);
}
