//! `enru review`: from documents or a memory to a place where a person can work on the alignment.

use super::{Global, fixed, input, lexicon, output, usage};
use enru::batch::suspicions;
use enru::memory::{Format, WriteOptions, save_segments};
use enru::review::{self, Review, page, workbook};
use enru::{Aligner, Segment};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make a page or a workbook to check and mend an alignment in
///
/// The page is one file without a server: open it in a browser, work on it, save the review, and make the memory of it with
/// `enru apply`. The workbook is for those who prefer Excel: texts and statuses may be edited there.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru review report.en.docx report.ru.docx -o report.review.html   align, then a page
  enru review tm.csv -o tm.review.xlsx                              a workbook of a memory
  enru review report.review.json -o report.review.html              go on elsewhere
  enru apply report.review.json -o report.csv                       what the page saved becomes the memory")]
pub struct Args {
    /// The English document; or a memory (CSV, TSV, JSONL, TMX, XLIFF, XLSX) or a saved review
    #[arg(value_name = "EN|MEMORY")]
    first: PathBuf,
    /// The Russian document
    #[arg(value_name = "RU")]
    second: Option<PathBuf>,
    #[command(flatten)]
    how: input::How,
    #[command(flatten)]
    fixed: fixed::FixedPoints,
    #[command(flatten)]
    lexicon: lexicon::LexiconArgs,
    /// The file to write: .html is the page, .xlsx the workbook, .json the review itself
    #[arg(short, long, value_name = "FILE", help_heading = "Writing")]
    output: PathBuf,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
}

/// What is made.
#[derive(Clone, Copy)]
enum Door {
    Page,
    Workbook,
    Json,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let Args { first, second, how, fixed, lexicon, output, force } = args;
    let door = door(&output);
    let review = match second {
        Some(ru) => aligned(input::Pair { en: first, ru, how }, &fixed, &lexicon, global)?,
        None => review::open(input::input(&first), &global.input())?,
    };
    save(&review, door, &output, force)?;
    if !global.quiet {
        let path = output.display();
        anstream::eprintln!("{} segments in {path}", review.segments.len());
        let next = match door {
            Door::Page => {
                "open it in a browser; what you save there: enru apply FILE.json -o tm.csv".to_string()
            }
            Door::Workbook => format!("edit and save it, then: enru apply {path} -o tm.csv"),
            Door::Json => format!("for the page: enru review {path} -o FILE.html"),
        };
        anstream::eprintln!("next: {next}");
    }
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

fn aligned(
    pair: input::Pair,
    fixed: &fixed::FixedPoints,
    lexicon: &lexicon::LexiconArgs,
    global: &Global,
) -> anyhow::Result<Review> {
    let sides = pair.sentences(global)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open()?);
    let aligned = fixed.align(&aligner, sides, pair.name(), global, true)?;
    for reason in suspicions(&aligned.bitext).iter().filter(|_| !global.quiet) {
        anstream::eprintln!("suspect: {reason}; are these translations of each other?");
    }
    let shown = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Review::of_bitext(&aligned.bitext, &aligned.explanations, shown(&pair.en), shown(&pair.ru)))
}

fn save(review: &Review, door: Door, path: &Path, force: bool) -> anyhow::Result<()> {
    match door {
        Door::Page => enru::io::output::save(path, force, |out| {
            out.write_all(page::page(&review.to_json()).as_bytes())
        })?,
        Door::Json => enru::io::output::save(path, force, |out| out.write_all(review.to_json().as_bytes()))?,
        Door::Workbook => {
            let units: Vec<Segment> = workbook::units(review.units().into_iter()).collect();
            let options = WriteOptions { extra: output::extra(&units), ..WriteOptions::default() };
            save_segments(units.into_iter(), Format::Xlsx, &options, path, force)?;
        }
    }
    Ok(())
}
