//! The score of a bead: a weighted sum of features, which is the negative logarithm of its potential.
//!
//! The model is log-linear (a conditional random field over ladders, J. Lafferty et al. 2001): the probability of a ladder is
//! proportional to exp(sum of weights times features of its beads). `cargo run --release --example tune` fits the weights and
//! prints the table [`WEIGHTS`].

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $weight:expr),* $(,)?) => {
        /// A feature of a bead. The discriminant is its index in [`WEIGHTS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($(#[$doc])* $name),* }

        /// The names of the features, in order.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The weight of each feature.
        pub(crate) const WEIGHTS: [f32; NAMES.len()] = [$($weight),*];
    };
}

features! {
    /// The shape; mirrored shapes share a feature.
    Shape11 = 1.190,
    Shape12 = -0.050,
    Shape22 = -2.346,
    Shape13 = -0.317,
    Shape23 = -1.647,
    Shape33 = -1.099,
    Shape14 = -0.375,
    ShapeOther = -1.890,
    /// Half the squared standard score of the length ratio: of a 1-1 bead, of a longer one.
    Length11 = -0.705,
    LengthMore = -1.133,
    /// How much more likely the words are together than by chance: of a 1-1 bead, of a longer one.
    Gain11 = 0.526,
    GainMore = 0.507,
    /// The price of pairing each word or anchor at all.
    Paid = -0.114,
    /// Of the first and last sentence of a side with several sentences, the lower value per word: how well it is
    /// explained, and what it adds to the explanation of the other side.
    EdgeOwn = -0.723,
    EdgeAdded = 1.381,
    /// A question on one side only.
    QuestionOne = -0.769,
    /// An end mark on one side only; an end mark on neither side.
    UnmarkedOne = -1.306,
    UnmarkedBoth = 0.857,
    /// A quotation mark at the start of one side only.
    QuoteOne = -1.579,
    /// Between two sentences of one side of a bead: the first has no end mark.
    InnerUnmarked = -0.802,
    /// ... and the second starts like a sentence, so the first is a heading.
    InnerHeading = -0.481,
    /// ... the second follows a paragraph break.
    InnerBreak = -0.298,
    /// ... a quotation is open.
    InnerQuote = 0.851,
    /// ... the second begins in lower case.
    InnerLower = -0.496,
    /// ... one of the two is short.
    InnerShort = -1.395,
    /// A block starts here on both sides; a paragraph break is here on both sides.
    BlockBoth = 0.496,
    BreakBoth = 0.695,
    /// An unpaired sentence: first of a run, later in a run.
    NullOpen = -2.709,
    NullMore = -1.118,
    /// The logarithm of its number of words; its length.
    NullWords = 0.713,
    NullLength = 1.005,
    /// It has no end mark; it is very short.
    NullUnmarked = 0.759,
    NullShort = -0.709,
}

/// One value per feature.
pub(crate) type Vector = [f32; NAMES.len()];

/// A consumer of features. A vector stores each feature, for fitting and explaining. A sum adds up their cost, for
/// the search, where most features of a bead are zero.
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

    /// The cost of all added features.
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

/// The cost of the features in `vector`.
pub(crate) fn cost(vector: &Vector, weights: &Vector) -> f32 {
    -vector.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>()
}
