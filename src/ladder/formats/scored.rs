//! A ladder with confidences and document names.

use crate::ladder::Ladder;

/// A ladder with the other content of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredLadder {
    /// The beads.
    pub ladder: Ladder,
    /// The confidence of each bead, if known.
    pub scores: Vec<Option<f32>>,
    /// The names of the English and the Russian document.
    pub documents: [String; 2],
}

/// The most sentences per side: ten times what fits into the default size limit of a document. More is a mistake, and
/// expanding it to lists of numbers would fill the disk.
const MAX_SENTENCES: usize = 10_000_000;

/// Checks that a ladder has at most [`MAX_SENTENCES`] per side.
pub(crate) fn check_size(ladder: &Ladder) -> Result<(), (usize, String)> {
    let size = ladder.size();
    match size.en.max(size.ru) > MAX_SENTENCES {
        true => Err((1, format!("covers {}-{} sentences; the limit is {MAX_SENTENCES}", size.en, size.ru))),
        false => Ok(()),
    }
}
