//! The structure of a Word 97-2003 file ([MS-DOC]): the position of its text and the properties of characters and
//! paragraphs. Offsets come from an untrusted file: data outside a stream is ignored, and no more is read than the
//! length of the file. Cost: linear, plus a binary search among the runs for each character.

use crate::read::office::styles::Script;
use encoding_rs::WINDOWS_1252;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::sync::LazyLock;

/// A formatted disk page: properties of runs of text.
const PAGE: usize = 512;
/// The indexes in the file information block: style sheet, references to footnotes and endnotes, character properties,
/// paragraph properties, pieces.
const STYLES: usize = 1;
const FOOTNOTES: usize = 2;
const ENDNOTES: usize = 46;
const CHARACTERS: usize = 12;
const PARAGRAPHS: usize = 13;
const PIECES: usize = 33;

/// An open file.
pub(crate) struct DocFile {
    word: Vec<u8>,
    /// The number of characters of each story, in the order of their text.
    stories: [usize; STORIES],
    pieces: Vec<Piece>,
    characters: Runs<Look>,
    paragraphs: Runs<Layout>,
    styles: Vec<Style>,
    /// The characters of the main text at which the author's own mark of a note begins, in order, each with the story of
    /// the note.
    own_marks: Vec<(usize, usize)>,
}

/// Main text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes in headers.
const STORIES: usize = 8;

/// A contiguous piece of the text in the file.
struct Piece {
    /// The position of its first character among all stories.
    start: usize,
    length: usize,
    /// Its position in the file.
    at: usize,
    /// Bytes per character: 1 (windows-1252) or 2 (UTF-16).
    width: usize,
}

/// Properties of a character.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Look {
    /// Hidden, or a tracked deletion; `None` if the character itself does not specify it.
    hidden: Option<bool>,
    deleted: bool,
    /// Its style, as an index into the style sheet.
    style: Option<u16>,
    /// Superscript or subscript.
    pub(crate) script: Option<Script>,
    /// The symbol, if the character represents one from a symbol font.
    pub(crate) symbol: Option<u16>,
}

/// Properties of a paragraph.
#[derive(Clone, Copy, Default)]
pub(crate) struct Layout {
    style: u16,
    pub(crate) in_table: bool,
    /// Whether it is only the mark at the end of a table row.
    pub(crate) ends_row: bool,
    pub(crate) in_list: bool,
    /// Whether it is a drop cap, which continues in the next paragraph.
    pub(crate) is_drop_cap: bool,
    /// Whether it begins a page.
    pub(crate) begins_page: bool,
    outline: Option<u8>,
}

/// A style of the style sheet.
#[derive(Clone, Copy, Default)]
struct Style {
    /// Its built-in meaning: 1 to 9 are headings.
    purpose: u16,
    /// The index of the style it is based on.
    base: u16,
    hidden: Option<bool>,
}

/// No real chain of styles is longer. A longer chain is circular.
const LONGEST_CHAIN: usize = 32;

/// A UTF-16 unit of the text and its position in the file.
pub(crate) type Unit = (u16, usize);

impl DocFile {
    /// Opens the file `bytes`.
    ///
    /// # Errors
    /// A message that says what is wrong and what to do.
    pub(crate) fn open(bytes: &[u8]) -> Result<DocFile, String> {
        let damaged =
            |e: std::io::Error| format!("is damaged ({e}); open it in LibreOffice and save it as DOCX");
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        if !container.is_stream("/WordDocument") {
            return Err("is an Office file, but no Word document; save it as DOCX or text".into());
        }
        let mut stream = |name: &str| {
            let mut content = Vec::new();
            let stream = container.open_stream(name).map_err(damaged)?;
            stream.take(bytes.len() as u64).read_to_end(&mut content).map_err(damaged)?;
            Ok::<_, String>(content)
        };
        let word = stream("/WordDocument")?;
        let flags = u16_at(&word, 10).unwrap_or(0);
        match (u16_at(&word, 0), u16_at(&word, 2)) {
            (Some(0xa5ec), Some(version)) if version >= 193 => {}
            _ => return Err("is a file of Word 6 or 95; open it in LibreOffice and save it as DOCX".into()),
        }
        if flags & 0x100 != 0 {
            return Err("is encrypted; open it with its password and save it without".into());
        }
        let table = stream(if flags & 0x200 != 0 { "/1Table" } else { "/0Table" })?;
        Ok(DocFile::parse(word, &table))
    }

    fn parse(word: Vec<u8>, table: &[u8]) -> DocFile {
        let part = |number: usize| {
            let at = 154 + 8 * number;
            let (start, length) = (u32_at(&word, at).unwrap_or(0), u32_at(&word, at + 4).unwrap_or(0));
            slice(table, start, length)
        };
        // The numbers of characters come from the file. The pieces show how many exist.
        let stories = std::array::from_fn(|story| u32_at(&word, 76 + 4 * story).unwrap_or(0));
        let mut characters = Runs::of_pages(&word, part(CHARACTERS), 1, look);
        let paragraphs = Runs::of_pages(&word, part(PARAGRAPHS), 13, layout);
        characters.runs.retain(|(_, look)| *look != Look::default());
        let (pieces, styles) = (pieces(part(PIECES)), styles(part(STYLES)));
        let mut own_marks: Vec<(usize, usize)> =
            own_marks(part(FOOTNOTES), 1).chain(own_marks(part(ENDNOTES), 5)).collect();
        own_marks.sort_unstable();
        DocFile { pieces, stories, characters, paragraphs, styles, own_marks, word }
    }

    /// The story of the note whose mark, set by the author, begins at this character of the main text.
    pub(crate) fn note_marked_at(&self, character: usize) -> Option<usize> {
        let found = self.own_marks.binary_search_by_key(&character, |(at, _)| *at).ok()?;
        Some(self.own_marks[found].1)
    }

    /// The text of story `number`.
    pub(crate) fn story(&self, number: usize) -> impl Iterator<Item = Unit> + '_ {
        let start = self.stories[..number].iter().fold(0, |sum: usize, &n| sum.saturating_add(n));
        let end = start.saturating_add(self.stories[number]);
        // A character takes at least one byte. More characters than bytes repeat the same bytes.
        self.pieces.iter().flat_map(move |piece| self.units(piece, start, end)).take(self.word.len())
    }

    /// The part of `piece` between the characters `start` and `end`.
    fn units(&self, piece: &Piece, start: usize, end: usize) -> impl Iterator<Item = Unit> + '_ {
        let from = start.saturating_sub(piece.start);
        let to = end.saturating_sub(piece.start).min(piece.length);
        let (at, width) = (piece.at, piece.width);
        (from..to).map_while(move |index| {
            let at = at + index * width;
            let unit = if width == 1 { self.word.get(at).map(|&b| wide(b)) } else { u16_at(&self.word, at) };
            unit.map(|unit| (unit, at))
        })
    }

    /// The properties of the character at `at` in the file.
    pub(crate) fn look(&self, at: usize) -> Look {
        self.characters.at(at).copied().unwrap_or_default()
    }

    /// The properties of the paragraph whose mark is at `at` in the file.
    pub(crate) fn layout(&self, at: usize) -> Layout {
        self.paragraphs.at(at).copied().unwrap_or_default()
    }

    /// Whether a character with these properties in such a paragraph is hidden.
    pub(crate) fn is_hidden(&self, look: &Look, layout: &Layout) -> bool {
        // A character style toggles the setting of the paragraph style, as in DOCX.
        let by_style = || self.hides(layout.style) != look.style.is_some_and(|style| self.hides(style));
        look.deleted || look.hidden.unwrap_or_else(by_style)
    }

    /// Whether any style hides text. In most files none does, so that no paragraph needs to be looked up.
    pub(crate) fn has_hiding_styles(&self) -> bool {
        self.styles.iter().any(|style| style.hidden == Some(true))
    }

    /// Whether the style `number` hides its text, directly or through the styles it is based on.
    fn hides(&self, mut number: u16) -> bool {
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = self.styles.get(usize::from(number)) else { return false };
            if let Some(hidden) = style.hidden {
                return hidden;
            }
            number = style.base;
        }
        false
    }

    /// Whether the character at `at` in the file ends a paragraph.
    pub(crate) fn ends_paragraph(&self, at: usize) -> bool {
        self.paragraphs.range_at(at).is_none_or(|range| range.end <= at + 2)
    }

    fn style(&self, layout: &Layout) -> u16 {
        self.styles.get(usize::from(layout.style)).map_or(0, |style| style.purpose)
    }

    /// Whether a paragraph is a heading or the title.
    pub(crate) fn is_heading(&self, layout: &Layout) -> bool {
        layout.outline.is_some_and(|level| level < 9) || matches!(self.style(layout), 1..=9 | 62)
    }

    /// Whether a paragraph is an entry of a table of contents.
    pub(crate) fn is_contents(&self, layout: &Layout) -> bool {
        matches!(self.style(layout), 19..=27)
    }
}

/// The characters with marks set by the author in `table`, the references to the notes of `story`: the positions of all
/// references and the end, then a number for each reference, 0 for an own mark.
fn own_marks(table: &[u8], story: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let count = table.len().saturating_sub(4) / 6;
    let is_own = move |index: &usize| u16_at(table, 4 * (count + 1) + 2 * index) == Some(0);
    (0..count).filter(is_own).filter_map(move |index| Some((u32_at(table, 4 * index)?, story)))
}

/// Properties by the ranges they apply to.
struct Runs<T> {
    runs: Vec<(Range<usize>, T)>,
}

impl<T> Runs<T> {
    /// Reads the pages that the table `index` lists. Entries of a page have `entry` bytes. The first byte is the
    /// position of the properties, in 16-bit words.
    fn of_pages(word: &[u8], index: &[u8], entry: usize, read: fn(&[u8], usize) -> T) -> Runs<T> {
        let count = index.len().saturating_sub(4) / 8;
        let mut runs = Vec::new();
        // A file cannot have more pages than bytes for them. A longer table names some pages twice.
        for number in (0..count.min(word.len() / PAGE)).filter_map(|i| u32_at(index, 4 * (count + 1) + 4 * i))
        {
            let page = slice(word, (number & 0x3f_ffff) * PAGE, PAGE);
            let in_page = usize::from(page.last().copied().unwrap_or(0));
            for run in 0..in_page {
                let bound = |index: usize| u32_at(page, 4 * index).unwrap_or(0);
                let at = page.get(4 * (in_page + 1) + entry * run).copied().unwrap_or(0);
                runs.push((bound(run)..bound(run + 1), read(page, 2 * usize::from(at))));
            }
        }
        runs.sort_by_key(|(range, _)| range.start);
        Runs { runs }
    }

    fn range_at(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.runs.partition_point(|(range, _)| range.start <= at);
        let (range, _) = &self.runs[next.checked_sub(1)?];
        range.contains(&at).then_some(range)
    }

    fn at(&self, at: usize) -> Option<&T> {
        let next = self.runs.partition_point(|(range, _)| range.start <= at);
        let (range, value) = &self.runs[next.checked_sub(1)?];
        range.contains(&at).then_some(value)
    }
}

/// The character properties at `at` of a page; 0 means none.
fn look(page: &[u8], at: usize) -> Look {
    let length = page.get(at).map_or(0, |&n| usize::from(n));
    look_of(if at == 0 { &[] } else { slice(page, at + 1, length) })
}

/// The properties set by a list of modifiers.
fn look_of(modifiers: &[u8]) -> Look {
    let mut look = Look::default();
    for (property, value) in properties(modifiers) {
        match property {
            0x083c => look.hidden = Some(matches!(value.first(), Some(1 | 0x81))),
            0x0800 => look.deleted = matches!(value.first(), Some(1 | 0x81)),
            0x4a30 => look.style = u16_at(value, 0),
            0x2a48 => {
                look.script = match value.first() {
                    Some(1) => Some(Script::Raised),
                    Some(2) => Some(Script::Lowered),
                    _ => None,
                }
            }
            0x6a09 => look.symbol = u16_at(value, 2),
            _ => {}
        }
    }
    look
}

/// The paragraph properties at `at` of a page; 0 means none.
fn layout(page: &[u8], at: usize) -> Layout {
    let (start, length) = match page.get(at).map_or(0, |&n| usize::from(n)) {
        _ if at == 0 => return Layout::default(),
        0 => (at + 2, 2 * page.get(at + 1).map_or(0, |&n| usize::from(n))),
        words => (at + 1, 2 * words - 1),
    };
    let bytes = slice(page, start, length);
    let mut layout = Layout { style: u16_at(bytes, 0).unwrap_or(0), ..Default::default() };
    for (property, value) in properties(bytes.get(2..).unwrap_or(&[])) {
        let is_on = value.iter().any(|&b| b != 0);
        match property {
            0x2407 => layout.begins_page = is_on,
            0x2416 => layout.in_table = is_on,
            0x2417 | 0x244c => layout.ends_row = is_on,
            0x460b => layout.in_list = is_on,
            0x2640 => layout.outline = value.first().copied(),
            0x442c => layout.is_drop_cap = u16_at(value, 0).is_some_and(|dcs| dcs & 7 != 0),
            _ => {}
        }
    }
    layout
}

/// The properties in a list of modifiers, each with its value.
fn properties(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let property = u16_at(bytes, at)?;
        let (start, length) = match property >> 13 {
            0 | 1 => (at + 2, 1),
            2 | 4 | 5 => (at + 2, 2),
            3 => (at + 2, 4),
            7 => (at + 2, 3),
            // Only a table definition may be longer than one byte can express.
            _ if property == 0xd608 => (at + 4, usize::from(u16_at(bytes, at + 2)?).saturating_sub(1)),
            _ => (at + 3, usize::from(*bytes.get(at + 2)?)),
        };
        at = start + length;
        Some((property, bytes.get(start..at)?))
    })
}

/// The pieces of the text: after some modifiers, the character positions and the position of each piece in the file.
fn pieces(mut bytes: &[u8]) -> Vec<Piece> {
    while bytes.first() == Some(&1) {
        bytes = bytes.get(3 + usize::from(u16_at(bytes, 1).unwrap_or(0))..).unwrap_or(&[]);
    }
    let table = slice(bytes, 5, u32_at(bytes, 1).unwrap_or(0));
    let count = table.len().saturating_sub(4) / 12;
    let piece = |index: usize| {
        let (start, end) = (u32_at(table, 4 * index)?, u32_at(table, 4 * index + 4)?);
        let place = u32_at(table, 4 * (count + 1) + 8 * index + 2)?;
        let (at, is_narrow) = (place & 0x3fff_ffff, place & 0x4000_0000 != 0);
        let (at, width) = if is_narrow { (at / 2, 1) } else { (at, 2) };
        Some(Piece { start, length: end.checked_sub(start)?, at, width })
    };
    (0..count).filter_map(piece).collect()
}

/// The styles. A sheet has a header with the length of the fixed part of each style. Each style follows with its
/// length.
fn styles(bytes: &[u8]) -> Vec<Style> {
    let (mut at, mut styles) = (2 + usize::from(u16_at(bytes, 0).unwrap_or(0)), Vec::new());
    let fixed = usize::from(u16_at(bytes, 4).unwrap_or(10));
    while let Some(length) = u16_at(bytes, at) {
        styles.push(style(slice(bytes, at + 2, usize::from(length)), fixed).unwrap_or_default());
        at += 2 + usize::from(length);
    }
    styles
}

/// A style: its fixed part, its name, then the lists of modifiers. The last list is that of characters ([MS-DOC]
/// 2.9.135 and 2.9.132). Paragraph styles have a list for paragraphs before it, and styles may be revised.
fn style(bytes: &[u8], fixed: usize) -> Option<Style> {
    let (purpose, kind) = (u16_at(bytes, 0)? & 0xfff, u16_at(bytes, 2)?);
    let mut style = Style { purpose, base: kind >> 4, hidden: None };
    let index = match kind & 0xf {
        1 => 1,
        2 => 0,
        _ => return Some(style),
    };
    // The name is UTF-16, preceded by its length and followed by a zero.
    let mut at = fixed + 2 + 2 * (usize::from(u16_at(bytes, fixed)?) + 1);
    for list in 0..=index {
        at += at % 2;
        let length = usize::from(u16_at(bytes, at)?);
        if list == index {
            style.hidden = look_of(slice(bytes, at + 2, length)).hidden;
        }
        at += 2 + length;
    }
    Some(style)
}

/// The character for a byte in a one-byte piece.
fn wide(byte: u8) -> u16 {
    static WIDE: LazyLock<[u16; 256]> = LazyLock::new(|| {
        let decoded =
            |byte: usize| WINDOWS_1252.decode_without_bom_handling(&[byte as u8]).0.encode_utf16().next();
        std::array::from_fn(|byte| decoded(byte).unwrap_or(0))
    });
    WIDE[usize::from(byte)]
}

fn slice(bytes: &[u8], start: usize, length: usize) -> &[u8] {
    start.checked_add(length).and_then(|end| bytes.get(start..end)).unwrap_or(&[])
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}
