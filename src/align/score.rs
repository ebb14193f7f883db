//! The score of a bead: a weighted sum of features, the negative logarithm of its potential.
//!
//! The model is log-linear (a conditional random field over ladders, J. Lafferty et al. 2001): the probability of a
//! ladder is proportional to exp(sum of weights times features of its beads). The weights are fitted by
//! `cargo run --release --example tune`, which prints the table that stands in [`WEIGHTS`].

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
    Shape11 = 1.363,
    Shape12 = 1.082,
    Shape22 = -0.137,
    Shape13 = 0.057,
    Shape23 = -0.046,
    Shape33 = -0.599,
    Shape14 = -0.444,
    ShapeOther = -0.615,
    /// Sentences beyond four, of a bead with more than four on a side.
    ShapeBeyond = 0.010,
    /// Half the squared standard score of the length ratio, of a 1-1 bead and of a longer one.
    Length11 = -0.634,
    LengthMore = -0.935,
    /// How much more likely the words are beside each other than by chance, of a 1-1 bead and of a longer one.
    Gain11 = 0.490,
    GainMore = 0.479,
    /// What a word or anchor pays for being paired at all.
    Paid = -0.113,
    /// The least that the first or last sentence of one side of a longer bead is explained, a word of it; the least it
    /// adds to the explanation of the other side, a word of it.
    EdgeOwn = -1.099,
    EdgeAdded = 1.131,
    /// A question or an exclamation on one side only.
    QuestionOne = -1.055,
    /// How much the number of question marks differs.
    QuestionCount = -1.074,
    ExclamationOne = -0.160,
    /// An end mark on one side only; on neither.
    UnmarkedOne = -1.123,
    UnmarkedBoth = 0.592,
    /// A quotation mark, a number at the beginning of one side only; a bullet at that of both.
    QuoteOne = -1.405,
    DigitOne = -0.262,
    SymbolBoth = 0.293,
    /// A closing quotation mark on one side only.
    CloseOne = -0.108,
    /// Inside a longer bead, between two sentences of one side: the first has no end mark.
    InnerUnmarked = -0.864,
    /// ... and the second begins like a sentence: the first is a heading.
    InnerHeading = -0.784,
    /// ... the second begins a block; ... and follows a paragraph break.
    InnerBlock = -0.207,
    InnerBreak = -0.872,
    /// ... a quotation is open.
    InnerQuote = 0.725,
    /// ... the second begins in lower case.
    InnerLower = -0.345,
    /// ... one of the two is short.
    InnerShort = -1.113,
    /// A block begins here on both sides; a paragraph break, likewise.
    BlockBoth = 0.078,
    BreakBoth = 0.784,
    /// A sentence left unpaired, first of a run and further in it.
    NullOpen = -2.467,
    NullMore = -0.266,
    /// The logarithm of its words.
    NullWords = 0.511,
    NullLength = 0.678,
    /// ... it has no end mark; it begins a block; it is very short.
    NullUnmarked = 0.830,
    NullBlock = 0.103,
    NullShort = -1.306,
}

/// One value a feature.
pub(crate) type Vector = [f32; NAMES.len()];

/// Takes the features of a bead as they are found: a vector keeps them apart, for fitting and explaining; a sum adds up
/// what they cost, for searching, where most of a bead's features are zero.
pub(crate) trait Sink {
    /// Adds `value` to `feature`.
    fn add(&mut self, feature: Feature, value: f32);
}

impl Sink for Vector {
    fn add(&mut self, feature: Feature, value: f32) {
        self[feature as usize] += value;
    }
}

/// The weighted sum of features.
pub(crate) struct Sum<'a> {
    weights: &'a Vector,
    total: f32,
}

impl<'a> Sum<'a> {
    pub fn new(weights: &'a Vector) -> Self {
        Sum { weights, total: 0.0 }
    }

    /// The cost of all that was added.
    pub fn cost(&self) -> f32 {
        -self.total
    }
}

impl Sink for Sum<'_> {
    #[inline]
    fn add(&mut self, feature: Feature, value: f32) {
        self.total += self.weights[feature as usize] * value;
    }
}

/// The cost of what `vector` describes.
pub(crate) fn cost(vector: &Vector, weights: &Vector) -> f32 {
    -vector.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>()
}
