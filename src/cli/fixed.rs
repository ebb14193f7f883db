//! What is known before the search begins: `--anchors FILE`, sentences that correspond, and `--decisions FILE`, what
//! people said of an earlier alignment.

use super::Global;
use super::input::{input, text_of};
use super::pair::plural;
use anyhow::bail;
use enru::align::{AlignError, AlignOptions, Alignment, Fixed, FixedError, Misfit};
use enru::review::{self, Decisions, Item};
use enru::{Aligner, EnRu, Sentences};
use std::path::{Path, PathBuf};

/// Fixed points for the search.
#[derive(clap::Args)]
pub struct FixedPoints {
    /// Sentences known to correspond: a line `EN<TAB>RU` a pair, sentence numbers from 1, `#` comments
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// A review of an earlier alignment: what was decided there holds where its sentences still stand
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
}

/// How many decisions that no longer apply are named.
const SHOWN: usize = 10;

impl FixedPoints {
    /// Aligns sentences, as the pair `name`, and keeps what is known. A line of the anchors that cannot be kept is an
    /// error that names it; decisions that no longer apply are reported on stderr.
    pub fn align(
        &self,
        aligner: &Aligner,
        pair: EnRu<Sentences>,
        name: String,
        global: &Global,
        explain: bool,
    ) -> anyhow::Result<Alignment> {
        let (mut fixed, mut lines) = (Vec::new(), Vec::new());
        if let Some(path) = &self.anchors {
            read_anchors(path, &mut fixed, &mut lines)?;
        }
        let decisions = match &self.decisions {
            Some(path) => {
                let review = review::open(input(path), &global.input())?;
                Some((path, Decisions::place(&review, &name, pair.en(), pair.ru())))
            }
            None => None,
        };
        if let Some((_, decisions)) = &decisions {
            fixed.extend(decisions.fixed());
        }
        let options = AlignOptions::default().fixed(&fixed).explain(explain);
        let mut aligned = aligner.align_with(pair, &options).map_err(|error| match error {
            AlignError::Fixed(error) => anyhow::anyhow!(self.told(error, &lines)),
            error => error.into(),
        })?;
        aligned.bitext = aligned.bitext.named(name);
        if let Some((path, decisions)) = &decisions {
            let lost = decisions.apply(&mut aligned.bitext);
            if !global.quiet {
                tell(path, decisions.all.len(), &lost);
            }
        }
        Ok(aligned)
    }

    /// What is wrong with a fixed point; those after the lines of the anchors are decisions.
    fn told(&self, FixedError { index, why }: FixedError, lines: &[usize]) -> String {
        let point = |index: usize| lines.get(index).map(|line| format!("line {line}"));
        let path = self.anchors.as_deref().unwrap_or(Path::new("")).display();
        match (why, point(index)) {
            (Misfit::Crosses(other), Some(line)) => {
                let other = point(other).unwrap_or_else(|| "a decision".to_string());
                format!("{path}: {line} crosses {other}")
            }
            (Misfit::Crosses(other), None) => {
                let line = point(other).unwrap_or_else(|| "an anchor".to_string());
                format!("{path}: {line} crosses a decision; leave the line out, or the decisions")
            }
            (why, line) => format!("{path}: {} {why}", line.unwrap_or_else(|| "a decision".to_string())),
        }
    }
}

/// The points of an anchor file, and the line of each.
fn read_anchors(path: &Path, fixed: &mut Vec<Fixed>, lines: &mut Vec<usize>) -> anyhow::Result<()> {
    let text = text_of(path)?;
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
    Ok(())
}

/// The two numbers of a line, both at least 1.
fn numbers(line: &str) -> Option<(usize, usize)> {
    let mut fields = line.split_whitespace().map(|field| field.parse().ok().filter(|&n: &usize| n > 0));
    let pair = (fields.next()??, fields.next()??);
    fields.next().is_none().then_some(pair)
}

/// Says how many decisions hold, and which do not.
fn tell(path: &Path, all: usize, lost: &[&Item]) {
    let kept = plural(all - lost.len(), "decision");
    let path = path.display();
    if lost.is_empty() {
        anstream::eprintln!("{path}: {kept} kept");
        return;
    }
    anstream::eprintln!(
        "{path}: {kept} kept, {} no longer apply, since their sentences changed:",
        lost.len()
    );
    for item in lost.iter().take(SHOWN) {
        let text = if item.translation.en.is_empty() { &item.translation.ru } else { &item.translation.en };
        let text: String = text.chars().take(80).collect();
        anstream::eprintln!("  {}, en {:?}, ru {:?}: {text}", item.status, item.en_ids, item.ru_ids);
    }
    if lost.len() > SHOWN {
        anstream::eprintln!("  and {} more", lost.len() - SHOWN);
    }
}
