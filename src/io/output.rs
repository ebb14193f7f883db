//! Output files: written whole or not at all, and never over a file that is there unless told so.

use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{Builder, NamedTempFile};

/// A file being written. It takes its place under its name at [`OutputFile::finish`]; dropped before, it leaves
/// nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    force: bool,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    /// Beside its place, under another name.
    Beside(BufWriter<NamedTempFile>, Unfinished),
    /// Something that is no regular file (`/dev/null`, a pipe) cannot be replaced, only written to.
    Direct(BufWriter<File>),
    Stdout(BufWriter<io::Stdout>),
}

/// Begins the output file `path`; `-` is standard output. With `force`, a file that is there is replaced.
///
/// # Errors
/// [`Error::Exists`] without `force`, [`Error::Folder`] for a folder, [`Error::Io`] where the folder is missing or
/// may not be written to.
pub fn create(path: &Path, force: bool) -> Result<OutputFile> {
    if path == Path::new("-") {
        let sink = Sink::Stdout(BufWriter::new(io::stdout()));
        return Ok(OutputFile { path: path.to_path_buf(), force, sink });
    }
    // The file a link points to is the one to replace, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let sink = match fs::metadata(&path) {
        Ok(there) if there.is_dir() => return Err(Error::Folder(path)),
        Ok(there) if !there.is_file() => direct(&path)?,
        Ok(_) if !force => return Err(Error::Exists(path)),
        _ => beside(&path)?,
    };
    Ok(OutputFile { path, force, sink })
}

fn direct(path: &Path) -> Result<Sink> {
    let file = File::options().write(true).open(path).map_err(|e| Error::io(path, "write", e))?;
    Ok(Sink::Direct(BufWriter::new(file)))
}

fn beside(path: &Path) -> Result<Sink> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".enru-");
    // As for any new file: readable by whom the user's mask allows, not by the user alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder).map_err(|e| Error::io(path, "write", e))?;
    if let Ok(there) = fs::metadata(path) {
        // Best effort: a file that is replaced keeps who may read it.
        let _ = fs::set_permissions(file.path(), there.permissions());
    }
    let unfinished = Unfinished::new(file.path());
    Ok(Sink::Beside(BufWriter::new(file), unfinished))
}

/// The files that would be left behind by a program that ends at once.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file among [`UNFINISHED`], as long as this lives.
#[derive(Debug)]
struct Unfinished(PathBuf);

impl Unfinished {
    fn new(path: &Path) -> Unfinished {
        unfinished().insert(path.to_path_buf());
        Unfinished(path.to_path_buf())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().remove(&self.0);
    }
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away every file that is not finished, for a program that is about to end at once, as on Ctrl-C.
pub fn discard_unfinished() {
    for path in unfinished().iter() {
        let _ = fs::remove_file(path);
    }
}

impl OutputFile {
    /// Where the file will be, `-` for standard output.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// What the system reports; [`Error::Exists`] where another program has made the file meanwhile.
    pub fn finish(self) -> Result<()> {
        let (path, force) = (self.path, self.force);
        let written = |result: io::Result<()>| result.map_err(|e| Error::io(&path, "write", e));
        match self.sink {
            Sink::Stdout(mut out) => written(out.flush()),
            Sink::Direct(mut out) => written(out.flush()),
            Sink::Beside(out, _unfinished) => {
                let file = out.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?;
                let done = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
                match done {
                    Ok(_) => Ok(()),
                    Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Exists(path)),
                    Err(e) => Err(Error::io(&path, "write", e.error)),
                }
            }
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Beside(out, _) => out.write(bytes),
            Sink::Direct(out) => out.write(bytes),
            Sink::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Beside(out, _) => out.flush(),
            Sink::Direct(out) => out.flush(),
            Sink::Stdout(out) => out.flush(),
        }
    }
}

/// Writes the file `path` whole with what `write` gives, as [`create`] and [`OutputFile::finish`] do.
///
/// # Errors
/// As theirs, and what `write` reports, named after the file.
pub fn save(path: &Path, force: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut file = create(path, force)?;
    write(&mut file).map_err(|e| Error::io(path, "write", e))?;
    file.finish()
}

#[cfg(test)]
mod tests {
    use crate::io::output::*;

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut dropped = create(&path, false).unwrap();
        dropped.write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        save(&path, false, |out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn a_file_that_exists_is_kept_unless_forced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let racing = create(&path, false).unwrap();
        fs::write(&path, "old").unwrap();
        assert!(matches!(create(&path, false), Err(Error::Exists(_))));
        assert!(matches!(racing.finish(), Err(Error::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        save(&path, true, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let failed = save(&path, true, |out| out.write_all(b"n").and(Err(io::Error::other("disk full"))));
        assert!(matches!(failed, Err(Error::Io { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert!(matches!(create(folder.path(), true), Err(Error::Folder(_))));
    }
}
