//! Reads Zip archives (DOCX, ODT, EPUB, XLSX) in memory within a [`Budget`]. Nothing is written to disk, so paths
//! inside an archive are harmless.

use crate::error::{Error, Result};
use crate::io::budget::Budget;
use crate::io::decode::decode;
use crate::io::input::InputOptions;
use std::borrow::Cow;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The most files in an archive.
const MAX_ENTRIES: usize = 20_000;

/// An archive being read.
pub(crate) struct Archive<'a> {
    path: PathBuf,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: Budget,
}

impl<'a> Archive<'a> {
    /// Opens the archive `bytes`, the content of `path`.
    pub(crate) fn open(path: &Path, bytes: &'a [u8]) -> Result<Archive<'a>> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| {
            Error::unusable(path, format!("is a damaged archive ({e}); save it again from its program"))
        })?;
        if zip.len() > MAX_ENTRIES {
            return Err(Error::unusable(
                path,
                format!("has {} files inside, more than {MAX_ENTRIES}", zip.len()),
            ));
        }
        Ok(Archive { path: path.to_path_buf(), zip, budget: Budget::new() })
    }

    /// The names of the files inside.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().flatten().map(Cow::into_owned)
    }

    /// The bytes of the file `name` inside, `None` if it is missing.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(index) = self.zip.index_for_name(name).or_else(|| self.other_spelling(name)) else {
            return Ok(None);
        };
        let path = &self.path;
        let file = self
            .zip
            .by_index(index)
            .map_err(|e| Error::unusable(path, format!("'{name}' inside cannot be unpacked ({e})")))?;
        let packed = file.compressed_size();
        self.budget.unpack(path, file, packed).map(Some)
    }

    /// The index of the file `name`, ignoring case and treating backslashes as slashes, since some programs write them
    /// so.
    fn other_spelling(&self, name: &str) -> Option<usize> {
        let is_same = |other: Cow<str>| {
            other.len() == name.len()
                && other
                    .bytes()
                    .zip(name.bytes())
                    .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'\\' && b == b'/'))
        };
        self.zip.file_names().flatten().position(is_same)
    }

    /// The text of the file `name` inside, `None` if it is missing.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        if bytes.is_empty() {
            return Ok(Some(String::new()));
        }
        let options = InputOptions { lossy: true, ..Default::default() };
        decode(&self.path, &bytes, &options).map(|r| Some(r.value))
    }
}
