//! Tracks which files a run may replace or remove: those that a run in this folder wrote and nobody changed.
//!
//! A file is identified by its path and the BLAKE3 hash of its content. A path may have several hashes, since a killed
//! run may have recorded the new content before it replaced the old one.

use super::hash::file_hash;
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The result of moving a file to its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// The file is in place; its BLAKE3 hash.
    Written(String),
    /// The existing file was kept, since enru did not write it or a person changed it.
    Kept,
}

/// The files that runs in one output folder wrote.
#[derive(Debug, Default)]
pub(super) struct Owned {
    hashes: BTreeMap<PathBuf, BTreeSet<String>>,
    /// The files that are outputs of pairs.
    outputs: BTreeSet<PathBuf>,
}

impl Owned {
    /// Records that `path` has, or is about to have, content with this `hash`.
    pub(super) fn add(&mut self, path: &Path, hash: &str) {
        self.hashes.entry(absolute(path)).or_default().insert(hash.to_string());
    }

    /// Records the output of a pair at `output` below `out`. Returns false if the path leads out of the folder.
    pub(super) fn add_output(&mut self, out: &Path, output: &str, hash: &str) -> bool {
        let below = Path::new(output).components().all(|part| matches!(part, Component::Normal(_)));
        if below {
            self.outputs.insert(absolute(&out.join(output)));
            self.add(&out.join(output), hash);
        }
        below
    }

    /// Records that `path` is the output of a pair.
    pub(super) fn add_as_output(&mut self, path: PathBuf) {
        self.outputs.insert(absolute(&path));
    }

    /// Whether a run wrote a file with this path.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.hashes.contains_key(&absolute(path))
    }

    /// Whether the file exists and no run wrote it, or it was changed afterwards.
    pub(super) fn is_foreign(&self, path: &Path) -> Result<bool> {
        if path.symlink_metadata().is_err() {
            return Ok(false);
        }
        let hash = if path.is_file() { file_hash(path)? } else { return Ok(true) };
        Ok(!self.hashes.get(&absolute(path)).is_some_and(|known| known.contains(&hash)))
    }

    /// The outputs of pairs.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.outputs.iter()
    }

    /// All files, once per recorded hash.
    pub(super) fn files(&self) -> impl Iterator<Item = (&PathBuf, &String)> {
        self.hashes.iter().flat_map(|(path, hashes)| hashes.iter().map(move |hash| (path, hash)))
    }

    /// The files that are not outputs of pairs, with their current hashes. Paths in `out` are relative to it.
    pub(super) fn lists(&self, out: &Path) -> BTreeMap<PathBuf, String> {
        let out = absolute(out);
        let others = self.hashes.keys().filter(|path| !self.outputs.contains(*path));
        let held = others.filter_map(|path| Some((path, file_hash(path).ok()?)));
        let ours = held.filter(|(path, hash)| self.hashes[*path].contains(hash));
        ours.map(|(path, hash)| (path.strip_prefix(&out).unwrap_or(path).to_path_buf(), hash)).collect()
    }
}

/// The absolute path, so that a file has one name whatever the current folder is.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Checks that no folder between `out` and `path`, which is below it, is a symbolic link, and creates the folders that
/// are missing.
pub(super) fn refuse_link(out: &Path, path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(out);
    let mut below = folder.ancestors().take_while(|folder| *folder != out);
    if below.any(Path::is_symlink) {
        return Err(leads_out(path));
    }
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))
}

/// The error for `path`, a link or behind one.
pub(super) fn leads_out(path: &Path) -> Error {
    let message = "is reached through a link, which may lead out of the output folder; remove the link";
    Error::unusable(path, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_written_and_unchanged_files_are_owned() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut owned) = (folder.path().join("a.csv"), Owned::default());
        assert!(!owned.is_foreign(&path).unwrap(), "no file exists");
        std::fs::write(&path, "mine").unwrap();
        assert!(owned.is_foreign(&path).unwrap());
        assert!(owned.add_output(folder.path(), "a.csv", &file_hash(&path).unwrap()));
        assert!(!owned.is_foreign(&path).unwrap());
        std::fs::write(&path, "edited").unwrap();
        assert!(owned.is_foreign(&path).unwrap() && owned.knows(&path));
        for elsewhere in ["../a.csv", "/etc/passwd", "x/../../a"] {
            assert!(!owned.add_output(folder.path(), elsewhere, "0"), "{elsewhere}");
        }
    }
}
