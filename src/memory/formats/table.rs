//! Tables of segments, from CSV, TSV, XLSX and Parquet: detects the columns and reads the rows as segments. Holds
//! only the first rows in memory.

use crate::document::Lang;
use crate::error::{Error, Result};
use crate::memory::languages::{Named, is_other, of_code, of_heading};
use crate::memory::records::{Facts, Records, parse_error};
use crate::memory::schema::Column;
use crate::memory::segment::Segment;
use crate::text::script;
use crate::text::suggest::unknown;
use serde_json::Value;
use std::path::{Path, PathBuf};
use unicode_script::Script;

/// How many rows are used to detect the columns.
const LOOKED_AT: usize = 200;
/// How many title rows may come before the heading.
const TITLE_ROWS: usize = 10;

/// The most columns: far more than enru writes.
pub(crate) const MAX_COLUMNS: usize = 256;

/// A row and its line number, from 1.
pub(crate) type Row = (usize, Vec<String>);
type Rows<'a> = Box<dyn Iterator<Item = Result<Row>> + 'a>;

/// The segments of a table.
pub(crate) struct Table<'a> {
    path: PathBuf,
    headings: Vec<Heading>,
    source: Lang,
    is_strict: bool,
    rows: Rows<'a>,
    facts: Facts,
}

/// How to read a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableOptions {
    /// The headings, or numbers from 1, of the English and the Russian column. Detected if `None`.
    pub(crate) columns: Option<[String; 2]>,
    /// Whether a row with more cells than the heading is an error: in CSV it lacks quotes.
    pub(crate) is_strict: bool,
}

/// The content of a column.
#[derive(Clone, Debug, PartialEq)]
enum Heading {
    Ours(Column),
    /// A preserved field with this name.
    Other(String),
}

impl<'a> Table<'a> {
    /// Opens a table of rows. Detects the columns by the names in a heading among the first rows, or else by script.
    ///
    /// # Errors
    /// If the columns with the texts are not found.
    pub(crate) fn new(
        path: &Path,
        mut rows: impl Iterator<Item = Result<Row>> + 'a,
        options: &TableOptions,
    ) -> Result<Table<'a>> {
        let first: Vec<Row> = rows.by_ref().take(LOOKED_AT).collect::<Result<_>>()?;
        let (mut headings, start, source) = match &options.columns {
            Some(columns) => chosen(path, &first, columns)?,
            None => match found(&first) {
                Some(found) => found,
                None if first.is_empty() => (Vec::new(), 0, None),
                None if other_language(&first).is_some() => {
                    let other = other_language(&first).unwrap_or_default();
                    let message =
                        format!("has a column '{other}'; expected one in English and one in Russian");
                    return Err(Error::unusable(path, message));
                }
                None => (by_script(path, &first)?, 0, None),
            },
        };
        if headings.iter().any(|h| matches!(h, Heading::Other(name) if name == "pair_confidence")) {
            // A list of pairs has columns `en` and `ru` that hold paths. `*.csv` often matches it next to the
            // memories of a batch.
            return Err(Error::unusable(path, "is the report of a batch, not a memory; leave it out"));
        }
        let rest = &first[start.min(first.len())..];
        keep_foreign(&mut headings, first.get(start.wrapping_sub(1)), rest);
        if !options.is_strict {
            let widest = rest.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
            headings.extend((headings.len() + 1..=widest).map(|n| Heading::Other(format!("column {n}"))));
        }
        let names = headings.iter().filter_map(|h| match h {
            Heading::Other(name) => Some(name.clone()),
            Heading::Ours(_) => None,
        });
        let facts = Facts { names: Some(names.collect()), ..Facts::default() };
        let rows = Box::new(first.into_iter().skip(start).map(Ok).chain(rows));
        let source = source.unwrap_or_else(|| first_language(&headings));
        Ok(Table { path: path.to_path_buf(), headings, source, is_strict: options.is_strict, rows, facts })
    }

    fn segment(&self, (line, row): Row) -> Result<Segment> {
        self.check(line, &row)?;
        put_cells(&self.headings, self.source, row).map_err(|e| parse_error(&self.path, line, e))
    }

    /// Fails for a row with more cells than columns, which lacks quotes somewhere, and for a row that ends before the
    /// second text: their texts would be in the wrong columns.
    fn check(&self, line: usize, row: &[String]) -> Result<()> {
        let is_blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
        let columns = self.headings.len();
        let is_text = |h: &Heading| matches!(h, Heading::Ours(Column::En | Column::Ru));
        let texts = self.headings.iter().rposition(is_text).map_or(0, |last| last + 1);
        let is_long = row.len() > columns && !is_blank(&row[columns..]);
        let is_short = row.len() < texts && !is_blank(row);
        if !self.is_strict || !(is_long || is_short) {
            return Ok(());
        }
        let quoted = "put cells that contain the delimiter in double quotes";
        let advice = if is_long { quoted } else { "a text is missing" };
        let cells = if row.len() == 1 { "cell" } else { "cells" };
        let message = format!("{} {cells} in a table of {columns} columns; {advice}", row.len());
        Err(parse_error(&self.path, line, message))
    }
}

impl Iterator for Table<'_> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        Some(self.rows.next()?.and_then(|row| self.segment(row)))
    }
}

impl Records for Table<'_> {
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

/// The language of the first of the two text columns.
fn first_language(headings: &[Heading]) -> Lang {
    let place = |column| headings.iter().position(|h| *h == Heading::Ours(column));
    if place(Column::Ru) < place(Column::En) { Lang::Ru } else { Lang::En }
}

/// The segment of a row.
fn put_cells(headings: &[Heading], source: Lang, row: Vec<String>) -> Result<Segment, String> {
    let mut segment = Segment { source, ..Segment::default() };
    for (cell, heading) in row.into_iter().zip(headings) {
        match heading {
            Heading::Ours(Column::En) => segment.en = cell,
            Heading::Ours(Column::Ru) => segment.ru = cell,
            Heading::Ours(column) => column.read_into(&mut segment, &cell)?,
            Heading::Other(name) if !cell.is_empty() => {
                segment.extra.push((name.clone(), Value::String(cell)));
            }
            Heading::Other(_) => {}
        }
    }
    Ok(segment)
}

/// The segment of a row that has its own `names`, if they include the texts.
pub(crate) fn named_row(names: &[String], row: Vec<String>) -> Option<Segment> {
    let rows = [(1, row)];
    let (mut headings, source) = headings_in(names, &rows)?;
    keep_foreign(&mut headings, Some(&(0, names.to_vec())), &rows);
    let [(_, row)] = rows;
    put_cells(&headings, source.unwrap_or_else(|| first_language(&headings)), row).ok()
}

/// The headings, the number of rows before the data, and the source language if the headings give it.
type Found = (Vec<Heading>, usize, Option<Lang>);

/// The heading among the first rows. Rows with at most one text may precede it: a title.
fn found(rows: &[Row]) -> Option<Found> {
    for (index, (_, row)) in rows.iter().take(TITLE_ROWS).enumerate() {
        let following = &rows[index + 1..];
        if let Some((headings, source)) = headings_in(row, following) {
            return Some((headings, index + 1, source));
        }
        if row.iter().filter(|cell| !cell.trim().is_empty()).count() > 1 {
            return None;
        }
    }
    None
}

/// The other language in the heading, if it names only one of English and Russian.
fn other_language(rows: &[Row]) -> Option<&str> {
    let (_, row) =
        rows.iter().find(|(_, row)| row.iter().filter(|cell| !cell.trim().is_empty()).count() > 1)?;
    row.iter().find(|cell| matches!(of_heading(cell), Some(Named::Lang(_))))?;
    row.iter().map(|cell| cell.trim()).find(|cell| is_other(cell))
}

/// The content of each column by the names in `row`, if it is a heading. The first of several columns for the same
/// content counts.
fn headings_in(row: &[String], following: &[Row]) -> Option<(Vec<Heading>, Option<Lang>)> {
    let named: Vec<Option<Named>> = row.iter().map(|cell| of_heading(cell)).collect();
    // `Source language` next to `Source` holds codes, and one of two columns with the same name may be empty.
    let holds_texts = |index: usize| {
        let cells = following.iter().filter_map(|(_, row)| row.get(index));
        following.is_empty() || !cells.clone().all(|cell| cell.trim().is_empty() || of_code(cell).is_some())
    };
    let place = |wanted| {
        let mut columns = (0..named.len()).filter(|&index| named[index] == Some(wanted));
        let first = columns.clone().next();
        columns.find(|&index| holds_texts(index)).or(first)
    };
    let (en, ru) = (place(Named::Lang(Lang::En)), place(Named::Lang(Lang::Ru)));
    let (from, to) = (place(Named::Source), place(Named::Target));
    let (texts, source) = match (en, ru, from, to) {
        (Some(en), Some(ru), ..) => ([en, ru], None),
        (Some(en), None, _, Some(to)) => ([en, to], Some(Lang::En)),
        (Some(en), None, Some(from), None) => ([en, from], Some(Lang::Ru)),
        (None, Some(ru), Some(from), _) => ([from, ru], Some(Lang::En)),
        (None, Some(ru), None, Some(to)) => ([to, ru], Some(Lang::Ru)),
        (None, None, Some(from), Some(to)) => match is_more_cyrillic(following, from, to) {
            true => ([to, from], Some(Lang::Ru)),
            false => ([from, to], Some(Lang::En)),
        },
        _ => return None,
    };
    Some((labelled(row, texts, &|cell| cell.trim().to_lowercase().parse().ok()), source))
}

/// The headings of a table with the text columns `texts`. `other` gives the content of the rest.
fn labelled(row: &[String], texts: [usize; 2], other: &dyn Fn(&str) -> Option<Column>) -> Vec<Heading> {
    let mut seen = vec![Column::En, Column::Ru];
    let heading = |(index, cell): (usize, &String)| {
        if let Some(side) = texts.iter().position(|&text| text == index) {
            return Heading::Ours([Column::En, Column::Ru][side]);
        }
        match other(cell) {
            Some(column) if !seen.contains(&column) => {
                seen.push(column);
                Heading::Ours(column)
            }
            _ => Heading::Other(match cell.trim() {
                "" => format!("column {}", index + 1),
                name => name.to_string(),
            }),
        }
    };
    row.iter().enumerate().map(heading).collect()
}

/// The indices of the columns with the names or numbers `columns`.
fn chosen(path: &Path, rows: &[Row], columns: &[String; 2]) -> Result<Found> {
    let place = |row: &[String], name: &str| {
        row.iter()
            .position(|cell| cell.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name.trim()))
    };
    for (index, (_, row)) in rows.iter().take(TITLE_ROWS).enumerate() {
        if let (Some(en), Some(ru)) = (place(row, &columns[0]), place(row, &columns[1])) {
            let ours = |cell: &str| cell.trim().to_lowercase().parse().ok();
            return Ok((labelled(row, [en, ru], &ours), index + 1, None));
        }
    }
    let first: &[String] = rows.first().map_or(&[], |(_, row)| row);
    let number = |name: &str| name.parse::<usize>().ok().filter(|n| (1..=first.len()).contains(n));
    if let (Some(en), Some(ru)) = (number(&columns[0]), number(&columns[1])) {
        return Ok((labelled(&vec![String::new(); first.len()], [en - 1, ru - 1], &|_| None), 0, None));
    }
    let missing = columns.iter().find(|name| place(first, name).is_none()).unwrap_or(&columns[0]);
    Err(Error::unusable(path, unknown("column", missing, first.iter().map(|cell| cell.trim()))))
}

/// Makes a column with one of our names but other content, such as another program's status, a preserved field.
fn keep_foreign(headings: &mut [Heading], names: Option<&Row>, rows: &[Row]) {
    for (index, heading) in headings.iter_mut().enumerate() {
        let Heading::Ours(column) = *heading else { continue };
        let is_ours = |row: &Row| {
            let cell = row.1.get(index).map_or("", String::as_str);
            column.read_into(&mut Segment::default(), cell).is_ok()
        };
        if !rows.iter().all(is_ours) {
            let name = names.and_then(|(_, row)| row.get(index)).map_or(column.name(), |name| name.trim());
            *heading = Heading::Other(name.to_string());
        }
    }
}

/// The numbers of Latin and Cyrillic letters in column `index`.
fn letters(rows: &[Row], index: usize) -> [usize; 2] {
    let mut counts = [0; 2];
    for c in rows.iter().filter_map(|(_, row)| row.get(index)).flat_map(|cell| cell.chars()) {
        match script(c) {
            Script::Latin => counts[0] += 1,
            Script::Cyrillic => counts[1] += 1,
            _ => {}
        }
    }
    counts
}

/// Whether the first of two columns has the larger share of Cyrillic letters.
fn is_more_cyrillic(rows: &[Row], first: usize, second: usize) -> bool {
    let share = |index| {
        let [latin, cyrillic] = letters(rows, index);
        cyrillic as f64 / (latin + cyrillic).max(1) as f64
    };
    share(first) > share(second)
}

/// Finds the columns without a heading: the Russian one has the most Cyrillic letters, the English one the most Latin
/// letters among those with fewer Cyrillic ones.
fn by_script(path: &Path, rows: &[Row]) -> Result<Vec<Heading>> {
    let widest = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    if widest < 2 {
        return Err(Error::unusable(
            path,
            "has one column only; a table of pairs has an English and a Russian text",
        ));
    }
    let counts: Vec<[usize; 2]> = (0..widest).map(|index| letters(rows, index)).collect();
    // The first of equals.
    let most = |count: &dyn Fn(usize) -> usize| (0..widest).rev().max_by_key(|&index| count(index));
    let ru = most(&|index| counts[index][1]).filter(|&ru| counts[ru][1] > 0);
    let en = ru.and_then(|ru| {
        let latin =
            |index| if index == ru || !is_more_cyrillic(rows, ru, index) { 0 } else { counts[index][0] };
        most(&latin).filter(|&en| latin(en) > 0)
    });
    let (Some(en), Some(ru)) = (en, ru) else {
        let message = "has no columns with English and Russian texts, by their headings or by their letters";
        return Err(Error::unusable(path, message));
    };
    Ok(labelled(&vec![String::new(); widest], [en, ru], &|_| None))
}
