//! A translation memory that is read several times, and the outline needed before writing.

use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::{Decoded, Input, decode};
use crate::ladder::ScoredLadder;
use crate::ladder::formats as ladders;
use crate::memory::format::WriteOptions;
use crate::memory::reader::{MemoryOptions, Segments, open, open_reader};
use crate::memory::records::Facts;
use crate::memory::schema::Column;
use crate::memory::segment::Segment;
use rustc_hash::FxHashSet;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{BufRead, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A memory that can be read several times: a file, or a temporary copy of another input.
#[derive(Debug)]
pub struct Memory {
    path: PathBuf,
    options: MemoryOptions,
    copy: Option<File>,
    /// The state of the file when it was first opened.
    state: RefCell<Option<State>>,
}

/// Properties that show that a file was changed or replaced.
#[derive(Debug, PartialEq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
    identity: Option<(u64, u64)>,
}

impl From<Metadata> for State {
    fn from(metadata: Metadata) -> State {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.dev(), metadata.ino()))
        };
        #[cfg(not(unix))]
        let identity = None;
        State { length: metadata.len(), modified: metadata.modified().ok(), identity }
    }
}

impl Memory {
    /// Opens a memory. The content of a reader, a pipe or a device is copied to a temporary file at once.
    ///
    /// # Errors
    /// If an input other than a regular file cannot be copied. Errors of files come from [`Memory::segments`].
    pub fn new<'a>(input: impl Into<Input<'a>>, options: &MemoryOptions) -> Result<Memory> {
        let input = input.into();
        let path = input.path().to_path_buf();
        let is_regular = |path: &Path| fs::metadata(path).map_or(true, |m| m.is_file() || m.is_dir());
        let copy =
            if input.is_file() && is_regular(&path) { None } else { Some(copy_of(&path, input.open()?)?) };
        Ok(Memory { path, options: options.clone(), copy, state: RefCell::default() })
    }

    /// The path of the file, or the name of the reader.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the segments from the start.
    ///
    /// # Errors
    /// If the file cannot be opened, has an unknown format, or has changed since it was first opened. Later errors come
    /// with the segments.
    pub fn segments(&self) -> Result<Segments> {
        match &self.copy {
            Some(_) => open_reader(&self.path, self.reader()?, &self.options),
            None => {
                self.check()?;
                open(self.path.as_path(), &self.options)
            }
        }
    }

    /// The bytes from the start.
    fn reader(&self) -> Result<Box<dyn Read>> {
        let failed = |e| Error::io(&self.path, "read", e);
        let Some(copy) = &self.copy else { return Input::from(self.path.as_path()).open() };
        let mut copy = copy.try_clone().map_err(failed)?;
        copy.seek(SeekFrom::Start(0)).map_err(failed)?;
        Ok(Box::new(copy))
    }

    fn check(&self) -> Result<()> {
        let Ok(metadata) = fs::metadata(&self.path) else { return Ok(()) };
        let state = State::from(metadata);
        let mut first = self.state.borrow_mut();
        match &*first {
            Some(first) if *first != state => {
                Err(Error::unusable(&self.path, "changed while it was being read; run the command again"))
            }
            _ => {
                *first = Some(state);
                Ok(())
            }
        }
    }

    /// Whether the content of the file is a ladder and not segments.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_ladder(&self) -> Result<bool> {
        if let Some(format) = self.options.format {
            return Ok(format.is_ladder());
        }
        if self.copy.is_none() && !self.path.is_file() {
            return Ok(false);
        }
        let mut input = decode::unpacked(&self.path, self.reader()?)?;
        let head = input.fill_buf().map_err(|e| Error::io(&self.path, "read", e))?;
        if head.starts_with(b"PK") || head.starts_with(b"PAR1") {
            return Ok(false);
        }
        let (mut text, notes) = decode::text(&self.path, input, &self.options.input)?;
        let head = text.fill_buf().map_err(|e| notes.error(&self.path, e))?;
        Ok(ladders::is_ladder(decode::valid(head)))
    }

    /// The ladders in the file. XCES may have several.
    ///
    /// # Errors
    /// As `read_ladders`.
    pub fn ladders(&self) -> Result<Decoded<Vec<ScoredLadder>>> {
        ladders::read_ladders(Input::reader(&self.path, self.reader()?), &self.options.input)
    }

    /// How to read it.
    pub fn options(&self) -> &MemoryOptions {
        &self.options
    }

    /// The outline of the file. Cost: one pass over the file, or none if it has a header.
    ///
    /// # Errors
    /// As [`Memory::segments`], and what is wrong with a segment.
    pub fn outline(&self) -> Result<Outline> {
        let mut segments = self.segments()?;
        let mut outline = Outline::default();
        if segments.facts().names.is_some() {
            // The first segment determines the direction.
            let first = segments.next().transpose()?;
            outline.source = first.map(|segment| segment.source);
        } else {
            for segment in segments.by_ref() {
                outline.add(&segment?);
            }
        }
        outline.add_facts(&self.path, segments.facts());
        Ok(outline)
    }
}

fn copy_of(path: &Path, mut reader: impl Read) -> Result<File> {
    let failed = |e| Error::io(path, "copy", e);
    let mut copy = tempfile::tempfile().map_err(failed)?;
    std::io::copy(&mut reader, &mut copy).map_err(failed)?;
    copy.flush().map_err(failed)?;
    Ok(copy)
}

/// The joint outline of `memories`.
///
/// # Errors
/// As [`Memory::outline`].
pub fn outline(memories: &[Memory]) -> Result<Outline> {
    let mut all = Outline::default();
    for memory in memories {
        all.join(memory.outline()?);
    }
    Ok(all)
}

/// The completed segments ([`Segments::complete`]) of `memories`, with the index of the memory and the number of the
/// segment in it, from 0.
pub fn segments(memories: &[Memory]) -> impl Iterator<Item = Result<(usize, u64, Segment)>> {
    memories.iter().enumerate().flat_map(|(file, memory)| {
        let (segments, failed) = match memory.segments() {
            Ok(segments) => (Some(segments), None),
            Err(error) => (None, Some(Err(error))),
        };
        let segments = segments.into_iter().flat_map(|segments| segments.complete(true));
        segments.map(move |(number, segment)| Ok((file, number, segment?))).chain(failed)
    })
}

/// Information needed before writing the segments of memories: preserved fields, locales, direction; and what was left
/// out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// The names of the preserved fields, in order of appearance.
    pub names: Vec<String>,
    /// The same names, for lookup.
    known: FxHashSet<String>,
    /// The first locales that the files give for English and Russian.
    pub locales: [Option<String>; 2],
    /// The source language of the first segment.
    pub source: Option<Lang>,
    /// The number of items left out, by file and description.
    pub left_out: BTreeMap<(PathBuf, String), u64>,
}

impl Outline {
    fn add_names(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            if self.known.insert(name.clone()) {
                self.names.push(name);
            }
        }
    }

    /// Adds the fields and the direction of `segment`.
    pub(crate) fn add(&mut self, segment: &Segment) {
        self.source.get_or_insert(segment.source);
        for (name, _) in &segment.extra {
            if !self.known.contains(name) {
                self.known.insert(name.clone());
                self.names.push(name.clone());
            }
        }
    }

    /// Adds the facts about the file `path`.
    pub(crate) fn add_facts(&mut self, path: &Path, facts: Facts) {
        self.add_names(facts.names.unwrap_or_default());
        for (place, locale) in self.locales.iter_mut().zip(facts.locales) {
            *place = place.take().or(locale);
        }
        self.left_out.extend(facts.left_out.into_iter().map(|(what, n)| ((path.to_path_buf(), what), n)));
    }

    fn join(&mut self, other: Outline) {
        self.add_names(other.names);
        for (place, locale) in self.locales.iter_mut().zip(other.locales) {
            *place = place.take().or(locale);
        }
        self.source = self.source.or(other.source);
        self.left_out.extend(other.left_out);
    }

    /// Adds columns for the preserved fields, the direction and the locales to `options`. `locales` overrides the
    /// latter.
    pub fn write_options(&self, options: WriteOptions, locales: Option<[String; 2]>) -> WriteOptions {
        let [en, ru] = self.locales.clone();
        let known = [en.unwrap_or_else(|| "en".into()), ru.unwrap_or_else(|| "ru".into())];
        let columns = match (self.source, options.columns == Column::ALL) {
            (Some(source), true) => Column::all(source),
            _ => options.columns,
        };
        WriteOptions { columns, extra: self.names.clone(), locales: locales.unwrap_or(known), ..options }
    }
}
