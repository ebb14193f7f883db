//! XML, read without trust: no entities of its own, no external ones, bounded depth. Cost: one pass.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Quick};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Deeper than any document nests its elements.
const MAX_DEPTH: usize = 256;
/// More than any format has names for.
const MAX_ATTRIBUTES: usize = 1000;

/// What stands in an XML file, one after the other.
#[derive(Debug)]
pub(crate) enum Event {
    Open(Element),
    /// The name of the element.
    Close(String),
    Text(String),
}

/// A start tag. Names keep their prefixes.
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
}

/// The events of an XML text, in memory or streamed. After an error there are no more.
pub(crate) struct Xml<R> {
    reader: Reader<Lines<R>>,
    buffer: Vec<u8>,
    pending: VecDeque<Event>,
    open: Vec<String>,
    done: bool,
}

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
        Xml { reader, buffer: Vec::new(), pending: VecDeque::new(), open: Vec::new(), done: false }
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
        let name = tag.name().as_ref().to_string();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let Ok(attribute) = attribute else { return Err(self.fail("an attribute is not well-formed")) };
            // Each is compared with all before it.
            if attributes.len() >= MAX_ATTRIBUTES {
                return Err(self.fail(format!("an element has more than {MAX_ATTRIBUTES} attributes")));
            }
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), |v| v.into_owned());
            attributes.push((attribute.key.as_ref().to_string(), value));
        }
        self.open.push(name.clone());
        Ok(Event::Open(Element { name, attributes }))
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
            let event = match self.reader.read_event_into(buffer) {
                Ok(event) => event,
                Err(e) => return Err(self.fail(format!("is not well-formed XML: {e}"))),
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
                        _ => quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_string),
                    };
                    if let Some(text) = resolved {
                        return Ok(Some(Event::Text(text)));
                    }
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

#[cfg(test)]
mod tests {
    use crate::io::xml::*;

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
}
