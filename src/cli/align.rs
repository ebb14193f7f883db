//! `enru align`

use super::Global;
use enru::read::{ReadOptions, open, open_lines};
use enru::write::{Format, WriteOptions, save_bitext};
use enru::{Aligner, split};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Align two documents
#[derive(clap::Args)]
pub struct Args {
    /// The English document
    en: PathBuf,
    /// The Russian document
    ru: PathBuf,
    /// The files hold one sentence a line
    #[arg(long)]
    lines: bool,
    /// Output format
    #[arg(long, default_value = "csv")]
    format: Format,
}

pub fn run(args: Args, _: &Global) -> anyhow::Result<ExitCode> {
    let options = ReadOptions::default();
    let read = |path| -> anyhow::Result<_> {
        Ok(if args.lines {
            open_lines(path, &options)?.value
        } else {
            split::split(open(path, &options)?.value)
        })
    };
    let bitext = Aligner::default().align_sentences(read(&args.en)?, read(&args.ru)?);
    save_bitext(&bitext, args.format, &WriteOptions::default(), Path::new("-"), false)?;
    Ok(ExitCode::SUCCESS)
}
