//! The command line: parsing, running, and all printing. One file per subcommand.

mod align;
mod apply;
mod args;
mod batch;
mod complete;
mod convert;
mod eval;
mod explain;
mod interrupt;
mod learn;
mod pair;
mod review;
mod say;
mod split;
mod tm;
mod version;
mod worker;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

/// Align English documents with their Russian versions into translation memories
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
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

/// Runs the command line given; exit codes 0 done, 1 a file failed, 2 usage.
pub fn main() -> ExitCode {
    if version::asked() {
        return version::print();
    }
    let cli = Cli::parse();
    if !matches!(cli.command, Command::Batch(_)) {
        interrupt::end_on_signal();
    }
    let result = match cli.command {
        Command::Align(args) => align::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Learn(args) => learn::run(args),
        Command::Batch(args) => batch::run(args),
        Command::Pair(args) => pair::run(args),
        Command::Split(args) => split::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Review(args) => review::run(args),
        Command::Apply(args) => apply::run(args),
        Command::Tm(args) => tm::run(args),
        Command::Worker(args) => worker::run(args),
        Command::Completions(args) => complete::run(args),
        Command::Man(args) => complete::man(args),
    };
    match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&error);
            ExitCode::FAILURE
        }
    }
}

/// A reader that has seen enough closes the pipe: that is success.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Ends the program as clap does on a mistake in the command line: message on stderr, exit code 2.
fn usage(message: &str) -> ! {
    Cli::command().error(clap::error::ErrorKind::ValueValidation, message).exit()
}
