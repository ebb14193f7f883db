//! XLSX for review: string cells only, so that no formula can fire; a frozen header with filters, wrapped text, rows
//! coloured by confidence, and a drop-down for the status. Texts and status can be edited; the rest is locked, without a
//! password. Holds the whole workbook in memory: a sheet has a million rows at most.

use crate::memory::date::civil;
use crate::memory::formats::delimited::{cells, header};
use crate::memory::segment::{Segment, Status};
use crate::memory::{Column, WriteOptions};
use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};

/// What a sheet and a cell can hold.
const MAX_ROWS: u32 = 1_048_576;
const MAX_CELL: usize = 32_767;

pub(crate) fn write(
    units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let (year, month, day, ..) = civil(options.date.unwrap_or(946_684_800));
    let (year, month, day) = (year.min(9999) as u16, month as u8, day as u8);
    let created = ExcelDateTime::from_ymd(year, month, day).map_err(io::Error::other)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    fill(workbook.add_worksheet(), units, options)?;
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

fn fill(
    sheet: &mut Worksheet,
    units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
) -> io::Result<()> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let editable = wrapped.clone().set_unlocked();
    lay_out(sheet, options, &bold).map_err(io::Error::other)?;
    let mut row = 0;
    for unit in units {
        let segment = &unit;
        row += 1;
        if row >= MAX_ROWS {
            return Err(io::Error::other(
                "more segments than a sheet has rows (1,048,576); write CSV instead",
            ));
        }
        for (index, cell) in (0u16..).zip(cells(&unit, options)) {
            let column = options.columns.get(usize::from(index));
            if cell.chars().count() > MAX_CELL {
                let id = &segment.segment_id;
                return Err(io::Error::other(format!(
                    "segment {id} is longer than a cell can be; write CSV instead"
                )));
            }
            let number = segment.confidence.filter(|_| column == Some(&Column::Confidence));
            match number {
                Some(number) => sheet.write_number(row, index, (f64::from(number) * 1000.0).round() / 1000.0),
                None if column.is_some_and(is_editable) => {
                    sheet.write_string_with_format(row, index, cell, &editable)
                }
                None => sheet.write_string_with_format(row, index, cell, &wrapped),
            }
            .map_err(io::Error::other)?;
        }
    }
    mark(sheet, &options.columns, row.max(1)).map_err(io::Error::other)?;
    guard(sheet, options, row.max(1)).map_err(io::Error::other)
}

/// Whether a person may change the column. What is locked ties the row to its texts.
fn is_editable(column: &Column) -> bool {
    matches!(column, Column::En | Column::Ru | Column::Status)
}

/// Filters, and protection of what is not to be edited.
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
    for (index, name) in (0u16..).zip(header(options)) {
        let is_text = matches!(options.columns.get(usize::from(index)), Some(Column::En | Column::Ru));
        sheet.write_string_with_format(0, index, name, bold)?;
        sheet.set_column_width(index, if is_text { 60 } else { 12 })?;
    }
    Ok(())
}

/// Colours and the drop-down, for the rows 1 to `last`.
fn mark(sheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    for (index, column) in (0u16..).zip(columns) {
        match column {
            Column::Confidence => {
                let scale = ConditionalFormat3ColorScale::new()
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
