//! The segments of a TMX file, streamed: for learning and for glossaries.

use super::source::Row;
use crate::error::{Error, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;
use std::path::Path;

/// What a translation unit has told so far.
#[derive(Default)]
struct Unit {
    en: Option<String>,
    ru: Option<String>,
    /// Where the text of the open `<tuv>` belongs.
    lang: Option<Side>,
    /// The text of the open `<seg>`.
    seg: Option<String>,
    /// How many elements of native code (`<bpt>`, `<ph>`, ...) are open: their content is no text.
    code: usize,
}

#[derive(Clone, Copy)]
enum Side {
    En,
    Ru,
}

/// Calls `each` with the English and Russian text of every translation unit that has both.
///
/// # Errors
/// When the file is not well-formed XML, or `each` refuses a row.
pub(crate) fn read(
    input: Box<dyn BufRead>,
    path: &Path,
    each: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<()> {
    let mut reader = Reader::from_reader(Lines { input, line: 1 });
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut unit = Unit::default();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().line;
        match event {
            Err(quick_xml::Error::Io(e)) => {
                return Err(Error::io(path, "read", std::io::Error::new(e.kind(), e.to_string())));
            }
            Err(e) => {
                return Err(Error::Parse {
                    path: path.to_path_buf(),
                    line,
                    message: format!("not well-formed: {e}"),
                });
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => {
                if unit.take(&event)
                    && let (Some(en), Some(ru)) = (&unit.en, &unit.ru)
                {
                    each(Row { line, en, ru, rest: Vec::new() })?;
                }
            }
        }
    }
}

impl Unit {
    /// Takes an event in; whether it ended the unit.
    fn take(&mut self, event: &Event) -> bool {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => return self.close(tag.name().as_ref()),
            Event::Text(text) => self.push(text.as_ref()),
            Event::CData(text) => self.push(text.as_ref()),
            Event::GeneralRef(reference) => {
                let named = match reference.as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                self.push(named.unwrap_or(' ').encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        false
    }

    fn open(&mut self, tag: &BytesStart) {
        match tag.name().as_ref() {
            "tu" => *self = Unit::default(),
            "tuv" => self.lang = language(tag),
            "seg" => (self.seg, self.code) = (Some(String::new()), 0),
            "bpt" | "ept" | "ph" | "it" | "ut" => self.code += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> bool {
        match (name, self.lang) {
            ("seg", Some(Side::En)) => self.en = self.en.take().or(self.seg.take()),
            ("seg", Some(Side::Ru)) => self.ru = self.ru.take().or(self.seg.take()),
            ("bpt" | "ept" | "ph" | "it" | "ut", _) => self.code = self.code.saturating_sub(1),
            ("tu", _) => return true,
            _ => {}
        }
        false
    }

    fn push(&mut self, text: &str) {
        if let Some(seg) = &mut self.seg
            && self.code == 0
        {
            seg.push_str(text);
        }
    }
}

/// The language of a `<tuv>`: `xml:lang`, or `lang` in files of version 1.1.
fn language(tag: &BytesStart) -> Option<Side> {
    let mut attributes = tag.attributes();
    let lang =
        attributes.with_checks(false).flatten().find(|a| matches!(a.key.as_ref(), "xml:lang" | "lang"))?;
    match lang.value.get(..2)?.to_ascii_lowercase().as_str() {
        "en" => Some(Side::En),
        "ru" => Some(Side::Ru),
        _ => None,
    }
}

/// Counts the lines that were read.
struct Lines {
    input: Box<dyn BufRead>,
    line: usize,
}

impl std::io::Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.line += memchr::memchr_iter(b'\n', &buffer[..n]).count();
        Ok(n)
    }
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        if let Ok(bytes) = self.input.fill_buf() {
            self.line += memchr::memchr_iter(b'\n', &bytes[..n.min(bytes.len())]).count();
        }
        self.input.consume(n);
    }
}
