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

/// Merge memories: of the translations of one source text, the best stays
///
/// What people reviewed or edited wins over units without a confidence, which people made, and these over automatic
/// ones; then the newer date wins, then the higher confidence, then the later file. What is beaten is reported. Units that people rejected stay, as decisions; `enru tm filter
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
        args.say.line(format_args!("conflict: and {} more", beaten - told.len()));
    }
    let same = merged.choice.folded() - if args.keep_all { 0 } else { beaten as u64 };
    let conflicts =
        format!("{} {}", plural(beaten, "conflict"), if args.keep_all { "kept" } else { "settled" });
    args.say.line(format_args!("{}, {same} folded, {conflicts}", plural(count as usize, "unit")));
    if beaten > 0 && !args.keep_all {
        args.say.line(format_args!("rule: {RULE}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The line for a unit that is beaten.
fn conflict(merged: &Report, at: u64, unit: &Segment, keep_all: bool) -> Option<String> {
    let conflict = merged.choice.conflict(at).filter(|c| c.at != c.best)?;
    let verb = if keep_all { "differs from" } else { "gives way to" };
    let text: String = unit.en.chars().take(60).collect();
    Some(format!("conflict: {} {verb} {}: {text}", merged.place_name(at), merged.place_name(conflict.best)))
}
