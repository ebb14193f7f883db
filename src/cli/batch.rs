//! `enru batch`

use super::pair::{counted, find, plural, shell};
use super::{Global, input, lexicon, output, splitting, usage};
use enru::batch::{Merge, Options, Outcome, Record, Start, Summary, run as run_batch};
use enru::error::Error;
use enru::memory::{Format, WriteOptions};
use enru::pair::{By, Pairing, Reason};
use enru::{Aligner, Lang};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

/// Align whole folders: find the pairs, align each, and go on where a stopped run was
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru batch releases/ -o tm/
  enru batch english/ russian/ -o tm/ --merge all.tmx --dedupe
  enru batch releases/ -o tm/ --resume      go on where a stopped run was")]
pub struct Args {
    /// A folder, an English and a Russian folder, or a list of pairs (`pairs.tsv`: en path, ru path, name)
    #[arg(required = true, num_args = 1..=2, value_name = "FOLDER")]
    inputs: Vec<PathBuf>,
    /// The folder to write to: a file a pair, report.csv, report.html (a picture of each), run.json
    #[arg(short, long, value_name = "FOLDER")]
    out: PathBuf,
    /// What to pair files by: their names, their content, or names first and content for the rest
    #[arg(long, default_value = "auto", value_name = "name|content|auto")]
    by: By,
    /// Format of the outputs
    #[arg(long, default_value = "csv")]
    format: Format,
    /// Write one translation memory for all pairs too
    #[arg(long, value_name = "FILE")]
    merge: Option<PathBuf>,
    /// Fold segments with the same texts into one in the merged memory; NAME.counts.csv tells how many there were
    #[arg(long, requires = "merge")]
    dedupe: bool,
    /// Put merged segments below this confidence into NAME.review.csv instead
    #[arg(long, requires = "merge", value_name = "0-1", value_parser = output::probability)]
    min_confidence: Option<f32>,
    /// How many pairs to work on at once (default: one a core); the output is the same for any number
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Go on with an earlier run: skip what is done and unchanged
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Replace an earlier run
    #[arg(long)]
    force: bool,
    /// Tell in report.csv how many seconds each pair took (two runs then no longer give the same bytes)
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    reading: input::Reads,
    #[command(flatten)]
    splitting: splitting::Splitting,
    #[command(flatten)]
    lexicon: lexicon::LexiconArgs,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let pairing = find(&args.inputs, args.by, Some(&args.out))?;
    if pairing.pairs.is_empty() {
        complain_of_no_pairs(&args, &pairing);
        return Ok(ExitCode::FAILURE);
    }
    let options = options(&args, global)?;
    let splitter = args.splitting.open(&[Lang::En, Lang::Ru])?;
    let aligner = Aligner::default().with_lexicon(args.lexicon.open()?).with_splitter(splitter);
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_signal(&stop, global.quiet)?;
    let progress = Progress::new(&pairing, global.quiet);
    let hook = std::panic::take_hook();
    // What a panic says is the reason of its pair in the report; it need not break the progress bar as well.
    std::panic::set_hook(Box::new(|_| {}));
    let started = Instant::now();
    let result = run_batch(&pairing, &aligner, &options, &stop, &|record| progress.tell(record));
    std::panic::set_hook(hook);
    progress.bar.finish_and_clear();
    match result {
        Ok(summary) => Ok(conclude(&args, global, &pairing, &summary, started)),
        Err(error @ (Error::Exists(_) | Error::Unusable { .. })) => usage(&error.to_string()),
        Err(error) => Err(error.into()),
    }
}

fn options(args: &Args, global: &Global) -> anyhow::Result<Options> {
    Ok(Options {
        out: args.out.clone(),
        format: args.format,
        write: WriteOptions::default(),
        read: args.reading.options(None, global),
        jobs: args.jobs.map_or(0, usize::from),
        start: match () {
            _ if args.resume => Start::Resume,
            _ if args.force => Start::Force,
            _ => Start::Fresh,
        },
        merge: merge(args),
        timings: args.timings,
        settings: settings(args)?,
    })
}

/// The merged memory asked for.
fn merge(args: &Args) -> Option<Merge> {
    let (dedupe, min_confidence) = (args.dedupe, args.min_confidence);
    args.merge.clone().map(|path| Merge { path, dedupe, min_confidence })
}

/// What else decides the result, for `--resume` to notice when it is another.
fn settings(args: &Args) -> anyhow::Result<BTreeMap<String, String>> {
    Ok(BTreeMap::from([
        ("lexicon".to_string(), args.lexicon.fingerprint()?),
        ("splitting".to_string(), args.splitting.fingerprint()?),
    ]))
}

/// The first signal stops the run between pairs, the second at once.
fn stop_on_signal(stop: &Arc<AtomicBool>, quiet: bool) -> anyhow::Result<()> {
    let stop = stop.clone();
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            super::interrupt::end();
        }
        if !quiet {
            anstream::eprintln!("\nstopping after the pairs in work; press Ctrl-C again to stop at once");
        }
    })?;
    Ok(())
}

fn complain_of_no_pairs(args: &Args, pairing: &Pairing) {
    for alone in pairing.alone.iter().take(SHOWN) {
        anstream::eprintln!("  {}: {}", alone.file.path.display(), alone.reason);
    }
    let inputs: Vec<_> = args.inputs.iter().map(|p| shell(p)).collect();
    anstream::eprintln!(
        "error: no pairs found in {}; mark the languages in file or folder names (x.en.txt, x.ru.txt), or give a list",
        inputs.join(" and ")
    );
}

/// How many failed, suspect and lone files the summary names; the rest are in the lists.
const SHOWN: usize = 10;

/// The bar on a terminal, or lines where there is none.
struct Progress {
    bar: ProgressBar,
    lines: bool,
    done: AtomicUsize,
    segments: AtomicUsize,
    total: usize,
}

impl Progress {
    fn new(pairing: &Pairing, quiet: bool) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let total = pairing.pairs.len();
        if !quiet {
            anstream::eprintln!("{}", counted(pairing));
        }
        let target =
            if terminal && !quiet { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        let template = "{wide_bar} {pos}/{len} pairs, {msg}, {eta} left";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message("0 segments");
        let (done, segments) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Progress { bar, lines: !terminal && !quiet, done, segments, total }
    }

    /// Says that a pair is ready: moves the bar, or writes a line for what went wrong and for every tenth of the whole.
    fn tell(&self, record: &Record) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let segments = self.segments.fetch_add(record.segments, Ordering::Relaxed) + record.segments;
        self.bar.set_message(format!("{segments} segments"));
        self.bar.inc(1);
        if !self.lines {
            return;
        }
        if record.outcome == Outcome::Failed {
            anstream::eprintln!("failed: {}: {}", record.name, record.reasons.join("; "));
        }
        let tenth = self.total.div_ceil(10).max(1);
        if done.is_multiple_of(tenth) || done == self.total {
            anstream::eprintln!("{done} of {} pairs, {segments} segments", self.total);
        }
    }
}

/// Says how it went and what to do next; gives the exit code.
fn conclude(
    args: &Args,
    global: &Global,
    pairing: &Pairing,
    summary: &Summary,
    started: Instant,
) -> ExitCode {
    let failed = summary.with(Outcome::Failed).count();
    let unreadable = pairing.alone.iter().filter(|a| matches!(a.reason, Reason::Unreadable(_))).count();
    if summary.stopped {
        let (done, all) = (summary.records.len(), pairing.pairs.len());
        anstream::eprintln!("stopped: {done} of {all} pairs are done. To go on: {}", again(args));
        return ExitCode::FAILURE;
    }
    if !global.quiet {
        say_problems(pairing, summary);
        say_totals(args, summary, started);
    } else if failed > 0 {
        anstream::eprintln!(
            "error: {} failed; see {}",
            plural(failed, "pair"),
            args.out.join("report.csv").display()
        );
    }
    if failed + unreadable > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn say_problems(pairing: &Pairing, summary: &Summary) {
    for (outcome, word) in [(Outcome::Failed, "failed"), (Outcome::Suspect, "suspect")] {
        let lines: Vec<_> =
            summary.with(outcome).map(|r| format!("{}: {}", r.name, r.reasons.join("; "))).collect();
        say_list(word, &lines, "report.csv");
    }
    let alone: Vec<_> =
        pairing.alone.iter().map(|a| format!("{}: {}", a.file.path.display(), a.reason)).collect();
    say_list("without a pair", &alone, "unpaired.csv");
    say_list("changed by hand since the last run, and kept", &summary.edited, "");
}

fn say_list(title: &str, lines: &[String], file: &str) {
    if lines.is_empty() {
        return;
    }
    anstream::eprintln!("{title} ({}):", lines.len());
    for line in lines.iter().take(SHOWN) {
        anstream::eprintln!("  {line}");
    }
    if lines.len() > SHOWN {
        let all = if file.is_empty() { String::new() } else { format!(", see {file}") };
        anstream::eprintln!("  and {} more{all}", lines.len() - SHOWN);
    }
}

fn say_totals(args: &Args, summary: &Summary, started: Instant) {
    let segments: usize = summary.records.iter().map(|r| r.segments).sum();
    let aligned = summary.records.len() - summary.with(Outcome::Failed).count();
    let reused = match summary.reused {
        0 => String::new(),
        n => format!(" ({n} of them done before)"),
    };
    let seconds = started.elapsed().as_secs_f32();
    anstream::eprintln!("{} aligned{reused}, {segments} segments, {seconds:.1} s", plural(aligned, "pair"));
    if let Some(line) = left_out(summary) {
        anstream::eprintln!("{line}");
    }
    anstream::eprintln!("wrote {}, report.csv, report.html, run.json", args.out.display());
    if let (Some(merge), Some(merged)) = (merge(args), &summary.merged) {
        let review = match args.min_confidence {
            Some(_) => format!(", {} to look at in {}", merged.review, merge.review_path().display()),
            None => String::new(),
        };
        let folded = if args.dedupe { format!(", {} folded", merged.folded) } else { String::new() };
        anstream::eprintln!(
            "merged {} into {}{folded}{review}",
            plural(merged.segments, "segment"),
            merge.path.display()
        );
    }
    let next = match () {
        _ if summary.with(Outcome::Failed).count() > 0 => {
            format!("mend the failed files, then: {}", again(args))
        }
        _ if summary.with(Outcome::Suspect).count() > 0 => {
            format!("look at the suspect pairs in {}", args.out.join("report.html").display())
        }
        _ if args.merge.is_none() => format!("for one memory of all pairs: {} --merge tm.csv", again(args)),
        _ => return,
    };
    anstream::eprintln!("next: {next}");
}

/// What was kept out of the alignments as part of the pages, by kind.
fn left_out(summary: &Summary) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, n) in summary.records.iter().flat_map(|r| &r.furniture) {
        *counts.entry(kind).or_default() += n;
    }
    let kinds: Vec<String> = counts.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    (!kinds.is_empty()).then(|| format!("left out: {} (--keep-furniture aligns them)", kinds.join(", ")))
}

/// The command that goes on with this run.
fn again(args: &Args) -> String {
    let mut words = vec!["enru batch".to_string()];
    words.extend(args.inputs.iter().map(|p| shell(p)));
    words.push(format!("-o {}", shell(&args.out)));
    if let Some((_, word)) = By::ALL.iter().find(|(by, _)| *by == args.by && *by != By::default()) {
        words.push(format!("--by {word}"));
    }
    if args.format != Format::Csv {
        words.push(format!("--format {}", args.format.name()));
    }
    words.extend(args.merge.iter().map(|path| format!("--merge {}", shell(path))));
    words.extend(args.dedupe.then(|| "--dedupe".to_string()));
    words.extend(args.min_confidence.map(|min| format!("--min-confidence {min}")));
    words.push("--resume".to_string());
    words.join(" ")
}
