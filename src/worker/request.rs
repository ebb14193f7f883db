//! Requests: `docs/schema/request.json`.

use super::failure::{Code, Failure, text_of};
use serde::Deserialize;
use serde_json::Value;

/// A pair of documents to align.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// A string or a whole number, which the answer repeats.
    #[serde(default)]
    id: Value,
    en: Option<String>,
    ru: Option<String>,
    en_path: Option<String>,
    ru_path: Option<String>,
    /// How to align this pair.
    #[serde(default)]
    pub options: Options,
    /// The line of the request, from 1.
    #[serde(skip)]
    pub line: u64,
}

/// How to align one pair.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Both sides have one sentence per line.
    pub lines: bool,
    /// Whether to return unpaired sentences too.
    pub keep_unaligned: bool,
    /// Segments below this confidence are left out.
    pub min_confidence: f32,
}

/// The two documents, as texts or files.
pub(super) enum Source<'a> {
    Texts { en: &'a str, ru: &'a str },
    Paths { en: &'a str, ru: &'a str },
}

#[derive(Deserialize)]
struct OnlyId {
    #[serde(default)]
    id: Value,
}

impl Request {
    /// Parses a request from a line of JSON. `line` is its number, from 1.
    ///
    /// # Errors
    /// [`Code::Request`], with the id if it can be parsed.
    pub fn parse(json: &[u8], line: u64) -> Result<Request, Failure> {
        let known = |id: &Value| id.is_string() || id.is_u64() || id.is_i64();
        let failed = |id: Value, message: String| {
            let id = if known(&id) { id } else { Value::Null };
            Failure::new(Code::Request, message).at(id, line)
        };
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        match serde_json::from_slice::<Request>(json) {
            Ok(request) if !known(&request.id) => {
                Err(failed(request.id, "`id` must be a string or a whole number".to_string()))
            }
            Ok(request) if !(0.0..=1.0).contains(&request.options.min_confidence) => {
                Err(failed(request.id, "`min_confidence` must be a number from 0 to 1".to_string()))
            }
            Ok(request) => Ok(Request { line, ..request }),
            Err(error) => {
                let id = serde_json::from_slice::<OnlyId>(json).map_or(Value::Null, |only| only.id);
                Err(failed(id, format!("line {line}: {error}")))
            }
        }
    }

    /// The id.
    pub fn id(&self) -> &Value {
        &self.id
    }

    /// The id as text: the name of the pair.
    pub fn name(&self) -> String {
        text_of(&self.id)
    }

    pub(super) fn source(&self) -> Result<Source<'_>, Failure> {
        match (&self.en, &self.ru, &self.en_path, &self.ru_path) {
            (Some(en), Some(ru), None, None) => Ok(Source::Texts { en, ru }),
            (None, None, Some(en), Some(ru)) => Ok(Source::Paths { en, ru }),
            _ => Err(Failure::new(Code::Request, "give `en` and `ru`, or `en_path` and `ru_path`")),
        }
    }
}
