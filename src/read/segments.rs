//! Files that are segmented already: CSV and TSV, JSONL, TMX, XLIFF, XLSX, for conversion and re-checking.

use super::archive::{Archive, unusable};
use super::xml::{Element, Event, Xml, XmlError};
use super::{ReadOptions, Reading, encoding, name_of, unpacked_name};
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::ladder::Shape;
use crate::segment::{Segment, Status, segment_id};
use crate::text::clean;
use crate::write::{Column, PROPERTIES, Record, needs_guard, property};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Reads the segments in the file `path` (`-` is standard input). The format is found out from the content: CSV with
/// commas, semicolons or tabs, JSONL, TMX, XLIFF 1.2 and 2.0, XLSX. What the file does not say is filled in: one
/// sentence a side, the file's name as the document, ids computed. Texts are cleaned ([`clean`]).
///
/// # Errors
/// When the file cannot be read, or a line or cell makes no sense; the line is named.
pub fn read_segments(path: &Path, options: &ReadOptions) -> Result<Reading<Vec<Segment>>> {
    from_bytes(path, &super::bytes(path)?, options)
}

/// [`read_segments`] of `bytes`, the content of `path`.
pub(super) fn from_bytes(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<Reading<Vec<Segment>>> {
    let mut reading = if bytes.starts_with(b"PK\x03\x04") {
        Reading { value: super::xlsx::read(path, bytes)?, encoding: "UTF-8".into(), replaced: 0 }
    } else {
        encoding::decode(path, bytes, options)?.and_then(|text| from_text(path, &text))?
    };
    complete(&mut reading.value, &name_of(&unpacked_name(path)));
    Ok(reading)
}

fn from_text(path: &Path, text: &str) -> Result<Vec<Segment>> {
    let head = text.trim_start();
    let beginning: String = head.chars().take(2000).collect();
    if beginning.contains("<tmx") {
        tmx(text).map_err(|e| parse_error(path, e.line, e.message))
    } else if beginning.contains("<xliff") {
        xliff(text).map_err(|e| parse_error(path, e.line, e.message))
    } else if path.extension().is_some_and(|e| e == "po") {
        Ok(catalogue(text))
    } else if head.starts_with('{') {
        jsonl(path, text)
    } else if head.starts_with('<') {
        Err(unusable(path, "is XML, but neither TMX nor XLIFF"))
    } else {
        delimited(path, text)
    }
}

fn parse_error(path: &Path, line: usize, message: impl Into<String>) -> Error {
    Error::Parse { path: path.to_path_buf(), line, message: message.into() }
}

/// A segment nothing is known of yet.
pub(super) fn blank() -> Segment {
    Segment {
        en: String::new(),
        ru: String::new(),
        confidence: None,
        shape: Shape { en: 0, ru: 0 },
        status: Status::Auto,
        en_ids: Vec::new(),
        ru_ids: Vec::new(),
        anchors: Vec::new(),
        flags: Vec::new(),
        document: String::new(),
        segment_id: String::new(),
    }
}

/// Fills in what the file did not say.
fn complete(segments: &mut Vec<Segment>, name: &str) {
    segments.retain(|s| !s.en.trim().is_empty() || !s.ru.trim().is_empty());
    let mut ordinals: FxHashMap<(String, String, String), usize> = FxHashMap::default();
    for s in segments {
        (s.en, s.ru) = (clean(&s.en), clean(&s.ru));
        if s.document.is_empty() {
            s.document = name.to_string();
        }
        if s.shape == (Shape { en: 0, ru: 0 }) {
            let side = |ids: &[usize], text: &str| {
                if ids.is_empty() { usize::from(!text.is_empty()) } else { ids.len() }
            };
            s.shape = Shape { en: side(&s.en_ids, &s.en), ru: side(&s.ru_ids, &s.ru) };
        }
        if s.segment_id.is_empty() {
            let key = (s.document.clone(), s.en.clone(), s.ru.clone());
            let ordinal = ordinals.entry(key).and_modify(|n| *n += 1).or_insert(0);
            s.segment_id = segment_id(&s.document, &s.en, &s.ru, *ordinal);
        }
    }
}

/// The translated messages of a PO catalogue.
fn catalogue(text: &str) -> Vec<Segment> {
    let messages = super::po::messages(text).into_iter().filter(|m| !m.text.is_empty() && !m.fuzzy);
    messages.map(|m| Segment { en: m.id, ru: m.text, ..blank() }).collect()
}

fn jsonl(path: &Path, text: &str) -> Result<Vec<Segment>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| match serde_json::from_str::<Record>(line) {
            Ok(record) => Ok(Segment::from(record)),
            Err(e) => Err(parse_error(
                path,
                index + 1,
                format!("expected {{\"translation\": {{\"en\": ...}}}}: {e}"),
            )),
        })
        .collect()
}

fn delimited(path: &Path, text: &str) -> Result<Vec<Segment>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().map_or(1, |p| p.line());
            parse_error(path, usize::try_from(line).unwrap_or(usize::MAX), format!("is no table row: {e}"))
        })?;
        let line = record.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        // Only the variant for spreadsheets, with semicolons, has the guard against formulas.
        let cell = |cell: &str| if delimiter == b';' { unguarded(cell) } else { cell.to_string() };
        rows.push((line, record.iter().map(cell).collect()));
    }
    table(path, rows)
}

fn unguarded(cell: &str) -> String {
    if needs_guard(cell) { cell.strip_prefix('\'').unwrap_or(cell).to_string() } else { cell.to_string() }
}

/// The delimiter the first line has most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([0usize; 3], false);
    for c in text.chars().take_while(|&c| c != '\n') {
        match c {
            '"' => quoted = !quoted,
            '\t' => counts[0] += 1,
            ';' if !quoted => counts[1] += 1,
            ',' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [tabs, semicolons, commas] = counts;
    if tabs > 0 && tabs * 2 >= semicolons.max(commas) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// The segments of a table: by the names in its first row, or, where that has none, the first two columns, told
/// apart by script.
pub(super) fn table(path: &Path, rows: Vec<(usize, Vec<String>)>) -> Result<Vec<Segment>> {
    let Some((_, first)) = rows.first() else { return Ok(Vec::new()) };
    let named: Vec<Option<Column>> = first.iter().map(|cell| column_named(cell)).collect();
    let is_header = named.contains(&Some(Column::En)) && named.contains(&Some(Column::Ru));
    let columns = if is_header { named } else { columns_by_script(path, &rows)? };
    let mut segments = Vec::new();
    for (line, row) in rows.into_iter().skip(usize::from(is_header)) {
        let mut segment = blank();
        for (cell, column) in row.iter().zip(&columns) {
            if let Some(column) = column {
                column.read_into(&mut segment, cell).map_err(|e| parse_error(path, line, e))?;
            }
        }
        segments.push(segment);
    }
    Ok(segments)
}

/// The column a heading means: ours, or a language as other tools name it.
fn column_named(heading: &str) -> Option<Column> {
    let name = heading.trim().to_lowercase();
    if let Ok(column) = name.parse() {
        return Some(column);
    }
    match name.split(['-', '_', ' ']).next()? {
        "en" | "eng" | "english" | "английский" => Some(Column::En),
        "ru" | "rus" | "russian" | "русский" => Some(Column::Ru),
        _ => None,
    }
}

fn columns_by_script(path: &Path, rows: &[(usize, Vec<String>)]) -> Result<Vec<Option<Column>>> {
    if rows.iter().all(|(_, row)| row.len() < 2) {
        return Err(unusable(
            path,
            "has one column only; a table of pairs has the English and the Russian text",
        ));
    }
    let side = |index: usize| {
        let text: Vec<_> =
            rows.iter().take(200).filter_map(|(_, row)| row.get(index)).map(String::as_str).collect();
        super::language(&text.join(" "))
    };
    match (side(0), side(1)) {
        (Lang::En, Lang::Ru) => Ok(vec![Some(Column::En), Some(Column::Ru)]),
        (Lang::Ru, Lang::En) => Ok(vec![Some(Column::Ru), Some(Column::En)]),
        _ => Err(unusable(
            path,
            "names no columns 'en' and 'ru', and its first two are not English and Russian",
        )),
    }
}

/// Codes of inline tags hold formatting, no text.
fn is_code(name: &str) -> bool {
    matches!(name, "bpt" | "ept" | "it" | "ph" | "ut")
}

fn language_of(element: &Element, names: [&str; 2]) -> Option<Lang> {
    let code = names.iter().find_map(|name| element.get(name))?.to_lowercase();
    match code.split(['-', '_']).next()? {
        "en" => Some(Lang::En),
        "ru" => Some(Lang::Ru),
        _ => None,
    }
}

fn put(segment: &mut Segment, lang: Option<Lang>, text: &str) {
    let side = match lang {
        Some(Lang::En) => &mut segment.en,
        Some(Lang::Ru) => &mut segment.ru,
        None => return,
    };
    if side.is_empty() {
        text.clone_into(side);
    }
}

fn put_property(segment: &mut Segment, kind: &str, text: &str) -> Result<(), String> {
    match PROPERTIES.into_iter().find(|&c| property(c) == kind) {
        Some(column) => column.read_into(segment, text),
        None => Ok(()),
    }
}

/// The units of a TMX file that have both languages; other properties than ours are passed over.
fn tmx(text: &str) -> Result<Vec<Segment>, XmlError> {
    let (mut segments, mut segment, mut buffer) = (Vec::new(), blank(), String::new());
    let (mut lang, mut kind, mut codes) = (None, String::new(), 0usize);
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next() {
        match event? {
            Event::Open(e) => match e.name.as_str() {
                "tu" => {
                    segment = blank();
                    segment.segment_id = e.get("tuid").unwrap_or("").to_string();
                }
                "tuv" => lang = language_of(&e, ["xml:lang", "lang"]),
                "prop" => {
                    kind = e.get("type").unwrap_or("").to_string();
                    buffer.clear();
                }
                "seg" => buffer.clear(),
                name => codes += usize::from(is_code(name)),
            },
            Event::Text(t) if codes == 0 => buffer.push_str(&t),
            Event::Text(_) => {}
            Event::Close(name) => match name.as_str() {
                "seg" => put(&mut segment, lang, &buffer),
                "prop" => put_property(&mut segment, &kind, &buffer)
                    .map_err(|message| XmlError { line: xml.line(), message })?,
                "tu" if !segment.en.is_empty() && !segment.ru.is_empty() => {
                    segments.push(std::mem::replace(&mut segment, blank()));
                }
                name => codes -= usize::from(is_code(name)).min(codes),
            },
        }
    }
    Ok(segments)
}

/// The units of an XLIFF file, 1.2 or 2.0.
fn xliff(text: &str) -> Result<Vec<Segment>, XmlError> {
    let mut reader = Xliff::default();
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next() {
        match event? {
            Event::Open(e) => reader.begin(&e),
            Event::Text(t) if reader.codes == 0 && reader.alternatives == 0 => reader.buffer.push_str(&t),
            Event::Text(_) => {}
            Event::Close(name) => {
                reader.end(&name).map_err(|message| XmlError { line: xml.line(), message })?;
            }
        }
    }
    Ok(reader.segments)
}

#[derive(Default)]
struct Xliff {
    segments: Vec<Segment>,
    segment: Option<Segment>,
    buffer: String,
    document: String,
    source: Option<Lang>,
    id: String,
    kind: String,
    codes: usize,
    /// Inside proposals (`<alt-trans>`), which are no translations.
    alternatives: usize,
}

impl Xliff {
    fn begin(&mut self, e: &Element) {
        match e.name.as_str() {
            "xliff" if e.get("srcLang").is_some() => self.source = language_of(e, ["srcLang", "srcLang"]),
            "file" => {
                self.document = e.get("original").unwrap_or("").to_string();
                self.source = language_of(e, ["source-language", "srcLang"]).or(self.source);
            }
            "trans-unit" | "unit" => {
                self.id = e.get("id").unwrap_or("").to_string();
                let blank =
                    Segment { document: self.document.clone(), segment_id: self.id.clone(), ..blank() };
                self.segment = Some(blank);
            }
            "context" => {
                self.kind = e.get("context-type").unwrap_or("").to_string();
                self.buffer.clear();
            }
            "source" | "target" => self.buffer.clear(),
            "alt-trans" => self.alternatives += 1,
            name => self.codes += usize::from(is_code(name)),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        let source = self.source.unwrap_or(Lang::En);
        match name {
            "alt-trans" => self.alternatives = self.alternatives.saturating_sub(1),
            "source" | "target" if self.alternatives == 0 => {
                let lang = if name == "source" { source } else { source.other() };
                if let Some(segment) = &mut self.segment {
                    put(segment, Some(lang), &self.buffer);
                }
            }
            "context" => {
                if let Some(segment) = &mut self.segment {
                    put_property(segment, &self.kind, &self.buffer)?;
                }
            }
            // In 2.0 a unit has several segments, in 1.2 it is one.
            "segment" => {
                let next = Segment { document: self.document.clone(), ..blank() };
                self.segments.extend(self.segment.replace(next));
            }
            "trans-unit" => self.segments.extend(self.segment.take()),
            "unit" => self.segment = None,
            name => self.codes -= usize::from(is_code(name)).min(self.codes),
        }
        Ok(())
    }
}

/// A file of an archive as text, for readers that need it to be there.
pub(super) fn required(archive: &mut Archive, path: &Path, name: &str) -> Result<String> {
    archive
        .text(name)?
        .ok_or_else(|| unusable(path, format!("lacks '{name}'; save it anew from its program")))
}
