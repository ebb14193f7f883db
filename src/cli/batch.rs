//! `enru batch`

use super::args::{LexiconArgs, Report, Table, TwoSides, probability, seconds, unknown_extension, values};
use super::browser;
use super::isolate::{self, Limits, Request, read_in};
use super::pair::{Finding, counted, find};
use super::say::{self, Say, plural};
use super::settings::Settings;
use super::usage;
use enru::batch::{
    Failure, KnownFiles, Merge, Options, Outcome, Record, Start, Summary, Task, perform, run_with,
};
use enru::io::terminal::visible;
use enru::memory::{Format, WriteOptions};
use enru::pair::{Pairing, Reason};
use enru::pool::{Lost, Pool};
use enru::{Aligner, Lexicon};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Align whole folders: find the pairs, align each pair, resume interrupted runs
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru batch releases/ -o tm/
  enru batch english/ russian/ -o tm/ --merge all.tmx --dedupe
  enru batch releases/ -o tm/ --resume      continue a run that was stopped")]
pub struct Args {
    #[command(flatten)]
    finding: Finding,
    /// Output folder: one file per pair, report.csv, report.html (overview with plots), run.json
    #[arg(short, long, alias = "out", value_name = "FOLDER", help_heading = "Writing")]
    output: PathBuf,
    /// Output format of each pair
    #[arg(long, default_value = "csv", value_name = "NAME", value_parser = values::format(), help_heading = "Writing")]
    format: Format,
    #[command(flatten)]
    table: Table,
    /// Write unpaired sentences too (shapes 1-0 and 0-1)
    #[arg(long, alias = "keep-unpaired", help_heading = "Writing")]
    keep_unaligned: bool,
    /// Write a review page per pair too (NAME.review.html); report.html links to it
    #[arg(long, help_heading = "Writing")]
    review: bool,
    /// Write one translation memory of all pairs too; its extension determines the format
    #[arg(long, value_name = "FILE", help_heading = "Merging")]
    merge: Option<PathBuf>,
    /// Keep one segment of each group of duplicates; NAME.counts.csv lists how often each occurs
    #[arg(long, requires = "merge", help_heading = "Merging")]
    dedupe: bool,
    /// Write segments below this confidence to NAME.review.csv instead of the merged memory
    #[arg(long, requires = "merge", value_name = "0-1", value_parser = probability, allow_negative_numbers = true, help_heading = "Merging")]
    min_confidence: Option<f32>,
    /// Number of pairs to align at once (default: one per core); does not change the output
    #[arg(short, long, value_name = "N", value_parser = values::jobs)]
    jobs: Option<u16>,
    /// Continue an earlier run: skip finished pairs whose files have not changed
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Replace the files of an earlier run, except those edited since
    #[arg(long)]
    force: bool,
    /// Retry failed pairs even if their files have not changed
    #[arg(long, requires = "resume")]
    retry_failed: bool,
    /// Time limit per pair in seconds; a pair that takes longer fails
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds, help_heading = "Limits")]
    timeout: Duration,
    #[command(flatten)]
    limits: Limits,
    /// Write the seconds each pair took to report.csv (the reports of two runs then differ)
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    sides: TwoSides,
    /// Folder with sentences known to correspond: NAME.tsv per pair, lines of `EN<TAB>RU`, sentence numbers from 1
    #[arg(long, value_name = "FOLDER", help_heading = "Aligning")]
    anchors: Option<PathBuf>,
    /// Reviews of an earlier run; reuse their decisions for sentences that have not changed. A memory or review of all
    /// pairs, or a folder with NAME.review.json (or .json, .xlsx, .csv, .jsonl, .tmx) per pair
    #[arg(long, value_name = "FILE|FOLDER", help_heading = "Aligning")]
    decisions: Option<PathBuf>,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Open report.html in the browser
    #[arg(long, help_heading = "Reporting")]
    open: bool,
    #[command(flatten)]
    report: Report,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    check(&args);
    let limit = args.sides.reading.limit();
    // Opened before the children start, so that an unreadable lexicon is reported once and not by every child.
    let lexicon = args.lexicon.open(settings, limit)?;
    let options = options(&args, settings)?;
    if args.limits.serve {
        return serve(&args, &options, &lexicon);
    }
    let pool = args.limits.pool("batch", args.timeout)?;
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_signal(&stop, args.say)?;
    let pairing =
        find(&args.finding, Some(&args.output), &lexicon, limit, &|alone| read_in(&pool, alone, &stop))?;
    if stop.load(Ordering::Relaxed) {
        anstream::eprintln!("stopped before the pairs were found");
        return Ok(ExitCode::FAILURE);
    }
    if pairing.pairs.is_empty() {
        complain_of_no_pairs(&args, &pairing);
        return Ok(ExitCode::FAILURE);
    }
    let progress = Progress::new(&pairing, args.say);
    let started = Instant::now();
    let ask = |task: &Task| ask(&pool, task, &stop);
    let result = run_with(&pairing, &options, &ask, &stop, &|record| progress.advance(record));
    progress.bar.finish_and_clear();
    let result = result?;
    let (code, summary) = (conclude(&args, &options, &pairing, &result, started), result);
    if args.report.json {
        writeln!(std::io::stdout(), "{}", json(&args, &pairing, &summary))?;
    }
    if args.open && !summary.stopped {
        browser::open(&args.output.join("report.html"), settings, &args.say);
    }
    let suspect = summary.with(Outcome::Suspect).count() > 0;
    Ok(if args.report.fails(suspect) { ExitCode::FAILURE } else { code })
}

/// The summary for `--json`.
fn json(args: &Args, pairing: &Pairing, summary: &Summary) -> serde_json::Value {
    let count = |outcome| summary.with(outcome).count();
    let sum = |of: fn(&Record) -> usize| summary.records.iter().map(of).sum::<usize>();
    serde_json::json!({
        "output": args.output.display().to_string(),
        "pairs": pairing.pairs.len(),
        "done": count(Outcome::Done),
        "suspect": count(Outcome::Suspect),
        "failed": count(Outcome::Failed),
        "reused": summary.reused,
        "without_partner": pairing.alone.len(),
        "segments": sum(|record| record.segments),
        "unpaired": sum(|record| record.unpaired),
        "stopped": summary.stopped,
        "merged": summary.merged.as_ref().map(|merged| merged.segments),
    })
}

/// Sends a task to a child process and waits for the record.
fn ask(pool: &Pool, task: &Task, stop: &AtomicBool) -> Result<Record, Failure> {
    let request =
        serde_json::to_vec(&Request::Task(task)).map_err(|error| Failure::Pair(error.to_string()))?;
    match pool.ask(&request, stop) {
        Ok(answer) => serde_json::from_slice::<Result<Record, Failure>>(&answer).unwrap_or_else(|error| {
            Err(Failure::Pair(format!("cannot read the answer of the process: {error}")))
        }),
        Err(Lost::Stopped) => Err(Failure::Stopped),
        Err(lost) => Err(Failure::Pair(isolate::reason(&lost))),
    }
}

/// Runs as a child process: carries out the tasks of the parent.
fn serve(args: &Args, options: &Options, lexicon: &Lexicon) -> anyhow::Result<ExitCode> {
    let aligner = Aligner::default().with_lexicon(lexicon.clone());
    args.limits.serve(args.timeout, |request| {
        let made = match serde_json::from_slice(request) {
            Ok(Request::Read(question)) => {
                let told = question.answer(lexicon, &args.sides.reading.options());
                return serde_json::to_vec(&told).unwrap_or_default();
            }
            Ok(Request::Task(task)) => perform(&task, &aligner, options),
            Err(error) => Err(Failure::Pair(error.to_string())),
        };
        serde_json::to_vec(&made).unwrap_or_default()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Ends the program on options that contradict each other or have no effect.
fn check(args: &Args) {
    if args.format.is_ladder() && args.keep_unaligned {
        usage(&format!(
            "--keep-unaligned has no effect on {}, which always holds all sentences",
            args.format.name()
        ));
    }
    if args.format == Format::Moses {
        usage("moses writes two files per pair; use --format csv, then `enru convert` each file");
    }
    let merged = args.merge.as_deref().map(merged_format);
    let formats: Vec<Format> = std::iter::once(args.format).chain(merged).collect();
    args.table.check(&formats);
    for (option, path) in [("--anchors", &args.anchors), ("--decisions", &args.decisions)] {
        match path {
            Some(path) if !path.exists() => {
                usage(&format!("{option} {}: no such file or folder", path.display()))
            }
            Some(path) if option == "--anchors" && !path.is_dir() => usage(&format!(
                "--anchors {}: expected a folder with files NAME.tsv, where NAME is the name of a pair",
                path.display()
            )),
            _ => {}
        }
    }
}

/// The format of the merged memory, from its extension.
fn merged_format(path: &Path) -> Format {
    if path == Path::new("-") {
        usage("--merge cannot write to standard output; give a file name, such as all.tmx");
    }
    match Format::of_path(path) {
        Some(format) if format.is_ladder() || format == Format::Moses => {
            let why = if format.is_ladder() { "holds no text" } else { "writes two files" };
            usage(&format!(
                "--merge {}: {} {why}; use an extension such as .tmx or .csv",
                path.display(),
                format.name()
            ))
        }
        Some(format) => format,
        None => usage(&format!("--merge {}", unknown_extension(path).replace(", or pass --format", ""))),
    }
}

fn options(args: &Args, settings: &Settings) -> anyhow::Result<Options> {
    Ok(Options {
        out: args.output.clone(),
        format: args.format,
        write: WriteOptions { keep_unaligned: args.keep_unaligned, ..args.table.options_for_new(settings) },
        reader: args.sides.reader(settings)?,
        known: KnownFiles::new(args.anchors.clone(), args.decisions.clone()),
        jobs: args.jobs.map_or(0, usize::from),
        start: match (args.resume, args.force) {
            (true, _) => Start::Resume,
            (_, true) => Start::Force,
            _ => Start::Fresh,
        },
        retry_failed: args.retry_failed,
        merge: merge(args),
        review: args.review,
        timings: args.timings,
        settings: BTreeMap::from([
            ("lexicon".to_string(), args.lexicon.fingerprint(settings)?),
            ("splitting".to_string(), args.sides.splitting.fingerprint(settings)?),
        ]),
    })
}

fn merge(args: &Args) -> Option<Merge> {
    let (dedupe, min_confidence) = (args.dedupe, args.min_confidence);
    args.merge.clone().map(|path| Merge { format: merged_format(&path), path, dedupe, min_confidence })
}

/// The first signal stops the run and abandons the pairs in progress. The second ends the program at once.
fn stop_on_signal(stop: &Arc<AtomicBool>, say: Say) -> anyhow::Result<()> {
    let stop = stop.clone();
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            super::interrupt::end();
        }
        say.line("\nstopping");
    })?;
    Ok(())
}

fn complain_of_no_pairs(args: &Args, pairing: &Pairing) {
    let alone: Vec<_> = alone(pairing);
    args.say.list("files without a partner", &alone, None);
    let inputs: Vec<_> = args.finding.inputs.iter().map(|p| say::shell_path(p)).collect();
    say::error(&anyhow::anyhow!(
        "no pairs found in {}; put the language in the names of files or folders (x.en.txt, x.ru.txt), or give a list of pairs",
        inputs.join(" and ")
    ));
}

fn alone(pairing: &Pairing) -> Vec<String> {
    pairing.alone.iter().map(|a| format!("{}: {}", a.file.path.display(), a.reason)).collect()
}

/// The progress bar on a terminal, or lines of text elsewhere.
struct Progress {
    bar: ProgressBar,
    /// Whether to print lines instead of the bar.
    lines: bool,
    say: Say,
    done: AtomicUsize,
    segments: AtomicUsize,
    total: usize,
}

impl Progress {
    fn new(pairing: &Pairing, say: Say) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let total = pairing.pairs.len();
        say.line(counted(pairing));
        let target = match terminal && !say.quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        let template = "{wide_bar} {pos}/{len} pairs, {msg}, {eta} left";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message("0 segments");
        let (done, segments) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Progress { bar, lines: !terminal, say, done, segments, total }
    }

    /// Advances by one pair: moves the bar, or prints a line for each failure and for every tenth of the pairs.
    fn advance(&self, record: &Record) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let segments = self.segments.fetch_add(record.segments, Ordering::Relaxed) + record.segments;
        self.bar.set_message(format!("{segments} segments"));
        self.bar.inc(1);
        if !self.lines {
            return;
        }
        if record.outcome == Outcome::Failed {
            self.say.line(format_args!("failed: {}: {}", record.name, record.reasons.join("; ")));
        }
        let tenth = self.total.div_ceil(10).max(1);
        if done.is_multiple_of(tenth) || done == self.total {
            self.say.line(format_args!("{done} of {} pairs, {segments} segments", self.total));
        }
    }
}

/// Prints the result and what to do next. Returns the exit code.
fn conclude(
    args: &Args,
    options: &Options,
    pairing: &Pairing,
    summary: &Summary,
    started: Instant,
) -> ExitCode {
    let failed = summary.with(Outcome::Failed).count();
    let unreadable = pairing.alone.iter().filter(|a| matches!(a.reason, Reason::Unreadable(_))).count();
    if summary.stopped {
        let (done, all) = (summary.records.len(), pairing.pairs.len());
        let again = again(&[]);
        let again = visible(&again);
        anstream::eprintln!("stopped: {done} of {all} pairs are done. To continue: {again}");
        return ExitCode::FAILURE;
    }
    say_problems(args.say, pairing, summary);
    say_totals(args, options, summary, started);
    if args.say.quiet && failed > 0 {
        let report = args.output.join("report.csv");
        say::error(&anyhow::anyhow!("{} failed; see {}", plural(failed, "pair"), report.display()));
    }
    if failed + unreadable > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn say_problems(say: Say, pairing: &Pairing, summary: &Summary) {
    for (outcome, word) in [(Outcome::Failed, "failed"), (Outcome::Suspect, "suspect")] {
        let lines: Vec<_> =
            summary.with(outcome).map(|r| format!("{}: {}", r.name, r.reasons.join("; "))).collect();
        say.list(word, &lines, Some("report.csv"));
    }
    say.list("without a partner", &alone(pairing), Some("unpaired.csv"));
    say.list("kept, since they were edited after enru wrote them", &summary.edited, None);
    if let Some(merged) = &summary.merged {
        if merged.carried > 0 {
            say.line(format_args!(
                "{} carried over from the earlier memory",
                plural(merged.carried, "decision")
            ));
        }
        let beside: Vec<_> = merged.kept_beside.iter().map(|path| path.display().to_string()).collect();
        say.list("edited memories of the earlier run, kept under a new name", &beside, None);
    }
    let lost: Vec<_> = summary
        .records
        .iter()
        .filter(|r| r.decisions_lost > 0)
        .map(|r| format!("{}: {} of {}", r.name, r.decisions_lost, r.decisions_kept + r.decisions_lost))
        .collect();
    say.list("decisions that no longer apply, since their sentences changed", &lost, Some("run.json"));
}

fn say_totals(args: &Args, options: &Options, summary: &Summary, started: Instant) {
    let say = args.say;
    let segments: usize = summary.records.iter().map(|r| r.segments).sum();
    let aligned = summary.records.len() - summary.with(Outcome::Failed).count();
    let reused = match summary.reused {
        0 => String::new(),
        n => format!(" ({n} by an earlier run)"),
    };
    let seconds = started.elapsed().as_secs_f32();
    say.line(format_args!(
        "{} aligned{reused}, {segments} segments, {seconds:.1} s",
        plural(aligned, "pair")
    ));
    let decisions: usize = summary.records.iter().map(|r| r.decisions_kept).sum();
    if decisions > 0 {
        say.line(format_args!("{} reused", plural(decisions, "decision")));
    }
    if let Some(line) = left_out(summary) {
        say.line(line);
    }
    let noticed = kinds(summary.records.iter().flat_map(|r| &r.notices));
    if !noticed.is_empty() {
        say.line(format_args!("notices from reading: {noticed} (details in run.json)"));
    }
    say.line(format_args!("wrote {}, report.csv, report.html, run.json", args.output.display()));
    if let (Some(merge), Some(merged)) = (&options.merge, &summary.merged) {
        let review = match args.min_confidence {
            Some(_) => format!(", {} to review in {}", merged.review, merge.review_path().display()),
            None => String::new(),
        };
        let folded =
            if args.dedupe { format!(", {} duplicates left out", merged.folded) } else { String::new() };
        let segments = plural(merged.segments, "segment");
        say.line(format_args!("merged {segments} into {}{folded}{review}", merge.path.display()));
    }
    if summary.with(Outcome::Failed).count() > 0 {
        say.next(format_args!("fix the failed files, then: {}", again(&[])));
    } else if summary.with(Outcome::Suspect).count() > 0 {
        let pages = if args.review { "; it links to the review page of each" } else { "" };
        let report = args.output.join("report.html");
        say.next(format_args!("check the suspect pairs in {}{pages}", report.display()));
    } else if args.merge.is_none() {
        say.next(format_args!("for one memory of all pairs: {}", again(&["--merge", "tm.csv"])));
    }
}

/// The page furniture that was left out, by kind.
fn left_out(summary: &Summary) -> Option<String> {
    let kinds = kinds(summary.records.iter().flat_map(|r| &r.furniture));
    (!kinds.is_empty()).then(|| format!("left out: {kinds} (--keep-furniture keeps them)"))
}

/// `page-number 12, running-head 3`
fn kinds<'a>(counts: impl Iterator<Item = (&'a String, &'a usize)>) -> String {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, n) in counts {
        *sums.entry(kind).or_default() += n;
    }
    sums.iter().map(|(kind, n)| format!("{kind} {n}")).collect::<Vec<_>>().join(", ")
}

/// The command that continues this run: the one typed, with `more` added.
fn again(more: &[&str]) -> String {
    say::again(&["--force", "--resume"], &[more, &["--resume"]].concat())
}
