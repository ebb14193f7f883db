//! XLSX: the first sheet as a table of segments. Formulas are not run, their last values are read.

use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::parts::{named, parts};
use crate::io::xml::{Event, Xml, XmlError};
use crate::memory::completer::required;
use crate::memory::formats::table::{MAX_COLUMNS, Table};
use std::path::Path;

/// The most a sheet may hold, however short its file says it: a long text may stand in every cell, and a row may begin
/// with many empty ones.
const MAX_HELD: usize = 400 << 20;

/// The units of the workbook `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Table<'static>> {
    let mut archive = Archive::open(path, bytes)?;
    let parse = |e: XmlError| Error::Parse { path: path.to_path_buf(), line: e.line, message: e.message };
    let workbook = named(&parts(&mut archive, "")?, "officeDocument", "xl/workbook.xml");
    let parts = parts(&mut archive, &workbook)?;
    let strings = match archive.text(&named(&parts, "sharedStrings", "xl/sharedStrings.xml"))? {
        Some(xml) => shared_strings(&xml).map_err(parse)?,
        None => Vec::new(),
    };
    let first = first_sheet(&archive.text(&workbook)?.unwrap_or_default());
    let sheet =
        parts.iter().find(|p| Some(&p.id) == first.as_ref()).map_or("xl/worksheets/sheet1.xml", |p| &p.name);
    let sheet = required(&mut archive, path, sheet)?;
    Table::new(path, rows(&sheet, &strings).map_err(parse)?.into_iter().map(Ok))
}

/// How the workbook calls its first sheet.
fn first_sheet(workbook: &str) -> Option<String> {
    Xml::new(workbook).find_map(|event| match event {
        Ok(Event::Open(e)) if e.name == "sheet" => e.get("r:id").map(str::to_string),
        _ => None,
    })
}

fn shared_strings(xml: &str) -> Result<Vec<String>, XmlError> {
    let (mut strings, mut text, mut readings) = (Vec::new(), String::new(), 0usize);
    let mut in_text = false;
    for event in Xml::new(xml) {
        match event? {
            Event::Open(e) => match e.name.as_str() {
                "si" => text.clear(),
                "t" => in_text = true,
                "rPh" => readings += 1,
                _ => {}
            },
            Event::Text(t) if in_text && readings == 0 => text.push_str(&t),
            Event::Text(_) => {}
            Event::Close(name) => match name.as_str() {
                "si" => strings.push(std::mem::take(&mut text)),
                "t" => in_text = false,
                "rPh" => readings = readings.saturating_sub(1),
                _ => {}
            },
        }
    }
    Ok(strings)
}

fn rows(xml: &str, strings: &[String]) -> Result<Vec<(usize, Vec<String>)>, XmlError> {
    let (mut rows, mut row): (Vec<(usize, Vec<String>)>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut number, mut column, mut shared, mut in_value, mut value) = (0, 0, false, false, String::new());
    let mut held = 0;
    for event in Xml::new(xml) {
        match event? {
            Event::Open(e) => match e.name.as_str() {
                "row" => number = e.get("r").and_then(|r| r.parse().ok()).unwrap_or(number + 1),
                "c" => {
                    column = e.get("r").map_or(row.len(), column_number);
                    shared = e.get("t") == Some("s");
                    value.clear();
                }
                "v" | "t" => in_value = true,
                _ => {}
            },
            Event::Text(t) if in_value => value.push_str(&t),
            Event::Text(_) => {}
            Event::Close(name) => match name.as_str() {
                "v" | "t" => in_value = false,
                "c" if column < MAX_COLUMNS => {
                    let cell = match value.trim().parse::<usize>() {
                        Ok(index) if shared => strings.get(index).cloned().unwrap_or_default(),
                        _ => std::mem::take(&mut value),
                    };
                    held += cell.len() + size_of::<String>() * (column + 1).saturating_sub(row.len());
                    if held > MAX_HELD {
                        let message = format!("the sheet inside holds more than {MAX_HELD} bytes");
                        return Err(XmlError { line: number, message });
                    }
                    row.resize(row.len().max(column + 1), String::new());
                    row[column] = cell;
                }
                "row" => rows.push((number, std::mem::take(&mut row))),
                _ => {}
            },
        }
    }
    Ok(rows)
}

/// The number of the column, from 0, in a reference such as `AB12`.
fn column_number(reference: &str) -> usize {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(4);
    letters.fold(0, |n, letter| n * 26 + usize::from(letter - b'A') + 1).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use crate::memory::formats::xlsx_reader::*;

    #[test]
    fn references_become_numbers() {
        assert_eq!(["A1", "Z9", "AA1", "AB12", "1"].map(column_number), [0, 25, 26, 27, 0]);
    }
}
