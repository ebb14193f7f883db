//! TMX 1.4b: one translation unit per segment. Read and written one unit at a time.
//!
//! Data without a place in TMX is stored in properties, so that it can be read back. Data without a place in enru is stored
//! in the preserved fields: attributes, properties and notes of the unit under their names, those of the English and Russian
//! variants with the prefix `en.` or `ru.`, and further variants as `tuv:de`. Segments with fewer than two texts are not
//! written.

use super::inline::Inline;
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::xml::{Element, Event, Xml, XmlError, escaped};
use crate::memory::date::civil;
use crate::memory::format::WriteOptions;
use crate::memory::languages::of_code;
use crate::memory::records::{Facts, Records, parse_error};
use crate::memory::schema::{PROPERTIES, property, put_property};
use crate::memory::segment::{Segment, plain};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// Attributes of `<tu>` and `<tuv>` that are preserved under their names.
const ATTRIBUTES: [&str; 12] = [
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "segtype",
    "changeid",
    "o-tmf",
];

/// The field name of a `<note>`.
const NOTE: &str = "note";
/// The prefix of the field names of variants in other languages, and of second variants.
const VARIANT: &str = "tuv:";

/// The segments of a TMX file. Skips units that lack English or Russian.
pub(crate) struct Tmx<R> {
    path: PathBuf,
    xml: Xml<R>,
    segment: Segment,
    inline: Inline,
    in_segment: bool,
    /// The open element that takes text: a property or a note.
    field: Option<String>,
    buffer: String,
    /// The source language from the header.
    source: Option<Lang>,
    /// Whether the unit has its own source language.
    is_told: bool,
    variant: Option<Variant>,
    units: u64,
    read: u64,
    languages: BTreeSet<String>,
    facts: Facts,
}

/// The open `<tuv>`.
struct Variant {
    /// The prefix of its field names.
    prefix: String,
    /// `None` for a variant that is only preserved.
    lang: Option<Lang>,
}

impl<R: BufRead> Tmx<R> {
    pub(crate) fn new(path: &Path, input: R) -> Tmx<R> {
        Tmx {
            path: path.to_path_buf(),
            xml: Xml::from_reader(input),
            segment: Segment::default(),
            inline: Inline::default(),
            in_segment: false,
            field: None,
            buffer: String::new(),
            source: None,
            is_told: false,
            variant: None,
            units: 0,
            read: 0,
            languages: BTreeSet::new(),
            facts: Facts::default(),
        }
    }

    fn begin(&mut self, e: &Element) {
        match e.name.as_str() {
            _ if self.in_segment => self.inline.open(e),
            "header" => self.source = e.get("srclang").and_then(of_code),
            "tu" => self.begin_unit(e),
            "tuv" => self.begin_variant(e),
            "prop" | "note" => {
                let name = if e.name == "note" { NOTE } else { e.get("type").unwrap_or("prop") };
                self.field = Some(name.to_string());
                self.buffer.clear();
            }
            "seg" => {
                self.inline.clear();
                self.in_segment = true;
            }
            _ => {}
        }
    }

    fn begin_unit(&mut self, e: &Element) {
        let told = e.get("srclang").and_then(of_code).or(self.source);
        self.is_told = told.is_some();
        self.segment = Segment { source: told.unwrap_or_default(), ..Segment::default() };
        self.segment.segment_id = e.get("tuid").unwrap_or_default().to_string();
        self.variant = None;
        self.keep_attributes(e);
    }

    fn begin_variant(&mut self, e: &Element) {
        let code = e.get("xml:lang").or(e.get("lang")).unwrap_or_default();
        // A second variant in one language is another translation: preserved, but not the text.
        let lang = of_code(code).filter(|&lang| self.segment.text(lang).is_empty());
        if let Some(lang) = lang {
            let place = &mut self.facts.locales[usize::from(lang == Lang::Ru)];
            place.get_or_insert_with(|| code.to_string());
            if !self.is_told {
                self.segment.source = lang;
                self.is_told = true;
            }
        } else if of_code(code).is_none() && !code.is_empty() && self.languages.len() < 100 {
            self.languages.insert(code.to_string());
        }
        let prefix = lang.map_or_else(|| format!("{VARIANT}{code}"), |lang| lang.code().to_string());
        self.variant = Some(Variant { prefix, lang });
        self.keep_attributes(e);
    }

    fn keep_attributes(&mut self, e: &Element) {
        for name in ATTRIBUTES {
            if let Some(value) = e.get(name) {
                self.keep(name, value);
            }
        }
    }

    fn keep(&mut self, name: &str, value: &str) {
        let name = match &self.variant {
            None => name.to_string(),
            Some(variant) => format!("{}.{name}", variant.prefix),
        };
        self.segment.extra.push((name, Value::String(value.to_string())));
    }

    /// Whether the end of the element `name` ends a unit.
    fn end(&mut self, name: &str) -> Result<bool, String> {
        match name {
            "seg" => {
                self.in_segment = false;
                let text = self.inline.take();
                match &self.variant {
                    Some(Variant { lang: Some(lang), .. }) => *self.segment.text_mut(*lang) = text,
                    Some(Variant { prefix, .. }) => self.segment.extra.push((prefix.clone(), text.into())),
                    None => {}
                }
            }
            _ if self.in_segment => self.inline.close(),
            "tuv" => self.variant = None,
            "prop" | "note" => {
                let (name, text) = (self.field.take().unwrap_or_default(), std::mem::take(&mut self.buffer));
                if name == NOTE || self.variant.is_some() || !put_property(&mut self.segment, &name, &text)? {
                    self.keep(&name, &text);
                }
            }
            "tu" => return Ok(true),
            _ => {}
        }
        Ok(false)
    }

    fn step(&mut self) -> Result<Option<Segment>, XmlError> {
        while let Some(event) = self.xml.next() {
            match event? {
                Event::Open(e) => self.begin(&e),
                Event::Text(text) if self.in_segment => self.inline.push(&text),
                Event::Text(text) if self.field.is_some() => self.buffer.push_str(&text),
                Event::Text(_) => {}
                Event::Close(name) => {
                    let ended = self.end(&name);
                    if !ended.map_err(|message| XmlError { line: self.xml.line(), message })? {
                        continue;
                    }
                    self.units += 1;
                    let segment = std::mem::take(&mut self.segment);
                    if segment.en.trim().is_empty() && segment.ru.trim().is_empty() {
                        self.facts.leave_out("unit without English or Russian text");
                        continue;
                    }
                    self.read += u64::from(segment.is_paired());
                    return Ok(Some(segment));
                }
            }
        }
        match self.units > 0 && self.read == 0 {
            true => Err(XmlError { line: self.xml.line(), message: self.no_pairs() }),
            false => Ok(None),
        }
    }

    fn no_pairs(&mut self) -> String {
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let known = self.facts.locales.iter().flatten().map(String::as_str);
        let languages: Vec<&str> = known.chain(languages).collect();
        let told = match languages.is_empty() {
            true => "which name no languages".to_string(),
            false => format!("languages of the file: {}", languages.join(", ")),
        };
        let units = std::mem::take(&mut self.units);
        format!("none of the {units} units has both an English and a Russian text ({told})")
    }
}

impl<R: BufRead> Iterator for Tmx<R> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.step().map_err(|e| xml_error(&self.path, e)).transpose()
    }
}

impl<R: BufRead> Records for Tmx<R> {
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

pub(crate) fn xml_error(path: &Path, error: XmlError) -> Error {
    parse_error(path, error.line, error.message)
}

pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let date =
        options.date.map_or_else(String::new, |epoch| format!(" creationdate=\"{}\"", timestamp(epoch)));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">")?;
    writeln!(
        out,
        "  <header creationtool=\"enru\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"enru\" \
         adminlang=\"en\" srclang=\"{}\" datatype=\"plaintext\"{date}/>\n  <body>",
        env!("CARGO_PKG_VERSION"),
        escaped(options.locale(options.source())),
    )?;
    for segment in segments {
        write_unit(&segment, options, out)?;
    }
    writeln!(out, "  </body>\n</tmx>")
}

fn write_unit(segment: &Segment, options: &WriteOptions, out: &mut dyn Write) -> io::Result<()> {
    let order = [segment.source, segment.source.other()];
    let texts = order.into_iter().filter(|&lang| !segment.text(lang).is_empty());
    let others = segment.extra.iter().filter(|(name, value)| is_variant(name) && !plain(value).is_empty());
    if texts.clone().count() + others.clone().count() < 2 {
        return Ok(());
    }
    let fields = fields_of(segment);
    let mut attributes = attributes(fields.get("").unwrap_or(&NO_FIELDS));
    if segment.source != options.source() {
        attributes += &format!(" srclang=\"{}\"", escaped(options.locale(segment.source)));
    }
    if !segment.segment_id.is_empty() {
        attributes = format!(" tuid=\"{}\"{attributes}", escaped(&segment.segment_id));
    }
    writeln!(out, "    <tu{attributes}>")?;
    write_fields(fields.get("").unwrap_or(&NO_FIELDS), "      ", out)?;
    for column in PROPERTIES {
        let cell = column.cell(segment);
        if !cell.is_empty() {
            writeln!(out, "      <prop type=\"{}\">{}</prop>", property(column), escaped(&cell))?;
        }
    }
    for lang in texts {
        let fields = fields.get(lang.code()).unwrap_or(&NO_FIELDS);
        write_variant(fields, options.locale(lang), segment.text(lang), out)?;
    }
    for (name, value) in others {
        let fields = fields.get(name.as_str()).unwrap_or(&NO_FIELDS);
        write_variant(fields, name.trim_start_matches(VARIANT), &plain(value), out)?;
    }
    writeln!(out, "    </tu>")
}

/// Preserved fields of a unit or of one of its variants, by name.
type Fields<'s> = Vec<(&'s str, &'s Value)>;
static NO_FIELDS: Fields = Vec::new();

/// Preserved fields by owner: the prefix of a variant, or an empty string for the unit.
fn fields_of(segment: &Segment) -> FxHashMap<&str, Fields<'_>> {
    let mut fields: FxHashMap<&str, Fields> = FxHashMap::default();
    for (name, value) in &segment.extra {
        let (of, name) = owner(name);
        // The text of a variant is not a field.
        if !name.is_empty() {
            fields.entry(of).or_default().push((name, value));
        }
    }
    fields
}

fn write_variant(fields: &Fields, locale: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    let (locale, attributes, text) = (escaped(locale), attributes(fields), escaped(text));
    let mut written = Vec::new();
    write_fields(fields, "        ", &mut written)?;
    if written.is_empty() {
        return writeln!(out, "      <tuv xml:lang=\"{locale}\"{attributes}><seg>{text}</seg></tuv>");
    }
    writeln!(out, "      <tuv xml:lang=\"{locale}\"{attributes}>")?;
    out.write_all(&written)?;
    writeln!(out, "        <seg>{text}</seg>\n      </tuv>")
}

/// Notes, then properties: the DTD requires this order.
fn write_fields(fields: &Fields, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let shown = || fields.iter().filter(|(name, _)| !ATTRIBUTES.contains(name));
    for (_, note) in shown().filter(|(name, _)| *name == NOTE) {
        writeln!(out, "{indent}<note>{}</note>", escaped(&plain(note)))?;
    }
    for (name, value) in shown().filter(|(name, _)| *name != NOTE) {
        writeln!(out, "{indent}<prop type=\"{}\">{}</prop>", escaped(name), escaped(&plain(value)))?;
    }
    Ok(())
}

/// Whether a preserved field is the text of another variant.
fn is_variant(name: &str) -> bool {
    name.starts_with(VARIANT) && !name.contains('.')
}

/// The owner of a preserved field (the prefix of a variant, or an empty string for the unit), and its name there.
fn owner(name: &str) -> (&str, &str) {
    match name.split_once('.') {
        Some((of, rest)) if of == "en" || of == "ru" || of.starts_with(VARIANT) => (of, rest),
        _ if is_variant(name) => (name, ""),
        _ => ("", name),
    }
}

fn attributes(fields: &Fields) -> String {
    let mut text = String::new();
    for name in ATTRIBUTES {
        if let Some((_, value)) = fields.iter().find(|(field, _)| *field == name) {
            text += &format!(" {name}=\"{}\"", escaped(&plain(value)));
        }
    }
    text
}

fn timestamp(epoch: u64) -> String {
    let (year, month, day, hour, minute, second) = civil(epoch);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}
