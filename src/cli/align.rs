//! `enru align`

use super::args::{
    Contents, Deadline, FixedPoints, LexiconArgs, Output, Report, Table, TwoFiles, TwoSides, values,
};
use super::browser;
use super::review::{is_page, save_page};
use super::say::{self, Say, plural};
use super::settings::Settings;
use super::usage;
use enru::align::AlignOptions;
use enru::document::{EnRu, Sentences};
use enru::memory::Format;
use enru::pipeline::suspicions;
use enru::review::Review;
use enru::review::plot;
use enru::{Aligner, Bitext, Flag};
use serde::Serialize;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

/// Align an English document with its Russian version
///
/// Splits both documents into sentences, aligns the sentences, and writes one row per segment, with its confidence and
/// the anchors that both sides share.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru align report.en.txt report.ru.txt                    CSV on standard output
  enru align report.en.docx report.ru.docx -o report.csv    a file; its extension determines the format
  enru align report.en.docx report.ru.docx -o report.html --open   a page to review
  enru align --anchors known.tsv report.en.txt report.ru.txt  sentences known to correspond, by number
  enru align --decisions report.review.json report.en.txt report.ru.txt -o report.csv
  enru align --lines a.en a.ru --format bracket             files with one sentence per line; write a ladder
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
    /// Draw the alignment path as an SVG image
    #[arg(long, value_name = "FILE.svg", help_heading = "Writing")]
    plot: Option<PathBuf>,
    /// Open the review page in the browser (requires -o FILE.html)
    #[arg(long, help_heading = "Writing")]
    open: bool,
    /// Number of threads (default: one per core for more than 2,000 sentences, otherwise 1); does not change the output
    #[arg(short, long, value_name = "N", value_parser = values::jobs)]
    jobs: Option<u16>,
    #[command(flatten)]
    deadline: Deadline,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    say: Say,
}

/// Up to this many sentences a document is aligned on one thread: 2,000 sentences take 0.3 s, so more threads do not pay.
const FEW: usize = 2000;

/// The number of threads for a pair: the one given, or a default by the size of the documents.
fn threads(asked: Option<u16>, sentences: &EnRu<Sentences>) -> usize {
    match asked {
        Some(jobs) => usize::from(jobs),
        None if sentences.en().len().max(sentences.ru().len()) <= FEW => 1,
        None => thread::available_parallelism().map_or(1, NonZeroUsize::get),
    }
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Args {
        files,
        sides,
        fixed,
        lexicon,
        output,
        table,
        contents,
        plot,
        open,
        jobs,
        deadline,
        report,
        say,
    } = args;
    let stop = deadline.stop();
    let as_page = output.format.is_none() && is_page(&output.output);
    let format = if as_page { None } else { Some(output.format()) };
    check(format, &table, &contents);
    check_plot(plot.as_deref(), &output);
    let documents = [files.en.as_path(), files.ru.as_path()];
    let inputs: Vec<&Path> =
        documents.into_iter().chain(fixed.files()).chain(lexicon.given_files()).collect();
    let plots: Vec<&Path> = plot.iter().map(PathBuf::as_path).collect();
    output.check(format, &plots, &inputs);
    if open && !as_page {
        usage("--open requires an HTML page; pass -o FILE.html too");
    }
    if report.json && output.output == Path::new("-") {
        usage("--json writes the summary to standard output; pass -o FILE for the segments");
    }
    let sentences = files.sentences(&sides, settings, &stop, &say)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open(settings, sides.reading.limit())?);
    let is_late = || stop.is_asked();
    let options = AlignOptions::default().explain(as_page).jobs(threads(jobs, &sentences)).stop(&is_late);
    let aligned = fixed.align(&aligner, sentences, sides.reading.limit(), options, &say)?;
    let bitext = &aligned.bitext;
    match format {
        Some(format) => {
            bitext.save(
                format,
                &contents.of(table.options_for_new(settings)),
                &output.output,
                output.force,
            )?;
        }
        None => save_page(&Review::of_bitext(bitext, &aligned.explanations), &output.output, output.force)?,
    }
    if let Some(path) = &plot {
        enru::io::output::save(path, output.force, |out| out.write_all(plot::svg(bitext).as_bytes()))?;
    }
    say.suspicions(bitext);
    [bitext.en(), bitext.ru()].iter().for_each(|side| say.furniture(side.document()));
    let summary = Summary::of(bitext, &output.output);
    say.line(&summary);
    if open {
        browser::open(&output.output, settings, &say);
    }
    if as_page {
        say.next(say::after_page(&output.output, bitext.name(), open));
    } else if summary.doubtful > 0 && output.output != Path::new("-") {
        say.next(format_args!("review the doubtful segments: {}", files.review_command()));
    }
    if report.json {
        writeln!(io::stdout(), "{}", serde_json::to_string(&summary)?)?;
    }
    Ok(if report.fails(!summary.suspect.is_empty()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Ends the program if an option has no effect on `format`, where `None` is the review page.
fn check(format: Option<Format>, table: &Table, contents: &Contents) {
    match format {
        Some(format) => {
            table.check(&[format]);
            contents.check(format);
        }
        None => {
            if let Some(option) = table.given().or(contents.given()) {
                usage(&format!("{option} has no effect on a review page, which shows everything"));
            }
        }
    }
}

fn check_plot(plot: Option<&Path>, output: &Output) {
    let Some(plot) = plot else { return };
    let is_svg = plot.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg"));
    if plot == Path::new("-") && output.output == plot {
        usage("the output and the plot cannot both go to standard output");
    }
    if plot != Path::new("-") && !is_svg {
        usage(&format!("{}: the plot is an SVG image; give it the extension .svg", plot.display()));
    }
}

/// The summary of a run, for people and as JSON.
#[derive(Serialize)]
pub struct Summary {
    output: String,
    document: String,
    segments: usize,
    /// Segments with a confidence below [`DOUBTFUL`].
    doubtful: usize,
    unpaired_en: usize,
    unpaired_ru: usize,
    /// Unpaired sentences that are in the wrong language.
    wrong_language: usize,
    mean_confidence: f32,
    suspect: Vec<String>,
}

/// Segments below this confidence are doubtful; the review page uses the same value.
pub const DOUBTFUL: f32 = 0.9;

impl Summary {
    fn of(bitext: &Bitext, output: &Path) -> Summary {
        let paired: Vec<f32> = bitext
            .judged()
            .filter(|(bead, _)| bead.is_paired())
            .map(|(_, judgement)| judgement.confidence)
            .collect();
        let unpaired = || bitext.judged().map(|(bead, _)| bead).filter(|bead| !bead.is_paired());
        let mean = paired.iter().sum::<f32>() / paired.len().max(1) as f32;
        Summary {
            output: output.display().to_string(),
            document: bitext.name().to_string(),
            segments: paired.len(),
            doubtful: paired.iter().filter(|&&confidence| confidence < DOUBTFUL).count(),
            unpaired_en: unpaired().map(|bead| bead.en.len()).sum(),
            unpaired_ru: unpaired().map(|bead| bead.ru.len()).sum(),
            wrong_language: bitext
                .judgements()
                .iter()
                .filter(|j| j.flags.contains(&Flag::WrongLanguage))
                .count(),
            mean_confidence: (mean * 1000.0).round() / 1000.0,
            suspect: suspicions(bitext),
        }
    }
}

impl fmt::Display for Summary {
    /// `report.csv: 35 segments, 2 doubtful, 1 English sentence unpaired`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.output != "-" {
            write!(f, "{}: ", self.output)?;
        }
        write!(f, "{}, ", plural(self.segments, "segment"))?;
        if self.doubtful > 0 {
            write!(f, "{} doubtful, ", self.doubtful)?;
        }
        let (en, ru) =
            (plural(self.unpaired_en, "English sentence"), plural(self.unpaired_ru, "Russian sentence"));
        match (self.unpaired_en, self.unpaired_ru) {
            (0, 0) => f.write_str("no sentence unpaired")?,
            (_, 0) => write!(f, "{en} unpaired")?,
            (0, _) => write!(f, "{ru} unpaired")?,
            _ => write!(f, "{en} and {ru} unpaired")?,
        }
        match self.wrong_language {
            0 => Ok(()),
            count => write!(f, " ({count} in the wrong language)"),
        }
    }
}
