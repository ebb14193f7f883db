//! Reads a file or a reader, unpacks gzip, and applies a size limit, so that a device, a pipe or a mistake does not
//! fill the memory.

use crate::error::{Error, Result};
use crate::io::budget::Budget;
use crate::io::charset::Encoding;
use crate::io::gzip;
use crate::io::stop::Stop;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The default of [`InputOptions::max_bytes`].
///
/// A million sentences have about 100 MB in English and 180 MB in Russian. Aligning needs 3 to 4 times their size.
pub const MAX_BYTES: u64 = 256 << 20;

/// Options for reading any file.
#[derive(Clone, Debug, Default)]
pub struct InputOptions {
    /// The encoding of text; `None` detects it.
    pub encoding: Option<Encoding>,
    /// Whether to replace bytes that are invalid in the encoding by U+FFFD instead of refusing the file.
    pub lossy: bool,
    /// The largest input to read into memory, and the largest segment of a memory, in bytes; `None` means
    /// [`MAX_BYTES`].
    pub max_bytes: Option<u64>,
    /// Called while a document is read and split. If it returns true, reading ends with [`Error::Stopped`].
    pub stop: Stop,
}

impl InputOptions {
    /// The size limit in bytes.
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes.unwrap_or(MAX_BYTES)
    }
}

/// A decoded value with its encoding.
#[derive(Clone, Debug)]
pub struct Decoded<T> {
    /// The text, or a value created from it.
    pub value: T,
    /// The name of the encoding.
    pub encoding: String,
    /// The number of invalid sequences replaced by U+FFFD (only with [`InputOptions::lossy`]).
    pub replaced: usize,
}

impl<T> Decoded<T> {
    /// Applies `f` to the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded { value: f(self.value), encoding: self.encoding, replaced: self.replaced }
    }

    pub(crate) fn and_then<U>(self, f: impl FnOnce(T) -> Result<U>) -> Result<Decoded<U>> {
        Ok(Decoded { value: f(self.value)?, encoding: self.encoding, replaced: self.replaced })
    }
}

/// A source of bytes, with a name for format detection and error messages.
pub struct Input<'a> {
    path: PathBuf,
    /// `None` for the file at `path`, which is opened on reading.
    reader: Option<Box<dyn Read + 'a>>,
    /// The largest size in bytes.
    max: u64,
}

impl<'a> Input<'a> {
    /// Creates an input from `reader` with the name `path`.
    pub fn reader(path: impl Into<PathBuf>, reader: impl Read + 'a) -> Input<'a> {
        Input { path: path.into(), reader: Some(Box::new(reader)), max: u64::MAX }
    }

    /// The same input, refused with [`Error::TooLarge`] if it has more than `max` bytes, also when it is streamed.
    pub fn at_most(self, max: u64) -> Input<'a> {
        Input { max, ..self }
    }

    /// The path of the file, or the name given to [`Input::reader`].
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is a file, which can be read again.
    pub fn is_file(&self) -> bool {
        self.reader.is_none()
    }

    /// Opens the input as a stream. The limit of [`Input::at_most`] applies to a file when it is opened, and to every
    /// input while it is read.
    ///
    /// # Errors
    /// I/O errors; [`Error::Folder`] for a folder; [`Error::TooLarge`].
    pub fn open(self) -> Result<Box<dyn Read + 'a>> {
        let (path, max) = (self.path, self.max);
        let reader: Box<dyn Read + 'a> = match self.reader {
            Some(reader) => reader,
            None => Box::new(open_file(&path, max)?),
        };
        if max == u64::MAX {
            return Ok(reader);
        }
        Ok(Box::new(AtMost { reader: reader.take(max.saturating_add(1)), path, max }))
    }

    /// Reads all bytes unchanged.
    ///
    /// # Errors
    /// As [`Input::open`], and [`Error::TooLarge`] for more than `max` bytes: a file is checked before reading, other
    /// inputs while reading.
    pub fn read_raw(self, max: u64) -> Result<Vec<u8>> {
        let (path, max) = (self.path.clone(), self.max.min(max));
        whole(&path, self.at_most(max).open()?, max)
    }

    /// Reads all bytes and unpacks gzip.
    ///
    /// # Errors
    /// As [`Input::read_raw`]; [`Error::Empty`] for an empty input; [`Error::Unusable`] for gzip that is damaged or
    /// unsafe to unpack.
    pub fn read(self, options: &InputOptions) -> Result<Vec<u8>> {
        let path = self.path.clone();
        let mut bytes = self.read_raw(options.max_bytes())?;
        if gzip::is_packed(&bytes) {
            let unpacked = gzip::unpack(&path, &*bytes)?;
            bytes = Budget::new().unpack(&path, unpacked, bytes.len() as u64)?;
        }
        if bytes.is_empty() { Err(Error::Empty(path)) } else { Ok(bytes) }
    }
}

impl From<&Path> for Input<'_> {
    fn from(path: &Path) -> Self {
        Input { path: path.to_path_buf(), reader: None, max: u64::MAX }
    }
}

impl From<&PathBuf> for Input<'_> {
    fn from(path: &PathBuf) -> Self {
        Input::from(path.as_path())
    }
}

fn open_file(path: &Path, max: u64) -> Result<File> {
    if path.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    }
    let failed = |e| Error::io(path, "read", e);
    let file = File::open(path).map_err(failed)?;
    match file.metadata().map_err(failed)?.len() > max {
        true => Err(Error::TooLarge { path: path.to_path_buf(), max }),
        false => Ok(file),
    }
}

/// A stream that fails with [`Error::TooLarge`] after `max` bytes.
struct AtMost<R> {
    /// Ends one byte after the limit.
    reader: io::Take<R>,
    path: PathBuf,
    max: u64,
}

impl<R: Read> Read for AtMost<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        if count > 0 && self.reader.limit() == 0 {
            return Err(io::Error::other(Error::TooLarge { path: self.path.clone(), max: self.max }));
        }
        Ok(count)
    }
}

/// Reads all bytes of `input`, the content of `path`.
///
/// # Errors
/// As [`Input::read_raw`].
pub(crate) fn whole(path: &Path, input: impl Read, max: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Error::io(path, "read", e))?;
    if bytes.len() as u64 > max { Err(Error::TooLarge { path: path.to_path_buf(), max }) } else { Ok(bytes) }
}

/// The file name, as the document's name.
pub(crate) fn file_name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// `path` without `.gz`, so that its extension determines the format.
pub(crate) fn unpacked_name(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz")) {
        path.with_extension("")
    } else {
        path.to_path_buf()
    }
}

#[cfg(test)]
mod tests {
    use crate::io::input::*;

    #[test]
    fn what_is_too_large_is_refused_and_what_just_fits_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, "four").unwrap();
        assert_eq!(Input::from(&path).read_raw(4).unwrap(), b"four");
        assert!(matches!(Input::from(&path).read_raw(3), Err(Error::TooLarge { max: 3, .. })));
        let endless = Input::reader("x", std::io::repeat(b'x'));
        assert!(matches!(endless.read_raw(1000), Err(Error::TooLarge { .. })));
        assert_eq!(Input::reader("x", &b"all"[..]).read_raw(u64::MAX).unwrap(), b"all");
        let read = |max: u64| {
            let mut bytes = Vec::new();
            let mut stream = Input::reader("x", &b"four"[..]).at_most(max).open().unwrap();
            stream.read_to_end(&mut bytes).map(|_| bytes).map_err(|e| Error::io(Path::new("x"), "read", e))
        };
        assert_eq!(read(4).unwrap(), b"four");
        assert!(matches!(read(3), Err(Error::TooLarge { max: 3, .. })));
        assert!(matches!(Input::from(&path).at_most(3).open(), Err(Error::TooLarge { max: 3, .. })));
    }

    #[test]
    fn a_dash_is_a_file_like_any_other() {
        assert!(matches!(Input::from(Path::new("-")).read_raw(9), Err(Error::Io { .. })));
    }
}
