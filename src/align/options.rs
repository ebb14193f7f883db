//! The options of aligning, its result and its errors.

use super::explain::Explanation;
use super::fixed::{Fixed, FixedError};
use crate::bitext::Bitext;
use std::fmt;

/// Options for aligning.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct AlignOptions<'a> {
    /// Fixed points: the ladder contains every [`Fixed::Bead`], with confidence 1, and no bead separates sentences that
    /// are [`Fixed::Together`].
    pub fixed: &'a [Fixed],
    /// Polled in every stage: before each sentence is read, each name compared, and each bead examined; with several
    /// jobs, before each batch. If it returns true, aligning ends with [`AlignError::Stopped`].
    pub stop: Option<&'a dyn Fn() -> bool>,
    /// Whether to explain every bead. Costs about as much as aligning again.
    pub explain: bool,
    /// The number of threads; 0 means one. Results do not depend on it.
    pub jobs: usize,
}

impl<'a> AlignOptions<'a> {
    /// Sets the fixed points.
    pub fn fixed(self, fixed: &'a [Fixed]) -> Self {
        AlignOptions { fixed, ..self }
    }

    /// Sets the function that stops the work.
    pub fn stop(self, stop: &'a dyn Fn() -> bool) -> Self {
        AlignOptions { stop: Some(stop), ..self }
    }

    /// Sets the number of threads.
    pub fn jobs(self, jobs: usize) -> Self {
        AlignOptions { jobs, ..self }
    }

    /// Sets whether to explain every bead.
    pub fn explain(self, explain: bool) -> Self {
        AlignOptions { explain, ..self }
    }
}

/// The result of [`Aligner::align_with`](super::Aligner::align_with).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Alignment {
    /// The aligned documents.
    pub bitext: Bitext,
    /// An explanation of each bead, in the order of the ladder; empty unless [`AlignOptions::explain`] is set.
    pub explanations: Vec<Explanation>,
}

/// Errors of aligning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlignError {
    /// The fixed points cannot be kept.
    Fixed(FixedError),
    /// [`AlignOptions::stop`] returned true.
    Stopped,
}

impl fmt::Display for AlignError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            AlignError::Fixed(error) => error.fmt(f),
            AlignError::Stopped => f.write_str("stopped before the documents were aligned"),
        }
    }
}

impl std::error::Error for AlignError {}

impl From<FixedError> for AlignError {
    fn from(error: FixedError) -> AlignError {
        AlignError::Fixed(error)
    }
}
