//! Hashes of files.

use crate::error::{Error, Result};
use std::io;
use std::path::Path;

/// The BLAKE3 hash of a file, in hexadecimal.
///
/// # Errors
/// If the file cannot be read or is not a regular file.
pub fn file_hash(path: &Path) -> Result<String> {
    let metadata = path.metadata().map_err(|e| Error::io(path, "read", why(path, e)))?;
    if metadata.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    }
    if !metadata.is_file() {
        let message = "is not a regular file; give a text document".to_string();
        return Err(Error::Unusable { path: path.to_path_buf(), message });
    }
    let mut hasher = blake3::Hasher::new();
    let mut file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
    io::copy(&mut file, &mut hasher).map_err(|e| Error::io(path, "read", e))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Describes a dangling link as such.
fn why(path: &Path, error: io::Error) -> io::Error {
    match std::fs::read_link(path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            io::Error::new(error.kind(), format!("link to {}, which does not exist", target.display()))
        }
        _ => error,
    }
}
