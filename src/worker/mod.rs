//! A request in, an answer out: what `enru worker` does with each line, as a function without memory.
//!
//! The answer depends on the request, the lexicon and the reading options only (and on the files it names), so the same
//! requests give the same answers in any order, on any number of machines. The one exception is the caller's deadline.

mod failure;
mod lines;
mod request;
mod response;
mod shard;

pub use failure::{Cause, Code, Failure};
pub use lines::{Line, Lines};
pub use request::{Options, Request};
pub use response::{Response, Stats, Success};
pub use shard::Shard;

use crate::align::{AlignOptions, Aligner};
use crate::bitext::Bitext;
use crate::document::{EnRu, Sentences};
use crate::error::Error;
use crate::pipeline::{PairReader, ReadPair, suspicions};
use crate::read::Notice;
use request::Source;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The version of the requests and answers, raised when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// What answers requests. Cheap to clone, free to share between threads.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    /// Aligns the documents.
    pub aligner: Aligner,
    /// Reads the texts and the files that requests name.
    pub reader: PairReader,
    /// The folder below which requests may name files; none may be named where `None`.
    pub root: Option<PathBuf>,
}

impl Worker {
    /// The answer to `request`. `go_on` is asked before each step of the work and each window of the alignment, the
    /// longest of which takes about a second; once it says no, the answer is [`Code::Timeout`]. Whatever goes wrong, a
    /// panic too, is in the answer.
    pub fn answer(&self, request: &Request, go_on: &dyn Fn() -> bool) -> Response {
        let work = AssertUnwindSafe(|| {
            let (bitext, notices) = self.align(request, go_on)?;
            Ok(Success::new(request, &bitext, suspicions(&bitext), &notices))
        });
        let result = catch_unwind(work).unwrap_or_else(|panic| Err(Failure::internal(message(&*panic))));
        match result {
            Ok(success) => Response::Success(success),
            Err(failure) => Response::Failure(failure.at(request.id().clone(), request.line)),
        }
    }

    fn align(&self, request: &Request, go_on: &dyn Fn() -> bool) -> Result<(Bitext, Vec<Notice>), Failure> {
        let (pair, notices) = self.sentences(request)?;
        for (side, name) in [(pair.en(), "English"), (pair.ru(), "Russian")] {
            if side.is_empty() {
                let message = format!("the {name} side has no text; there is nothing to align");
                return Err(Failure::new(Code::Empty, message));
            }
        }
        let late = || Failure::new(Code::Timeout, "took longer than is allowed for a document");
        let stop = || !go_on();
        let aligned = self.aligner.align_with(pair, &AlignOptions::default().stop(&stop));
        Ok((aligned.map_err(|_| late())?.bitext.named(request.name()), notices))
    }

    fn sentences(&self, request: &Request) -> Result<(EnRu<Sentences>, Vec<Notice>), Failure> {
        let lines = self.reader.lines || request.options.lines;
        let reader = PairReader { lines, ..self.reader.clone() };
        match request.source()? {
            Source::Texts { en, ru } => Ok((reader.of_texts(en, ru), Vec::new())),
            Source::Paths { en, ru } => {
                let paths = [self.below_root(en)?, self.below_root(ru)?];
                for (path, read) in paths.iter().zip(&reader.read) {
                    admit(path, read.input.max_bytes())?;
                }
                let ReadPair { sentences, readings } = reader.open(paths[0].as_path(), paths[1].as_path())?;
                Ok((sentences, readings.into_iter().flat_map(|reading| reading.notices).collect()))
            }
        }
    }
}

impl Worker {
    /// The file that a request names, if requests may name it: below the root, also when all links are followed.
    fn below_root(&self, path: &str) -> Result<PathBuf, Failure> {
        let Some(root) = &self.root else {
            return Err(Failure::new(
                Code::Forbidden,
                "this worker reads no files; start it with a root folder",
            ));
        };
        let path = root.join(path);
        let found = path.canonicalize().map_err(|e| Error::io(&path, "read", e))?;
        let root = root.canonicalize().map_err(|e| Error::io(root, "read", e))?;
        if found.starts_with(&root) {
            return Ok(found);
        }
        Err(Failure::new(Code::Forbidden, format!("{}: is not below {}", path.display(), root.display())))
    }
}

/// Only files of a size that fits: a pipe or a device could keep the worker for ever.
fn admit(path: &Path, max_bytes: u64) -> Result<(), Failure> {
    let metadata = path.metadata().map_err(|e| Error::io(path, "read", e))?;
    if !metadata.is_file() {
        let message = "is not a regular file; give a text document".to_string();
        return Err(Error::Unusable { path: path.to_path_buf(), message }.into());
    }
    if metadata.len() > max_bytes {
        let message = format!("{}: {} bytes, {} are allowed", path.display(), metadata.len(), max_bytes);
        return Err(Failure::new(Code::TooLarge, message));
    }
    Ok(())
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(json: &str) -> Request {
        Request::parse(json.as_bytes(), 1).unwrap()
    }

    fn code(response: &Response) -> Option<Code> {
        match response {
            Response::Success(_) => None,
            Response::Failure(failure) => Some(failure.error.code),
        }
    }

    #[test]
    fn a_panic_is_an_answer() {
        let pair = request(r#"{"id": 1, "en": "One.", "ru": "Раз."}"#);
        let response = Worker::default().answer(&pair, &|| panic!("index {} is out of range", 7));
        let Response::Failure(failure) = response else { panic!("not told") };
        assert_eq!((failure.error.code, failure.line), (Code::Internal, 1));
        assert!(failure.error.message.ends_with("index 7 is out of range"));
    }

    #[test]
    fn the_work_is_given_up_when_told_to() {
        let pair = request(r#"{"id": 1, "en": "One. Two.", "ru": "Раз. Два."}"#);
        assert_eq!(code(&Worker::default().answer(&pair, &|| true)), None);
        let asked = std::cell::Cell::new(0);
        for allowed in 0..20 {
            asked.set(0);
            let go_on = || {
                asked.set(asked.get() + 1);
                asked.get() <= allowed
            };
            let given_up = code(&Worker::default().answer(&pair, &go_on)) == Some(Code::Timeout);
            assert_eq!(given_up, asked.get() > allowed, "{allowed}");
        }
        assert!((5..20).contains(&asked.get()), "{}", asked.get());
    }
}
