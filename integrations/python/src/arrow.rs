//! Segments as Arrow, passed to Python through the Arrow C data interface, without copying.

use crate::segment::columns;
use crate::trouble::{Outcome, Trouble};
use arrow_array::builder::{Float64Builder, Int32Builder, ListBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use enru::Segment;
use enru::memory::rounded;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::ffi::CStr;
use std::sync::Arc;

/// The name that the interface requires for a capsule with a stream.
const STREAM: &CStr = c"arrow_array_stream";

/// The columns of the CSV, then preserved fields as texts.
pub fn schema(extra: &[String]) -> SchemaRef {
    let list = |kind| DataType::List(Arc::new(Field::new_list_field(kind, true)));
    let column = |name: &str| {
        let kind = match name {
            "confidence" => DataType::Float64,
            "en_ids" | "ru_ids" => list(DataType::Int32),
            "anchors" | "flags" => list(DataType::Utf8),
            _ => DataType::Utf8,
        };
        Field::new(name, kind, name == "confidence")
    };
    let extra = extra.iter().map(|name| Field::new(name, DataType::Utf8, true));
    Arc::new(Schema::new(columns().into_iter().map(column).chain(extra).collect::<Vec<_>>()))
}

/// `segments` as one batch of rows.
pub fn batch(segments: &[Segment], extra: &[String]) -> Outcome<RecordBatch> {
    let texts = |of: &dyn Fn(&Segment) -> Option<String>| -> ArrayRef {
        let mut column = StringBuilder::new();
        segments.iter().for_each(|segment| column.append_option(of(segment)));
        Arc::new(column.finish())
    };
    let lists = |of: &dyn Fn(&Segment, &mut StringBuilder)| -> ArrayRef {
        let mut column = ListBuilder::new(StringBuilder::new());
        for segment in segments {
            of(segment, column.values());
            column.append(true);
        }
        Arc::new(column.finish())
    };
    let numbers = |of: &dyn Fn(&Segment) -> &[usize]| -> ArrayRef {
        let mut column = ListBuilder::new(Int32Builder::new());
        for segment in segments {
            of(segment)
                .iter()
                .for_each(|&id| column.values().append_value(i32::try_from(id).unwrap_or(i32::MAX)));
            column.append(true);
        }
        Arc::new(column.finish())
    };
    let mut confidence = Float64Builder::new();
    segments.iter().for_each(|segment| confidence.append_option(segment.confidence.map(rounded)));
    let mut columns: Vec<ArrayRef> = vec![
        texts(&|s| Some(s.en.clone())),
        texts(&|s| Some(s.ru.clone())),
        Arc::new(confidence.finish()),
        texts(&|s| Some(s.shape.to_string())),
        texts(&|s| Some(s.status.to_string())),
        numbers(&|s| &s.en_ids),
        numbers(&|s| &s.ru_ids),
        lists(&|s, values| s.anchors.iter().for_each(|anchor| values.append_value(anchor))),
        lists(&|s, values| s.flags.iter().for_each(|flag| values.append_value(flag.as_str()))),
        texts(&|s| Some(s.document.clone())),
        texts(&|s| Some(s.segment_id.clone())),
    ];
    columns.extend(extra.iter().map(|name| texts(&|s| s.extra_text(name))));
    RecordBatch::try_new(schema(extra), columns).map_err(|error| Trouble::internal(&error.to_string()))
}

/// A capsule with a stream of one batch.
pub fn stream_of<'py>(py: Python<'py>, batch: RecordBatch) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = batch.schema();
    stream(py, RecordBatchIterator::new([Ok::<_, ArrowError>(batch)], schema))
}

/// A capsule with the batches of `reader`.
pub fn stream<'py>(
    py: Python<'py>,
    reader: impl RecordBatchReader + Send + 'static,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}
