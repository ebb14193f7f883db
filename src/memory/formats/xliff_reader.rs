//! XLIFF, 1.2 and 2.0, as units. Read as a whole.

use crate::document::Lang;
use crate::io::xml::{Element, Event, Xml, XmlError};
use crate::memory::formats::tmx_reader::{is_code, language_of, put, put_property};
use crate::memory::segment::Segment;
use serde_json::Value;

/// The units of an XLIFF file, 1.2 or 2.0.
pub(crate) fn read(text: &str) -> Result<Vec<Segment>, XmlError> {
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
    Ok(reader.units)
}

#[derive(Default)]
struct Xliff {
    units: Vec<Segment>,
    unit: Option<Segment>,
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
                let blank = Segment {
                    document: self.document.clone(),
                    segment_id: self.id.clone(),
                    ..Segment::default()
                };
                self.unit = Some(blank.into());
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
                if let Some(unit) = &mut self.unit {
                    put(unit, Some(lang), &self.buffer);
                }
            }
            "context" => {
                if let Some(unit) = &mut self.unit
                    && !put_property(unit, &self.kind, &self.buffer)?
                {
                    unit.extra.push((self.kind.clone(), Value::String(self.buffer.clone())));
                }
            }
            // In 2.0 a unit has several segments, in 1.2 it is one.
            "segment" => {
                let next = Segment { document: self.document.clone(), ..Segment::default() };
                self.units.extend(self.unit.replace(next.into()));
            }
            "trans-unit" => self.units.extend(self.unit.take()),
            "unit" => self.unit = None,
            name => self.codes -= usize::from(is_code(name)).min(self.codes),
        }
        Ok(())
    }
}
