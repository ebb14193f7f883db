//! DOC, the format of Word 97 to 2003: paragraphs, lists, tables, text boxes after the text, footnotes and endnotes. Left
//! out: tracked deletions, hidden text, comments, headers and footers, the instructions of fields, numbers of lists.

use crate::document::{BlockKind, Furniture};
use crate::error::Result;
use crate::io::archive::unusable;
use crate::read::builder::Builder;
use crate::read::office::doc_file::{DocFile, Layout};
use std::path::Path;

/// Stories that are read, in the order they are told, and whether they are notes.
const STORIES: [(usize, bool); 4] = [(0, false), (6, false), (1, true), (5, true)];

/// How the instruction of a table of contents begins.
const TOC: [u16; 5] = [b' ' as u16, b'T' as u16, b'O' as u16, b'C' as u16, b' ' as u16];

/// The text of the DOC file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let file = DocFile::open(bytes).map_err(|why| unusable(path, why))?;
    let mut builder = Builder::default();
    for (number, is_note) in STORIES {
        if is_note {
            builder.begin_note();
        }
        Story::new(&file, &mut builder).read(number);
        if is_note {
            builder.end_note();
        }
    }
    Ok(builder)
}

/// A text being read.
struct Story<'a> {
    file: &'a DocFile,
    builder: &'a mut Builder,
    /// The open paragraph.
    units: Vec<u16>,
    /// Whether it has text of a table of contents.
    has_contents: bool,
    fields: Vec<Field>,
    /// How many fields are open whose instruction is being read.
    silent: usize,
    /// How many are open that make a table of contents.
    contents: usize,
    /// The beginning of the last instruction.
    instruction: Vec<u16>,
}

/// A field that is open: which part of it is being read.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Instruction,
    Contents,
    Result,
}

impl<'a> Story<'a> {
    fn new(file: &'a DocFile, builder: &'a mut Builder) -> Story<'a> {
        let (units, fields, instruction) = (Vec::new(), Vec::new(), Vec::new());
        Story { file, builder, units, has_contents: false, fields, silent: 0, contents: 0, instruction }
    }

    fn read(mut self, number: usize) {
        let file = self.file;
        for (unit, at) in file.story(number) {
            match unit {
                0x13 => self.begin_field(),
                0x14 => self.end_instruction(),
                0x15 => self.end_field(),
                // The other stories are padded with empty paragraphs.
                0x0d if number > 0 && self.units.is_empty() => {}
                // The end of a paragraph, a cell, a page or section, a column.
                0x0d | 0x07 | 0x0c | 0x0e => self.end_paragraph(file.layout(at)),
                _ if self.silent == 0 => self.character(unit, at),
                _ if self.instruction.len() < TOC.len() => self.instruction.push(unit),
                _ => {}
            }
        }
        if !self.units.is_empty() {
            self.end_paragraph(Layout::default());
        }
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
        if look.hidden {
            return;
        }
        self.has_contents |= self.contents > 0;
        self.units.extend(match look.symbol.unwrap_or(unit) {
            0x0b => Some(u16::from(b'\n')),
            0x09 => Some(u16::from(b' ')),
            0x1e => Some(0x2011),
            // The other controls are anchors of pictures and notes, and soft hyphens.
            control if control < 0x20 => None,
            unit => Some(unit),
        });
    }

    fn end_paragraph(&mut self, layout: Layout) {
        let text = String::from_utf16_lossy(&std::mem::take(&mut self.units));
        let kind = self.kind(&layout);
        self.has_contents = false;
        if !layout.ends_row {
            self.builder.paragraph(kind, &text);
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
