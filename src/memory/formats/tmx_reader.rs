//! The units of a TMX file, one at a time: both texts, our properties, and what else the file says of a unit (its
//! attributes, properties and notes; those of a `<tuv>` under `en.` or `ru.`). Inline codes hold formatting, no text.

use crate::document::Lang;
use crate::io::xml::{Element, Event, Xml, XmlError};
use crate::memory::formats::tmx_writer::{ATTRIBUTES, NOTE, PROPERTIES, property};
use crate::memory::segment::Segment;
use serde_json::Value;
use std::io::BufRead;

/// Codes of inline tags hold formatting, no text.
pub(crate) fn is_code(name: &str) -> bool {
    matches!(name, "bpt" | "ept" | "it" | "ph" | "ut")
}

pub(crate) fn language_of(element: &Element, names: [&str; 2]) -> Option<Lang> {
    let code = names.iter().find_map(|name| element.get(name))?.to_lowercase();
    match code.split(['-', '_']).next()? {
        "en" => Some(Lang::En),
        "ru" => Some(Lang::Ru),
        _ => None,
    }
}

pub(crate) fn put(segment: &mut Segment, lang: Option<Lang>, text: &str) {
    let side = match lang {
        Some(Lang::En) => &mut segment.en,
        Some(Lang::Ru) => &mut segment.ru,
        None => return,
    };
    if side.is_empty() {
        text.clone_into(side);
    }
}

/// Puts the property `kind` where it belongs; whether it is one of ours.
pub(crate) fn put_property(segment: &mut Segment, kind: &str, text: &str) -> Result<bool, String> {
    match PROPERTIES.into_iter().find(|&c| property(c) == kind) {
        Some(column) => column.read_into(segment, text).map(|()| true),
        None => Ok(false),
    }
}

/// The units of a TMX file, those too that lack a language.
pub(crate) struct Tmx<R> {
    xml: Xml<R>,
    unit: Segment,
    buffer: String,
    /// The language of the `<tuv>` that is open, and whether one is.
    lang: Option<Lang>,
    in_variant: bool,
    kind: String,
    codes: usize,
    /// The locales the file gives its English and Russian texts, once met.
    pub(crate) locales: [Option<String>; 2],
}

impl<R: BufRead> Tmx<R> {
    pub(crate) fn new(input: R) -> Tmx<R> {
        Tmx {
            xml: Xml::from_reader(input),
            unit: Segment::default(),
            buffer: String::new(),
            lang: None,
            in_variant: false,
            kind: String::new(),
            codes: 0,
            locales: [None, None],
        }
    }

    fn begin(&mut self, e: &Element) {
        match e.name.as_str() {
            "tu" => {
                self.unit = Segment::default();
                self.unit.segment_id = e.get("tuid").unwrap_or("").to_string();
                self.keep_attributes(e);
            }
            "tuv" => {
                self.lang = language_of(e, ["xml:lang", "lang"]);
                self.in_variant = true;
                self.note_locale(e);
                self.keep_attributes(e);
            }
            "prop" | "note" => {
                self.kind = e.get("type").unwrap_or(NOTE).to_string();
                self.buffer.clear();
            }
            "seg" => self.buffer.clear(),
            name => self.codes += usize::from(is_code(name)),
        }
    }

    fn note_locale(&mut self, e: &Element) {
        let place = match self.lang {
            Some(Lang::En) => &mut self.locales[0],
            Some(Lang::Ru) => &mut self.locales[1],
            None => return,
        };
        if place.is_none() {
            *place = e.get("xml:lang").or(e.get("lang")).map(str::to_string);
        }
    }

    fn keep_attributes(&mut self, e: &Element) {
        for name in ATTRIBUTES {
            if let Some(value) = e.get(name) {
                self.keep(name, value);
            }
        }
    }

    /// Keeps what is not ours; that of variants in other languages is passed over with them.
    fn keep(&mut self, name: &str, value: &str) {
        let name = match (self.in_variant, self.lang) {
            (false, _) => name.to_string(),
            (true, Some(Lang::En)) => format!("en.{name}"),
            (true, Some(Lang::Ru)) => format!("ru.{name}"),
            (true, None) => return,
        };
        self.unit.extra.push((name, Value::String(value.to_string())));
    }

    /// Whether the end of the element `name` ends a unit.
    fn end(&mut self, name: &str) -> Result<bool, String> {
        match name {
            "seg" => put(&mut self.unit, self.lang, &self.buffer),
            "tuv" => self.in_variant = false,
            "prop" | "note" => {
                let (kind, text) = (std::mem::take(&mut self.kind), std::mem::take(&mut self.buffer));
                if name == "note" || !put_property(&mut self.unit, &kind, &text)? {
                    self.keep(&kind, &text);
                }
            }
            "tu" => return Ok(true),
            name => self.codes -= usize::from(is_code(name)).min(self.codes),
        }
        Ok(false)
    }
}

impl<R: BufRead> Iterator for Tmx<R> {
    type Item = Result<Segment, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.xml.next()? {
                Err(error) => return Some(Err(error)),
                Ok(Event::Open(e)) => self.begin(&e),
                Ok(Event::Text(text)) if self.codes == 0 => self.buffer.push_str(&text),
                Ok(Event::Text(_)) => {}
                Ok(Event::Close(name)) => match self.end(&name) {
                    Ok(true) => return Some(Ok(std::mem::replace(&mut self.unit, Segment::default()))),
                    Ok(false) => {}
                    Err(message) => return Some(Err(XmlError { line: self.xml.line(), message })),
                },
            }
        }
    }
}
