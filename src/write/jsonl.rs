//! JSON Lines in the shape Hugging Face `datasets` has for translation: an object a line, UTF-8, no byte order mark.

use crate::ladder::Shape;
use crate::segment::{Flag, Segment, Status};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// A line. The texts stand in `translation`, everything else is named as the columns of CSV are.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(default)]
    id: String,
    translation: Texts,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default)]
    shape: Option<String>,
    #[serde(default)]
    status: Status,
    #[serde(default)]
    en_ids: Vec<usize>,
    #[serde(default)]
    ru_ids: Vec<usize>,
    #[serde(default)]
    anchors: Vec<String>,
    #[serde(default)]
    flags: Vec<Flag>,
    #[serde(default)]
    document: String,
}

#[derive(Serialize, Deserialize)]
struct Texts {
    en: String,
    ru: String,
}

impl From<Segment> for Record {
    fn from(s: Segment) -> Record {
        Record {
            id: s.segment_id,
            translation: Texts { en: s.en, ru: s.ru },
            confidence: s.confidence.map(|c| (f64::from(c) * 1000.0).round() / 1000.0),
            shape: Some(s.shape.to_string()),
            status: s.status,
            en_ids: s.en_ids,
            ru_ids: s.ru_ids,
            anchors: s.anchors,
            flags: s.flags,
            document: s.document,
        }
    }
}

impl From<Record> for Segment {
    fn from(r: Record) -> Segment {
        let shape = r.shape.and_then(|s| s.parse().ok());
        Segment {
            shape: shape.unwrap_or(Shape { en: r.en_ids.len(), ru: r.ru_ids.len() }),
            en: r.translation.en,
            ru: r.translation.ru,
            confidence: r.confidence.map(|c| c as f32),
            status: r.status,
            en_ids: r.en_ids,
            ru_ids: r.ru_ids,
            anchors: r.anchors,
            flags: r.flags,
            document: r.document,
            segment_id: r.id,
        }
    }
}

pub(super) fn write(segments: impl Iterator<Item = Segment>, out: &mut dyn Write) -> io::Result<()> {
    for segment in segments {
        serde_json::to_writer(&mut *out, &Record::from(segment))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
