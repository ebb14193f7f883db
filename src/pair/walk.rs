//! The files of a folder. Hidden files and those named in `.ignore` and `.gitignore` files are left out; links are
//! followed within the folder, or wherever they lead, but never into a loop. Cost: one walk over the folder.

use super::endings::is_document_name;
use super::found::File;
use crate::document::Lang;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a link is not followed.
pub const OUTSIDE: &str = "is a link out of the folder";

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Files that may be documents, by path.
    pub files: Vec<File>,
    /// Places the walk could not enter, with the reason.
    pub problems: Vec<(PathBuf, String)>,
}

impl Found {
    /// What was found in two folders.
    pub fn and(mut self, other: Found) -> Found {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
        self
    }
}

/// Which links are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Those that lead to somewhere in the same folder: a folder of a stranger reads nothing else.
    #[default]
    Inside,
    /// All.
    All,
}

/// The files below `folder`, all on `side` if that is known, without what is below `except` (the output folder). A link
/// out of the folder that is not to be followed is a problem, and told.
///
/// A dangling link, a pipe, or a folder named like a document is given too: paired by its name, it fails with a
/// reason rather than go missing.
///
/// # Errors
/// When `folder` is no folder.
pub fn files(folder: &Path, side: Option<Lang>, except: Option<&Path>, links: Links) -> Result<Found> {
    if !folder.is_dir() {
        let source = std::io::Error::new(std::io::ErrorKind::NotADirectory, "not a folder");
        return Err(Error::io(folder, "read", source));
    }
    let except = except.and_then(|path| path.canonicalize().ok());
    let mut found = Found::default();
    let root = folder.canonicalize().map_err(|e| Error::io(folder, "read", e))?;
    let outside = Arc::new(Mutex::new(Vec::new()));
    let noted = outside.clone();
    let walk = ignore::WalkBuilder::new(folder)
        .follow_links(true)
        .parents(false)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
            let is_asked = entry.path_is_symlink() && entry.depth() > 0 && links == Links::Inside;
            if !(is_asked || is_folder && except.is_some()) {
                return true;
            }
            // A link that leads nowhere is met again as a file.
            let Ok(path) = entry.path().canonicalize() else { return true };
            if is_asked && !path.starts_with(&root) {
                noted.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_path_buf());
                return false;
            }
            !is_folder || Some(&path) != except.as_ref()
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) && !is_document_name(entry.path()) => {
            }
            Ok(entry) => found.files.extend(file(folder, entry.path(), side)),
            Err(error) => problem(folder, side, &error, &mut found),
        }
    }
    let outside = std::mem::take(&mut *outside.lock().unwrap_or_else(PoisonError::into_inner));
    found.problems.extend(outside.into_iter().map(|path| (path, OUTSIDE.to_string())));
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.problems.sort();
    Ok(found)
}

/// A dangling link is kept as a file; a link into a loop is what it is, nothing; the rest is a problem.
fn problem(folder: &Path, side: Option<Lang>, error: &ignore::Error, found: &mut Found) {
    if matches!(inner(error), ignore::Error::Loop { .. }) {
        return;
    }
    let path = path_of(error).unwrap_or(folder);
    if path.symlink_metadata().is_ok_and(|m| m.is_symlink()) {
        found.files.extend(file(folder, path, side));
    } else {
        found.problems.push((path.to_path_buf(), error.to_string()));
    }
}

fn inner(error: &ignore::Error) -> &ignore::Error {
    let mut error = error;
    while let ignore::Error::WithDepth { err, .. }
    | ignore::Error::WithPath { err, .. }
    | ignore::Error::WithLineNumber { err, .. } = error
    {
        error = err;
    }
    error
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}

fn file(folder: &Path, path: &Path, side: Option<Lang>) -> Option<File> {
    let below = path.strip_prefix(folder).ok()?;
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    File::below(path, &parts.join("/"), side)
}
