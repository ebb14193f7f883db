//! Translation memories of any size: checked ([`lint`](mod@lint)), merged and deduplicated ([`choose`](mod@choose)),
//! filtered, counted.
//!
//! Takes files in any format that holds texts, gives units one at a time. Texts are never kept: what has to be known of
//! all units at once is known by a 16-byte hash of each. Where that takes two passes, files are read twice, and
//! standard input is copied to a temporary file first.

pub mod choose;
pub(crate) mod completer;
mod date;
pub mod filter;
pub(crate) mod formats;
mod key;
pub(crate) mod ladder;
pub mod lint;
pub(crate) mod reader;
pub(crate) mod schema;
pub mod segment;
pub mod stats;
pub mod writer;

pub use choose::{Choice, Conflict, Report, Rule, choose};
pub use completer::{AllUnits, Convertible, read_convertible, read_segments};
pub use filter::Filter;
pub use formats::plain::moses_paths;
pub use key::{Fold, Key, Rank};
pub use ladder::ladder_of_segments;
pub use lint::{Code, Finding, Linter};
pub use reader::{Segments, open, open_reader};
pub use schema::Column;
pub use segment::{Flag, Segment, Status, segment_id};
pub use stats::Stats;
pub use writer::{Format, WriteOptions, save_segments, write_ladder, write_segments};

use crate::error::{Error, Result};
use crate::io::output;
use crate::io::{Input, InputOptions};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file of units that can be read as often as necessary.
#[derive(Debug)]
pub struct Memory {
    path: PathBuf,
    from: Option<Format>,
    options: InputOptions,
    /// What the reader gave.
    copy: Option<File>,
}

impl Memory {
    /// The memory in a file (a path), or what a reader gives, copied to a temporary file at once. The format is
    /// detected where `from` does not name it.
    ///
    /// # Errors
    /// When the reader cannot be copied; [`Memory::units`] reports what is wrong with a file.
    pub fn new<'a>(
        input: impl Into<Input<'a>>,
        from: Option<Format>,
        options: &InputOptions,
    ) -> Result<Memory> {
        let input = input.into();
        let path = input.path().to_path_buf();
        let copy = if input.is_file() { None } else { Some(copy_of(&path, input.open()?)?) };
        Ok(Memory { path, from, options: options.clone(), copy })
    }

    /// Where it is, or the name the reader was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The units, from the first.
    ///
    /// # Errors
    /// When the file cannot be opened or is in no format known; what is wrong further down comes with the units.
    pub fn units(&self) -> Result<Segments> {
        let Some(copy) = &self.copy else { return open(self.path.as_path(), self.from, &self.options) };
        let failed = |e| Error::io(&self.path, "read", e);
        let mut copy = copy.try_clone().map_err(failed)?;
        copy.seek(SeekFrom::Start(0)).map_err(failed)?;
        open_reader(&self.path, Box::new(copy), self.from, &self.options)
    }

    /// What has to be known before the units can be written: one pass, or none where the file has a header.
    ///
    /// # Errors
    /// As [`Memory::units`], and what is wrong with a unit.
    pub fn outline(&self) -> Result<Outline> {
        let mut units = self.units()?;
        let mut outline = Outline::default();
        if let Some(names) = units.names() {
            outline.add_names(names);
            return Ok(outline);
        }
        for unit in units.by_ref() {
            outline.add(&unit?);
        }
        outline.add_locales(units.locales());
        Ok(outline)
    }
}

/// What has to be known before the units of `memories` can be written, all together.
///
/// # Errors
/// As [`Memory::outline`].
pub fn outline(memories: &[Memory]) -> Result<Outline> {
    let mut all = Outline::default();
    for memory in memories {
        let outline = memory.outline()?;
        all.add_names(outline.names);
        all.add_locales(outline.locales);
    }
    Ok(all)
}

/// The units of `memories`, one after the other, complete ([`Segments::complete`]), with the index of the memory and the
/// number of the unit in it, from 0.
pub fn units(memories: &[Memory]) -> impl Iterator<Item = Result<(usize, u64, Segment)>> {
    memories.iter().enumerate().flat_map(|(file, memory)| {
        let (units, failed) = match memory.units() {
            Ok(units) => (Some(units), None),
            Err(error) => (None, Some(Err(error))),
        };
        let units = units.into_iter().flat_map(|units| units.complete(true));
        units.map(move |(number, unit)| Ok((file, number, unit?))).chain(failed)
    })
}

fn copy_of(path: &Path, mut reader: impl Read) -> Result<File> {
    let failed = |e| Error::io(path, "copy", e);
    let mut copy = tempfile::tempfile().map_err(failed)?;
    std::io::copy(&mut reader, &mut copy).map_err(failed)?;
    copy.flush().map_err(failed)?;
    Ok(copy)
}

/// What units hold besides, and the locales of their languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The names of what is not ours, in the order met.
    pub names: Vec<String>,
    /// The locales a TMX file names for English and Russian, the first met.
    pub locales: [Option<String>; 2],
}

impl Outline {
    fn add_names(&mut self, names: Vec<String>) {
        for name in names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
    }

    /// Adds what `unit` holds besides.
    pub(crate) fn add(&mut self, unit: &Segment) {
        for (name, _) in &unit.extra {
            if !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
    }

    pub(crate) fn add_locales(&mut self, locales: [Option<String>; 2]) {
        for (place, locale) in self.locales.iter_mut().zip(locales) {
            *place = place.take().or(locale);
        }
    }

    /// `options` with columns for the names, and the locales unless `named` gives others.
    pub fn write_options(&self, options: WriteOptions, named: Option<[String; 2]>) -> WriteOptions {
        let [en, ru] = self.locales.clone();
        let known = [en.unwrap_or_else(|| "en".into()), ru.unwrap_or_else(|| "ru".into())];
        WriteOptions { extra: self.names.clone(), locales: named.unwrap_or(known), ..options }
    }
}

/// Writes `units` to the file `path` (`-` is standard output), whole or not at all; gives their number.
///
/// # Errors
/// The first error among the units, or as [`output::save`].
pub fn save(
    units: impl Iterator<Item = Result<Segment>>,
    format: Format,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<u64> {
    let (mut failed, mut count) = (None, 0);
    let good = units.map_while(|unit| match unit {
        Ok(unit) => {
            count += 1;
            Some(unit)
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let mut file = output::create(path, force)?;
    write_segments(good, format, options, &mut file).map_err(|e| Error::io(path, "write", e))?;
    match failed {
        Some(error) => Err(error),
        None => file.finish().map(|()| count),
    }
}
