//! Which files a run may replace or remove: those that a run in this folder wrote, and that nobody changed since.
//!
//! A file is known by its path and the BLAKE3 of what was written; several are kept for a path, since a run that is killed
//! may have noted the new content before the old one was replaced.

use super::hash::file_hash;
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// What became of a file that was to be put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is there; its BLAKE3.
    Written(String),
    /// Another file is there that is not enru's, or that a person changed. It was kept.
    Kept,
}

/// The files that runs in one output folder wrote.
#[derive(Debug, Default)]
pub(super) struct Owned {
    hashes: BTreeMap<PathBuf, BTreeSet<String>>,
    /// Those that are outputs of pairs.
    outputs: BTreeSet<PathBuf>,
}

impl Owned {
    /// Notes that `path` holds, or is about to hold, what `hash` is of.
    pub(super) fn add(&mut self, path: &Path, hash: &str) {
        self.hashes.entry(absolute(path)).or_default().insert(hash.to_string());
    }

    /// Notes the output of a pair, which a record says is at `output` below `out`; false where that leads elsewhere.
    pub(super) fn add_output(&mut self, out: &Path, output: &str, hash: &str) -> bool {
        let below = Path::new(output).components().all(|part| matches!(part, Component::Normal(_)));
        if below {
            self.outputs.insert(absolute(&out.join(output)));
            self.add(&out.join(output), hash);
        }
        below
    }

    /// Notes that `path` is the output of a pair.
    pub(super) fn add_as_output(&mut self, path: PathBuf) {
        self.outputs.insert(absolute(&path));
    }

    /// Whether a run wrote a file of this name.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.hashes.contains_key(&absolute(path))
    }

    /// Whether there is a file that no run wrote, or that was changed since.
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

    /// All files, once for each content that they may have.
    pub(super) fn files(&self) -> impl Iterator<Item = (&PathBuf, &String)> {
        self.hashes.iter().flat_map(|(path, hashes)| hashes.iter().map(move |hash| (path, hash)))
    }

    /// The files that are not outputs of pairs, with what they hold now; those in `out` by their path below it.
    pub(super) fn lists(&self, out: &Path) -> BTreeMap<PathBuf, String> {
        let out = absolute(out);
        let others = self.hashes.keys().filter(|path| !self.outputs.contains(*path));
        let held = others.filter_map(|path| Some((path, file_hash(path).ok()?)));
        let ours = held.filter(|(path, hash)| self.hashes[*path].contains(hash));
        ours.map(|(path, hash)| (path.strip_prefix(&out).unwrap_or(path).to_path_buf(), hash)).collect()
    }
}

/// `path` from the root on, so that one file has one name from whichever folder a run is started.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Whether `path`, which is below `out` by its name, is so in truth: a folder on the way may be a link to elsewhere.
pub(super) fn is_inside(out: &Path, path: &Path) -> Result<bool> {
    let failed = |path: &Path, e| Error::io(path, "read", e);
    let folder = path.parent().unwrap_or(out);
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))?;
    let folder = folder.canonicalize().map_err(|e| failed(folder, e))?;
    Ok(folder.starts_with(out.canonicalize().map_err(|e| failed(out, e))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_and_not_changed_is_owned() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut owned) = (folder.path().join("a.csv"), Owned::default());
        assert!(!owned.is_foreign(&path).unwrap(), "nothing is there");
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
