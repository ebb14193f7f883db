//! Files of ladders: bracket notation, the ladder of hunalign, XCES.

pub(crate) mod numbers;
pub(crate) mod reader;
pub(crate) mod writer;

pub use reader::{ladder_of_ids, read_ladder};
pub use writer::ScoredLadder;
