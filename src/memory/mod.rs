//! Translation memories of any size: reads, writes, checks ([`lint`]), merges and deduplicates ([`choose`]), filters
//! and counts them.
//!
//! Reads files in any bilingual format as [`Segment`]s, one at a time. Texts are not kept in memory: operations on all
//! segments use a 16-byte hash of each. Operations that need two passes read a file twice; a pipe is copied to a
//! temporary file first.

#[cfg(feature = "files")]
pub(crate) mod choose;
mod date;
#[cfg(feature = "files")]
pub(crate) mod file;
pub(crate) mod filter;
mod foreign;
pub(crate) mod format;
pub(crate) mod formats;
pub(crate) mod ids;
mod key;
mod ladder;
pub(crate) mod languages;
pub(crate) mod lint;
pub(crate) mod reader;
pub(crate) mod records;
pub(crate) mod schema;
pub(crate) mod segment;
pub(crate) mod stats;
pub(crate) mod writer;

#[cfg(feature = "files")]
pub use choose::{Choosing, Rule, choose};
#[cfg(feature = "files")]
pub use file::Memory;
#[cfg(feature = "files")]
pub use file::segments;
#[cfg(feature = "files")]
#[doc(hidden)]
pub use file::{Outline, outline};
pub use filter::Filter;
pub use format::{Format, WriteOptions};
#[cfg(feature = "files")]
pub(crate) use formats::csv::needs_guard;
#[doc(hidden)]
pub use formats::moses::moses_paths;
pub use ids::segment_id;
pub use key::Fold;
#[doc(hidden)]
pub use key::RULE;
pub(crate) use key::{Key, Rank};
#[doc(hidden)]
pub use ladder::ladder_of_segments;
pub use languages::locales;
pub use lint::{Code, Finding, Linter, Names, lint};
pub use reader::{MemoryOptions, Segments, open, open_reader, open_with, read_segments};
pub use schema::Column;
#[doc(hidden)]
pub use segment::rounded;
pub use segment::{Flag, Segment, Status};
pub use stats::Stats;
#[doc(hidden)]
pub use writer::extra_names;
#[cfg(feature = "files")]
pub use writer::{save, save_segments};
pub use writer::{write_ladders, write_segments};
