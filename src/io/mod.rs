//! Bytes in and out: opening, unpacking, decoding, and writing a file whole or not at all.

pub(crate) mod archive;
pub(crate) mod budget;
pub mod charset;
pub(crate) mod decode;
pub mod input;
pub mod output;
pub(crate) mod parts;
pub(crate) mod xml;

pub use charset::Encoding;
pub use input::{Decoded, Input, InputOptions, MAX_BYTES};
