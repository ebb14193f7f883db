//! `enru tm merge`

use super::{Inputs, MemoryOutput, check_distinct, format_of, say_left_out};
use crate::cli::say::{Say, plural};
use crate::cli::settings::Settings;
use enru::Segment;
use enru::memory::choose::CONFLICT;
use enru::memory::choose::Report;
use enru::memory::{Fold, RULE, Rule, WriteOptions, choose, save};
use std::path::PathBuf;
use std::process::ExitCode;

/// Merge translation memories and keep the best translation of each source text
///
/// Reviewed and edited segments win over segments without a confidence, which people made, and those win over automatic
/// ones. Then the newer date wins, then the higher confidence, then the later file. Translations that lose are reported
/// as conflicts. Rejected segments are kept as decisions; to remove them, use `enru tm filter
/// --status auto,reviewed,edited`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm merge old.tmx new.csv -o tm.tmx --conflicts conflicts.csv")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Keep all different translations of a source text; remove duplicates only
    #[arg(long)]
    keep_all: bool,
    /// Write all segments whose source text has several translations to this file
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    #[command(flatten)]
    output: MemoryOutput,
    #[command(flatten)]
    say: Say,
}

/// The number of conflicts to print; `--conflicts` writes all.
const TOLD: usize = 10;

pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    args.output.format();
    let memories = args.inputs.memories(args.output.source(settings), &args.say)?;
    let conflicts = args.conflicts.as_ref().map(|path| (path, format_of(path)));
    if let Some((path, _)) = conflicts {
        check_distinct(path, &args.output, &args.inputs);
    }
    let merged = choose(&memories, Rule::Sources, Fold::Spaces, args.keep_all)?;
    say_left_out(&merged.outline, &args.say);
    let mut told = Vec::new();
    let units = merged.all().filter_map(|unit| match unit {
        Ok((at, unit)) => {
            if told.len() < TOLD {
                told.extend(conflict(&merged, at, &unit, args.keep_all));
            }
            merged.choice.keeps(at).then_some(Ok(unit))
        }
        Err(error) => Some(Err(error)),
    });
    let count = args.output.save(units, &merged.outline, settings)?;
    if let Some((path, format)) = conflicts {
        let mut outline = merged.outline.clone();
        outline.names.splice(0..0, CONFLICT.map(str::to_string));
        let options = outline.write_options(WriteOptions::default(), None);
        save(merged.conflicting(), format, &options, path, args.output.force())?;
    }
    let beaten = merged.choice.conflicts().iter().filter(|c| c.at != c.best).count();
    told.iter().for_each(|line| args.say.line(line));
    if beaten > told.len() {
        args.say.line(format_args!("and {} more conflicts", beaten - told.len()));
    }
    let same = merged.choice.folded() - if args.keep_all { 0 } else { beaten as u64 };
    let conflicts =
        format!("{} {}", plural(beaten, "conflict"), if args.keep_all { "kept" } else { "resolved" });
    let duplicates = plural(same as usize, "duplicate");
    args.say.line(format_args!("{}, {duplicates} left out, {conflicts}", plural(count as usize, "segment")));
    if beaten > 0 && !args.keep_all {
        args.say.line(format_args!("rule: {RULE}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The message about a segment that loses a conflict.
fn conflict(merged: &Report, at: u64, unit: &Segment, keep_all: bool) -> Option<String> {
    let conflict = merged.choice.conflict(at).filter(|c| c.at != c.best)?;
    let verb = if keep_all { "differs from" } else { "loses to" };
    let text: String = unit.en.chars().take(60).collect();
    Some(format!("conflict: {} {verb} {}: {text}", merged.place_name(at), merged.place_name(conflict.best)))
}
