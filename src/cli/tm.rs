//! `enru tm`: lint, merge, dedupe, filter, stats.

use super::input::input;
use super::pair::plural;
use super::{Global, output, usage};
use enru::Shape;
use enru::io::{Encoding, InputOptions};
use enru::memory::choose::{CONFLICT, COUNT};
use enru::memory::segment::{Flag, Segment, Status};
use enru::memory::stats::Size;
use enru::memory::{
    self, Code, Filter, Finding, Fold, Linter, Memory, Outline, Report, Rule, Stats, choose, save,
};
use enru::memory::{Column, Format, WriteOptions};
use enru::memory::{Segments, open};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type SizeOf = fn(&Size) -> u64;

/// Check, merge, deduplicate, filter and count translation memories of any size
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    enru tm lint tm.csv\n  \
    enru tm merge old.tmx new.csv -o tm.tmx --conflicts conflicts.csv\n  \
    enru tm merge old.tmx new.csv | enru tm dedupe | enru tm filter --min-confidence 0.9 -o tm.tmx\n  \
    enru tm stats tm.tmx")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Lint(Lint),
    Merge(Merge),
    Dedupe(Dedupe),
    Filter(FilterArgs),
    Stats(StatsArgs),
}

/// The memories a command reads.
#[derive(clap::Args)]
struct Inputs {
    /// Memories in CSV, TSV, JSONL, TMX, XLIFF or XLSX, plain or gzipped; `-` (the default) for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of the files, whatever their content looks like
    #[arg(long, value_name = "NAME", help_heading = "Decoded")]
    from: Option<Format>,
    /// Encoding of the files (default: found out)
    #[arg(long, value_name = "NAME", help_heading = "Decoded")]
    encoding: Option<Encoding>,
    /// Replace bytes that are not valid in the encoding instead of refusing the file
    #[arg(long, help_heading = "Decoded")]
    lossy: bool,
}

impl Inputs {
    fn files(&self) -> Vec<PathBuf> {
        let dash = PathBuf::from("-");
        if self.files.is_empty() && io::stdin().is_terminal() {
            usage("name a memory to read, or pipe one in");
        }
        if self.files.iter().filter(|file| **file == dash).count() > 1 {
            usage("standard input can be read once only");
        }
        if self.files.is_empty() { vec![dash] } else { self.files.clone() }
    }

    fn options(&self, global: &Global) -> InputOptions {
        InputOptions { encoding: self.encoding, lossy: self.lossy, ..global.input() }
    }

    /// To be read more than once.
    fn memories(&self, global: &Global) -> enru::Result<Vec<Memory>> {
        self.files().iter().map(|file| Memory::new(input(file), self.from, &self.options(global))).collect()
    }

    /// To be read once.
    fn units(&self, file: &Path, global: &Global) -> enru::Result<Segments> {
        let units = open(input(file), self.from, &self.options(global))?;
        if global.verbose {
            anstream::eprintln!("{}: {}", file.display(), units.encoding());
        }
        Ok(units)
    }
}

/// The memory a command writes.
#[derive(clap::Args)]
struct Output {
    /// The file to write, `-` for standard output; its ending says the format
    #[arg(short, long, default_value = "-", value_name = "FILE", help_heading = "Writing")]
    output: PathBuf,
    /// The format, whatever the ending says (standard output: csv)
    #[arg(long, visible_alias = "format", value_name = "NAME", help_heading = "Writing")]
    to: Option<Format>,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
    /// CSV as a Russian Excel opens it: byte order mark, semicolons, guarded against formulas
    #[arg(long, help_heading = "Writing")]
    excel: bool,
    /// Locales of the two languages in formats that name them (default: those of a TMX file read, or en,ru)
    #[arg(long, value_name = "EN,RU", value_parser = output::locales, help_heading = "Writing")]
    locales: Option<[String; 2]>,
}

impl Output {
    fn save(
        &self,
        units: impl Iterator<Item = enru::Result<Segment>>,
        outline: &Outline,
    ) -> enru::Result<u64> {
        let options = WriteOptions { excel: self.excel, ..WriteOptions::default() };
        let options = outline.write_options(options, self.locales.clone());
        save(units, self.format(), &options, &self.output, self.force)
    }

    fn format(&self) -> Format {
        let format = self.to.unwrap_or_else(|| format_of(&self.output));
        if format.is_ladder() || format == Format::Moses {
            usage(&format!(
                "{} is no format for a memory; choose csv, tsv, jsonl, tmx, xliff or xlsx",
                format.name()
            ));
        }
        format
    }
}

/// The format of the ending, or CSV for standard output.
fn format_of(path: &Path) -> Format {
    match Format::of_path(path) {
        Some(format) => format,
        None if path == Path::new("-") => Format::Csv,
        None => usage(&format!("{}: its ending tells no format; pass --to", path.display())),
    }
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Lint(args) => lint(&args, global),
        Command::Merge(args) => merge(&args, global),
        Command::Dedupe(args) => dedupe(&args, global),
        Command::Filter(args) => filter(&args, global),
        Command::Stats(args) => stats(&args, global),
    }
}

/// Find what looks wrong: one line each, `FILE:UNIT: CODE MESSAGE`; exit code 1 if there is any
///
/// Segments are counted from 1; a header is none. Segments that people rejected are passed over.
#[derive(clap::Args)]
#[command(after_help = "Codes:\n  \
    empty              a side without text\n  \
    too-long           a side of more than 2,000 characters\n  \
    untranslated       both sides have the same text\n  \
    swapped-languages  English on the Russian side and Russian on the English side\n  \
    wrong-language     one side is in the language of the other\n  \
    mixed-script       Latin look-alikes inside a Cyrillic word, or the other way round\n  \
    number-mismatch    a number, date or symbol that the other side lacks in any form\n  \
    length-ratio       one side is far longer than the other allows for\n  \
    double-space       two spaces where one is meant\n  \
    unbalanced-quotes  a quote that is not closed, or not opened, on one side only\n  \
    target-differs     the same source text has another translation in an earlier unit")]
#[command(after_help = "Example:\n  enru tm lint tm.csv")]
struct Lint {
    #[command(flatten)]
    inputs: Inputs,
    /// Lines of text, or JSON, an object a line
    #[arg(long, value_name = "text|json", default_value = "text")]
    format: Printed,
    /// Tell these only, such as empty,number-mismatch
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    only: Vec<Code>,
    /// Do not tell these
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    without: Vec<Code>,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Printed {
    Text,
    Json,
}

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    unit: u64,
    code: &'static str,
    message: &'a str,
    segment_id: &'a str,
}

fn lint(args: &Lint, global: &Global) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut linter, mut found) = (Linter::default(), BTreeMap::new());
    let wanted = |code| (args.only.is_empty() || args.only.contains(&code)) && !args.without.contains(&code);
    for file in args.inputs.files() {
        let units = args.inputs.units(&file, global)?;
        linter.run(&file, units, |number, unit, finding| -> anyhow::Result<()> {
            if wanted(finding.code) {
                *found.entry(finding.code).or_insert(0) += 1;
                print(&mut out, args.format, &file, number, unit, &finding)?;
            }
            Ok(())
        })?;
    }
    out.flush()?;
    let told: Vec<_> = found.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let told = if told.is_empty() { "nothing found".to_string() } else { told.join(", ") };
    report(global, &format!("{} looked at: {told}", plural(linter.units as usize, "unit")));
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(
    out: &mut impl Write,
    format: Printed,
    file: &Path,
    unit: u64,
    of: &Segment,
    finding: &Finding,
) -> io::Result<()> {
    let (code, message) = (finding.code.as_str(), &finding.message);
    if format == Printed::Text {
        return writeln!(out, "{}:{unit}: {code} {message}", file.display());
    }
    let segment_id = &of.segment_id;
    serde_json::to_writer(
        &mut *out,
        &Line { file: file.display().to_string(), unit, code, message, segment_id },
    )?;
    writeln!(out)
}

/// Merge memories: of the translations of one source text, the best stays
///
/// What people reviewed or edited beats what nobody has seen, then the higher confidence, then the newer date, then the
/// later file. What is beaten is reported. Segments that people rejected stay, as decisions; `enru tm filter
/// --status auto,reviewed,edited` takes them out.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm merge old.tmx new.csv -o tm.tmx --conflicts conflicts.csv")]
struct Merge {
    #[command(flatten)]
    inputs: Inputs,
    /// Keep every different translation; fold the same texts only
    #[arg(long)]
    keep_all: bool,
    /// Write the units of source texts with several translations to this file, the beaten ones too
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// How many conflicts are told; all are in the file of `--conflicts`.
const TOLD: usize = 10;

fn merge(args: &Merge, global: &Global) -> anyhow::Result<ExitCode> {
    args.output.format();
    let memories = args.inputs.memories(global)?;
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
        save(merged.conflicting(), format, &options, path, args.output.force)?;
    }
    let beaten = merged.choice.conflicts().iter().filter(|c| c.at != c.best).count();
    told.iter().for_each(|line| report(global, line));
    if beaten > told.len() {
        report(global, &format!("conflict: and {} more", beaten - told.len()));
    }
    let same = merged.choice.folded() - if args.keep_all { 0 } else { beaten as u64 };
    let conflicts =
        format!("{} {}", plural(beaten, "conflict"), if args.keep_all { "kept" } else { "settled" });
    report(global, &format!("{}, {same} folded, {conflicts}", plural(count as usize, "unit")));
    Ok(ExitCode::SUCCESS)
}

/// The line for a unit that is beaten.
fn conflict(merged: &Report, at: u64, unit: &Segment, keep_all: bool) -> Option<String> {
    let conflict = merged.choice.conflict(at).filter(|c| c.at != c.best)?;
    let verb = if keep_all { "differs from" } else { "gives way to" };
    let text: String = unit.en.chars().take(60).collect();
    Some(format!("conflict: {} {verb} {}: {text}", merged.place_name(at), merged.place_name(conflict.best)))
}

/// Fold units with the same texts into the best of them
///
/// White space does not count. The best is the one `enru tm merge` would keep.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm dedupe tm.csv -o small.csv")]
struct Dedupe {
    #[command(flatten)]
    inputs: Inputs,
    /// The forms of quotes and dashes, and ё, do not count either, as in `enru batch --dedupe`
    #[arg(long)]
    fold_marks: bool,
    /// Write the units that stand for several to this file, and for how many
    #[arg(long, value_name = "FILE")]
    counts: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn dedupe(args: &Dedupe, global: &Global) -> anyhow::Result<ExitCode> {
    args.output.format();
    let memories = args.inputs.memories(global)?;
    let counts = args.counts.as_ref().map(|path| (path, format_of(path)));
    let fold = if args.fold_marks { Fold::Marks } else { Fold::Spaces };
    let chosen = choose(&memories, Rule::Pairs, fold, false)?;
    let count = args.output.save(chosen.kept(), &chosen.outline)?;
    if let Some((path, format)) = counts {
        let columns = vec![Column::En, Column::Ru, Column::Document, Column::SegmentId];
        let options = WriteOptions { columns, extra: vec![COUNT.to_string()], ..WriteOptions::default() };
        save(chosen.repeated(), format, &options, path, args.output.force)?;
    }
    let (met, folded) = (chosen.choice.met() as usize, chosen.choice.folded());
    report(global, &format!("{} of {}, {folded} folded into others", count, plural(met, "unit")));
    Ok(ExitCode::SUCCESS)
}

/// Keep the units that fit
///
/// Options add up: a unit stays if it fits all of them, and one of each list.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm filter tm.csv --min-confidence 0.9 -o sure.csv")]
struct FilterArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// At least so sure; units without a confidence stay
    #[arg(long, value_name = "0-1", value_parser = output::probability)]
    min_confidence: Option<f32>,
    /// At most so sure; units without a confidence stay
    #[arg(long, value_name = "0-1", value_parser = output::probability)]
    max_confidence: Option<f32>,
    /// Of these shapes, such as 1-1,2-1
    #[arg(long, value_name = "SHAPES", value_delimiter = ',')]
    shape: Vec<Shape>,
    /// In these statuses, such as reviewed,edited
    #[arg(long, value_name = "STATUSES", value_delimiter = ',')]
    status: Vec<Status>,
    /// At least so many characters on either side
    #[arg(long, value_name = "N")]
    min_length: Option<usize>,
    /// At most so many characters on either side
    #[arg(long, value_name = "N")]
    max_length: Option<usize>,
    /// With one of these flags, such as number-mismatch
    #[arg(long, value_name = "FLAGS", value_delimiter = ',')]
    flag: Vec<Flag>,
    /// With none of these flags; `any` for no flag at all
    #[arg(long, value_name = "FLAGS", value_delimiter = ',')]
    without_flag: Vec<AnyFlag>,
    /// From these documents
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    document: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// A flag, or all of them.
#[derive(Clone, Debug)]
struct AnyFlag(Vec<Flag>);

impl std::str::FromStr for AnyFlag {
    type Err = String;

    fn from_str(name: &str) -> Result<AnyFlag, String> {
        if name == "any" { Ok(AnyFlag(Flag::ALL.to_vec())) } else { Ok(AnyFlag(vec![name.parse()?])) }
    }
}

fn filter(args: &FilterArgs, global: &Global) -> anyhow::Result<ExitCode> {
    let filter = Filter {
        min_confidence: args.min_confidence,
        max_confidence: args.max_confidence,
        shapes: args.shape.clone(),
        statuses: args.status.clone(),
        min_length: args.min_length,
        max_length: args.max_length,
        flags: args.flag.clone(),
        without_flags: args.without_flag.iter().flat_map(|AnyFlag(flags)| flags.clone()).collect(),
        documents: args.document.clone(),
    };
    args.output.format();
    let memories = args.inputs.memories(global)?;
    let outline = memory::outline(&memories)?;
    let mut met = 0usize;
    let units = memory::units(&memories).map(|unit| unit.map(|(_, _, unit)| unit)).inspect(|_| met += 1);
    let kept = units.filter(|unit| unit.as_ref().map_or(true, |unit| filter.keeps(&unit)));
    let count = args.output.save(kept, &outline)?;
    report(global, &format!("{count} of {}", plural(met, "unit")));
    Ok(ExitCode::SUCCESS)
}

/// Count units, words and characters, shapes, statuses, flags and confidences
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm stats tm.tmx")]
struct StatsArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// A table for people, or a JSON object
    #[arg(long, value_name = "text|json", default_value = "text")]
    format: Printed,
}

fn stats(args: &StatsArgs, global: &Global) -> anyhow::Result<ExitCode> {
    let mut stats = Stats::default();
    for file in args.inputs.files() {
        for (_, unit) in args.inputs.units(&file, global)?.complete(false) {
            stats.add(&unit?);
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Printed::Text => print_stats(&stats, &mut out)?,
        Printed::Json => {
            serde_json::to_writer(&mut out, &stats)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print_stats(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:<18}{:>15}\n", "units", grouped(stats.units))?;
    writeln!(out, "{:<18}{:>15}{:>15}", "", "English", "Russian")?;
    let sizes: [(&str, SizeOf); 4] = [
        ("words", |s| s.words),
        ("characters", |s| s.characters),
        ("longest", |s| s.longest),
        ("without text", |s| s.empty),
    ];
    for (name, of) in sizes {
        writeln!(out, "{name:<18}{:>15}{:>15}", grouped(of(&stats.en)), grouped(of(&stats.ru)))?;
    }
    let mut shapes: Vec<_> = stats.shapes.iter().map(|(shape, &count)| (shape.as_str(), count)).collect();
    shapes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    table("shape", &shapes, stats.units, out)?;
    let statuses = Status::ALL.map(|s| (s.as_str(), stats.with_status(s)));
    table("status", &statuses, stats.units, out)?;
    let flags: Vec<_> = stats.flags.iter().map(|(flag, &count)| (*flag, count)).collect();
    table("flag", &flags, stats.units, out)?;
    let bins = [
        "0.0-0.1", "0.1-0.2", "0.2-0.3", "0.3-0.4", "0.4-0.5", "0.5-0.6", "0.6-0.7", "0.7-0.8", "0.8-0.9",
        "0.9-1.0",
    ];
    let none = ("none", stats.no_confidence);
    let bins: Vec<_> = bins.into_iter().zip(stats.confidence).chain([none]).collect();
    table("confidence", &bins, stats.units, out)
}

/// Counts and shares, with a bar; what there is none of is left out.
fn table(name: &str, rows: &[(&str, u64)], all: u64, out: &mut impl Write) -> io::Result<()> {
    let rows = || rows.iter().filter(|(_, count)| *count > 0);
    if rows().next().is_some() {
        writeln!(out, "\n{name}")?;
    }
    for (label, count) in rows() {
        let thousandths = (count * 1000 + all / 2) / all.max(1);
        let bar = "#".repeat((thousandths / 25) as usize);
        let share = format!("{}.{} %", thousandths / 10, thousandths % 10);
        writeln!(out, "{}", format!("  {label:<16}{:>15}{share:>9}  {bar}", grouped(*count)).trim_end())?;
    }
    Ok(())
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn report(global: &Global, what: &str) {
    if !global.quiet {
        anstream::eprintln!("{what}");
    }
}
