//! Aligns many pairs in parallel and writes one file per pair. A failed pair does not stop the others. A run that was
//! stopped or killed can be resumed.
//!
//! The output of a pair is written to a work folder inside the output folder and moved to its place when it is
//! complete. Then a journal gets a line about it. When all pairs are done, the lists (`report.csv`, `report.html`,
//! `run.json`, a merged memory) are created from the journal in the order of the pairs, so they depend neither on the
//! number of threads nor on interruptions. Memory: one pair per thread, and a record of a few hundred bytes per pair.

mod decisions;
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
use work::Work;

/// The result of a batch.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// A record for each pair that was aligned or failed, in the order of the pairs.
    pub records: Vec<Record>,
    /// The number of records reused from an earlier run.
    pub reused: usize,
    /// Outputs that people edited after enru wrote them. They were kept.
    pub edited: Vec<String>,
    /// Whether the run was stopped early. It can be resumed.
    pub stopped: bool,
    /// The result of merging.
    pub merged: Option<Merged>,
}

impl Summary {
    /// The records with this outcome.
    pub fn with(&self, outcome: Outcome) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |r| r.outcome == outcome)
    }
}

/// Aligns all pairs of `pairing` into `options.out` in this process. If `stop` is set, no further pair is started.
/// `progress` is called with the record of each finished pair, from any thread.
///
/// # Errors
/// If the output folder contains an earlier run that is not to be resumed or replaced, has other files under the names
/// of outputs, is in use by another run, or cannot be written. An error of one pair is in its record.
pub fn run(
    pairing: &Pairing,
    aligner: &Aligner,
    options: &Options,
    stop: &AtomicBool,
    progress: &(dyn Fn(&Record) + Sync),
) -> Result<Summary> {
    run_with(pairing, options, &|task| perform(task, aligner, options), stop, progress)
}

/// Like [`run`], with `perform` to carry out the task of each pair.
///
/// # Errors
/// As [`run`].
#[doc(hidden)]
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

/// Writes the files about all pairs, `run.json` last, since it marks the others as complete. `None` if there is nothing
/// to merge or merging was stopped.
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
