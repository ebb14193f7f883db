//! FB2 (FictionBook): the bodies of the book, the body of notes as notes. Left out: the description and pictures.

use crate::document::BlockKind;
use crate::error::{Error, Result};
use crate::io::xml::{Element, Event, Xml};
use crate::read::builder::Builder;
use std::path::Path;

/// The text of the FB2 file `xml`, the content of `path`.
pub(crate) fn read(path: &Path, xml: &str) -> Result<Builder> {
    let mut reader = Fb2::default();
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(element)) => reader.begin(&element),
            Ok(Event::Close(name)) => reader.end(&name),
            Ok(Event::Text(text)) if reader.skipped == 0 => reader.builder.text(&text),
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
    skipped: usize,
    titles: usize,
    notes: bool,
}

impl Fb2 {
    fn begin(&mut self, element: &Element) {
        let is_mark = element.name == "a" && element.get("type") == Some("note");
        if self.skipped > 0
            || is_mark
            || matches!(element.name.as_str(), "description" | "binary" | "stylesheet")
        {
            self.skipped += 1;
            return;
        }
        match element.name.as_str() {
            "body" => self.notes = matches!(element.get("name"), Some("notes" | "comments")),
            "title" => self.titles += 1,
            "p" | "v" | "text-author" | "date" => self.builder.open(self.kind()),
            "subtitle" => self.builder.open(BlockKind::Heading),
            "td" | "th" => self.builder.open(BlockKind::Cell),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "title" => self.titles = self.titles.saturating_sub(1),
            "p" | "v" | "text-author" | "date" | "subtitle" | "td" | "th" => self.builder.close(),
            _ => {}
        }
    }

    fn kind(&self) -> BlockKind {
        if self.notes {
            BlockKind::Note
        } else if self.titles > 0 {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        }
    }
}
