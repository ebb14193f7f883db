//! One memory for all pairs, in the order of the pairs. The segments are streamed from the outputs of the pairs, so what
//! people have reviewed there is what gets merged, and no more than one of them is in memory. With
//! [`Merge::dedupe`] there are besides 32 bytes for each segment.

use super::options::{Merge, Options};
use super::output::persist;
use super::record::Record;
use super::work::Work;
use crate::error::{Error, Result};
use crate::io::InputOptions;
use crate::memory::choose::Choosing;
use crate::memory::open;
use crate::memory::segment::{Segment, Status};
use crate::memory::{Choice, Fold, Key, Rank, Rule};
use crate::memory::{Format, write_segments};
use std::cell::RefCell;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What went where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Segments in the merged memory.
    pub segments: usize,
    /// Segments in the review file.
    pub review: usize,
    /// Segments folded into others.
    pub folded: usize,
}

/// Writes the memory of all `records`; `None` when stopped.
pub(super) fn write(
    merge: &Merge,
    options: &Options,
    records: &[Record],
    work: &Work,
    stop: &AtomicBool,
) -> Result<Option<Merged>> {
    let source = Source { options, records, work, stop, failed: RefCell::new(None) };
    let choice = merge.dedupe.then(|| choice(source.units()));
    source.check()?;
    let kept = |(at, _): &(u64, Segment)| choice.as_ref().is_none_or(|choice| choice.keeps(*at));
    let folded = choice.as_ref().map_or(0, |choice| choice.folded() as usize);
    let mut merged = Merged { folded, ..Merged::default() };
    let main = source.units().filter(kept).filter(|(_, u)| merge.accepts(u));
    merged.segments = save(main, &merge.path, merge.format, options, &source)?;
    if merge.min_confidence.is_some() {
        let review = source.units().filter(kept).filter(|(_, u)| !merge.accepts(u));
        merged.review = save(review, &merge.review_path(), merge.format, options, &source)?;
    }
    if let Some(choice) = &choice {
        save_counts(choice, &merge.counts_path(), &source)?;
    }
    Ok((!stop.load(Ordering::Relaxed)).then_some(merged))
}

/// Writes segments to `path` unless stopped meanwhile; gives their number.
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
        persist(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)?;
    }
    Ok(count)
}

/// How often each segment that was folded was met.
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
    persist(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)
}

/// The segments of all pairs, one after the other.
struct Source<'a> {
    options: &'a Options,
    records: &'a [Record],
    work: &'a Work,
    stop: &'a AtomicBool,
    failed: RefCell<Option<Error>>,
}

impl Source<'_> {
    /// The segments and their numbers, in order; ends early on an error ([`Source::check`]) and when stopped.
    fn units(&self) -> impl Iterator<Item = (u64, Segment)> + '_ {
        let done = self.records.iter().filter(|r| !r.output.is_empty());
        let files = done.map(|record| self.work.merge_source(&record.name, self.options));
        let units = files.flat_map(|path| {
            let read = open(&path, Some(Format::Csv), &InputOptions::default());
            let (units, failed) = read.map_or_else(|e| (None, Some(Err(e))), |units| (Some(units), None));
            units.into_iter().flatten().chain(failed)
        });
        let good = units.map_while(|unit| {
            if self.stop.load(Ordering::Relaxed) || self.failed.borrow().is_some() {
                return None;
            }
            unit.map_err(|error| *self.failed.borrow_mut() = Some(error)).ok()
        });
        (0..).zip(good.filter(|unit| unit.status != Status::Rejected))
    }

    fn check(&self) -> Result<()> {
        self.failed.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// Of segments with the same texts, one that a person approved stands for all, or the surest, or the first.
fn choice(units: impl Iterator<Item = (u64, Segment)>) -> Choice {
    let mut choosing = Choosing::default();
    for (at, unit) in units {
        choosing.add(at, Key::of(&unit, Fold::Marks), Rank::of(&unit, 0));
    }
    choosing.finish(Rule::Pairs, false)
}
