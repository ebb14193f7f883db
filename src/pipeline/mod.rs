//! From the two files or texts of a pair to its bitext: reads, splits, aligns with fixed points, and checks whether the
//! result is suspect. The command line, batches, the worker and the web page all use this module, so that they give the
//! same segments. Cost: that of reading, splitting and aligning.

mod known;
mod reader;
mod suspect;

pub use known::{Known, Reuse};
pub use reader::{PairReader, ReadPair};
pub use suspect::suspicions;
