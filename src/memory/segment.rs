//! Segments: beads with their text, as rows of a translation memory. All readers and writers use them.

use crate::document::Lang;
use crate::ladder::Shape;
use crate::text::suggest::names;
use rustc_hash::FxHashMap;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// The decision of a person about a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not reviewed.
    #[default]
    Auto,
    /// Approved.
    Reviewed,
    /// The text was changed.
    Edited,
    /// Wrong.
    Rejected,
}

names!(Status, "status", as_str, {
    Auto => "auto",
    Reviewed => "reviewed",
    Edited => "edited",
    Rejected => "rejected",
});

/// Likely errors in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Flag {
    /// A number is on one side only.
    NumberMismatch,
    /// A name is on one side only.
    NameMismatch,
    /// One side is too long for the other.
    LengthRatio,
    /// Both sides have the same text.
    Untranslated,
    /// A word mixes Latin and Cyrillic letters.
    MixedScript,
    /// A sentence is in the language of the other side.
    WrongLanguage,
    /// Found out of document order.
    Moved,
    /// One of several sentences of a side does not improve the match: its translation may be missing.
    PartUnmatched,
    /// The two sides share no word, name or number.
    NoTie,
}

names!(Flag, "flag", as_str, {
    NumberMismatch => "number-mismatch",
    NameMismatch => "name-mismatch",
    LengthRatio => "length-ratio",
    Untranslated => "untranslated",
    MixedScript => "mixed-script",
    WrongLanguage => "wrong-language",
    Moved => "moved",
    PartUnmatched => "part-unmatched",
    NoTie => "no-tie",
});

/// One bead with its text: a row of a table, a line of JSONL, a translation unit of TMX.
///
/// All readers return segments and all writers take them. With serde, a segment is a line of JSONL in the format of
/// Hugging Face `datasets` for translation.
///
/// ```
/// use enru::{Segment, Status};
///
/// let mut segment = Segment::new("The well is deep.", "Колодец глубокий.");
/// segment.status = Status::Reviewed;
/// assert_eq!(segment.shape.to_string(), "1-1");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Record", into = "Record")]
#[non_exhaustive]
pub struct Segment {
    /// English text, cleaned ([`crate::text::clean`]); empty in a `0-1` segment.
    pub en: String,
    /// Russian text, cleaned; empty in a `1-0` segment.
    pub ru: String,
    /// The source language.
    pub source: Lang,
    /// Estimated probability that the segment is right, 0 to 1; `None` if the file has none.
    pub confidence: Option<f32>,
    /// The number of sentences on each side.
    pub shape: Shape,
    /// The decision of a person.
    pub status: Status,
    /// Numbers of the English sentences in their document, from 1.
    pub en_ids: Vec<usize>,
    /// Numbers of the Russian sentences, from 1.
    pub ru_ids: Vec<usize>,
    /// The anchors that both sides share, strongest first, in readable form.
    pub anchors: Vec<String>,
    /// What looks wrong.
    pub flags: Vec<Flag>,
    /// The name of the pair of documents.
    pub document: String,
    /// The id, which is stable across runs: [`segment_id`](crate::memory::segment_id). Empty if the file has none.
    pub segment_id: String,
    /// Fields of the source file that enru preserves without interpreting them: columns, properties, keys and
    /// attributes by name, in the order of the file. A name may occur more than once.
    pub extra: Vec<(String, Value)>,
}

impl Segment {
    /// Creates a segment of two texts, each of one sentence, or none if it is empty. All other fields have their
    /// defaults.
    pub fn new(en: impl Into<String>, ru: impl Into<String>) -> Segment {
        let (en, ru) = (en.into(), ru.into());
        let shape = Shape { en: usize::from(!en.is_empty()), ru: usize::from(!ru.is_empty()) };
        Segment { en, ru, shape, ..Segment::default() }
    }

    /// The text in `lang`.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }

    /// A mutable reference to the text in `lang`.
    pub fn text_mut(&mut self, lang: Lang) -> &mut String {
        match lang {
            Lang::En => &mut self.en,
            Lang::Ru => &mut self.ru,
        }
    }

    /// Whether both sides have text.
    pub fn is_paired(&self) -> bool {
        !self.en.is_empty() && !self.ru.is_empty()
    }

    /// The preserved field `name` as text. Several fields of that name are joined by a semicolon and a space.
    pub fn extra_text(&self, name: &str) -> Option<String> {
        let texts = self.extra.iter().filter(|(n, _)| n == name).map(|(_, value)| plain(value));
        texts.reduce(|all, next| all + JOINT + &next)
    }
}

/// The serde representation of a [`Segment`]: the texts are in a nested object, source language first.
#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(default)]
    id: Option<String>,
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
    #[serde(flatten)]
    extra: Fields,
}

/// The keys of [`Record`]. A preserved field with one of these names gets the prefix `x-`.
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

/// The key of the preserved field `name` in JSONL and Parquet.
pub(crate) fn key(name: &str) -> String {
    if KEYS.contains(&name) { format!("x-{name}") } else { name.to_string() }
}

/// The two texts, in the order of the file.
struct Texts {
    en: String,
    ru: String,
    source: Lang,
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sides = [("en", &self.en), ("ru", &self.ru)];
        let order = if self.source == Lang::En { [0, 1] } else { [1, 0] };
        serializer.collect_map(order.map(|side: usize| sides[side]))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
        let mut texts = Texts { en: String::new(), ru: String::new(), source: Lang::En };
        let fields = Fields::deserialize(deserializer)?.0;
        let mut sides = fields.into_iter().filter(|(name, _)| name == "en" || name == "ru").peekable();
        if sides.peek().is_none() {
            return Err(D::Error::missing_field("en"));
        }
        texts.source = if sides.peek().is_some_and(|(name, _)| name == "ru") { Lang::Ru } else { Lang::En };
        for (name, value) in sides {
            let side = if name == "en" { &mut texts.en } else { &mut texts.ru };
            match value {
                Value::String(text) => *side = text,
                Value::Null => {}
                other => return Err(D::Error::custom(format!("'{name}' is {other}, expected a text"))),
            }
        }
        Ok(texts)
    }
}

/// The entries of a map in order.
#[derive(Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, Value)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut fields = Fields::default();
                while let Some(entry) = map.next_entry()? {
                    fields.0.push(entry);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl From<Segment> for Record {
    fn from(s: Segment) -> Record {
        // A JSON object has each key once, so TMX properties with the same name are joined.
        let (mut extra, mut places) = (Fields::default(), FxHashMap::<String, usize>::default());
        for (name, value) in s.extra {
            let key = key(&name);
            match places.get(&key).copied() {
                Some(place) => append(&mut extra.0[place].1, &value),
                None => {
                    places.insert(key.clone(), extra.0.len());
                    extra.0.push((key, value));
                }
            }
        }
        Record {
            extra,
            id: Some(s.segment_id),
            translation: Texts { en: s.en, ru: s.ru, source: s.source },
            confidence: s.confidence.map(rounded),
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
            source: r.translation.source,
            confidence: r.confidence.map(|c| c as f32),
            status: r.status,
            en_ids: r.en_ids,
            ru_ids: r.ru_ids,
            anchors: r.anchors,
            flags: r.flags,
            document: r.document,
            segment_id: r.id.unwrap_or_default(),
            extra: r.extra.0,
        }
    }
}

/// Rounds a confidence or another share to three decimals, as in files and reports.
pub fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1000.0).round() / 1000.0
}

/// The separator between preserved fields of the same name.
const JOINT: &str = "; ";

/// Converts `value` to text and appends `other`.
fn append(value: &mut Value, other: &Value) {
    if !value.is_string() {
        *value = Value::String(plain(value));
    }
    if let Value::String(text) = value {
        text.push_str(JOINT);
        text.push_str(&plain(other));
    }
}

/// `value` as a table cell: a string without quotes, other values as JSON.
pub(crate) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

#[cfg(test)]
mod tests {
    use crate::memory::segment::*;

    #[test]
    fn status_and_flags_read_what_they_write() {
        for status in Status::ALL {
            assert_eq!(status.to_string().parse(), Ok(status));
        }
        for flag in Flag::ALL {
            assert_eq!(flag.to_string().parse(), Ok(flag));
        }
        assert!("fine".parse::<Status>().unwrap_err().contains("auto, reviewed"));
    }
}
