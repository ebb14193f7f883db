//! `enru config`: shows the settings and where each comes from.

use super::settings::{Settings, files, variables};
use std::io::{self, Write};
use std::process::ExitCode;

/// Show the settings from enru.toml and the environment, and where each comes from
///
/// Options on the command line override ENRU_... variables, which override enru.toml in the current folder, which
/// overrides enru.toml in $XDG_CONFIG_HOME (or ~/.config; on Windows %APPDATA%). Paths in a file are relative to its folder.
#[derive(clap::Args)]
#[command(after_help = "Example of an enru.toml:
  locales = [\"en-GB\", \"ru-RU\"]
  srx = \"company.srx\"
  lexicon = [\"terms.csv\"]
  columns = [\"en\", \"ru\", \"confidence\"]
  browser = \"firefox\"

The same by variables: ENRU_LOCALES=en-GB,ru-RU ENRU_SRX=company.srx ENRU_LEXICON=terms.csv ...")]
pub struct Args {}

pub fn run(_: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let rows = settings.rows();
    for (name, variable) in variables() {
        match rows.iter().find(|[set, ..]| set == name) {
            Some([_, value, origin]) => writeln!(out, "{name} = {value}    from {origin}")?,
            None => writeln!(out, "{name} not set    ({variable}, or {name} in enru.toml)")?,
        }
    }
    for file in files() {
        let found = if file.is_file() { "read" } else { "not found" };
        writeln!(out, "{}: {found}", file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}
