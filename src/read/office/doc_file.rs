//! The structure of a Word 97-2003 file ([MS-DOC]): where its text stands, and what its characters and paragraphs are.
//! Offsets come from an untrusted file: what lies outside a stream is as if it were not there, and no more is read than
//! the file is long. Cost: linear, and a search among the runs for each character.

use crate::read::office::styles::Script;
use encoding_rs::WINDOWS_1252;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::sync::LazyLock;

/// A formatted disk page: properties of runs of text.
const PAGE: usize = 512;
/// The numbers of tables in the file information block: the style sheet, character and paragraph properties, pieces.
const STYLES: usize = 1;
const CHARACTERS: usize = 12;
const PARAGRAPHS: usize = 13;
const PIECES: usize = 33;

/// A file that was opened.
pub(crate) struct DocFile {
    word: Vec<u8>,
    /// How many characters each story has, in the order of their text.
    stories: [usize; STORIES],
    pieces: Vec<Piece>,
    characters: Runs<Look>,
    paragraphs: Runs<Layout>,
    styles: Vec<Style>,
}

/// Main text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes in headers.
const STORIES: usize = 8;

/// A stretch of text in the file.
struct Piece {
    /// The position of its first character among all stories.
    start: usize,
    length: usize,
    /// Where it stands in the file.
    at: usize,
    /// How many bytes a character has: 1 (windows-1252) or 2 (UTF-16).
    width: usize,
}

/// What is known of a character.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Look {
    /// Hidden, or deleted with changes tracked; `None` where the character itself does not say.
    hidden: Option<bool>,
    deleted: bool,
    /// Its style, a number of the style sheet.
    style: Option<u16>,
    /// Raised or lowered.
    pub(crate) script: Option<Script>,
    /// For a character that stands for one of a symbol font: that one.
    pub(crate) symbol: Option<u16>,
}

/// What is known of a paragraph.
#[derive(Clone, Copy, Default)]
pub(crate) struct Layout {
    style: u16,
    pub(crate) in_table: bool,
    /// Whether it is but the mark at the end of a row.
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
    /// What it is for: 1 to 9 are headings.
    purpose: u16,
    /// The number of the style that it is based on.
    base: u16,
    hidden: Option<bool>,
}

/// No chain of styles is longer; one that is goes in a circle.
const LONGEST_CHAIN: usize = 32;

/// A UTF-16 unit of the text and where it stands in the file.
pub(crate) type Unit = (u16, usize);

impl DocFile {
    /// Opens the file `bytes`.
    ///
    /// # Errors
    /// Says what is wrong, and what to do.
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
        // Counts of characters from the file: pieces say what is really there.
        let stories = std::array::from_fn(|story| u32_at(&word, 76 + 4 * story).unwrap_or(0));
        let mut characters = Runs::of_pages(&word, part(CHARACTERS), 1, look);
        let paragraphs = Runs::of_pages(&word, part(PARAGRAPHS), 13, layout);
        characters.runs.retain(|(_, look)| *look != Look::default());
        let (pieces, styles) = (pieces(part(PIECES)), styles(part(STYLES)));
        DocFile { pieces, stories, characters, paragraphs, styles, word }
    }

    /// The text of story `number`.
    pub(crate) fn story(&self, number: usize) -> impl Iterator<Item = Unit> + '_ {
        let start = self.stories[..number].iter().fold(0, |sum: usize, &n| sum.saturating_add(n));
        let end = start.saturating_add(self.stories[number]);
        // A character takes a byte at least: more of them than bytes repeat the same bytes.
        self.pieces.iter().flat_map(move |piece| self.units(piece, start, end)).take(self.word.len())
    }

    /// What `piece` has of the characters from `start` to `end`.
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

    /// What is known of the character at `at` in the file.
    pub(crate) fn look(&self, at: usize) -> Look {
        self.characters.at(at).copied().unwrap_or_default()
    }

    /// What is known of the paragraph whose mark stands at `at` in the file.
    pub(crate) fn layout(&self, at: usize) -> Layout {
        self.paragraphs.at(at).copied().unwrap_or_default()
    }

    /// Whether a character of such a look in such a paragraph is not shown.
    pub(crate) fn is_hidden(&self, look: &Look, layout: &Layout) -> bool {
        // A style of characters turns around what the style of the paragraph says, as in DOCX.
        let by_style = || self.hides(layout.style) != look.style.is_some_and(|style| self.hides(style));
        look.deleted || look.hidden.unwrap_or_else(by_style)
    }

    /// Whether any style hides text: most files have none, and their text need not be asked for its paragraphs.
    pub(crate) fn has_hiding_styles(&self) -> bool {
        self.styles.iter().any(|style| style.hidden == Some(true))
    }

    /// Whether the style `number` hides its text, by itself or by those it is based on.
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

    /// Whether a paragraph ends with the character at `at` in the file, and not within it.
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

    /// Whether a paragraph is a line of a table of contents.
    pub(crate) fn is_contents(&self, layout: &Layout) -> bool {
        matches!(self.style(layout), 19..=27)
    }
}

/// Properties by where they hold in the file.
struct Runs<T> {
    runs: Vec<(Range<usize>, T)>,
}

impl<T> Runs<T> {
    /// From the pages that the table `index` lists. Entries of a page are `entry` bytes; the first is where the
    /// properties begin, in words.
    fn of_pages(word: &[u8], index: &[u8], entry: usize, read: fn(&[u8], usize) -> T) -> Runs<T> {
        let count = index.len().saturating_sub(4) / 8;
        let mut runs = Vec::new();
        // No file has more pages than bytes for them: a table that has names some twice.
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

/// The properties of characters at `at` of a page; 0 stands for none.
fn look(page: &[u8], at: usize) -> Look {
    let length = page.get(at).map_or(0, |&n| usize::from(n));
    look_of(if at == 0 { &[] } else { slice(page, at + 1, length) })
}

/// The look that a list of modifiers gives.
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

/// The properties of a paragraph at `at` of a page; 0 stands for none.
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
            // The definition of a table is the one that may be longer than a byte can say.
            _ if property == 0xd608 => (at + 4, usize::from(u16_at(bytes, at + 2)?).saturating_sub(1)),
            _ => (at + 3, usize::from(*bytes.get(at + 2)?)),
        };
        at = start + length;
        Some((property, bytes.get(start..at)?))
    })
}

/// The pieces of the text: after some modifiers, positions of characters, and where each piece stands.
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

/// The styles. A sheet has a header, which says how long the fixed part of each style is, then each style with its length.
fn styles(bytes: &[u8]) -> Vec<Style> {
    let (mut at, mut styles) = (2 + usize::from(u16_at(bytes, 0).unwrap_or(0)), Vec::new());
    let fixed = usize::from(u16_at(bytes, 4).unwrap_or(10));
    while let Some(length) = u16_at(bytes, at) {
        styles.push(style(slice(bytes, at + 2, usize::from(length)), fixed).unwrap_or_default());
        at += 2 + usize::from(length);
    }
    styles
}

/// A style: its fixed part, its name, then the lists of modifiers, of which the last is that of characters ([MS-DOC] 2.9.135
/// and 2.9.132: styles of paragraphs have one for paragraphs before it, and styles may be revised).
fn style(bytes: &[u8], fixed: usize) -> Option<Style> {
    let (purpose, kind) = (u16_at(bytes, 0)? & 0xfff, u16_at(bytes, 2)?);
    let mut style = Style { purpose, base: kind >> 4, hidden: None };
    let index = match kind & 0xf {
        1 => 1,
        2 => 0,
        _ => return Some(style),
    };
    // The name is UTF-16 with its length before it and a zero after it.
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

/// The character of a byte in a narrow piece.
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
