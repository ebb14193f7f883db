//! The command line: what was typed, what it means, and all printing. One file a subcommand.

mod align;
mod apply;
mod batch;
mod complete;
mod convert;
mod eval;
mod explain;
mod fixed;
mod input;
mod interrupt;
mod learn;
mod lexicon;
mod output;
mod pair;
mod review;
mod split;
mod splitting;
mod tm;
mod version;
mod worker;

use clap::{CommandFactory, Parser, Subcommand};
use enru::Error;
use enru::io::{InputOptions, MAX_BYTES};
use enru::read::ReadOptions;
use std::process::ExitCode;

/// Align English documents with their Russian versions into translation memories
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Options every subcommand takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Global {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Tell what was decided on the way (encodings, languages)
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Largest file to read into memory, and longest unit of a memory, in bytes
    #[arg(long, global = true, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: u64,
}

impl Global {
    /// How to read, as far as it is the same for all files.
    pub fn input(&self) -> InputOptions {
        InputOptions { max_bytes: Some(self.max_bytes), ..InputOptions::default() }
    }

    /// How to read documents, as far as it is the same for all.
    pub fn read(&self) -> ReadOptions {
        ReadOptions { input: self.input(), ..ReadOptions::default() }
    }
}

#[derive(Subcommand)]
enum Command {
    Align(align::Args),
    Batch(batch::Args),
    Eval(eval::Args),
    Explain(explain::Args),
    Learn(learn::Args),
    Pair(pair::Args),
    Split(split::Args),
    Convert(convert::Args),
    Review(review::Args),
    Apply(apply::Args),
    Tm(tm::Args),
    Worker(worker::Args),
    Completions(complete::Args),
    Man(complete::ManArgs),
}

/// Runs the command line given; exit codes 0 done, 1 files failed, 2 usage.
pub fn main() -> ExitCode {
    if version::asked() {
        return version::tell();
    }
    let cli = Cli::parse();
    if !matches!(cli.command, Command::Batch(_)) {
        interrupt::end_on_signal();
    }
    let result = match cli.command {
        Command::Align(args) => align::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
        Command::Eval(args) => eval::run(args, &cli.global),
        Command::Learn(args) => learn::run(args, &cli.global),
        Command::Batch(args) => batch::run(args, &cli.global),
        Command::Pair(args) => pair::run(args, &cli.global),
        Command::Split(args) => split::run(args, &cli.global),
        Command::Convert(args) => convert::run(args, &cli.global),
        Command::Review(args) => review::run(args, &cli.global),
        Command::Apply(args) => apply::run(args, &cli.global),
        Command::Tm(args) => tm::run(args, &cli.global),
        Command::Worker(args) => worker::run(args, &cli.global),
        Command::Completions(args) => complete::run(args, &cli.global),
        Command::Man(args) => complete::man(args, &cli.global),
    };
    match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let advice = error.chain().find_map(|cause| advice(cause.downcast_ref()?));
            anstream::eprintln!("error: {}{}", told(&error), advice.unwrap_or(""));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes on one line; a cause that is told already is not told again.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(|cause| cause.to_string()).fold(String::new(), |line, cause| match line.as_str() {
        "" => cause,
        line if line.ends_with(&cause) => line.to_string(),
        line => format!("{line}: {cause}"),
    })
}

/// What an option of the command line can do about an error.
fn advice(error: &Error) -> Option<&'static str> {
    match error {
        Error::Folder(_) => Some("; use `enru batch` for folders"),
        Error::Encoding { .. } => {
            Some("; name the encoding with --encoding, or replace such bytes with --lossy")
        }
        Error::TooLarge { .. } => Some("; split the file, or raise --max-bytes"),
        Error::Exists(_) => Some("; pass --force to replace it"),
        _ => None,
    }
}

/// A reader that has seen enough closes the pipe: that is success.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Ends the run as clap does on a mistake in the command line: message on stderr, exit code 2.
fn usage(message: &str) -> ! {
    Cli::command().error(clap::error::ErrorKind::ValueValidation, message).exit()
}
