//! Merges all pairs into one translation memory, in the order of the pairs. Segments are streamed from the outputs of
//! the pairs, so edits there are merged too, and only one segment is in memory at a time. [`Merge::dedupe`] needs 32
//! bytes per segment.
//!
//! Decisions that people made in the merged memories of earlier runs are carried over. An edited memory is kept under a
//! new name.

use super::decisions::Decisions;
use super::options::{Merge, Options};
use super::owned::Placed;
use super::record::Record;
use super::work::Work;
use crate::error::{Error, Result};
use crate::memory::choose::Choice;
use crate::memory::choose::Choosing;
use crate::memory::segment::{Segment, Status};
use crate::memory::{Fold, Key, Rank, Rule};
use crate::memory::{Format, write_segments};
use crate::memory::{MemoryOptions, open};
use rustc_hash::FxHashSet;
use std::cell::RefCell;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The result of a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Segments in the merged memory.
    pub segments: usize,
    /// Segments in the review file.
    pub review: usize,
    /// Duplicates left out.
    pub folded: usize,
    /// Segments with decisions carried over from the memory of an earlier run.
    pub carried: usize,
    /// The new paths of edited memories of earlier runs.
    pub kept_beside: Vec<PathBuf>,
}

/// Records the decisions in those memories at `paths` that were edited after enru wrote them. Returns those of all runs.
fn decisions(paths: &[PathBuf], work: &Work) -> Result<Decisions> {
    for path in paths {
        if work.is_edited(path)? {
            work.decide(open(path, &MemoryOptions::default())?.complete(true).map(|(_, segment)| segment))?;
        }
    }
    Ok(work.decisions().clone())
}

/// Writes the memory of all `records`. `None` if stopped.
pub(super) fn write(
    merge: &Merge,
    options: &Options,
    records: &[Record],
    work: &Work,
    stop: &AtomicBool,
) -> Result<Option<Merged>> {
    let decisions = decisions(&[merge.path.clone(), merge.review_path()], work)?;
    let mut source = Source {
        options,
        records,
        work,
        stop,
        decisions,
        left: Vec::new(),
        failed: RefCell::default(),
        kept_beside: RefCell::default(),
    };
    source.find_left()?;
    let choice = merge.dedupe.then(|| choice(source.units()));
    source.check()?;
    let kept = |(at, _): &(u64, Segment)| choice.as_ref().is_none_or(|choice| choice.keeps(*at));
    let folded = choice.as_ref().map_or(0, |choice| choice.folded() as usize);
    let mut merged = Merged { folded, carried: source.decisions.len(), ..Merged::default() };
    let main = source.units().filter(kept).filter(|(_, u)| merge.accepts(u));
    merged.segments = save(main, &merge.path, merge.format, options, &source)?;
    if merge.min_confidence.is_some() {
        let review = source.units().filter(kept).filter(|(_, u)| !merge.accepts(u));
        merged.review = save(review, &merge.review_path(), merge.format, options, &source)?;
    }
    if let Some(choice) = &choice {
        save_counts(choice, &merge.counts_path(), &source)?;
    }
    merged.kept_beside = source.kept_beside.take();
    Ok((!stop.load(Ordering::Relaxed)).then_some(merged))
}

/// Writes segments to `path` unless stopped. Returns their number.
fn save(
    units: impl Iterator<Item = (u64, Segment)>,
    path: &Path,
    format: Format,
    options: &Options,
    source: &Source,
) -> Result<usize> {
    let mut count = 0;
    let counted = units.map(|(_, unit)| {
        count += 1;
        unit
    });
    let mut out = BufWriter::new(source.work.temporary()?);
    write_segments(counted, format, &options.write, &mut out).map_err(|e| Error::io(path, "write", e))?;
    source.check()?;
    if !source.stop.load(Ordering::Relaxed) {
        source.place(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)?;
    }
    Ok(count)
}

/// Writes the segments that had duplicates, with their number.
fn save_counts(choice: &Choice, path: &Path, source: &Source) -> Result<()> {
    let failed = |e: csv::Error| Error::io(path, "write", e.into());
    let mut csv = csv::Writer::from_writer(BufWriter::new(source.work.temporary()?));
    csv.write_record(["count", "en", "ru", "segment_id"]).map_err(failed)?;
    for (at, unit) in source.units() {
        let s = unit;
        if let Some(count) = choice.count(at).filter(|&count| count > 1) {
            csv.write_record([&count.to_string(), &s.en, &s.ru, &s.segment_id]).map_err(failed)?;
        }
    }
    let mut out = csv.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?;
    out.flush().map_err(|e| Error::io(path, "write", e))?;
    source.check()?;
    if source.stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    source.place(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)
}

/// The segments of all pairs, one after the other.
struct Source<'a> {
    options: &'a Options,
    records: &'a [Record],
    work: &'a Work,
    stop: &'a AtomicBool,
    decisions: Decisions,
    /// Decided segments that no pair has now, in order.
    left: Vec<Segment>,
    failed: RefCell<Option<Error>>,
    kept_beside: RefCell<Vec<PathBuf>>,
}

impl Source<'_> {
    /// The segments with their numbers, in order. Ends early on an error (see [`Source::check`]) or if stopped.
    fn units(&self) -> impl Iterator<Item = (u64, Segment)> + '_ {
        let done = self.records.iter().filter(|r| !r.output.is_empty());
        let files = done.map(|record| self.work.merge_source(&record.name, self.options));
        let csv = MemoryOptions { format: Some(Format::Csv), ..MemoryOptions::default() };
        let units = files.flat_map(move |path| {
            let read = open(&path, &csv);
            let (units, failed) = read.map_or_else(|e| (None, Some(Err(e))), |units| (Some(units), None));
            units.into_iter().flatten().chain(failed)
        });
        let good = units.map_while(|unit| {
            if self.stop.load(Ordering::Relaxed) || self.failed.borrow().is_some() {
                return None;
            }
            unit.map_err(|error| *self.failed.borrow_mut() = Some(error)).ok()
        });
        let all = good.map(|segment| self.decisions.decided(segment)).chain(self.left.iter().cloned());
        (0..).zip(all.filter(|unit| unit.status != Status::Rejected))
    }

    /// Finds the decisions about segments that no pair has now.
    fn find_left(&mut self) -> Result<()> {
        if !self.decisions.is_empty() {
            let met: FxHashSet<String> = self.units().map(|(_, segment)| segment.segment_id).collect();
            self.check()?;
            let all = self.decisions.in_order().into_iter();
            self.left = all.filter(|segment| !met.contains(&segment.segment_id)).cloned().collect();
        }
        Ok(())
    }

    /// Moves a merged memory to its place. Renames an edited memory there first.
    fn place(&self, file: tempfile::NamedTempFile, path: &Path) -> Result<()> {
        if self.work.is_edited(path)? {
            let aside = aside(path);
            std::fs::rename(path, &aside).map_err(|e| Error::io(path, "rename", e))?;
            self.kept_beside.borrow_mut().push(aside);
        }
        match self.work.place(file, path)? {
            Placed::Written(_) => Ok(()),
            Placed::Kept => Err(Error::Exists(path.to_path_buf())),
        }
    }

    fn check(&self) -> Result<()> {
        self.failed.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// An unused file name next to `path`: `tm.earlier.csv`, `tm.earlier-2.csv`.
fn aside(path: &Path) -> PathBuf {
    let ending = path.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
    let named = |number: usize| match number {
        1 => path.with_extension(format!("earlier{ending}")),
        number => path.with_extension(format!("earlier-{number}{ending}")),
    };
    (1..).map(named).find(|path| !path.exists()).expect("some number is free")
}

/// Chooses one segment of each group of duplicates: an approved one, or the one with the highest confidence, or the
/// first.
fn choice(units: impl Iterator<Item = (u64, Segment)>) -> Choice {
    let mut choosing = Choosing::default();
    for (at, unit) in units {
        choosing.add(at, Key::of(&unit, Fold::Marks), Rank::of(&unit, 0));
    }
    choosing.finish(Rule::Pairs, false)
}
