//! `enru apply`: from a review to the memory.

use super::input::input;
use super::pair::plural;
use super::{Global, output, usage};
use enru::error::Error;
use enru::memory::{WriteOptions, save_segments};
use enru::review;
use enru::{Segment, Status};
use std::path::PathBuf;
use std::process::ExitCode;

/// Make the memory of a review: what the page saved, or the edited workbook
///
/// Segments that were rejected are left out, as are sentences without counterpart, and both are counted.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru apply report.review.json -o report.csv
  enru apply tm.review.xlsx -o tm.tmx --locales en-US,ru-RU
  enru apply report.review.json --keep-rejected --keep-unaligned > all.csv")]
pub struct Args {
    /// The review: JSON, the workbook, or another memory with statuses; `-` for standard input
    review: PathBuf,
    #[command(flatten)]
    output: output::Output,
    /// Write rejected segments too, with their status
    #[arg(long, help_heading = "Writing")]
    keep_rejected: bool,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let format = args.output.format();
    if format.is_ladder() {
        usage(&format!("{} holds no text; write a memory, then: enru convert", format.name()));
    }
    let review = match review::open(input(&args.review), &global.input()) {
        Ok(review) => review,
        // A review that lost a sentence is a mistake of whoever gave it, not a pair that failed.
        Err(error @ (Error::Unusable { .. } | Error::Parse { .. })) => {
            anstream::eprintln!("error: {error}");
            return Ok(ExitCode::from(2));
        }
        Err(error) => return Err(error.into()),
    };
    let units = review.units();
    let unpaired = |u: &Segment| u.en.is_empty() || u.ru.is_empty();
    let rejected = |u: &Segment| u.status == Status::Rejected;
    let keep = &args;
    let (kept, left): (Vec<Segment>, Vec<Segment>) = units
        .into_iter()
        .partition(|u| (keep.keep_rejected || !rejected(u)) && (keep.output.keep_unaligned || !unpaired(u)));
    let count = |what: &dyn Fn(&Segment) -> bool| left.iter().filter(|u| what(u)).count();
    let (n_rejected, n_unpaired) = (count(&rejected), count(&|u| !rejected(u)));
    let segments = kept.len();
    let options = WriteOptions { extra: output::extra(&kept), ..args.output.options() };
    save_segments(kept.into_iter(), format, &options, &args.output.output, args.output.force)?;
    if !global.quiet {
        let segments = plural(segments, "segment");
        anstream::eprintln!("{segments}; left out: {n_rejected} rejected, {n_unpaired} without counterpart");
    }
    Ok(ExitCode::SUCCESS)
}
