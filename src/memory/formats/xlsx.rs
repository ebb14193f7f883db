//! XLSX: reads tables of segments, writes a workbook for review.
//!
//! Reading: all sheets with English and Russian texts; others are skipped. Formulas are not calculated; their stored values
//! are used. Rows are read one at a time from the unpacked sheet.
//!
//! Writing: text is written as strings, so that no formula can run. The heading is frozen and has filters, text wraps, rows
//! are coloured by confidence, and the status has a drop-down list. Texts and status can be edited; the rest is locked, without
//! a password. The whole workbook is in memory: a sheet has a million rows at most.

use super::csv::{cells, header};
use super::table::{MAX_COLUMNS, Row, Table, TableOptions};
use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::parts::{Part, named, parts};
use crate::io::xml::{Event, Xml, XmlError};
use crate::memory::date::{civil, excel};
use crate::memory::format::WriteOptions;
use crate::memory::records::{Facts, Records, parse_error};
use crate::memory::schema::Column;
use crate::memory::segment::{Segment, Status, rounded};
use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, ConditionalFormatType, DataValidation, DocProperties, ExcelDateTime,
    Format, FormatAlign, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use std::collections::VecDeque;
use std::io::{self, Cursor, Write};
use std::path::Path;
use std::rc::Rc;

/// The most bytes of a sheet, whatever size the archive states: a long text may be in every cell.
const MAX_HELD: usize = 400 << 20;

/// The segments of the sheets of a workbook.
pub(crate) struct Sheets {
    tables: VecDeque<Table<'static>>,
    facts: Facts,
}

/// The segments of the workbook `bytes`, the content of `path`.
///
/// # Errors
/// If it is damaged, or no sheet has English and Russian texts.
pub(crate) fn read(path: &Path, bytes: &[u8], options: &TableOptions) -> Result<Sheets> {
    let mut archive = Archive::open(path, bytes)?;
    let parse = |e: XmlError| parse_error(path, e.line, e.message);
    let place = named(&parts(&mut archive, "")?, "officeDocument", "xl/workbook.xml");
    let parts = parts(&mut archive, &place)?;
    let Some(workbook) = archive.text(&place)?.filter(|xml| xml.contains("workbook")) else {
        return Err(Error::unusable(
            path,
            "is not a workbook; of the office formats only XLSX holds a memory, so save a table as XLSX or CSV",
        ));
    };
    let strings = match archive.text(&named(&parts, "sharedStrings", "xl/sharedStrings.xml"))? {
        Some(xml) => shared_strings(&xml).map_err(parse)?,
        None => Vec::new(),
    };
    let dates = match archive.text(&named(&parts, "styles", "xl/styles.xml"))? {
        Some(xml) => date_styles(&xml).map_err(parse)?,
        None => Vec::new(),
    };
    let (mut list, is_1904) = sheets(&workbook).map_err(parse)?;
    if list.is_empty() {
        list.push(Default::default());
    }
    let shared = Rc::new(Shared { strings, dates, is_1904 });
    let mut sheets =
        Sheets { tables: VecDeque::new(), facts: Facts { names: Some(Vec::new()), ..Facts::default() } };
    let mut first_error = None;
    for (name, id) in list {
        let file = parts.iter().find(|p| p.id == id).map_or("xl/worksheets/sheet1.xml", |p: &Part| &p.name);
        let Some(xml) = archive.text(file)? else { continue };
        let rows = Rows::new(path, xml, shared.clone());
        let mut rows = rows.peekable();
        let is_guide = |(_, row): &Row| row.iter().eq(STEPS[0]);
        if rows.peek().is_none_or(|row| row.as_ref().is_ok_and(is_guide)) {
            continue;
        }
        match Table::new(path, rows, options) {
            Ok(table) => sheets.add(table),
            Err(error @ Error::Unusable { .. }) => {
                sheets.facts.leave_out(format!("sheet '{name}', which has no English and Russian texts"));
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    match first_error.filter(|_| sheets.tables.is_empty()) {
        Some(error) => Err(error),
        None => Ok(sheets),
    }
}

impl Sheets {
    fn add(&mut self, table: Table<'static>) {
        let names = self.facts.names.get_or_insert_default();
        for name in table.facts().names.unwrap_or_default() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.tables.push_back(table);
    }
}

impl Iterator for Sheets {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        loop {
            match self.tables.front_mut()?.next() {
                Some(segment) => return Some(segment),
                None => self.tables.pop_front(),
            };
        }
    }
}

impl Records for Sheets {
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

/// The names and ids of the sheets, and whether dates count from 1904.
fn sheets(workbook: &str) -> Result<(Vec<(String, String)>, bool), XmlError> {
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    for event in Xml::new(workbook) {
        let Event::Open(e) = event? else { continue };
        match e.name.as_str() {
            "sheet" => {
                let get = |name: &str| e.get(name).unwrap_or_default().to_string();
                sheets.push((get("name"), get("r:id")));
            }
            "workbookPr" => is_1904 = matches!(e.get("date1904"), Some("1" | "true")),
            _ => {}
        }
    }
    Ok((sheets, is_1904))
}

/// Which cell styles are dates.
fn date_styles(xml: &str) -> Result<Vec<bool>, XmlError> {
    let (mut custom, mut styles, mut in_styles) = (Vec::new(), Vec::new(), false);
    for event in Xml::new(xml) {
        match event? {
            Event::Open(e) => match e.name.as_str() {
                "numFmt" if is_date_format(e.get("formatCode").unwrap_or_default()) => {
                    custom.extend(e.get("numFmtId").map(str::to_string));
                }
                "cellXfs" => in_styles = true,
                "xf" if in_styles => {
                    let id = e.get("numFmtId").unwrap_or("0");
                    // The built-in date formats: ECMA-376, 18.8.30.
                    let is_built_in = matches!(id.parse(), Ok(14..=22 | 27..=36 | 45..=47 | 50..=58u32));
                    styles.push(is_built_in || custom.iter().any(|known| known == id));
                }
                _ => {}
            },
            Event::Close(name) if name == "cellXfs" => in_styles = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// Whether a number format shows a year or a day. Text in quotes or brackets is literal.
fn is_date_format(code: &str) -> bool {
    let mut closing = None;
    for c in code.chars() {
        match (closing, c) {
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, 'y' | 'Y' | 'd' | 'D') => return true,
            (None, _) => {}
        }
    }
    false
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
                "si" => strings.push(unescaped(std::mem::take(&mut text))),
                "t" => in_text = false,
                "rPh" => readings = readings.saturating_sub(1),
                _ => {}
            },
        }
    }
    Ok(strings)
}

/// Resolves the escapes of control characters in `text`: `_x000D_` is a carriage return.
fn unescaped(text: String) -> String {
    let Some(first) = text.find("_x") else { return text };
    let (mut out, mut rest) = (text[..first].to_string(), &text[first..]);
    while let Some(c) = rest.chars().next() {
        let code = rest.get(..7).and_then(|escape| escape.strip_prefix("_x")?.strip_suffix('_'));
        match code.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?)) {
            Some(escaped) => {
                out.push(escaped);
                rest = &rest[7..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Data that the sheets of a workbook share.
struct Shared {
    strings: Vec<String>,
    dates: Vec<bool>,
    is_1904: bool,
}

/// The rows of a sheet.
struct Rows {
    path: std::path::PathBuf,
    xml: Xml<Cursor<String>>,
    shared: Rc<Shared>,
    number: usize,
    held: usize,
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: Kind,
    value: String,
    in_value: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Plain,
    /// An index into the shared strings.
    Shared,
    Date,
    Text,
}

impl Rows {
    fn new(path: &Path, xml: String, shared: Rc<Shared>) -> Rows {
        Rows { path: path.to_path_buf(), xml: Xml::from_reader(Cursor::new(xml)), shared, number: 0, held: 0 }
    }

    fn step(&mut self) -> Result<Option<Row>, XmlError> {
        let (mut row, mut cell): (Vec<String>, Cell) = (Vec::new(), Cell::default());
        while let Some(event) = self.xml.next() {
            match event? {
                Event::Open(e) => match e.name.as_str() {
                    "row" => {
                        self.number = e.get("r").and_then(|r| r.parse().ok()).unwrap_or(self.number + 1);
                        row.clear();
                    }
                    "c" => {
                        let style = e.get("s").and_then(|s| s.parse::<usize>().ok());
                        let is_date = style.and_then(|s| self.shared.dates.get(s)).copied().unwrap_or(false);
                        let kind = match e.get("t") {
                            Some("s") => Kind::Shared,
                            Some("str" | "inlineStr") => Kind::Text,
                            None | Some("n") if is_date => Kind::Date,
                            _ => Kind::Plain,
                        };
                        let column = e.get("r").map_or(row.len(), column_number);
                        cell = Cell { column, kind, ..Cell::default() };
                    }
                    "v" | "t" => cell.in_value = true,
                    _ => {}
                },
                Event::Text(t) if cell.in_value => cell.value.push_str(&t),
                Event::Text(_) => {}
                Event::Close(name) => match name.as_str() {
                    "v" | "t" => cell.in_value = false,
                    "c" if cell.column < MAX_COLUMNS => self.add(&mut row, std::mem::take(&mut cell))?,
                    "row" => return Ok(Some((self.number, row))),
                    _ => {}
                },
            }
        }
        Ok(None)
    }

    fn add(&mut self, row: &mut Vec<String>, cell: Cell) -> Result<(), XmlError> {
        let text = match (cell.kind, cell.value.trim()) {
            (Kind::Shared, index) => index
                .parse()
                .ok()
                .and_then(|i: usize| self.shared.strings.get(i))
                .cloned()
                .unwrap_or_default(),
            (Kind::Date, number) => {
                let date = number.parse().ok().and_then(|serial| excel(serial, self.shared.is_1904));
                date.unwrap_or(cell.value)
            }
            (Kind::Text, _) => unescaped(cell.value),
            (Kind::Plain, _) => cell.value,
        };
        self.held += text.len();
        if self.held > MAX_HELD {
            let message = format!("the sheet inside holds more than {MAX_HELD} bytes");
            return Err(XmlError { line: self.number, message });
        }
        row.resize(row.len().max(cell.column + 1), String::new());
        row[cell.column] = text;
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        self.step().map_err(|e| parse_error(&self.path, e.line, e.message)).transpose()
    }
}

/// The column number, from 0, of a reference such as `AB12`.
fn column_number(reference: &str) -> usize {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(4);
    letters.fold(0, |n, letter| n * 26 + usize::from(letter - b'A') + 1).saturating_sub(1)
}

/// The limits of a sheet and a cell.
const MAX_ROWS: u32 = 1_048_576;
const MAX_CELL: usize = 32_767;

pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let (year, month, day, ..) = civil(options.date.unwrap_or(946_684_800));
    let (year, month, day) = (year.min(9999) as u16, month as u8, day as u8);
    let created = ExcelDateTime::from_ymd(year, month, day).map_err(io::Error::other)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    if options.guide {
        guide(workbook.add_worksheet()).map_err(io::Error::other)?;
    }
    fill(workbook.add_worksheet(), segments, options)?;
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

/// The name of the sheet with the instructions, and of the sheet after it.
const GUIDE: &str = "Guide";
const SEGMENTS: &str = "Segments";

/// Instructions in both languages.
const STEPS: [[&str; 2]; 7] = [
    ["How to review this workbook", "Как проверить эту книгу"],
    [
        "1. Go to the sheet \"Segments\". Each row is an English text and its Russian counterpart.",
        "1. Перейдите на лист «Segments». В каждой строке английский текст и его русское соответствие.",
    ],
    [
        "2. Look at the red and yellow rows first: their confidence is below 0.9. Green rows are rarely wrong. The filter of \
         the column confidence shows them alone.",
        "2. Сначала просмотрите красные и жёлтые строки: достоверность (confidence) в них ниже 0,9. В зелёных ошибки редки. \
         Фильтр столбца confidence оставит только нужные строки.",
    ],
    [
        "3. Choose a status for each row you have checked: reviewed keeps it, rejected leaves it out of the memory.",
        "3. Для каждой проверенной строки выберите статус (status): reviewed — оставить, rejected — не включать в память.",
    ],
    [
        "4. Correct texts in their cells. Such a row becomes edited by itself. The other columns are locked.",
        "4. Исправляйте тексты прямо в ячейках: такая строка сама получит статус edited. Остальные столбцы заблокированы.",
    ],
    [
        "5. Reject rows instead of deleting them. A row without a text on one side is a sentence without a counterpart; you \
         can type its translation.",
        "5. Не удаляйте строки, а отклоняйте их. Если с одной стороны пусто, у предложения нет соответствия; перевод можно \
         вписать.",
    ],
    [
        "6. Save as XLSX. Then: enru apply FILE.xlsx -o memory.tmx, or drop the file onto enru.html and save the memory there.",
        "6. Сохраните в формате XLSX. Затем: enru apply ФАЙЛ.xlsx -o память.tmx, или перетащите файл на страницу enru.html и \
         сохраните память там.",
    ],
];

fn guide(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    for column in [0, 1] {
        sheet.set_column_width(column, TEXT_WIDTH)?;
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let heading = wrapped.clone().set_bold().set_font_size(14);
    for (row, step) in (0u32..).zip(STEPS) {
        let format = if row == 0 { &heading } else { &wrapped };
        for (column, text) in (0u16..).zip(step) {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        sheet.set_row_height(row, if row == 0 { 24.0 } else { height(step) + LINE / 2.0 })?;
    }
    Ok(())
}

/// The width of a column of texts, in digits of the default font.
const TEXT_WIDTH: f64 = 60.0;
/// How many letters fit on a line of such a column: LibreOffice 7.4 shows 54 to 62 letters of the Russian sample;
/// Latin letters are narrower.
const LETTERS: usize = 52;
/// The height of a line in the default font, and the greatest height of a row, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// The height of a row that shows all of `texts`. Excel adjusts the height when a row is edited; LibreOffice keeps
/// the height in the file.
fn height(texts: [&str; 2]) -> f64 {
    let lines =
        |text: &str| text.lines().map(|line| line.chars().count().div_ceil(LETTERS).max(1)).sum::<usize>();
    (texts.map(lines).into_iter().max().unwrap_or(1).max(1) as f64 * LINE).min(HIGHEST)
}

fn fill(
    sheet: &mut Worksheet,
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
) -> io::Result<()> {
    let bold = Format::new().set_bold();
    let locked = Format::new().set_align(FormatAlign::Top);
    let editable = locked.clone().set_text_wrap().set_unlocked();
    let number_format = Format::new().set_num_format("0.000").set_align(FormatAlign::Top);
    if options.guide {
        sheet.set_name(SEGMENTS).map_err(io::Error::other)?;
    }
    lay_out(sheet, options, &bold).map_err(io::Error::other)?;
    let mut row = 0;
    for segment in segments {
        row += 1;
        if row >= MAX_ROWS {
            return Err(io::Error::other(
                "more segments than a sheet has rows (1,048,576); write CSV instead",
            ));
        }
        let height = height([&segment.en, &segment.ru]);
        if height > LINE && options.columns.iter().any(is_text) {
            sheet.set_row_height(row, height).map_err(io::Error::other)?;
        }
        for (index, cell) in (0u16..).zip(cells(&segment, options)) {
            let column = options.columns.get(usize::from(index));
            if cell.chars().count() > MAX_CELL {
                let id = &segment.segment_id;
                return Err(io::Error::other(format!(
                    "segment {id} is longer than a cell can be; write CSV instead"
                )));
            }
            let number = segment.confidence.filter(|_| column == Some(&Column::Confidence));
            match number {
                Some(number) => sheet.write_number_with_format(row, index, rounded(number), &number_format),
                None if column.is_some_and(is_editable) => {
                    sheet.write_string_with_format(row, index, cell, &editable)
                }
                None => sheet.write_string_with_format(row, index, cell, &locked),
            }
            .map_err(io::Error::other)?;
        }
    }
    mark(sheet, &options.columns, row.max(1)).map_err(io::Error::other)?;
    guard(sheet, options, row.max(1)).map_err(io::Error::other)
}

/// Whether people may edit the column. Locked columns tie the row to its texts.
fn is_editable(column: &Column) -> bool {
    matches!(column, Column::En | Column::Ru | Column::Status)
}

fn is_text(column: &Column) -> bool {
    matches!(column, Column::En | Column::Ru)
}

/// The code of the paper size A4: ECMA-376, 18.3.1.63.
const A4: u8 = 9;

/// Adds filters, and protects the locked columns.
fn guard(sheet: &mut Worksheet, options: &WriteOptions, last: u32) -> Result<(), XlsxError> {
    let columns = (options.columns.len() + options.extra.len()) as u16;
    if columns > 0 {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        sort: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn lay_out(sheet: &mut Worksheet, options: &WriteOptions, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    // On paper: all columns on one page, with the heading on each page.
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    for (index, name) in (0u16..).zip(header(options)) {
        sheet.write_string_with_format(0, index, name, bold)?;
        sheet.set_column_width(index, width(options.columns.get(usize::from(index))))?;
    }
    Ok(())
}

/// The width of a column, or of a preserved field, in digits of the default font.
fn width(column: Option<&Column>) -> f64 {
    match column {
        Some(Column::En | Column::Ru) => TEXT_WIDTH,
        Some(Column::Anchors) => 30.0,
        Some(Column::Document | Column::SegmentId) | None => 20.0,
        Some(_) => 12.0,
    }
}

/// Adds colours and the drop-down list to rows 1 to `last`.
fn mark(sheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    for (index, column) in (0u16..).zip(columns) {
        match column {
            Column::Confidence => {
                // The same confidence has the same colour in every workbook. Below 0.9 a segment is doubtful, as on
                // the review page.
                let number = ConditionalFormatType::Number;
                let scale = ConditionalFormat3ColorScale::new()
                    .set_minimum(number, 0.5)
                    .set_midpoint(number, 0.9)
                    .set_maximum(number, 1.0)
                    .set_minimum_color(Color::RGB(0xf8_c9_c4))
                    .set_midpoint_color(Color::RGB(0xff_f2_cc))
                    .set_maximum_color(Color::RGB(0xd5_ec_d4));
                sheet.add_conditional_format(1, index, last, index, &scale)?;
            }
            Column::Status => {
                let choices = DataValidation::new().allow_list_strings(&Status::ALL.map(Status::as_str))?;
                sheet.add_data_validation(1, index, last, index, &choices)?;
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_numbers() {
        assert_eq!(["A1", "Z9", "AA1", "AB12", "1"].map(column_number), [0, 25, 26, 27, 0]);
    }

    #[test]
    fn escapes_and_dates_are_those_of_excel() {
        assert_eq!(unescaped("a_x000D_\n_x005F_x_xyz_".into()), "a\r\n_x_xyz_");
        assert_eq!(
            ["yyyy-mm-dd", "0.00", "[Red]0", "\"day\" 0", "dd.mm.yy"].map(is_date_format),
            [true, false, false, false, true]
        );
    }
}
