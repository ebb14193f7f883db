//! `enru split`

use super::args::{ReadOne, Splitting, check_distinct, input};
use super::say::Say;
use super::settings::Settings;
use enru::io::InputOptions;
use enru::io::output::create;
use enru::memory::{self, Format, MemoryOptions};
use enru::read::open;
use enru::split::Splitter;
use enru::{Document, Error, Lang, text};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Split a document into sentences, one per line
#[derive(clap::Args)]
#[command(after_help = "Examples:
  enru split report.ru.docx                       one sentence per line, a blank line between paragraphs
  enru split report.en.txt -o report.en.sentences
  enru split --srx company.srx report.en.txt      split as your translation tool does
  enru split --explain report.en.txt              each place where a sentence could end, and why")]
pub struct Args {
    /// Document, `-` for standard input
    file: PathBuf,
    /// Language of the document (default: detected from its letters)
    #[arg(long, value_parser = ["en", "ru"], help_heading = "Reading")]
    lang: Option<String>,
    #[command(flatten)]
    read: ReadOne,
    #[command(flatten)]
    splitting: Splitting,
    /// Show each place where a sentence could end, and the rule that decided
    #[arg(long, help_heading = "Writing")]
    explain: bool,
    /// File to write, `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE", help_heading = "Writing")]
    output: PathBuf,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Writing")]
    force: bool,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Args { file, lang, read, splitting, explain, output, force, say } = args;
    check_distinct(&[&output], &[&file]);
    let lang = lang.map(|code| if code == "ru" { Lang::Ru } else { Lang::En });
    let (encoding, document) = match is_catalogue(&file) {
        true => catalogue(&file, lang, &read.options(lang).input)?,
        false => {
            let reading = open(input(&file), &read.options(lang))?;
            say.read(&file, &reading);
            (reading.encoding, reading.value)
        }
    };
    say.detail(format_args!("{}: {}, {encoding}", file.display(), document.lang().name()));
    let splitter = splitting.open(&[document.lang()], settings, read.limit())?;
    let mut out = create(&output, force)?;
    let written = match explain {
        true => print_decisions(&document, &splitter, &mut out),
        false => print_sentences(&document, &splitter, &mut out),
    };
    written.map_err(|e| Error::io(&output, "write", e))?;
    out.finish()?;
    say.furniture(&document);
    Ok(ExitCode::SUCCESS)
}

/// Whether the file is a message catalogue (PO), which the memory reader reads.
fn is_catalogue(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let name = name.trim_end_matches(".gz");
    name.ends_with(".po") || name.ends_with(".pot")
}

/// The messages of a catalogue as paragraphs: in `lang`, by default the translations.
fn catalogue(path: &Path, lang: Option<Lang>, options: &InputOptions) -> enru::Result<(String, Document)> {
    let options =
        MemoryOptions { input: options.clone(), format: Some(Format::Po), ..MemoryOptions::default() };
    let mut segments = memory::open(input(path), &options)?;
    let (mut text, mut language) = (String::new(), lang);
    let mut before = String::new();
    for segment in segments.by_ref() {
        let segment = segment?;
        let lang = *language.get_or_insert(segment.source.other());
        let side = text::clean(segment.text(lang));
        // The plural forms of a message share one source text.
        if side != before {
            text = text + &side + "\n\n";
        }
        before = side;
    }
    let document = Document::from_text(path.to_string_lossy(), language.unwrap_or(Lang::Ru), text);
    Ok((segments.encoding().to_string(), document))
}

/// One sentence per line, cleaned as in a memory, and a blank line between paragraphs.
fn print_sentences(document: &Document, splitter: &Splitter, out: &mut impl Write) -> io::Result<()> {
    let sentences = splitter.split(document.clone());
    for i in 0..sentences.len() {
        if i > 0 && sentences.block(i).after_break && sentences.get(i).block != sentences.get(i - 1).block {
            writeln!(out)?;
        }
        writeln!(out, "{}", text::clean(sentences.text(i)))?;
    }
    Ok(())
}

/// One candidate per line: join or split, the rule, and the surrounding text with `|` at the place.
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
