//! Input and output: opens, unpacks and decodes files, and writes files that appear completely or not at all.
//!
//! An [`Input`] is a path or a reader. Reading unpacks gzip, detects the encoding and gives text. It limits the bytes held in
//! memory, also those of unpacked data. Cost: linear in the bytes. For reading, the path `-` is a file of this name; only the
//! command line opens standard input.

#[cfg(feature = "archive")]
pub(crate) mod archive;
pub(crate) mod budget;
pub(crate) mod charset;
pub(crate) mod decode;
mod doubled;
mod gzip;
pub(crate) mod input;
#[cfg(feature = "files")]
#[doc(hidden)]
pub mod output;
#[cfg(feature = "archive")]
pub(crate) mod parts;
pub(crate) mod stop;
#[cfg(feature = "files")]
#[doc(hidden)]
pub mod terminal;
pub(crate) mod xml;

pub use charset::Encoding;
#[doc(hidden)]
pub use input::{Decoded, MAX_BYTES};
pub use input::{Input, InputOptions};
pub use stop::Stop;
