//! Output files: they appear completely or not at all, and replace an existing file only on request.
//!
//! A file is written under a temporary name in its folder, synced, and renamed. The writer holds a lock on the
//! temporary file. A temporary file of a killed run has no lock, and the next run that writes to the folder removes it.

use crate::error::{Error, Result};
use crate::io::terminal::{Stdout, stdout};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{Builder, NamedTempFile};

/// A file being written. [`OutputFile::finish`] moves it to its place. If dropped before, it leaves nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    /// As it was given.
    path: PathBuf,
    force: bool,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    /// A temporary file next to its place.
    Beside {
        file: BufWriter<NamedTempFile>,
        place: PathBuf,
        _unfinished: Unfinished,
    },
    /// Not a regular file (`/dev/null`, a pipe): it cannot be replaced, only written to.
    Direct(BufWriter<File>),
    Stdout(Stdout),
}

/// Whether the path means standard output. The names of the system are not opened, since that would cut a file to which
/// the output is appended.
pub(crate) fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Creates the output file `path`, or standard output for `-` and `/dev/stdout`. With `force`, an existing file is replaced.
///
/// # Errors
/// [`Error::Exists`] without `force`, [`Error::Folder`] for a folder, [`Error::Io`] if the folder is missing or not
/// writable.
pub fn create(path: &Path, force: bool) -> Result<OutputFile> {
    if is_stdout(path) {
        return Ok(OutputFile { path: path.to_path_buf(), force, sink: Sink::Stdout(stdout()) });
    }
    let sink = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(Error::Folder(path.to_path_buf())),
        Ok(there) if !there.is_file() => direct(path)?,
        Ok(_) if !force => return Err(Error::Exists(path.to_path_buf())),
        _ => beside(path)?,
    };
    Ok(OutputFile { path: path.to_path_buf(), force, sink })
}

/// The target of `path` with links followed: the target is replaced, not the link.
fn place_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| in_its_folder(path))
}

/// `path` in its folder with links to the folder followed. On Windows, a path in this form may have more than 260
/// characters in all system calls, including those of the crate `tempfile`.
pub(crate) fn in_its_folder(path: &Path) -> PathBuf {
    let folder = real(folder_of(path));
    path.file_name().map_or(folder.clone(), |name| folder.join(name))
}

/// `path` with all links followed. If the system does not support this, as on some network drives and RAM disks of
/// Windows, or if the file does not exist, the absolute path.
pub(crate) fn real(path: &Path) -> PathBuf {
    let from_root = || std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    fs::canonicalize(path).unwrap_or_else(|_| from_root())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn direct(path: &Path) -> Result<Sink> {
    let file = File::options().write(true).open(path).map_err(|e| Error::io(path, "write", e))?;
    Ok(Sink::Direct(BufWriter::new(file)))
}

fn beside(path: &Path) -> Result<Sink> {
    let failed = |e| Error::io(path, "write", e);
    let place = place_of(path);
    let folder = folder_of(&place);
    remove_leftovers(folder);
    let file = locked(|| temporary(folder)).map_err(failed)?;
    if let Ok(there) = fs::metadata(path) {
        // Best effort: keep the permissions of a file that is replaced.
        let _ = fs::set_permissions(file.path(), there.permissions());
    }
    let _unfinished = Unfinished::new(file.path());
    Ok(Sink::Beside { file: BufWriter::new(file), place, _unfinished })
}

/// Prefix and suffix of temporary files.
const PREFIX: &str = ".enru-";
const SUFFIX: &str = ".part";

/// A new temporary file in `folder`.
pub(crate) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // Use the permissions of the umask, as for other new files, instead of those of temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Whether a temporary file may have this name.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// A new temporary file with its lock. Between the two, another run may have taken it for a leftover and removed it: then
/// there is one more. Best effort: on file systems without locks, leftovers remain.
fn locked(create: impl Fn() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    loop {
        let file = create()?;
        if file.as_file().lock().is_err() || file.path().exists() {
            return Ok(file);
        }
    }
}

/// Removes temporary files of killed runs from `folder`, once per run. Best effort: a folder may be writable but not
/// readable.
fn remove_leftovers(folder: &Path) {
    static LOOKED_AT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !LOOKED_AT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_temporary(&entry.file_name()) {
            remove_left_over(&entry.path());
        }
    }
}

/// Removes the file unless a process writes it, which holds its lock. The lock is held until the file is gone, so that
/// its writer cannot get it meanwhile.
fn remove_left_over(path: &Path) {
    let Ok(file) = File::open(path) else { return };
    if file.try_lock().is_ok() {
        let _ = fs::remove_file(path);
    }
}

/// The temporary files to remove if the program ends at once.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Keeps a file in [`UNFINISHED`] until dropped.
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

/// Removes all temporary files. For a program that is about to end at once, as on Ctrl-C.
pub fn discard_unfinished() {
    for path in unfinished().iter() {
        let _ = fs::remove_file(path);
    }
}

impl OutputFile {
    /// Where the file will be, as it was given; `-` for standard output.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file to its place.
    ///
    /// # Errors
    /// I/O errors; [`Error::Exists`] if another program has created the file meanwhile.
    pub fn finish(self) -> Result<()> {
        let (path, force) = (self.path, self.force);
        let written = |result: io::Result<()>| result.map_err(|e| Error::io(&path, "write", e));
        match self.sink {
            Sink::Stdout(mut out) => written(out.flush()),
            Sink::Direct(mut out) => written(out.flush()),
            Sink::Beside { file, place, _unfinished } => {
                let file = file.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?;
                // A file that is renamed before its content is on the disk may be empty after a power failure.
                written(file.as_file().sync_all())?;
                let done = if force { file.persist(&place) } else { file.persist_noclobber(&place) };
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
            Sink::Beside { file, .. } => file.write(bytes),
            Sink::Direct(out) => out.write(bytes),
            Sink::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Beside { file, .. } => file.flush(),
            Sink::Direct(out) => out.flush(),
            Sink::Stdout(out) => out.flush(),
        }
    }
}

/// Writes the file `path` with `write`: [`create`] followed by [`OutputFile::finish`].
///
/// # Errors
/// As for these two, and errors of `write` with the path.
pub fn save(path: &Path, force: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut file = create(path, force)?;
    write(&mut file).map_err(|e| Error::io(path, "write", e))?;
    file.finish()
}

/// Whether two paths lead to the same file: by identity if it exists, otherwise by path. `-` is not a file.
pub fn is_same_file(first: &Path, second: &Path) -> bool {
    let dash = Path::new("-");
    if first == dash || second == dash {
        return false;
    }
    if let (Ok(first), Ok(second)) = (fs::metadata(first), fs::metadata(second)) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            return (first.dev(), first.ino()) == (second.dev(), second.ino()) && first.is_file();
        }
        #[cfg(not(unix))]
        let _ = (first, second);
    }
    first == second || place_of(first) == place_of(second)
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
    fn leftovers_go_and_files_being_written_stay() {
        let folder = tempfile::tempdir().unwrap();
        let made = |name: &str| File::create(folder.path().join(name)).unwrap();
        drop([made(".enru-killed.part"), made(".enru-other"), made("mine.part")]);
        let held = made(".enru-held.part");
        held.try_lock().unwrap();
        save(&folder.path().join("out"), false, |out| out.write_all(b"x")).unwrap();
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".enru-held.part", ".enru-other", "mine.part", "out"]);
    }

    #[test]
    fn a_file_that_another_run_takes_for_a_leftover_is_created_again() {
        let folder = tempfile::tempdir().unwrap();
        let created = std::cell::Cell::new(0);
        let file = locked(|| {
            let file = temporary(folder.path())?;
            if created.replace(created.get() + 1) == 0 {
                remove_left_over(file.path());
            }
            Ok(file)
        });
        assert!(file.unwrap().path().exists() && created.get() == 2);
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

    #[test]
    fn one_file_has_several_paths() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "x").unwrap();
        fs::create_dir(path("b")).unwrap();
        assert!(is_same_file(&path("a"), &path("b/../a")));
        assert!(is_same_file(&path("new"), &path("b/../new")));
        assert!(!is_same_file(&path("a"), &path("new")) && !is_same_file(Path::new("-"), Path::new("-")));
        #[cfg(unix)]
        {
            fs::hard_link(path("a"), path("c")).unwrap();
            assert!(is_same_file(&path("a"), &path("c")));
        }
    }
}
