//! ODT: paragraphs, headings, lists, tables, text boxes, notes. Left out: tracked deletions, comments, headers and
//! footers; tables of contents are marked.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::io::archive::{Archive, unusable};
use crate::io::xml::{Element, Event, Xml};
use crate::read::builder::Builder;
use rustc_hash::FxHashSet;
use std::path::Path;

/// The text of the ODT file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let Some(xml) = Archive::open(path, bytes)?.text("content.xml")? else {
        return Err(unusable(path, "has no text document inside; save it anew as ODT"));
    };
    let mut reader = Odt { hidden_styles: hidden_styles(&xml), ..Default::default() };
    for event in Xml::new(&xml) {
        match event {
            Ok(Event::Open(element)) => reader.begin(&element),
            Ok(Event::Close(name)) => reader.end(&name),
            Ok(Event::Text(text)) if reader.skipped == 0 => reader.builder.text(&text),
            Ok(Event::Text(_)) => {}
            Err(e) => {
                let message = format!("the document inside {}", e.message);
                return Err(Error::Parse { path: path.to_path_buf(), line: e.line, message });
            }
        }
    }
    Ok(reader.builder)
}

/// The names of the styles of text that is not shown.
fn hidden_styles(xml: &str) -> FxHashSet<String> {
    let (mut hidden, mut name) = (FxHashSet::default(), String::new());
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(e)) if e.name == "style:style" => name = e.get("style:name").unwrap_or("").into(),
            Ok(Event::Open(e)) if e.name == "style:text-properties" => {
                if e.get("text:display") == Some("none") {
                    hidden.insert(name.clone());
                }
            }
            Ok(Event::Open(e)) if e.name == "office:text" => break,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    hidden
}

#[derive(Default)]
struct Odt {
    hidden_styles: FxHashSet<String>,
    builder: Builder,
    skipped: usize,
    cells: usize,
    items: usize,
    contents: usize,
}

impl Odt {
    fn begin(&mut self, element: &Element) {
        if self.skipped > 0 || is_left_out(&element.name) || self.is_hidden(element) {
            self.skipped += 1;
            return;
        }
        match element.name.as_str() {
            "text:p" => self.builder.open(self.kind(BlockKind::Paragraph)),
            "text:h" => self.builder.open(self.kind(BlockKind::Heading)),
            "text:s" => {
                let count = element.get("text:c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                self.builder.text(&" ".repeat(count.min(100)));
            }
            "text:tab" => self.builder.text(" "),
            "text:line-break" => self.builder.line_break(),
            "text:note" => self.builder.begin_note(),
            "text:list-item" => self.items += 1,
            "table:table-cell" => self.cells += 1,
            "text:table-of-content" => self.contents += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "text:p" | "text:h" => self.builder.close(),
            "text:note" => self.builder.end_note(),
            "text:list-item" => self.items = self.items.saturating_sub(1),
            "table:table-cell" => self.cells = self.cells.saturating_sub(1),
            "text:table-of-content" => self.contents = self.contents.saturating_sub(1),
            _ => {}
        }
    }

    fn is_hidden(&self, element: &Element) -> bool {
        match element.name.as_str() {
            "text:section" => element.get("text:display") == Some("none"),
            "text:span" | "text:a" => {
                element.get("text:style-name").is_some_and(|name| self.hidden_styles.contains(name))
            }
            _ => false,
        }
    }

    fn kind(&self, kind: BlockKind) -> BlockKind {
        if self.builder.in_note() {
            BlockKind::Note
        } else if self.contents > 0 {
            BlockKind::Furniture(Furniture::Contents)
        } else if self.cells > 0 {
            BlockKind::Cell
        } else if self.items > 0 && kind == BlockKind::Paragraph {
            BlockKind::ListItem
        } else {
            kind
        }
    }
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "text:tracked-changes"
            | "text:note-citation"
            | "office:annotation"
            | "text:ruby-text"
            | "office:forms"
            | "svg:title"
            | "svg:desc"
            | "text:sequence-decls"
            | "office:automatic-styles"
            | "text:hidden-text"
            | "text:hidden-paragraph"
    )
}
