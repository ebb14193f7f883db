//! Tables of segments, from CSV, TSV and XLSX: which column holds what, and the rows as units. No more than the first
//! rows are held.

use crate::document::Lang;
use crate::error::Result;
use crate::io::archive::unusable;
use crate::memory::Column;
use crate::memory::formats::delimited::needs_guard;
use crate::memory::reader::parse_error;
use crate::memory::segment::Segment;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How many rows are looked at where no header says which column is which.
const LOOKED_AT: usize = 200;

/// The widest table read: far more than ours has.
pub(crate) const MAX_COLUMNS: usize = 256;

/// A row and its line, from 1.
pub(crate) type Row = (usize, Vec<String>);
type Rows<'a> = Box<dyn Iterator<Item = Result<Row>> + 'a>;

/// The units of a table.
pub(crate) struct Table<'a> {
    path: PathBuf,
    headings: Vec<Heading>,
    rows: Rows<'a>,
}

/// What a column holds.
enum Heading {
    Ours(Column),
    /// What is not ours, under its name.
    Other(String),
}

impl<'a> Table<'a> {
    /// Of rows of which the first may be a header: by its names, or, where there is none, the first two columns, told
    /// apart by script.
    pub(crate) fn new(path: &Path, mut rows: impl Iterator<Item = Result<Row>> + 'a) -> Result<Table<'a>> {
        let mut first = Vec::new();
        if let Some(row) = rows.next() {
            first.push(row?);
        }
        let header = first.first().and_then(|(_, row)| headings_in(row));
        let is_header = header.is_some();
        let headings = match header {
            Some(headings) => headings,
            None if first.is_empty() => Vec::new(),
            None => {
                for row in rows.by_ref().take(LOOKED_AT - 1) {
                    first.push(row?);
                }
                headings_by_script(path, &first)?
            }
        };
        let is_report =
            |heading: &Heading| matches!(heading, Heading::Other(name) if name == "pair_confidence");
        if headings.iter().any(is_report) {
            // Beside the memories of a batch, `*.csv` takes it in; its columns `en` and `ru` hold paths.
            return Err(unusable(path, "is the report of a batch, not a memory; leave it out"));
        }
        let first = first.into_iter().skip(usize::from(is_header)).map(Ok);
        Ok(Table { path: path.to_path_buf(), headings, rows: Box::new(first.chain(rows)) })
    }

    /// The names of the columns that are not ours.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = self.headings.iter().filter_map(|h| match h {
            Heading::Other(name) => Some(name.clone()),
            Heading::Ours(_) => None,
        });
        names.collect()
    }

    fn unit(&self, (line, row): Row) -> Result<Segment> {
        let mut unit = Segment::default();
        for (cell, heading) in row.into_iter().zip(&self.headings) {
            match heading {
                Heading::Ours(column) => {
                    let read = column.read_into(&mut unit, &cell);
                    read.map_err(|e| parse_error(&self.path, line, e))?;
                }
                Heading::Other(name) if !cell.is_empty() => {
                    unit.extra.push((name.clone(), Value::String(cell)));
                }
                Heading::Other(_) => {}
            }
        }
        Ok(unit)
    }
}

impl Iterator for Table<'_> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        Some(self.rows.next()?.and_then(|row| self.unit(row)))
    }
}

/// The rows of CSV or TSV. Only the variant for spreadsheets, with semicolons, has the guard against formulas.
pub(crate) fn rows<R: Read>(
    path: &Path,
    delimiter: u8,
    input: R,
) -> impl Iterator<Item = Result<Row>> + use<R> {
    let path = path.to_path_buf();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .flexible(true)
        .has_headers(false)
        .from_reader(input);
    let mut record = csv::StringRecord::new();
    std::iter::from_fn(move || match reader.read_record(&mut record) {
        Ok(false) => None,
        Ok(true) => {
            let cell = |cell: &str| if delimiter == b';' { unguarded(cell) } else { cell.to_string() };
            Some(Ok((line(record.position()), record.iter().take(MAX_COLUMNS).map(cell).collect())))
        }
        Err(e) => Some(Err(parse_error(&path, line(e.position()), format!("is no table row: {e}")))),
    })
}

fn line(position: Option<&csv::Position>) -> usize {
    position.map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX))
}

fn unguarded(cell: &str) -> String {
    if needs_guard(cell) { cell.strip_prefix('\'').unwrap_or(cell).to_string() } else { cell.to_string() }
}

/// The delimiter the first line has most of, outside quotes.
pub(crate) fn delimiter(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([0usize; 3], false);
    for c in text.chars().take_while(|&c| c != '\n') {
        match c {
            '"' => quoted = !quoted,
            '\t' => counts[0] += 1,
            ';' if !quoted => counts[1] += 1,
            ',' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [tabs, semicolons, commas] = counts;
    if tabs > 0 && tabs * 2 >= semicolons.max(commas) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// What each column holds by the names in the row `first`, where it is a header. Of several columns for the same the
/// first counts.
fn headings_in(first: &[String]) -> Option<Vec<Heading>> {
    let mut seen = Vec::new();
    let mut heading = |(index, cell): (usize, &String)| match column_named(cell) {
        Some(column) if !seen.contains(&column) => {
            seen.push(column);
            Heading::Ours(column)
        }
        _ => Heading::Other(match cell.trim() {
            "" => format!("column {}", index + 1),
            name => name.to_string(),
        }),
    };
    let headings = first.iter().enumerate().map(&mut heading).collect();
    (seen.contains(&Column::En) && seen.contains(&Column::Ru)).then_some(headings)
}

/// The column a heading means: ours, or a language as other tools name it.
fn column_named(heading: &str) -> Option<Column> {
    let name = heading.trim().to_lowercase();
    if let Ok(column) = name.parse() {
        return Some(column);
    }
    match name.split(['-', '_', ' ']).next()? {
        "en" | "eng" | "english" | "английский" => Some(Column::En),
        "ru" | "rus" | "russian" | "русский" => Some(Column::Ru),
        _ => None,
    }
}

fn headings_by_script(path: &Path, rows: &[Row]) -> Result<Vec<Heading>> {
    if rows.iter().all(|(_, row)| row.len() < 2) {
        return Err(unusable(
            path,
            "has one column only; a table of pairs has the English and the Russian text",
        ));
    }
    let side = |index: usize| {
        let text: Vec<_> = rows.iter().filter_map(|(_, row)| row.get(index)).map(String::as_str).collect();
        crate::read::language(&text.join(" "))
    };
    let first = match (side(0), side(1)) {
        (Lang::En, Lang::Ru) => [Column::En, Column::Ru],
        (Lang::Ru, Lang::En) => [Column::Ru, Column::En],
        _ => {
            return Err(unusable(
                path,
                "names no columns 'en' and 'ru', and its first two are not English and Russian",
            ));
        }
    };
    let widest = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(2);
    let rest = (3..=widest).map(|number| Heading::Other(format!("column {number}")));
    Ok(first.map(Heading::Ours).into_iter().chain(rest).collect())
}
