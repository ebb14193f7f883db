//! The parameters of the model, and their hash.

use super::confidence;
use super::score::{Vector, WEIGHTS};
use super::word_score::Floors;

/// The parameters of the model, the same for every document.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The weight of each feature of a bead.
    pub weights: Vector,
    /// The cost of unexplained words.
    pub floors: Floors,
    /// The price of a paired bead in decoding, see [`Solution::decode`](super::posterior::Solution::decode).
    pub price: f32,
}

impl Default for Model {
    fn default() -> Model {
        Model { weights: WEIGHTS, floors: Floors::default(), price: 0.2 }
    }
}

/// The BLAKE3 hash of the data of the aligner: weights, word translations, names. Two builds of the same version with
/// the same hash give the same alignments. Cost: a few milliseconds.
pub fn model_hash() -> String {
    let Model { weights, floors, price } = Model::default();
    let numbers = weights
        .into_iter()
        .chain([floors.word, floors.unknown, floors.number, floors.anchor, price])
        .chain(confidence::WEIGHTS)
        .chain(confidence::UNPAIRED_WEIGHTS);
    let mut hasher = blake3::Hasher::new();
    numbers.for_each(|number| {
        hasher.update(&number.to_le_bytes());
    });
    hasher.update(crate::lexicon::Lexicon::builtin_bytes());
    for table in crate::anchor::TABLES {
        hasher.update(blake3::hash(table.as_bytes()).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
