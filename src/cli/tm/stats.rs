//! `enru tm stats`

use super::{Inputs, Printed, say_left_out_of};
use crate::cli::say::Say;
use enru::Status;
use enru::io::terminal::stdout;
use enru::memory::Stats;
use enru::memory::stats::Size;
use std::io::{self, Write};
use std::process::ExitCode;

type SizeOf = fn(&Size) -> u64;

/// Count segments, words, characters, shapes, statuses, flags and confidences
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru tm stats tm.tmx")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Output format: a table, or a JSON object
    #[arg(long, value_name = "text|json", default_value = "text")]
    format: Printed,
    #[command(flatten)]
    say: Say,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut stats = Stats::default();
    for file in args.inputs.files() {
        let mut units = args.inputs.units(&file, &args.say)?.complete(false);
        for (_, unit) in units.by_ref() {
            stats.add(&unit?);
        }
        say_left_out_of(&file, &units.segments, &args.say);
    }
    let mut out = stdout();
    match args.format {
        Printed::Text => print_stats(&stats, &mut out)?,
        Printed::Json => {
            serde_json::to_writer(&mut out, &stats)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print_stats(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:<18}{:>15}\n", "segments", grouped(stats.units))?;
    writeln!(out, "{:<18}{:>15}{:>15}", "", "English", "Russian")?;
    let sizes: [(&str, SizeOf); 4] = [
        ("words", |s| s.words),
        ("characters", |s| s.characters),
        ("longest", |s| s.longest),
        ("without text", |s| s.empty),
    ];
    for (name, of) in sizes {
        writeln!(out, "{name:<18}{:>15}{:>15}", grouped(of(&stats.en)), grouped(of(&stats.ru)))?;
    }
    let mut shapes: Vec<_> = stats.shapes.iter().map(|(shape, &count)| (shape.as_str(), count)).collect();
    shapes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    table("shape", &shapes, stats.units, out)?;
    let statuses = Status::ALL.map(|s| (s.as_str(), stats.with_status(s)));
    table("status", &statuses, stats.units, out)?;
    let flags: Vec<_> = stats.flags.iter().map(|(flag, &count)| (*flag, count)).collect();
    table("flag", &flags, stats.units, out)?;
    let bins = [
        "0.0-0.1", "0.1-0.2", "0.2-0.3", "0.3-0.4", "0.4-0.5", "0.5-0.6", "0.6-0.7", "0.7-0.8", "0.8-0.9",
        "0.9-1.0",
    ];
    let none = ("none", stats.no_confidence);
    let bins: Vec<_> = bins.into_iter().zip(stats.confidence).chain([none]).collect();
    table("confidence", &bins, stats.units, out)
}

/// Prints a row with count, share and bar for each label whose count is not 0.
fn table(name: &str, rows: &[(&str, u64)], all: u64, out: &mut impl Write) -> io::Result<()> {
    let rows = || rows.iter().filter(|(_, count)| *count > 0);
    if rows().next().is_some() {
        writeln!(out, "\n{name}")?;
    }
    for (label, count) in rows() {
        let thousandths = (count * 1000 + all / 2) / all.max(1);
        let bar = "#".repeat((thousandths / 25) as usize);
        let share = format!("{}.{} %", thousandths / 10, thousandths % 10);
        writeln!(out, "{}", format!("  {label:<16}{:>15}{share:>9}  {bar}", grouped(*count)).trim_end())?;
    }
    Ok(())
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
