//! The numbers of the model, and the name of a set of them.

use super::confidence;
use super::score::{Vector, WEIGHTS};
use super::word_score::Floors;

/// The numbers of the model: pure data, the same for every document.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The weight of each feature of a bead.
    pub weights: Vector,
    /// What unexplained words are worth.
    pub floors: Floors,
    /// What a paired bead must be worth to be claimed, see [`super::lattice::Problem::decode`].
    pub price: f32,
}

impl Default for Model {
    fn default() -> Model {
        Model { weights: WEIGHTS, floors: Floors::default(), price: 0.1 }
    }
}

/// BLAKE3 of everything that alignments are made with but code: the weights, the table of word translations, the tables
/// of names. Two builds of one version with the same hash align alike. Cost: a few milliseconds.
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
