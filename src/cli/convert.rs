//! `enru convert`

use super::args::{Output, ReadMemories, Table, input as open_input, probability};
use super::say::{Say, plural};
use super::settings::Settings;
use super::usage;
use anyhow::bail;
use enru::Segment;
use enru::ladder::ScoredLadder;
use enru::memory::reader::Complete;
use enru::memory::{Format, Memory, WriteOptions, ladder_of_segments, save, write_ladders};
use std::path::PathBuf;
use std::process::ExitCode;

/// Convert a translation memory or a ladder to another format
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru convert memory.tmx -o memory.csv
  enru convert memory.csv -o memory.tmx --locales en-US,ru-RU
  enru align a.en.txt a.ru.txt | enru convert - --format jsonl")]
pub struct Args {
    /// Input file: CSV, TSV, JSONL, Parquet, TMX, XLIFF, XLSX, PO, or a ladder (bracket, hunalign, XCES); `-` for
    /// standard input
    input: PathBuf,
    /// Same as --output
    #[arg(value_name = "OUTPUT", conflicts_with = "output", hide = true)]
    positional_output: Option<PathBuf>,
    #[command(flatten)]
    read: ReadMemories,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    table: Table,
    /// Leave out segments below this confidence
    #[arg(long, value_name = "0-1", value_parser = probability, allow_negative_numbers = true, help_heading = "Writing")]
    min_confidence: Option<f32>,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Args { input, positional_output, read, mut output, table, min_confidence, say } = args;
    output.output = positional_output.unwrap_or(output.output);
    let format = output.format();
    table.check(&[format]);
    output.check(Some(format), &[], &[&input]);
    let memory = Memory::new(open_input(&input), &read.options(table.source(settings)))?;
    if memory.is_ladder()? {
        return ladders(&memory, format, &output, min_confidence, &say);
    }
    if format.is_ladder() {
        if min_confidence.is_some() {
            usage("--min-confidence has no effect on ladders, which always hold all sentences");
        }
        let segments = segments(&memory)?.map(|(_, segment)| segment).collect::<enru::Result<Vec<_>>>()?;
        let scored = ladder_of_segments(&segments).map_err(anyhow::Error::msg)?;
        return save_ladders(&[scored], format, &output, &say);
    }
    let outline = memory.outline()?;
    let mut segments = segments(&memory)?;
    let (encoding, is_tmx) =
        (segments.segments.encoding().to_string(), segments.segments.format() == Some(Format::Tmx));
    say.detail(format_args!("{}: {encoding}", input.display()));
    let low = |s: &Segment| s.confidence.is_some_and(|c| min_confidence.is_some_and(|min| c < min));
    let mut unpaired = 0u64;
    let wanted = segments.by_ref().map(|(_, segment)| segment).filter(|segment| {
        // A TMX unit without one of the two languages is a unit for another language pair, not an unpaired sentence.
        let is_other = segment.as_ref().is_ok_and(|s| is_tmx && !s.is_paired());
        unpaired += u64::from(is_other);
        !is_other && !segment.as_ref().is_ok_and(low)
    });
    let options = outline.write_options(table.options(settings), table.locales(settings));
    let extra = if table.columns.is_none() { options.extra } else { Vec::new() };
    let count = save(wanted, format, &WriteOptions { extra, ..options }, &output.output, output.force)?;
    say.replaced(&input, segments.segments.replaced(), &encoding);
    for ((path, what), count) in &outline.left_out {
        say.left_out(path, *count, what);
    }
    if unpaired > 0 {
        say.left_out(&input, unpaired, "unit with one text only");
    }
    say.line(plural(count as usize, "segment"));
    Ok(ExitCode::SUCCESS)
}

fn segments(memory: &Memory) -> anyhow::Result<Complete> {
    let segments = memory.segments()?;
    if segments.format().is_none() {
        return Err(enru::Error::Empty(memory.path().to_path_buf()).into());
    }
    Ok(segments.complete(true))
}

fn ladders(
    memory: &Memory,
    format: Format,
    output: &Output,
    min_confidence: Option<f32>,
    say: &Say,
) -> anyhow::Result<ExitCode> {
    let path = memory.path();
    let reading = memory.ladders()?;
    say.replaced(path, reading.replaced, &reading.encoding);
    say.detail(format_args!("{}: {}", path.display(), reading.encoding));
    if min_confidence.is_some() {
        usage("--min-confidence has no effect on ladders, which always hold all sentences");
    }
    if !format.is_ladder() {
        bail!("{}: holds sentence numbers only, no text to write as {}", path.display(), format.name());
    }
    save_ladders(&reading.value, format, output, say)
}

fn save_ladders(
    ladders: &[ScoredLadder],
    format: Format,
    output: &Output,
    say: &Say,
) -> anyhow::Result<ExitCode> {
    enru::io::output::save(&output.output, output.force, |out| write_ladders(ladders, format, out))?;
    say.line(plural(ladders.iter().map(|scored| scored.ladder.beads().len()).sum(), "bead"));
    Ok(ExitCode::SUCCESS)
}
