//! Which model this is.

use super::{Model, confidence};

/// BLAKE3 of everything that alignments are made with but code: the weights, the table of word translations,
/// the tables of names. Two builds of one version with the same hash align alike. Cost: a few milliseconds.
pub fn model_hash() -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{:?} {:?}", Model::default(), confidence::WEIGHTS).as_bytes());
    hasher.update(crate::lexicon::Lexicon::builtin_bytes());
    for table in crate::anchor::TABLES {
        hasher.update(blake3::hash(table.as_bytes()).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
