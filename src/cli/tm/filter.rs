//! `enru tm filter`

use super::{Inputs, MemoryOutput, say_left_out};
use crate::cli::args::values::Flags;
use crate::cli::args::{field, probability, values};
use crate::cli::say::{Say, plural};
use crate::cli::settings::Settings;
use crate::cli::usage;
use enru::memory::{self, Filter};
use enru::{Shape, Status};
use std::process::ExitCode;

/// Keep the segments that match
///
/// A segment must match every option given. In an option with a list, it must match one item.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm filter tm.csv --min-confidence 0.9 -o sure.csv")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Lowest confidence; segments without a confidence match
    #[arg(long, value_name = "0-1", value_parser = probability, allow_negative_numbers = true)]
    min_confidence: Option<f32>,
    /// Highest confidence; segments without a confidence match
    #[arg(long, value_name = "0-1", value_parser = probability, allow_negative_numbers = true)]
    max_confidence: Option<f32>,
    /// Shapes, such as 1-1,2-1
    #[arg(long, value_name = "SHAPES", value_delimiter = ',')]
    shape: Vec<Shape>,
    /// Statuses, such as reviewed,edited
    #[arg(long, value_name = "STATUSES", value_delimiter = ',', value_parser = values::status())]
    status: Vec<Status>,
    /// Fewest characters on each side
    #[arg(long, value_name = "N", value_parser = values::count)]
    min_length: Option<usize>,
    /// Most characters on each side
    #[arg(long, value_name = "N", value_parser = values::count)]
    max_length: Option<usize>,
    /// Segments with one of these flags, such as number-mismatch; `any` for segments with flags
    #[arg(long, value_name = "FLAGS", value_delimiter = ',', value_parser = values::flags())]
    flag: Vec<Flags>,
    /// Segments with none of these flags; `any` for segments without flags
    #[arg(long, value_name = "FLAGS", value_delimiter = ',', value_parser = values::flags())]
    without_flag: Vec<Flags>,
    /// Documents that the segments come from
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    document: Vec<String>,
    /// Value of a field, such as client=UN; can be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = field)]
    field: Vec<(String, String)>,
    #[command(flatten)]
    output: MemoryOutput,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let all = |flags: &[Flags]| flags.iter().flat_map(|Flags(flags)| flags.clone()).collect();
    let filter = Filter {
        min_confidence: args.min_confidence,
        max_confidence: args.max_confidence,
        shapes: args.shape.clone(),
        statuses: args.status.clone(),
        min_length: args.min_length,
        max_length: args.max_length,
        flags: all(&args.flag),
        without_flags: all(&args.without_flag),
        documents: args.document.clone(),
        fields: args.field.clone(),
    };
    if args.min_confidence.zip(args.max_confidence).is_some_and(|(min, max)| min > max) {
        usage("--min-confidence is above --max-confidence: no segment can match");
    }
    if args.min_length.zip(args.max_length).is_some_and(|(min, max)| min > max) {
        usage("--min-length is above --max-length: no segment can match");
    }
    args.output.format();
    let memories = args.inputs.memories(args.output.source(settings), &args.say)?;
    let outline = memory::outline(&memories)?;
    say_left_out(&outline, &args.say);
    let mut met = 0usize;
    let units = memory::segments(&memories).map(|unit| unit.map(|(_, _, unit)| unit)).inspect(|_| met += 1);
    let kept = units.filter(|unit| unit.as_ref().map_or(true, |unit| filter.keeps(unit)));
    let count = args.output.save(kept, &outline, settings)?;
    args.say.line(format_args!("kept {count} of {}", plural(met, "segment")));
    Ok(ExitCode::SUCCESS)
}
