//! `enru align`

use super::pair::plural;
use super::{Global, fixed, input, lexicon, output};
use enru::batch::suspicions;
use enru::furniture::count;
use enru::review::plot;
use enru::{Aligner, Bitext, Document, Flag};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Align an English document with its Russian version
///
/// Splits both into sentences, pairs them, and writes the pairs with a confidence and what tied them.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru align report.en.txt report.ru.txt                    CSV on standard output
  enru align report.en.docx report.ru.docx -o report.csv    a file, its format from the ending
  enru align --anchors known.tsv report.en.txt report.ru.txt  keep pairs that are known (sentence numbers)
  enru align --decisions report.review.json report.en.txt report.ru.txt -o report.csv
  enru align --lines a.en a.ru --format bracket             a sentence a line in, a ladder out
  cat a.en.txt | enru align - a.ru.txt")]
pub struct Args {
    #[command(flatten)]
    pair: input::Pair,
    #[command(flatten)]
    fixed: fixed::FixedPoints,
    #[command(flatten)]
    lexicon: lexicon::LexiconArgs,
    #[command(flatten)]
    output: output::Output,
    /// Draw the path of the alignment, an SVG picture
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    plot: Option<PathBuf>,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    args.output.format();
    if args.plot.as_deref() == Some(Path::new("-")) && args.output.output == Path::new("-") {
        super::usage("only one of the output and the plot can be standard output");
    }
    let sides = args.pair.sentences(global)?;
    let aligner = Aligner::default().with_lexicon(args.lexicon.open()?);
    let bitext = args.fixed.align(&aligner, sides, args.pair.name(), global, false)?.bitext;
    args.output.save(&bitext)?;
    if let Some(path) = &args.plot {
        enru::io::output::save(path, args.output.force, |out| out.write_all(plot::svg(&bitext).as_bytes()))?;
    }
    if !global.quiet {
        for reason in suspicions(&bitext) {
            anstream::eprintln!("suspect: {reason}; are these translations of each other?");
        }
        for side in [bitext.en(), bitext.ru()] {
            if let Some(line) = furniture(side.document()) {
                anstream::eprintln!("{line}");
            }
        }
        anstream::eprintln!("{}", summary(&bitext));
    }
    Ok(ExitCode::SUCCESS)
}

/// What was kept out of the alignment as part of the page, not of the text.
fn furniture(document: &Document) -> Option<String> {
    let counts = count(document);
    let kinds: Vec<String> = counts.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    let lang = document.lang().name();
    (!kinds.is_empty())
        .then(|| format!("left out in {lang}: {} (--keep-furniture aligns them)", kinds.join(", ")))
}

/// One line: what was paired, what was not.
fn summary(bitext: &Bitext) -> String {
    let segments = bitext.judged().filter(|(bead, _)| bead.is_paired()).count();
    let mut line = format!("{}, {}", plural(segments, "segment"), unpaired(bitext));
    let foreign = bitext.judgements().iter().filter(|j| j.flags.contains(&Flag::WrongLanguage)).count();
    if foreign > 0 {
        line += &format!(" ({foreign} in the wrong language)");
    }
    line
}

/// `2 English and 1 Russian sentences unpaired`
fn unpaired(bitext: &Bitext) -> String {
    let beads = || bitext.judged().map(|(bead, _)| bead).filter(|bead| !bead.is_paired());
    let (en, ru): (usize, usize) = (beads().map(|b| b.en.len()).sum(), beads().map(|b| b.ru.len()).sum());
    match (en, ru) {
        (0, 0) => "no sentence unpaired".to_string(),
        (en, 0) => format!("{} unpaired", plural(en, "English sentence")),
        (0, ru) => format!("{} unpaired", plural(ru, "Russian sentence")),
        (en, ru) => format!("{en} English and {} unpaired", plural(ru, "Russian sentence")),
    }
}
