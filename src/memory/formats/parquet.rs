//! Parquet in the shape of Hugging Face `datasets` for translation, with the names of JSONL, followed by preserved
//! fields as optional texts. Tables with one column per language are read too. The reader holds the file as stored
//! and the texts of one row group in memory.

use super::table::{Table, TableOptions};
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::memory::format::WriteOptions;
use crate::memory::records::{Plain, Records, parse_error};
use crate::memory::segment::{Segment, key, plain, rounded};
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::{ParquetError, Result as Parquet};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::record::Row;
use ::parquet::record::reader::RowIter;
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::Type;
use bytes::Bytes;
use serde_json::Value;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};

type Rows = Box<dyn Iterator<Item = Result<(usize, Row)>>>;

/// The segments of the file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: Vec<u8>, options: &TableOptions) -> Result<Box<dyn Records>> {
    let reader = caught(|| SerializedFileReader::new(Bytes::from(bytes))).map_err(|e| damaged(path, &e))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let schema = schema.root_schema();
    let names: Vec<String> = schema.get_fields().iter().map(|f| f.name().to_string()).collect();
    let rows = rows(path, reader);
    if let Some(texts) = schema.get_fields().iter().find(|f| f.name() == "translation") {
        let first =
            texts.is_group().then(|| texts.get_fields().first().map(|f| f.name().to_string())).flatten();
        let source = if first.as_deref() == Some("ru") { Lang::Ru } else { Lang::En };
        let path = path.to_path_buf();
        return Ok(Box::new(Plain(
            rows.map(move |row| row.and_then(|(number, row)| record(&path, number, &row, source))),
        )));
    }
    let cells =
        |row: Row| row.into_columns().into_iter().map(|(_, field)| cell(&field.to_json_value())).collect();
    let header = std::iter::once(Ok((0, names)));
    let rows = rows.map(move |row| row.map(|(number, row)| (number, cells(row))));
    Ok(Box::new(Table::new(path, header.chain(rows), options)?))
}

/// The rows, numbered from 1. Ends after an error.
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

/// Calls `read` and turns a panic into an error: the crate has unchecked indexing, and a damaged file must not crash
/// the program.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|e| e.to_string()),
        Err(_) => Err("its pages do not fit its schema".into()),
    }
}

fn damaged(path: &Path, why: &str) -> Error {
    Error::unusable(
        path,
        format!("cannot be read as Parquet ({why}); save it anew, compressed with snappy or not at all"),
    )
}

fn record(path: &Path, number: usize, row: &Row, source: Lang) -> Result<Segment> {
    let mut value = row.to_json_value();
    if let Some(fields) = value.as_object_mut() {
        // A missing value is treated like a missing column.
        fields.retain(|_, field| !field.is_null());
    }
    let segment: Segment = serde_json::from_value(value)
        .map_err(|e| parse_error(path, number, format!("is not a segment: {e}")))?;
    Ok(Segment { source, ..segment })
}

fn cell(value: &Value) -> String {
    if value.is_null() { String::new() } else { plain(value) }
}

/// Rows per group: a few megabytes of text, and enough groups for parallel readers.
const GROUP: usize = 10_000;

const SCHEMA: &str = "message segments {
    required binary id (STRING);
    required group translation { required binary en (STRING); required binary ru (STRING); }
    optional double confidence;
    required binary shape (STRING);
    required binary status (STRING);
    required group en_ids (LIST) { repeated group list { required int64 element; } }
    required group ru_ids (LIST) { repeated group list { required int64 element; } }
    required group anchors (LIST) { repeated group list { required binary element (STRING); } }
    required group flags (LIST) { repeated group list { required binary element (STRING); } }
    required binary document (STRING);
}";

pub(crate) fn write(
    mut units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let written = Written::default();
    let properties = WriterProperties::builder()
        .set_created_by(format!("enru {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .build();
    let schema = Arc::new(schema(options).map_err(system)?);
    let mut file =
        SerializedFileWriter::new(written.clone(), schema, Arc::new(properties)).map_err(system)?;
    loop {
        let group: Vec<Segment> = units.by_ref().take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut writer = file.next_row_group().map_err(system)?;
        write_group(group, options, &mut writer).map_err(system)?;
        writer.close().map_err(system)?;
        written.hand_on(out)?;
    }
    file.close().map_err(system)?;
    written.hand_on(out)
}

fn schema(options: &WriteOptions) -> Parquet<Type> {
    let turned =
        SCHEMA.replace("binary en (STRING); required binary ru", "binary ru (STRING); required binary en");
    let order = if options.source() == Lang::Ru { &turned } else { SCHEMA };
    let mut fields = parse_message_type(order)?.get_fields().to_vec();
    for name in &options.extra {
        let name = key(name);
        let text = Type::primitive_type_builder(&name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8);
        fields.push(Arc::new(text.build()?));
    }
    Type::group_type_builder("segments").with_fields(fields).build()
}

/// Writes the columns one after the other.
fn write_group<W: Write + Send>(
    units: Vec<Segment>,
    options: &WriteOptions,
    out: &mut SerializedRowGroupWriter<W>,
) -> Parquet<()> {
    let extra: Vec<Vec<Option<String>>> =
        options.extra.iter().map(|name| units.iter().map(|u| u.extra_text(name)).collect()).collect();
    texts(out, units.iter().map(|r| r.segment_id.as_str()))?;
    for lang in [options.source(), options.source().other()] {
        texts(out, units.iter().map(|r| r.text(lang)))?;
    }
    optional::<_, DoubleType>(out, units.iter().map(|r| r.confidence.map(rounded)))?;
    let shapes: Vec<String> = units.iter().map(|r| r.shape.to_string()).collect();
    texts(out, shapes.iter().map(String::as_str))?;
    texts(out, units.iter().map(|r| r.status.as_str()))?;
    lists::<_, Int64Type>(out, units.iter().map(|r| r.en_ids.iter().map(|&id| id as i64).collect()))?;
    lists::<_, Int64Type>(out, units.iter().map(|r| r.ru_ids.iter().map(|&id| id as i64).collect()))?;
    lists::<_, ByteArrayType>(
        out,
        units.iter().map(|r| r.anchors.iter().map(|a| a.as_str().into()).collect()),
    )?;
    lists::<_, ByteArrayType>(
        out,
        units.iter().map(|r| r.flags.iter().map(|f| f.as_str().into()).collect()),
    )?;
    texts(out, units.iter().map(|r| r.document.as_str()))?;
    for column in extra {
        optional::<_, ByteArrayType>(out, column.iter().map(|cell| cell.as_deref().map(ByteArray::from)))?;
    }
    Ok(())
}

/// Writes the next column: its values, and the definition and repetition levels if it is optional or repeated.
fn column<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    values: &[T::T],
    present: Option<&[i16]>,
    repeated: Option<&[i16]>,
) -> Parquet<()> {
    let missing = || ParquetError::General("the schema has fewer columns".into());
    let mut column = out.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(values, present, repeated)?;
    column.close()
}

fn texts<'a, W: Write + Send>(
    out: &mut SerializedRowGroupWriter<W>,
    texts: impl Iterator<Item = &'a str>,
) -> Parquet<()> {
    column::<_, ByteArrayType>(out, &texts.map(ByteArray::from).collect::<Vec<_>>(), None, None)
}

fn optional<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    cells: impl Iterator<Item = Option<T::T>> + Clone,
) -> Parquet<()> {
    let present: Vec<i16> = cells.clone().map(|cell| i16::from(cell.is_some())).collect();
    column::<_, T>(out, &cells.flatten().collect::<Vec<_>>(), Some(&present), None)
}

/// Levels of lists: the first element of each starts a new list; an empty list is a place without an element.
fn lists<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    cells: impl Iterator<Item = Vec<T::T>>,
) -> Parquet<()> {
    let (mut values, mut present, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let places = cell.len().max(1);
        present.extend(std::iter::repeat_n(i16::from(!cell.is_empty()), places));
        repeated.extend((0..places).map(|place| i16::from(place > 0)));
        values.extend(cell);
    }
    column::<_, T>(out, &values, Some(&present), Some(&repeated))
}

/// The bytes that the writer, which needs a file of its own, has written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn hand_on(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = self.0.lock().map(|mut bytes| std::mem::take(&mut *bytes)).unwrap_or_default();
        out.write_all(&bytes)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Ok(mut written) = self.0.lock() {
            written.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn system(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
