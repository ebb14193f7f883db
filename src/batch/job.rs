//! One pair: reads, aligns, writes and records it.
//!
//! Work on documents, which may crash, is a [`Task`]. [`perform`] carries it out in this process or in a child process.
//! Only the parent moves finished files to their places.

use super::hash::file_hash;
use super::options::Options;
use super::output::{output_of, review_of};
use super::owned::Placed;
use super::record::{Finished, Hashes, Outcome, Record};
use super::work::Work;
use crate::align::{AlignOptions, Aligner, Alignment};
use crate::bitext::Bitext;
use crate::error::{Error, Result, panic_message};
use crate::furniture::count;
use crate::memory::{Format, WriteOptions, rounded};
use crate::pair::Pair;
use crate::pair::Rule;
use crate::pipeline::{Known, ReadPair, suspicions};
use crate::review::Review;
use crate::review::page;
use crate::review::plot::Profile;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::NamedTempFile;

/// A pair to align, and the temporary files to write to. The files exist and are empty; the caller moves them to their
/// places. Paths need not be Unicode.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// The name of the pair.
    pub name: String,
    /// The file that should be English.
    pub en: OsString,
    /// The file that should be Russian.
    pub ru: OsString,
    /// The file for the output.
    pub output: OsString,
    /// The file for the segments to merge, if the output cannot be read back.
    pub segments: Option<OsString>,
    /// The file for the review page, if wanted.
    pub review: Option<OsString>,
}

/// Why a task was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Failure {
    /// The pair cannot be aligned, for this reason.
    Pair(String),
    /// The output cannot be written, for this reason; the pair may be good.
    Output(String),
    /// The run was stopped.
    Stopped,
}

/// Carries out tasks: [`perform`], or a function that calls it in another process.
pub type Perform<'a> = dyn Fn(&Task) -> std::result::Result<Record, Failure> + Sync + 'a;

/// Aligns a pair, or reuses the result of an earlier run. `None` if the run was stopped.
///
/// # Errors
/// Only errors that concern all pairs: the journal cannot be written.
pub(super) fn run(
    pair: &Pair,
    options: &Options,
    work: &Work,
    perform: &Perform<'_>,
) -> Result<Option<Finished>> {
    let started = Instant::now();
    let known = options.known.of(&pair.name, &options.reader.read[0].input);
    let (mut record, mut edited) = (Record::failed(pair, String::new()), false);
    match hashes(pair, &known, options) {
        Err(error) => record.reasons = vec![error.to_string()],
        Ok(hashes) => {
            if let Some(finished) = work.reuse(pair, &hashes, options) {
                return Ok(Some(finished));
            }
            let aligned = align(pair, options, work, perform);
            let is_tried = !matches!(aligned, Err(_) | Ok(Err(Failure::Output(_))));
            match aligned {
                Err(error) => record.reasons = vec![error.to_string()],
                Ok(Err(Failure::Output(reason))) => record.reasons = vec![reason],
                Ok(Err(Failure::Stopped)) => return Ok(None),
                Ok(Err(Failure::Pair(reason))) => record.reasons = vec![reason],
                Ok(Ok(made)) => (record, edited) = made,
            }
            // A pair whose output could not be written gets no hashes, so that a resumed run tries it again.
            if is_tried {
                (record.en_hash, record.ru_hash, record.known_hash) = (hashes.en, hashes.ru, hashes.known);
            }
        }
    }
    (record.rule, record.pair_confidence) = (pair.rule.to_string(), rounded(pair.confidence));
    record.seconds = options.timings.then(|| rounded(started.elapsed().as_secs_f32()));
    work.remember(&record)?;
    Ok(Some(Finished { record, reused: false, edited }))
}

/// Aligns a pair and moves its files to their places. Also returns whether an edited output was kept instead.
fn align(
    pair: &Pair,
    options: &Options,
    work: &Work,
    perform: &Perform<'_>,
) -> Result<std::result::Result<(Record, bool), Failure>> {
    let output = work.temporary()?;
    let keeps_segments = options.merge.is_some() && !options.output_is_source();
    let temporary = |wanted: bool| if wanted { work.temporary().map(Some) } else { Ok(None) };
    let (segments, review) = (temporary(keeps_segments)?, temporary(options.review)?);
    let path = |file: &Option<NamedTempFile>| file.as_ref().map(|file| file.path().into());
    let task = Task {
        name: pair.name.clone(),
        en: pair.en.clone().into(),
        ru: pair.ru.clone().into(),
        output: output.path().into(),
        segments: path(&segments),
        review: path(&review),
    };
    let mut record = match perform(&task) {
        Ok(record) => record,
        Err(failure) => return Ok(Err(failure)),
    };
    if let Some(file) = segments {
        work.place_for_merging(file, &pair.name, options)?;
    }
    record.output = output_of(&pair.name, options.format);
    let mut edited = false;
    match work.place_output(output, &record.output)? {
        Placed::Written(hash) => record.output_hash = hash,
        Placed::Kept => edited = true,
    }
    if let Some(file) = review {
        record.review = review_of(&pair.name);
        if let Placed::Written(hash) = work.place_output(file, &record.review)? {
            record.review_hash = hash;
        }
    }
    Ok(Ok((record, edited)))
}

/// Carries out a task in this process. A panic fails this pair only.
///
/// # Errors
/// The reason why the pair cannot be aligned.
pub fn perform(task: &Task, aligner: &Aligner, options: &Options) -> std::result::Result<Record, Failure> {
    guarded(|| made(task, aligner, options))
}

/// Runs `job`. A panic becomes an error with its message.
fn guarded<T>(job: impl FnOnce() -> Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(job)) {
        Ok(Err(error @ Error::Io { action: "write", .. })) => Err(Failure::Output(error.to_string())),
        Ok(result) => result.map_err(|error| Failure::Pair(error.to_string())),
        Err(panic) => {
            let reason = format!("internal error, please report it: {}", panic_message(&*panic));
            Err(Failure::Pair(reason))
        }
    }
}

fn hashes(pair: &Pair, known: &Known, options: &Options) -> Result<Hashes> {
    let both: Result<Vec<String>> = known.files().map(|path| options.known.hash(path)).collect();
    Ok(Hashes { en: file_hash(&pair.en)?, ru: file_hash(&pair.ru)?, known: both?.join(" ") })
}

fn made(task: &Task, aligner: &Aligner, options: &Options) -> Result<Record> {
    let known = options.known.of(&task.name, &options.reader.read[0].input);
    let ReadPair { sentences, readings } = options.reader.open(Path::new(&task.en), Path::new(&task.ru))?;
    let mut reasons = Vec::new();
    if sentences.swapped() {
        reasons.push("the languages of the two files are swapped".to_string());
    }
    let explained = AlignOptions::default().explain(task.review.is_some());
    let review = options.known.review(&task.name, &known)?;
    let (aligned, reuse) =
        known.align_reviewed(aligner, sentences, &task.name, review.as_deref(), explained)?;
    let Alignment { bitext, explanations } = aligned;
    if let Some(path) = without_text(task, &bitext) {
        return Err(Error::Empty(path));
    }
    reasons.extend(suspicions(&bitext));
    let output = options.out.join(output_of(&task.name, options.format));
    write(&task.output, &output, |out| bitext.write(options.format, &options.write, out))?;
    if let Some(path) = &task.segments {
        write(path, &output, |out| bitext.write(Format::Csv, &WriteOptions::default(), out))?;
    }
    if let Some(path) = &task.review {
        let review = Review::of_bitext(&bitext, &explanations);
        write(path, &options.out.join(review_of(&task.name)), |out| page::write(&review, out))?;
    }
    let mut record = Record { reasons, ..described(task, &bitext) };
    record.outcome = if record.reasons.is_empty() { Outcome::Done } else { Outcome::Suspect };
    record.decisions_kept = reuse.as_ref().map_or(0, |r| r.kept);
    record.decisions_lost = reuse.map_or(0, |r| r.lost.len());
    record.read(readings);
    Ok(record)
}

fn without_text(task: &Task, bitext: &Bitext) -> Option<PathBuf> {
    let en = bitext.en().is_empty().then_some(&task.en);
    en.or(bitext.ru().is_empty().then_some(&task.ru)).map(PathBuf::from)
}

/// The record of an aligned pair.
fn described(task: &Task, bitext: &Bitext) -> Record {
    let (name, en, ru) = (task.name.clone(), task.en.clone().into(), task.ru.clone().into());
    let pair = Pair { name, en, ru, rule: Rule::List, confidence: 1.0, runner_up: None };
    let mut record = Record::failed(&pair, String::new());
    let mut confidence = 0.0;
    for (bead, judgement) in bitext.judged() {
        if bead.is_paired() {
            record.segments += 1;
            confidence += judgement.confidence;
        } else {
            record.unpaired += bead.en.len() + bead.ru.len();
        }
        for flag in &judgement.flags {
            *record.flags.entry(flag.to_string()).or_default() += 1;
        }
    }
    (record.en_sentences, record.ru_sentences) = (bitext.en().len(), bitext.ru().len());
    for (furniture, count) in [bitext.en(), bitext.ru()].into_iter().flat_map(|side| count(side.document())) {
        *record.furniture.entry(furniture.code().to_string()).or_default() += count;
    }
    record.profile = Profile::of(bitext);
    record.mean_confidence = rounded(confidence / record.segments.max(1) as f32);
    record
}

/// Writes the temporary file `path`. An error names `output`, its later place.
fn write(
    path: &OsString,
    output: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let failed = |e| Error::io(output, "write", e);
    let mut out = BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    content(&mut out).map_err(failed)?;
    // It is synced when it is moved to its place.
    out.into_inner().map(drop).map_err(|e| failed(e.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_with_its_message() {
        let failed = guarded(|| -> Result<()> { panic!("index {} is out of range", 7) });
        assert!(matches!(failed, Err(Failure::Pair(reason)) if reason.ends_with("index 7 is out of range")));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_no_fault_of_the_pair() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name).into()
        };
        let task = Task {
            name: "mill".to_string(),
            en: file("mill.en.txt", "The mill is old."),
            ru: file("mill.ru.txt", "Мельница стара."),
            output: "/dev/full".into(),
            segments: None,
            review: None,
        };
        let options = Options::new("tm");
        let failed = perform(&task, &Aligner::default(), &options).unwrap_err();
        let said = |reason: &str| reason.starts_with("tm/mill.csv: cannot write: No space left on device");
        assert!(matches!(&failed, Failure::Output(reason) if said(reason)), "{failed:?}");
    }
}
