//! Translation memories of any size: reads ([`open`](fn@open)), writes ([`save`], [`write_segments`]), checks ([`lint`]),
//! filters ([`Filter`]) and counts ([`Stats`]) them. `choose` merges memories and removes duplicates, for `enru tm`.
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

pub use filter::Filter;
pub use format::{Format, WriteOptions};
pub use ids::segment_id;
pub use lint::{Code, Finding, lint};
pub use reader::{MemoryOptions, Segments, open};
pub use schema::Column;
pub use segment::{Flag, Segment, Status};
pub use stats::Stats;
#[cfg(feature = "files")]
pub use writer::save;
pub use writer::write_segments;

// For the command line, the packages of `integrations/` and the tests.
#[cfg(feature = "files")]
#[doc(hidden)]
pub use choose::{Choosing, Rule, choose};
#[cfg(feature = "files")]
#[doc(hidden)]
pub use file::{Memory, Outline, outline, segments};
#[cfg(feature = "files")]
pub(crate) use formats::csv::needs_guard;
#[doc(hidden)]
pub use formats::moses::moses_paths;
#[doc(hidden)]
pub use key::{Fold, RULE};
pub(crate) use key::{Key, Rank};
#[doc(hidden)]
pub use ladder::ladder_of_segments;
#[doc(hidden)]
pub use languages::locales;
#[doc(hidden)]
pub use lint::{Linter, Names};
#[doc(hidden)]
pub use reader::open_reader;
#[doc(hidden)]
pub use segment::rounded;
#[doc(hidden)]
pub use writer::{extra_names, write_ladders};
