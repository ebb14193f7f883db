//! XLIFF. Reads 1.2, 2.0 and 2.1, including the variants of SDL, memoQ, Wordfast, MateCat and Xcode; writes 1.2. One
//! unit at a time.
//!
//! A segmented unit yields a segment for each `<mrk mtype="seg">` or `<segment>`. Proposals (`<alt-trans>`, matches in other
//! namespaces) and tracked deletions are not translations. Files in other languages are skipped. Data without a place in XLIFF
//! is stored in a `<context-group>`, so that it can be read back; notes, states and attributes without a place in enru are
//! preserved fields.

use super::inline::{Inline, looks_like_break};
use super::tmx::xml_error;
use crate::document::Lang;
use crate::error::Result;
use crate::io::xml::{Element, Event, Xml, XmlError, escaped};
use crate::memory::format::WriteOptions;
use crate::memory::languages::of_code;
use crate::memory::records::{Facts, Records};
use crate::memory::schema::{PROPERTIES, property, put_property};
use crate::memory::segment::{Segment, Status, plain};
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// Attributes of `<trans-unit>` that are preserved under their names.
const ATTRIBUTES: [&str; 8] =
    ["translate", "resname", "restype", "datatype", "maxwidth", "minwidth", "size-unit", "extradata"];
/// The field name of the state of a target.
const STATE: &str = "state";
/// The field name of a note.
const NOTE: &str = "note";
/// Elements whose content is never a translation.
const NO_TRANSLATION: [&str; 9] =
    ["alt-trans", "matches", "match", "glossary", "metadata", "revisions", "changeTrack", "skl", "skeleton"];

/// The segments of an XLIFF file.
pub(crate) struct Xliff<R> {
    path: PathBuf,
    xml: Xml<R>,
    ready: VecDeque<Segment>,
    /// How many elements without a translation are open, including nested ones.
    ignored: usize,
    /// The language codes of the whole file (2.0), and of the current `<file>`.
    languages: [Option<String>; 2],
    codes: [Option<String>; 2],
    document: String,
    unit: Option<Unit>,
    side: Option<Side>,
    inline: Inline,
    marks: Vec<Mark>,
    /// The open elements other than texts, with their content.
    field: Option<Field>,
    buffer: String,
    units: u64,
    read: u64,
    facts: Facts,
}

/// A `<trans-unit>` or `<unit>` while it is read.
#[derive(Default)]
struct Unit {
    id: String,
    status: Status,
    /// Properties of all its segments.
    fields: Vec<(String, Value)>,
    parts: Vec<Part>,
    /// Statuses of the parts by their ids, as SDL writes them.
    statuses: Vec<(String, String)>,
    in_ignorable: bool,
    /// Whether its source is segmented with `<mrk>`.
    is_marked: bool,
    /// The ids of the original data (2.0) that are breaks.
    breaks: FxHashSet<String>,
    /// Properties written by enru, added to the segment at the end.
    properties: Vec<(String, String)>,
}

impl Unit {
    /// Joins marked segments into one, if their translation is not segmented.
    fn join(&mut self) {
        if !self.is_marked || self.parts.len() < 2 {
            return;
        }
        let state = self.parts.iter().find_map(|part| part.state.clone());
        let sources: Vec<&str> = self.parts.iter().map(|part| part.source.trim()).collect();
        self.parts = vec![Part { source: sources.join(" "), state, ..Part::default() }];
    }
}

/// A segment of a unit.
#[derive(Default)]
struct Part {
    id: String,
    source: String,
    target: String,
    state: Option<String>,
}

/// An element whose content is not a text of a unit.
enum Field {
    Note,
    /// A context of this type.
    Context(String),
    /// The markup that codes with this id represent.
    Data(String),
}

/// Which text is being read.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Source,
    /// The segmented source, which replaces the source.
    Segmented,
    Target,
}

/// An open `<mrk>`.
enum Mark {
    /// A segment, with the text read before it.
    Segment {
        id: String,
        before: String,
    },
    Other,
}

impl<R: BufRead> Xliff<R> {
    pub(crate) fn new(path: &Path, input: R) -> Xliff<R> {
        Xliff {
            path: path.to_path_buf(),
            xml: Xml::from_reader(input),
            ready: VecDeque::new(),
            ignored: 0,
            languages: [None, None],
            codes: [None, None],
            document: String::new(),
            unit: None,
            side: None,
            inline: Inline::default(),
            marks: Vec::new(),
            field: None,
            buffer: String::new(),
            units: 0,
            read: 0,
            facts: Facts::default(),
        }
    }

    fn begin(&mut self, e: &Element) {
        let name = e.name.as_str();
        if self.ignored > 0 {
            self.ignored += 1;
        } else if self.side.is_some() {
            self.begin_inline(e);
        } else if NO_TRANSLATION.contains(&name) || (name.contains(':') && !name.starts_with("sdl:seg")) {
            self.ignored = 1;
        } else {
            self.begin_structure(e);
        }
    }

    fn begin_inline(&mut self, e: &Element) {
        let data = e.get("dataRef").or(e.get("dataRefStart"));
        if data.is_some_and(|id| self.unit.as_ref().is_some_and(|unit| unit.breaks.contains(id))) {
            self.inline.space();
        }
        match (e.name.as_str(), e.get("mtype").unwrap_or_default()) {
            ("mrk", "seg") => {
                let id = e.get("mid").unwrap_or_default().to_string();
                self.marks.push(Mark::Segment { id, before: self.inline.take() });
            }
            ("mrk", "x-sdl-deleted") => {
                self.marks.push(Mark::Other);
                self.inline.hide();
            }
            ("mrk", _) => {
                self.marks.push(Mark::Other);
                self.inline.open(e);
            }
            _ => self.inline.open(e),
        }
    }

    fn begin_structure(&mut self, e: &Element) {
        let get = |name: &str| e.get(name).map(str::to_string);
        match e.name.as_str() {
            "xliff" => self.languages = [get("srcLang"), get("trgLang")],
            "file" => {
                self.document = get("original").or(get("id")).unwrap_or_default();
                let [source, target] = self.languages.clone();
                self.codes = [get("source-language").or(source), get("target-language").or(target)];
            }
            "trans-unit" | "unit" => self.begin_unit(e),
            "segment" | "ignorable" => {
                if let Some(unit) = &mut self.unit {
                    unit.in_ignorable = e.name == "ignorable";
                    let state = get("subState").filter(|s| s != "xlf:none").or(get("state"));
                    let state = get("state").filter(|s| s == "reviewed" || s == "final").or(state);
                    unit.parts.push(Part { id: get("id").unwrap_or_default(), state, ..Part::default() });
                }
            }
            "source" | "target" | "seg-source" => self.begin_side(e),
            "sdl:seg" => {
                if let (Some(unit), Some(id), Some(status)) = (&mut self.unit, get("id"), get("conf")) {
                    unit.statuses.push((id, status));
                }
            }
            "note" => self.begin_field(Field::Note),
            "context" => self.begin_field(Field::Context(get("context-type").unwrap_or_default())),
            "data" => self.begin_field(Field::Data(get("id").unwrap_or_default())),
            _ => {}
        }
    }

    fn begin_field(&mut self, field: Field) {
        self.field = Some(field);
        self.buffer.clear();
    }

    fn begin_unit(&mut self, e: &Element) {
        let mut unit = Unit { id: e.get("id").unwrap_or_default().to_string(), ..Unit::default() };
        if e.get("approved") == Some("yes") {
            unit.status = Status::Reviewed;
        }
        if let Some(status) = e.get("mq:status") {
            unit.status = status_of(status).unwrap_or(unit.status);
            unit.fields.push(("mq:status".into(), status.into()));
        }
        for name in ATTRIBUTES {
            if let Some(value) = e.get(name) {
                unit.fields.push((name.to_string(), value.into()));
            }
        }
        self.unit = Some(unit);
    }

    fn begin_side(&mut self, e: &Element) {
        if let Some(code) = e.get("xml:lang").filter(|code| of_code(code).is_none()) {
            self.facts.leave_out(format!("text in '{code}'"));
            self.ignored = 1;
            return;
        }
        let Some(unit) = &mut self.unit else { return };
        if unit.parts.is_empty() {
            unit.parts.push(Part::default());
        }
        if e.name == "target"
            && let (Some(state), Some(part)) = (e.get("state"), unit.parts.last_mut())
        {
            part.state = Some(state.to_string());
        }
        self.side = Some(match e.name.as_str() {
            "source" => Side::Source,
            "target" => Side::Target,
            _ => Side::Segmented,
        });
        self.inline.clear();
        self.marks.clear();
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        if self.ignored > 0 {
            self.ignored -= 1;
            return Ok(());
        }
        match (name, self.side) {
            ("source" | "target" | "seg-source", Some(side)) => {
                let text = self.inline.take();
                self.side = None;
                self.put(side, None, text);
            }
            ("mrk", Some(side)) => match self.marks.pop() {
                Some(Mark::Segment { id, before }) => {
                    let text = self.inline.take();
                    self.inline.push(&before);
                    self.put(side, Some(id), text);
                }
                _ => self.inline.close(),
            },
            (_, Some(_)) => self.inline.close(),
            ("note" | "context" | "data", None) => self.end_field(),
            ("trans-unit" | "unit", None) => return self.end_unit(),
            _ => {}
        }
        Ok(())
    }

    fn end_field(&mut self) {
        let (field, text) = (self.field.take(), std::mem::take(&mut self.buffer));
        let Some(unit) = &mut self.unit else { return };
        match field {
            Some(Field::Note) if !text.trim().is_empty() => unit.fields.push((NOTE.to_string(), text.into())),
            Some(Field::Context(kind)) if PROPERTIES.into_iter().any(|column| property(column) == kind) => {
                unit.properties.push((kind, text));
            }
            Some(Field::Context(kind)) => unit.fields.push((kind, text.into())),
            Some(Field::Data(id)) if looks_like_break(&text) => {
                unit.breaks.insert(id);
            }
            _ => {}
        }
    }

    /// Stores a text in the segment marked with `id`, or else in the last one.
    fn put(&mut self, side: Side, id: Option<String>, text: String) {
        let Some(unit) = &mut self.unit else { return };
        let part = match id {
            // Only white space comes between marked segments.
            None if unit.parts.iter().any(|part| !part.id.is_empty()) && text.trim().is_empty() => return,
            None => {
                if side == Side::Target && unit.parts.iter().all(|part| part.target.trim().is_empty()) {
                    unit.join();
                }
                unit.parts.last_mut()
            }
            Some(id) => {
                unit.is_marked = true;
                if side == Side::Segmented || unit.parts.iter().all(|part| part.id.is_empty()) {
                    // The first mark replaces the unsegmented text.
                    unit.parts.retain(|part| !part.id.is_empty() || side == Side::Target);
                }
                match unit.parts.iter().position(|part| part.id == id) {
                    Some(at) => unit.parts.get_mut(at),
                    None => {
                        let state = unit.parts.first().and_then(|part| part.state.clone());
                        unit.parts.push(Part { id, state, ..Part::default() });
                        unit.parts.last_mut()
                    }
                }
            }
        };
        let Some(part) = part.filter(|_| !unit.in_ignorable) else { return };
        match side {
            Side::Target => part.target.push_str(&text),
            Side::Source => part.source.push_str(&text),
            Side::Segmented if !text.trim().is_empty() => part.source = text,
            Side::Segmented => {}
        }
    }

    fn end_unit(&mut self) -> Result<(), String> {
        let Some(unit) = self.unit.take() else { return Ok(()) };
        self.units += 1;
        let [source, target] = self.codes.each_ref().map(|code| code.as_deref());
        let wanted = match (source.map(of_code), target.map(of_code)) {
            (Some(Some(source)), Some(Some(target))) if source != target => Some(source),
            (Some(Some(source)), None) => Some(source),
            (None, Some(Some(target))) => Some(target.other()),
            (None, None) => Some(Lang::En),
            _ => None,
        };
        let Some(language) = wanted else {
            let pair = format!("{}-{}", source.unwrap_or("?"), target.unwrap_or("?"));
            self.facts.leave_out(format!("unit from {pair}"));
            return Ok(());
        };
        let sides = if language == Lang::En { [source, target] } else { [target, source] };
        for (place, code) in self.facts.locales.iter_mut().zip(sides) {
            *place = place.take().or(code.map(str::to_string));
        }
        self.segments(unit, language)
    }

    fn segments(&mut self, unit: Unit, source: Lang) -> Result<(), String> {
        let with_text = |part: &&Part| !part.source.trim().is_empty() || !part.target.trim().is_empty();
        let several = unit.parts.iter().filter(with_text).count() > 1;
        for part in unit.parts.iter().filter(with_text) {
            let id = if several { format!("{}-{}", unit.id, part.id) } else { unit.id.clone() };
            let mut segment =
                Segment { document: self.document.clone(), segment_id: id, source, ..Segment::default() };
            segment.text_mut(source).clone_from(&part.source);
            segment.text_mut(source.other()).clone_from(&part.target);
            segment.status = unit.status;
            let sdl = unit.statuses.iter().find(|(id, _)| *id == part.id).map(|(_, status)| status);
            for state in part.state.iter().chain(sdl) {
                segment.status = status_of(state).unwrap_or(segment.status);
            }
            segment.extra.extend(sdl.map(|status| ("sdl:conf".to_string(), status.as_str().into())));
            segment.extra.extend(unit.fields.iter().cloned());
            for (name, text) in &unit.properties {
                put_property(&mut segment, name, text)?;
            }
            // The values that are always written for such a segment add nothing to its other fields.
            let known =
                if unit.properties.is_empty() { "translated".to_string() } else { state(&segment, None) };
            let told = part.state.clone().filter(|told| *told != known);
            segment.extra.extend(told.map(|told| (STATE.to_string(), told.into())));
            self.read += 1;
            self.ready.push_back(segment);
        }
        Ok(())
    }

    fn step(&mut self) -> Result<Option<Segment>, XmlError> {
        loop {
            if let Some(segment) = self.ready.pop_front() {
                return Ok(Some(segment));
            }
            match self.xml.next() {
                None => break,
                Some(event) => match event? {
                    Event::Open(e) => self.begin(&e),
                    Event::Text(_) if self.ignored > 0 => {}
                    Event::Text(text) if self.side.is_some() => self.inline.push(&text),
                    Event::Text(text) if self.field.is_some() => self.buffer.push_str(&text),
                    Event::Text(_) => {}
                    Event::Close(name) => {
                        let line = self.xml.line();
                        self.end(&name).map_err(|message| XmlError { line, message })?;
                    }
                },
            }
        }
        if self.units > 0 && self.read == 0 && !self.facts.left_out.is_empty() {
            let units = std::mem::take(&mut self.units);
            let pairs: Vec<&str> =
                self.facts.left_out.keys().map(|what| what.trim_start_matches("unit from ")).collect();
            let message = format!("none of its {units} units is English and Russian ({})", pairs.join(", "));
            return Err(XmlError { line: self.xml.line(), message });
        }
        Ok(None)
    }
}

/// The status for a state of XLIFF, SDL or memoQ; `None` for states of work that is not reviewed.
fn status_of(state: &str) -> Option<Status> {
    match state {
        "final"
        | "signed-off"
        | "reviewed"
        | "ApprovedTranslation"
        | "ApprovedSignOff"
        | "Proofread"
        | "Reviewer1Confirmed"
        | "Reviewer2Confirmed" => Some(Status::Reviewed),
        "RejectedTranslation" | "RejectedSignOff" | "Rejected" => Some(Status::Rejected),
        _ => None,
    }
}

impl<R: BufRead> Iterator for Xliff<R> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.step().map_err(|e| xml_error(&self.path, e)).transpose()
    }
}

impl<R: BufRead> Records for Xliff<R> {
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

/// Segments below this confidence that nobody has reviewed are marked for review.
const SURE: f32 = 0.9;

pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">")?;
    let mut open: Option<(String, Lang)> = None;
    for segment in segments {
        let is_same = open
            .as_ref()
            .is_some_and(|(document, source)| *document == segment.document && *source == segment.source);
        if !is_same {
            if open.is_some() {
                writeln!(out, "    </body>\n  </file>")?;
            }
            begin_file(&segment.document, segment.source, options, out)?;
            open = Some((segment.document.clone(), segment.source));
        }
        write_unit(&segment, out)?;
    }
    if open.is_none() {
        begin_file("", options.source(), options, out)?;
    }
    writeln!(out, "    </body>\n  </file>\n</xliff>")
}

fn begin_file(document: &str, source: Lang, options: &WriteOptions, out: &mut dyn Write) -> io::Result<()> {
    let [from, to] = [source, source.other()].map(|lang| escaped(options.locale(lang)));
    writeln!(
        out,
        "  <file original=\"{}\" source-language=\"{from}\" target-language=\"{to}\" datatype=\"plaintext\">\n    <body>",
        escaped(document)
    )
}

fn write_unit(segment: &Segment, out: &mut dyn Write) -> io::Result<()> {
    let field = |name: &str| segment.extra.iter().find(|(n, _)| n == name).map(|(_, value)| plain(value));
    let mut attributes = String::new();
    if matches!(segment.status, Status::Reviewed | Status::Edited) {
        attributes += " approved=\"yes\"";
    }
    for name in ATTRIBUTES {
        if let Some(value) = field(name) {
            attributes += &format!(" {name}=\"{}\"", escaped(&value));
        }
    }
    let [source, target] = [segment.source, segment.source.other()].map(|lang| segment.text(lang));
    let state = state(segment, field(STATE));
    writeln!(out, "      <trans-unit id=\"{}\"{attributes}>", escaped(&segment.segment_id))?;
    writeln!(out, "        <source>{}</source>", escaped(source))?;
    writeln!(out, "        <target state=\"{}\">{}</target>", escaped(&state), escaped(target))?;
    writeln!(out, "        <context-group purpose=\"information\">")?;
    for column in PROPERTIES.into_iter().skip(1) {
        let cell = column.cell(segment);
        if !cell.is_empty() {
            let kind = property(column);
            writeln!(out, "          <context context-type=\"{kind}\">{}</context>", escaped(&cell))?;
        }
    }
    let is_context = |name: &str, value: &Value| match name {
        STATE => value.as_str().is_some_and(|state| in_version_1(state).is_none()),
        _ => name != NOTE && !ATTRIBUTES.contains(&name),
    };
    for (name, value) in segment.extra.iter().filter(|(name, value)| is_context(name, value)) {
        let (kind, value) = (escaped(name), plain(value));
        writeln!(out, "          <context context-type=\"{kind}\">{}</context>", escaped(&value))?;
    }
    writeln!(out, "        </context-group>")?;
    for (_, note) in segment.extra.iter().filter(|(name, _)| name == NOTE) {
        writeln!(out, "        <note>{}</note>", escaped(&plain(note)))?;
    }
    writeln!(out, "      </trans-unit>")
}

/// Statuses of SDL and memoQ for a translation that nobody has confirmed.
const UNCONFIRMED: [&str; 6] =
    ["Unspecified", "Draft", "NotStarted", "PartiallyEdited", "Pretranslated", "AssembledFromFragments"];
/// The preserved fields with these statuses.
const STATUSES: [&str; 2] = ["sdl:conf", "mq:status"];

/// A state of any version in terms of version 1.2; `None` for a state defined by another program.
fn in_version_1(state: &str) -> Option<&str> {
    match state {
        "initial" => Some("needs-translation"),
        "reviewed" => Some("signed-off"),
        "new" | "translated" | "final" | "signed-off" => Some(state),
        _ if state.starts_with("needs-") || state.starts_with("x-") => Some(state),
        _ => None,
    }
}

/// The state of the target: from the decision of a person, else `before` (the state in the source file), else by
/// confidence.
fn state(segment: &Segment, before: Option<String>) -> String {
    let has_target = !segment.text(segment.source.other()).is_empty();
    let mut statuses = segment.extra.iter().filter(|(name, _)| STATUSES.contains(&name.as_str()));
    let is_unconfirmed = statuses.any(|(_, value)| UNCONFIRMED.contains(&plain(value).as_str()));
    let by_us = match segment.status {
        _ if !has_target => "needs-translation",
        Status::Reviewed | Status::Edited => "translated",
        Status::Rejected => "needs-translation",
        Status::Auto if is_unconfirmed => "needs-review-translation",
        Status::Auto if segment.confidence.is_none_or(|c| c >= SURE) => "translated",
        Status::Auto => "needs-review-translation",
    };
    let is_kept = |state: &&str| match segment.status {
        Status::Reviewed | Status::Edited => status_of(state) == Some(Status::Reviewed),
        Status::Rejected => false,
        Status::Auto => has_target || *state == "new",
    };
    before.as_deref().and_then(in_version_1).filter(is_kept).unwrap_or(by_us).to_string()
}
