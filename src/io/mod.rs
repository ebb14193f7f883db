//! Bytes in and out: opening, unpacking, decoding, and writing a file whole or not at all.

#[cfg(feature = "archive")]
pub(crate) mod archive;
pub(crate) mod budget;
pub mod charset;
pub(crate) mod decode;
mod gzip;
pub mod input;
#[cfg(feature = "files")]
pub mod output;
#[cfg(feature = "archive")]
pub(crate) mod parts;
pub(crate) mod xml;

pub use charset::Encoding;
pub use input::{Decoded, Input, InputOptions, MAX_BYTES};
