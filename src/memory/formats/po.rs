//! PO, the catalogue format of gettext. Read and written one message at a time.
//!
//! Each form of a message with plural forms is a segment: the first is paired with the singular, the others with the plural.
//! The writer joins them into one message again. Fuzzy, obsolete and untranslated messages are skipped. The context
//! (`msgctxt`), comments, references and flags are preserved fields. Properties of enru are comments (`# x-confidence: 0.900`),
//! so that they can be read back.

use crate::document::Lang;
use crate::error::{Error, Result};
use crate::memory::format::WriteOptions;
use crate::memory::languages::of_code;
use crate::memory::records::{Facts, Records, parse_error};
use crate::memory::schema::{PROPERTIES, property, put_property};
use crate::memory::segment::{Segment, Status, plain};
use crate::text::{clean, script};
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use unicode_script::Script;

/// The names of preserved fields, by the comment marker that holds them.
const COMMENTS: [(&str, &str); 4] =
    [("#.", "extracted-comment"), ("#:", "reference"), ("#|", "previous"), ("#", "note")];
/// The field name of the context.
pub(crate) const CONTEXT: &str = "msgctxt";
/// The field name of the flags, without `fuzzy`.
const FLAGS: &str = "po-flags";
/// The field names of a plural form: the number of the form, and the two identifiers.
pub(crate) const FORM: &str = "po-form";
const SINGULAR: &str = "po-singular";
const PLURAL: &str = "po-plural";

/// The segments of a catalogue.
pub(crate) struct Po<R> {
    path: PathBuf,
    lines: io::Lines<R>,
    line: usize,
    message: Message,
    /// What the next string belongs to.
    field: Field,
    /// The source language according to the header.
    source: Option<Lang>,
    ready: VecDeque<Segment>,
    is_done: bool,
    messages: u64,
    read: u64,
    /// Whether any text has a Cyrillic letter.
    has_cyrillic: bool,
    facts: Facts,
}

#[derive(Clone, Copy, PartialEq)]
enum Field {
    None,
    Context,
    Id,
    Plural,
    /// The number of the form, from 0.
    Text(usize),
}

/// A message while it is read. Strings are bytes, since an escape may be half a character.
#[derive(Default)]
struct Message {
    comments: Vec<(String, Value)>,
    is_fuzzy: bool,
    is_obsolete: bool,
    context: Option<Vec<u8>>,
    id: Option<Vec<u8>>,
    plural: Option<Vec<u8>>,
    texts: Vec<Vec<u8>>,
}

/// The most comments per message. The translations of GNU and KDE have a few hundred references at most.
const MAX_COMMENTS: usize = 100_000;

/// The most plural forms: more than any language has.
const MAX_FORMS: usize = 10;

impl<R: BufRead> Po<R> {
    pub(crate) fn new(path: &Path, input: R) -> Po<R> {
        Po {
            path: path.to_path_buf(),
            lines: input.lines(),
            line: 0,
            message: Message::default(),
            field: Field::None,
            source: None,
            ready: VecDeque::new(),
            is_done: false,
            messages: 0,
            read: 0,
            has_cyrillic: false,
            facts: Facts::default(),
        }
    }

    fn take(&mut self, line: &str) -> Result<()> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("#~") {
            self.take_string(rest.trim_start(), true)
        } else if line.starts_with('#') {
            if self.has_text() {
                self.finish()?;
            }
            if self.message.comments.len() == MAX_COMMENTS {
                return Err(self.fail(format!("a message has more than {MAX_COMMENTS} comments")));
            }
            self.take_comment(line);
            Ok(())
        } else {
            self.take_string(line, false)
        }
    }

    fn has_text(&self) -> bool {
        matches!(self.field, Field::Text(_))
    }

    fn take_comment(&mut self, line: &str) {
        if let Some(flags) = line.strip_prefix("#,") {
            let flags = flags.split(',').map(str::trim).filter(|flag| !flag.is_empty());
            let (fuzzy, others): (Vec<&str>, Vec<&str>) = flags.partition(|flag| *flag == "fuzzy");
            self.message.is_fuzzy |= !fuzzy.is_empty();
            if !others.is_empty() {
                self.message.comments.push((FLAGS.to_string(), others.join(", ").into()));
            }
            return;
        }
        let found = COMMENTS.into_iter().find_map(|(mark, name)| Some((line.strip_prefix(mark)?, name)));
        if let Some((text, name)) = found.filter(|(text, _)| !text.trim().is_empty()) {
            self.message.comments.push((name.to_string(), text.trim().into()));
        }
    }

    fn take_string(&mut self, line: &str, is_obsolete: bool) -> Result<()> {
        let (keyword, rest) = line.split_at(line.find('"').unwrap_or(line.len()));
        let keyword: String = keyword.split_whitespace().collect();
        let field = match keyword.as_str() {
            "" => self.field,
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgid_plural" => Field::Plural,
            "msgstr" => Field::Text(0),
            "domain" => return Ok(()),
            _ if keyword.starts_with('|') => return Ok(()),
            _ => match keyword.strip_prefix("msgstr[").and_then(|n| n.strip_suffix(']')?.trim().parse().ok())
            {
                Some(number) if number < MAX_FORMS => Field::Text(number),
                _ => return Err(self.fail(format!("'{keyword}' is not a keyword of PO"))),
            },
        };
        let begins = field == Field::Context || (field == Field::Id && self.message.id.is_some());
        if !keyword.is_empty() && begins && (self.has_text() || self.message.id.is_some()) {
            self.finish()?;
        }
        self.field = field;
        self.message.is_obsolete |= is_obsolete;
        let bytes = unescaped(rest).ok_or_else(|| self.fail("expected a string in double quotes"))?;
        let message = &mut self.message;
        let place = match field {
            Field::None => return Err(self.fail("a string without a keyword before it")),
            Field::Context => message.context.get_or_insert_default(),
            Field::Id => message.id.get_or_insert_default(),
            Field::Plural => message.plural.get_or_insert_default(),
            Field::Text(number) => {
                message.texts.resize(message.texts.len().max(number + 1), Vec::new());
                &mut message.texts[number]
            }
        };
        place.extend(bytes);
        Ok(())
    }

    fn fail(&self, message: impl Into<String>) -> Error {
        parse_error(&self.path, self.line, message)
    }

    /// Ends the current message: it is the header, or skipped, or yields segments.
    fn finish(&mut self) -> Result<()> {
        self.field = Field::None;
        let message = std::mem::take(&mut self.message);
        let Some(id) = &message.id else { return Ok(()) };
        if id.is_empty() && message.context.is_none() {
            return if message.is_obsolete { Ok(()) } else { self.take_header(&message) };
        }
        self.messages += 1;
        let left_out = match () {
            () if message.is_obsolete => Some("obsolete message"),
            () if message.is_fuzzy => Some("fuzzy message"),
            () if message.texts.iter().all(Vec::is_empty) => Some("untranslated message"),
            () => None,
        };
        match left_out {
            Some(what) => self.facts.leave_out(what),
            None => self.add(&message)?,
        }
        Ok(())
    }

    fn take_header(&mut self, message: &Message) -> Result<()> {
        let header = text(message.texts.first().map_or(&[][..], Vec::as_slice));
        let value = |name: &str| header.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim();
        // Catalogues from before 2010 name the language in words, if at all.
        let older = ["X-Poedit-Language:", "Language-Team:"].map(value);
        let code = Some(value("Language:")).filter(|code| !code.is_empty());
        let code = code.or(older.into_iter().find(|name| of_code(name).is_some())).unwrap_or_default();
        match of_code(code) {
            Some(target) => {
                self.source = Some(target.other());
                // `Russian` and `ru_RU.UTF-8` are also in use; only a language code becomes a locale.
                let code = code.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
                let is_code = code.len() == 2 || code.get(2..3) == Some("-");
                self.facts.locales[usize::from(target == Lang::Ru)] = is_code.then_some(code);
            }
            None if code.is_empty() => {}
            None => {
                let message =
                    format!("is in the language '{code}'; a catalogue of English and Russian is expected");
                return Err(Error::unusable(&self.path, message));
            }
        }
        Ok(())
    }

    fn add(&mut self, message: &Message) -> Result<()> {
        let id = text(message.id.as_deref().unwrap_or_default());
        let plural = message.plural.as_deref().map(text);
        let source = self.source.unwrap_or_else(|| match has_cyrillic(&id) {
            true => Lang::Ru,
            false => Lang::En,
        });
        for (number, form) in message.texts.iter().enumerate().filter(|(_, form)| !form.is_empty()) {
            let from = if number == 0 { &id } else { plural.as_ref().unwrap_or(&id) };
            let mut segment = Segment { source, ..Segment::default() };
            segment.text_mut(source).clone_from(from);
            *segment.text_mut(source.other()) = text(form);
            self.has_cyrillic |= [&segment.en, &segment.ru].into_iter().any(|side| has_cyrillic(side));
            let context = message.context.as_deref().map(text);
            segment.extra.extend(context.map(|context| (CONTEXT.to_string(), context.into())));
            if let Some(plural) = &plural {
                let fields = [(FORM, number.to_string()), (SINGULAR, clean(&id)), (PLURAL, clean(plural))];
                segment.extra.extend(fields.map(|(name, value)| (name.to_string(), value.into())));
            }
            for (name, value) in &message.comments {
                // `# x-NAME: TEXT` is a property or a preserved field.
                let field = value.as_str().filter(|text| name == "note" && text.starts_with("x-"));
                match field.and_then(|text| text.split_once(": ")) {
                    Some((kind, text)) => {
                        let ours = put_property(&mut segment, kind, text);
                        if !ours.map_err(|message| self.fail(message))? {
                            segment.extra.push((kind[2..].to_string(), text.into()));
                        }
                    }
                    None => segment.extra.push((name.clone(), value.clone())),
                }
            }
            self.read += 1;
            self.ready.push_back(segment);
        }
        Ok(())
    }

    fn step(&mut self) -> Result<Option<Segment>> {
        loop {
            if let Some(segment) = self.ready.pop_front() {
                return Ok(Some(segment));
            }
            if self.is_done {
                break;
            }
            match self.lines.next() {
                Some(line) => {
                    self.line += 1;
                    let line = line.map_err(|e| Error::io(&self.path, "read", e))?;
                    self.take(&line)?;
                }
                None => {
                    self.is_done = true;
                    self.finish()?;
                }
            }
        }
        if self.read > 0 && self.source.is_none() && !std::mem::replace(&mut self.has_cyrillic, true) {
            let message = "names no language and has no Cyrillic letters; a catalogue of English and Russian is expected";
            return Err(Error::unusable(&self.path, message));
        }
        match self.messages > 0 && self.read == 0 {
            true => {
                let (messages, left_out) = (std::mem::take(&mut self.messages), &self.facts.left_out);
                let why: Vec<String> = left_out.keys().map(|what| format!("{what}s")).collect();
                Err(Error::unusable(
                    &self.path,
                    format!("none of its {messages} messages has a translation ({})", why.join(", ")),
                ))
            }
            false => Ok(None),
        }
    }
}

impl<R: BufRead> Iterator for Po<R> {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.step().transpose()
    }
}

impl<R: BufRead> Records for Po<R> {
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

fn has_cyrillic(text: &str) -> bool {
    text.chars().any(|c| script(c) == Script::Cyrillic)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The bytes of consecutive strings in double quotes, with C escapes resolved.
fn unescaped(strings: &str) -> Option<Vec<u8>> {
    let body = strings.trim().strip_prefix('"')?.strip_suffix('"')?;
    let (mut bytes, mut rest) = (Vec::with_capacity(body.len()), body.as_bytes());
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'"' {
            rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
            continue;
        }
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let [escape, tail @ ..] = rest else { return None };
        rest = tail;
        match escape {
            b'n' => bytes.push(b'\n'),
            b't' => bytes.push(b'\t'),
            b'r' => bytes.push(b'\r'),
            b'a' | b'b' | b'f' | b'v' => bytes.push(b' '),
            b'x' => bytes.push(number(&mut rest, 0, 16, 2)),
            b'0'..=b'7' => bytes.push(number(&mut rest, u32::from(escape - b'0'), 8, 2)),
            other => bytes.push(*other),
        }
    }
    Some(bytes)
}

/// The byte given by `first` and up to `most` digits of `rest`.
fn number(rest: &mut &[u8], first: u32, radix: u32, most: usize) -> u8 {
    let digits = rest.iter().take(most).map_while(|&b| char::from(b).to_digit(radix));
    let (value, count) = digits.fold((first, 0), |(value, count), digit| (value * radix + digit, count + 1));
    *rest = &rest[count..];
    value as u8
}

pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let target = options.source().other();
    let language = options.locale(target).replace('-', "_");
    let (forms, plural_forms) = plural_forms(target);
    writeln!(
        out,
        "msgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\
         \"Content-Transfer-Encoding: 8bit\\n\"\n\"Language: {language}\\n\"\n\"Plural-Forms: {plural_forms}\\n\""
    )?;
    // A catalogue must not repeat a message, so a repeated one gets its id as context.
    let mut met = FxHashSet::default();
    let hasher = rustc_hash::FxBuildHasher;
    let mut open: Option<Plural> = None;
    for segment in segments.filter(Segment::is_paired) {
        let [id, translation] = [options.source(), target].map(|lang| segment.text(lang));
        let form = Form::of(&segment, id);
        if let (Some(plural), Some(form)) = (&mut open, &form)
            && plural.take(form, translation)
        {
            continue;
        }
        open.take().map_or(Ok(()), |plural| plural.end(forms, out))?;
        let id = form.as_ref().map_or(id, |form| &form.singular);
        let context = segment.extra_text(CONTEXT);
        let is_new = met.insert(hasher.hash_one((id, &context)));
        let context = if is_new { context } else { Some(segment.segment_id.clone()) };
        writeln!(out)?;
        write_comments(&segment, out)?;
        if let Some(context) = context {
            writeln!(out, "msgctxt {}", escaped(&context))?;
        }
        writeln!(out, "msgid {}", escaped(id))?;
        match form {
            Some(form) => {
                writeln!(out, "msgid_plural {}", escaped(&form.plural))?;
                let mut plural = Plural { form: Form { number: 0, ..form.clone() }, texts: Vec::new() };
                plural.take(&form, translation);
                open = Some(plural);
            }
            None => writeln!(out, "msgstr {}", escaped(translation))?,
        }
    }
    open.map_or(Ok(()), |plural| plural.end(forms, out))
}

/// The number of plural forms of a language, and the expression that selects one, in gettext syntax.
fn plural_forms(lang: Lang) -> (usize, &'static str) {
    match lang {
        Lang::En => (2, "nplurals=2; plural=(n != 1);"),
        Lang::Ru => (
            3,
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        ),
    }
}

/// The plural form and the message that a segment belongs to.
#[derive(Clone, PartialEq)]
struct Form {
    number: usize,
    context: Option<String>,
    singular: String,
    plural: String,
}

impl Form {
    /// The form of a `segment` with the source text `id`. A segment with a changed source text becomes a message of
    /// its own.
    fn of(segment: &Segment, id: &str) -> Option<Form> {
        let form = Form {
            number: segment.extra_text(FORM)?.parse().ok().filter(|&number| number < MAX_FORMS)?,
            context: segment.extra_text(CONTEXT),
            singular: segment.extra_text(SINGULAR)?,
            plural: segment.extra_text(PLURAL)?,
        };
        let expected = if form.number == 0 { &form.singular } else { &form.plural };
        (expected == id).then_some(form)
    }
}

/// A message with plural forms while it is written.
struct Plural {
    /// Its first form.
    form: Form,
    texts: Vec<String>,
}

impl Plural {
    /// Adds a form if it belongs to this message, and returns whether it does.
    fn take(&mut self, form: &Form, text: &str) -> bool {
        let is_next = form.number >= self.texts.len() && self.form == Form { number: 0, ..form.clone() };
        if is_next {
            self.texts.resize(form.number, String::new());
            self.texts.push(text.to_string());
        }
        is_next
    }

    /// Writes at least `least` forms. Missing forms are untranslated.
    fn end(mut self, least: usize, out: &mut dyn Write) -> io::Result<()> {
        self.texts.resize(self.texts.len().max(least), String::new());
        let mut forms = self.texts.iter().enumerate();
        forms.try_for_each(|(number, text)| writeln!(out, "msgstr[{number}] {}", escaped(text)))
    }
}

/// Whether a preserved field has its own place in a message.
fn is_placed(name: &str) -> bool {
    matches!(name, CONTEXT | FLAGS | FORM | SINGULAR | PLURAL)
}

fn write_comments(segment: &Segment, out: &mut dyn Write) -> io::Result<()> {
    let mark = |name: &str| COMMENTS.into_iter().find(|(_, n)| *n == name).map(|(mark, _)| mark);
    let comment = |out: &mut dyn Write, mark: &str, text: &str| {
        text.lines().try_for_each(|line| writeln!(out, "{mark} {line}"))
    };
    for column in PROPERTIES {
        let cell = column.cell(segment);
        if !cell.is_empty() {
            comment(out, "#", &format!("{}: {}", property(column), cell.replace('\n', " ")))?;
        }
    }
    for (name, value) in segment.extra.iter().filter(|(name, _)| !is_placed(name)) {
        match mark(name) {
            Some(mark) => comment(out, mark, &plain(value))?,
            None => comment(out, "#", &format!("x-{name}: {}", plain(value).replace('\n', " ")))?,
        }
    }
    let fuzzy = (segment.status == Status::Rejected).then(|| "fuzzy".to_string());
    let flags: Vec<String> = fuzzy.into_iter().chain(segment.extra_text(FLAGS)).collect();
    if flags.is_empty() { Ok(()) } else { writeln!(out, "#, {}", flags.join(", ")) }
}

fn escaped(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => string.push_str("\\\""),
            '\\' => string.push_str("\\\\"),
            '\n' => string.push_str("\\n"),
            '\t' => string.push_str("\\t"),
            '\r' => string.push_str("\\r"),
            c => string.push(c),
        }
    }
    string + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(po: &str) -> (Vec<(String, String)>, Facts) {
        let mut reader = Po::new(Path::new("x.po"), po.as_bytes());
        let segments: Vec<Segment> = reader.by_ref().collect::<Result<_>>().unwrap();
        (segments.into_iter().map(|s| (s.en, s.ru)).collect(), reader.facts())
    }

    #[test]
    fn messages_need_no_blank_lines_and_may_have_them_inside() {
        let po = "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\nmsgid \"One\"\nmsgstr \"Один\"\nmsgctxt \"menu\"\n\
                  msgid \"Two\"\n\nmsgstr \"Д\"\n\n\"ва\"\n#~ msgid \"Old\"\n#~ msgstr \"Старый\"\n";
        let (pairs, facts) = read(po);
        assert_eq!(pairs, [("One".into(), "Один".into()), ("Two".into(), "Два".into())]);
        assert_eq!(facts.left_out.into_iter().collect::<Vec<_>>(), [("obsolete message".to_string(), 1)]);
    }

    #[test]
    fn escapes_are_those_of_c() {
        assert_eq!(unescaped(r#""a\"b\\\t\303\251\x41""#).unwrap(), "a\"b\\\té\x41".as_bytes());
        assert!(unescaped("no quotes").is_none() && unescaped("\"\\\"").is_none());
    }

    #[test]
    fn a_template_and_another_language_are_refused() {
        let refused =
            |po: &str| Po::new(Path::new("x.po"), po.as_bytes()).find_map(Result::err).unwrap().to_string();
        assert!(refused("msgid \"A\"\nmsgstr \"\"\n").contains("untranslated"));
        assert!(refused("msgid \"\"\nmsgstr \"Language: de\\n\"\n").contains("'de'"));
        assert!(refused("msgid \"A\"\nmsgwhat \"B\"\n").starts_with("x.po:2"));
    }
}
