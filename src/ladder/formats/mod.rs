//! Files of ladders: bracket notation, the ladder of hunalign, XCES.

pub(crate) mod reader;
pub(crate) mod writer;

pub use reader::{ladder_of_segments, read_ladder};
pub use writer::ScoredLadder;
