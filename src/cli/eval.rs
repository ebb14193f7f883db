//! `enru eval`: scores predicted ladders against gold ladders.

use super::args::{Limit, input};
use super::usage;
use anyhow::{anyhow, bail};
use enru::evaluate::{Rates, Score};
use enru::ladder::{LooseBead, parse_brackets};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Score predicted ladders against gold ladders, pooled over all pairs
///
/// Ladders are in bracket notation, one bead per line: [0, 1]:[0]. `strict` counts beads that are identical. `lax` counts
/// beads that share a sentence on both sides with a bead of the other ladder. `null` counts unpaired sentences.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  enru eval gold.ladder predicted.ladder\n  enru eval a.gold a.pred b.gold b.pred --json"
)]
pub struct Args {
    /// Gold and predicted ladders, alternating: GOLD PREDICTED [GOLD PREDICTED ...]
    #[arg(required = true, num_args = 2.., value_names = ["GOLD", "PREDICTED"])]
    ladders: Vec<PathBuf>,
    /// Write the scores as a JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    limit: Limit,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    if !args.ladders.len().is_multiple_of(2) {
        usage("expected pairs of ladders: GOLD PREDICTED [GOLD PREDICTED ...]");
    }
    let mut score = Score::default();
    for pair in args.ladders.chunks(2) {
        score += Score::of(&read(&pair[0], args.limit)?, &read(&pair[1], args.limit)?);
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

fn read(path: &Path, limit: Limit) -> anyhow::Result<Vec<LooseBead>> {
    let Ok(text) = String::from_utf8(input(path).read_raw(limit.bytes())?) else {
        bail!("{}: not UTF-8; expected a ladder in bracket notation", path.display());
    };
    let advice = "`enru align --format bracket` writes ladders";
    parse_brackets(&text).map_err(|e| anyhow!("{}: {e}; {advice}", path.display()))
}
