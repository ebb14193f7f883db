//! `enru apply`: turns a review into a translation memory.

use super::args::{Contents, Output, ReadMemory, Table, input};
use super::say::{Say, plural};
use super::settings::Settings;
use super::usage;
use enru::memory::{WriteOptions, extra_names, save};
use enru::review::{self, Kept, kept};
use enru::{Segment, Status};
use std::path::PathBuf;
use std::process::ExitCode;

/// Turn a review into a translation memory
///
/// Reads the JSON file that the review page saved, or the edited workbook. Leaves out rejected segments and unpaired
/// sentences, and reports how many. Also reports how many rows were deleted from a workbook.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru apply report.review.json -o report.csv
  enru apply tm.review.xlsx -o tm.tmx --locales en-US,ru-RU
  enru apply report.review.json --keep-rejected --keep-unaligned > all.csv")]
pub struct Args {
    /// Review: JSON, workbook, or another memory with statuses; `-` for standard input
    review: PathBuf,
    #[command(flatten)]
    read: ReadMemory,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    contents: Contents,
    /// Write rejected segments too, with the status `rejected`
    #[arg(long, help_heading = "Writing")]
    keep_rejected: bool,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Args { review, read, output, table, contents, keep_rejected, say } = args;
    let format = output.format();
    if format.is_ladder() {
        usage(&format!(
            "{} holds no text; write a translation memory, then convert it with `enru convert`",
            format.name()
        ));
    }
    table.check(&[format]);
    output.check(Some(format), &[], &[&review]);
    let opened = review::open(input(&review), &read.options())?;
    let (units, deleted) = (opened.units(), opened.deleted);
    let with = |status: Status| units.iter().filter(|u| u.status == status).count();
    let statuses = Status::ALL.map(|status| format!("{} {status}", with(status))).join(", ");
    say.detail(format_args!("{}: {statuses}", review.display()));
    let Kept { segments: kept, rejected, unpaired } = kept(units, keep_rejected, contents.keep_unaligned);
    let low = |u: &Segment| u.confidence.is_some_and(|c| contents.min_confidence.is_some_and(|min| c < min));
    let n_low = kept.iter().filter(|u| low(u)).count();
    let segments = plural(kept.len() - n_low, "segment");
    let options = WriteOptions { extra: extra_names(&kept), ..contents.of(table.options(settings)) };
    save(kept.into_iter().map(Ok), format, &options, &output.output, output.force)?;
    let low = if n_low > 0 { format!(", {n_low} below the confidence") } else { String::new() };
    let deleted = if deleted > 0 { format!(", {deleted} deleted in the workbook") } else { String::new() };
    say.line(format_args!("{segments}; left out: {rejected} rejected, {unpaired} unpaired{deleted}{low}"));
    Ok(ExitCode::SUCCESS)
}
