//! `enru pair`, and the search for pairs that `enru batch` shares with it.

use super::args::{LexiconArgs, Limit, ReadTwo, seconds, values};
use super::isolate::{Limits, Request, read_in};
use super::say::{self, Say, plural, shell_path};
use super::settings::Settings;
use super::usage;
use enru::Lexicon;
use enru::error::Error;
use enru::io::terminal::{stdout, visible};
use enru::pair::content::Teller;
use enru::pair::walk::{self, Links, OUTSIDE};
use enru::pair::{Alone, By, File, Pair, Pairing, Reason, list, pair_told};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Show which files of a folder form pairs, and why, without aligning them
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru pair releases/
  enru pair english/ russian/ --format tsv > pairs.tsv    check and correct it, then: enru batch pairs.tsv -o tm/")]
pub struct Args {
    #[command(flatten)]
    finding: Finding,
    #[command(flatten)]
    reading: ReadTwo,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Output format of the list
    #[arg(long, default_value = "text", value_name = "FORMAT", help_heading = "Writing")]
    format: Table,
    /// Longest time to read a document, in seconds; a document that takes longer has no partner
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds, help_heading = "Limits")]
    timeout: Duration,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    say: Say,
}

/// Options for finding pairs of files.
#[derive(clap::Args, Clone, Debug)]
pub struct Finding {
    /// A folder, an English and a Russian folder, or a list of pairs (`pairs.tsv`: en path, ru path, name)
    #[arg(required = true, num_args = 1..=2, value_name = "FOLDER")]
    pub inputs: Vec<PathBuf>,
    /// Pair files by name, by content, or (auto) by name first and the rest by content
    #[arg(long, default_value = "auto", value_name = "WAY", value_parser = values::by())]
    by: By,
    /// Follow symbolic links that lead out of the folder
    #[arg(long)]
    follow_links: bool,
}

/// Output formats of `enru pair`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Table {
    Text,
    Csv,
    Tsv,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let lexicon = args.lexicon.open(settings, args.reading.limit())?;
    if args.limits.serve {
        return serve(&args, &lexicon);
    }
    let (pool, stop) = (args.limits.pool("pair", args.timeout)?, AtomicBool::new(false));
    let pairing =
        find(&args.finding, None, &lexicon, args.reading.limit(), &|alone| read_in(&pool, alone, &stop))?;
    let mut out = stdout();
    match args.format {
        Table::Text => text(&pairing, &mut out)?,
        Table::Csv => table(&pairing, b',', &mut out)?,
        Table::Tsv => table(&pairing, b'\t', &mut out)?,
    }
    out.flush()?;
    args.say.line(counted(&pairing));
    if pairing.pairs.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    if args.format == Table::Text {
        args.say.next(format_args!("to align them: {}", say::again_as("pair", "batch", "-o tm/")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs as a child process: reads the documents that the parent requests.
fn serve(args: &Args, lexicon: &Lexicon) -> anyhow::Result<ExitCode> {
    args.limits.serve(args.timeout, |request| {
        let told = match serde_json::from_slice(request) {
            Ok(Request::Read(question)) => question.answer(lexicon, &args.reading.options()),
            Ok(Request::Task(())) => Err("this process only reads documents".to_string()),
            Err(error) => Err(error.to_string()),
        };
        serde_json::to_vec(&told).unwrap_or_default()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Finds the pairs in the inputs.
pub fn find(
    finding: &Finding,
    out: Option<&Path>,
    lexicon: &Lexicon,
    limit: Limit,
    tell: &Teller<'_>,
) -> anyhow::Result<Pairing> {
    let links = if finding.follow_links { Links::All } else { Links::Inside };
    let found = match finding.inputs.as_slice() {
        [one] if one.is_dir() => walk::files(one, None, out, links)?,
        [one] if one.is_file() => {
            return Ok(Pairing { pairs: list::read(one, limit.bytes())?, alone: Vec::new() });
        }
        [en, ru] if en.is_file() && ru.is_file() => {
            let (en, ru) = (shell_path(en), shell_path(ru));
            usage(&format!("two files are one pair, not a folder; to align them: enru align {en} {ru}"))
        }
        [en, ru] if is_same(en, ru) => usage(&format!(
            "{} is given twice; give the English and the Russian folder, or one folder that holds both",
            en.display()
        )),
        [en, ru] => {
            let files = |folder, lang| walk::files(folder, Some(lang), out, links);
            files(en, enru::Lang::En)?.and(files(ru, enru::Lang::Ru)?)
        }
        [missing] => {
            let error =
                missing.metadata().err().unwrap_or_else(|| std::io::Error::other("neither file nor folder"));
            return Err(Error::io(missing, "read", error).into());
        }
        _ => usage("give a folder, two folders, or a list of pairs"),
    };
    let mut pairing = pair_told(found.files, finding.by, lexicon, tell);
    let advice = |reason: String| match reason == OUTSIDE {
        true => format!("{reason}; pass --follow-links to read it"),
        false => reason,
    };
    pairing.alone.extend(found.problems.into_iter().map(|(path, reason)| Alone {
        file: File { rel: path.to_string_lossy().into_owned(), path, side: None },
        lang: None,
        reason: Reason::Unreadable(advice(reason)),
    }));
    Ok(pairing)
}

fn is_same(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}

fn text(pairing: &Pairing, out: &mut impl Write) -> std::io::Result<()> {
    for p in &pairing.pairs {
        let second = p.runner_up.map_or(String::new(), |c| format!(", next best {c:.2}"));
        writeln!(out, "{}\n  {}\n  {}", visible(&p.name), shown(&p.en), shown(&p.ru))?;
        writeln!(out, "  {} ({:.2}{second})", p.rule, p.confidence)?;
    }
    for a in &pairing.alone {
        writeln!(out, "no pair: {}: {}", shown(&a.file.path), visible(&a.reason.to_string()))?;
    }
    Ok(())
}

fn table(pairing: &Pairing, delimiter: u8, out: &mut impl Write) -> csv::Result<()> {
    let mut csv = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    csv.write_record(["en", "ru", "name", "rule", "confidence", "runner_up", "note"])?;
    for Pair { en, ru, name, rule, confidence, runner_up } in &pairing.pairs {
        let (en, ru, rule) = (en.to_string_lossy(), ru.to_string_lossy(), rule.to_string());
        let second = runner_up.map_or(String::new(), |c| format!("{c:.3}"));
        csv.write_record([&*en, &*ru, name, &rule, &format!("{confidence:.3}"), &second, ""])?;
    }
    for Alone { file, lang, reason } in &pairing.alone {
        let path = file.path.to_string_lossy();
        let (en, ru) = if *lang == Some(enru::Lang::Ru) { ("", &*path) } else { (&*path, "") };
        csv.write_record([en, ru, "", "none", "", "", &reason.to_string()])?;
    }
    csv.flush().map_err(Into::into)
}

/// `40 pairs; 3 files without a partner, 2 ambiguous`.
pub fn counted(pairing: &Pairing) -> String {
    let ambiguous = pairing.alone.iter().filter(|a| matches!(a.reason, Reason::Ambiguous(_))).count();
    let alone = pairing.alone.len() - ambiguous;
    let mut parts = vec![plural(pairing.pairs.len(), "pair")];
    if alone > 0 {
        parts.push(format!("{} without a partner", plural(alone, "file")));
    }
    if ambiguous > 0 {
        parts.push(format!("{} with more than one candidate", plural(ambiguous, "file")));
    }
    parts.join("; ")
}
