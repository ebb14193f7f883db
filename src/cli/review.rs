//! `enru review`: writes a page or a workbook for reviewing an alignment.

use super::align::DOUBTFUL;
use super::args::{Deadline, FixedPoints, LexiconArgs, TwoFiles, TwoSides, check_distinct, input};
use super::browser;
use super::say::{Say, after_page, plural, shell_path};
use super::settings::Settings;
use super::usage;
use enru::align::AlignOptions;
use enru::memory::{self, Format, WriteOptions, extra_names};
use enru::pair::name_of_two;
use enru::review::{self, Review, page, workbook};
use enru::{Aligner, Segment};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Create an HTML page or an Excel workbook for reviewing an alignment
///
/// The page is one file and needs no server: open it in a browser, correct the alignment and save the review. Then turn
/// the review into a translation memory with `enru apply`. In the workbook you can edit texts and statuses.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru review report.en.docx report.ru.docx -o report.review.html   align, then write a page
  enru review tm.csv -o tm.review.xlsx                              a workbook of a memory
  enru review report.review.json -o report.review.html              continue elsewhere
  enru apply report.review.json -o report.csv                       turn what the page saved into a memory")]
pub struct Args {
    /// English document; or a translation memory (CSV, TSV, JSONL, TMX, XLIFF, XLSX) or a saved review
    #[arg(value_name = "EN|MEMORY")]
    first: PathBuf,
    /// Russian document
    #[arg(value_name = "RU")]
    second: Option<PathBuf>,
    #[command(flatten)]
    sides: TwoSides,
    #[command(flatten)]
    fixed: FixedPoints,
    #[command(flatten)]
    deadline: Deadline,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// File to write: .html for a page, .xlsx for a workbook, .json for the review itself (default with --open:
    /// NAME.review.html next to the first file, numbered if that file exists)
    #[arg(short, long, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long, help_heading = "Writing")]
    open: bool,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
    #[command(flatten)]
    say: Say,
}

/// Kinds of output.
#[derive(Clone, Copy)]
enum Door {
    Page,
    Workbook,
    Json,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let output = match &args.output {
        Some(output) => output.clone(),
        None if args.open => free_name(&args),
        None => usage(
            "pass --output FILE (.html for a page, .xlsx for a workbook, .json), or --open for a page in the browser",
        ),
    };
    let door = door(&output);
    let documents = std::iter::once(args.first.as_path()).chain(args.second.as_deref());
    let inputs: Vec<&Path> = documents.chain(args.fixed.files()).chain(args.lexicon.given_files()).collect();
    check_distinct(&[&output], &inputs);
    if args.open && !matches!(door, Door::Page) {
        usage("--open requires an HTML page; pass -o FILE.html");
    }
    let review = review_of_inputs(&args, settings)?;
    let Args { open, force, say, .. } = args;
    save(&review, door, &output, force)?;
    let path = shell_path(&output);
    say.line(format_args!("{path}: {}", summary(&review)));
    if open {
        browser::open(&output, settings, &say);
    }
    say.next(match door {
        Door::Page => after_page(&output, &review.name, open),
        Door::Workbook => format!("edit and save the workbook, then: enru apply {path} -o tm.csv"),
        Door::Json => format!("to create a page: enru review {path} -o FILE.html"),
    });
    Ok(ExitCode::SUCCESS)
}

/// `35 segments, 2 doubtful, 1 unpaired`
fn summary(review: &Review) -> String {
    let segments = || review.segments.iter().map(|item| &item.segment);
    let unpaired = segments().filter(|segment| !segment.is_paired()).count();
    let is_doubtful = |s: &&Segment| s.is_paired() && s.confidence.is_some_and(|c| c < DOUBTFUL);
    let doubtful = segments().filter(is_doubtful).count();
    let counts = [(doubtful, "doubtful"), (unpaired, "unpaired")];
    let counts =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
    format!("{}{}", plural(review.segments.len(), "segment"), counts.collect::<String>())
}

fn door(output: &Path) -> Door {
    if is_page(output) {
        return Door::Page;
    }
    let ending = output.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str() {
        Some("xlsx") => Door::Workbook,
        Some("json") => Door::Json,
        _ => usage(&format!(
            "{}: unknown extension; use .html (a page), .xlsx (a workbook) or .json",
            output.display()
        )),
    }
}

/// Whether the extension is that of an HTML page.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"))
}

/// An unused file name next to the first file, so that a page someone works on is not replaced.
fn free_name(args: &Args) -> PathBuf {
    let name = match &args.second {
        Some(ru) => name_of_two(&args.first, ru),
        None => args.first.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    };
    let beside = |file: String| args.first.with_file_name(file);
    let first = beside(format!("{name}.review.html"));
    let numbered = (2..).map(|n| beside(format!("{name}.review-{n}.html")));
    let mut names = std::iter::once(first).chain(numbered);
    names.find(|path| args.force || !path.exists()).expect("the numbers are endless")
}

/// Writes a review as a page.
pub fn save_page(review: &Review, path: &Path, force: bool) -> enru::Result<()> {
    enru::io::output::save(path, force, |out| page::write(review, out))
}

/// The review of two documents, or the review or memory given instead of them.
fn review_of_inputs(args: &Args, settings: &Settings) -> anyhow::Result<Review> {
    let Args { first, second, sides, fixed, deadline, lexicon, say, .. } = args;
    let Some(second) = second else {
        if let Some(option) = sides.given().or(fixed.given()).or(lexicon.given()) {
            usage(&format!(
                "{option} requires two documents; {} is read as a translation memory or review",
                first.display()
            ));
        }
        return Ok(review::open(input(first), &sides.reading.memory())?);
    };
    let files = TwoFiles { en: first.clone(), ru: second.clone() };
    let stop = deadline.stop();
    let is_late = || stop.is_asked();
    let sentences = files.sentences(sides, settings, &stop, say)?;
    let aligner = Aligner::default().with_lexicon(lexicon.open(settings, sides.reading.limit())?);
    let limit = sides.reading.limit();
    let options = AlignOptions::default().explain(true).stop(&is_late);
    let aligned = fixed.align(&aligner, sentences, limit, options, say)?;
    say.suspicions(&aligned.bitext);
    Ok(Review::of_bitext(&aligned.bitext, &aligned.explanations))
}

fn save(review: &Review, door: Door, path: &Path, force: bool) -> anyhow::Result<()> {
    match door {
        Door::Page => save_page(review, path, force)?,
        Door::Json => enru::io::output::save(path, force, |out| out.write_all(review.to_json().as_bytes()))?,
        Door::Workbook => {
            let units: Vec<Segment> = workbook::units(review.units()).collect();
            let options = WriteOptions { extra: extra_names(&units), guide: true, ..WriteOptions::default() };
            memory::save(units.into_iter().map(Ok), Format::Xlsx, &options, path, force)?;
        }
    }
    Ok(())
}
