//! `enru tm dedupe`

use super::{Inputs, MemoryOutput, check_distinct, format_of, say_left_out};
use crate::cli::say::{Say, plural};
use crate::cli::settings::Settings;
use enru::memory::choose::COUNT;
use enru::memory::{Column, Fold, Rule, WriteOptions, choose, save};
use std::path::PathBuf;
use std::process::ExitCode;

/// Keep one segment of each group of duplicates
///
/// Duplicates have the same source and target text; differences in white space do not count. Keeps the segment that
/// `enru tm merge` would keep.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm dedupe tm.csv -o small.csv")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Ignore forms of quotes and dashes, and ё, too, as `enru batch --dedupe` does
    #[arg(long)]
    fold_marks: bool,
    /// Write the segments that had duplicates to this file, with their number
    #[arg(long, value_name = "FILE")]
    counts: Option<PathBuf>,
    #[command(flatten)]
    output: MemoryOutput,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    args.output.format();
    let memories = args.inputs.memories(args.output.source(settings), &args.say)?;
    let counts = args.counts.as_ref().map(|path| (path, format_of(path)));
    if let Some((path, _)) = counts {
        check_distinct(path, &args.output, &args.inputs);
    }
    let fold = if args.fold_marks { Fold::Marks } else { Fold::Spaces };
    let chosen = choose(&memories, Rule::Pairs, fold, false)?;
    say_left_out(&chosen.outline, &args.say);
    let count = args.output.save(chosen.kept(), &chosen.outline, settings)?;
    if let Some((path, format)) = counts {
        let columns = vec![Column::En, Column::Ru, Column::Document, Column::SegmentId];
        let options = WriteOptions { columns, extra: vec![COUNT.to_string()], ..WriteOptions::default() };
        save(chosen.repeated(), format, &options, path, args.output.force())?;
    }
    let (met, folded) = (chosen.choice.met() as usize, chosen.choice.folded());
    args.say.line(format_args!("kept {count} of {}, {folded} duplicates left out", plural(met, "segment")));
    Ok(ExitCode::SUCCESS)
}
