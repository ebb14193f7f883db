//! CSV and TSV.
//!
//! CSV: UTF-8, comma, LF, quotes where RFC 4180 asks for them, always a header. With `excel`: a byte order mark,
//! semicolons and CRLF, as a Russian Excel expects, and `'` before a cell that a spreadsheet would run as a formula
//! (OWASP, CSV injection). TSV: the same columns without quotes; tabs and line breaks inside a text become spaces.

use crate::memory::WriteOptions;
use crate::memory::segment::Segment;
use std::io::{self, Write};

pub(crate) fn write_csv(
    units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut builder = csv::WriterBuilder::new();
    if options.excel {
        out.write_all("\u{feff}".as_bytes())?;
        builder.delimiter(b';').terminator(csv::Terminator::CRLF);
    }
    let mut csv = builder.from_writer(out);
    csv.write_record(header(options)).map_err(system)?;
    for unit in units {
        for cell in cells(&unit, options) {
            if options.excel && needs_guard(&cell) {
                csv.write_field(format!("'{cell}")).map_err(system)?;
            } else {
                csv.write_field(cell).map_err(system)?;
            }
        }
        csv.write_record(None::<&[u8]>).map_err(system)?;
    }
    csv.flush()
}

/// The names of all columns.
pub(crate) fn header(options: &WriteOptions) -> impl Iterator<Item = &str> {
    options.columns.iter().map(|c| c.name()).chain(options.extra.iter().map(String::as_str))
}

/// The row of `unit`.
pub(crate) fn cells<'a>(unit: &'a Segment, options: &'a WriteOptions) -> impl Iterator<Item = String> + 'a {
    let extra = options.extra.iter().map(|name| unit.extra_text(name).unwrap_or_default());
    options.columns.iter().map(|c| c.cell(unit)).chain(extra)
}

/// The system's own error, so that a closed pipe is still known as one.
fn system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Whether a spreadsheet would take `cell` for a formula; also what already looks guarded, so that reading is exact.
pub(crate) fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

pub(crate) fn write_tsv(
    units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header: Vec<_> = header(options).map(on_one_line).collect();
    writeln!(out, "{}", header.join("\t"))?;
    for unit in units {
        let cells: Vec<_> = cells(&unit, options).map(|cell| on_one_line(&cell)).collect();
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}

/// `text` with tabs and line breaks of any kind made spaces.
pub(crate) fn on_one_line(text: &str) -> String {
    let is_break =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.replace("\r\n", " ").replace(is_break, " ")
}
