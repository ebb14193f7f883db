//! `enru tm merge`

use super::{Inputs, MemoryOutput, format_of};
use crate::cli::say::{Say, plural};
use enru::Segment;
use enru::memory::choose::CONFLICT;
use enru::memory::{Fold, Report, Rule, WriteOptions, choose, save};
use std::path::PathBuf;
use std::process::ExitCode;

/// Merge memories: of the translations of one source text, the best stays
///
/// What people reviewed or edited beats what nobody has seen, then the higher confidence, then the newer date, then the
/// later file. What is beaten is reported. Units that people rejected stay, as decisions; `enru tm filter
/// --status auto,reviewed,edited` takes them out.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm merge old.tmx new.csv -o tm.tmx --conflicts conflicts.csv")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Keep every different translation; fold the same texts only
    #[arg(long)]
    keep_all: bool,
    /// Write the units of source texts with several translations to this file, the beaten ones too
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    #[command(flatten)]
    output: MemoryOutput,
    #[command(flatten)]
    say: Say,
}

/// How many conflicts are told; all are in the file of `--conflicts`.
const TOLD: usize = 10;

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    args.output.format();
    let memories = args.inputs.memories()?;
    let conflicts = args.conflicts.as_ref().map(|path| (path, format_of(path)));
    let merged = choose(&memories, Rule::Sources, Fold::Spaces, args.keep_all)?;
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
    let count = args.output.save(units, &merged.outline)?;
    if let Some((path, format)) = conflicts {
        let mut outline = merged.outline.clone();
        outline.names.splice(0..0, CONFLICT.map(str::to_string));
        let options = outline.write_options(WriteOptions::default(), None);
        save(merged.conflicting(), format, &options, path, args.output.force())?;
    }
    let beaten = merged.choice.conflicts().iter().filter(|c| c.at != c.best).count();
    told.iter().for_each(|line| args.say.line(line));
    if beaten > told.len() {
        args.say.line(format_args!("conflict: and {} more", beaten - told.len()));
    }
    let same = merged.choice.folded() - if args.keep_all { 0 } else { beaten as u64 };
    let conflicts =
        format!("{} {}", plural(beaten, "conflict"), if args.keep_all { "kept" } else { "settled" });
    args.say.line(format_args!("{}, {same} folded, {conflicts}", plural(count as usize, "unit")));
    Ok(ExitCode::SUCCESS)
}

/// The line for a unit that is beaten.
fn conflict(merged: &Report, at: u64, unit: &Segment, keep_all: bool) -> Option<String> {
    let conflict = merged.choice.conflict(at).filter(|c| c.at != c.best)?;
    let verb = if keep_all { "differs from" } else { "gives way to" };
    let text: String = unit.en.chars().take(60).collect();
    Some(format!("conflict: {} {verb} {}: {text}", merged.place_name(at), merged.place_name(conflict.best)))
}
