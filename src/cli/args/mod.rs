//! Options that subcommands share, one struct per purpose. A subcommand uses a struct only if it honours every option
//! of the struct.

mod deadline;
mod fixed;
mod lexicon;
mod reading;
mod report;
mod splitting;
pub mod values;
mod writing;

pub use deadline::Deadline;
pub use fixed::FixedPoints;
pub use lexicon::LexiconArgs;
pub use reading::{Limit, ReadMemories, ReadMemory, ReadOne, ReadTwo, TwoFiles, TwoSides, input};
pub use report::Report;
pub use splitting::Splitting;
pub use values::{field, probability, seconds, size};
pub use writing::{Contents, Output, Table, check_distinct, unknown_extension};
