//! Errors of files: each names the file and the cause. Aligning texts in memory cannot fail.
//!
//! No message names an option of the command line: programs have their own ways to set what a message asks for, and the
//! command line adds its options by the variant.

use crate::document::Lang;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried, such as `read`.
        action: &'static str,
        /// What the system reports.
        source: io::Error,
    },
    /// A folder where a file was expected.
    Folder(PathBuf),
    /// There is no text in the file.
    Empty(PathBuf),
    /// The file is not text in any encoding or format known here.
    Binary {
        /// The file.
        path: PathBuf,
        /// Byte offset of what gives it away.
        offset: usize,
    },
    /// Bytes that the encoding does not know.
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding that was tried.
        encoding: String,
        /// Byte offset of the first.
        offset: usize,
        /// How many.
        count: usize,
    },
    /// Lines in two encodings: whichever is chosen, a part would be gibberish.
    TwoEncodings {
        /// The file.
        path: PathBuf,
        /// The first line in the second encoding, from 1.
        line: usize,
        /// Both, in the order met.
        encodings: [String; 2],
    },
    /// More bytes than are read into memory.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes are read.
        max: u64,
    },
    /// Both files are in one language.
    SameLanguage {
        /// The first file.
        first: PathBuf,
        /// The second file.
        second: PathBuf,
        /// The language of both.
        lang: Lang,
    },
    /// A file that exists is not overwritten.
    Exists(PathBuf),
    /// A file whose content does not follow its format.
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what was expected.
        message: String,
    },
    /// A file that cannot be used for what was asked.
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        message: String,
    },
}

impl Error {
    /// A file that cannot be used; `message` says why and what to do.
    pub(crate) fn unusable(path: &Path, message: impl Into<String>) -> Error {
        Error::Unusable { path: path.to_path_buf(), message: message.into() }
    }

    /// An I/O error at `path`; `action` is the verb, such as `read`.
    pub fn io(path: &Path, action: &'static str, source: io::Error) -> Error {
        Error::Io { path: path.to_path_buf(), action, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            // What the limit of a process refuses, the system calls out of memory.
            Error::Io { path, action, source } if source.kind() == io::ErrorKind::OutOfMemory => {
                write!(f, "{}: cannot {action}: needed more memory than allowed", path.display())
            }
            Error::Io { path, action, source } => write!(f, "{}: cannot {action}: {source}", path.display()),
            Error::Folder(path) => write!(f, "{}: is a folder; a file is expected", path.display()),
            Error::Empty(path) => write!(f, "{}: is empty: there is no text to read", path.display()),
            Error::Binary { path, offset } => write!(
                f,
                "{}: is not text (a NUL or control byte at offset {offset}); convert it to text, DOCX or HTML first",
                path.display()
            ),
            Error::Encoding { path, encoding, offset, count } => {
                write!(f, "{}: byte {offset} is not valid {encoding} ({count} such places)", path.display())
            }
            Error::TwoEncodings { path, line, encodings: [first, second] } => write!(
                f,
                "{}: is in more than one encoding: {first}, and from line {line} {second}; convert it to one",
                path.display()
            ),
            Error::TooLarge { path, max } => write!(
                f,
                "{}: has more than {max} bytes, the limit set; aligning takes 3 to 4 times the size of a file in memory",
                path.display()
            ),
            Error::SameLanguage { first, second, lang } => write!(
                f,
                "{} and {}: both are in {}; give one English and one Russian file",
                first.display(),
                second.display(),
                lang.name()
            ),
            Error::Exists(path) => write!(f, "{}: already exists", path.display()),
            Error::Parse { path, line, message } => write!(f, "{}:{line}: {message}", path.display()),
            Error::Unusable { path, message } => write!(f, "{}: {message}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The result of everything that touches files.
pub type Result<T, E = Error> = std::result::Result<T, E>;
