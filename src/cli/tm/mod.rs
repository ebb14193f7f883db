//! `enru tm`: checks and changes translation memories.

mod dedupe;
mod filter;
mod lint;
mod merge;
mod stats;

use super::args::{self, ReadMemories, Table, input};
use super::say::Say;
use super::settings::Settings;
use super::usage;
use enru::io::output::is_same_file;
use enru::memory::{Format, Memory, Outline, Segments, WriteOptions, open, save};
use enru::{Lang, Segment};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
    Lint(lint::Args),
    Merge(merge::Args),
    Dedupe(dedupe::Args),
    Filter(filter::Args),
    Stats(stats::Args),
}

/// The translation memories a subcommand reads.
#[derive(clap::Args)]
struct Inputs {
    /// Translation memories: CSV, TSV, JSONL, TMX, XLIFF, XLSX, PO, Moses, hunalign or Parquet, plain or gzipped; `-` for
    /// standard input (the default)
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    read: ReadMemories,
}

impl Inputs {
    fn files(&self) -> Vec<PathBuf> {
        let dash = PathBuf::from("-");
        if self.files.is_empty() && io::stdin().is_terminal() {
            usage("no input; give a translation memory, or pipe one to standard input");
        }
        if self.files.iter().filter(|file| **file == dash).count() > 1 {
            usage("standard input can be read only once");
        }
        if self.files.is_empty() { vec![dash] } else { self.files.clone() }
    }

    /// Opens all files, to be read more than once. `source` overrides the direction of the files.
    fn memories(&self, source: Option<Lang>, say: &Say) -> enru::Result<Vec<Memory>> {
        let options = self.read.options(source);
        let open = |file: &PathBuf| {
            let memory = Memory::new(input(file), &options)?;
            if say.verbose {
                say.detail(format_args!("{}: {}", file.display(), memory.segments()?.encoding()));
            }
            Ok(memory)
        };
        self.files().iter().map(open).collect()
    }

    /// Opens a file, to be read once.
    fn units(&self, file: &Path, say: &Say) -> enru::Result<Segments> {
        let units = open(input(file), &self.read.options(None))?;
        say.detail(format_args!("{}: {}", file.display(), units.encoding()));
        Ok(units)
    }
}

/// The translation memory a subcommand writes.
#[derive(clap::Args)]
struct MemoryOutput {
    #[command(flatten)]
    file: args::Output,
    #[command(flatten)]
    table: Table,
}

impl MemoryOutput {
    fn save(
        &self,
        units: impl Iterator<Item = enru::Result<Segment>>,
        outline: &Outline,
        settings: &Settings,
    ) -> enru::Result<u64> {
        let options = outline.write_options(self.table.options(settings), self.table.locales(settings));
        let extra = if self.table.columns.is_none() { options.extra } else { Vec::new() };
        let options = WriteOptions { extra, ..options };
        save(units, self.format(), &options, &self.file.output, self.file.force)
    }

    fn format(&self) -> Format {
        let format = self.file.format();
        if format.is_ladder() || format == Format::Moses {
            usage(&format!(
                "{} cannot hold a translation memory; use one of csv, tsv, jsonl, tmx, xliff, xlsx",
                format.name()
            ));
        }
        self.table.check(&[format]);
        format
    }

    fn source(&self, settings: &Settings) -> Option<Lang> {
        self.table.source(settings)
    }

    fn force(&self) -> bool {
        self.file.force
    }
}

/// Prints what the readers left out.
fn say_left_out(outline: &Outline, say: &Say) {
    for ((path, what), count) in &outline.left_out {
        say.left_out(path, *count, what);
    }
}

/// Prints what the reader of one file left out.
fn say_left_out_of(path: &Path, segments: &Segments, say: &Say) {
    for (what, count) in &segments.facts().left_out {
        say.left_out(path, *count, what);
    }
}

/// Ends the program if an additional output would replace the main output or an input.
fn check_distinct(path: &Path, output: &MemoryOutput, inputs: &Inputs) {
    let main = [output.file.output.clone()];
    if let Some(other) = main.iter().chain(&inputs.files).find(|other| is_same_file(path, other)) {
        usage(&format!("{}: is the same file as {}; give it another name", path.display(), other.display()));
    }
}

/// The format of the extension, or CSV for standard output.
fn format_of(path: &Path) -> Format {
    args::Output { output: path.to_path_buf(), format: None, force: false }.format()
}

/// Output formats of a report.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Printed {
    Text,
    Json,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Lint(args) => lint::run(&args),
        Command::Merge(args) => merge::run(&args, settings),
        Command::Dedupe(args) => dedupe::run(&args, settings),
        Command::Filter(args) => filter::run(&args, settings),
        Command::Stats(args) => stats::run(&args),
    }
}
