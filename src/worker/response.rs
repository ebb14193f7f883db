//! What is answered: `docs/schema/response.json`, and `docs/schema/flat.json` for a row a segment.

use super::failure::{Cause, Failure, text_of};
use super::request::Request;
use crate::bitext::Bitext;
use crate::memory::segment::Segment;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// The answer to one request.
pub enum Response {
    /// The pair is aligned.
    Success(Success),
    /// It is not.
    Failure(Failure),
}

/// An aligned pair.
#[derive(Serialize)]
pub struct Success {
    id: Value,
    ok: bool,
    segments: Vec<Segment>,
    /// Figures of the whole pair.
    pub stats: Stats,
}

/// Figures of an aligned pair, before anything is left out of it.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// English sentences.
    pub en_sentences: usize,
    /// Russian sentences.
    pub ru_sentences: usize,
    /// Paired segments.
    pub segments: usize,
    /// Sentences of both sides without counterpart.
    pub unpaired: usize,
    /// Mean confidence of the paired segments; 0 where there are none.
    pub mean_confidence: f64,
    /// Why the two look as if they were no translations of each other; empty where they do not.
    pub suspect: Vec<String>,
}

impl Success {
    pub(super) fn new(request: &Request, bitext: &Bitext, suspect: Vec<String>) -> Success {
        let options = &request.options;
        let all: Vec<Segment> = bitext.all_segments().collect();
        let stats = stats(bitext, &all, suspect);
        let wanted = all.into_iter().filter(|s| {
            (options.keep_unaligned || s.is_paired())
                && s.confidence.is_none_or(|c| c >= options.min_confidence)
        });
        let segments = wanted.collect();
        Success { id: request.id().clone(), ok: true, segments, stats }
    }
}

fn stats(bitext: &Bitext, all: &[Segment], suspect: Vec<String>) -> Stats {
    let (paired, alone): (Vec<_>, Vec<_>) = all.iter().partition(|segment| segment.is_paired());
    let unpaired = alone.iter().map(|segment| segment.shape.en + segment.shape.ru).sum();
    let confidence: f64 = paired.iter().filter_map(|segment| segment.confidence).map(f64::from).sum();
    let mean_confidence = (confidence / paired.len().max(1) as f64 * 1000.0).round() / 1000.0;
    let (en_sentences, ru_sentences) = (bitext.en().len(), bitext.ru().len());
    Stats { en_sentences, ru_sentences, segments: paired.len(), unpaired, mean_confidence, suspect }
}

/// A row of `--flat`. A row of a segment is a line of the JSONL that the writers write, with `ok`.
#[derive(Serialize)]
#[serde(untagged)]
enum Flat<'a> {
    Segment {
        ok: bool,
        #[serde(flatten)]
        record: &'a Segment,
    },
    Failure {
        ok: bool,
        document: String,
        line: u64,
        error: &'a Cause,
    },
}

impl Response {
    /// Writes the answer as one line of JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Response::Success(success) => line(success, out),
            Response::Failure(failure) => line(failure, out),
        }
    }

    /// Writes the answer as a line a segment: none for a pair without segments, one for a failure. `document` is the id of
    /// the request.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_flat(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Response::Success(success) => {
                success.segments.iter().try_for_each(|record| line(&Flat::Segment { ok: true, record }, out))
            }
            Response::Failure(Failure { id, line: number, error, .. }) => {
                line(&Flat::Failure { ok: false, document: text_of(id), line: *number, error }, out)
            }
        }
    }
}

fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
