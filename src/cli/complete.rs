//! `enru completions` and `enru man`

use super::Cli;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a shell completion script to standard output
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru completions bash > ~/.local/share/bash-completion/completions/enru")]
pub struct Args {
    /// Shell to complete in
    shell: Shell,
}

/// Write the man page to standard output, or one page per subcommand to a folder
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru man > ~/.local/share/man/man1/enru.1")]
pub struct ManArgs {
    /// Output folder for enru.1, enru-align.1 and so on
    #[arg(short, long, alias = "out", value_name = "FOLDER")]
    output: Option<PathBuf>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "enru", &mut script);
    io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

pub fn man(args: ManArgs) -> anyhow::Result<ExitCode> {
    match args.output {
        Some(folder) => clap_mangen::generate_to(Cli::command(), &folder)
            .map_err(|e| enru::Error::io(&folder, "write to", e))?,
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            io::stdout().write_all(&page)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
