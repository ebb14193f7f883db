//! Zip archives (DOCX, ODT, EPUB, XLSX) and gzip, unpacked in memory within limits: nothing is ever written to disk,
//! so a path inside an archive can lead nowhere.

use crate::error::{Error, Result};
use crate::io::decode::decode;
use crate::io::input::InputOptions;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// All that is unpacked of one file, together. The longest novels as DOCX have 20 MB of XML.
pub(crate) const MAX_UNPACKED: u64 = 128 << 20;
/// XML packs 10 to 30 times; a bomb a thousand times. Not asked of less than a megabyte.
const MAX_RATIO: u64 = 250;
const MAX_ENTRIES: usize = 20_000;

/// An archive being read.
pub(crate) struct Archive<'a> {
    path: PathBuf,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive `bytes`, the content of `path`.
    pub(crate) fn open(path: &Path, bytes: &'a [u8]) -> Result<Archive<'a>> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| {
            unusable(path, format!("is a damaged archive ({e}); save it anew from its program"))
        })?;
        if zip.len() > MAX_ENTRIES {
            return Err(unusable(path, format!("has {} files inside, more than {MAX_ENTRIES}", zip.len())));
        }
        Ok(Archive { path: path.to_path_buf(), zip, left: MAX_UNPACKED })
    }

    /// The bytes of the file `name` inside, `None` where there is none.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(index) = self.zip.index_for_name(name).or_else(|| self.other_spelling(name)) else {
            return Ok(None);
        };
        let path = &self.path;
        let file = self
            .zip
            .by_index(index)
            .map_err(|e| unusable(path, format!("'{name}' inside cannot be unpacked ({e})")))?;
        let limit = self.left.min((file.compressed_size().saturating_mul(MAX_RATIO)).max(1 << 20));
        let bytes = read_limited(path, file, limit)?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The file that is `name` but for the case of its letters and back slashes, as some programs write them.
    fn other_spelling(&self, name: &str) -> Option<usize> {
        let is_same = |other: std::borrow::Cow<str>| {
            other.len() == name.len()
                && other
                    .bytes()
                    .zip(name.bytes())
                    .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'\\' && b == b'/'))
        };
        self.zip.file_names().flatten().position(is_same)
    }

    /// The text of the file `name` inside, `None` where there is none.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        if bytes.is_empty() {
            return Ok(Some(String::new()));
        }
        let options = InputOptions { lossy: true, ..Default::default() };
        decode(&self.path, &bytes, &options).map(|r| Some(r.value))
    }
}

/// Unpacks the gzip `bytes`, the content of `path`; several members follow one another as one.
pub(crate) fn gunzip(path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let limit = MAX_UNPACKED.min((bytes.len() as u64).saturating_mul(MAX_RATIO).max(1 << 20));
    read_limited(path, flate2::read::MultiGzDecoder::new(bytes), limit)
}

fn read_limited(path: &Path, reader: impl Read, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unusable(path, format!("is a damaged archive ({e}); save it anew from its program")))?;
    if bytes.len() as u64 > limit {
        return Err(unusable(
            path,
            format!(
                "unpacks to more than {limit} bytes, which is refused as unsafe; unpack it yourself if you trust it"
            ),
        ));
    }
    Ok(bytes)
}

pub(crate) fn unusable(path: &Path, message: impl Into<String>) -> Error {
    Error::Unusable { path: path.to_path_buf(), message: message.into() }
}
