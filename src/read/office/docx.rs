//! DOCX, and the two single-file XML formats of Word (Flat OPC, Word 2003 XML): paragraphs, tables, lists, text boxes,
//! formulas, embedded pages, SmartArt, footnotes and endnotes. Cost: one pass.
//!
//! Omitted, because readers do not see it: tracked deletions and moved text at its old position, hidden text, rows and
//! cells, covered cells, field instructions, form placeholders; also comments, headers and footers. A field that never
//! ends would hide all text after it. A document with such a field is read again with the field ignored.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::parts::{Part, named, parts};
use crate::io::xml::{Element, Event, Xml, XmlError};
use crate::read::builder::Builder;
use crate::read::office::formula::Formula;
use crate::read::office::styles::{Script, Style, Styles, is_on};
use crate::read::office::symbol::{SymbolFont, character, of_private};
use crate::read::reading::NoticeKind;
use crate::read::web;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::rc::Rc;

/// Reads the DOCX file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    let main = named(&parts(&mut archive, "")?, "officeDocument", "word/document.xml");
    let parts = parts(&mut archive, &main)?;
    let styles = archive.text(&named(&parts, "styles", "word/styles.xml"))?;
    let styles = styles.map_or_else(Styles::default, |xml| Styles::read(&xml));
    let Some(body) = archive.text(&main)? else {
        return Err(Error::unusable(path, "has no Word document inside; save it again as DOCX"));
    };
    let mut notes = Vec::new();
    for (kind, is_endnote) in [("footnotes", false), ("endnotes", true)] {
        let xml = archive.text(&named(&parts, kind, &format!("word/{kind}.xml")))?;
        notes.extend(xml.map(|xml| (is_endnote, xml)));
    }
    let embedded = Rc::new(embedded(&mut archive, &parts, &body)?);
    without_open_fields(&styles, |reader| {
        reader.embedded = embedded.clone();
        reader.part(path, Xml::new(&body))?;
        for (is_endnote, xml) in &notes {
            reader.notes = Notes::Part { is_endnote: *is_endnote };
            reader.part(path, Xml::new(xml))?;
        }
        Ok(())
    })
}

/// Reads the XML file `xml`, the content of `path`: Flat OPC or Word 2003 XML.
pub(crate) fn read_flat(path: &Path, xml: &str) -> Result<Builder> {
    let styles = Styles::read(xml);
    without_open_fields(&styles, |reader| {
        if !xml.contains("/2006/xmlPackage") {
            reader.notes = Notes::Inline;
            return reader.part(path, Xml::new(xml));
        }
        reader.part(path, within_part(xml, "/word/document.xml"))?;
        for (kind, is_endnote) in [("footnotes", false), ("endnotes", true)] {
            reader.notes = Notes::Part { is_endnote };
            reader.part(path, within_part(xml, &format!("/word/{kind}.xml")))?;
        }
        Ok(())
    })
}

/// Returns the result of `read`. If some fields never end, reads the document again without them. If the second pass
/// finds more, in notes that those fields hid, reads it a third time and ignores all fields.
fn without_open_fields(styles: &Styles, read: impl Fn(&mut Docx) -> Result<()>) -> Result<Builder> {
    let mut reader = Docx::new(styles);
    for ignored in [Ignored::None, Ignored::Some, Ignored::All] {
        let unending = reader.unending;
        reader = Docx::new(styles);
        (reader.ignored, reader.unending) = (ignored, unending);
        let known = reader.unending.len();
        read(&mut reader)?;
        if reader.unending.len() == known {
            break;
        }
    }
    Ok(reader.builder)
}

/// The fields to ignore.
#[derive(Clone, Copy, PartialEq)]
enum Ignored {
    None,
    /// The fields known never to end.
    Some,
    All,
}

/// The events of the part `name` of a single-file package.
fn within_part<'x>(xml: &'x str, name: &'x str) -> impl Iterator<Item = Result<Event, XmlError>> + 'x {
    let mut inside = false;
    Xml::new(xml).filter(move |event| match event {
        Ok(Event::Open(e)) if e.name == "pkg:part" => {
            inside = e.get("pkg:name") == Some(name);
            false
        }
        Ok(_) => inside,
        Err(_) => true,
    })
}

/// The content of other parts that the document shows, by relationship id.
enum Embedded {
    /// A web page.
    Page(String),
    /// The lines of a SmartArt diagram.
    Lines(Vec<String>),
}

/// The parts that `body` refers to and that are read at the position of the reference.
fn embedded(archive: &mut Archive, parts: &[Part], body: &str) -> Result<FxHashMap<String, Embedded>> {
    let mut found = FxHashMap::default();
    for part in parts {
        let content = match part.kind() {
            "aFChunk" if body.contains("altChunk") && is_page(&part.name) => {
                archive.text(&part.name)?.map(Embedded::Page)
            }
            "diagramData" => archive.text(&part.name)?.map(|xml| Embedded::Lines(lines_of_drawing(&xml))),
            _ => None,
        };
        found.extend(content.map(|content| (part.id.clone(), content)));
    }
    Ok(found)
}

fn is_page(name: &str) -> bool {
    name.rsplit('.')
        .next()
        .is_some_and(|e| matches!(e.to_ascii_lowercase().as_str(), "htm" | "html" | "xhtml"))
}

/// The paragraphs of the points of a SmartArt diagram.
fn lines_of_drawing(xml: &str) -> Vec<String> {
    let (mut lines, mut line, mut in_text) = (Vec::new(), String::new(), false);
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(e)) => in_text = e.name == "a:t",
            Ok(Event::Text(text)) if in_text => line.push_str(&text),
            Ok(Event::Close(name)) if name == "a:p" => lines.push(std::mem::take(&mut line)),
            Ok(Event::Close(_)) => in_text = false,
            Ok(Event::Text(_)) => {}
            Err(_) => break,
        }
    }
    lines
}

/// Where the notes of the current part are.
#[derive(Clone, Copy, PartialEq)]
enum Notes {
    /// In separate parts.
    Elsewhere,
    /// The current part contains the notes.
    Part { is_endnote: bool },
    /// Inline, at their position in the text.
    Inline,
}

/// An open field.
#[derive(Default)]
struct Field {
    /// The number of the element that began it.
    begun_at: usize,
    instruction: String,
    /// Whether its result is being read.
    has_result: bool,
    is_contents: bool,
}

/// The open paragraph.
#[derive(Default)]
struct Paragraph {
    style: Style,
    /// Whether its properties are being read. Text properties there apply to the paragraph mark.
    in_properties: bool,
    /// Whether its mark is deleted, moved or hidden, or it is a drop cap.
    is_joined: bool,
    /// Whether some of its text is hidden.
    has_unseen: bool,
    has_contents: bool,
}

/// The open run of text.
#[derive(Default)]
struct Run {
    style: Style,
    hidden: Option<bool>,
    script: Option<Script>,
    font: Option<SymbolFont>,
    /// The note in this run that has a custom mark.
    marked_note: Option<(bool, String)>,
}

struct Docx<'s> {
    builder: Builder,
    styles: &'s Styles,
    embedded: Rc<FxHashMap<String, Embedded>>,
    /// The parts that are already in the text.
    shown: FxHashSet<String>,
    /// The number of elements read so far, which identifies them, and the numbers of those that begin a field without
    /// an end.
    elements: usize,
    unending: FxHashSet<usize>,
    ignored: Ignored,
    /// The depth inside elements whose text is omitted.
    skipped: usize,
    /// Whether `w:t` is open.
    in_text: bool,
    in_instruction: bool,
    paragraphs: Vec<Paragraph>,
    run: Run,
    /// The open superscript or subscript, and its start in the open paragraph in bytes.
    moved: Option<(Script, usize)>,
    formula: Formula,
    /// For each open row and cell, whether it is hidden.
    rows: Vec<bool>,
    cells: Vec<bool>,
    /// For each open content control, whether it shows a placeholder, and whether it produces a table of contents.
    controls: Vec<(bool, bool)>,
    fields: Vec<Field>,
    /// The number of open fields whose instruction is being read, and of those that produce a table of contents.
    instructing: usize,
    contents: usize,
    /// For each open `mc:AlternateContent`, whether one of its branches was taken.
    choices: Vec<bool>,
    notes: Notes,
    /// The notes that the text refers to, each with its custom mark, if it has one.
    footnotes: FxHashMap<String, String>,
    endnotes: FxHashMap<String, String>,
    /// The mark at the beginning of the open note.
    note_mark: String,
}

impl<'s> Docx<'s> {
    fn new(styles: &'s Styles) -> Docx<'s> {
        Docx {
            builder: Builder::default(),
            styles,
            embedded: Rc::default(),
            shown: FxHashSet::default(),
            elements: 0,
            unending: FxHashSet::default(),
            ignored: Ignored::None,
            skipped: 0,
            in_text: false,
            in_instruction: false,
            paragraphs: Vec::new(),
            run: Run::default(),
            moved: None,
            formula: Formula::default(),
            rows: Vec::new(),
            cells: Vec::new(),
            controls: Vec::new(),
            fields: Vec::new(),
            instructing: 0,
            contents: 0,
            choices: Vec::new(),
            notes: Notes::Elsewhere,
            footnotes: FxHashMap::default(),
            endnotes: FxHashMap::default(),
            note_mark: String::new(),
        }
    }

    fn part(&mut self, path: &Path, events: impl Iterator<Item = Result<Event, XmlError>>) -> Result<()> {
        for event in events {
            self.elements += usize::from(matches!(event, Ok(Event::Open(_))));
            let event = event.map_err(|e| {
                let message = format!("the document inside {}", e.message);
                Error::Parse { path: path.to_path_buf(), line: e.line, message }
            })?;
            if self.skipped == 0 && self.is_in_formula(&event) {
                if let Some(formula) = self.formula.event(&event) {
                    self.text(&formula);
                }
                continue;
            }
            match event {
                Event::Open(element) => self.begin(&element),
                Event::Close(name) => self.end(&name),
                Event::Text(_) if self.skipped > 0 => {}
                Event::Text(text) if self.in_instruction => self.instruct(&text),
                Event::Text(text) if self.in_text => self.text(&text),
                Event::Text(_) => {}
            }
        }
        self.builder.end_joined();
        self.end_fields();
        Ok(())
    }

    fn is_in_formula(&self, event: &Event) -> bool {
        self.formula.is_open() || matches!(event, Event::Open(e) if e.name == "m:oMath")
    }

    fn begin(&mut self, element: &Element) {
        if self.skipped > 0 || self.is_left_out(element) {
            self.skipped += 1;
            return;
        }
        match element.name.as_str() {
            "w:p" => self.begin_paragraph(),
            "w:pPr" => self.of_paragraph(|p| p.in_properties = true),
            "w:r" => self.run = Run::default(),
            "w:t" => self.in_text = true,
            "w:instrText" => self.in_instruction = true,
            "w:fldChar" => self.field(element.get("w:fldCharType").unwrap_or("")),
            "w:fldSimple" => {
                self.field("begin");
                self.instruct(element.get("w:instr").unwrap_or(""));
                self.field("separate");
            }
            "w:tbl" => self.builder.end_joined(),
            "w:tr" => self.rows.push(false),
            "w:tc" => self.cells.push(false),
            "w:hidden" if is_on(element) => self.hide_row(),
            "w:cellDel" => self.hide_cell(),
            // A cell merged into the one above or before it is covered.
            "w:vMerge" | "w:hMerge" if element.get("w:val") != Some("restart") => self.hide_cell(),
            "w:sdt" => self.controls.push((false, false)),
            "w:showingPlcHdr" if is_on(element) => {
                if let Some((is_placeholder, _)) = self.controls.last_mut() {
                    *is_placeholder = true;
                }
            }
            "w:docPartGallery" if element.get("w:val") == Some("Table of Contents") => {
                if let Some((_, is_contents)) = self.controls.last_mut() {
                    *is_contents = true;
                }
            }
            "mc:AlternateContent" => self.choices.push(false),
            "w:sym" => self.symbol(element),
            "w:tab" | "w:ptab" => self.text(" "),
            "w:br" if matches!(element.get("w:type"), Some("page" | "column")) => self.builder.page_break(),
            "w:br" | "w:cr" if self.is_shown() => self.builder.line_break(),
            "w:noBreakHyphen" => self.text("\u{2011}"),
            "w:footnoteReference" => self.refer(element, false),
            "w:endnoteReference" => self.refer(element, true),
            "w:footnote" | "w:endnote" => self.builder.begin_note(),
            "w:altChunk" => self.embed(element.get("r:id").unwrap_or("")),
            "dgm:relIds" => self.embed(element.get("r:dm").unwrap_or("")),
            _ => self.property(element),
        }
    }

    /// A property of the open paragraph or run.
    fn property(&mut self, element: &Element) {
        let value = element.get("w:val");
        let in_properties = self.paragraphs.last().is_some_and(|p| p.in_properties);
        match element.name.as_str() {
            "w:pStyle" => self.style(value.unwrap_or("")),
            "w:framePr" if element.get("w:dropCap").is_some_and(|cap| cap != "none") => {
                self.of_paragraph(|p| p.is_joined = true);
            }
            "w:numPr" | "w:listPr" if self.kind() == BlockKind::Paragraph => {
                self.builder.set_kind(BlockKind::ListItem);
            }
            "w:pageBreakBefore" if is_on(element) => self.builder.begin_page(),
            "w:outlineLvl" if value != Some("9") => self.builder.set_kind(BlockKind::Heading),
            "w:vanish" if in_properties => {
                let is_hidden = is_on(element);
                self.of_paragraph(|p| p.is_joined |= is_hidden);
            }
            "w:vanish" => self.run.hidden = Some(is_on(element)),
            "w:rStyle" if !in_properties => self.run.style = self.character_style(value),
            "w:vertAlign" if !in_properties => self.run.script = Some(Script::of(value)),
            "w:rFonts" if !in_properties => {
                self.run.font = element.get("w:ascii").and_then(SymbolFont::of_name);
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
            "w:p" => self.end_paragraph(),
            "w:pPr" => self.of_paragraph(|p| p.in_properties = false),
            "w:r" => self.run = Run::default(),
            "w:t" => self.in_text = false,
            "w:instrText" => self.in_instruction = false,
            "w:fldSimple" => self.field("end"),
            "w:tr" => drop(self.rows.pop()),
            "w:tc" => {
                self.builder.end_joined();
                self.cells.pop();
            }
            "w:sdt" => drop(self.controls.pop()),
            "mc:AlternateContent" => drop(self.choices.pop()),
            "w:footnote" | "w:endnote" => {
                if self.notes != Notes::Inline {
                    self.end_fields();
                }
                self.builder.end_joined();
                self.builder.end_note();
            }
            _ => {}
        }
    }

    /// Deletions, branches that are not taken, separators and notes without a reference.
    fn is_left_out(&mut self, element: &Element) -> bool {
        match element.name.as_str() {
            "w:del" | "w:moveFrom" => {
                self.delete();
                true
            }
            "aml:annotation" => {
                matches!(element.get("w:type"), Some("Word.Deletion" | "Word.Comment"))
            }
            "mc:Choice" => !self.takes_choice(element.get("Requires").unwrap_or("")),
            "mc:Fallback" => self.choices.last().copied().unwrap_or(false),
            "w:sectPr" => {
                self.builder.end_page();
                true
            }
            "w:rt" | "w:binData" => true,
            // Definitions of tab stops are not tab characters, and earlier properties of a tracked change no longer
            // apply.
            "w:tabs" | "w:pPrChange" | "w:rPrChange" | "w:tblPrChange" | "w:trPrChange" | "w:tcPrChange"
            | "w:styles" | "w:docOleData" => true,
            "w:footnote" | "w:endnote" => self.is_unwanted_note(element),
            _ => false,
        }
    }

    /// A deletion: of the mark of a paragraph, of a row, or of its contents.
    fn delete(&mut self) {
        self.builder.notice(NoticeKind::Hidden, 1);
        match self.paragraphs.last_mut() {
            Some(paragraph) if paragraph.in_properties => paragraph.is_joined = true,
            Some(paragraph) => paragraph.has_unseen = true,
            None => self.hide_row(),
        }
    }

    fn hide_row(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            *row = true;
        }
    }

    fn hide_cell(&mut self) {
        if let Some(cell) = self.cells.last_mut() {
            *cell = true;
        }
    }

    /// Whether to read the branch that requires the namespaces `required`: the first one that Word supports.
    fn takes_choice(&mut self, required: &str) -> bool {
        let is_known = |prefix: &str| {
            matches!(
                prefix,
                "wps" | "wpg" | "wpc" | "wpi" | "v" | "o" | "wne" | "a14" | "aink" | "am3d" | "c16"
            ) || ["wp1", "w1", "cx"].iter().any(|known| prefix.starts_with(known))
        };
        let takes = self.choices.last() == Some(&false) && required.split_whitespace().all(is_known);
        if let (true, Some(taken)) = (takes, self.choices.last_mut()) {
            *taken = true;
        }
        takes
    }

    fn is_unwanted_note(&mut self, element: &Element) -> bool {
        let is_endnote = match self.notes {
            Notes::Inline => return self.paragraphs.is_empty(),
            Notes::Elsewhere => return true,
            Notes::Part { is_endnote } => is_endnote,
        };
        let wanted = if is_endnote { &self.endnotes } else { &self.footnotes };
        let mark = element.get("w:id").and_then(|id| wanted.get(id));
        self.note_mark = mark.cloned().unwrap_or_default();
        mark.is_none()
    }

    fn begin_paragraph(&mut self) {
        self.builder.open(self.kind());
        self.moved = None;
        self.paragraphs.push(Paragraph { style: self.styles.get(None), ..Default::default() });
        self.run = Run::default();
    }

    fn end_paragraph(&mut self) {
        self.end_moved();
        let paragraph = self.paragraphs.pop().unwrap_or_default();
        if paragraph.has_contents {
            self.builder.set_kind(BlockKind::Furniture(Furniture::Contents));
        }
        if paragraph.is_joined {
            self.builder.close_joined();
        } else if paragraph.has_unseen && self.builder.open_len() == 0 {
            self.builder.discard();
        } else {
            self.builder.close();
        }
    }

    fn of_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn kind(&self) -> BlockKind {
        if self.builder.in_note() {
            BlockKind::Note
        } else if self.is_contents() {
            BlockKind::Furniture(Furniture::Contents)
        } else if !self.cells.is_empty() {
            BlockKind::Cell
        } else {
            BlockKind::Paragraph
        }
    }

    fn is_contents(&self) -> bool {
        self.contents > 0 || self.controls.iter().any(|(_, is_contents)| *is_contents)
    }

    fn style(&mut self, id: &str) {
        let style = self.styles.get(Some(id));
        if let (BlockKind::Paragraph, Some(kind)) = (self.kind(), style.kind) {
            self.builder.set_kind(kind);
        }
        self.of_paragraph(|p| p.style = style);
    }

    fn character_style(&self, id: Option<&str>) -> Style {
        id.map_or_else(Style::default, |id| self.styles.get(Some(id)))
    }

    /// Whether text at this position is shown.
    fn is_shown(&self) -> bool {
        let paragraph = self.paragraphs.last().map_or(Style::default(), |p| p.style);
        // A character style toggles the setting of the paragraph style (ECMA-376, 17.7.3).
        let by_style = paragraph.hidden.unwrap_or(false) != self.run.style.hidden.unwrap_or(false);
        let is_hidden = self.run.hidden.unwrap_or(by_style);
        let is_in_control = self.controls.iter().any(|(is_placeholder, _)| *is_placeholder);
        let is_in_instruction = self.instructing > 0;
        !(is_hidden
            || is_in_control
            || is_in_instruction
            || self.rows.contains(&true)
            || self.cells.contains(&true))
    }

    /// Adds text of the open run.
    fn text(&mut self, text: &str) {
        if !self.is_shown() {
            if self.instructing == 0 && !text.trim().is_empty() {
                self.builder.notice(NoticeKind::Hidden, 1);
            }
            return self.of_paragraph(|p| p.has_unseen = true);
        }
        if let Some((is_endnote, id)) = &self.run.marked_note {
            let notes = if *is_endnote { &mut self.endnotes } else { &mut self.footnotes };
            notes.entry(id.clone()).or_default().push_str(text);
            return;
        }
        let text = match self.note_mark.as_str() {
            mark if !mark.is_empty() && self.builder.in_note() => {
                let rest = text.trim_start().strip_prefix(mark).unwrap_or(text);
                self.note_mark.clear();
                rest
            }
            _ => text,
        };
        let is_contents = self.is_contents();
        self.of_paragraph(|p| p.has_contents |= is_contents);
        self.begin_moved();
        match self.run.font {
            Some(font) => {
                let known = |c: char| {
                    if c.is_whitespace() { Some(c) } else { character(font, u32::from(c)).or(of_private(c)) }
                };
                self.builder.text(&text.chars().filter_map(known).collect::<String>());
            }
            None if text.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}')) => {
                self.builder.text(&text.chars().filter_map(of_private).collect::<String>());
            }
            None => self.builder.text(text),
        }
    }

    /// Records whether the text of the run is superscript or subscript.
    fn begin_moved(&mut self) {
        let paragraph = self.paragraphs.last().and_then(|p| p.style.script);
        let script = self.run.script.or(self.run.style.script).or(paragraph).unwrap_or(Script::Level);
        if self.moved.is_some_and(|(moved, _)| moved == script) {
            return;
        }
        self.end_moved();
        if script != Script::Level {
            self.moved = Some((script, self.builder.open_len()));
        }
    }

    fn end_moved(&mut self) {
        match self.moved.take() {
            Some((Script::Raised, from)) => self.builder.raise(from),
            Some((Script::Lowered, from)) => self.builder.lower(from),
            _ => {}
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" if self.ignores_field() => {}
            "begin" => {
                self.instructing += 1;
                self.fields.push(Field { begun_at: self.elements, ..Field::default() });
            }
            "separate" => {
                let Some(field) = self.fields.last_mut().filter(|field| !field.has_result) else { return };
                let name = field.instruction.split_whitespace().next().unwrap_or("");
                (field.has_result, field.is_contents) = (true, name.eq_ignore_ascii_case("toc"));
                self.instructing -= 1;
                self.contents += usize::from(field.is_contents);
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                self.instructing -= usize::from(!field.has_result);
                self.contents -= usize::from(field.is_contents);
            }
            _ => {}
        }
    }

    fn ignores_field(&self) -> bool {
        match self.ignored {
            Ignored::None => false,
            Ignored::Some => self.unending.contains(&self.elements),
            Ignored::All => true,
        }
    }

    /// Records the fields that never end: those still open at the end of a part or of a note.
    fn end_fields(&mut self) {
        self.unending.extend(self.fields.drain(..).map(|field| field.begun_at));
        (self.instructing, self.contents) = (0, 0);
    }

    /// Updates the instruction or result of the innermost field.
    fn instruct(&mut self, instruction: &str) {
        if let Some(field) = self.fields.last_mut() {
            field.instruction.push_str(instruction);
        }
    }

    fn symbol(&mut self, element: &Element) {
        let font = element.get("w:font").and_then(SymbolFont::of_name).unwrap_or(SymbolFont::Symbol);
        let code = element.get("w:char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let known = |code: u32| match char::from_u32(code)? {
            c @ '\u{e000}'..='\u{f8ff}' => character(font, code).or(of_private(c)),
            c => Some(c),
        };
        if let Some(c) = code.and_then(known) {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn refer(&mut self, element: &Element, is_endnote: bool) {
        let Some(id) = element.get("w:id").filter(|_| self.is_shown()) else { return };
        let notes = if is_endnote { &mut self.endnotes } else { &mut self.footnotes };
        notes.entry(id.to_string()).or_default();
        if matches!(element.get("w:customMarkFollows"), Some("1" | "true" | "on")) {
            self.run.marked_note = Some((is_endnote, id.to_string()));
        }
    }

    /// Adds the content of another part at this position.
    fn embed(&mut self, id: &str) {
        // Each part is shown once: a document that refers to one a million times must not fill the memory.
        if !self.is_shown() {
            return;
        }
        match self.embedded.get(id).filter(|_| self.shown.insert(id.to_string())) {
            Some(Embedded::Page(html)) => web::append_fragment(html, &mut self.builder),
            Some(Embedded::Lines(lines)) => {
                lines.iter().for_each(|line| self.builder.paragraph(BlockKind::Cell, line));
            }
            None => self.builder.notice(NoticeKind::Embedded, 1),
        }
    }
}
