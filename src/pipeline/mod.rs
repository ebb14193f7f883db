//! From the two files (or texts) of a pair to its bitext: reading, splitting, aligning with what is known of the pair, and
//! what makes the result look wrong. The command line, batches, the worker and the page in the browser all go this way.

mod known;
mod reader;
mod suspect;

pub use known::{Known, Reuse};
pub use reader::{PairReader, ReadPair};
pub use suspect::suspicions;
