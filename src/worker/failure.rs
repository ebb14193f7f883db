//! Failures of requests.

use crate::error::Error;
use serde::Serialize;
use serde_json::Value;

/// Why a pair was not aligned.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// The id of the request; null if it is unknown.
    pub id: Value,
    pub(super) ok: bool,
    /// The input line, from 1.
    pub line: u64,
    /// The cause.
    pub error: Cause,
}

/// The cause of a failure, for programs and for people.
#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    /// For programs.
    pub code: Code,
    /// For people.
    pub message: String,
}

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// The line is not a valid request.
    Request,
    /// The line or a file exceeds the size limit.
    TooLarge,
    /// The alignment exceeded the time limit.
    Timeout,
    /// A side has no text.
    Empty,
    /// A file cannot be read.
    Unreadable,
    /// A file cannot be aligned.
    Unusable,
    /// The request may not read this file.
    Forbidden,
    /// The child process ended unexpectedly or needed too much memory.
    Crashed,
    /// A bug in enru.
    Internal,
}

impl Failure {
    /// Creates a failure without id and line; [`Failure::at`] adds them.
    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure { id: Value::Null, ok: false, line: 0, error: Cause { code, message: message.into() } }
    }

    /// The id as text, or the line number if there is no id.
    pub fn name(&self) -> String {
        if self.id.is_null() { format!("line {}", self.line) } else { text_of(&self.id) }
    }

    pub(super) fn internal(message: &str) -> Failure {
        Failure::new(Code::Internal, format!("internal error, please report it: {message}"))
    }

    /// Sets the id and the line.
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
