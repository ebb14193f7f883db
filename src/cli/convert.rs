//! `enru convert`

use super::input::input;
use super::{Global, output, usage};
use anyhow::bail;
use enru::io::{Encoding, InputOptions};
use enru::memory::{AllUnits, Convertible, ladder_of_segments, read_convertible};
use enru::memory::{Column, Format, WriteOptions, save_segments, write_ladder};
use std::path::PathBuf;
use std::process::ExitCode;

/// Convert a translation memory or a ladder into another format
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru convert memory.tmx memory.csv
  enru convert memory.csv memory.tmx --locales en-US,ru-RU
  enru align a.en.txt a.ru.txt | enru convert - - --format jsonl")]
pub struct Args {
    /// CSV, TSV, JSONL, Parquet, TMX, XLIFF, XLSX, PO, or a ladder (bracket, hunalign, XCES); `-` for standard input
    input: PathBuf,
    /// The file to write; its ending tells the format; `-` for standard output
    output: PathBuf,
    /// Output format, where the ending does not tell it
    #[arg(long)]
    format: Option<Format>,
    /// Encoding of the input, where it is not found out
    #[arg(long)]
    encoding: Option<Encoding>,
    /// Replace bytes the encoding does not know
    #[arg(long)]
    lossy: bool,
    /// Replace the output if it exists
    #[arg(long)]
    force: bool,
    /// Columns of CSV, TSV and XLSX, in order, separated by commas
    #[arg(long, value_delimiter = ',')]
    columns: Option<Vec<Column>>,
    /// CSV as a Russian Excel expects it: byte order mark, semicolons, no formulas
    #[arg(long)]
    excel: bool,
    /// Locales of English and Russian in TMX and XLIFF (default: those of the input)
    #[arg(long, value_name = "EN,RU", value_parser = output::locales)]
    locales: Option<[String; 2]>,
    /// Leave out segments of less confidence (0 to 1)
    #[arg(long, value_name = "0-1", default_value_t = 0.0, value_parser = output::probability)]
    min_confidence: f32,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let format = args.format.or_else(|| Format::of_path(&args.output));
    let format = format.unwrap_or_else(|| {
        usage(&format!("{}: the ending names no format; pass --format", args.output.display()))
    });
    let read = InputOptions { encoding: args.encoding, lossy: args.lossy, ..global.input() };
    let reading = read_convertible(input(&args.input), &read)?;
    if global.verbose {
        anstream::eprintln!("{}: {}", args.input.display(), reading.encoding);
    }
    let scored = match reading.value {
        Convertible::Segments(all) if !format.is_ladder() => {
            let count = all.units.len();
            let options = options(&args, &all);
            save_segments(all.units.into_iter(), format, &options, &args.output, args.force)?;
            report(global, &format!("{count} segments"));
            return Ok(ExitCode::SUCCESS);
        }
        Convertible::Segments(all) => {
            let segments: Vec<_> = all.units.into_iter().map(|unit| unit).collect();
            ladder_of_segments(&segments).map_err(anyhow::Error::msg)?
        }
        Convertible::Ladder(scored) => scored,
    };
    if !format.is_ladder() {
        bail!("{}: holds sentence numbers only, no text to write as {}", args.input.display(), format.name());
    }
    enru::io::output::save(&args.output, args.force, |out| write_ladder(&scored, format, out))?;
    report(global, &format!("{} beads", scored.ladder.beads().len()));
    Ok(ExitCode::SUCCESS)
}

fn report(global: &Global, what: &str) {
    if !global.quiet {
        anstream::eprintln!("{what}");
    }
}

/// The options asked for; what is not asked for comes from the file.
fn options(args: &Args, all: &AllUnits) -> WriteOptions {
    let [en, ru] = all.locales.clone();
    let known = [en.unwrap_or_else(|| "en".into()), ru.unwrap_or_else(|| "ru".into())];
    WriteOptions {
        columns: args.columns.clone().unwrap_or_else(|| Column::ALL.to_vec()),
        extra: if args.columns.is_none() { output::extra(&all.units) } else { Vec::new() },
        excel: args.excel,
        locales: args.locales.clone().unwrap_or(known),
        min_confidence: args.min_confidence,
        date: output::date(),
        ..Default::default()
    }
}
