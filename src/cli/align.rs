//! `enru align`

use super::args::{Contents, FixedPoints, LexiconArgs, Output, Table, TwoFiles, TwoSides};
use super::say::{Say, plural};
use super::usage;
use enru::review::plot;
use enru::{Aligner, Bitext, Flag};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Align an English document with its Russian version
///
/// Splits both documents into sentences, aligns them, and writes the segments, each with its confidence and the anchors it shares.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru align report.en.txt report.ru.txt                    CSV on standard output
  enru align report.en.docx report.ru.docx -o report.csv    a file; its extension determines the format
  enru align --anchors known.tsv report.en.txt report.ru.txt  keep known pairs of sentences (by number)
  enru align --decisions report.review.json report.en.txt report.ru.txt -o report.csv
  enru align --lines a.en a.ru --format bracket             one sentence per line in, a ladder out
  cat a.en.txt | enru align - a.ru.txt")]
pub struct Args {
    #[command(flatten)]
    files: TwoFiles,
    #[command(flatten)]
    sides: TwoSides,
    #[command(flatten)]
    fixed: FixedPoints,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    table: Table,
    #[command(flatten)]
    contents: Contents,
    /// Draw the path of the alignment as an SVG image
    #[arg(long, value_name = "FILE.svg", help_heading = "Writing")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args { files, sides, fixed, lexicon, output, table, contents, plot, say } = args;
    let format = output.format();
    table.check(&[format]);
    contents.check(format);
    check_plot(plot.as_deref(), &output);
    let sentences = files.sentences(&sides, &say)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open()?);
    let limit = sides.reading.limit();
    let bitext = fixed.align(&aligner, sentences, &files.name(), limit, false, &say)?.bitext;
    bitext.save(format, &contents.of(table.options()), &output.output, output.force)?;
    if let Some(path) = &plot {
        enru::io::output::save(path, output.force, |out| out.write_all(plot::svg(&bitext).as_bytes()))?;
    }
    say.suspicions(&bitext);
    [bitext.en(), bitext.ru()].iter().for_each(|side| say.furniture(side.document()));
    say.line(summary(&bitext));
    Ok(ExitCode::SUCCESS)
}

fn check_plot(plot: Option<&Path>, output: &Output) {
    let Some(plot) = plot else { return };
    let is_svg = plot.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg"));
    if plot == Path::new("-") && output.output == plot {
        usage("only one of the output and the plot can be standard output");
    }
    if plot != Path::new("-") && !is_svg {
        usage(&format!("{}: the plot is an SVG image; give it the extension .svg", plot.display()));
    }
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

/// `2 English sentences and 1 Russian sentence unpaired`
fn unpaired(bitext: &Bitext) -> String {
    let beads = || bitext.judged().map(|(bead, _)| bead).filter(|bead| !bead.is_paired());
    let (en, ru): (usize, usize) = (beads().map(|b| b.en.len()).sum(), beads().map(|b| b.ru.len()).sum());
    match (en, ru) {
        (0, 0) => "no sentence unpaired".to_string(),
        (en, 0) => format!("{} unpaired", plural(en, "English sentence")),
        (0, ru) => format!("{} unpaired", plural(ru, "Russian sentence")),
        (en, ru) => {
            format!("{} and {} unpaired", plural(en, "English sentence"), plural(ru, "Russian sentence"))
        }
    }
}
