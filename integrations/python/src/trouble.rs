//! Converts errors of the library to Python exceptions. A [`Trouble`] does not need Python and can cross threads.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use std::path::{Path, PathBuf};

/// The classes of `enru.errors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The system cannot read or write a file.
    File,
    /// The content of a document cannot be used.
    Document,
    /// There is no text.
    Empty,
    /// Bytes that are invalid in the encoding.
    Encoding,
    /// More bytes than the limit.
    TooLarge,
    /// Both sides are in the same language.
    Language,
    /// An option cannot be used.
    Option,
    /// An argument that is neither text nor a file.
    Input,
    /// The caller stopped the work.
    Stopped,
    /// A bug in enru.
    Internal,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Kind::File => "FileError",
            Kind::Document => "DocumentError",
            Kind::Empty => "EmptyError",
            Kind::Encoding => "EncodingError",
            Kind::TooLarge => "TooLargeError",
            Kind::Language => "LanguageError",
            Kind::Option => "OptionError",
            Kind::Input => "InputError",
            Kind::Stopped => "StoppedError",
            Kind::Internal => "InternalError",
        }
    }
}

/// An error that will become a Python exception.
#[derive(Clone, Debug)]
pub struct Trouble {
    kind: Kind,
    file: Option<PathBuf>,
    reason: String,
}

pub type Outcome<T> = Result<T, Trouble>;

impl Trouble {
    pub fn new(kind: Kind, reason: impl Into<String>) -> Trouble {
        Trouble { kind, file: None, reason: reason.into() }
    }

    pub fn of_file(kind: Kind, file: &Path, reason: impl Into<String>) -> Trouble {
        Trouble { kind, file: Some(file.to_path_buf()), reason: reason.into() }
    }

    pub fn stopped() -> Trouble {
        Trouble::new(Kind::Stopped, "stopped before it was done")
    }

    /// The error for a panic with this message.
    pub fn internal(message: &str) -> Trouble {
        Trouble::new(Kind::Internal, format!("a fault in enru, please report it: {message}"))
    }

    /// The exception as a value.
    pub fn exception<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static ERRORS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        let errors = ERRORS.get_or_try_init(py, || py.import("enru.errors").map(Bound::unbind))?;
        let class = errors.bind(py).getattr(self.kind.class())?.cast_into::<PyType>()?;
        class.call1((self.reason.as_str(), self.file.as_deref()))
    }

    /// The exception to raise.
    pub fn raised(self, py: Python<'_>) -> PyErr {
        match self.exception(py) {
            Ok(exception) => PyErr::from_value(exception),
            Err(_) => PyRuntimeError::new_err(self.reason),
        }
    }
}

impl From<enru::Error> for Trouble {
    fn from(error: enru::Error) -> Trouble {
        use enru::Error;
        let message = error.to_string();
        let (kind, file) = match &error {
            Error::Io { path, .. } | Error::Folder(path) | Error::Exists(path) => (Kind::File, path),
            Error::Empty(path) => (Kind::Empty, path),
            Error::Encoding { path, .. } | Error::TwoEncodings { path, .. } => (Kind::Encoding, path),
            Error::TooLarge { path, .. } => (Kind::TooLarge, path),
            Error::SameLanguage { first, .. } => {
                return Trouble::of_file(Kind::Language, first, message);
            }
            Error::Parse { path, line, message } => {
                return Trouble::of_file(Kind::Document, path, format!("line {line}: {message}"));
            }
            Error::Binary { path, .. } | Error::Unusable { path, .. } => (Kind::Document, path),
            _ => return Trouble::new(Kind::Document, message),
        };
        let named = format!("{}: ", file.display());
        Trouble::of_file(kind, file, message.strip_prefix(&named).unwrap_or(&message))
    }
}

impl From<enru::SameLanguage> for Trouble {
    fn from(error: enru::SameLanguage) -> Trouble {
        Trouble::new(Kind::Language, error.to_string())
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}: {}", file.display(), self.reason),
            None => f.write_str(&self.reason),
        }
    }
}
