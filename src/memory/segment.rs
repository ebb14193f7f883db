//! A segment: one bead with its text, as a row of a translation memory. What writers write and readers of bilingual
//! files read.

use crate::ladder::Shape;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// What people have said of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has looked at it.
    #[default]
    Auto,
    /// Seen and found right.
    Reviewed,
    /// Changed by a person.
    Edited,
    /// Found wrong.
    Rejected,
}

impl Status {
    /// All, in the order of the drop-down.
    pub const ALL: [Status; 4] = [Status::Auto, Status::Reviewed, Status::Edited, Status::Rejected];

    /// As written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Auto => "auto",
            Status::Reviewed => "reviewed",
            Status::Edited => "edited",
            Status::Rejected => "rejected",
        }
    }
}

/// What looks wrong in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Flag {
    /// A number on one side that the other side lacks.
    NumberMismatch,
    /// A name on one side that the other side lacks.
    NameMismatch,
    /// One side is far longer than the other allows for.
    LengthRatio,
    /// Both sides have the same text.
    Untranslated,
    /// Latin look-alikes inside a Cyrillic word, or the other way round.
    MixedScript,
    /// A sentence in the language of the other side.
    WrongLanguage,
    /// Found out of document order.
    Moved,
}

impl Flag {
    /// All, in the order they are written.
    pub const ALL: [Flag; 7] = [
        Flag::NumberMismatch,
        Flag::NameMismatch,
        Flag::LengthRatio,
        Flag::Untranslated,
        Flag::MixedScript,
        Flag::WrongLanguage,
        Flag::Moved,
    ];

    /// As written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Flag::NumberMismatch => "number-mismatch",
            Flag::NameMismatch => "name-mismatch",
            Flag::LengthRatio => "length-ratio",
            Flag::Untranslated => "untranslated",
            Flag::MixedScript => "mixed-script",
            Flag::WrongLanguage => "wrong-language",
            Flag::Moved => "moved",
        }
    }
}

macro_rules! text_form {
    ($($type:ty, $what:literal);*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = String;

            fn from_str(s: &str) -> Result<Self, String> {
                Self::ALL.into_iter().find(|x| x.as_str() == s).ok_or_else(|| {
                    let known: Vec<_> = Self::ALL.iter().map(|x| x.as_str()).collect();
                    format!("'{s}' is no {}; known are {}", $what, known.join(", "))
                })
            }
        }
    )*};
}

text_form!(Status, "status"; Flag, "flag");

/// One bead with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// English text, cleaned ([`crate::text::clean`]); empty in a `0-1` segment.
    pub en: String,
    /// Russian text, likewise.
    pub ru: String,
    /// Estimated probability that the segment is right, 0 to 1; `None` where the file it was read from has none.
    pub confidence: Option<f32>,
    /// How many sentences stand on each side.
    pub shape: Shape,
    /// What people have said of it.
    pub status: Status,
    /// Numbers of the English sentences in their document, from 1.
    pub en_ids: Vec<usize>,
    /// Numbers of the Russian sentences, from 1.
    pub ru_ids: Vec<usize>,
    /// What tied the two sides, strongest first, readable.
    pub anchors: Vec<String>,
    /// What looks wrong.
    pub flags: Vec<Flag>,
    /// The name of the pair.
    pub document: String,
    /// Stable across runs: [`segment_id`].
    pub segment_id: String,
}

/// A segment as a file holds it: with what the file says of it besides, which is nothing to `enru`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The segment.
    pub segment: Segment,
    /// Name and value of columns, properties, keys and attributes that are not ours, in the order of the file.
    pub extra: Vec<(String, Value)>,
}

impl From<Segment> for Unit {
    fn from(segment: Segment) -> Unit {
        Unit { segment, extra: Vec::new() }
    }
}

impl Unit {
    /// What the file says under `name`, as text; several such are joined by `; `.
    pub fn extra_text(&self, name: &str) -> Option<String> {
        let texts = self.extra.iter().filter(|(n, _)| n == name).map(|(_, value)| plain(value));
        texts.reduce(|all, next| format!("{all}; {next}"))
    }
}

/// `value` as a cell holds it: a string without quotes, everything else as JSON writes it.
pub(crate) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// The id of a segment: 16 hexadecimal digits of a BLAKE3 hash of the document name, the two cleaned texts, and the
/// ordinal (from 0) among the segments of the document that have the same texts. It does not move when text is added
/// elsewhere in the document.
pub fn segment_id(document: &str, en: &str, ru: &str, ordinal: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [document, en, ru] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&(ordinal as u64).to_le_bytes());
    hasher.finalize().to_hex()[..16].to_string()
}

/// The ids given so far: no two segments get the same. Cost: a hash a segment or two, however many have the same texts.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Each id, and the ordinal to try next for the texts whose first id it is.
    given: FxHashMap<String, usize>,
}

impl Ids {
    /// Keeps `id` for the segment that has it.
    pub(crate) fn keep(&mut self, id: String) {
        self.given.entry(id).or_insert(0);
    }

    /// The first id of these texts that no segment has.
    pub(crate) fn give(&mut self, document: &str, en: &str, ru: &str) -> String {
        let first = segment_id(document, en, ru, 0);
        let mut ordinal = self.given.get(&first).copied().unwrap_or(0);
        let mut id = segment_id(document, en, ru, ordinal);
        while self.given.contains_key(&id) {
            ordinal += 1;
            id = segment_id(document, en, ru, ordinal);
        }
        self.keep(id.clone());
        self.given.insert(first, ordinal + 1);
        id
    }
}

#[cfg(test)]
mod tests {
    use crate::memory::segment::*;

    #[test]
    fn ids_depend_on_every_part() {
        let id = segment_id("d", "a", "b", 0);
        assert_eq!(id.len(), 16);
        for other in
            [segment_id("e", "a", "b", 0), segment_id("d", "ab", "", 0), segment_id("d", "a", "b", 1)]
        {
            assert_ne!(id, other);
        }
    }

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

    /// Trying all ordinals from the first on would take hours for as many.
    #[test]
    fn many_equal_segments_get_the_ids_of_their_ordinals() {
        let mut ids = Ids::default();
        ids.keep(segment_id("d", "a", "b", 1));
        let given: Vec<_> = (0..200_000).map(|_| ids.give("d", "a", "b")).collect();
        assert_eq!(given[0], segment_id("d", "a", "b", 0));
        assert_eq!(given[1], segment_id("d", "a", "b", 2), "1 is taken");
        assert_eq!(given[199_999], segment_id("d", "a", "b", 200_000));
    }
}
