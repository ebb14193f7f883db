//! Errors of files: each names the file and the cause. Aligning texts in memory cannot fail.
//!
//! No message names a command-line option, since programs that use the library have their own options. The command line
//! adds advice by variant.

use crate::document::Lang;
use std::any::Any;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error about a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// The failed action, such as `read`.
        action: &'static str,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A folder where a file was expected.
    Folder(PathBuf),
    /// A file without text.
    Empty(PathBuf),
    /// A file that is neither text nor a known format.
    Binary {
        /// The file.
        path: PathBuf,
        /// Offset of the first byte that text cannot have.
        offset: usize,
    },
    /// Bytes that are invalid in the encoding.
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding that was tried.
        encoding: String,
        /// Offset of the first invalid byte.
        offset: usize,
        /// The number of invalid sequences.
        count: usize,
    },
    /// A file with lines in two encodings. With either encoding, part of the text would be garbled.
    TwoEncodings {
        /// The file.
        path: PathBuf,
        /// The first line in the second encoding, from 1.
        line: usize,
        /// Both encodings, in order of appearance.
        encodings: [String; 2],
    },
    /// A file above the size limit.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
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
    /// An output file that exists already.
    Exists(PathBuf),
    /// A file whose content does not follow its format.
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what was expected.
        message: String,
    },
    /// Reading or aligning was given up, because [`InputOptions::stop`](crate::io::InputOptions::stop) or
    /// [`AlignOptions::stop`](crate::align::AlignOptions::stop) said to.
    Stopped {
        /// The file, or the name of the pair.
        path: PathBuf,
    },
    /// A file that cannot be used for this purpose.
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        message: String,
    },
}

impl Error {
    /// Creates [`Error::Unusable`]. `message` says why and what to do.
    pub(crate) fn unusable(path: &Path, message: impl Into<String>) -> Error {
        Error::Unusable { path: path.to_path_buf(), message: message.into() }
    }

    /// An I/O error at `path`; `action` is the verb, such as `read`. An error of this type that passed through a reader
    /// is itself.
    pub fn io(path: &Path, action: &'static str, source: io::Error) -> Error {
        source.downcast::<Error>().unwrap_or_else(|source| Error::Io {
            path: path.to_path_buf(),
            action,
            source,
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            // The operating system reports a process limit as out of memory.
            Error::Io { path, action, source } if source.kind() == io::ErrorKind::OutOfMemory => {
                write!(f, "{}: cannot {action}: needed more memory than allowed", path.display())
            }
            Error::Io { path, action, source } => {
                write!(f, "{}: cannot {action}: {}", path.display(), without_number(source))?;
                if is_held(source) && path.is_file() {
                    f.write_str("; it may be open in another program, such as Excel, or write-protected")?;
                }
                Ok(())
            }
            Error::Folder(path) => write!(f, "{}: is a folder; expected a file", path.display()),
            Error::Empty(path) => write!(f, "{}: is empty: there is no text to read", path.display()),
            Error::Binary { path, offset } => write!(
                f,
                "{}: is not text (a NUL or control byte at offset {offset}); convert it to text, DOCX or HTML first",
                path.display()
            ),
            Error::Encoding { path, encoding, offset, count } => {
                write!(
                    f,
                    "{}: byte {offset} is not valid {encoding} ({count} such {})",
                    path.display(),
                    if *count == 1 { "place" } else { "places" }
                )
            }
            Error::TwoEncodings { path, line, encodings: [first, second] } => write!(
                f,
                "{}: is in more than one encoding: {first}, and from line {line} {second}; convert it to one",
                path.display()
            ),
            Error::TooLarge { path, max } => write!(
                f,
                "{}: has more than {max} bytes, the limit; aligning needs 3 to 4 times the file size in memory",
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
            Error::Stopped { path } => write!(f, "{}: stopped before it was done", path.display()),
            Error::Unusable { path, message } => write!(f, "{}: {message}", path.display()),
        }
    }
}

/// What the system says, without the number of the message and the dot at its end.
fn without_number(error: &io::Error) -> String {
    let message = error.to_string();
    let number = error.raw_os_error().map(|code| format!(" (os error {code})"));
    let words = number.and_then(|number| message.strip_suffix(&number)).unwrap_or(&message);
    words.trim_end_matches('.').to_string()
}

/// Whether the system may have refused a file because another program has it open. Only Windows does so; the codes are
/// `ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`.
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error().is_some_and(|code| [5, 32, 33].contains(&code))
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The message of a caught panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

/// The result of functions that read or write files.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_no_numbers_of_the_system() {
        let error = Error::io(Path::new("a.txt"), "read", io::Error::from_raw_os_error(2));
        let message = error.to_string();
        assert!(message.starts_with("a.txt: cannot read: ") && !message.contains("os error"), "{message}");
        let own = Error::io(Path::new("a.txt"), "read", io::Error::other("the list ends early"));
        assert_eq!(own.to_string(), "a.txt: cannot read: the list ends early");
    }
}
