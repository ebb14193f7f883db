//! `enru review`: from documents or a memory to a place where a person can work on the alignment.

use super::args::{FixedPoints, LexiconArgs, TwoFiles, TwoSides, extra_names, input};
use super::say::{Say, plural, shell_path};
use super::usage;
use enru::align::Alignment;
use enru::memory::{Format, WriteOptions, save_segments};
use enru::review::{self, Review, page, workbook};
use enru::{Aligner, Segment};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Create an HTML page or an Excel workbook for reviewing an alignment
///
/// The page is one file and needs no server: open it in a browser, work on it, save the review, and turn it into a memory
/// with `enru apply`. In the workbook, texts and statuses can be edited.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru review report.en.docx report.ru.docx -o report.review.html   align, then write a page
  enru review tm.csv -o tm.review.xlsx                              a workbook of a memory
  enru review report.review.json -o report.review.html              continue elsewhere
  enru apply report.review.json -o report.csv                       turn what the page saved into a memory")]
pub struct Args {
    /// The English document; or a memory (CSV, TSV, JSONL, TMX, XLIFF, XLSX) or a saved review
    #[arg(value_name = "EN|MEMORY")]
    first: PathBuf,
    /// The Russian document
    #[arg(value_name = "RU")]
    second: Option<PathBuf>,
    #[command(flatten)]
    sides: TwoSides,
    #[command(flatten)]
    fixed: FixedPoints,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// File to write: .html is the page, .xlsx the workbook, .json the review itself
    #[arg(short, long, value_name = "FILE", help_heading = "Writing")]
    output: PathBuf,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
    #[command(flatten)]
    say: Say,
}

/// What is made.
#[derive(Clone, Copy)]
enum Door {
    Page,
    Workbook,
    Json,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let door = door(&args.output);
    let review = aligned_or_opened(&args)?;
    let Args { output, force, say, .. } = args;
    save(&review, door, &output, force)?;
    let path = shell_path(&output);
    say.line(format_args!("{} in {path}", plural(review.segments.len(), "segment")));
    say.next(match door {
        Door::Page => {
            format!("open {path} in a browser, save the review there, then: enru apply REVIEW.json -o tm.csv")
        }
        Door::Workbook => format!("edit and save it, then: enru apply {path} -o tm.csv"),
        Door::Json => format!("for the page: enru review {path} -o FILE.html"),
    });
    Ok(ExitCode::SUCCESS)
}

fn door(output: &Path) -> Door {
    let ending = output.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str() {
        Some("html" | "htm") => Door::Page,
        Some("xlsx") => Door::Workbook,
        Some("json") => Door::Json,
        _ => usage(&format!("{}: the ending must be .html, .xlsx or .json", output.display())),
    }
}

/// The review of two documents, or of the memory that is given instead.
fn aligned_or_opened(args: &Args) -> anyhow::Result<Review> {
    let Args { first, second, sides, fixed, lexicon, say, .. } = args;
    let Some(second) = second else {
        if let Some(option) = sides.given().or(fixed.given()).or(lexicon.given()) {
            usage(&format!(
                "{option} is for two documents; {} is opened as a memory or review",
                first.display()
            ));
        }
        return Ok(review::open(input(first), &sides.reading.memory())?);
    };
    let files = TwoFiles { en: first.clone(), ru: second.clone() };
    let sentences = files.sentences(sides, say)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open()?);
    let limit = sides.reading.limit();
    let Alignment { bitext, explanations, .. } =
        fixed.align(&aligner, sentences, &files.name(), limit, true, say)?;
    say.suspicions(&bitext);
    let shown = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Review::of_bitext(&bitext, &explanations, shown(&files.en), shown(&files.ru)))
}

fn save(review: &Review, door: Door, path: &Path, force: bool) -> anyhow::Result<()> {
    match door {
        Door::Page => enru::io::output::save(path, force, |out| {
            out.write_all(page::page(&review.to_json()).as_bytes())
        })?,
        Door::Json => enru::io::output::save(path, force, |out| out.write_all(review.to_json().as_bytes()))?,
        Door::Workbook => {
            let units: Vec<Segment> = workbook::units(review.units().into_iter()).collect();
            let options = WriteOptions { extra: extra_names(&units), ..WriteOptions::default() };
            save_segments(units.into_iter(), Format::Xlsx, &options, path, force)?;
        }
    }
    Ok(())
}
