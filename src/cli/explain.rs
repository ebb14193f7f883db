//! `enru explain`: shows why sentences are paired, and where the confidence comes from.

use super::args::{Deadline, FixedPoints, LexiconArgs, TwoFiles, TwoSides, values};
use super::say::Say;
use super::settings::Settings;
use super::usage;
use enru::align::{AlignOptions, Alignment, Explanation, Reason};
use enru::io::terminal::stdout;
use enru::{Aligner, Bead, Bitext, text};
use std::io::{self, Write};
use std::process::ExitCode;

/// Show the evidence for and against each segment, and the next best alternative
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru explain report.en.txt report.ru.txt --segment 12
  enru explain --lines a.en a.ru")]
pub struct Args {
    #[command(flatten)]
    files: TwoFiles,
    #[command(flatten)]
    sides: TwoSides,
    /// Number of the segment: its row in the output of `enru align` (default: all)
    #[arg(long, value_name = "N", value_parser = values::count)]
    segment: Option<usize>,
    #[command(flatten)]
    fixed: FixedPoints,
    #[command(flatten)]
    deadline: Deadline,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Args { files, sides, segment, fixed, deadline, lexicon, say } = args;
    let stop = deadline.stop();
    let is_late = || stop.is_asked();
    let sentences = files.sentences(&sides, settings, &stop, &say)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open(settings, sides.reading.limit())?);
    let limit = sides.reading.limit();
    let Alignment { bitext, explanations, .. } = fixed.align(
        &aligner,
        sentences,
        limit,
        AlignOptions::default().explain(true).stop(&is_late),
        &say,
    )?;
    let paired: Vec<&Explanation> = explanations.iter().filter(|e| e.bead.is_paired()).collect();
    let chosen = match segment {
        None => 1..=paired.len(),
        Some(number) if (1..=paired.len()).contains(&number) => number..=number,
        Some(number) => usage(&format!("there is no segment {number}; there are {}", paired.len())),
    };
    let mut out = stdout();
    for number in chosen {
        print(number, paired[number - 1], &bitext, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(number: usize, e: &Explanation, bitext: &Bitext, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "segment {number}  {}  confidence {:.3}", ids(&e.bead), e.confidence)?;
    for i in e.bead.en.clone() {
        writeln!(out, "  en {:>4}  {}", i + 1, text::clean(bitext.en().text(i)))?;
    }
    for j in e.bead.ru.clone() {
        writeln!(out, "  ru {:>4}  {}", j + 1, text::clean(bitext.ru().text(j)))?;
    }
    writeln!(out, "  {e}")?;
    writeln!(out, "  linked")?;
    for tie in &e.ties {
        writeln!(out, "    {:>6.2}  {} = {}", tie.weight, tie.en, tie.ru)?;
    }
    writeln!(out, "  unexplained  en: {}", e.unexplained_en.join(", "))?;
    writeln!(out, "               ru: {}", e.unexplained_ru.join(", "))?;
    reasons("score", &e.parts, out)?;
    match &e.runner_up {
        Some(r) => writeln!(out, "  runner-up  {}  probability {:.3}", ids(&r.bead), r.probability)?,
        None => writeln!(out, "  runner-up  none")?,
    }
    writeln!(out, "  probability {:.3}  document {:.3}", e.posterior, e.parallel)?;
    reasons("log-odds", &e.signals, out)?;
    writeln!(out)
}

/// Prints the terms of a sum.
fn reasons(title: &str, reasons: &[Reason], out: &mut impl Write) -> io::Result<()> {
    if reasons.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {title} {:+.2}", reasons.iter().map(|r| r.worth).sum::<f32>())?;
    reasons.iter().try_for_each(|r| writeln!(out, "    {:>+6.2}  {} ({:.2})", r.worth, r.name, r.value))
}

/// `en 4 5 = ru 6`
fn ids(bead: &Bead) -> String {
    let list = |range: std::ops::Range<usize>| match range.len() {
        0 => "-".to_string(),
        _ => range.map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" "),
    };
    format!("en {} = ru {}", list(bead.en.clone()), list(bead.ru.clone()))
}
