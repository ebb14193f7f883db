//! Gzip (RFC 1952): told by its first bytes, unpacked in a stream. Several members follow one another as one.

#[cfg(not(feature = "gzip"))]
use crate::error::Error;
use crate::error::Result;
use std::io::{BufRead, Read};
use std::path::Path;

/// Whether what begins with `head` is packed.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b])
}

/// What `packed`, the content of `path`, unpacks to.
#[cfg(feature = "gzip")]
pub(crate) fn unpack<'a>(_: &Path, packed: impl BufRead + 'a) -> Result<Box<dyn Read + 'a>> {
    Ok(Box::new(flate2::bufread::MultiGzDecoder::new(packed)))
}

/// What `packed`, the content of `path`, unpacks to.
///
/// # Errors
/// [`Error::Unusable`], since this build cannot unpack it.
#[cfg(not(feature = "gzip"))]
pub(crate) fn unpack<'a>(path: &Path, _: impl BufRead + 'a) -> Result<Box<dyn Read + 'a>> {
    Err(Error::unusable(path, "is packed with gzip, which this build does not unpack; unpack it first"))
}
