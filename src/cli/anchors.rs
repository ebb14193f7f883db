//! `--anchors FILE`: sentences known to correspond.

use anyhow::{Context, bail};
use enru::align::{Fixed, FixedError, Misfit};
use enru::{Aligner, Bitext, Sentences};
use std::fs;
use std::path::PathBuf;

/// Fixed points for the search.
#[derive(clap::Args)]
pub struct Anchors {
    /// Sentences known to correspond: a line `EN<TAB>RU` a pair, sentence numbers from 1, `#` comments
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
}

impl Anchors {
    /// Aligns sentences and keeps the points of the file; a line that cannot be kept is an error that names it.
    pub fn align(&self, aligner: &Aligner, en: Sentences, ru: Sentences) -> anyhow::Result<Bitext> {
        self.keep(|fixed| aligner.align_sentences_fixed(en, ru, fixed))
    }

    /// Does `align` with the points of the file, none where there is no file.
    pub fn keep<T>(&self, align: impl FnOnce(&[Fixed]) -> Result<T, FixedError>) -> anyhow::Result<T> {
        let Some(path) = &self.anchors else { return Ok(align(&[])?) };
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (mut fixed, mut lines) = (Vec::new(), Vec::new());
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let Some((en, ru)) = numbers(line) else {
                bail!(
                    "{}:{}: expected two sentence numbers from 1, English and Russian, found '{line}'",
                    path.display(),
                    index + 1
                );
            };
            fixed.push(Fixed::Together(en - 1, ru - 1));
            lines.push(index + 1);
        }
        let told = |FixedError { index, why }| {
            let why = match why {
                Misfit::Crosses(other) => format!("crosses line {}", lines[other]),
                why => why.to_string(),
            };
            anyhow::anyhow!("{}:{}: {why}", path.display(), lines[index])
        };
        align(&fixed).map_err(told)
    }
}

/// The two numbers of a line, both at least 1.
fn numbers(line: &str) -> Option<(usize, usize)> {
    let mut fields = line.split_whitespace().map(|field| field.parse().ok().filter(|&n: &usize| n > 0));
    let pair = (fields.next()??, fields.next()??);
    fields.next().is_none().then_some(pair)
}
