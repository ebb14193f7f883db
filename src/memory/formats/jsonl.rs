//! JSON Lines in the shape that Hugging Face `datasets` has for translation: an object a line ([`Segment`] says which),
//! UTF-8, no byte order mark. Read and written one line at a time.

use crate::error::{Error, Result};
use crate::memory::segment::Segment;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// The segments in the lines of `text`, the content of `path`; blank lines are skipped.
pub(crate) fn read(path: PathBuf, text: impl BufRead) -> impl Iterator<Item = Result<Segment>> {
    let read = move |(index, line): (usize, io::Result<String>)| {
        let line = line.map_err(|e| Error::io(&path, "read", e))?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        serde_json::from_str(&line).map(Some).map_err(|e| parse_error(&path, index + 1, &e))
    };
    text.lines().enumerate().map(read).filter_map(Result::transpose)
}

fn parse_error(path: &Path, line: usize, error: &serde_json::Error) -> Error {
    let message = format!("expected {{\"translation\": {{\"en\": \"...\", \"ru\": \"...\"}}}}: {error}");
    Error::Parse { path: path.to_path_buf(), line, message }
}

/// Writes a line for each segment.
pub(crate) fn write(segments: impl Iterator<Item = Segment>, out: &mut dyn Write) -> io::Result<()> {
    for segment in segments {
        serde_json::to_writer(&mut *out, &segment)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
