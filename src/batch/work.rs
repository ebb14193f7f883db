//! The work folder of a run, `.enru` in the output folder: a lock, the journal, and files that are not whole yet. It is
//! there while a run is under way or was broken off, and gone when it has ended.

use super::hash::file_hash;
use super::options::{Options, Start};
use super::output::{output_of, persist, review_of};
use super::owned::{Owned, Placed, is_inside};
use super::record::{Finished, Hashes, Outcome, Record};
use crate::align::model_hash;
use crate::error::{Error, Result};
use crate::memory::{Format, rounded};
use crate::pair::Pair;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
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
    /// Every file that the run wrote besides the outputs of pairs, and its BLAKE3.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Those of them whose paths are not Unicode.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_files: Vec<(OsString, String)>,
}

/// A line of the journal after the first.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    /// A pair that is done.
    Pair(Box<Record>),
    /// A file that is about to be put in its place. Noted before, so that a run that is killed knows it for its own.
    File { file: OsString, hash: String },
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
    /// The files of this run and of earlier ones.
    owned: Mutex<Owned>,
}

impl Work {
    /// Opens the work folder of the run that `options` describe.
    pub(super) fn open(options: &Options, pairs: &[Pair]) -> Result<Work> {
        let out = options.out.clone();
        let folder = out.join(FOLDER);
        refuse_to_mix(options, pairs)?;
        fs::create_dir_all(&folder).map_err(|e| Error::io(&folder, "create", e))?;
        let lock = lock(&folder)?;
        let header = header(options);
        let Earlier { matching, records, owned } = earlier(&out, &folder, &header)?;
        refuse_to_overwrite(options, pairs, &owned)?;
        let taken = options.start == Start::Resume && matching;
        let earlier: FxHashMap<_, _> = if taken {
            records
                .into_iter()
                .filter(|r| r.outcome != Outcome::Failed || !options.retry_failed)
                .map(|r| (r.name.clone(), r))
                .collect()
        } else {
            FxHashMap::default()
        };
        let journal = Mutex::new(new_journal(&folder, &header, &earlier, &owned)?);
        Ok(Work { out, folder, header, _lock: lock, journal, earlier, owned: Mutex::new(owned) })
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
        if same && record.outcome == Outcome::Failed {
            return Some(Finished { record: record.clone(), reused: true, edited: false });
        }
        if !same || (options.merge.is_some() && !self.merge_source(&pair.name, options).is_file()) {
            return None;
        }
        if options.review && !self.out.join(review_of(&pair.name)).is_file() {
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
        self.note(&Entry::Pair(Box::new(record.clone())))
    }

    /// Moves a finished file to `path`, if nothing is there or what is there was written by enru and not changed since;
    /// otherwise the file that is there stays.
    pub(super) fn place(&self, file: NamedTempFile, path: &Path) -> Result<Placed> {
        let hash = file_hash(file.path())?;
        if self.owned().is_foreign(path)? {
            return Ok(Placed::Kept);
        }
        if path.starts_with(&self.out) && !is_inside(&self.out, path)? {
            let message = "leads out of the output folder through a link; remove the link".to_string();
            return Err(Error::Unusable { path: path.to_path_buf(), message });
        }
        self.note(&Entry::File { file: path.into(), hash: hash.clone() })?;
        self.sync_journal()?;
        self.owned().add(path, &hash);
        persist(file, path)?;
        Ok(Placed::Written(hash))
    }

    /// [`Work::place`] of the output of a pair, at `output` below the output folder.
    pub(super) fn place_output(&self, file: NamedTempFile, output: &str) -> Result<Placed> {
        let path = self.out.join(output);
        let placed = self.place(file, &path)?;
        if placed != Placed::Kept {
            self.owned().add_as_output(path);
        }
        Ok(placed)
    }

    /// Whether `path` was written by a run here and changed since.
    pub(super) fn is_edited(&self, path: &Path) -> Result<bool> {
        let owned = self.owned();
        Ok(owned.knows(path) && owned.is_foreign(path)?)
    }

    fn owned(&self) -> std::sync::MutexGuard<'_, Owned> {
        self.owned.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn note(&self, entry: &Entry) -> Result<()> {
        let mut line = serde_json::to_vec(entry).map_err(|e| Error::io(&self.folder, "write", e.into()))?;
        line.push(b'\n');
        let mut journal = self.journal.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        journal.write_all(&line).map_err(|e| Error::io(&self.folder.join(JOURNAL), "write", e))
    }

    /// Has the journal on the disk before the files it names: after a power cut, a file that no journal knows would be
    /// taken for somebody's own. The record of a pair is not waited for: without it the pair is aligned again.
    fn sync_journal(&self) -> Result<()> {
        let journal = self.journal.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        journal.sync_data().map_err(|e| Error::io(&self.folder.join(JOURNAL), "write", e))
    }

    /// Where the segments of a pair are read from when all are merged: its output, where that is a CSV with all columns;
    /// otherwise a CSV in the work folder.
    pub(super) fn merge_source(&self, name: &str, options: &Options) -> PathBuf {
        let folder = if options.output_is_source() { self.out.clone() } else { self.folder.join("segments") };
        folder.join(output_of(name, Format::Csv))
    }

    /// Puts the segments of a pair where they are read from for merging.
    pub(super) fn place_for_merging(&self, file: NamedTempFile, name: &str, options: &Options) -> Result<()> {
        persist(file, &self.merge_source(name, options))
    }

    /// Removes outputs of earlier runs that none of `records` has, unless people have changed them since.
    pub(super) fn remove_stale(&self, records: &[Record]) -> Result<()> {
        let place = |name: &String| std::path::absolute(self.out.join(name)).ok();
        let names = records.iter().flat_map(|record| [&record.output, &record.review]);
        let kept: BTreeSet<PathBuf> = names.filter_map(place).collect();
        let owned = self.owned();
        for path in owned.outputs().filter(|path| !kept.contains(*path)) {
            if path.is_file() && !owned.is_foreign(path)? {
                fs::remove_file(path).map_err(|e| Error::io(path, "remove", e))?;
            }
        }
        Ok(())
    }

    /// Writes `run.json`.
    pub(super) fn write_run(&self, records: &[Record]) -> Result<()> {
        let path = self.out.join(RUN);
        let mut file = BufWriter::new(self.temporary()?);
        let (mut files, mut other_files) = (BTreeMap::new(), Vec::new());
        for (path, hash) in self.owned().lists(&self.out) {
            match path.into_os_string().into_string() {
                Ok(path) => drop(files.insert(path, hash)),
                Err(path) => other_files.push((path, hash)),
            }
        }
        let run = Run { header: self.header.clone(), pairs: records.to_vec(), files, other_files };
        serde_json::to_writer_pretty(&mut file, &run).map_err(|e| Error::io(&path, "write", e.into()))?;
        file.write_all(b"\n").map_err(|e| Error::io(&path, "write", e))?;
        persist(file.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?, &path)
    }

    /// Ends the run: the work folder goes.
    pub(super) fn close(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).map_err(|e| Error::io(&self.folder, "remove", e))
    }
}

fn outputs<'a>(options: &'a Options, pairs: &'a [Pair]) -> impl Iterator<Item = PathBuf> + 'a {
    let review = |pair: &Pair| options.review.then(|| review_of(&pair.name));
    let names = move |pair: &Pair| std::iter::once(output_of(&pair.name, options.format)).chain(review(pair));
    pairs.iter().flat_map(names).map(|name| options.out.join(name))
}

/// The files about all pairs in the output folder.
pub const LISTS: [&str; 4] = ["report.csv", "report.html", "unpaired.csv", RUN];

fn lists(out: &Path) -> [PathBuf; 4] {
    LISTS.map(|list| out.join(list))
}

fn merged(options: &Options) -> Vec<PathBuf> {
    options.merge.iter().flat_map(|merge| merge.paths()).collect()
}

/// Refuses outputs that would replace each other, and an earlier run that nobody said what to do with.
fn refuse_to_mix(options: &Options, pairs: &[Pair]) -> Result<()> {
    let out = &options.out;
    let own: Vec<PathBuf> = outputs(options, pairs).chain(lists(out)).collect();
    if let Some(path) = merged(options).iter().find(|path| own.contains(path)) {
        let message = "is a file of the batch itself; give --merge another name".to_string();
        return Err(Error::Unusable { path: path.clone(), message });
    }
    let inputs = pairs.iter().flat_map(|pair| [&pair.en, &pair.ru]).chain(options.known.paths());
    if let Some(path) = first_of_both(&own, inputs) {
        let message = "is an input and would be replaced; choose another output folder".to_string();
        return Err(Error::Unusable { path, message });
    }
    if options.start != Start::Fresh {
        return Ok(());
    }
    if out.join(RUN).exists() || out.join(FOLDER).join(JOURNAL).exists() {
        let message = "holds an earlier run; pass --resume to go on with it, or --force to begin again";
        return Err(Error::Unusable { path: out.clone(), message: message.to_string() });
    }
    match own.into_iter().chain(merged(options)).find(|path| path.exists()) {
        Some(path) => Err(Error::Exists(path)),
        None => Ok(()),
    }
}

/// The first of `outputs` that is the same file as one of `inputs`.
fn first_of_both<'a>(outputs: &[PathBuf], inputs: impl Iterator<Item = &'a PathBuf>) -> Option<PathBuf> {
    let there: Vec<&PathBuf> = outputs.iter().filter(|path| path.exists()).collect();
    if there.is_empty() {
        return None;
    }
    let inputs: BTreeSet<PathBuf> = inputs.filter_map(|path| path.canonicalize().ok()).collect();
    let same = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| inputs.contains(&path));
    there.into_iter().find(same).cloned()
}

/// Refuses a run whose files are in the way of files that are not enru's. Outputs of pairs that a person edited are no
/// obstacle: they are kept. A merged memory that was edited is moved aside before the next one is written.
fn refuse_to_overwrite(options: &Options, pairs: &[Pair], owned: &Owned) -> Result<()> {
    let foreign = |path: &PathBuf| path.exists() && !owned.knows(path);
    let mut changed = Vec::new();
    for path in lists(&options.out).into_iter().filter(|path| !path.ends_with(RUN)) {
        if owned.is_foreign(&path)? {
            changed.push(path);
        }
    }
    let others = outputs(options, pairs).chain(merged(options)).filter(foreign);
    match changed.into_iter().chain(others).next() {
        Some(path) => {
            let message = "was not written by an earlier run here, or was changed since; move it away, or choose \
                           another name or output folder";
            Err(Error::Unusable { path, message: message.to_string() })
        }
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

/// What earlier runs in the folder left.
struct Earlier {
    /// Whether all of it was made the same way.
    matching: bool,
    /// The last record of each pair.
    records: Vec<Record>,
    owned: Owned,
}

/// Reads what earlier runs in the folder left. A line that was cut off when the run was killed is nothing, and neither is
/// a record of a file outside the output folder.
fn earlier(out: &Path, folder: &Path, header: &Header) -> Result<Earlier> {
    let (mut matching, mut records, mut owned) = (true, BTreeMap::new(), Owned::default());
    let mut take = |record: Record, owned: &mut Owned| {
        let outputs = [(&record.output, &record.output_hash), (&record.review, &record.review_hash)];
        let is_inside =
            outputs.iter().all(|(path, hash)| path.is_empty() || owned.add_output(out, path, hash));
        if is_inside {
            records.insert(record.name.clone(), record);
        }
    };
    let run = read(&out.join(RUN))?;
    if let Some(run) = run.as_deref().map(serde_json::from_str::<Run>) {
        let Ok(run) = run else {
            let message = "is not the record of a run of this version; move it away".to_string();
            return Err(Error::Unusable { path: out.join(RUN), message });
        };
        matching &= run.header == *header;
        run.files.iter().for_each(|(path, hash)| owned.add(&out.join(path), hash));
        run.other_files.iter().for_each(|(path, hash)| owned.add(&out.join(path), hash));
        run.pairs.into_iter().for_each(|record| take(record, &mut owned));
    }
    if let Some(text) = read(&folder.join(JOURNAL))? {
        let mut lines = text.lines();
        let theirs = lines.next().and_then(|line| serde_json::from_str::<Header>(line).ok());
        matching = theirs.as_ref() == Some(header);
        for entry in lines.filter_map(|line| serde_json::from_str::<Entry>(line).ok()) {
            match entry {
                Entry::Pair(record) => take(*record, &mut owned),
                Entry::File { file, hash } => owned.add(Path::new(&file), &hash),
            }
        }
    }
    Ok(Earlier { matching, records: records.into_values().collect(), owned })
}

fn read(path: &Path) -> Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io(path, "read", e)),
    }
}

/// A journal that begins with what may be taken over. Moved into place whole: a run killed here loses nothing.
fn new_journal(
    folder: &Path,
    header: &Header,
    earlier: &FxHashMap<String, Record>,
    owned: &Owned,
) -> Result<File> {
    remove_temporary(folder)?;
    let path = folder.join(JOURNAL);
    let failed = |e| Error::io(&path, "write", e);
    let mut file = BufWriter::new(temporary(folder)?);
    let mut line = |value: &[u8]| file.write_all(value).and_then(|()| file.write_all(b"\n")).map_err(failed);
    line(&serde_json::to_vec(header).map_err(|e| failed(e.into()))?)?;
    let files = owned.files().map(|(file, hash)| Entry::File { file: file.into(), hash: hash.clone() });
    let sorted: BTreeMap<_, _> = earlier.iter().collect();
    let pairs = sorted.into_values().map(|record| Entry::Pair(Box::new(record.clone())));
    for entry in files.chain(pairs) {
        line(&serde_json::to_vec(&entry).map_err(|e| failed(e.into()))?)?;
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
