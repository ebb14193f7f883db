//! Files read into memory, up to a size: a device, a pipe or a mistake must not fill the memory.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file read into memory where [`ReadOptions::max_bytes`](crate::io::ReadOptions::max_bytes) names no other.
///
/// A million sentences have some 100 MB in English and 180 MB in Russian; aligning them takes 3 to 4 times their bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// All bytes of the file `path`, or of standard input for `-`.
///
/// # Errors
/// What the system reports, [`Error::Folder`] for a folder, [`Error::TooLarge`] for more than `max` bytes: of a file
/// before it is read, of anything else as soon as there are more.
pub fn read_whole(path: &Path, max: u64) -> Result<Vec<u8>> {
    let failed = |e| Error::io(path, "read", e);
    if path == Path::new("-") {
        return whole(path, std::io::stdin().lock(), max);
    }
    if path.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    }
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() > max {
        return Err(Error::TooLarge { path: path.to_path_buf(), max });
    }
    whole(path, file, max)
}

/// All that `input`, the content of `path`, gives.
///
/// # Errors
/// As [`read_whole`].
pub(crate) fn whole(path: &Path, input: impl Read, max: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Error::io(path, "read", e))?;
    match bytes.len() as u64 > max {
        true => Err(Error::TooLarge { path: path.to_path_buf(), max }),
        false => Ok(bytes),
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
        assert_eq!(read_whole(&path, 4).unwrap(), b"four");
        assert!(matches!(read_whole(&path, 3), Err(Error::TooLarge { max: 3, .. })));
        assert!(matches!(whole(&path, std::io::repeat(b'x'), 1000), Err(Error::TooLarge { .. })));
        assert_eq!(whole(&path, &b"all"[..], u64::MAX).unwrap(), b"all");
    }
}
