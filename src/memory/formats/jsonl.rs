//! JSON Lines in the shape Hugging Face `datasets` has for translation: an object a line, UTF-8, no byte order mark.

use crate::ladder::Shape;
use crate::memory::segment::{Flag, Segment, Status, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A line. The texts stand in `translation`, everything else is named as the columns of CSV are.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(default)]
    pub(crate) id: String,
    pub(crate) translation: Texts,
    #[serde(default)]
    pub(crate) confidence: Option<f64>,
    #[serde(default)]
    pub(crate) shape: Option<String>,
    #[serde(default)]
    pub(crate) status: Status,
    #[serde(default)]
    pub(crate) en_ids: Vec<usize>,
    #[serde(default)]
    pub(crate) ru_ids: Vec<usize>,
    #[serde(default)]
    pub(crate) anchors: Vec<String>,
    #[serde(default)]
    pub(crate) flags: Vec<Flag>,
    #[serde(default)]
    pub(crate) document: String,
    #[serde(flatten)]
    extra: BTreeMap<String, Value>,
}

/// The keys that are ours; others of these names are written with `x-` before them.
const KEYS: [&str; 10] = [
    "id",
    "translation",
    "confidence",
    "shape",
    "status",
    "en_ids",
    "ru_ids",
    "anchors",
    "flags",
    "document",
];

#[derive(Serialize, Deserialize)]
pub(crate) struct Texts {
    pub(crate) en: String,
    pub(crate) ru: String,
}

/// The key of what a file says besides.
pub(crate) fn key(name: &str) -> String {
    if KEYS.contains(&name) { format!("x-{name}") } else { name.to_string() }
}

impl From<Unit> for Record {
    fn from(unit: Unit) -> Record {
        let mut extra = BTreeMap::new();
        for (name, value) in &unit.extra {
            let key = key(name);
            // What stands there several times, as properties of TMX may, is one text.
            let again = extra.contains_key(&key).then(|| unit.extra_text(name)).flatten();
            extra.insert(key, again.map_or_else(|| value.clone(), Value::String));
        }
        let s = unit.segment;
        Record {
            extra,
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

impl From<Record> for Unit {
    fn from(r: Record) -> Unit {
        let shape = r.shape.and_then(|s| s.parse().ok());
        let segment = Segment {
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
        };
        Unit { segment, extra: r.extra.into_iter().collect() }
    }
}

pub(crate) fn write(units: impl Iterator<Item = Unit>, out: &mut dyn Write) -> io::Result<()> {
    for unit in units {
        serde_json::to_writer(&mut *out, &Record::from(unit))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
