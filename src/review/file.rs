//! Review files: JSON as the page saves it, a workbook, or any other memory.

use super::{FORMAT, Review, VERSION, workbook};
use crate::error::{Error, Result};
use crate::io::input::file_name_of;
use crate::io::{Input, InputOptions};
use crate::memory::{MemoryOptions, open_reader};
use std::path::Path;

/// More rows than a person reviews or a browser shows, and than a sheet holds (1,048,576, ECMA-376). A row takes 0.7 kB
/// of memory, however short its texts.
const MOST_ROWS: usize = 1_000_000;

impl Review {
    /// A review from its JSON; `path` is named in errors.
    ///
    /// # Errors
    /// When it is no review, or when a sentence of its documents was lost or doubled.
    pub fn from_json(path: &Path, json: &[u8]) -> Result<Review> {
        let parse = |e: serde_json::Error| Error::Parse {
            path: path.to_path_buf(),
            line: e.line(),
            message: format!("is no whole review: {e}; save it again from the page"),
        };
        let review: Review = serde_json::from_slice(json).map_err(parse)?;
        let unusable = |message: String| Error::Unusable { path: path.to_path_buf(), message };
        if review.format != FORMAT {
            return Err(unusable(format!("is no review (its format is '{}')", review.format)));
        }
        if review.version > VERSION {
            return Err(unusable(format!("was saved by a newer version (format {})", review.version)));
        }
        review.check().map_err(|what| unusable(format!("{what}; undo that in the page and save again")))?;
        Ok(review)
    }
}

/// Opens a review: the JSON that the page saved, the workbook, or any memory with statuses (CSV, TSV, JSONL, TMX,
/// XLIFF), in a file (a path) or a reader.
///
/// # Errors
/// When the file cannot be read, is none of these, or lost a sentence.
pub fn open<'a>(input: impl Into<Input<'a>>, options: &InputOptions) -> Result<Review> {
    let input = input.into();
    let path = &input.path().to_path_buf();
    let bytes = input.read_raw(options.max_bytes())?;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        let message = "is the page; open it in a browser, save the review there, and pass the file it saves";
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
    let review = Review::of_units(name, workbook::edited(units));
    failed.map_or(Ok(review), Err)
}
