//! Answers: `docs/schema/response.json`, or `docs/schema/flat.json` with one row per segment.

use super::failure::{Cause, Failure, text_of};
use super::request::Request;
use crate::bitext::Bitext;
use crate::furniture;
use crate::memory::segment::Segment;
use crate::read::{Notice, NoticeKind};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The answer to one request.
pub enum Response {
    /// The pair is aligned.
    Success(Success),
    /// The pair is not aligned.
    Failure(Failure),
}

/// An aligned pair.
#[derive(Serialize)]
pub struct Success {
    id: Value,
    ok: bool,
    segments: Vec<Segment>,
    /// Statistics of the whole pair.
    pub stats: Stats,
}

/// Statistics of an aligned pair, including segments that the options leave out.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// English sentences.
    pub en_sentences: usize,
    /// Russian sentences.
    pub ru_sentences: usize,
    /// Paired segments.
    pub segments: usize,
    /// Unpaired sentences of both sides.
    pub unpaired: usize,
    /// Mean confidence of the paired segments; 0 if there are none.
    pub mean_confidence: f64,
    /// Reasons why the documents may not be translations of each other; usually empty.
    pub suspect: Vec<String>,
    /// The number of notices of the readers for both documents, by kind.
    pub notices: BTreeMap<&'static str, usize>,
}

impl Success {
    pub(super) fn new(
        request: &Request,
        bitext: &Bitext,
        suspect: Vec<String>,
        notices: &[Notice],
    ) -> Success {
        let options = &request.options;
        let all: Vec<Segment> = bitext.all_segments().collect();
        let stats = stats(bitext, &all, suspect, notices);
        let wanted = all.into_iter().filter(|s| {
            (options.keep_unaligned || s.is_paired())
                && s.confidence.is_none_or(|c| c >= options.min_confidence)
        });
        let segments = wanted.collect();
        Success { id: request.id().clone(), ok: true, segments, stats }
    }
}

/// Counts notices by kind. Furniture is counted in the documents, since some furniture is only detected when both
/// documents are known.
fn counted(bitext: &Bitext, notices: &[Notice]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let furniture = [bitext.en(), bitext.ru()].into_iter().flat_map(|side| furniture::count(side.document()));
    let furniture = furniture.map(|(kind, count)| (kind.code(), count));
    let others = notices.iter().filter(|notice| !matches!(notice.kind, NoticeKind::Furniture(_)));
    for (code, count) in furniture.chain(others.map(|notice| (notice.kind.code(), notice.count))) {
        *counts.entry(code).or_default() += count;
    }
    counts
}

fn stats(bitext: &Bitext, all: &[Segment], suspect: Vec<String>, notices: &[Notice]) -> Stats {
    let (paired, alone): (Vec<_>, Vec<_>) = all.iter().partition(|segment| segment.is_paired());
    let unpaired = alone.iter().map(|segment| segment.shape.en + segment.shape.ru).sum();
    let confidence: f64 = paired.iter().filter_map(|segment| segment.confidence).map(f64::from).sum();
    let mean_confidence = (confidence / paired.len().max(1) as f64 * 1000.0).round() / 1000.0;
    let notices = counted(bitext, notices);
    let (en_sentences, ru_sentences) = (bitext.en().len(), bitext.ru().len());
    Stats { en_sentences, ru_sentences, segments: paired.len(), unpaired, mean_confidence, suspect, notices }
}

/// A row of `--flat`. The row of a segment is a line of the JSONL format, plus `ok`.
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

    /// Writes one line per segment: none for a pair without segments, one for a failure. `document` is the id of the
    /// request.
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
