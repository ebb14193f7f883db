//! Reads untrusted XML (no external entities, declared entities of plain text only, limited depth), and escapes text
//! for writing.
//!
//! Names have the usual prefix of their namespace, whatever prefix the file uses, so that readers need only one name
//! per element. Cost: one pass.

use crate::io::stop;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event as Quick};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The deepest nesting of elements.
const MAX_DEPTH: usize = 256;
/// The most attributes of an element.
const MAX_ATTRIBUTES: usize = 1000;

/// The most declared prefixes, since each name is compared with all of them.
const MAX_PREFIXES: usize = 64;

/// The most declared entities. TEI and DocBook declare the 250 of HTML.
const MAX_ENTITIES: usize = 1000;
/// The most bytes that the entities of a file may add to its text: enough for the names and addresses that files
/// declare, too few to fill the memory.
const MAX_GROWTH: usize = 1 << 20;

/// An event of an XML file.
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

/// The events of an XML text, in memory or streamed. Ends after an error.
pub(crate) struct Xml<R> {
    reader: Reader<Lines<R>>,
    buffer: Vec<u8>,
    pending: VecDeque<Event>,
    open: Vec<String>,
    /// Prefixes that the file declares for known namespaces: the depth from which they are valid, the prefix, the
    /// usual prefix.
    prefixes: Vec<(usize, String, &'static str)>,
    /// The entities that the file declares, by name.
    entities: FxHashMap<String, String>,
    /// How many bytes the entities have added so far.
    growth: usize,
    done: bool,
}

/// Namespaces and their usual prefixes; `""` for names that have none. Files of the strict kind of Office Open XML have
/// namespaces of their own.
const NAMESPACES: [(&str, &str); 41] = [
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
    ("urn:oasis:names:tc:xliff:document:1.1", ""),
    ("urn:oasis:names:tc:xliff:document:1.2", ""),
    ("urn:oasis:names:tc:xliff:document:2.0", ""),
    ("urn:oasis:names:tc:xliff:document:2.2", ""),
    ("http://sdl.com/FileTypes/SdlXliff/1.0", "sdl"),
    ("MQXliff", "mq"),
    ("http://www.lisa.org/tmx14", ""),
];

/// An error in an XML text.
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
    /// The events of `input`, which must be UTF-8. Only one event is in memory at a time.
    pub(crate) fn from_reader(input: R) -> Xml<R> {
        let mut reader = Reader::from_reader(Lines { input, line: 1 });
        reader.config_mut().check_end_names = true;
        Xml {
            reader,
            buffer: Vec::new(),
            pending: VecDeque::new(),
            open: Vec::new(),
            prefixes: Vec::new(),
            entities: FxHashMap::default(),
            growth: 0,
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
            let value = self.unescaped(&attribute.value)?;
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

    /// Records the prefix that an attribute declares at `depth`, if it is not the usual one of its namespace.
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
            // For an unclosed tag, reports the line where it starts, not the last line of the file.
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
                        _ => self.entity(&reference),
                    };
                    return match resolved {
                        Some(_) if self.growth > MAX_GROWTH => {
                            Err(self.fail(format!("'&{};' and others add more than a mebibyte", &*reference)))
                        }
                        Some(text) => Ok(Some(Event::Text(text))),
                        None => Err(self
                            .fail(format!("'&{};' is not defined; write the character itself", &*reference))),
                    };
                }
                Quick::DocType(doctype) => self.entities = declared(&doctype),
                Quick::Eof if self.open.is_empty() => return Ok(None),
                Quick::Eof => return Err(self.fail("ends in the middle of an element")),
                _ => {}
            }
        }
    }
}

impl<R: BufRead> Xml<R> {
    /// The value of an attribute. A value with an undefined reference is kept unchanged: addresses contain marks that
    /// look like references.
    fn unescaped(&mut self, value: &str) -> Result<String, XmlError> {
        if !value.contains('&') {
            return Ok(value.to_string());
        }
        let names = value.split('&').skip(1).filter_map(|rest| Some(rest.split_once(';')?.0));
        self.growth += names.filter_map(|name| self.entities.get(name)).map(String::len).sum::<usize>();
        if self.growth > MAX_GROWTH {
            return Err(self.fail("has attributes with too long entities"));
        }
        let resolve = |name: &str| self.entities.get(name).map(String::as_str).or_else(|| character(name));
        let unescaped = quick_xml::escape::unescape_with(value, resolve);
        Ok(unescaped.map_or_else(|_| value.to_string(), Cow::into_owned))
    }

    /// The text of the reference `name`: from the declarations of the file, or else from XML and HTML.
    fn entity(&mut self, name: &str) -> Option<String> {
        match self.entities.get(name) {
            Some(text) => {
                self.growth += text.len().saturating_sub(name.len() + "&;".len());
                Some(text.clone())
            }
            None => character(name).map(str::to_string),
        }
    }
}

/// The plain-text entities that a document type declares: `<!ENTITY company "Acme">`. External entities, and those
/// that contain other entities or markup, are not declared, so using them is an error.
fn declared(doctype: &str) -> FxHashMap<String, String> {
    let mut entities = FxHashMap::default();
    let mut rest = doctype;
    while let Some(at) = rest.find("<!") {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let declaration = rest.strip_prefix("<!ENTITY").map(str::trim_start);
        rest = &rest[2..];
        let Some((name, value)) = declaration.and_then(|d| d.split_once(char::is_whitespace)) else {
            continue;
        };
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some((value, _)) = value[1..].split_once(quote) else { continue };
        // Only character references are resolved: nested entities are the way entity bombs are made.
        let plain = quick_xml::escape::unescape_with(value, |_| None).ok();
        let plain = plain.filter(|plain| !plain.contains(['<', '&', '%']) && entities.len() < MAX_ENTITIES);
        if let Some(plain) = plain {
            // The first declaration counts.
            entities.entry(name.to_string()).or_insert_with(|| plain.into_owned());
        }
    }
    entities
}

impl<R: BufRead> Iterator for Xml<R> {
    type Item = Result<Event, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done || stop::is_asked() {
            return None;
        }
        self.step().transpose()
    }
}

/// The text of a reference, given without `&` and `;`: `#39`, `#x27`, `amp`, and the names of HTML, which many files
/// use without declaring them.
pub(crate) fn referred(reference: &str) -> Option<String> {
    match BytesRef::new(reference).resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        _ => character(reference).map(str::to_string),
    }
}

fn character(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_predefined_entity(name)
        .or_else(|| quick_xml::escape::resolve_html5_entity(name))
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
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
        let laughs = "<!DOCTYPE a [<!ENTITY h \"ha\"><!ENTITY b \"&h;&h;\">]><a>&b;</a>";
        assert!(Xml::new(laughs).any(|e| e.is_err()));
        let deep = "<a>".repeat(100_000);
        assert!(Xml::new(&deep).any(|e| e.is_err()));
        assert!(Xml::new("<a><b></a>").any(|e| e.is_err()));
    }

    #[test]
    fn entities_of_plain_text_may_be_declared() {
        let text = |doctype: &str, body: &str| -> Result<String, XmlError> {
            let xml = format!("<!DOCTYPE a {doctype}><a t='&own;'>{body}</a>");
            let events = Xml::new(&xml).collect::<Result<Vec<_>, _>>()?;
            let text = |e| if let Event::Text(t) = e { Some(t) } else { None };
            Ok(events.into_iter().filter_map(text).collect())
        };
        let own = "SYSTEM 'a.dtd' [<!-- <!ENTITY no 'x'> --> <!ELEMENT a ANY><!ENTITY own \"Acme&#160;Ltd\">\n<!ENTITY nbsp '&#160;'>]";
        assert_eq!(text(own, "&own;&nbsp;&mdash;").unwrap(), "Acme\u{a0}Ltd\u{a0}—");
        assert!(text(own, "&no;").unwrap_err().message.contains("'&no;'"));
        for refused in ["own SYSTEM '/etc/passwd'", "own '&lt;b>'", "% own 'x'"] {
            assert!(text(&format!("[<!ENTITY {refused}>]"), "&own;").is_err(), "{refused}");
        }
        let long = format!("[<!ENTITY own '{}'>]", "x".repeat(10_000));
        assert!(text(&long, &"&own;".repeat(100)).is_ok());
        assert!(text(&long, &"&own;".repeat(200)).unwrap_err().message.contains("mebibyte"));
        // Only references to declared entities count.
        let many = |reference: &str| text(&long, &format!("<b t='{reference}'/>").repeat(200));
        assert!(many("&amp;").is_ok());
        assert!(many("&own;").unwrap_err().message.contains("too long entities"));
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
