//! `enru learn`

use super::args::{Limit, check_distinct};
use super::say::{Say, plural};
use anyhow::bail;
use enru::io::output::create;
use enru::lexicon::learn::Learner;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Learn word translations from translation memories, for --lexicon
///
/// Reads every format that enru writes, plain or gzipped, and writes one table. Leaves out rejected segments. Ten
/// thousand segments take seconds, a million take minutes.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru learn memory.tmx -o domain.lex
  enru align --lexicon domain.lex report.en.docx report.ru.docx -o report.csv")]
pub struct Args {
    /// Translation memories: CSV, TSV, JSONL, TMX, XLIFF, XLSX, PO, Moses, hunalign or Parquet, plain or gzipped
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Lexicon file to write
    #[arg(short, long, value_name = "FILE.lex")]
    output: PathBuf,
    /// Replace the output file if it exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let files: Vec<&Path> = args.files.iter().map(PathBuf::as_path).collect();
    check_distinct(&[&args.output], &files);
    let mut output = create(&args.output, args.force)?;
    let mut learner = Learner::new();
    for file in &args.files {
        let before = learner.len();
        let read = learner.add_file(file, &args.limit.options())?;
        let taken = learner.len() - before;
        args.say.line(format_args!("{}: {}, {taken} of them new", file.display(), plural(read, "segment")));
    }
    if learner.is_empty() {
        bail!("no segments to learn from; the files contain no English text with a Russian translation");
    }
    args.say.detail(format_args!("learning from {} segments", learner.len()));
    let table = learner.learn();
    table.write(&mut output).map_err(|e| enru::Error::io(&args.output, "write", e))?;
    output.finish()?;
    args.say.line(format_args!("{}: {} word pairs", args.output.display(), table.pairs.len()));
    Ok(ExitCode::SUCCESS)
}
