//! `enru tm lint`

use super::{Inputs, Printed, say_left_out_of};
use crate::cli::args::values;
use crate::cli::say::{Say, plural};
use enru::io::terminal::stdout;
use enru::memory::{Code, Finding, Linter};
use enru::{Aligner, Segment};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Report likely errors, one per line: `FILE:SEGMENT: CODE MESSAGE`; exit code 1 if there are any
///
/// Segments are numbered from 1; a header row does not count. Rejected segments are skipped.
#[derive(clap::Args)]
#[command(after_help = "Codes:\n  \
    empty              one side has no text\n  \
    too-long           one side has more than 2,000 characters\n  \
    untranslated       both sides have the same text\n  \
    swapped-languages  English on the Russian side and Russian on the English side\n  \
    wrong-language     one side is in the wrong language\n  \
    mixed-script       a word mixes Latin and Cyrillic letters\n  \
    number-mismatch    a number, date or symbol is on one side only\n  \
    name-mismatch      a name on one side is another name on the other side\n  \
    length-ratio       one side is too long for the other\n  \
    double-space       two spaces in a row\n  \
    unbalanced-quotes  an opening or closing quote is missing on one side\n  \
    glued-words        a space is missing between two words\n  \
    code-leftover      markup, an entity, or a placeholder on one side only\n  \
    target-differs     an earlier segment translates the same source text differently\n\n\
    Example:\n  enru tm lint tm.csv")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Output format: lines of text, or one JSON object per line
    #[arg(long, value_name = "text|json", default_value = "text")]
    format: Printed,
    /// Report these codes only, such as empty,number-mismatch
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = values::code())]
    only: Vec<Code>,
    /// Do not report these codes
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = values::code())]
    without: Vec<Code>,
    #[command(flatten)]
    say: Say,
}

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    unit: u64,
    code: &'static str,
    message: &'a str,
    segment_id: &'a str,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut out = stdout();
    let aligner = Aligner::default();
    let names = |en: &str, ru: &str| aligner.name_mismatch(en, ru);
    let wanted = |code| (args.only.is_empty() || args.only.contains(&code)) && !args.without.contains(&code);
    // Comparing names takes most of the time.
    let mut linter = match wanted(Code::NameMismatch) {
        true => Linter::with_names(Box::new(names)),
        false => Linter::default(),
    };
    let mut found = BTreeMap::new();
    for file in args.inputs.files() {
        let mut units = args.inputs.units(&file, &args.say)?;
        linter.run(&file, units.by_ref(), |number, unit, finding| -> anyhow::Result<()> {
            if wanted(finding.code) {
                *found.entry(finding.code).or_insert(0) += 1;
                print(&mut out, args.format, &file, number, unit, &finding)?;
            }
            Ok(())
        })?;
        say_left_out_of(&file, &units, &args.say);
    }
    out.flush()?;
    let told: Vec<_> = found.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let told = if told.is_empty() { "nothing found".to_string() } else { told.join(", ") };
    args.say.line(format_args!("checked {}: {told}", plural(linter.units as usize, "segment")));
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(
    out: &mut impl Write,
    format: Printed,
    file: &Path,
    unit: u64,
    of: &Segment,
    finding: &Finding,
) -> io::Result<()> {
    let (code, message) = (finding.code.as_str(), &finding.message);
    if format == Printed::Text {
        return writeln!(out, "{}:{unit}: {code} {message}", file.display());
    }
    let segment_id = &of.segment_id;
    serde_json::to_writer(
        &mut *out,
        &Line { file: file.display().to_string(), unit, code, message, segment_id },
    )?;
    writeln!(out)
}
