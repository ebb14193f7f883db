//! What every reader of a format gives: segments one at a time, and facts about the file.

use crate::error::{Error, Result};
use crate::memory::segment::Segment;
use std::collections::BTreeMap;
use std::path::Path;

/// The segments of a file, as it holds them.
pub(crate) trait Records: Iterator<Item = Result<Segment>> {
    /// What is known about the file so far.
    fn facts(&self) -> Facts;
}

/// What is known about a file besides its segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The names of the preserved fields, if the file tells them beforehand, as the heading of a table does.
    pub names: Option<Vec<String>>,
    /// The locales the file gives English and Russian, the first met.
    pub locales: [Option<String>; 2],
    /// What was left out, by description in the singular, such as `fuzzy message`, and how often.
    pub left_out: BTreeMap<String, u64>,
}

impl Facts {
    /// Counts one more of what was left out.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        *self.left_out.entry(what.into()).or_default() += 1;
    }
}

/// Segments of a format that tells no facts.
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
