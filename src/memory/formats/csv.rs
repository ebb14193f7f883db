//! CSV and TSV, read and written one row at a time.
//!
//! CSV is written as UTF-8 with commas, LF, a heading, and quotes where RFC 4180 requires them. With `excel`: a byte order
//! mark, semicolons, CRLF and decimal commas, as Russian Excel expects, and `'` before a cell that a spreadsheet would run
//! as a formula (OWASP, CSV injection) or change to a date or number. TSV has the same columns without quotes; tabs and
//! line breaks inside a text become spaces. The reader also accepts `sep=;`, other delimiters, and the quoted TSV of Excel.

use super::table::{MAX_COLUMNS, Row};
use crate::error::{Error, Result};
use crate::memory::format::WriteOptions;
use crate::memory::records::parse_error;
use crate::memory::schema::Column;
use crate::memory::segment::Segment;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

/// How the cells of a file are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    /// Whether cells may be quoted.
    pub(crate) is_quoted: bool,
    /// Whether the first line names the delimiter (`sep=;`) and is not a row.
    pub(crate) has_sep_line: bool,
}

impl Layout {
    /// The dialect for a known delimiter. Tab-separated cells are not quoted, unless the cells of `head` show
    /// otherwise.
    pub(crate) fn of(delimiter: u8, head: &str) -> Layout {
        let is_quoted = delimiter != b'\t' || is_quoted_tsv(head);
        Layout { delimiter, is_quoted, has_sep_line: false }
    }

    /// Detects the dialect from `head`, the start of the file.
    pub(crate) fn detect(head: &str) -> Layout {
        match sep_line(head) {
            Some(delimiter) => Layout { has_sep_line: true, ..Layout::of(delimiter, head) },
            None => Layout::of(delimiter(head), head),
        }
    }
}

/// The delimiter in a first line such as `sep=;`, which Excel supports.
fn sep_line(head: &str) -> Option<u8> {
    let line = head.lines().next()?.trim_start_matches('\u{feff}').trim_matches('"');
    let delimiter = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    match *delimiter.as_bytes() {
        [delimiter] if delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() => Some(delimiter),
        _ => None,
    }
}

/// How many rows are compared to detect the delimiter.
const COMPARED: usize = 20;

/// The delimiter that occurs equally often in every row, or else the most frequent one in the first row.
fn delimiter(head: &str) -> u8 {
    let counts = counts(head);
    let first = counts.first().copied().unwrap_or_default();
    let is_steady =
        |column: usize| first[column] > 0 && counts.iter().all(|row| row[column] == first[column]);
    let steady: Vec<usize> = (0..DELIMITERS.len()).filter(|&column| is_steady(column)).collect();
    if let ([column], true) = (&steady[..], counts.len() > 1) {
        return DELIMITERS[*column];
    }
    let [tabs, semicolons, commas, bars] = first;
    if tabs > 0 && tabs * 2 >= semicolons.max(commas) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else if commas == 0 && bars > 0 {
        b'|'
    } else {
        b','
    }
}

const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// Counts each delimiter in each row of `head`, outside quotes except for tabs. Ignores a row that may be incomplete,
/// unless it is the only one.
fn counts(head: &str) -> Vec<[usize; DELIMITERS.len()]> {
    let (mut rows, mut row, mut is_quoted) = (Vec::new(), [0; DELIMITERS.len()], false);
    for c in head.bytes() {
        match c {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => {
                rows.push(std::mem::take(&mut row));
                if rows.len() == COMPARED {
                    return rows;
                }
            }
            _ => {
                let column = DELIMITERS.iter().position(|&d| d == c);
                if let Some(column) = column.filter(|&column| column == 0 || !is_quoted) {
                    row[column] += 1;
                }
            }
        }
    }
    if rows.is_empty() || row != [0; DELIMITERS.len()] {
        rows.push(row);
    }
    rows
}

/// Whether tab-separated text is quoted as Excel does it: cells with quotes or line breaks are quoted, and quotes
/// inside them are doubled. If a quote is closed anywhere but at the end of its cell, all quotes of the file are
/// text.
fn is_quoted_tsv(head: &str) -> bool {
    let (mut rest, mut shows) = (head, false);
    loop {
        rest = rest.trim_start_matches(['\t', '\n']);
        if let Some(cell) = rest.strip_prefix('"') {
            let Some((needed_quotes, end)) = quoted_cell(cell) else { return false };
            shows |= needed_quotes;
            rest = &cell[end..];
        }
        let Some(next) = rest.find(['\t', '\n']) else { return shows };
        rest = &rest[next..];
    }
}

/// For the rest of a cell after its opening quote: whether its content needs quotes, and where the cell ends.
fn quoted_cell(cell: &str) -> Option<(bool, usize)> {
    let (mut needed_quotes, mut chars) = (false, cell.char_indices().peekable());
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => match chars.peek() {
                Some((_, '"')) => {
                    needed_quotes = true;
                    chars.next();
                }
                None | Some((_, '\t' | '\n')) => return Some((needed_quotes, at + 1)),
                Some(_) => return None,
            },
            '\n' => needed_quotes = true,
            '\t' => return None,
            _ => {}
        }
    }
    None
}

/// The rows of a file. Only the variant for spreadsheets, with semicolons, has the guard against formulas.
pub(crate) fn rows<R: BufRead>(
    path: &Path,
    layout: Layout,
    mut input: R,
) -> Result<impl Iterator<Item = Result<Row>> + use<R>> {
    if layout.has_sep_line {
        input.read_line(&mut String::new()).map_err(|e| Error::io(path, "read", e))?;
    }
    let before = usize::from(layout.has_sep_line);
    let path = path.to_path_buf();
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(layout.delimiter)
        .quoting(layout.is_quoted)
        .flexible(true)
        .has_headers(false)
        .from_reader(Unbuffered(input));
    let mut record = ::csv::StringRecord::new();
    Ok(std::iter::from_fn(move || match reader.read_record(&mut record) {
        Ok(false) => None,
        Ok(true) => {
            let cell = |cell: &str| if layout.delimiter == b';' { unguarded(cell) } else { cell.to_string() };
            let cells = record.iter().take(MAX_COLUMNS).map(cell).collect();
            Some(Ok((before + line(record.position()), cells)))
        }
        Err(e) => {
            let line = before + line(e.position());
            Some(Err(parse_error(&path, line, format!("is not a row of a table: {e}"))))
        }
    }))
}

/// A `Read` over the buffered bytes.
struct Unbuffered<R>(R);

impl<R: Read> Read for Unbuffered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

fn line(position: Option<&::csv::Position>) -> usize {
    position.map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX))
}

fn unguarded(cell: &str) -> String {
    let is_guarded = needs_guard(cell) || is_converted(cell);
    cell.strip_prefix('\'').filter(|_| is_guarded).unwrap_or(cell).to_string()
}

/// Whether a spreadsheet would take `cell` for a formula. Also true for a guarded cell, so that guarding is
/// reversible.
pub(crate) fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether Excel would change the text of `cell`: to a date (`1-2`, `5.10`, `5 мая`), a number (`13 611`, `007`, `(1)`,
/// `95%`, `12e3`) or a truth value. Whole numbers of up to 15 digits keep their text. Also true for a guarded cell.
fn is_converted(cell: &str) -> bool {
    let cell = cell.trim_start_matches('\'').trim();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let letters: String = cell.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match (digits, letters.as_str()) {
        (0, "true" | "false" | "истина" | "ложь") => true,
        (0, _) => false,
        (1..=15, "") if digits == cell.len() => cell.starts_with('0') && digits > 1,
        (_, "" | "e" | "am" | "pm") => true,
        (_, word) => cell.len() < LONGEST_DATE && MONTHS.iter().any(|month| word.starts_with(month)),
    }
}

/// The beginnings of month names that Excel recognises in English and Russian.
const MONTHS: [&str; 23] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "янв", "фев", "мар",
    "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт",
];

/// Longer cells are not dates, in bytes: `30 сентября 2020 г.` has 29.
const LONGEST_DATE: usize = 32;

/// The cell for Excel with Russian settings: numbers have a decimal comma, and texts that Excel would change are guarded.
fn excel_cell(column: Column, segment: &Segment) -> String {
    let cell = column.cell(segment);
    match column {
        Column::Confidence => cell.replace('.', ","),
        // A shape with a hyphen is a date, and numbers with a space between them may be one number.
        Column::Shape => cell.replace('-', "–"),
        Column::EnIds | Column::RuIds => cell.replace(' ', "+"),
        _ => guarded(cell),
    }
}

fn guarded(cell: String) -> String {
    if needs_guard(&cell) || is_converted(&cell) { format!("'{cell}") } else { cell }
}

pub(crate) fn write_csv(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut builder = ::csv::WriterBuilder::new();
    if options.excel {
        out.write_all("\u{feff}".as_bytes())?;
        builder.delimiter(b';').terminator(::csv::Terminator::CRLF);
    }
    let mut csv = builder.from_writer(out);
    csv.write_record(header(options)).map_err(system)?;
    for segment in segments {
        if options.excel {
            let columns = options.columns.iter().map(|&column| excel_cell(column, &segment));
            csv.write_record(columns.chain(extra(&segment, options).map(guarded))).map_err(system)?;
        } else {
            csv.write_record(cells(&segment, options)).map_err(system)?;
        }
    }
    csv.flush()
}

/// The names of all columns.
pub(crate) fn header(options: &WriteOptions) -> impl Iterator<Item = &str> {
    options.columns.iter().map(|c| c.name()).chain(options.extra.iter().map(String::as_str))
}

/// The row of `segment`.
pub(crate) fn cells<'a>(
    segment: &'a Segment,
    options: &'a WriteOptions,
) -> impl Iterator<Item = String> + 'a {
    options.columns.iter().map(|c| c.cell(segment)).chain(extra(segment, options))
}

/// The cells of the preserved fields of `segment`.
fn extra<'a>(segment: &'a Segment, options: &'a WriteOptions) -> impl Iterator<Item = String> + 'a {
    options.extra.iter().map(|name| segment.extra_text(name).unwrap_or_default())
}

/// Returns the original I/O error, so that a closed pipe is recognised.
fn system(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(crate) fn write_tsv(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header: Vec<_> = header(options).map(on_one_line).collect();
    writeln!(out, "{}", header.join("\t"))?;
    for segment in segments {
        let cells: Vec<_> = cells(&segment, options).map(|cell| on_one_line(&cell)).collect();
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}

/// Replaces tabs and all kinds of line breaks with spaces.
pub(crate) fn on_one_line(text: &str) -> String {
    let is_break =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.replace("\r\n", " ").replace(is_break, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_all_rows_share() {
        assert_eq!(delimiter("en;ru\nHello, world, yes;Привет, мир, да\n"), b';');
        assert_eq!(delimiter("a, b, and c;а, б и в\nd;г\n"), b';');
        assert_eq!(delimiter("en,ru\nA;,Б\n"), b',');
        assert_eq!(delimiter("en|ru\nA, b;|В\n"), b'|');
        assert_eq!(delimiter("en\tru\nA, b\tВ\n"), b'\t');
        let layout = Layout::detect("\u{feff}sep=|\na|b\n");
        assert_eq!((layout.delimiter, layout.has_sep_line), (b'|', true));
        assert!(!Layout::detect("sep=then,x\n").has_sep_line);
    }

    #[test]
    fn texts_that_excel_would_change_are_guarded() {
        let changed = "1-1|5.10|13 611|007|(1)|95%|1,5|12e3|5 мая|30 сентября 2020 г.|April 2020|10:30|True|ИСТИНА|'1-1";
        for cell in changed.split('|').chain(["1234567890123456"]) {
            assert!(is_converted(cell), "{cell}");
            assert_eq!(unguarded(&guarded(cell.to_string())), cell);
        }
        for cell in "2019|5|24 hours|The 3 of 5 May|abc|'tis|2ceb6bdde16e382f|5 коров|".split('|') {
            assert!(!is_converted(cell), "{cell}");
            assert_eq!(guarded(cell.to_string()), cell);
        }
    }

    #[test]
    fn quotes_of_excel_are_told_from_quotes_of_the_text() {
        assert!(is_quoted_tsv("en\tru\n\"The \"\"well\"\" was dug.\"\tКолодец\n"));
        assert!(is_quoted_tsv("en\tru\n\"Two\nlines.\"\tДве\n"));
        assert!(!is_quoted_tsv("en\tru\n\"Yes\"\t\"Да\"\n"));
        assert!(!is_quoted_tsv("en\tru\n\"Yes\", he said.\tДа.\n\"The \"\"well\"\".\"\tА\n"));
        assert!(!is_quoted_tsv("A 5\" pipe\tТруба 5\"\n\"Open\tОткрыт\n"));
    }
}
