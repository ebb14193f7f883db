//! `enru convert`

use super::args::{Output, ReadMemory, Table, creation_date, extra_names, input as open_input, probability};
use super::say::{Say, plural};
use super::usage;
use anyhow::bail;
use enru::Segment;
use enru::memory::ladder_of_segments;
use enru::memory::{AllUnits, Convertible, read_convertible};
use enru::memory::{WriteOptions, save_segments, write_ladder};
use std::path::PathBuf;
use std::process::ExitCode;

/// Convert a translation memory or a ladder to another format
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru convert memory.tmx -o memory.csv
  enru convert memory.csv -o memory.tmx --locales en-US,ru-RU
  enru align a.en.txt a.ru.txt | enru convert - --format jsonl")]
pub struct Args {
    /// CSV, TSV, JSONL, Parquet, TMX, XLIFF, XLSX, PO, or a ladder (bracket, hunalign, XCES); `-` for standard input
    input: PathBuf,
    /// The same as --output
    #[arg(value_name = "OUTPUT", conflicts_with = "output", hide = true)]
    positional_output: Option<PathBuf>,
    #[command(flatten)]
    read: ReadMemory,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    table: Table,
    /// Leave out segments below this confidence
    #[arg(long, value_name = "0-1", value_parser = probability, help_heading = "Writing")]
    min_confidence: Option<f32>,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args { input, positional_output, read, mut output, table, min_confidence, say } = args;
    output.output = positional_output.unwrap_or(output.output);
    let format = output.format();
    table.check(&[format]);
    let reading = read_convertible(open_input(&input), &read.options())?;
    say.replaced(&input, reading.replaced, &reading.encoding);
    say.detail(format_args!("{}: {}", input.display(), reading.encoding));
    let scored = match reading.value {
        Convertible::Segments(all) if !format.is_ladder() => {
            let low =
                |unit: &Segment| unit.confidence.is_some_and(|c| min_confidence.is_some_and(|min| c < min));
            let count = all.units.iter().filter(|unit| !low(unit)).count();
            let options = options(&table, min_confidence, &all);
            save_segments(all.units.into_iter(), format, &options, &output.output, output.force)?;
            say.line(plural(count, "segment"));
            return Ok(ExitCode::SUCCESS);
        }
        Convertible::Segments(all) => ladder_of_segments(&all.units).map_err(anyhow::Error::msg)?,
        Convertible::Ladder(scored) => scored,
    };
    if min_confidence.is_some() {
        usage("--min-confidence has no effect on ladders, which always hold all sentences");
    }
    if !format.is_ladder() {
        bail!("{}: holds sentence numbers only, no text to write as {}", input.display(), format.name());
    }
    enru::io::output::save(&output.output, output.force, |out| write_ladder(&scored, format, out))?;
    say.line(plural(scored.ladder.beads().len(), "bead"));
    Ok(ExitCode::SUCCESS)
}

/// The options given; what is not given comes from the file.
fn options(table: &Table, min_confidence: Option<f32>, all: &AllUnits) -> WriteOptions {
    let [en, ru] = all.locales.clone();
    let known = [en.unwrap_or_else(|| "en".into()), ru.unwrap_or_else(|| "ru".into())];
    WriteOptions {
        extra: if table.columns.is_none() { extra_names(&all.units) } else { Vec::new() },
        locales: table.locales.clone().unwrap_or(known),
        min_confidence: min_confidence.unwrap_or(0.0),
        date: creation_date(),
        ..table.options()
    }
}
