//! `enru eval`: ladders against gold.

use super::Global;
use super::input::text_of;
use anyhow::bail;
use enru::evaluate::{Rates, Score};
use enru::ladder::{LooseBead, parse_brackets};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Score predicted ladders against gold ones, pooled over all pairs given
///
/// Ladders are in bracket notation, a bead a line: [0, 1]:[0]. Strict counts beads that are the very same, lax those
/// that share a sentence on both sides with a bead of the other ladder, null the sentences left unpaired.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  enru eval gold.ladder predicted.ladder\n  enru eval a.gold a.pred b.gold b.pred --json"
)]
pub struct Args {
    /// Gold and predicted ladders in turn: GOLD PREDICTED [GOLD PREDICTED ...]
    #[arg(required = true, num_args = 2..)]
    ladders: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args, _: &Global) -> anyhow::Result<ExitCode> {
    if !args.ladders.len().is_multiple_of(2) {
        super::usage("eval takes ladders in twos: GOLD PREDICTED [GOLD PREDICTED ...]");
    }
    let mut score = Score::default();
    for pair in args.ladders.chunks(2) {
        score += Score::of(&read(&pair[0])?, &read(&pair[1])?);
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        let report = serde_json::json!({
            "strict": score.strict(), "lax": score.lax(), "null": score.null(),
            "gold_beads": score.gold_beads(), "predicted_beads": score.predicted_beads(),
        });
        writeln!(out, "{report}")?;
    } else {
        for (name, rates) in [("strict", score.strict()), ("lax", score.lax()), ("null", score.null())] {
            writeln!(out, "{}", line(name, rates))?;
        }
        writeln!(out, "{} gold beads, {} predicted", score.gold_beads(), score.predicted_beads())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(name: &str, r: Rates) -> String {
    format!("{name:<7} precision {:.4}  recall {:.4}  F1 {:.4}", r.precision, r.recall, r.f1)
}

fn read(path: &Path) -> anyhow::Result<Vec<LooseBead>> {
    let text = text_of(path)?;
    match parse_brackets(&text) {
        Ok(beads) => Ok(beads),
        Err(e) => bail!("{}: {e}", path.display()),
    }
}
