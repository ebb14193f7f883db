//! The failure of a job, as shown on the page: a kind, for which the page has a sentence in each language, and
//! details.

use enru::Error;
use serde::Serialize;

/// The failure of a job.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// The name of a text of the page.
    kind: &'static str,
    /// The details, with the name of the file.
    pub message: String,
}

impl Failure {
    /// An invalid request, which is a bug of the page.
    pub fn request(message: &str) -> Failure {
        Failure { kind: "request", message: message.to_string() }
    }

    /// A file that the browser cannot read.
    pub fn unreadable(name: &str) -> Failure {
        let message = format!("{name}: the browser cannot read it; it was moved, changed or deleted");
        Failure { kind: "unreadable", message }
    }

    /// Two documents of which one has no text.
    pub fn empty(name: &str) -> Failure {
        Failure { kind: "empty", message: format!("{name}: no text") }
    }

    /// As JSON for the page.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("two texts")
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let kind = match &error {
            Error::Empty(_) => "empty",
            Error::Encoding { .. } => "encoding",
            Error::TooLarge { .. } => "tooLarge",
            _ => "unusable",
        };
        Failure { kind, message: error.to_string() }
    }
}
