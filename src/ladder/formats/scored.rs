//! A ladder with what files say about it.

use crate::ladder::Ladder;

/// A ladder with what files say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredLadder {
    /// The beads.
    pub ladder: Ladder,
    /// The confidence of each bead, where it is known.
    pub scores: Vec<Option<f32>>,
    /// The names of the English and the Russian document.
    pub documents: [String; 2],
}

/// The most sentences of a side: ten times what fits into the default size limit of a document. More is a mistake, and
/// the lists of numbers it asks for would fill the disk.
const MAX_SENTENCES: usize = 10_000_000;

/// Refuses a ladder of more sentences than a document can have.
pub(crate) fn check_size(ladder: &Ladder) -> Result<(), (usize, String)> {
    let size = ladder.size();
    match size.en.max(size.ru) > MAX_SENTENCES {
        true => {
            Err((1, format!("covers {}-{} sentences; at most {MAX_SENTENCES} are read", size.en, size.ru)))
        }
        false => Ok(()),
    }
}
