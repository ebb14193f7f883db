//! Ladder formats, which hold sentence numbers only: bracket notation of Vecalign, hunalign ladder, XCES.

pub(crate) mod bracket;
pub(crate) mod hunalign;
mod links;
pub(crate) mod numbers;
mod reader;
mod scored;
pub(crate) mod xces;

pub use links::ladder_of_links;
pub(crate) use reader::is_ladder;
pub use reader::{read_ladder, read_ladders};
pub use scored::ScoredLadder;
pub(crate) use scored::check_size;
