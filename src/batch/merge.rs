//! One memory for all pairs, in the order of the pairs. The segments are streamed from the outputs of the pairs, so what
//! people have reviewed there is what gets merged, and no more than one document is in memory. With
//! [`Merge::dedupe`] there are besides 48 bytes for each different segment.

use super::record::Record;
use super::work::Work;
use super::{Options, persist};
use crate::error::{Error, Result};
use crate::ladder::Shape;
use crate::segment::{Segment, Status};
use crate::text;
use crate::write::{Column, write_segments};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

/// How to merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The file to write.
    pub path: PathBuf,
    /// Folds segments with the same texts into the surest of them; `NAME.counts.csv` tells how many there were.
    pub dedupe: bool,
    /// Segments below go to `NAME.review.csv` instead.
    pub min_confidence: Option<f32>,
}

/// What went where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Segments in the merged memory.
    pub segments: usize,
    /// Segments in the review file.
    pub review: usize,
    /// Segments folded into others.
    pub folded: usize,
}

impl Merge {
    /// `tm.csv` gives `tm.PART.csv`.
    fn beside(&self, part: &str) -> PathBuf {
        let ending = self.path.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        self.path.with_extension(format!("{part}{ending}"))
    }

    /// Where the segments below the confidence asked for go.
    pub fn review_path(&self) -> PathBuf {
        self.beside("review")
    }

    fn counts_path(&self) -> PathBuf {
        self.path.with_extension("counts.csv")
    }

    /// All files this merge writes.
    pub fn paths(&self) -> Vec<PathBuf> {
        let review = self.min_confidence.is_some().then(|| self.review_path());
        let counts = self.dedupe.then(|| self.counts_path());
        std::iter::once(self.path.clone()).chain(review).chain(counts).collect()
    }

    /// Whether `segment` goes into the memory at once, rather than to review. What a person approved does.
    fn accepts(&self, segment: &Segment) -> bool {
        let approved = matches!(segment.status, Status::Reviewed | Status::Edited);
        approved || self.min_confidence.is_none_or(|min| segment.confidence.is_none_or(|c| c >= min))
    }
}

/// Writes the memory of all `records`; `None` when stopped.
pub(super) fn write(
    merge: &Merge,
    options: &Options,
    records: &[Record],
    work: &Work,
    stop: &AtomicBool,
) -> Result<Option<Merged>> {
    let source = Source { options, records, work, stop, failed: RefCell::new(None) };
    let folds = if merge.dedupe { Some(Folds::of(source.segments())) } else { None };
    source.check()?;
    let kept = |(at, _): &(usize, Segment)| folds.as_ref().is_none_or(|folds| folds.keeps(*at));
    let mut merged = Merged { folded: folds.as_ref().map_or(0, Folds::folded), ..Merged::default() };
    let main = source.segments().filter(kept).filter(|(_, s)| merge.accepts(s));
    merged.segments = save(main, &merge.path, options, &source)?;
    if merge.min_confidence.is_some() {
        let review = source.segments().filter(kept).filter(|(_, s)| !merge.accepts(s));
        merged.review = save(review, &merge.review_path(), options, &source)?;
    }
    if let Some(folds) = &folds {
        save_counts(folds, &merge.counts_path(), &source)?;
    }
    Ok((!stop.load(Ordering::Relaxed)).then_some(merged))
}

/// Writes segments to `path` unless stopped meanwhile; gives their number.
fn save(
    segments: impl Iterator<Item = (usize, Segment)>,
    path: &Path,
    options: &Options,
    source: &Source,
) -> Result<usize> {
    let mut count = 0;
    let counted = segments.map(|(_, segment)| {
        count += 1;
        segment
    });
    let mut out = BufWriter::new(source.work.temporary()?);
    write_segments(counted, options.format, &options.write, &mut out)
        .map_err(|e| Error::io(path, "write", e))?;
    source.check()?;
    if !source.stop.load(Ordering::Relaxed) {
        persist(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)?;
    }
    Ok(count)
}

/// How often each segment that was folded was met.
fn save_counts(folds: &Folds, path: &Path, source: &Source) -> Result<()> {
    let failed = |e: csv::Error| Error::io(path, "write", e.into());
    let mut csv = csv::Writer::from_writer(BufWriter::new(source.work.temporary()?));
    csv.write_record(["count", "en", "ru", "segment_id"]).map_err(failed)?;
    for (at, s) in source.segments() {
        if let Some(count) = folds.count(at).filter(|&count| count > 1) {
            csv.write_record([&count.to_string(), &s.en, &s.ru, &s.segment_id]).map_err(failed)?;
        }
    }
    let mut out = csv.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?;
    out.flush().map_err(|e| Error::io(path, "write", e))?;
    source.check()?;
    if source.stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    persist(out.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?, path)
}

/// The segments of all pairs, one document in memory at a time.
struct Source<'a> {
    options: &'a Options,
    records: &'a [Record],
    work: &'a Work,
    stop: &'a AtomicBool,
    failed: RefCell<Option<Error>>,
}

impl Source<'_> {
    /// The segments and their numbers, in order; ends early on an error ([`Source::check`]) and when stopped.
    fn segments(&self) -> impl Iterator<Item = (usize, Segment)> + '_ {
        let done = self.records.iter().filter(|r| !r.output.is_empty());
        let segments = done.map_while(|record| {
            if self.stop.load(Ordering::Relaxed) || self.failed.borrow().is_some() {
                return None;
            }
            let path = self.work.merge_source(&record.name, self.options);
            read(&path).map_err(|error| *self.failed.borrow_mut() = Some(error)).ok()
        });
        segments.flatten().filter(|s| s.status != Status::Rejected).enumerate()
    }

    fn check(&self) -> Result<()> {
        self.failed.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// The segments in a CSV that a run wrote, and people may have edited.
fn read(path: &Path) -> Result<Vec<Segment>> {
    let failed = |line: usize, message: String| Error::Parse { path: path.to_path_buf(), line, message };
    let mut csv = csv::Reader::from_path(path).map_err(|e| Error::io(path, "read", e.into()))?;
    let header = csv.headers().map_err(|e| failed(1, e.to_string()))?.clone();
    let columns: Vec<_> =
        header.iter().map(|name| Column::from_str(name.trim_start_matches('\u{feff}')).ok()).collect();
    let mut segments = Vec::new();
    for (index, row) in csv.records().enumerate() {
        let row = row.map_err(|e| failed(index + 2, e.to_string()))?;
        let mut segment = blank();
        for (column, cell) in columns.iter().zip(&row) {
            if let Some(column) = column {
                column.read_into(&mut segment, cell).map_err(|message| failed(index + 2, message))?;
            }
        }
        segments.push(segment);
    }
    Ok(segments)
}

fn blank() -> Segment {
    Segment {
        en: String::new(),
        ru: String::new(),
        confidence: None,
        shape: Shape { en: 0, ru: 0 },
        status: Status::Auto,
        en_ids: Vec::new(),
        ru_ids: Vec::new(),
        anchors: Vec::new(),
        flags: Vec::new(),
        document: String::new(),
        segment_id: String::new(),
    }
}

/// Which segments have the same texts: for each text its count and the number of the segment that stands for it.
struct Folds {
    kept: FxHashMap<usize, usize>,
    all: usize,
}

impl Folds {
    /// Of segments with the same texts, one that a person approved is kept, or the surest, or the first.
    fn of(segments: impl Iterator<Item = (usize, Segment)>) -> Folds {
        let mut texts: FxHashMap<[u8; 16], (usize, usize, (bool, f32))> = FxHashMap::default();
        let mut all = 0;
        for (at, segment) in segments {
            all += 1;
            let approved = matches!(segment.status, Status::Reviewed | Status::Edited);
            let worth = (approved, segment.confidence.unwrap_or(0.0));
            let entry = texts.entry(key(&segment)).or_insert((0, at, worth));
            entry.0 += 1;
            if worth > entry.2 {
                (entry.1, entry.2) = (at, worth);
            }
        }
        Folds { kept: texts.into_values().map(|(count, at, _)| (at, count)).collect(), all }
    }

    fn keeps(&self, at: usize) -> bool {
        self.kept.contains_key(&at)
    }

    fn count(&self, at: usize) -> Option<usize> {
        self.kept.get(&at).copied()
    }

    fn folded(&self) -> usize {
        self.all - self.kept.len()
    }
}

/// Both texts as they are compared: quotes, dashes, ё and spaces folded. Case is kept, since a memory's user sees it.
fn key(segment: &Segment) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for side in [&segment.en, &segment.ru] {
        hasher.update(folded(side).as_bytes()).update(&[0]);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    key
}

fn folded(side: &str) -> String {
    let fold = |c: char| match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        '«' | '»' | '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        'ё' => 'е',
        'Ё' => 'Е',
        other => other,
    };
    let folded: String = side.chars().map(fold).collect();
    text::clean(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(en: &str, ru: &str, confidence: f32) -> Segment {
        Segment { en: en.into(), ru: ru.into(), confidence: Some(confidence), ..blank() }
    }

    #[test]
    fn the_surest_of_the_same_texts_stands_for_all() {
        let list = [
            segment("“All”", "«Все»", 0.5),
            segment("One", "Один", 0.5),
            segment("\"All\"", "«Всё»", 0.9),
            segment("all", "все", 0.5),
        ];
        let folds = Folds::of(list.into_iter().enumerate());
        assert_eq!((0..4).map(|at| folds.count(at)).collect::<Vec<_>>(), [None, Some(1), Some(2), Some(1)]);
        assert_eq!(folds.folded(), 1);
    }

    #[test]
    fn approved_segments_need_no_confidence() {
        let merge = Merge { path: "tm.csv".into(), dedupe: false, min_confidence: Some(0.8) };
        let low = segment("a", "б", 0.3);
        assert!(!merge.accepts(&low));
        assert!(merge.accepts(&Segment { status: Status::Reviewed, ..low }));
        assert_eq!(merge.review_path(), Path::new("tm.review.csv"));
    }
}
