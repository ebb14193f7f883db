//! FB2 (FictionBook): the bodies of the book; bodies of notes become notes. The description and pictures are omitted.

use crate::document::BlockKind;
use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::xml::{Element, Event, Xml, local};
use crate::read::builder::Builder;
use crate::read::web;
use crate::text::scripts::{lower, raise};
use std::borrow::Cow;
use std::path::Path;

/// Unpacks the FB2 file in `bytes`, the content of `path`. Libraries distribute FB2 as XML or as a ZIP archive with one
/// file.
pub(crate) fn unpacked<'a>(path: &Path, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    if !bytes.starts_with(b"PK") {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut archive = Archive::open(path, bytes)?;
    let book = archive.names().find(|name| is_book(name)).unwrap_or_default();
    Ok(Cow::Owned(archive.bytes(&book)?.unwrap_or_default()))
}

/// Whether a file with this name is an FB2 book.
pub(crate) fn is_book(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".fb2")
}

/// Reads the FB2 file `xml`, the content of `path`.
pub(crate) fn read(path: &Path, xml: &str) -> Result<Builder> {
    let mut reader = Fb2::default();
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(element)) => reader.begin(&element),
            Ok(Event::Close(name)) => reader.end(local(&name)),
            Ok(Event::Text(text)) if reader.skipped == 0 => reader.characters(&text),
            Ok(Event::Text(_)) => {}
            Err(e) => {
                return Err(Error::Parse { path: path.to_path_buf(), line: e.line, message: e.message });
            }
        }
    }
    Ok(reader.builder)
}

#[derive(Default)]
struct Fb2 {
    builder: Builder,
    /// The open paragraph, if any.
    text: Option<String>,
    /// Where superscript and subscript text begins in the open paragraph.
    moved_from: Vec<usize>,
    /// Where the text of each open link to a note begins, or `None` for other links.
    links: Vec<Option<usize>>,
    skipped: usize,
    titles: usize,
    sections: usize,
    bodies: usize,
    is_notes: bool,
    /// Whether a section has begun and none of its paragraphs has been read.
    is_fresh: bool,
}

impl Fb2 {
    fn begin(&mut self, element: &Element) {
        let name = local(&element.name);
        if self.skipped > 0 || matches!(name, "description" | "binary" | "stylesheet" | "image") {
            self.skipped += 1;
            return;
        }
        match name {
            "body" => {
                // All bodies but the first hold notes, whatever their names.
                self.is_notes = element.get("name").is_some_and(|name| {
                    self.bodies > 0 || matches!(name, "notes" | "comments" | "footnotes")
                });
                self.bodies += 1;
            }
            "section" => {
                self.sections += 1;
                self.is_fresh = true;
            }
            "a" => {
                let is_note = element.get("type") == Some("note");
                self.links.push(self.text.as_ref().filter(|_| is_note).map(String::len));
            }
            "title" => self.titles += 1,
            "sup" | "sub" => self.moved_from.push(self.text.as_ref().map_or(0, String::len)),
            _ if is_paragraph(name) => {
                self.flush(BlockKind::Paragraph);
                self.text = Some(String::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "section" => self.sections = self.sections.saturating_sub(1),
            "title" => self.titles = self.titles.saturating_sub(1),
            "a" => self.end_link(),
            "sup" => self.moved(raise),
            "sub" => self.moved(lower),
            "subtitle" => self.flush(BlockKind::Heading),
            "td" | "th" => self.flush(BlockKind::Cell),
            _ if is_paragraph(name) => self.flush(BlockKind::Paragraph),
            _ => {}
        }
    }

    /// Text outside paragraphs is white space between elements.
    fn characters(&mut self, text: &str) {
        if let Some(open) = &mut self.text {
            open.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        }
    }

    /// Removes the mark of a note. A link to a note that is a word of the sentence is kept.
    fn end_link(&mut self) {
        if let (Some(Some(from)), Some(text)) = (self.links.pop(), &mut self.text)
            && text.get(from..).is_some_and(|mark| web::is_note_mark(mark.trim()))
        {
            text.truncate(from);
        }
    }

    fn moved(&mut self, script: fn(&mut String, usize)) {
        if let (Some(from), Some(text)) = (self.moved_from.pop(), &mut self.text) {
            script(text, from);
        }
    }

    /// Ends the paragraph. Its kind is `usual` unless it is in a title or a note.
    fn flush(&mut self, usual: BlockKind) {
        let Some(text) = self.text.take() else { return };
        let is_note = self.is_notes && self.sections > 0;
        let is_first = std::mem::take(&mut self.is_fresh);
        // The number of a note is its title, or precedes its text.
        if is_note && (self.titles > 0 || is_first) && web::is_note_mark(text.trim()) {
            return;
        }
        if is_note {
            self.builder.begin_note();
            self.builder.paragraph(BlockKind::Note, &text);
            self.builder.end_note();
        } else {
            self.builder.paragraph(if self.titles > 0 { BlockKind::Heading } else { usual }, &text);
        }
    }
}

fn is_paragraph(name: &str) -> bool {
    matches!(name, "p" | "v" | "text-author" | "date" | "subtitle" | "td" | "th")
}
