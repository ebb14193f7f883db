//! One pair: read, align, write, remember.

use super::known::Known;
use super::options::Options;
use super::output::{output_of, persist};
use super::reader::ReadPair;
use super::record::{Finished, Hashes, Outcome, Record, rounded};
use super::suspect;
use super::work::Work;
use crate::align::{AlignOptions, Aligner};
use crate::bitext::Bitext;
use crate::error::{Error, Result};
use crate::furniture::count;
use crate::pair::Pair;
use crate::review::plot::Profile;
use std::any::Any;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs one pair, or takes it over from an earlier run.
///
/// # Errors
/// Only what concerns all pairs: the journal cannot be written.
pub(super) fn run(pair: &Pair, aligner: &Aligner, options: &Options, work: &Work) -> Result<Finished> {
    let started = Instant::now();
    let known = options.known.of(&pair.name, &options.reader.read[0].input);
    let result = match hashes(pair, &known) {
        Err(error) => Err(error.to_string()),
        Ok(hashes) => {
            if let Some(finished) = work.reuse(pair, &hashes, options) {
                return Ok(finished);
            }
            guarded(|| align(pair, &known, aligner, options, work, hashes))
        }
    };
    let mut record = result.unwrap_or_else(|reason| Record::failed(pair, reason));
    record.seconds = options.timings.then(|| rounded(started.elapsed().as_secs_f32()));
    work.remember(&record)?;
    Ok(Finished { record, reused: false, edited: false })
}

/// Does `job`; a panic in it is a failure of this pair, with what it said as the reason.
fn guarded<T>(job: impl FnOnce() -> Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(job)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => Err(format!("internal error, please report it: {}", panic_message(&*panic))),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

fn hashes(pair: &Pair, known: &Known) -> Result<Hashes> {
    let both: Result<Vec<String>> = known.files().map(file_hash).collect();
    Ok(Hashes { en: file_hash(&pair.en)?, ru: file_hash(&pair.ru)?, known: both?.join(" ") })
}

/// BLAKE3 of a file, in hexadecimal.
///
/// # Errors
/// When it cannot be read or is not a regular file.
pub fn file_hash(path: &Path) -> Result<String> {
    let metadata = path.metadata().map_err(|e| Error::io(path, "read", why(path, e)))?;
    if metadata.is_dir() {
        return Err(Error::Folder(path.to_path_buf()));
    }
    if !metadata.is_file() {
        let message = "is not a regular file; give a text document".to_string();
        return Err(Error::Unusable { path: path.to_path_buf(), message });
    }
    let mut hasher = blake3::Hasher::new();
    let mut file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
    io::copy(&mut file, &mut hasher).map_err(|e| Error::io(path, "read", e))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// A dangling link is called one.
fn why(path: &Path, error: io::Error) -> io::Error {
    match std::fs::read_link(path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            io::Error::new(error.kind(), format!("link to {}, which does not exist", target.display()))
        }
        _ => error,
    }
}

fn align(
    pair: &Pair,
    known: &Known,
    aligner: &Aligner,
    options: &Options,
    work: &Work,
    hashes: Hashes,
) -> Result<Record> {
    let ReadPair { sentences, readings } = options.reader.open(&pair.en, &pair.ru)?;
    let mut reasons = Vec::new();
    if sentences.swapped() {
        reasons.push("the languages of the two files are swapped".to_string());
    }
    let (aligned, reuse) = known.align(aligner, sentences, &pair.name, AlignOptions::default())?;
    let bitext = aligned.bitext;
    if let Some(path) = without_text(pair, &bitext) {
        return Err(Error::Empty(path));
    }
    reasons.extend(suspect::suspicions(&bitext));
    let output = output_of(&pair.name, options.format);
    let output_hash = save(&bitext, options, work, &options.out.join(&output))?;
    work.keep_for_merging(&bitext, pair, options)?;
    let mut record = Record { reasons, ..described(pair, &bitext) };
    record.outcome = if record.reasons.is_empty() { Outcome::Done } else { Outcome::Suspect };
    (record.en_hash, record.ru_hash, record.known_hash) = (hashes.en, hashes.ru, hashes.known);
    record.decisions_kept = reuse.as_ref().map_or(0, |r| r.kept);
    record.decisions_lost = reuse.map_or(0, |r| r.lost.len());
    (record.output, record.output_hash) = (output, output_hash);
    record.read(readings);
    Ok(record)
}

fn without_text(pair: &Pair, bitext: &Bitext) -> Option<PathBuf> {
    let en = bitext.en().is_empty().then_some(&pair.en);
    en.or(bitext.ru().is_empty().then_some(&pair.ru)).cloned()
}

/// The figures of an aligned pair.
fn described(pair: &Pair, bitext: &Bitext) -> Record {
    let mut record = Record::failed(pair, String::new());
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

/// Writes a bitext to `path`, whole or not at all; gives the BLAKE3 of what was written.
fn save(bitext: &Bitext, options: &Options, work: &Work, path: &Path) -> Result<String> {
    let mut out = Hashing { file: BufWriter::new(work.temporary()?), hasher: blake3::Hasher::new() };
    bitext.write(options.format, &options.write, &mut out).map_err(|e| Error::io(path, "write", e))?;
    let file = out.file.into_inner().map_err(|e| Error::io(path, "write", e.into_error()))?;
    persist(file, path)?;
    Ok(out.hasher.finalize().to_hex().to_string())
}

struct Hashing {
    file: BufWriter<tempfile::NamedTempFile>,
    hasher: blake3::Hasher,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_with_its_words() {
        let failed = guarded(|| -> Result<()> { panic!("index {} is out of range", 7) });
        assert!(failed.unwrap_err().ends_with("index 7 is out of range"));
    }
}
