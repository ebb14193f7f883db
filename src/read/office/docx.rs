//! DOCX: paragraphs, tables, lists, text boxes, footnotes and endnotes. Left out: tracked deletions, hidden text,
//! comments, headers and footers, the instructions of fields.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::io::archive::{Archive, unusable};
use crate::io::parts::{named, parts};
use crate::io::xml::{Element, Event, Xml};
use crate::read::builder::Builder;
use crate::read::reading::NoticeKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// The text of the DOCX file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    let main = named(&parts(&mut archive, "")?, "officeDocument", "word/document.xml");
    let parts = parts(&mut archive, &main)?;
    let styles = archive.text(&named(&parts, "styles", "word/styles.xml"))?;
    let styles = styles.map_or_else(FxHashMap::default, |xml| styles_in(&xml));
    let Some(body) = archive.text(&main)? else {
        return Err(unusable(path, "has no Word document inside; save it anew as DOCX"));
    };
    let mut reader = Docx::new(&styles);
    reader.part(path, &body)?;
    let (footnotes, endnotes) = (std::mem::take(&mut reader.footnotes), std::mem::take(&mut reader.endnotes));
    for (kind, wanted) in [("footnotes", footnotes), ("endnotes", endnotes)] {
        if let Some(xml) = archive.text(&named(&parts, kind, &format!("word/{kind}.xml")))? {
            reader.wanted_notes = Some(wanted);
            reader.part(path, &xml)?;
        }
    }
    Ok(reader.builder)
}

/// What the styles are, by their ids.
fn styles_in(xml: &str) -> FxHashMap<String, BlockKind> {
    let (mut styles, mut id) = (FxHashMap::default(), String::new());
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(e)) if e.name == "w:style" => id = e.get("w:styleId").unwrap_or("").to_string(),
            Ok(Event::Open(e)) if e.name == "w:name" => {
                if let Some(kind) = kind_of_style(e.get("w:val").unwrap_or("")) {
                    styles.entry(id.clone()).or_insert(kind);
                }
            }
            Ok(_) => {}
            // Without styles the text is still there.
            Err(_) => break,
        }
    }
    styles
}

/// Word keeps the English names of its own styles in every language version; only the ids are translated.
fn kind_of_style(name: &str) -> Option<BlockKind> {
    let name = name.to_lowercase();
    if name.starts_with("toc ") || name.starts_with("contents ") {
        Some(BlockKind::Furniture(Furniture::Contents))
    } else if name.starts_with("heading ") || name == "title" || name == "subtitle" {
        Some(BlockKind::Heading)
    } else if name.starts_with("list bullet") || name.starts_with("list number") {
        Some(BlockKind::ListItem)
    } else {
        None
    }
}

struct Docx<'s> {
    builder: Builder,
    styles: &'s FxHashMap<String, BlockKind>,
    /// How deep inside elements whose text is left out.
    skipped: usize,
    /// Whether `w:t` is open.
    in_text: bool,
    /// Whether the open run is hidden.
    hidden: bool,
    cells: usize,
    /// For each field and each building block that is open, whether it makes a table of contents.
    fields: Vec<bool>,
    blocks: Vec<bool>,
    /// How many of them do.
    contents: usize,
    /// Whether the instruction of a field is open.
    in_instruction: bool,
    footnotes: FxHashSet<String>,
    endnotes: FxHashSet<String>,
    /// In a part that holds notes: the ids the text refers to.
    wanted_notes: Option<FxHashSet<String>>,
}

impl<'s> Docx<'s> {
    fn new(styles: &'s FxHashMap<String, BlockKind>) -> Docx<'s> {
        Docx {
            builder: Builder::default(),
            styles,
            skipped: 0,
            in_text: false,
            hidden: false,
            cells: 0,
            fields: Vec::new(),
            blocks: Vec::new(),
            contents: 0,
            in_instruction: false,
            footnotes: FxHashSet::default(),
            endnotes: FxHashSet::default(),
            wanted_notes: None,
        }
    }

    fn part(&mut self, path: &Path, xml: &str) -> Result<()> {
        for event in Xml::new(xml) {
            match event {
                Ok(Event::Open(element)) => self.begin(&element),
                Ok(Event::Close(name)) => self.end(&name),
                Ok(Event::Text(_)) if self.skipped > 0 => {}
                Ok(Event::Text(text)) if self.in_instruction => self.instruct(&text),
                Ok(Event::Text(text)) if self.in_text && !self.hidden => self.builder.text(&text),
                Ok(Event::Text(_)) => {}
                Err(e) => {
                    let message = format!("the document inside {}", e.message);
                    return Err(Error::Parse { path: path.to_path_buf(), line: e.line, message });
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, element: &Element) {
        if self.skipped == 0 && matches!(element.name.as_str(), "w:del" | "w:moveFrom") {
            self.builder.notice(NoticeKind::Hidden, 1);
        }
        if self.skipped > 0 || self.is_left_out(element) {
            self.skipped += 1;
            return;
        }
        match element.name.as_str() {
            "w:p" => self.builder.open(self.kind()),
            "w:t" | "m:t" => self.in_text = true,
            "w:instrText" => self.in_instruction = true,
            "w:fldChar" => self.field(element.get("w:fldCharType").unwrap_or("")),
            "w:sdt" => self.blocks.push(false),
            "w:docPartGallery" if element.get("w:val") == Some("Table of Contents") => {
                self.contents +=
                    usize::from(self.blocks.last_mut().is_some_and(|b| !std::mem::replace(b, true)));
            }
            "w:sym" if !self.hidden => self.symbol(element.get("w:char").unwrap_or("")),
            "w:r" => self.hidden = false,
            "w:vanish" => self.hidden = is_on(element),
            "w:tc" => self.cells += 1,
            "w:tab" | "w:ptab" => self.builder.text(" "),
            "w:br" | "w:cr" => self.builder.line_break(),
            "w:noBreakHyphen" => self.builder.text("\u{2011}"),
            "w:pStyle" => self.style(element.get("w:val").unwrap_or("")),
            "w:numPr" if self.kind() == BlockKind::Paragraph => self.builder.set_kind(BlockKind::ListItem),
            "w:outlineLvl" if element.get("w:val") != Some("9") => self.builder.set_kind(BlockKind::Heading),
            "w:footnoteReference" => self.footnotes.extend(element.get("w:id").map(str::to_string)),
            "w:endnoteReference" => self.endnotes.extend(element.get("w:id").map(str::to_string)),
            "w:footnote" | "w:endnote" => self.builder.begin_note(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "w:p" => self.builder.close(),
            "w:t" | "m:t" => self.in_text = false,
            "w:instrText" => self.in_instruction = false,
            "w:sdt" => self.contents -= usize::from(self.blocks.pop() == Some(true)),
            "w:r" => self.hidden = false,
            "w:tc" => self.cells = self.cells.saturating_sub(1),
            "w:footnote" | "w:endnote" => self.builder.end_note(),
            _ => {}
        }
    }

    /// Deletions, what is shown only where drawings cannot be, separators and notes nothing refers to.
    fn is_left_out(&self, element: &Element) -> bool {
        match element.name.as_str() {
            "w:del" | "w:moveFrom" | "mc:Fallback" | "w:rt" | "w:sectPr" => true,
            // The tab stops of a paragraph are no tabs.
            "w:tabs" | "w:pPrChange" | "w:rPrChange" => true,
            "w:footnote" | "w:endnote" => match (&self.wanted_notes, element.get("w:id")) {
                (Some(wanted), Some(id)) => !wanted.contains(id),
                _ => true,
            },
            _ => false,
        }
    }

    fn kind(&self) -> BlockKind {
        if self.builder.in_note() {
            BlockKind::Note
        } else if self.contents > 0 {
            BlockKind::Furniture(Furniture::Contents)
        } else if self.cells > 0 {
            BlockKind::Cell
        } else {
            BlockKind::Paragraph
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(false),
            "end" => self.contents -= usize::from(self.fields.pop() == Some(true)),
            _ => {}
        }
    }

    /// A field says what makes its text.
    fn instruct(&mut self, instruction: &str) {
        if instruction.trim_start().starts_with("TOC ")
            && self.fields.last_mut().is_some_and(|f| !std::mem::replace(f, true))
        {
            self.contents += 1;
            self.builder.set_kind(BlockKind::Furniture(Furniture::Contents));
        }
    }

    /// A character of a symbol font: those that are no Unicode lie in the private area, where the bullet is the one
    /// that text has.
    fn symbol(&mut self, code: &str) {
        match u32::from_str_radix(code, 16).ok().and_then(char::from_u32) {
            Some('\u{f0b7}') => self.builder.text("•"),
            Some('\u{e000}'..='\u{f8ff}') | None => {}
            Some(c) => self.builder.text(c.encode_utf8(&mut [0; 4])),
        }
    }

    fn style(&mut self, id: &str) {
        if let (BlockKind::Paragraph, Some(&kind)) = (self.kind(), self.styles.get(id)) {
            self.builder.set_kind(kind);
        }
    }
}

/// Whether a switch such as `w:vanish` is on: it is unless it says otherwise.
fn is_on(element: &Element) -> bool {
    !matches!(element.get("w:val"), Some("0" | "false" | "off"))
}
