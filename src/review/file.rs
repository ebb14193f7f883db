//! Reads review files: the JSON that the page saves, a workbook, or any other translation memory.

use super::workbook::Rows;
use super::{FORMAT, Review, VERSION};
use crate::error::{Error, Result};
use crate::io::input::file_name_of;
use crate::io::{Input, InputOptions};
use crate::memory::{MemoryOptions, Segment, open_reader};
use serde_json::Value;
use std::path::Path;

/// The largest number of rows: no person reviews more, no browser shows more, and a sheet holds hardly more (1,048,576,
/// ECMA-376). Each row takes at least 0.7 kB of memory.
const MOST_ROWS: usize = 1_000_000;

impl Review {
    /// Parses a review from JSON. `path` is for error messages.
    ///
    /// # Errors
    /// If the JSON is not a review, or a sentence of its documents is missing or duplicate.
    pub fn from_json(path: &Path, json: &[u8]) -> Result<Review> {
        let parse = |e: serde_json::Error| Error::Parse {
            path: path.to_path_buf(),
            line: e.line(),
            message: format!("is not {}; save it again from the page", problem(&e)),
        };
        let mut review: Review = serde_json::from_slice(json).map_err(parse)?;
        let unusable = |message: String| Error::Unusable { path: path.to_path_buf(), message };
        if review.format != FORMAT {
            return Err(unusable(format!("is not a review (its format is '{}')", review.format)));
        }
        if review.version > VERSION {
            return Err(unusable(format!("was saved by a newer version (format {})", review.version)));
        }
        if review.version == 1 {
            review.segments.iter_mut().for_each(|item| spread(&mut item.segment));
        }
        review.version = VERSION;
        review.check().map_err(|what| unusable(format!("{what}; undo that in the page and save again")))?;
        Ok(review)
    }
}

/// Opens a review from a path or a reader: the JSON that the page saved, the workbook, or any translation memory with
/// statuses (CSV, TSV, JSONL, TMX, XLIFF).
///
/// # Errors
/// If the file cannot be read, has another format, or lacks a sentence of its documents.
pub fn open<'a>(input: impl Into<Input<'a>>, options: &InputOptions) -> Result<Review> {
    let input = input.into();
    let path = &input.path().to_path_buf();
    let bytes = input.read_raw(options.max_bytes())?;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        let message = "is the review page; open it in a browser, save the review, and pass the saved file";
        return Err(Error::Unusable { path: path.to_path_buf(), message: message.to_string() });
    }
    if head.starts_with('{') && head.contains(FORMAT) {
        return Review::from_json(path, bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    }
    let name = file_name_of(path);
    let how = MemoryOptions { input: options.clone(), ..MemoryOptions::default() };
    let units = open_reader(path, Box::new(std::io::Cursor::new(bytes)), &how)?;
    let (mut failed, mut count) = (None, 0);
    let units = units.complete(true).map_while(|(_, unit)| {
        count += 1;
        if count > MOST_ROWS {
            failed =
                Some(Error::unusable(path, format!("has more than {MOST_ROWS} rows; review it in parts")));
            return None;
        }
        unit.map_err(|error| failed = Some(error)).ok()
    });
    let mut rows = Rows::default();
    let review = Review::of_units(name, units.map(|unit| rows.read(unit)));
    failed.map_or(Ok(Review { deleted: rows.deleted(), ..review }), Err)
}

/// Replaces the field `extra` of version 1 with the fields in it.
fn spread(segment: &mut Segment) {
    let place = segment.extra.iter().position(|(name, value)| name == "extra" && value.is_object());
    if let Some(Value::Object(fields)) = place.map(|place| segment.extra.remove(place).1) {
        segment.extra.splice(0..0, fields);
    }
}

/// What is wrong with the JSON of a review.
fn problem(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "a complete review: the file ends too early".to_string();
    }
    let message = error.to_string().replace("unknown variant", "unknown value");
    let what = message.split(" at line ").next().unwrap_or_default();
    format!("a valid review: {what} (column {})", error.column())
}
