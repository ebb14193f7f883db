//! Splitting by an organisation's own rules, from an SRX 2.0 file.

mod file;
mod rules;

pub use file::open_srx;
pub use rules::Srx;
