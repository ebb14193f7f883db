//! `enru split`

use super::Global;
use enru::read::{ReadOptions, open};
use enru::split::{explain, split};
use enru::{Document, Lang, text};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Split a document into sentences, one a line
#[derive(clap::Args)]
pub struct Args {
    /// The document, `-` for standard input
    file: PathBuf,
    /// The language, where the script of most letters does not tell
    #[arg(long, value_parser = ["en", "ru"])]
    lang: Option<String>,
    /// Show each place where a sentence could end, with the rule that decided
    #[arg(long)]
    explain: bool,
}

pub fn run(args: Args, _: &Global) -> anyhow::Result<ExitCode> {
    let lang = args.lang.as_deref().map(|code| if code == "ru" { Lang::Ru } else { Lang::En });
    let document = open(&args.file, &ReadOptions { lang, ..ReadOptions::default() })?.value;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.explain {
        print_decisions(&document, &mut out)?
    } else {
        print_sentences(document, &mut out)?
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// One sentence a line, a blank line between paragraphs.
fn print_sentences(document: Document, out: &mut impl Write) -> io::Result<()> {
    let sentences = split(document);
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
fn print_decisions(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let source = document.text();
    for decision in explain(document) {
        let before: Vec<char> = source[..decision.at].chars().rev().take(40).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = source[decision.at..].chars().take(30).collect();
        let verdict = if decision.splits { "split" } else { "join" };
        let (before, after) = (text::clean(&before), text::clean(&after));
        writeln!(out, "{verdict:<5} {:<20} {before} | {after}", decision.rule)?;
    }
    Ok(())
}
