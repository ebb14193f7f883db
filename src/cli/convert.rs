//! `enru convert`

use super::{Global, output, usage};
use anyhow::bail;
use enru::read::{Convertible, Encoding, ReadOptions, ladder_of_segments, read_convertible};
use enru::write::{Column, Format, WriteOptions, file, save_segments, write_ladder};
use std::path::PathBuf;
use std::process::ExitCode;

/// Convert a translation memory or a ladder into another format
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru convert memory.tmx memory.csv
  enru convert memory.csv memory.tmx --locales en-US,ru-RU
  enru align a.en.txt a.ru.txt | enru convert - - --format jsonl")]
pub struct Args {
    /// CSV, TSV, JSONL, TMX, XLIFF, XLSX, or a ladder (bracket, hunalign, XCES); `-` for standard input
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
    columns: Vec<Column>,
    /// CSV as a Russian Excel expects it: byte order mark, semicolons, no formulas
    #[arg(long)]
    excel: bool,
    /// Locales of English and Russian in TMX and XLIFF
    #[arg(long, value_delimiter = ',', value_names = ["EN", "RU"], default_value = "en,ru")]
    locales: Vec<String>,
    /// Leave out segments of less confidence (0 to 1)
    #[arg(long, default_value_t = 0.0)]
    min_confidence: f32,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let format = args.format.or_else(|| Format::of_path(&args.output));
    let format = format.unwrap_or_else(|| {
        usage(&format!("{}: the ending names no format; pass --format", args.output.display()))
    });
    let options = write_options(&args)?;
    let read = ReadOptions { encoding: args.encoding, lossy: args.lossy, ..global.read() };
    let reading = read_convertible(&args.input, &read)?;
    if global.verbose {
        anstream::eprintln!("{}: {}", args.input.display(), reading.encoding);
    }
    let scored = match reading.value {
        Convertible::Segments(segments) if !format.is_ladder() => {
            let count = segments.len();
            save_segments(segments.into_iter(), format, &options, &args.output, args.force)?;
            report(global, &format!("{count} segments"));
            return Ok(ExitCode::SUCCESS);
        }
        Convertible::Segments(segments) => ladder_of_segments(&segments).map_err(anyhow::Error::msg)?,
        Convertible::Ladder(scored) => scored,
    };
    if !format.is_ladder() {
        bail!("{}: holds sentence numbers only, no text to write as {}", args.input.display(), format.name());
    }
    file::save(&args.output, args.force, |out| write_ladder(&scored, format, out))?;
    report(global, &format!("{} beads", scored.ladder.beads().len()));
    Ok(ExitCode::SUCCESS)
}

fn report(global: &Global, what: &str) {
    if !global.quiet {
        anstream::eprintln!("{what}");
    }
}

fn write_options(args: &Args) -> anyhow::Result<WriteOptions> {
    let Ok(locales) = <[String; 2]>::try_from(args.locales.clone()) else {
        bail!("--locales takes two, such as en-US,ru-RU");
    };
    let columns = if args.columns.is_empty() { Column::ALL.to_vec() } else { args.columns.clone() };
    let date = output::date();
    let (excel, min_confidence) = (args.excel, args.min_confidence);
    Ok(WriteOptions { columns, excel, locales, min_confidence, date, ..Default::default() })
}
