//! Lists the files of a folder. Skips hidden files and those that `.ignore` and `.gitignore` files name. Follows
//! symbolic links within the folder, or all links, but never into a loop. Skips review pages and reports of enru, which
//! people keep next to their documents. Cost: one walk over the folder.

use super::endings::is_document_name;
use super::found::File;
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::output::real;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a link is not followed.
pub(crate) const OUTSIDE: &str = "is a link out of the folder";

/// The result of a walk.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Files that may be documents, by path.
    pub files: Vec<File>,
    /// Paths that could not be read, with the reason.
    pub problems: Vec<(PathBuf, String)>,
}

impl Found {
    /// Joins the results of two folders.
    pub fn and(mut self, other: Found) -> Found {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
        self
    }
}

/// Which symbolic links to follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Links to targets in the same folder only, so that a folder from a stranger cannot read other files.
    #[default]
    Inside,
    /// All links.
    All,
}

/// The files below `folder`, with the language `side` if given, except those below `except` (the output folder). A link
/// that is not followed is reported as a problem.
///
/// Includes dangling links, pipes, and folders with the extension of a document: paired by name, they fail with a
/// reason instead of being dropped silently.
///
/// # Errors
/// If `folder` is not a folder.
pub fn files(folder: &Path, side: Option<Lang>, except: Option<&Path>, links: Links) -> Result<Found> {
    if !folder.is_dir() {
        let source = std::io::Error::new(std::io::ErrorKind::NotADirectory, "not a folder");
        return Err(Error::io(folder, "read", source));
    }
    let except = except.filter(|path| path.exists()).map(real);
    let mut found = Found::default();
    let root = real(folder);
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
            // A dangling link is reported again as a file.
            if !entry.path().exists() {
                return true;
            }
            let leads_out = || entry.path().canonicalize().map_or(true, |path| !path.starts_with(&root));
            if is_asked && leads_out() {
                noted.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_path_buf());
                return false;
            }
            !is_folder || Some(real(entry.path())) != except
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

/// Keeps a dangling link as a file, ignores a link into a loop, and reports every other error as a problem.
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
    if is_own_page(path) {
        return None;
    }
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    File::below(path, &parts.join("/"), side)
}

/// Whether `path` is a review page or a report that enru wrote: HTML with the title of one.
fn is_own_page(path: &Path) -> bool {
    let is_html = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html"));
    if !is_html || !path.is_file() {
        return false;
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    read.is_ok() && OWN_TITLES.iter().any(|title| head.contains(title))
}

/// The titles of pages that enru writes.
const OWN_TITLES: [&str; 2] = ["<title>enru review</title>", "<title>enru batch</title>"];

/// The bytes in which the title is: before the style sheet.
const HEAD: u64 = 600;
