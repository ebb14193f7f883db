//! Files that are segmented already: CSV and TSV, JSONL, TMX, XLIFF, XLSX, for conversion and re-checking.

use crate::error::Result;
use crate::io::archive::{Archive, unusable};
use crate::io::decode::decode;
use crate::io::input::{name_of, unpacked_name};
use crate::io::{Decoded, Input, InputOptions};
use crate::ladder::ScoredLadder;
use crate::ladder::Shape;
use crate::ladder::formats::reader as ladders;
use crate::memory::formats::tmx_reader::Tmx;
use crate::memory::reader;
use crate::memory::reader::Kind;
use crate::memory::segment::{Segment, segment_id};
use crate::text::clean;
use rustc_hash::FxHashMap;
use std::io::Cursor;
use std::path::Path;

/// Reads the segments in a file (a path) or a reader. The format is detected from the content: CSV with
/// commas, semicolons or tabs, JSONL, TMX, XLIFF 1.2 and 2.0, XLSX. What the file does not say is filled in: one
/// sentence a side, the file's name as the document, ids computed. Texts are cleaned ([`clean`]).
/// [`open`](crate::memory::open) reads the same file without holding all of it.
///
/// # Errors
/// When the file cannot be read, or a line or cell makes no sense; the line is named.
pub fn read_segments<'a>(
    input: impl Into<Input<'a>>,
    options: &InputOptions,
) -> Result<Decoded<Vec<Segment>>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    let units = from_bytes(&path, input.read(options)?, options)?;
    Ok(units.map(|all| all.units))
}

/// All units of a file, completed.
#[derive(Clone, Debug)]
pub struct AllUnits {
    /// The pairs of texts, and what the file says of them.
    pub units: Vec<Segment>,
    /// The locales a TMX file gives its English and Russian texts.
    pub locales: [Option<String>; 2],
}

/// [`read_segments`] of `bytes`, the content of `path`, with what it says besides.
pub(crate) fn from_bytes(path: &Path, bytes: Vec<u8>, options: &InputOptions) -> Result<Decoded<AllUnits>> {
    let mut reading = if reader::is_packed(&bytes) {
        let units = reader::of_packed(path, bytes)?.collect::<Result<_>>()?;
        let value = AllUnits { units, locales: [None, None] };
        Decoded { value, encoding: "UTF-8".into(), replaced: 0 }
    } else {
        decode(path, &bytes, options)?.and_then(|text| from_text(path, &text))?
    };
    let mut completer = Completer::new(path);
    reading.value.units.retain(|unit| has_text(&unit));
    for segment in &mut reading.value.units {
        completer.fill(segment);
        completer.identify(segment);
    }
    Ok(reading)
}

fn from_text(path: &Path, text: &str) -> Result<AllUnits> {
    let kind = reader::kind(path, text)?;
    let units = reader::of_text(path, kind, Cursor::new(text))?;
    // A unit of a TMX file that lacks a language is one of other languages.
    let whole = |s: &Segment| kind != Kind::Tmx || (!s.en.is_empty() && !s.ru.is_empty());
    let units = units.filter(|unit| unit.as_ref().map_or(true, |u| whole(&u)));
    Ok(AllUnits { units: units.collect::<Result<_>>()?, locales: locales(kind, text) })
}

/// The locales of the first texts of a TMX file.
fn locales(kind: Kind, text: &str) -> [Option<String>; 2] {
    let mut tmx = Tmx::new(Cursor::new(if kind == Kind::Tmx { text } else { "" }));
    while tmx.locales.iter().any(Option::is_none) && matches!(tmx.next(), Some(Ok(_))) {}
    tmx.locales
}

/// What a file that can be converted holds.
#[derive(Clone, Debug)]
pub enum Convertible {
    /// Pairs of texts, and what the file says of them.
    Segments(AllUnits),
    /// Sentence numbers only.
    Ladder(ScoredLadder),
}

/// Reads whatever `enru convert` takes: units, as [`read_segments`] reads segments, or, by content, [`read_ladder`].
///
/// # Errors
/// As theirs.
pub fn read_convertible<'a>(
    input: impl Into<Input<'a>>,
    options: &InputOptions,
) -> Result<Decoded<Convertible>> {
    let input = input.into();
    let path = &input.path().to_path_buf();
    let bytes = input.read(options)?;
    if !super::reader::is_packed(&bytes) {
        let decoded = decode(path, &bytes, options)?;
        if ladders::is_ladder(&decoded.value) {
            return decoded.and_then(|text| ladders::from_text(path, &text).map(Convertible::Ladder));
        }
    }
    Ok(from_bytes(path, bytes, options)?.map(Convertible::Segments))
}

/// Whether a segment says anything.
pub(crate) fn has_text(segment: &Segment) -> bool {
    !segment.en.trim().is_empty() || !segment.ru.trim().is_empty()
}

/// Fills in what a file did not say. Holds 20 bytes for each different segment that came without an id.
#[derive(Debug)]
pub(crate) struct Completer {
    name: String,
    /// How often each segment was met, by the id it would have the first time.
    met: FxHashMap<[u8; 16], u32>,
}

impl Completer {
    /// For the segments of the file `path`.
    pub(crate) fn new(path: &Path) -> Completer {
        Completer { name: name_of(&unpacked_name(path)), met: FxHashMap::default() }
    }

    /// Cleans the texts of a segment and fills in all but its id.
    pub(crate) fn fill(&self, s: &mut Segment) {
        (s.en, s.ru) = (clean(&s.en), clean(&s.ru));
        if s.document.is_empty() {
            s.document.clone_from(&self.name);
        }
        if s.shape == (Shape { en: 0, ru: 0 }) {
            let side = |ids: &[usize], text: &str| {
                if ids.is_empty() { usize::from(!text.is_empty()) } else { ids.len() }
            };
            s.shape = Shape { en: side(&s.en_ids, &s.en), ru: side(&s.ru_ids, &s.ru) };
        }
    }

    /// Gives a filled segment its id, if it has none.
    pub(crate) fn identify(&mut self, s: &mut Segment) {
        if !s.segment_id.is_empty() {
            return;
        }
        let first = segment_id(&s.document, &s.en, &s.ru, 0);
        let mut key = [0; 16];
        key.iter_mut().zip(first.bytes()).for_each(|(to, from)| *to = from);
        let ordinal = self.met.entry(key).and_modify(|n| *n += 1).or_insert(0);
        s.segment_id = match *ordinal {
            0 => first,
            ordinal => segment_id(&s.document, &s.en, &s.ru, ordinal as usize),
        };
    }
}

/// A file of an archive as text, for readers that need it to be there.
pub(crate) fn required(archive: &mut Archive, path: &Path, name: &str) -> Result<String> {
    archive
        .text(name)?
        .ok_or_else(|| unusable(path, format!("lacks '{name}'; save it anew from its program")))
}
