//! Input and output: opens, unpacks and decodes files, and writes files that appear completely or not at all.

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
