//! What a bead costs: a weighted sum of features, the negative logarithm of its potential.
//!
//! The model is log-linear (a conditional random field over ladders): the probability of a ladder is proportional to
//! exp(sum of weights times features of its beads). The weights are fitted by `cargo run --release --example tune`,
//! which prints the table that stands in [`WEIGHTS`].

use super::dp::SHAPES;
use super::features::{End, Facts, Side, Start};
use super::length;
use super::lexical::Lexical;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $weight:expr),* $(,)?) => {
        /// What is known of a bead; the number is its place in [`WEIGHTS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($(#[$doc])* $name),* }

        /// The names of the features, in order.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The weight of each feature.
        pub(crate) const WEIGHTS: [f32; NAMES.len()] = [$($weight),*];
    };
}

features! {
    /// The shape, mirrored shapes counted together.
    Shape11 = 0.0,
    Shape12 = -2.5,
    Shape22 = -5.0,
    Shape13 = -5.0,
    Shape23 = -6.0,
    Shape33 = -9.0,
    Shape14 = -8.0,
    ShapeOther = -9.0,
    /// Sentences beyond four, of a bead with more than four on a side.
    ShapeBeyond = -1.0,
    /// Half the squared standard score of the length ratio, of a 1-1 bead and of a longer one.
    Length11 = -0.7,
    LengthMore = -0.7,
    /// Log-likelihood ratio of the words, of a 1-1 bead and of a longer one.
    Words11 = 0.25,
    WordsMore = 0.25,
    /// The least that a sentence of a longer bead is explained.
    Weakest = 0.1,
    /// A question, an exclamation, a colon on one side only.
    QuestionOne = -1.0,
    ExclamationOne = -0.5,
    ColonOne = -0.5,
    /// An end mark on one side only; on neither.
    UnmarkedOne = -1.0,
    UnmarkedBoth = 0.5,
    /// A dash, a quotation mark, a number, a bullet at the beginning of one side only; of both.
    DashOne = -0.5,
    QuoteOne = -0.5,
    DigitOne = -0.5,
    SymbolOne = -1.0,
    SymbolBoth = 1.0,
    /// A closing quotation mark on one side only.
    CloseOne = -0.2,
    /// Brackets on one side only.
    BracketOne = -0.2,
    /// Inside a longer bead, between two sentences of one side: the first has no end mark.
    InnerUnmarked = -1.0,
    /// ... the second begins a block; ... and follows a paragraph break.
    InnerBlock = -1.0,
    InnerBreak = -1.0,
    /// ... a quotation is open.
    InnerQuote = 0.5,
    /// ... the second begins in lower case.
    InnerLower = 0.5,
    /// ... one of the two is short.
    InnerShort = 0.5,
    /// A block begins here on both sides; on one only. A paragraph break, likewise.
    BlockBoth = 0.2,
    BlockOne = -0.5,
    BreakBoth = 0.2,
    BreakOne = -0.5,
    /// A sentence left unpaired, first of a run and further in it.
    NullOpen = -2.4,
    NullMore = -2.4,
    /// The logarithm of its words.
    NullWords = -0.1,
    /// ... it has no end mark; it begins a block; it is very short.
    NullUnmarked = 0.2,
    NullBlock = 0.2,
    NullShort = -0.2,
}

/// One value a feature.
pub(crate) type Vector = [f32; NAMES.len()];

/// Everything the cost of a bead depends on.
pub(crate) struct Beads<'a> {
    pub en: &'a Side,
    pub ru: &'a Side,
    pub lexical: &'a Lexical,
    pub band: &'a super::band::Band,
}

/// Sentences with fewer characters are short: they join their neighbours easily.
const SHORT: u32 = 20;

impl Beads<'_> {
    /// Whether the bead may be at all: wrong-language lines are never paired.
    pub fn allowed(&self, i: usize, j: usize, n: usize, m: usize) -> bool {
        i + n <= self.en.len()
            && j + m <= self.ru.len()
            && !self.en.facts[i..i + n].iter().any(|f| f.foreign)
            && !self.ru.facts[j..j + m].iter().any(|f| f.foreign)
    }

    /// The features of the paired bead of `shape` at (i, j), added to `out`.
    pub fn paired(&self, i: usize, j: usize, (n, m): (usize, usize), out: &mut Vector) {
        let (en, ru) = (&self.en.facts[i..i + n], &self.ru.facts[j..j + m]);
        shape(n, m, out);
        self.words(i, j, n, m, out);
        let z = length::half_square(chars(en), chars(ru));
        add(out, if n + m == 2 { Feature::Length11 } else { Feature::LengthMore }, z);
        ends(en, ru, out);
        begins(&en[0], &ru[0], out);
        inner(en, out);
        inner(ru, out);
        if i > 0 && j > 0 {
            breaks(&en[0], &ru[0], out);
        }
    }

    fn words(&self, i: usize, j: usize, n: usize, m: usize, out: &mut Vector) {
        let cell = |i, j| self.band.node(i, j).expect("beads lie in the band");
        let mut sum = 0.0;
        let mut weakest = f32::INFINITY;
        for row in i..i + n {
            let score = self.lexical.backward[cell(row, j)][m - 1];
            sum += score;
            if n > 1 {
                weakest = weakest.min(score);
            }
        }
        for column in j..j + m {
            let score = self.lexical.forward[cell(i, column)][n - 1];
            sum += score;
            if m > 1 {
                weakest = weakest.min(score);
            }
        }
        let feature = if n + m == 2 { Feature::Words11 } else { Feature::WordsMore };
        add(out, feature, sum / 2.0);
        if n + m > 2 {
            add(out, Feature::Weakest, weakest.clamp(-6.0, 6.0));
        }
    }

    /// The features of an English sentence left unpaired, or a Russian one.
    pub fn unpaired(facts: &Facts, further: bool, out: &mut Vector) {
        if facts.foreign {
            return;
        }
        add(out, if further { Feature::NullMore } else { Feature::NullOpen }, 1.0);
        add(out, Feature::NullWords, libm::log1pf(facts.content as f32));
        flag(out, Feature::NullUnmarked, facts.end == End::None);
        flag(out, Feature::NullBlock, facts.opens_block);
        flag(out, Feature::NullShort, facts.chars < SHORT);
    }
}

/// The cost of what `vector` describes.
pub(crate) fn cost(vector: &Vector, weights: &Vector) -> f32 {
    -vector.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>()
}

/// The place of `shape` in [`SHAPES`].
pub(crate) fn shape_index(n: usize, m: usize) -> Option<usize> {
    SHAPES.iter().position(|&s| s == (n, m))
}

fn add(out: &mut Vector, feature: Feature, value: f32) {
    out[feature as usize] += value;
}

fn flag(out: &mut Vector, feature: Feature, value: bool) {
    add(out, feature, f32::from(u8::from(value)));
}

fn chars(facts: &[Facts]) -> u32 {
    facts.iter().map(|f| f.chars).sum()
}

fn shape(n: usize, m: usize, out: &mut Vector) {
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

fn ends(en: &[Facts], ru: &[Facts], out: &mut Vector) {
    let (a, b) = (&en[en.len() - 1], &ru[ru.len() - 1]);
    let one = |mark| (a.end == mark) != (b.end == mark);
    let any = |mark| en.iter().any(|f| f.end == mark) != ru.iter().any(|f| f.end == mark);
    flag(out, Feature::QuestionOne, any(End::Question));
    flag(out, Feature::ExclamationOne, any(End::Exclamation));
    flag(out, Feature::ColonOne, one(End::Colon));
    flag(out, Feature::UnmarkedOne, one(End::None));
    flag(out, Feature::UnmarkedBoth, a.end == End::None && b.end == End::None);
    flag(out, Feature::CloseOne, a.quoted.1 != b.quoted.1);
    let brackets = |facts: &[Facts]| facts.iter().any(|f| f.brackets > 0);
    flag(out, Feature::BracketOne, brackets(en) != brackets(ru));
}

fn begins(a: &Facts, b: &Facts, out: &mut Vector) {
    let one = |start| (a.start == start) != (b.start == start);
    // Direct speech opens with a quotation mark in English, with a dash or a quotation mark in Russian.
    let speech = |f: &Facts| matches!(f.start, Start::Dash | Start::Quote);
    flag(out, Feature::QuoteOne, speech(a) != speech(b));
    flag(out, Feature::DashOne, a.start == Start::Dash && b.start != Start::Dash);
    flag(out, Feature::DigitOne, one(Start::Digit));
    flag(out, Feature::SymbolOne, one(Start::Symbol));
    flag(out, Feature::SymbolBoth, a.start == Start::Symbol && b.start == Start::Symbol);
}

fn inner(facts: &[Facts], out: &mut Vector) {
    let mut open = 0i32;
    for pair in facts.windows(2) {
        open += i32::from(pair[0].open_quotes);
        flag(out, Feature::InnerUnmarked, matches!(pair[0].end, End::None));
        flag(out, Feature::InnerBlock, pair[1].opens_block);
        flag(out, Feature::InnerBreak, pair[1].after_break);
        flag(out, Feature::InnerQuote, open > 0);
        flag(out, Feature::InnerLower, pair[1].start == Start::Lower);
        flag(out, Feature::InnerShort, pair[0].chars.min(pair[1].chars) < SHORT);
    }
}

fn breaks(a: &Facts, b: &Facts, out: &mut Vector) {
    flag(out, Feature::BlockBoth, a.opens_block && b.opens_block);
    flag(out, Feature::BlockOne, a.opens_block != b.opens_block);
    flag(out, Feature::BreakBoth, a.after_break && b.after_break);
    flag(out, Feature::BreakOne, a.after_break != b.after_break);
}
