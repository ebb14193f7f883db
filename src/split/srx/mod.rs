//! Splits by the rules of an SRX 2.0 file.

mod file;
mod rules;

pub use file::open_srx;
pub use rules::Srx;
