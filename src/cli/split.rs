//! `enru split`

use super::input::input;
use super::{Global, splitting};
use enru::io::output::create;
use enru::read::{ReadOptions, open};
use enru::split::Splitter;
use enru::{Document, Error, Lang, text};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Split a document into sentences, one a line
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru split report.ru.docx                       a sentence a line, a blank line between paragraphs
  enru split report.en.txt -o report.en.sentences
  enru split --srx company.srx report.en.txt      cut as your translation tool does
  enru split --explain report.en.txt              each place where a sentence could end, and why")]
pub struct Args {
    /// The document, `-` for standard input
    file: PathBuf,
    /// The language, where the script of most letters does not tell
    #[arg(long, value_parser = ["en", "ru"])]
    lang: Option<String>,
    /// Show each place where a sentence could end, with the rule that decided
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    splitting: splitting::Splitting,
    /// The file to write, `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE", help_heading = "Writing")]
    output: PathBuf,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
}

pub fn run(args: Args, global: &Global) -> anyhow::Result<ExitCode> {
    let lang = args.lang.as_deref().map(|code| if code == "ru" { Lang::Ru } else { Lang::En });
    let document = open(input(&args.file), &ReadOptions { lang, ..global.read() })?.value;
    let splitter = args.splitting.open(&[document.lang()])?;
    let mut out = create(&args.output, args.force)?;
    let written = match args.explain {
        true => print_decisions(&document, &splitter, &mut out),
        false => print_sentences(document, &splitter, &mut out),
    };
    written.map_err(|e| Error::io(&args.output, "write", e))?;
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

/// One sentence a line, a blank line between paragraphs.
fn print_sentences(document: Document, splitter: &Splitter, out: &mut impl Write) -> io::Result<()> {
    let sentences = splitter.split(document);
    for i in 0..sentences.len() {
        if i > 0 && sentences.block(i).after_break && sentences.get(i).block != sentences.get(i - 1).block {
            writeln!(out)?;
        }
        print_folded(sentences.text(i), out)?;
    }
    Ok(())
}

/// `text` on one line: white space with a line break in it becomes a space, nothing else is changed.
fn print_folded(text: &str, out: &mut impl Write) -> io::Result<()> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    write!(out, "{}", lines.next().unwrap_or_default())?;
    lines.try_for_each(|line| write!(out, " {line}"))?;
    writeln!(out)
}

/// One candidate a line: join or split, the rule, and the text around it with `|` at the place.
fn print_decisions(document: &Document, splitter: &Splitter, out: &mut impl Write) -> io::Result<()> {
    let source = document.text();
    for decision in splitter.explain(document) {
        let before: Vec<char> = source[..decision.at].chars().rev().take(40).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = source[decision.at..].chars().take(30).collect();
        let verdict = if decision.splits { "split" } else { "join" };
        let (before, after) = (text::clean(&before), text::clean(&after));
        writeln!(out, "{verdict:<5} {:<20} {before} | {after}", decision.rule)?;
    }
    Ok(())
}
