//! XML, read without trust (no entities of its own, no external ones, bounded depth), and text escaped to be written.
//!
//! Names come with the usual prefix of their namespace, whatever prefix the file has for it, so that readers know one
//! name a thing. Cost: one pass.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Quick};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Deeper than any document nests its elements.
const MAX_DEPTH: usize = 256;
/// More than any format has names for.
const MAX_ATTRIBUTES: usize = 1000;

/// More than any file declares: each name is looked for among all.
const MAX_PREFIXES: usize = 64;

/// What stands in an XML file, one after the other.
#[derive(Debug)]
pub(crate) enum Event {
    Open(Element),
    /// The name of the element.
    Close(String),
    Text(String),
}

/// A start tag. Names have the [usual prefix](NAMESPACES) of a known namespace, or the one in the file.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of the attribute `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The names and values of all attributes.
    #[cfg(feature = "web")]
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The events of an XML text, in memory or streamed. After an error there are no more.
pub(crate) struct Xml<R> {
    reader: Reader<Lines<R>>,
    buffer: Vec<u8>,
    pending: VecDeque<Event>,
    open: Vec<String>,
    /// Prefixes of the file that mean a known namespace: the depth they hold from, the prefix, the usual one.
    prefixes: Vec<(usize, String, &'static str)>,
    done: bool,
}

/// Namespaces and their usual prefixes; `""` for names that have none. Files of the strict kind of Office Open XML have
/// namespaces of their own.
const NAMESPACES: [(&str, &str); 37] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"),
    ("http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"),
    ("http://schemas.openxmlformats.org/presentationml/2006/main", "p"),
    ("http://purl.oclc.org/ooxml/presentationml/main", "p"),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "pkg"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "presentation"),
    ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"),
    ("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "fo"),
    ("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "svg"),
    ("http://www.w3.org/1998/Math/MathML", "math"),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", ""),
    ("http://purl.oclc.org/ooxml/spreadsheetml/main", ""),
    ("http://schemas.openxmlformats.org/package/2006/relationships", ""),
    ("http://www.gribuser.ru/xml/fictionbook/2.0", ""),
    ("http://www.idpf.org/2007/opf", ""),
    ("urn:oasis:names:tc:opendocument:xmlns:container", ""),
    ("http://www.w3.org/1999/xhtml", ""),
    ("http://www.w3.org/ns/ttml", ""),
    ("urn:oasis:names:tc:xliff:document:1.2", ""),
    ("urn:oasis:names:tc:xliff:document:2.0", ""),
    ("http://www.lisa.org/tmx14", ""),
];

/// What is wrong with an XML text.
#[derive(Debug)]
pub(crate) struct XmlError {
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl<'a> Xml<&'a [u8]> {
    pub(crate) fn new(source: &'a str) -> Xml<&'a [u8]> {
        Xml::from_reader(source.as_bytes())
    }
}

impl<R: BufRead> Xml<R> {
    /// The events of what `input` gives, which is UTF-8; no more than one of them is in memory.
    pub(crate) fn from_reader(input: R) -> Xml<R> {
        let mut reader = Reader::from_reader(Lines { input, line: 1 });
        reader.config_mut().check_end_names = true;
        Xml {
            reader,
            buffer: Vec::new(),
            pending: VecDeque::new(),
            open: Vec::new(),
            prefixes: Vec::new(),
            done: false,
        }
    }

    /// The line the reader is at, from 1.
    pub(crate) fn line(&self) -> usize {
        self.reader.get_ref().line
    }

    fn fail(&mut self, message: impl Into<String>) -> XmlError {
        self.done = true;
        XmlError { line: self.line(), message: message.into() }
    }

    fn start(&mut self, tag: &BytesStart) -> Result<Event, XmlError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fail(format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        let depth = self.open.len();
        while self.prefixes.pop_if(|(from, ..)| *from > depth).is_some() {}
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tag.attributes() {
            let Ok(attribute) = attribute else { return Err(self.fail("an attribute is not well-formed")) };
            // Each is compared with all before it.
            if attributes.len() >= MAX_ATTRIBUTES {
                return Err(self.fail(format!("an element has more than {MAX_ATTRIBUTES} attributes")));
            }
            let value = quick_xml::escape::unescape_with(&attribute.value, character)
                .map_or_else(|_| attribute.value.to_string(), |v| v.into_owned());
            let key = attribute.key.as_ref();
            self.declare(key, &value, depth + 1);
            attributes.push((key.to_string(), value));
        }
        let name = self.usual(tag.name().as_ref(), true);
        if !self.prefixes.is_empty() {
            for (key, _) in &mut attributes {
                *key = self.usual(key, false);
            }
        }
        self.open.push(name.clone());
        Ok(Event::Open(Element { name, attributes }))
    }

    /// Remembers the prefix that an attribute declares at `depth`, if it is not the usual one of its namespace.
    fn declare(&mut self, key: &str, uri: &str, depth: usize) {
        let prefix = match key.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) if rest.starts_with(':') => &rest[1..],
            _ => return,
        };
        let hidden = self.prefixes.iter().any(|(_, theirs, _)| theirs == prefix);
        match NAMESPACES.iter().find(|(known, _)| *known == uri) {
            Some((_, usual)) if (*usual != prefix || hidden) && self.prefixes.len() < MAX_PREFIXES => {
                self.prefixes.push((depth, prefix.to_string(), usual));
            }
            _ => {}
        }
    }

    /// `name` with the usual prefix of its namespace. Attributes without a prefix have no namespace.
    fn usual(&self, name: &str, is_element: bool) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let found = self.prefixes.iter().rev().find(|(_, theirs, _)| theirs == prefix);
        match found {
            Some((_, _, "")) if is_element || !prefix.is_empty() => local.to_string(),
            Some((_, _, usual)) if is_element || !prefix.is_empty() => format!("{usual}:{local}"),
            _ => name.to_string(),
        }
    }

    fn step(&mut self) -> Result<Option<Event>, XmlError> {
        if let Some(event) = self.pending.pop_front() {
            return Ok(Some(event));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let event = self.read(&mut buffer);
        self.buffer = buffer;
        event
    }

    fn read(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Event>, XmlError> {
        loop {
            buffer.clear();
            // Of a tag that is never closed, the line where it begins, not the last one of the file.
            let line = self.line();
            let event = match self.reader.read_event_into(buffer) {
                Ok(event) => event,
                Err(e) => return Err(XmlError { line, ..self.fail(format!("is not well-formed XML: {e}")) }),
            };
            match event {
                Quick::Start(tag) => return self.start(&tag).map(Some),
                Quick::Empty(tag) => {
                    let event = self.start(&tag)?;
                    let name = self.open.pop().unwrap_or_default();
                    self.pending.push_back(Event::Close(name));
                    return Ok(Some(event));
                }
                Quick::End(_) => {
                    let name = self.open.pop().unwrap_or_default();
                    return Ok(Some(Event::Close(name)));
                }
                Quick::Text(text) => return Ok(Some(Event::Text(text.xml10_content().into_owned()))),
                Quick::CData(text) => return Ok(Some(Event::Text(text.xml10_content().into_owned()))),
                Quick::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        _ => character(&reference).map(str::to_string),
                    };
                    return match resolved {
                        Some(text) => Ok(Some(Event::Text(text))),
                        None => Err(self
                            .fail(format!("'&{};' is not defined; write the character itself", &*reference))),
                    };
                }
                Quick::DocType(doctype) if doctype.contains("<!ENTITY") => {
                    return Err(self.fail("defines entities of its own, which is refused"));
                }
                Quick::Eof if self.open.is_empty() => return Ok(None),
                Quick::Eof => return Err(self.fail("ends in the middle of an element")),
                _ => {}
            }
        }
    }
}

impl<R: BufRead> Iterator for Xml<R> {
    type Item = Result<Event, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.step().transpose()
    }
}

/// What a named reference stands for: many files use the names of HTML without defining them.
fn character(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_predefined_entity(name)
        .or_else(|| quick_xml::escape::resolve_html5_entity(name))
}

/// Counts the lines that were read.
struct Lines<R> {
    input: R,
    line: usize,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.line += memchr::memchr_iter(b'\n', &buffer[..n]).count();
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        if let Ok(bytes) = self.input.fill_buf() {
            self.line += memchr::memchr_iter(b'\n', &bytes[..n.min(bytes.len())]).count();
        }
        self.input.consume(n);
    }
}

/// `text` for an element or an attribute in double quotes.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return quick_xml::escape::escape(text);
    }
    let kept: String = text.chars().filter(|&c| is_allowed(c)).collect();
    Cow::Owned(quick_xml::escape::escape(kept.as_str()).into_owned())
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use crate::io::xml::*;

    #[test]
    fn names_have_the_usual_prefix_of_their_namespace() {
        let text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let names = |xml: &str| -> Vec<String> {
            let open = Xml::new(xml).filter_map(|e| if let Ok(Event::Open(e)) = e { Some(e) } else { None });
            open.map(|e| format!("{} {}", e.name, e.get("w:val").unwrap_or("-"))).collect()
        };
        let other = format!("<x:p xmlns:x='{word}' x:val='1'><w x:val='2'/></x:p>");
        assert_eq!(names(&other), ["w:p 1", "w 2"]);
        assert_eq!(names(&format!("<p xmlns='{word}' w:val='1'/>")), ["w:p 1"]);
        assert_eq!(
            names(&format!("<a><p xmlns='{text}'><p/></p><p/></a>")),
            ["a -", "text:p -", "text:p -", "p -"]
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_dropped() {
        assert_eq!(escaped("a\u{1}<&\u{ffff}\u{1f600}"), "a&lt;&amp;\u{1f600}");
    }

    #[test]
    fn bombs_are_refused() {
        let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\">]><a>&b;</a>";
        assert!(Xml::new(laughs).any(|e| e.is_err()));
        let deep = "<a>".repeat(100_000);
        assert!(Xml::new(&deep).any(|e| e.is_err()));
        assert!(Xml::new("<a><b></a>").any(|e| e.is_err()));
    }

    #[test]
    fn references_become_characters() {
        let text: String = Xml::new("<a t='&lt;'>x &amp; &#1071;<![CDATA[<]]><b/></a>")
            .filter_map(|e| if let Ok(Event::Text(t)) = e { Some(t) } else { None })
            .collect();
        assert_eq!(text, "x & Я<");
    }

    #[test]
    fn names_of_html_are_known_and_others_are_named_with_their_line() {
        let text = |xml: &str| -> Result<String, XmlError> {
            let events = Xml::new(xml).collect::<Result<Vec<_>, _>>()?;
            Ok(events
                .into_iter()
                .filter_map(|e| if let Event::Text(t) = e { Some(t) } else { None })
                .collect())
        };
        assert_eq!(text("<a>100&nbsp;km &mdash; far</a>").unwrap(), "100\u{a0}km — far");
        let error = text("<a>\n&own;</a>").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(error.message.contains("'&own;' is not defined"));
    }
}
