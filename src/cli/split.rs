//! `enru split`

use super::Global;
use enru::read::{ReadOptions, open};
use enru::split::split;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Split a document into sentences, one a line
#[derive(clap::Args)]
pub struct Args {
    /// The document, `-` for standard input
    file: PathBuf,
}

pub fn run(args: Args, _: &Global) -> anyhow::Result<ExitCode> {
    let sentences = split(open(&args.file, &ReadOptions::default())?.value);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for i in 0..sentences.len() {
        if i > 0 && sentences.block(i).after_break && sentences.get(i).block != sentences.get(i - 1).block {
            writeln!(out)?;
        }
        writeln!(out, "{}", enru::text::clean(sentences.text(i)))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
