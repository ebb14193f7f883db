//! Parquet: records in the shape of Hugging Face `datasets`, or a table with columns for the languages. Cost: one pass,
//! memory for a page of each column.

use crate::error::{Error, Result};
use crate::io::archive::unusable;
use crate::memory::formats::table::Table;
use crate::memory::reader::parse_error;
use crate::memory::segment::{Segment, plain};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Row;
use ::parquet::record::reader::RowIter;
use bytes::Bytes;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

type Rows = Box<dyn Iterator<Item = Result<(usize, Row)>>>;

/// The units of the file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: Vec<u8>) -> Result<Box<dyn Iterator<Item = Result<Segment>>>> {
    let reader = caught(|| SerializedFileReader::new(Bytes::from(bytes))).map_err(|e| damaged(path, &e))?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<String> = schema.get_fields().iter().map(|f| f.name().to_string()).collect();
    let rows = rows(path, reader);
    if names.iter().any(|name| name == "translation") {
        let path = path.to_path_buf();
        return Ok(Box::new(rows.map(move |row| row.and_then(|(number, row)| record(&path, number, &row)))));
    }
    let cells =
        |row: Row| row.into_columns().into_iter().map(|(_, field)| cell(&field.to_json_value())).collect();
    let header = std::iter::once(Ok((0, names)));
    let rows = rows.map(move |row| row.map(|(number, row)| (number, cells(row))));
    Ok(Box::new(Table::new(path, header.chain(rows))?))
}

/// The rows, numbered from 1; after an error there are none.
fn rows(path: &Path, reader: SerializedFileReader<Bytes>) -> Rows {
    let (path, mut rows) = (path.to_path_buf(), RowIter::from_file_into(Box::new(reader)));
    let (mut number, mut ended) = (0, false);
    Box::new(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        number += 1;
        match caught(|| rows.next().transpose()) {
            Ok(row) => Some(Ok((number, row?))),
            Err(e) => {
                ended = true;
                Some(Err(damaged(&path, &e)))
            }
        }
    }))
}

/// What `read` gives. The crate indexes unchecked in places; a damaged file must not take the program down.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|e| e.to_string()),
        Err(_) => Err("its pages do not fit its schema".into()),
    }
}

fn damaged(path: &Path, why: &str) -> Error {
    unusable(
        path,
        format!("cannot be read as Parquet ({why}); save it anew, compressed with snappy or not at all"),
    )
}

fn record(path: &Path, number: usize, row: &Row) -> Result<Segment> {
    let mut value = row.to_json_value();
    if let Some(fields) = value.as_object_mut() {
        // What a row lacks is as if the file had no such column.
        fields.retain(|_, field| !field.is_null());
    }
    serde_json::from_value(value).map_err(|e| parse_error(path, number, format!("is not a segment: {e}")))
}

fn cell(value: &Value) -> String {
    if value.is_null() { String::new() } else { plain(value) }
}
