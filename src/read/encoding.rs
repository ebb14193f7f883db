//! Bytes to text.

use super::{ReadOptions, Reading};
use crate::error::{Error, Result};
use std::path::Path;

/// An encoding of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub &'static encoding_rs::Encoding);

/// Decodes `bytes`, the content of the file `path`.
///
/// # Errors
/// When the bytes are no text, or not in the encoding named in `options`.
pub fn decode(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<String>> {
    let _ = options;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Reading { value: text.to_string(), encoding: "UTF-8".into(), replaced: 0 }),
        Err(e) => Err(Error::Encoding {
            path: path.to_path_buf(),
            encoding: "UTF-8".into(),
            offset: e.valid_up_to(),
            count: 1,
        }),
    }
}
