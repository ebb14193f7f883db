//! Names of output files, and moving finished files to their places.

use crate::error::{Error, Result};
use crate::io::output::in_its_folder;
use crate::memory::Format;
use std::path::Path;

/// The path of the output of a pair, relative to the output folder.
pub(crate) fn output_of(name: &str, format: Format) -> String {
    format!("{name}.{}", format.name())
}

/// The path of the review page of a pair, relative to the output folder.
pub(crate) fn review_of(name: &str) -> String {
    format!("{name}.review.html")
}

/// Moves a finished temporary file to `path` and creates missing folders. Syncs first: a file that is renamed before it
/// is on the disk may be empty after a power failure.
pub(crate) fn persist(file: tempfile::NamedTempFile, path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))?;
    }
    let failed = |e| Error::io(path, "write", e);
    file.as_file().sync_all().map_err(failed)?;
    match file.persist(in_its_folder(path)) {
        Ok(_) => Ok(()),
        Err(e) if e.error.kind() == std::io::ErrorKind::CrossesDevices => copy(&e.file, path),
        Err(e) => Err(failed(e.error)),
    }
}

/// Copies to another file system, where a rename is impossible. The copy is written next to its place and then renamed.
fn copy(file: &tempfile::NamedTempFile, path: &Path) -> Result<()> {
    let mut from = file.reopen().map_err(|e| Error::io(path, "write", e))?;
    crate::io::output::save(path, true, |out| std::io::copy(&mut from, out).map(|_| ()))
}
