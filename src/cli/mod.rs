//! The command line: argument parsing, one file per subcommand, and all printing.
//!
//! The program `enru` calls [`main`]. A package that embeds the program, such as the Python wheel, calls [`run`].

mod align;
mod apply;
mod args;
mod batch;
mod browser;
mod complete;
mod config;
mod convert;
mod dropped;
mod eval;
mod explain;
mod interrupt;
mod isolate;
mod learn;
mod pair;
mod program;
mod review;
mod say;
mod settings;
mod split;
mod tm;
mod version;
mod worker;

use clap::{Parser, Subcommand};
use settings::Settings;
use std::ffi::OsString;
use std::process::ExitCode;

/// Align English documents with their Russian versions into translation memories
#[derive(Parser)]
#[command(version, propagate_version = true, override_usage = "enru <COMMAND> [OPTIONS]\n       enru EN RU")]
#[command(after_help = "Examples:
  enru report.en.docx report.ru.docx                        align and review in the browser
  enru align report.en.docx report.ru.docx -o report.tmx    a translation memory
  enru batch releases/ -o tm/ --merge all.tmx               a folder
  enru COMMAND --help                                       options and examples of a command")]
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
    Config(config::Args),
    Completions(complete::Args),
    Man(complete::ManArgs),
}

/// Runs the program with the arguments of this process. Exit codes: 0 done, 1 a file failed, 2 usage error.
pub fn main() -> ExitCode {
    let executable = std::env::current_exe().map(OsString::from);
    run(executable.into_iter().collect(), arguments())
}

/// The arguments of this process. On Windows, the program expands `*.docx`, since the shell does not.
fn arguments() -> Vec<OsString> {
    #[cfg(windows)]
    let words = wild::args_os();
    #[cfg(not(windows))]
    let words = std::env::args_os();
    words.skip(1).collect()
}

/// Runs the program in this process with the arguments `args` (without the program name). `command` starts child
/// processes: an executable file and the arguments to put before those of `enru`.
///
/// Call it once, as the last action of the process. It ends the process on a usage error, on `--help`, and on SIGINT,
/// SIGTERM and SIGHUP, for which it sets handlers. It prints to Rust's standard output, which the caller must flush.
pub fn run(command: Vec<OsString>, args: Vec<OsString>) -> ExitCode {
    program::set(command, args);
    if version::asked() {
        return version::print();
    }
    let words = std::iter::once("enru".into()).chain(program::args().iter().cloned());
    let cli = Cli::try_parse_from(dropped::expanded(words.collect())).unwrap_or_else(|error| refuse(&error));
    if !matches!(cli.command, Command::Batch(_)) {
        interrupt::end_on_signal();
    }
    let settings = match Settings::load() {
        Ok(settings) => settings,
        Err(error) => return failed(&error, ExitCode::from(USAGE)),
    };
    match dispatch(cli.command, settings) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error, ExitCode::FAILURE),
    }
}

fn failed(error: &anyhow::Error, code: ExitCode) -> ExitCode {
    say::error(error);
    dropped::wait();
    code
}

/// Ends the program if the command line is invalid or only asks for help.
fn refuse(error: &clap::Error) -> ! {
    if error.kind() == clap::error::ErrorKind::InvalidSubcommand
        && let Some(advice) = dropped::advice(program::args())
    {
        usage(&advice);
    }
    // If printing fails, no one can read the message.
    let _ = error.print();
    dropped::wait();
    std::process::exit(error.exit_code())
}

/// The exit code for errors in the command line and the settings; clap uses the same.
const USAGE: u8 = 2;

fn dispatch(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Align(args) => align::run(args, &settings),
        Command::Explain(args) => explain::run(args, &settings),
        Command::Eval(args) => eval::run(args),
        Command::Learn(args) => learn::run(args),
        Command::Batch(args) => batch::run(args, &settings),
        Command::Pair(args) => pair::run(args, &settings),
        Command::Split(args) => split::run(args, &settings),
        Command::Convert(args) => convert::run(args, &settings),
        Command::Review(args) => review::run(args, &settings),
        Command::Apply(args) => apply::run(args, &settings),
        Command::Tm(args) => tm::run(args, &settings),
        Command::Worker(args) => worker::run(args, &settings),
        Command::Config(args) => config::run(args, &settings),
        Command::Completions(args) => complete::run(args),
        Command::Man(args) => complete::man(args),
    }
}

/// A reader such as `head` closes the pipe when it has enough. That is not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Ends the program on a usage error, as clap does: message on standard error, exit code 2.
fn usage(message: &str) -> ! {
    say::usage(message);
    dropped::wait();
    std::process::exit(USAGE.into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
