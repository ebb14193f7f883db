//! DOC, the format of Word 97 to 2003: paragraphs, lists, tables, footnotes, endnotes, and text boxes after the text.
//! Omitted: tracked deletions, hidden text, comments, headers and footers, field instructions, list numbers.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::read::builder::{Builder, page_break_after};
use crate::read::office::doc_file::{DocFile, Layout, Look};
use crate::read::office::styles::Script;
use crate::read::office::symbol::of_private;
use crate::read::reading::NoticeKind;
use crate::text::scripts::{lower, raise};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::path::Path;

/// The stories to read, in reading order, and whether they are notes.
const STORIES: [(usize, bool); 4] = [(0, false), (6, false), (1, true), (5, true)];

/// The start of the field instruction of a table of contents.
const TOC: [u16; 5] = [b' ' as u16, b'T' as u16, b'O' as u16, b'C' as u16, b' ' as u16];

/// Reads the DOC file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let file = DocFile::open(bytes).map_err(|why| Error::unusable(path, why))?;
    let (mut builder, mut marks) = (Builder::default(), Marks::default());
    for (number, is_note) in STORIES {
        if is_note {
            builder.begin_note();
        }
        Story::new(&file, &mut builder, &mut marks).read(number);
        if is_note {
            builder.end_note();
        }
    }
    Ok(builder)
}

/// The marks of notes that the author set, such as `*`, in order, for each story of notes. They begin their note too.
type Marks = FxHashMap<usize, VecDeque<String>>;

/// The most characters of such a mark.
const LONGEST_MARK: usize = 8;

/// A text being read.
struct Story<'a> {
    file: &'a DocFile,
    builder: &'a mut Builder,
    marks: &'a mut Marks,
    /// The story of the note whose mark is being read.
    open_mark: Option<usize>,
    /// The open paragraph, and its units that are not yet converted to text.
    text: String,
    units: Vec<u16>,
    /// The open superscript or subscript, and its start in the text in bytes.
    moved: Option<(Script, usize)>,
    /// Whether some text of the paragraph is hidden.
    has_unseen: bool,
    /// Whether a page or column ended and no text has followed.
    ends_page: bool,
    /// Whether any style hides text, so that the paragraph of each character must be looked up.
    styles_hide: bool,
    /// Whether the paragraph contains text of a table of contents.
    has_contents: bool,
    fields: Vec<Field>,
    /// The number of open fields whose instruction is being read.
    silent: usize,
    /// The number of open fields that produce a table of contents.
    contents: usize,
    /// The beginning of the last field instruction.
    instruction: Vec<u16>,
}

/// An open field: the part of it that is being read.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Instruction,
    Contents,
    Result,
}

impl<'a> Story<'a> {
    fn new(file: &'a DocFile, builder: &'a mut Builder, marks: &'a mut Marks) -> Story<'a> {
        let (units, fields, instruction) = (Vec::new(), Vec::new(), Vec::new());
        Story {
            file,
            builder,
            marks,
            open_mark: None,
            text: String::new(),
            units,
            moved: None,
            has_unseen: false,
            ends_page: false,
            styles_hide: file.has_hiding_styles(),
            has_contents: false,
            fields,
            silent: 0,
            contents: 0,
            instruction,
        }
    }

    fn read(mut self, number: usize) {
        let file = self.file;
        for (index, (unit, at)) in file.story(number).enumerate() {
            match unit {
                0x13 => self.begin_field(),
                0x14 => self.end_instruction(),
                0x15 => self.end_field(),
                // The other stories are padded with empty paragraphs.
                0x0d if number > 0 && self.text.is_empty() && self.units.is_empty() => {}
                0x0d if self.goes_on(at) => self.flush(),
                0x0c | 0x0e if !file.ends_paragraph(at) => self.page_break(),
                // The end of a paragraph, cell, page, section or column.
                0x0d | 0x07 | 0x0c | 0x0e => {
                    self.ends_page |= matches!(unit, 0x0c | 0x0e);
                    self.end_paragraph(number, file.layout(at));
                }
                _ if number == 0 && self.is_note_mark(index, unit, at) => {}
                _ if self.silent == 0 => self.character(unit, at),
                _ if self.instruction.len() < TOC.len() => self.instruction.push(unit),
                _ => {}
            }
        }
        self.flush();
        if !self.text.is_empty() {
            self.end_paragraph(number, Layout::default());
        }
    }

    /// Whether the character `index` of the main text is part of a mark that the author set: the one that refers to a note,
    /// or one that is raised too after it.
    fn is_note_mark(&mut self, index: usize, unit: u16, at: usize) -> bool {
        let begun = self.file.note_marked_at(index).filter(|_| unit > 0x20);
        let open = self.open_mark.take().filter(|_| self.file.look(at).script == Some(Script::Raised));
        let Some(story) = begun.or(open) else { return false };
        let marks = self.marks.entry(story).or_default();
        if begun.is_some() {
            marks.push_back(String::new());
        }
        let Some(mark) = marks.back_mut().filter(|mark| mark.chars().count() < LONGEST_MARK) else {
            return false;
        };
        mark.extend(char::from_u32(u32::from(unit)));
        self.open_mark = Some(story);
        true
    }

    fn begin_field(&mut self) {
        self.fields.push(Field::Instruction);
        self.silent += 1;
        self.instruction.clear();
    }

    fn end_instruction(&mut self) {
        let Some(field @ Field::Instruction) = self.fields.last_mut() else { return };
        let is_contents = self.instruction.iter().copied().eq(TOC);
        *field = if is_contents { Field::Contents } else { Field::Result };
        self.contents += usize::from(is_contents);
        self.silent -= 1;
    }

    fn end_field(&mut self) {
        self.end_instruction();
        if self.fields.pop() == Some(Field::Contents) {
            self.contents -= 1;
        }
    }

    fn character(&mut self, unit: u16, at: usize) {
        let look = self.file.look(at);
        if self.is_hidden(&look, at) {
            self.has_unseen = true;
            return;
        }
        if self.moved.map(|(script, _)| script) != look.script {
            self.end_moved();
            self.moved = look.script.map(|script| (script, self.text.len()));
        }
        self.has_contents |= self.contents > 0;
        self.ends_page &= unit <= 0x20;
        self.units.extend(match look.symbol.unwrap_or(unit) {
            private @ 0xe000..=0xf8ff => {
                let known = char::from_u32(u32::from(private)).and_then(of_private);
                known.map(|c| u32::from(c) as u16)
            }
            0x0b => Some(u16::from(b'\n')),
            0x09 => Some(u16::from(b' ')),
            0x1e => Some(0x2011),
            // The other control characters are anchors of pictures and notes, and soft hyphens.
            control if control < 0x20 => None,
            unit => Some(unit),
        });
    }

    fn is_hidden(&self, look: &Look, at: usize) -> bool {
        let layout = if self.styles_hide { self.file.layout(at) } else { Layout::default() };
        self.file.is_hidden(look, &layout)
    }

    /// Whether the paragraph that ends at `at` continues in the next: its mark is deleted or hidden, or it is a drop
    /// cap.
    fn goes_on(&self, at: usize) -> bool {
        let layout = self.file.layout(at);
        !layout.in_table && (layout.is_drop_cap || self.is_hidden(&self.file.look(at), at))
    }

    /// A page or column break inside the paragraph, possibly within a sentence.
    fn page_break(&mut self) {
        self.flush();
        self.ends_page = true;
        self.text.push(page_break_after(&self.text));
    }

    fn flush(&mut self) {
        self.text.push_str(&String::from_utf16_lossy(&self.units));
        self.units.clear();
    }

    fn end_moved(&mut self) {
        self.flush();
        match self.moved.take() {
            Some((Script::Raised, from)) => raise(&mut self.text, from),
            Some((_, from)) => lower(&mut self.text, from),
            None => {}
        }
    }

    fn end_paragraph(&mut self, number: usize, layout: Layout) {
        self.end_moved();
        let mut text = std::mem::take(&mut self.text);
        if let Some(marks) = self.marks.get_mut(&number)
            && let Some(rest) = marks.front().and_then(|mark| text.trim_start().strip_prefix(&**mark))
        {
            text = rest.to_string();
            marks.pop_front();
        }
        let kind = self.kind(&layout);
        self.has_contents = false;
        if std::mem::take(&mut self.has_unseen) {
            self.builder.notice(NoticeKind::Hidden, 1);
            if text.trim().is_empty() {
                return;
            }
        }
        if layout.begins_page {
            self.builder.end_page();
        }
        if !layout.ends_row {
            self.builder.paragraph(kind, &text);
        }
        if std::mem::take(&mut self.ends_page) {
            self.builder.end_page();
        }
    }

    fn kind(&self, layout: &Layout) -> BlockKind {
        match () {
            _ if self.builder.in_note() => BlockKind::Note,
            _ if self.has_contents || self.file.is_contents(layout) => {
                BlockKind::Furniture(Furniture::Contents)
            }
            _ if layout.in_table => BlockKind::Cell,
            _ if self.file.is_heading(layout) => BlockKind::Heading,
            _ if layout.in_list => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        }
    }
}
