//! Many pairs: each aligned and written to a file of its own, in parallel; one failure stops no other, and a run that
//! was stopped or killed goes on where it was.
//!
//! A pair's output is written to a work folder inside the output folder and moved to its place when it is whole, then
//! a line about it is added to a journal. The lists (`report.csv`, `report.html`, `run.json`, a merged memory) are made from the journal
//! when all pairs are done, in the order of the pairs, so that they do not depend on the number of threads or on how
//! often the run was stopped. Memory: the pairs in flight (one a thread) and a record of a few hundred bytes a pair.

mod gallery;
mod hash;
mod job;
mod known;
mod merge;
mod options;
mod output;
mod owned;
mod record;
mod report;
mod work;

#[doc(hidden)]
pub use hash::file_hash;
pub(crate) use job::{Failure, Perform, Task, perform};
pub use known::KnownFiles;
pub(crate) use merge::Merged;
pub use options::{Merge, Options, Start};
pub use record::{Outcome, Record};

use crate::align::Aligner;
use crate::error::{Error, Result};
use crate::pair::{Pair, Pairing};
use rayon::prelude::*;
use record::Finished;
use std::sync::atomic::{AtomicBool, Ordering};
pub(crate) use work::LISTS;
use work::Work;

/// How a batch ended.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// A record a pair that was done or failed, in the order of the pairs.
    pub records: Vec<Record>,
    /// How many of them were taken over from an earlier run.
    pub reused: usize,
    /// Outputs that people have changed since they were written; kept.
    pub edited: Vec<String>,
    /// Whether the run was stopped before its end; nothing is lost, and it can be resumed.
    pub stopped: bool,
    /// What went into the merged memory.
    pub merged: Option<Merged>,
}

impl Summary {
    /// The records with this outcome.
    pub fn with(&self, outcome: Outcome) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |r| r.outcome == outcome)
    }
}

/// Aligns all pairs of `pairing` into `options.out`, in this process: [`run_with`] with `perform`.
///
/// # Errors
/// As [`run_with`].
pub fn run(
    pairing: &Pairing,
    aligner: &Aligner,
    options: &Options,
    stop: &AtomicBool,
    progress: &(dyn Fn(&Record) + Sync),
) -> Result<Summary> {
    run_with(pairing, options, &|task| perform(task, aligner, options), stop, progress)
}

/// Aligns all pairs of `pairing` into `options.out`; `perform` carries out the task of each pair, wherever it likes. `stop`
/// may be set by anyone at any time: no other pair is begun then. `progress` is called, from any thread, with the record of
/// each pair as it is ready.
///
/// # Errors
/// When the output folder holds an earlier run that is not to be resumed or replaced, holds files of others under the
/// names of outputs, is used by another run, or cannot be written. What goes wrong with one pair is in its record.
pub fn run_with(
    pairing: &Pairing,
    options: &Options,
    perform: &Perform<'_>,
    stop: &AtomicBool,
    progress: &(dyn Fn(&Record) + Sync),
) -> Result<Summary> {
    let work = Work::open(options, &pairing.pairs)?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build().map_err(|e| {
        Error::Unusable { path: options.out.clone(), message: format!("cannot start threads: {e}") }
    })?;
    let one = |pair: &Pair| -> Result<Option<Finished>> {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let finished = job::run(pair, options, &work, perform)?;
        finished.iter().for_each(|finished| progress(&finished.record));
        Ok(finished)
    };
    let finished: Result<Vec<_>> =
        threads.install(|| pairing.pairs.par_iter().with_max_len(1).map(one).collect());
    let mut summary = summarise(finished?);
    summary.stopped = summary.records.len() < pairing.pairs.len();
    if !summary.stopped {
        summary.merged = finish(pairing, options, &summary.records, &work, stop)?;
        summary.stopped = options.merge.is_some() && summary.merged.is_none();
    }
    if !summary.stopped {
        work.close()?;
    }
    Ok(summary)
}

fn summarise(finished: Vec<Option<Finished>>) -> Summary {
    let mut summary = Summary::default();
    for Finished { record, reused, edited } in finished.into_iter().flatten() {
        summary.reused += usize::from(reused);
        if edited {
            summary.edited.push(record.output.clone());
        }
        summary.records.push(record);
    }
    summary
}

/// Writes what is about all pairs; `run.json` last, since it says that the rest is whole. `None` when there is nothing
/// to merge, or when stopped while merging.
fn finish(
    pairing: &Pairing,
    options: &Options,
    records: &[Record],
    work: &Work,
    stop: &AtomicBool,
) -> Result<Option<Merged>> {
    work.remove_stale(records)?;
    let merged = match &options.merge {
        Some(merge) => match merge::write(merge, options, records, work, stop)? {
            Some(merged) => Some(merged),
            None => return Ok(None),
        },
        None => None,
    };
    report::write(&options.out, work, records)?;
    gallery::write(&options.out, work, records)?;
    report::write_alone(&options.out, work, &pairing.alone)?;
    work.write_run(records)?;
    Ok(merged)
}
