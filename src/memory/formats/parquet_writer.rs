//! Parquet in the shape Hugging Face `datasets` has for translation, with the names of JSONL; what files say besides is
//! in optional texts after that. The texts of one row group are in memory at a time.

use crate::memory::WriteOptions;
use crate::memory::segment::{Segment, key, rounded};
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::Type;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// Rows of a group: a few megabytes of text, and groups enough for several readers at once.
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

fn schema(options: &WriteOptions) -> Result<Type> {
    let mut fields = parse_message_type(SCHEMA)?.get_fields().to_vec();
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

/// Writes the columns, one after the other.
fn write_group<W: Write + Send>(
    units: Vec<Segment>,
    options: &WriteOptions,
    out: &mut SerializedRowGroupWriter<W>,
) -> Result<()> {
    let extra: Vec<Vec<Option<String>>> =
        options.extra.iter().map(|name| units.iter().map(|u| u.extra_text(name)).collect()).collect();
    texts(out, units.iter().map(|r| r.segment_id.as_str()))?;
    texts(out, units.iter().map(|r| r.en.as_str()))?;
    texts(out, units.iter().map(|r| r.ru.as_str()))?;
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

/// Writes the next column: its values, and where it may lack or repeat them the levels that say so.
fn column<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    values: &[T::T],
    present: Option<&[i16]>,
    repeated: Option<&[i16]>,
) -> Result<()> {
    let missing = || ParquetError::General("the schema has fewer columns".into());
    let mut column = out.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(values, present, repeated)?;
    column.close()
}

fn texts<'a, W: Write + Send>(
    out: &mut SerializedRowGroupWriter<W>,
    texts: impl Iterator<Item = &'a str>,
) -> Result<()> {
    column::<_, ByteArrayType>(out, &texts.map(ByteArray::from).collect::<Vec<_>>(), None, None)
}

fn optional<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    cells: impl Iterator<Item = Option<T::T>> + Clone,
) -> Result<()> {
    let present: Vec<i16> = cells.clone().map(|cell| i16::from(cell.is_some())).collect();
    column::<_, T>(out, &cells.flatten().collect::<Vec<_>>(), Some(&present), None)
}

/// Lists: the first element of each begins a new one, and an empty list is a place without an element.
fn lists<W: Write + Send, T: DataType>(
    out: &mut SerializedRowGroupWriter<W>,
    cells: impl Iterator<Item = Vec<T::T>>,
) -> Result<()> {
    let (mut values, mut present, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let places = cell.len().max(1);
        present.extend(std::iter::repeat_n(i16::from(!cell.is_empty()), places));
        repeated.extend((0..places).map(|place| i16::from(place > 0)));
        values.extend(cell);
    }
    column::<_, T>(out, &values, Some(&present), Some(&repeated))
}

/// What the writer, which wants a file of its own, has written.
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
