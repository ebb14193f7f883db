//! JSON Lines in the shape of Hugging Face `datasets` for translation: one object per line (see [`Segment`]), UTF-8,
//! no byte order mark. Read and written one line at a time. The reader also accepts objects with the texts at the top
//! level (`{"en": ..., "ru": ...}`, `{"source": ..., "target": ...}`), under the names of table columns. A key with
//! one of our names but other content is a preserved field.

use super::table::named_row;
use crate::error::{Error, Result};
use crate::memory::schema::Column;
use crate::memory::segment::{Fields, Segment, plain};
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// The segments in the lines of `text`, the content of `path`. Skips blank lines.
pub(crate) fn read(path: PathBuf, text: impl BufRead) -> impl Iterator<Item = Result<Segment>> {
    let read = move |(index, line): (usize, io::Result<String>)| {
        let line = line.map_err(|e| Error::io(&path, "read", e))?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        match serde_json::from_str(&line) {
            Ok(segment) => Ok(Some(segment)),
            Err(e) => foreign(&line).map(Some).ok_or_else(|| parse_error(&path, index + 1, &e)),
        }
    };
    text.lines().enumerate().map(read).filter_map(Result::transpose)
}

/// The segment in a line of another shape.
fn foreign(line: &str) -> Option<Segment> {
    let fields: Fields = serde_json::from_str(line).ok()?;
    let mut all: Vec<(String, Value)> = Vec::new();
    for (name, value) in fields.0 {
        match value {
            Value::Object(texts) if name == "translation" => all.extend(texts),
            Value::Null => {}
            value if name == "id" => all.push((Column::SegmentId.name().to_string(), value)),
            value => all.push((name, value)),
        }
    }
    let (names, values): (Vec<String>, Vec<Value>) = all.into_iter().unzip();
    let cells = names.iter().zip(&values).map(|(name, value)| cell(name, value));
    let mut segment = named_row(&names, cells.collect())?;
    // Table cells are text.
    for (name, value) in &mut segment.extra {
        if let Some(at) = names.iter().position(|known| known == name) {
            value.clone_from(&values[at]);
        }
    }
    Some(segment)
}

/// `value` as text for a table cell.
fn cell(name: &str, value: &Value) -> String {
    let joined = |list: &[Value], joint| list.iter().map(plain).collect::<Vec<_>>().join(joint);
    match (name, value) {
        ("en_ids" | "ru_ids" | "flags", Value::Array(list)) => joined(list, " "),
        ("anchors", Value::Array(list)) => joined(list, "; "),
        _ => plain(value),
    }
}

fn parse_error(path: &Path, line: usize, error: &serde_json::Error) -> Error {
    let message = format!("expected {{\"translation\": {{\"en\": \"...\", \"ru\": \"...\"}}}}: {error}");
    Error::Parse { path: path.to_path_buf(), line, message }
}

/// Writes one line per segment.
pub(crate) fn write(segments: impl Iterator<Item = Segment>, out: &mut dyn Write) -> io::Result<()> {
    for segment in segments {
        serde_json::to_writer(&mut *out, &segment)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    fn one(line: &str) -> Segment {
        read("x".into(), line.as_bytes()).next().unwrap().unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn objects_of_other_shapes_are_read_by_their_names() {
        let flat = one("{\"ru\":\"Соль\",\"en\":\"Salt\",\"score\":[1,2.5],\"id\":7,\"confidence\":0.5}");
        assert_eq!((flat.en.as_str(), flat.ru.as_str(), flat.source), ("Salt", "Соль", Lang::Ru));
        assert_eq!((flat.segment_id.as_str(), flat.confidence), ("7", Some(0.5)));
        assert_eq!(flat.extra_text("score").as_deref(), Some("[1,2.5]"));
        let roles = one("{\"source\":\"Salt\",\"target\":\"Соль\"}");
        assert_eq!((roles.en.as_str(), roles.ru.as_str(), roles.source), ("Salt", "Соль", Lang::En));
        let status = one(
            "{\"translation\":{\"en\":\"Salt\",\"ru\":\"Соль\"},\"status\":\"Approved\",\"en_ids\":[3,4]}",
        );
        assert_eq!(status.en_ids, [3, 4]);
        assert_eq!(status.extra_text("status").as_deref(), Some("Approved"));
        assert!(read("x".into(), "{\"a\":\"Salt\",\"b\":\"Соль\"}".as_bytes()).next().unwrap().is_err());
    }
}
