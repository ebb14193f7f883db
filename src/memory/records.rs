//! The interface of format readers: segments one at a time, and facts about the file.

use crate::error::{Error, Result};
use crate::memory::segment::Segment;
use std::collections::BTreeMap;
use std::path::Path;

/// The segments of a file, unchanged.
pub(crate) trait Records: Iterator<Item = Result<Segment>> {
    /// Facts about the part of the file read so far.
    fn facts(&self) -> Facts;
}

/// Facts about a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The names of the preserved fields, if known in advance, for example from the header of a table.
    pub names: Option<Vec<String>>,
    /// The first locales that the file gives for English and Russian.
    pub locales: [Option<String>; 2],
    /// The number of items left out, by description in the singular, such as `fuzzy message`.
    pub left_out: BTreeMap<String, u64>,
}

impl Facts {
    /// Counts an item that is left out.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        *self.left_out.entry(what.into()).or_default() += 1;
    }
}

/// Segments of a format without facts.
pub(crate) struct Plain<I>(pub(crate) I);

impl<I: Iterator<Item = Result<Segment>>> Iterator for Plain<I> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.0.next()
    }
}

impl<I: Iterator<Item = Result<Segment>>> Records for Plain<I> {
    fn facts(&self) -> Facts {
        Facts::default()
    }
}

pub(crate) fn parse_error(path: &Path, line: usize, message: impl Into<String>) -> Error {
    Error::Parse { path: path.to_path_buf(), line, message: message.into() }
}
