//! The work folder of a run, `.enru` in the output folder: a lock, the journal, and unfinished files. It is removed
//! when the run ends, and remains after an interrupted run.

use super::decisions::Decisions;
use super::hash::file_hash;
use super::options::{Options, Start};
use super::output::{output_of, persist, review_of};
use super::owned::{Owned, Placed, leads_out, refuse_link};
use super::record::{Finished, Hashes, Outcome, Record};
use crate::align::model_hash;
use crate::error::{Error, Result};
use crate::io::output::{self, in_its_folder, real};
use crate::memory::segment::Segment;
use crate::memory::{Format, rounded};
use crate::pair::Pair;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

const FOLDER: &str = ".enru";
const JOURNAL: &str = "journal.jsonl";
const RUN: &str = "run.json";
const LOCK: &str = "lock";
const SEGMENTS: &str = "segments";
const NOT_REGULAR: &str = "is not a regular file, as a run writes it; move it away";

/// The properties that an earlier run must share for its pairs to be reused.
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
    /// The files that the run wrote, except the outputs of pairs, with their BLAKE3 hashes.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Such files whose paths are not Unicode.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_files: Vec<(OsString, String)>,
    /// What people decided in merged memories.
    #[serde(default, skip_serializing_if = "Decisions::is_empty")]
    decisions: Decisions,
}

/// A line of the journal after the first.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    /// A finished pair.
    Pair(Box<Record>),
    /// A file that is about to be moved to its place. Recorded before, so that a later run recognises it even if this
    /// run is killed.
    File { file: OsString, hash: String },
    /// A decision that a person made in a merged memory.
    Decision { decision: Box<Segment> },
}

/// The work folder, open and locked.
pub(super) struct Work {
    out: PathBuf,
    folder: PathBuf,
    header: Header,
    /// Held until the run ends. The operating system releases the lock in any case.
    lock: File,
    journal: Mutex<File>,
    /// Records that may be reused, by name of the pair.
    earlier: FxHashMap<String, Record>,
    /// The files of this run and of earlier ones.
    owned: Mutex<Owned>,
    /// What people decided in merged memories, now and earlier.
    decisions: Mutex<Decisions>,
}

impl Work {
    /// Opens the work folder for a run with `options`.
    pub(super) fn open(options: &Options, pairs: &[Pair]) -> Result<Work> {
        let out = options.out.clone();
        let folder = out.join(FOLDER);
        refuse_to_mix(options, pairs)?;
        fs::create_dir_all(&folder).map_err(|e| Error::io(&folder, "create", e))?;
        refuse_links(&folder)?;
        let lock = lock(&folder)?;
        let header = header(options);
        let Earlier { matching, records, owned, decisions } = earlier(&out, &folder, &header)?;
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
        let journal = Mutex::new(new_journal(&folder, &header, &earlier, &owned, &decisions)?);
        let (owned, decisions) = (Mutex::new(owned), Mutex::new(decisions));
        Ok(Work { out, folder, header, lock, journal, earlier, owned, decisions })
    }

    /// Creates a temporary file in the work folder. It is deleted unless it is moved to its place.
    pub(super) fn temporary(&self) -> Result<NamedTempFile> {
        temporary(&self.folder)
    }

    /// The earlier result for `pair`, if its inputs have not changed and its output exists. An edited output is kept.
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

    /// Adds a record to the journal, so that a resumed run skips this pair.
    pub(super) fn remember(&self, record: &Record) -> Result<()> {
        self.note(&Entry::Pair(Box::new(record.clone())))
    }

    /// Moves a finished file to `path`. Keeps an existing file that enru did not write or that was changed.
    pub(super) fn place(&self, file: NamedTempFile, path: &Path) -> Result<Placed> {
        let hash = file_hash(file.path())?;
        if self.owned().is_foreign(path)? {
            return Ok(Placed::Kept);
        }
        if path.starts_with(&self.out) {
            refuse_link(&self.out, path)?;
        }
        self.note(&Entry::File { file: path.into(), hash: hash.clone() })?;
        self.sync_journal()?;
        self.owned().add(path, &hash);
        persist(file, path)?;
        Ok(Placed::Written(hash))
    }

    /// Like [`Work::place`], for the output of a pair at `output` below the output folder.
    pub(super) fn place_output(&self, file: NamedTempFile, output: &str) -> Result<Placed> {
        let path = self.out.join(output);
        let placed = self.place(file, &path)?;
        if placed != Placed::Kept {
            self.owned().add_as_output(path);
        }
        Ok(placed)
    }

    /// Whether a run here wrote `path` and it was changed afterwards.
    pub(super) fn is_edited(&self, path: &Path) -> Result<bool> {
        let owned = self.owned();
        Ok(owned.knows(path) && owned.is_foreign(path)?)
    }

    /// Records the decisions in the memory `made`. They are synced, so that it may be replaced.
    pub(super) fn decide(&self, made: impl Iterator<Item = Result<Segment>>) -> Result<()> {
        let mut decisions = self.decisions();
        for segment in made {
            let segment = segment?;
            if decisions.is_new(&segment) {
                self.note(&Entry::Decision { decision: Box::new(segment.clone()) })?;
                decisions.add(segment);
            }
        }
        self.sync_journal()
    }

    /// What people decided in merged memories, now and earlier.
    pub(super) fn decisions(&self) -> MutexGuard<'_, Decisions> {
        self.decisions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn owned(&self) -> MutexGuard<'_, Owned> {
        self.owned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, entry: &Entry) -> Result<()> {
        let mut line = serde_json::to_vec(entry).map_err(|e| Error::io(&self.folder, "write", e.into()))?;
        line.push(b'\n');
        let mut journal = self.journal.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        journal.write_all(&line).map_err(|e| Error::io(&self.folder.join(JOURNAL), "write", e))
    }

    /// Syncs the journal to the disk before the files it names: after a power failure, a file that is not in the
    /// journal would count as a foreign file. Records of pairs are not synced: a pair without a record is aligned
    /// again.
    fn sync_journal(&self) -> Result<()> {
        let journal = self.journal.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        journal.sync_data().map_err(|e| Error::io(&self.folder.join(JOURNAL), "write", e))
    }

    /// The file to merge the segments of a pair from: its output if that is CSV with all columns, otherwise a CSV file
    /// in the work folder.
    pub(super) fn merge_source(&self, name: &str, options: &Options) -> PathBuf {
        let folder = if options.output_is_source() { self.out.clone() } else { self.folder.join(SEGMENTS) };
        folder.join(output_of(name, Format::Csv))
    }

    /// Moves the segments of a pair to [`Work::merge_source`].
    pub(super) fn place_for_merging(&self, file: NamedTempFile, name: &str, options: &Options) -> Result<()> {
        let place = self.merge_source(name, options);
        refuse_link(&self.out, &place)?;
        persist(file, &place)
    }

    /// Removes outputs of earlier runs that none of `records` has, except edited ones.
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
        let decisions = self.decisions().clone();
        let run = Run { header: self.header.clone(), pairs: records.to_vec(), files, other_files, decisions };
        serde_json::to_writer_pretty(&mut file, &run).map_err(|e| Error::io(&path, "write", e.into()))?;
        file.write_all(b"\n").map_err(|e| Error::io(&path, "write", e))?;
        persist(file.into_inner().map_err(|e| Error::io(&path, "write", e.into_error()))?, &path)
    }

    /// Ends the run and removes the work folder, unless it holds files of others.
    pub(super) fn close(self) -> Result<()> {
        let Work { folder, lock, journal, .. } = self;
        drop(journal);
        // Windows cannot remove a folder with an open file in it. On other systems the lock is held until the folder is gone.
        let _held = Some(lock).filter(|_| !cfg!(windows));
        remove_temporary(&folder)?;
        let remove = |path: &Path, removed: std::io::Result<()>| match removed {
            Err(e) if !matches!(e.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => {
                Err(Error::io(path, "remove", e))
            }
            _ => Ok(()),
        };
        let [segments, journal, lock] = [SEGMENTS, JOURNAL, LOCK].map(|name| folder.join(name));
        remove(&segments, fs::remove_dir_all(&segments))?;
        remove(&journal, fs::remove_file(&journal))?;
        remove(&lock, fs::remove_file(&lock))?;
        remove(&folder, fs::remove_dir(&folder))
    }
}

fn outputs<'a>(options: &'a Options, pairs: &'a [Pair]) -> impl Iterator<Item = PathBuf> + 'a {
    let review = |pair: &Pair| options.review.then(|| review_of(&pair.name));
    let names = move |pair: &Pair| std::iter::once(output_of(&pair.name, options.format)).chain(review(pair));
    pairs.iter().flat_map(names).map(|name| options.out.join(name))
}

/// The files in the output folder that are about all pairs.
fn lists(out: &Path) -> [PathBuf; 4] {
    ["report.csv", "report.html", "unpaired.csv", RUN].map(|list| out.join(list))
}

fn merged(options: &Options) -> Vec<PathBuf> {
    options.merge.iter().flat_map(|merge| merge.paths()).collect()
}

/// Checks that no output replaces an input or another output, and that an earlier run is to be resumed or replaced.
fn refuse_to_mix(options: &Options, pairs: &[Pair]) -> Result<()> {
    let out = &options.out;
    let own: Vec<PathBuf> = outputs(options, pairs).chain(lists(out)).collect();
    if let Some(path) = merged(options).into_iter().find(|path| own.iter().any(|own| is_one_place(own, path)))
    {
        let message = "the batch writes another file of this name; choose another for the merged memory";
        return Err(Error::unusable(&path, message));
    }
    let inputs = pairs.iter().flat_map(|pair| [&pair.en, &pair.ru]).chain(options.known.paths());
    if let Some(path) = first_of_both(&own, inputs) {
        let message = "is an input and would be replaced; choose another output folder".to_string();
        return Err(Error::Unusable { path, message });
    }
    if options.start != Start::Fresh {
        return Ok(());
    }
    if is_there(&out.join(RUN)) || is_there(&out.join(FOLDER).join(JOURNAL)) {
        let message = "contains an earlier run; pass --resume to continue it, or --force to start again";
        return Err(Error::Unusable { path: out.clone(), message: message.to_string() });
    }
    match own.into_iter().chain(merged(options)).find(|path| is_there(path)) {
        Some(path) => Err(Error::Exists(path)),
        None => Ok(()),
    }
}

/// Whether something has this path, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether two outputs, which may not exist yet, have the same path. Compares names first, because folders take longer.
fn is_one_place(first: &Path, second: &Path) -> bool {
    first.file_name() == second.file_name() && in_its_folder(first) == in_its_folder(second)
}

/// The first of `outputs` that is the same file as one of `inputs`.
fn first_of_both<'a>(outputs: &[PathBuf], inputs: impl Iterator<Item = &'a PathBuf>) -> Option<PathBuf> {
    let there: Vec<&PathBuf> = outputs.iter().filter(|path| path.exists()).collect();
    if there.is_empty() {
        return None;
    }
    let inputs: BTreeSet<PathBuf> = inputs.map(|path| real(path)).collect();
    let same = |path: &&PathBuf| inputs.contains(&real(path));
    there.into_iter().find(same).cloned()
}

/// Checks that the run does not replace files that enru did not write. Edited outputs of pairs are allowed, since they
/// are kept. An edited merged memory is renamed before the next one is written.
fn refuse_to_overwrite(options: &Options, pairs: &[Pair], owned: &Owned) -> Result<()> {
    let foreign = |path: &PathBuf| is_there(path) && !owned.knows(path);
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

/// Checks that neither the work folder nor anything in it is a link or a pipe: the lock, the journal and the segments would
/// be written elsewhere, or block the run.
fn refuse_links(folder: &Path) -> Result<()> {
    if folder.is_symlink() {
        return Err(leads_out(folder));
    }
    for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, "read", e))?.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() => return Err(leads_out(&entry.path())),
            Ok(kind) if kind.is_file() || kind.is_dir() => {}
            _ => return Err(Error::unusable(&entry.path(), NOT_REGULAR)),
        }
    }
    Ok(())
}

fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|e| Error::io(&path, "create", e))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            let message = "is in use by another run; wait until it ends".to_string();
            Err(Error::Unusable { path: folder.parent().unwrap_or(folder).to_path_buf(), message })
        }
        // Some network file systems do not support locks. The run continues without one.
        Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(file),
    }
}

fn header(options: &Options) -> Header {
    let mut settings = options.all_settings();
    settings.insert("model".to_string(), model_hash());
    Header { tool: "enru".to_string(), version: env!("CARGO_PKG_VERSION").to_string(), settings }
}

/// The results of earlier runs in the folder.
struct Earlier {
    /// Whether all were made with the same settings.
    matching: bool,
    /// The last record of each pair.
    records: Vec<Record>,
    owned: Owned,
    decisions: Decisions,
}

/// Reads the results of earlier runs in the folder. Ignores a line that is incomplete because the run was killed, and
/// records of files outside the output folder.
fn earlier(out: &Path, folder: &Path, header: &Header) -> Result<Earlier> {
    let (mut matching, mut records, mut owned) = (true, BTreeMap::new(), Owned::default());
    let mut decisions = Decisions::default();
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
        decisions = run.decisions;
    }
    if let Some(text) = read(&folder.join(JOURNAL))? {
        let mut lines = text.lines();
        let theirs = lines.next().and_then(|line| serde_json::from_str::<Header>(line).ok());
        matching = theirs.as_ref() == Some(header);
        for entry in lines.filter_map(|line| serde_json::from_str::<Entry>(line).ok()) {
            match entry {
                Entry::Pair(record) => take(*record, &mut owned),
                Entry::File { file, hash } => owned.add(Path::new(&file), &hash),
                Entry::Decision { decision } => decisions.add(*decision),
            }
        }
    }
    Ok(Earlier { matching, records: records.into_values().collect(), owned, decisions })
}

/// The record at `path`, if there is one. A run writes regular files only: a pipe would block, a device never ends.
fn read(path: &Path) -> Result<Option<String>> {
    let failed = |e| Error::io(path, "read", e);
    match path.symlink_metadata() {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(e)),
        Ok(there) if there.is_file() => {
            Ok(Some(String::from_utf8_lossy(&fs::read(path).map_err(failed)?).into_owned()))
        }
        Ok(_) => Err(Error::unusable(path, NOT_REGULAR)),
    }
}

/// Creates a journal with the records that may be reused. It replaces the old journal in one step, so that a run that
/// is killed here loses nothing.
fn new_journal(
    folder: &Path,
    header: &Header,
    earlier: &FxHashMap<String, Record>,
    owned: &Owned,
    decisions: &Decisions,
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
    let decided = decisions.in_order().into_iter();
    let decided = decided.map(|segment| Entry::Decision { decision: Box::new(segment.clone()) });
    for entry in files.chain(pairs).chain(decided) {
        line(&serde_json::to_vec(&entry).map_err(|e| failed(e.into()))?)?;
    }
    persist(file.into_inner().map_err(|e| failed(e.into_error()))?, &path)?;
    OpenOptions::new().append(true).open(&path).map_err(failed)
}

fn temporary(folder: &Path) -> Result<NamedTempFile> {
    output::temporary(&real(folder)).map_err(|e| Error::io(folder, "write", e))
}

/// Removes unfinished files of a killed run.
fn remove_temporary(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, "read", e))?.flatten() {
        if output::is_temporary(&entry.file_name()) {
            fs::remove_file(entry.path()).map_err(|e| Error::io(&entry.path(), "remove", e))?;
        }
    }
    Ok(())
}
