//! The work folder of a run, `.enru` in the output folder: a lock, the journal, and files that are not whole yet. It is
//! there while a run is under way or was broken off, and gone when it has ended.

use super::options::{Options, Start};
use super::output::{output_of, persist};
use super::record::{Finished, Hashes, Outcome, Record, rounded};
use crate::align::model_hash;
use crate::bitext::Bitext;
use crate::error::{Error, Result};
use crate::memory::{Format, WriteOptions};
use crate::pair::Pair;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::NamedTempFile;

const FOLDER: &str = ".enru";
const JOURNAL: &str = "journal.jsonl";
const RUN: &str = "run.json";

/// What a run must share with an earlier one to take over its pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    tool: String,
    version: String,
    settings: BTreeMap<String, String>,
}

/// The content of `run.json`.
#[derive(Serialize, Deserialize)]
struct Run {
    #[serde(flatten)]
    header: Header,
    pairs: Vec<Record>,
}

/// The work folder, open and locked.
pub(super) struct Work {
    out: PathBuf,
    folder: PathBuf,
    header: Header,
    /// Held for as long as the run lasts; the system lets go of it however the run ends.
    _lock: File,
    journal: Mutex<File>,
    /// What may be taken over.
    earlier: FxHashMap<String, Record>,
    /// Outputs of earlier runs, and their hashes.
    outputs: BTreeMap<String, String>,
}

impl Work {
    /// Opens the work folder of the run that `options` describe.
    pub(super) fn open(options: &Options, pairs: &[Pair]) -> Result<Work> {
        let out = options.out.clone();
        let folder = out.join(FOLDER);
        refuse_to_overwrite(options, pairs)?;
        fs::create_dir_all(&folder).map_err(|e| Error::io(&folder, "create", e))?;
        let lock = lock(&folder)?;
        let header = header(options);
        let (matching, records) = earlier(&out, &folder, &header)?;
        let outputs = records.iter().map(|r| (r.output.clone(), r.output_hash.clone())).collect();
        let taken = options.start == Start::Resume && matching;
        let earlier: FxHashMap<_, _> = if taken {
            records
                .into_iter()
                .filter(|r| r.outcome != Outcome::Failed)
                .map(|r| (r.name.clone(), r))
                .collect()
        } else {
            FxHashMap::default()
        };
        let journal = Mutex::new(new_journal(&folder, &header, &earlier)?);
        Ok(Work { out, folder, header, _lock: lock, journal, earlier, outputs })
    }

    /// A new file in the work folder, which vanishes unless it is moved elsewhere.
    pub(super) fn temporary(&self) -> Result<NamedTempFile> {
        temporary(&self.folder)
    }

    /// The earlier result for `pair`, if its inputs are what they were and its output is there. An output that people
    /// have changed since is kept.
    pub(super) fn reuse(&self, pair: &Pair, hashes: &Hashes, options: &Options) -> Option<Finished> {
        let record = self.earlier.get(&pair.name)?;
        let same = record.en == pair.en.to_string_lossy()
            && record.ru == pair.ru.to_string_lossy()
            && (&record.en_hash, &record.ru_hash) == (&hashes.en, &hashes.ru)
            && record.known_hash == hashes.known;
        if !same || (options.merge.is_some() && !self.merge_source(&pair.name, options).is_file()) {
            return None;
        }
        let output = fs::read(self.out.join(&record.output)).ok().filter(|bytes| !bytes.is_empty())?;
        let edited = blake3::hash(&output).to_hex().as_str() != record.output_hash;
        let mut record = record.clone();
        (record.rule, record.pair_confidence) = (pair.rule.to_string(), rounded(pair.confidence));
        if !options.timings {
            record.seconds = None;
        }
        Some(Finished { record, reused: true, edited })
    }

    /// Adds a line to the journal: from now on a resumed run need not do this pair again.
    pub(super) fn remember(&self, record: &Record) -> Result<()> {
        let mut line = serde_json::to_vec(record).map_err(|e| Error::io(&self.folder, "write", e.into()))?;
        line.push(b'\n');
        let mut journal = self.journal.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        journal.write_all(&line).map_err(|e| Error::io(&self.folder.join(JOURNAL), "write", e))
    }

    /// Where the segments of a pair are read from when all are merged: its output, where that is a CSV with all columns;
    /// otherwise a CSV in the work folder.
    pub(super) fn merge_source(&self, name: &str, options: &Options) -> PathBuf {
        let folder = if options.output_is_source() { self.out.clone() } else { self.folder.join("segments") };
        folder.join(output_of(name, Format::Csv))
    }

    /// Writes the segments of a pair for merging, where its output will not do.
    pub(super) fn keep_for_merging(&self, bitext: &Bitext, pair: &Pair, options: &Options) -> Result<()> {
        if options.merge.is_none() || options.output_is_source() {
            return Ok(());
        }
        let path = self.merge_source(&pair.name, options);
        let mut file = BufWriter::new(self.temporary()?);
        bitext
            .write(Format::Csv, &WriteOptions::default(), &mut file)
            .map_err(|e| Error::io(&path, "write", e))?;
        persist(file.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?, &path)
    }

    /// Removes outputs of earlier runs that none of `records` has, unless people have changed them since.
    pub(super) fn remove_stale(&self, records: &[Record]) -> Result<()> {
        let mut stale = self.outputs.clone();
        stale.remove("");
        for record in records {
            stale.remove(&record.output);
        }
        for (output, hash) in stale {
            let path = self.out.join(&output);
            let unchanged = fs::read(&path).is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash);
            if unchanged {
                fs::remove_file(&path).map_err(|e| Error::io(&path, "remove", e))?;
            }
        }
        Ok(())
    }

    /// Writes `run.json`.
    pub(super) fn write_run(&self, records: &[Record]) -> Result<()> {
        let path = self.out.join(RUN);
        let mut file = BufWriter::new(self.temporary()?);
        let run = Run { header: self.header.clone(), pairs: records.to_vec() };
        serde_json::to_writer_pretty(&mut file, &run).map_err(|e| Error::io(&path, "write", e.into()))?;
        file.write_all(b"\n").map_err(|e| Error::io(&path, "write", e))?;
        persist(file.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?, &path)
    }

    /// Ends the run: the work folder goes.
    pub(super) fn close(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).map_err(|e| Error::io(&self.folder, "remove", e))
    }
}

/// An earlier run, or a file in the way, is only touched when that was asked for.
fn refuse_to_overwrite(options: &Options, pairs: &[Pair]) -> Result<()> {
    let out = &options.out;
    let outputs = || pairs.iter().map(|pair| out.join(output_of(&pair.name, options.format)));
    let lists = ["report.csv", "report.html", "unpaired.csv", RUN].map(|list| out.join(list));
    let merged: Vec<_> = options.merge.iter().flat_map(|merge| merge.paths()).collect();
    if let Some(path) = merged.iter().find(|path| outputs().chain(lists.clone()).any(|other| other == **path))
    {
        let message = "is a file of the batch itself; give --merge another name".to_string();
        return Err(Error::Unusable { path: path.clone(), message });
    }
    if options.start != Start::Fresh {
        return Ok(());
    }
    if out.join(RUN).exists() || out.join(FOLDER).join(JOURNAL).exists() {
        let message = "holds an earlier run; pass --resume to go on with it, or --force to begin again";
        return Err(Error::Unusable { path: out.clone(), message: message.to_string() });
    }
    match outputs().chain(merged).chain(lists).find(|path| path.exists()) {
        Some(path) => Err(Error::Exists(path)),
        None => Ok(()),
    }
}

fn lock(folder: &Path) -> Result<File> {
    let path = folder.join("lock");
    let file = File::create(&path).map_err(|e| Error::io(&path, "create", e))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            let message = "is in use by another run; wait for it to end".to_string();
            Err(Error::Unusable { path: folder.parent().unwrap_or(folder).to_path_buf(), message })
        }
        // Some network file systems know no locks; a run there is no less safe than it was.
        Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(file),
    }
}

fn header(options: &Options) -> Header {
    let mut settings = options.all_settings();
    settings.insert("model".to_string(), model_hash());
    Header { tool: "enru".to_string(), version: env!("CARGO_PKG_VERSION").to_string(), settings }
}

/// What earlier runs in the folder left: whether all of it was made the same way, and the last record of each pair.
/// A line that was cut off when the run was killed is nothing.
fn earlier(out: &Path, folder: &Path, header: &Header) -> Result<(bool, Vec<Record>)> {
    let (mut matching, mut records) = (true, BTreeMap::new());
    if let Some(run) = read(&out.join(RUN))?.and_then(|text| serde_json::from_str::<Run>(&text).ok()) {
        matching &= run.header == *header;
        records.extend(run.pairs.into_iter().map(|r| (r.name.clone(), r)));
    }
    if let Some(text) = read(&folder.join(JOURNAL))? {
        let mut lines = text.lines();
        let theirs = lines.next().and_then(|line| serde_json::from_str::<Header>(line).ok());
        matching = theirs.as_ref() == Some(header);
        let lines = lines.filter_map(|line| serde_json::from_str::<Record>(line).ok());
        records.extend(lines.map(|r| (r.name.clone(), r)));
    }
    Ok((matching, records.into_values().collect()))
}

fn read(path: &Path) -> Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io(path, "read", e)),
    }
}

/// A journal that begins with what may be taken over. Moved into place whole: a run killed here loses nothing.
fn new_journal(folder: &Path, header: &Header, earlier: &FxHashMap<String, Record>) -> Result<File> {
    remove_temporary(folder)?;
    let path = folder.join(JOURNAL);
    let failed = |e| Error::io(&path, "write", e);
    let mut file = BufWriter::new(temporary(folder)?);
    let mut line = |value: &[u8]| file.write_all(value).and_then(|()| file.write_all(b"\n")).map_err(failed);
    line(&serde_json::to_vec(header).map_err(|e| failed(e.into()))?)?;
    let sorted: BTreeMap<_, _> = earlier.iter().collect();
    for record in sorted.values() {
        line(&serde_json::to_vec(record).map_err(|e| failed(e.into()))?)?;
    }
    persist(file.into_inner().map_err(|e| failed(e.into_error()))?, &path)?;
    OpenOptions::new().append(true).open(&path).map_err(failed)
}

const TEMPORARY: &str = ".part";

fn temporary(folder: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    let builder = builder.suffix(TEMPORARY);
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder).map_err(|e| Error::io(folder, "write", e))
}

/// Takes away what a killed run was writing.
fn remove_temporary(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, "read", e))?.flatten() {
        if entry.file_name().to_string_lossy().ends_with(TEMPORARY) {
            fs::remove_file(entry.path()).map_err(|e| Error::io(&entry.path(), "remove", e))?;
        }
    }
    Ok(())
}
