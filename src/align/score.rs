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
    Shape11 = 1.906,
    Shape12 = 0.724,
    Shape22 = -0.643,
    Shape13 = 0.309,
    Shape23 = -0.503,
    Shape33 = -0.363,
    Shape14 = -0.138,
    ShapeOther = -0.637,
    /// Half the squared standard score of the length ratio: of a 1-1 bead, of a longer one.
    Length11 = -0.667,
    LengthMore = -0.815,
    /// How much more likely the words are together than by chance: of a 1-1 bead, of a longer one.
    Gain11 = 0.522,
    GainMore = 0.510,
    /// The price of pairing each word or anchor at all.
    Paid = -0.136,
    /// Of the first and last sentence of a side with several sentences, the lower value per word: how well it is
    /// explained, and what it adds to the explanation of the other side.
    EdgeOwn = -1.111,
    EdgeAdded = 1.575,
    /// An end mark on one side only; an end mark on neither side.
    UnmarkedOne = -1.363,
    UnmarkedBoth = 0.852,
    /// A quotation mark at the start of one side only.
    QuoteOne = -1.430,
    /// Between two sentences of one side of a bead: the first has no end mark.
    InnerUnmarked = -0.899,
    /// ... and the second starts like a sentence, so the first is a heading.
    InnerHeading = -0.508,
    /// ... the second follows a paragraph break.
    InnerBreak = -0.424,
    /// ... a quotation is open.
    InnerQuote = 0.996,
    /// ... the second begins in lower case.
    InnerLower = -0.488,
    /// ... one of the two is short.
    InnerShort = -0.949,
    /// A block starts here on both sides; a paragraph break is here on both sides.
    BlockBoth = 0.553,
    BreakBoth = 0.766,
    /// An unpaired sentence: first of a run, later in a run.
    NullOpen = -2.064,
    NullMore = -0.513,
    /// The logarithm of its number of words; its length.
    NullWords = 0.544,
    NullLength = 0.959,
    /// It has no end mark; it is very short.
    NullUnmarked = 0.581,
    NullShort = -0.631,
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
