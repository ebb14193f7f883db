//! Writes `report.csv`, one row per pair, and `unpaired.csv`, one row per file without a partner.

use super::record::Record;
use super::work::Work;
use crate::error::{Error, Result};
use crate::memory::needs_guard;
use crate::pair::Alone;
use std::collections::BTreeMap;
use std::path::Path;

const REPORT: [&str; 18] = [
    "name",
    "en",
    "ru",
    "rule",
    "pair_confidence",
    "status",
    "en_sentences",
    "ru_sentences",
    "segments",
    "unpaired",
    "mean_confidence",
    "flags",
    "furniture",
    "suspect",
    "en_encoding",
    "ru_encoding",
    "seconds",
    "error",
];

/// Writes `report.csv` into `out`.
pub(super) fn write(out: &Path, work: &Work, records: &[Record]) -> Result<()> {
    table(&out.join("report.csv"), work, &REPORT, records.iter().map(row))
}

/// Writes `unpaired.csv` into `out`, or removes an old one if every file has a partner.
pub(super) fn write_alone(out: &Path, work: &Work, alone: &[Alone]) -> Result<()> {
    let path = out.join("unpaired.csv");
    if alone.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io(&path, "remove", e)),
            _ => Ok(()),
        };
    }
    let rows = alone.iter().map(|a| {
        let lang = a.lang.map_or("", |lang| lang.code());
        vec![a.file.path.to_string_lossy().into_owned(), lang.to_string(), a.reason.to_string()]
    });
    table(&path, work, &["file", "language", "reason"], rows)
}

fn table(path: &Path, work: &Work, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
    let failed = |e: csv::Error| Error::io(path, "write", e.into());
    let mut csv = csv::Writer::from_writer(work.temporary()?);
    csv.write_record(header).map_err(failed)?;
    for row in rows {
        csv.write_record(row.into_iter().map(guarded)).map_err(failed)?;
    }
    let file = csv.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?;
    work.place(file, path).map(drop)
}

/// Escapes a cell that a spreadsheet would interpret as a formula, because file names are untrusted.
fn guarded(cell: String) -> String {
    if needs_guard(&cell) { format!("'{cell}") } else { cell }
}

fn row(r: &Record) -> Vec<String> {
    let done = |text: String| if r.output.is_empty() { String::new() } else { text };
    let counts = |of: &BTreeMap<String, usize>| {
        of.iter().map(|(name, n)| format!("{name}={n}")).collect::<Vec<_>>().join("; ")
    };
    let reasons = r.reasons.join("; ");
    let (suspect, error) =
        if r.output.is_empty() { (String::new(), reasons) } else { (reasons, String::new()) };
    vec![
        r.name.clone(),
        r.en.clone(),
        r.ru.clone(),
        r.rule.clone(),
        format!("{:.3}", r.pair_confidence),
        r.outcome.as_str().to_string(),
        done(r.en_sentences.to_string()),
        done(r.ru_sentences.to_string()),
        done(r.segments.to_string()),
        done(r.unpaired.to_string()),
        done(format!("{:.3}", r.mean_confidence)),
        counts(&r.flags),
        counts(&r.furniture),
        suspect,
        r.en_encoding.clone(),
        r.ru_encoding.clone(),
        r.seconds.map_or(String::new(), |s| format!("{s:.3}")),
        error,
    ]
}
