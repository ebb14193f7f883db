//! OpenDocument text and presentations, zipped or in one file (ODT, ODP, FODT, FODP): paragraphs, headings, lists, tables,
//! text boxes, formulas, notes. Tables of contents are marked. Cost: two passes over the styles, one over the text.
//!
//! Omitted, because readers do not see it: tracked deletions, hidden text, paragraphs, sections and rows, covered
//! cells, placeholders; also comments, headers and footers.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::xml::{Element, Event, Xml};
use crate::read::builder::Builder;
use crate::read::office::formula::Formula;
use crate::read::office::styles::Script;
use crate::read::office::symbol::{SymbolFont, character, of_private};
use crate::read::reading::NoticeKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// No real chain of styles is longer. A longer chain is circular.
const LONGEST_CHAIN: usize = 32;
/// More consecutive spaces than this are a drawing.
const MOST_SPACES: usize = 100;

/// Reads the OpenDocument file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    if archive.text("META-INF/manifest.xml")?.is_some_and(|xml| xml.contains("encryption-data")) {
        return Err(Error::unusable(
            path,
            "is protected with a password; open it with the password and save it without",
        ));
    }
    let Some(xml) = archive.text("content.xml")? else {
        return Err(Error::unusable(path, "has no text document inside; save it again as ODT"));
    };
    let mut styles = Styles::default();
    if let Some(common) = archive.text("styles.xml")? {
        styles.read(&common);
    }
    styles.read(&xml);
    let mut formulas = FxHashMap::default();
    for name in formula_names(&xml) {
        if let Some(text) = archive.text(&format!("{name}/content.xml"))?.and_then(|xml| formula(&xml)) {
            formulas.insert(name, text);
        }
    }
    Odt::new(styles, formulas).read(path, &xml)
}

/// Reads the flat OpenDocument file `xml`, the content of `path`.
pub(crate) fn read_flat(path: &Path, xml: &str) -> Result<Builder> {
    let mut styles = Styles::default();
    styles.read(xml);
    Odt::new(styles, FxHashMap::default()).read(path, xml)
}

/// The names of the embedded objects, some of which are formulas.
fn formula_names(xml: &str) -> Vec<String> {
    let objects = Xml::new(xml).filter_map(|event| match event {
        Ok(Event::Open(e)) if e.name == "draw:object" => Some(object_name(&e)),
        _ => None,
    });
    if xml.contains("object") { objects.collect() } else { Vec::new() }
}

fn object_name(element: &Element) -> String {
    element.get("xlink:href").unwrap_or("").trim_start_matches("./").trim_end_matches('/').to_string()
}

/// The formula in `xml`, on one line.
fn formula(xml: &str) -> Option<String> {
    let mut formula = Formula::default();
    let mut events =
        Xml::new(xml).flatten().skip_while(|e| !matches!(e, Event::Open(e) if is_formula(&e.name)));
    events.find_map(|event| formula.event(&event))
}

fn is_formula(name: &str) -> bool {
    matches!(name, "math:math" | "math")
}

/// The text properties of a style.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    hidden: Option<bool>,
    script: Option<Script>,
    /// Whether its paragraphs begin a page or column.
    begins_page: Option<bool>,
    font: Option<SymbolFont>,
}

/// Styles by family and name, each with the name of the one it is based on.
#[derive(Debug, Default)]
struct Styles {
    by_name: FxHashMap<(String, String), (Style, Option<String>)>,
}

impl Styles {
    /// Adds the styles in `xml`, up to the beginning of the text.
    fn read(&mut self, xml: &str) {
        let mut open = (String::new(), String::new());
        for event in Xml::new(xml) {
            match event {
                Ok(Event::Open(e)) if e.name == "style:style" => {
                    let get = |name| e.get(name).unwrap_or("").to_string();
                    open = (get("style:family"), get("style:name"));
                    let base = e.get("style:parent-style-name").map(str::to_string);
                    self.by_name.insert(open.clone(), (Style::default(), base));
                }
                Ok(Event::Open(e)) if e.name == "style:text-properties" => {
                    if let Some((style, _)) = self.by_name.get_mut(&open) {
                        style.hidden = e.get("text:display").map(|display| display == "none");
                        style.script = e.get("style:text-position").map(script);
                        style.font = e.get("style:font-name").and_then(SymbolFont::of_name);
                    }
                }
                Ok(Event::Open(e)) if e.name == "style:paragraph-properties" => {
                    if let Some((style, _)) = self.by_name.get_mut(&open) {
                        let before = e.get("fo:break-before");
                        style.begins_page = before.map(|before| matches!(before, "page" | "column"));
                    }
                }
                Ok(Event::Open(e)) if e.name == "office:body" => break,
                Ok(_) => {}
                Err(_) => break,
            }
        }
    }

    /// The properties of the style `name`, including inherited ones.
    fn get(&self, family: &str, name: &str) -> Style {
        let (mut found, mut next) = (Style::default(), Some(name.to_string()));
        for _ in 0..LONGEST_CHAIN {
            let Some((style, base)) = next.and_then(|name| self.by_name.get(&(family.to_string(), name)))
            else {
                break;
            };
            found.hidden = found.hidden.or(style.hidden);
            found.script = found.script.or(style.script);
            found.begins_page = found.begins_page.or(style.begins_page);
            found.font = found.font.or(style.font);
            next = base.clone();
        }
        found
    }
}

/// Parses `super 58%`, `sub 58%`, or an offset in percent of the font size: `33% 58%`.
fn script(position: &str) -> Script {
    let height = position.split_whitespace().next().unwrap_or("");
    let number = height.trim_end_matches('%').parse::<f32>().unwrap_or(0.0);
    match height {
        "super" => Script::Raised,
        "sub" => Script::Lowered,
        _ if number > 0.0 => Script::Raised,
        _ if number < 0.0 => Script::Lowered,
        _ => Script::Level,
    }
}

/// An open paragraph.
#[derive(Default)]
struct Paragraph {
    /// Whether all of it is hidden.
    hidden: bool,
    has_unseen: bool,
}

/// An open span.
struct Span {
    /// The start of its text, if it is superscript or subscript.
    moved: Option<(Script, usize)>,
    font: Option<SymbolFont>,
}

#[derive(Default)]
struct Odt {
    styles: Styles,
    formulas: FxHashMap<String, String>,
    /// The open formula, in a file that embeds its objects inline.
    formula: Formula,
    builder: Builder,
    skipped: usize,
    cells: usize,
    items: usize,
    contents: usize,
    paragraphs: Vec<Paragraph>,
    /// For each open element, whether it can contain text.
    holds_text: Vec<bool>,
    /// The tracked deletions, the change being read, and whether the text of a deletion is being read. Some files keep
    /// deleted text at its original position.
    deletions: FxHashSet<String>,
    region: String,
    in_deletion: bool,
    /// The custom mark of the next note.
    note_mark: String,
    spans: Vec<Span>,
}

impl Odt {
    fn new(styles: Styles, formulas: FxHashMap<String, String>) -> Odt {
        Odt { styles, formulas, ..Odt::default() }
    }

    fn read(mut self, path: &Path, xml: &str) -> Result<Builder> {
        for event in Xml::new(xml) {
            if let Ok(event) = &event
                && (self.formula.is_open() || matches!(event, Event::Open(e) if is_formula(&e.name)))
            {
                if let Some(formula) = self.formula.event(event) {
                    self.text(&formula);
                }
                continue;
            }
            match event {
                Ok(Event::Open(element)) => self.begin(&element),
                Ok(Event::Close(name)) => self.end(&name),
                Ok(Event::Text(text)) => self.text(&text),
                Err(e) => {
                    let message = format!("the document inside {}", e.message);
                    return Err(Error::Parse { path: path.to_path_buf(), line: e.line, message });
                }
            }
        }
        self.builder.end_joined();
        Ok(self.builder)
    }

    fn text(&mut self, text: &str) {
        // White space between elements that do not contain text is formatting of the XML.
        let is_layout = || !self.holds_text.last().copied().unwrap_or(true) && text.trim().is_empty();
        if self.skipped > 0 || is_layout() {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if paragraph.hidden || self.in_deletion {
            paragraph.has_unseen = true;
            return;
        }
        let text = match std::mem::take(&mut self.note_mark) {
            mark if !mark.is_empty() && self.builder.in_note() => {
                text.trim_start().strip_prefix(&mark).unwrap_or(text)
            }
            _ => text,
        };
        if text.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}')) {
            let font = self.spans.last().and_then(|span| span.font);
            let of_font = |c: char| match (font, c) {
                (Some(font), '\u{e000}'..='\u{f8ff}') => character(font, u32::from(c)),
                _ => of_private(c),
            };
            self.builder.text(&text.chars().filter_map(of_font).collect::<String>());
        } else {
            self.builder.text(text);
        }
    }

    /// Records which changes are deletions, and the custom mark of a note. The elements that hold this information are
    /// omitted themselves.
    fn note(&mut self, element: &Element) {
        match element.name.as_str() {
            "text:changed-region" => {
                self.region = element.get("text:id").or(element.get("xml:id")).unwrap_or("").to_string();
            }
            "text:deletion" => {
                self.deletions.insert(self.region.clone());
            }
            "text:note-citation" => self.note_mark = element.get("text:label").unwrap_or("").to_string(),
            _ => {}
        }
    }

    fn begin(&mut self, element: &Element) {
        self.note(element);
        let is_hidden = self.skipped == 0 && self.is_hidden(element);
        if is_hidden {
            self.builder.notice(NoticeKind::Hidden, 1);
            if let Some(paragraph) = self.paragraphs.last_mut() {
                paragraph.has_unseen = true;
            }
        }
        if self.skipped > 0 || is_hidden || is_left_out(&element.name) {
            self.skipped += 1;
            return;
        }
        self.holds_text.push(!is_structure(&element.name));
        let name = element.get("text:style-name").unwrap_or("");
        match element.name.as_str() {
            "text:p" | "text:h" => {
                let is_heading = element.name == "text:h";
                self.builder.open(self.kind(if is_heading {
                    BlockKind::Heading
                } else {
                    BlockKind::Paragraph
                }));
                let style = self.styles.get("paragraph", name);
                let hidden = style.hidden == Some(true);
                if style.begins_page == Some(true) {
                    self.builder.begin_page();
                }
                if hidden {
                    self.builder.notice(NoticeKind::Hidden, 1);
                }
                self.paragraphs.push(Paragraph { hidden, has_unseen: hidden });
            }
            "text:span" => {
                let Style { script, font, .. } = self.styles.get("text", name);
                let script = script.filter(|script| *script != Script::Level);
                self.spans.push(Span { moved: script.map(|script| (script, self.builder.open_len())), font });
            }
            "text:s" => {
                let count = element.get("text:c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                self.text(&" ".repeat(count.min(MOST_SPACES)));
            }
            "text:tab" => self.text(" "),
            "text:line-break" => self.builder.line_break(),
            "text:hidden-paragraph" if is_true(element.get("text:is-hidden")) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    (paragraph.hidden, paragraph.has_unseen) = (true, true);
                }
            }
            "text:change-start"
                if element.get("text:change-id").is_some_and(|id| self.deletions.contains(id)) =>
            {
                self.in_deletion = true;
                self.builder.notice(NoticeKind::Hidden, 1);
            }
            "text:change-end" => self.in_deletion = false,
            "text:note" => self.builder.begin_note(),
            "text:list-item" => self.items += 1,
            "table:table-cell" => self.cells += 1,
            "text:table-of-content" => self.contents += 1,
            "draw:object" => match self.formulas.remove(&object_name(element)) {
                Some(formula) => self.text(&formula),
                // A flat file contains the object inline.
                None if element.get("xlink:href").is_none() => {}
                None => self.builder.notice(NoticeKind::Embedded, 1),
            },
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        self.holds_text.pop();
        match name {
            "text:p" | "text:h" => {
                let paragraph = self.paragraphs.pop().unwrap_or_default();
                if paragraph.hidden || (paragraph.has_unseen && self.builder.open_len() == 0) {
                    self.builder.discard();
                } else if self.in_deletion {
                    self.builder.close_joined();
                } else {
                    self.builder.close();
                }
            }
            "text:span" => match self.spans.pop().and_then(|span| span.moved) {
                Some((Script::Raised, from)) => self.builder.raise(from),
                Some((_, from)) => self.builder.lower(from),
                None => {}
            },
            "text:note" => self.builder.end_note(),
            "text:list-item" => self.items = self.items.saturating_sub(1),
            "table:table-cell" => self.cells = self.cells.saturating_sub(1),
            "text:table-of-content" => self.contents = self.contents.saturating_sub(1),
            _ => {}
        }
    }

    fn is_hidden(&self, element: &Element) -> bool {
        let is_marked = || is_true(element.get("text:is-hidden"));
        match element.name.as_str() {
            "text:section" => match element.get("text:display") {
                Some("none") => true,
                Some("condition") => is_marked(),
                _ => false,
            },
            "text:hidden-text" => is_marked(),
            "table:table-row" | "table:table-column" => {
                matches!(element.get("table:visibility"), Some("collapse" | "filter"))
            }
            // Text that the master slide adds to each slide.
            "draw:frame" | "draw:custom-shape" => matches!(
                element.get("presentation:class"),
                Some("page-number" | "date-time" | "footer" | "header")
            ),
            "draw:page" => element.get("presentation:visibility") == Some("hidden"),
            "text:span" | "text:a" => {
                let style = element.get("text:style-name").unwrap_or("");
                self.styles.get("text", style).hidden == Some(true)
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

/// Whether an element contains other elements and no text.
fn is_structure(name: &str) -> bool {
    matches!(name, "text:note" | "text:note-body" | "text:list" | "text:list-item" | "text:section")
        || ["draw:", "table:", "office:"].iter().any(|prefix| name.starts_with(prefix))
}

fn is_true(value: Option<&str>) -> bool {
    value == Some("true")
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "text:tracked-changes"
            | "text:note-citation"
            | "text:placeholder"
            | "text:ruby-text"
            | "text:sequence-decls"
            | "office:annotation"
            | "office:forms"
            | "office:automatic-styles"
            | "office:master-styles"
            | "office:styles"
            | "office:meta"
            | "office:binary-data"
            | "svg:title"
            | "svg:desc"
            | "table:covered-table-cell"
    )
}
