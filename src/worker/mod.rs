//! Answers requests: what `enru worker` does with each line, as a stateless function.
//!
//! The answer depends only on the request, its files, the lexicon and the reading options, so the same requests get the
//! same answers in any order and on any number of machines. The only exception is the time limit of the caller. Cost:
//! that of reading and aligning the pair, and a copy of its texts.

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
use crate::error::{Error, panic_message};
use crate::pipeline::{PairReader, ReadPair, suspicions};
use crate::read::Notice;
use request::Source;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The version of requests and answers. It increases when a field changes its meaning or is removed.
pub const SCHEMA_VERSION: u32 = 1;

/// Answers requests. Cheap to clone and shareable between threads.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    /// Aligns the documents.
    pub aligner: Aligner,
    /// Reads the texts and the files that requests name.
    pub reader: PairReader,
    /// The folder that requests may read files from; `None` allows no files.
    pub root: Option<PathBuf>,
}

impl Worker {
    /// Answers `request`. Calls `go_on` before each step and each window of the alignment, at least about once per
    /// second. If it returns false, the answer is [`Code::Timeout`]. Every error, including a panic, is in the answer.
    pub fn answer(&self, request: &Request, go_on: &dyn Fn() -> bool) -> Response {
        let work = AssertUnwindSafe(|| {
            let (bitext, notices) = self.align(request, go_on)?;
            Ok(Success::new(request, &bitext, suspicions(&bitext), &notices))
        });
        let result =
            catch_unwind(work).unwrap_or_else(|panic| Err(Failure::internal(panic_message(&*panic))));
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
        let late = || Failure::new(Code::Timeout, "exceeded the time limit for a document");
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
    /// The file that a request names, if it is below the root after following all links.
    fn below_root(&self, path: &str) -> Result<PathBuf, Failure> {
        let Some(root) = &self.root else {
            return Err(Failure::new(
                Code::Forbidden,
                "this worker does not read files; start it with a root folder",
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

/// Accepts only regular files within the size limit. A pipe or a device could block the worker forever.
fn admit(path: &Path, max_bytes: u64) -> Result<(), Failure> {
    let metadata = path.metadata().map_err(|e| Error::io(path, "read", e))?;
    if !metadata.is_file() {
        let message = "is not a regular file; give a text document".to_string();
        return Err(Error::Unusable { path: path.to_path_buf(), message }.into());
    }
    if metadata.len() > max_bytes {
        let message = format!("{}: {} bytes; the limit is {}", path.display(), metadata.len(), max_bytes);
        return Err(Failure::new(Code::TooLarge, message));
    }
    Ok(())
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
        let Response::Failure(failure) = response else { panic!("not a failure") };
        assert_eq!((failure.error.code, failure.line), (Code::Internal, 1));
        assert!(failure.error.message.ends_with("index 7 is out of range"));
    }

    #[test]
    fn alignment_stops_when_go_on_returns_false() {
        let pair = request(r#"{"id": 1, "en": "One. Two.", "ru": "Раз. Два."}"#);
        assert_eq!(code(&Worker::default().answer(&pair, &|| true)), None);
        let asked = std::cell::Cell::new(0);
        for allowed in 0..100 {
            asked.set(0);
            let go_on = || {
                asked.set(asked.get() + 1);
                asked.get() <= allowed
            };
            let given_up = code(&Worker::default().answer(&pair, &go_on)) == Some(Code::Timeout);
            assert_eq!(given_up, asked.get() > allowed, "{allowed}");
        }
        assert!((5..100).contains(&asked.get()), "{}", asked.get());
    }
}
