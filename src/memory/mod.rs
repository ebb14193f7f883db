//! Translation memories of any size: read, written, checked ([`lint`](mod@lint)), merged and deduplicated
//! ([`choose`](mod@choose)), filtered, counted.
//!
//! Takes files in any format that holds texts and gives [`Segment`]s one at a time. Texts are never kept: what has to be
//! known of all segments at once is known by a 16-byte hash of each. What takes two passes reads a file twice; a pipe is
//! copied to a temporary file first.

#[cfg(feature = "files")]
pub mod choose;
mod date;
#[cfg(feature = "files")]
pub mod file;
pub mod filter;
mod foreign;
pub mod format;
pub(crate) mod formats;
pub(crate) mod ids;
mod key;
mod ladder;
pub mod languages;
pub mod lint;
pub(crate) mod reader;
pub(crate) mod records;
pub(crate) mod schema;
pub mod segment;
pub mod stats;
pub mod writer;

#[cfg(feature = "files")]
pub use choose::{Choice, Conflict, Report, Rule, choose};
#[cfg(feature = "files")]
pub use file::{Memory, Outline, outline, segments};
pub use filter::Filter;
pub use format::{Format, WriteOptions};
pub use formats::moses::moses_paths;
pub use ids::segment_id;
pub use key::{Fold, Key, RULE, Rank};
pub use ladder::ladder_of_segments;
pub use languages::locales;
pub use lint::{Code, Finding, Linter};
pub use reader::{Complete, MemoryOptions, Segments, open, open_reader, open_with, read_segments};
pub use records::Facts;
pub use schema::Column;
pub use segment::{Flag, Segment, Status};
pub use stats::Stats;
#[cfg(feature = "files")]
pub use writer::{save, save_segments};
pub use writer::{write_ladder, write_ladders, write_segments};
