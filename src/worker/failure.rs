//! Why a request has no alignment for an answer.

use crate::error::Error;
use serde::Serialize;
use serde_json::Value;

/// Why a pair was not aligned.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// The id of the request, null where none can be made out.
    pub id: Value,
    pub(super) ok: bool,
    /// The line of the input, from 1.
    pub line: u64,
    /// What happened.
    pub error: Cause,
}

/// What happened, for programs and for people.
#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    /// For programs.
    pub code: Code,
    /// For people.
    pub message: String,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// The line is no request.
    Request,
    /// The line or a file is longer than allowed.
    TooLarge,
    /// The alignment took longer than allowed.
    Timeout,
    /// A side has no text.
    Empty,
    /// A file cannot be read.
    Unreadable,
    /// A file is not what can be aligned.
    Unusable,
    /// A file that the request may not name.
    Forbidden,
    /// The process that worked on the pair ended, or needed too much memory.
    Crashed,
    /// A mistake in enru.
    Internal,
}

impl Failure {
    /// A failure of a request that is not told yet: see [`Failure::at`].
    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure { id: Value::Null, ok: false, line: 0, error: Cause { code, message: message.into() } }
    }

    /// The id as text, or the number of the line where there is none.
    pub fn name(&self) -> String {
        if self.id.is_null() { format!("line {}", self.line) } else { text_of(&self.id) }
    }

    pub(super) fn internal(message: &str) -> Failure {
        Failure::new(Code::Internal, format!("internal error, please report it: {message}"))
    }

    /// The same failure, of the request with this id in this line.
    pub fn at(self, id: Value, line: u64) -> Failure {
        Failure { id, line, ..self }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let code = match error {
            Error::Io { .. } => Code::Unreadable,
            Error::Empty(_) => Code::Empty,
            Error::TooLarge { .. } => Code::TooLarge,
            _ => Code::Unusable,
        };
        Failure::new(code, error.to_string())
    }
}

/// An id as text.
pub(super) fn text_of(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
