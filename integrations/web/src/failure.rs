//! Why a job failed, as the page shows it: a kind that it has a sentence for in each language, and the details.

use enru::Error;
use serde::Serialize;

/// Why a job failed.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// The name of a text of the page.
    kind: &'static str,
    /// What happened, with the name of the file.
    pub message: String,
}

impl Failure {
    /// A request that the page should not have made.
    pub fn request(message: &str) -> Failure {
        Failure { kind: "request", message: message.to_string() }
    }

    /// A file that the browser does not give.
    pub fn unreadable(name: &str) -> Failure {
        let message = format!("{name}: the browser cannot read it; it was moved, changed or deleted");
        Failure { kind: "unreadable", message }
    }

    /// Documents of which one has no text.
    pub fn empty(name: &str) -> Failure {
        Failure { kind: "empty", message: format!("{name}: no text") }
    }

    /// As the page reads it.
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
