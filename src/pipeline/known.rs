//! Fixed points of a pair: a file with the numbers of corresponding sentences, and the review of an earlier alignment.

use crate::align::{AlignError, AlignOptions, Aligner, Alignment, Fixed, FixedError, Misfit};
use crate::bitext::Bitext;
use crate::document::{EnRu, Sentences};
use crate::error::{Error, Result};
use crate::io::{Input, InputOptions};
use crate::review::{self, Decisions, Item, Review};
use std::path::{Path, PathBuf};

/// The files with the fixed points of one pair.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// A file of corresponding sentences: lines `EN RU`, sentence numbers from 1, `#` starts a comment.
    pub anchors: Option<PathBuf>,
    /// A review of an earlier alignment.
    pub decisions: Option<PathBuf>,
    /// Options for reading the files.
    pub read: InputOptions,
}

/// How many decisions of an earlier review were reused.
#[derive(Clone, Debug, Default)]
pub struct Reuse {
    /// The number of decisions that were reused.
    pub kept: usize,
    /// Decisions whose sentences have changed.
    pub lost: Vec<Item>,
}

/// Fixed points with their origin.
#[derive(Default)]
struct Points {
    fixed: Vec<Fixed>,
    /// The line numbers of the fixed points from the file. These points come first.
    lines: Vec<usize>,
    decisions: Option<Decisions>,
}

impl Known {
    /// Aligns the pair `name` with these fixed points. `options` are the other options of the aligner.
    ///
    /// # Errors
    /// If a file cannot be read, or if two fixed points contradict each other. The error names the line.
    pub fn align(
        &self,
        aligner: &Aligner,
        pair: EnRu<Sentences>,
        name: &str,
        options: AlignOptions<'_>,
    ) -> Result<(Alignment, Option<Reuse>)> {
        let review = match &self.decisions {
            Some(path) => Some(review::open(path, &self.read)?),
            None => None,
        };
        self.align_reviewed(aligner, pair, name, review.as_ref(), options)
    }

    /// Like [`Known::align`], with the decisions of `review`. `self.decisions` is its path for error messages.
    ///
    /// # Errors
    /// As [`Known::align`].
    pub fn align_reviewed(
        &self,
        aligner: &Aligner,
        pair: EnRu<Sentences>,
        name: &str,
        review: Option<&Review>,
        options: AlignOptions<'_>,
    ) -> Result<(Alignment, Option<Reuse>)> {
        let mut points = Points::default();
        if let Some(path) = &self.anchors {
            points.read_anchors(path, self.read.max_bytes())?;
        }
        if let Some(review) = review {
            points.add_decisions(Decisions::place(review, name, pair.en(), pair.ru()));
        }
        let aligned = aligner.align_with(pair, &options.fixed(&points.fixed));
        let mut aligned = aligned.map_err(|error| match error {
            AlignError::Fixed(error) => self.error(error, &points),
            AlignError::Stopped => Error::Stopped { path: name.into() },
        })?;
        aligned.bitext = aligned.bitext.named(name);
        let reuse = points.decisions.as_ref().map(|decisions| reused(decisions, &mut aligned.bitext));
        Ok((aligned, reuse))
    }

    /// The files that are given.
    #[cfg(feature = "batch")]
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.anchors.iter().chain(&self.decisions).map(PathBuf::as_path)
    }

    /// The error for a line or decision that cannot be kept.
    fn error(&self, FixedError { index, why }: FixedError, points: &Points) -> Error {
        let line_of = |index: usize| points.lines.get(index).copied();
        let decision = "a decision of the review";
        let (line, message) = match (line_of(index), why) {
            (Some(line), Misfit::Crosses(other)) => {
                let other = line_of(other).map_or(decision.to_string(), |line| format!("line {line}"));
                (Some(line), format!("crosses {other}"))
            }
            (None, Misfit::Crosses(other)) if line_of(other).is_some() => {
                (line_of(other), format!("crosses {decision}; remove the line or the decision"))
            }
            (Some(line), why) => (Some(line), why.to_string()),
            (None, why) => (None, format!("{decision} {why}")),
        };
        match (line, &self.anchors, &self.decisions) {
            (Some(line), Some(path), _) => Error::Parse { path: path.clone(), line, message },
            (_, _, path) => Error::Unusable { path: path.clone().unwrap_or_default(), message },
        }
    }
}

/// Applies decisions to the segments of `bitext`.
fn reused(decisions: &Decisions, bitext: &mut Bitext) -> Reuse {
    let lost: Vec<Item> = decisions.apply(bitext).into_iter().cloned().collect();
    Reuse { kept: decisions.all.len() - lost.len(), lost }
}

impl Points {
    fn add_decisions(&mut self, decisions: Decisions) {
        self.fixed.extend(decisions.fixed());
        self.decisions = Some(decisions);
    }

    fn read_anchors(&mut self, path: &Path, max: u64) -> Result<()> {
        let text = String::from_utf8(Input::from(path).read_raw(max)?).map_err(|e| {
            let message =
                format!("byte {} is not UTF-8; save the file as UTF-8", e.utf8_error().valid_up_to());
            Error::Unusable { path: path.to_path_buf(), message }
        })?;
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (en, ru) = sentence_numbers(line).ok_or_else(|| {
                let message =
                    format!("expected two sentence numbers from 1, English and Russian, found '{line}'");
                Error::Parse { path: path.to_path_buf(), line: number, message }
            })?;
            self.fixed.push(Fixed::Together(en - 1, ru - 1));
            self.lines.push(number);
        }
        Ok(())
    }
}

/// The two numbers of a line, both at least 1.
fn sentence_numbers(line: &str) -> Option<(usize, usize)> {
    let mut fields = line.split_whitespace().map(|field| field.parse().ok().filter(|&n: &usize| n > 0));
    let pair = (fields.next()??, fields.next()??);
    fields.next().is_none().then_some(pair)
}
