//! Limits the cost of reading a file, counted before the PDF library incurs it: the library has no limits of its own.
//!
//! [`check_file`] examines the bytes: the unpacked size of each stream through all its filters, and the nesting depth
//! of objects. [`Cost`] examines the pages: the bytes of content of all pages, with forms counted each time they are
//! drawn. Cost: streams that could unpack to a large size are unpacked once more. Not done: streams of encrypted files
//! are counted only where a page uses them.

use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::io::Read;

/// The longest unpacked stream, and the most content of all pages, in bytes. The interpreter takes about ten seconds
/// for this many bytes of short operators. The longest real document seen, of 1,300 pages, has 40 million.
const MOST_BYTES: u64 = 256 << 20;
/// Streams that cannot unpack to more than this are not counted individually.
const SMALL: u64 = 16 << 20;
/// The most points of a path without a painting operator. Each point takes 56 bytes of memory.
const MOST_POINTS: usize = 4_000_000;
/// The deepest nesting of objects. Real documents stay below 20.
const DEEPEST: usize = 200;
/// The most character widths that all fonts list. A range counts as many as it spans. A font of all CJK characters has
/// 65,536.
const MOST_WIDTHS: u64 = 8_000_000;
/// The deepest nesting of forms drawn by forms.
const DEEPEST_FORM: usize = 60;

/// The reason for refusing a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Unpacks,
    Nests,
    Draws,
}

impl Refused {
    pub(super) fn message(&self) -> String {
        match self {
            Refused::Unpacks => format!(
                "has a part that unpacks to more than {MOST_BYTES} bytes, which is refused as unsafe"
            ),
            Refused::Nests => format!(
                "has objects nested more than {DEEPEST} deep, which is refused as unsafe; save it anew"
            ),
            Refused::Draws => {
                "draws more than enru reads (256 MiB of page content, 4 million points of one path, 10 million glyphs, \
                 20,000 pages); split it into parts"
                    .into()
            }
        }
    }
}

/// The number of content bytes that a document may still use.
struct Budget {
    left: u64,
}

impl Budget {
    /// Subtracts `cost` from the budget, before the work is done.
    fn take(&mut self, cost: u64) -> Result<(), Refused> {
        self.left = self.left.checked_sub(cost).ok_or(Refused::Draws)?;
        Ok(())
    }
}

/// Refuses files whose objects unpack to too much or nest too deep.
pub(super) fn check_file(bytes: &[u8]) -> Result<(), Refused> {
    let mut from = 0;
    while let Some(at) = memmem::find(&bytes[from..], b"stream").map(|at| from + at) {
        let head = &bytes[from..at];
        if nests(head) {
            return Err(Refused::Nests);
        }
        let data = at + b"stream".len();
        let end = memmem::find(&bytes[data..], b"endstream").map_or(bytes.len(), |end| data + end);
        let dict = &head[memmem::rfind(head, b"obj").unwrap_or(0)..];
        let packed = bytes[data..end].strip_prefix(b"\r\n").or(bytes[data..end].strip_prefix(b"\n"));
        let packed = packed.unwrap_or(&bytes[data..end]);
        let filters = filters(dict);
        let is_objects = memmem::find(dict, b"ObjStm").is_some();
        if is_objects || could_unpack(packed.len(), &filters) > SMALL {
            let unpacked = unpacked(packed, &filters, is_objects)?;
            if is_objects && nests(&unpacked.0) {
                return Err(Refused::Nests);
            }
        }
        from = (end + b"endstream".len()).min(bytes.len());
    }
    if nests(&bytes[from..]) { Err(Refused::Nests) } else { Ok(()) }
}

/// The filters that the dictionary of a stream names, in order, if they can expand data.
fn filters(dict: &[u8]) -> Vec<Filter> {
    let Some(at) = memmem::find(dict, b"/Filter").or_else(|| memmem::find(dict, b"/F ")) else {
        return Vec::new();
    };
    let rest = &dict[at + 2..];
    let is_list = rest
        .iter()
        .position(|&b| b == b'[')
        .is_some_and(|open| rest[..open].iter().all(|b| b.is_ascii_alphabetic() || b.is_ascii_whitespace()));
    let end = if is_list { rest.iter().position(|&b| b == b']').unwrap_or(rest.len()) } else { rest.len() };
    let names = rest[..end].split(|&b| b == b'/').skip(1).map(|name| {
        let end = name.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len());
        &name[..end]
    });
    let known = names.map(|name| match name {
        b"FlateDecode" | b"Fl" => Some(Filter::FlateDecode),
        b"LZWDecode" | b"LZW" => Some(Filter::LzwDecode),
        b"RunLengthDecode" | b"RL" => Some(Filter::RunLengthDecode),
        b"ASCIIHexDecode" | b"AHx" => Some(Filter::AsciiHexDecode),
        b"ASCII85Decode" | b"A85" => Some(Filter::Ascii85Decode),
        _ => None,
    });
    if is_list { known.map_while(|filter| filter).collect() } else { known.take(1).flatten().collect() }
}

/// The maximum unpacked length of data of `length` bytes.
fn could_unpack(length: usize, filters: &[Filter]) -> u64 {
    // Deflate compresses data to no less than 1/1032 of its length. LZW codes of 12 bits represent up to 4,096 bytes.
    let ratio = |filter: &Filter| match filter {
        Filter::FlateDecode => 1032,
        Filter::LzwDecode => 2731,
        Filter::RunLengthDecode => 64,
        Filter::Ascii85Decode => 4,
        _ => 1,
    };
    filters.iter().fold(length as u64, |length, filter| length.saturating_mul(ratio(filter)))
}

/// The length of `data` after its filters, and the data itself if `keeps` is set. Otherwise the last filter only
/// counts.
fn unpacked<'d>(data: &'d [u8], filters: &[Filter], keeps: bool) -> Result<(Cow<'d, [u8]>, u64), Refused> {
    let mut data = Cow::Borrowed(data);
    let mut length = data.len() as u64;
    for (number, filter) in filters.iter().enumerate() {
        let keeps = keeps || number + 1 < filters.len();
        let mut out = Unpacked { data: Vec::new(), length: 0, keeps };
        match filter {
            Filter::FlateDecode => out.flate(&data)?,
            Filter::LzwDecode => {
                out.length = lzw_length(&data);
                // No program compresses LZW data again, so its length is enough and its content is not needed.
                if keeps && out.length > SMALL {
                    return Err(Refused::Unpacks);
                }
            }
            Filter::RunLengthDecode => out.run_length(&data)?,
            Filter::AsciiHexDecode => out.hex(&data)?,
            Filter::Ascii85Decode => out.base85(&data)?,
            _ => break,
        }
        length = out.length;
        if length > MOST_BYTES {
            return Err(Refused::Unpacks);
        }
        data = Cow::Owned(out.data);
    }
    Ok((data, length))
}

/// The output of a filter, or only its length.
struct Unpacked {
    data: Vec<u8>,
    length: u64,
    keeps: bool,
}

impl Unpacked {
    fn push(&mut self, part: &[u8]) -> Result<(), Refused> {
        self.length += part.len() as u64;
        if self.length > MOST_BYTES {
            return Err(Refused::Unpacks);
        }
        if self.keeps {
            self.data.extend_from_slice(part);
        }
        Ok(())
    }

    fn flate(&mut self, packed: &[u8]) -> Result<(), Refused> {
        let mut reader = flate2::read::ZlibDecoder::new(packed);
        let mut buffer = vec![0; 1 << 16];
        // Damaged data ends at the damage.
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            self.push(&buffer[..count])?;
        }
        Ok(())
    }

    fn run_length(&mut self, packed: &[u8]) -> Result<(), Refused> {
        let mut rest = packed;
        while let [length, tail @ ..] = rest {
            let length = usize::from(*length);
            match length {
                0..=127 => {
                    let part = tail.len().min(length + 1);
                    self.push(&tail[..part])?;
                    rest = &tail[part..];
                }
                128 => break,
                _ => {
                    let [byte, after @ ..] = tail else { break };
                    self.push(&[*byte; 128][..257 - length])?;
                    rest = after;
                }
            }
        }
        Ok(())
    }

    fn hex(&mut self, packed: &[u8]) -> Result<(), Refused> {
        let digits: Vec<u8> = packed
            .iter()
            .take_while(|&&b| b != b'>')
            .filter_map(|&b| char::from(b).to_digit(16).map(|digit| digit as u8))
            .collect();
        digits.chunks(2).try_for_each(|pair| self.push(&[pair[0] << 4 | pair.get(1).unwrap_or(&0)]))
    }

    fn base85(&mut self, packed: &[u8]) -> Result<(), Refused> {
        let (mut group, mut count) = (0u32, 0usize);
        for &byte in packed.iter().take_while(|&&b| b != b'~') {
            match byte {
                b'z' if count == 0 => self.push(&[0; 4])?,
                b'!'..=b'u' => {
                    group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                    count += 1;
                    if count == 5 {
                        self.push(&group.to_be_bytes())?;
                        (group, count) = (0, 0);
                    }
                }
                _ => {}
            }
        }
        if count > 1 {
            (count..5).for_each(|_| group = group.wrapping_mul(85).wrapping_add(84));
            self.push(&group.to_be_bytes()[..count - 1])?;
        }
        Ok(())
    }
}

/// The unpacked length of LZW data. Only the lengths of the table entries are stored.
fn lzw_length(packed: &[u8]) -> u64 {
    let mut lengths: Vec<u64> = vec![1; 258];
    let (mut bits, mut held, mut width, mut last, mut total) = (0u32, 0u32, 9u32, None::<u64>, 0u64);
    for &byte in packed {
        (held, bits) = (held << 8 | u32::from(byte), bits + 8);
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits & ((1 << width) - 1)) as usize;
        held &= (1 << bits) - 1;
        match code {
            256 => {
                lengths.truncate(258);
                (width, last) = (9, None);
                continue;
            }
            257 => break,
            _ => {}
        }
        let length = lengths.get(code).copied().unwrap_or(last.unwrap_or(0) + 1);
        total += length;
        if let Some(last) = last.filter(|_| lengths.len() < 4096) {
            lengths.push(last + 1);
        }
        width = match lengths.len() {
            0..511 => 9,
            511..1023 => 10,
            1023..2047 => 11,
            _ => 12,
        };
        last = Some(length);
        if total > MOST_BYTES {
            break;
        }
    }
    total
}

/// Whether arrays and dictionaries in `objects` nest too deep.
fn nests(objects: &[u8]) -> bool {
    let (mut depth, mut strings) = (0usize, 0usize);
    let mut bytes = objects.iter();
    while let Some(&byte) = bytes.next() {
        match (byte, strings) {
            (b'\\', 1..) => drop(bytes.next()),
            (b'(', _) => strings += 1,
            (b')', 1..) => strings -= 1,
            (b'[' | b'<', 0) => depth += 1,
            (b']' | b'>', 0) => depth = depth.saturating_sub(1),
            // The end of an object closes everything it opened, and any unterminated string.
            (b'\n', _) if bytes.as_slice().starts_with(b"endobj") => (depth, strings) = (0, 0),
            _ => {}
        }
        // A dictionary has two brackets.
        if depth > 2 * DEEPEST {
            return true;
        }
    }
    false
}

/// Counts the content that the pages of a document use.
pub(super) struct Cost {
    budget: Budget,
    /// The unpacked length of each stream.
    lengths: FxHashMap<ObjectIdentifier, u64>,
    /// The cost of drawing each form once; `None` while it is being counted.
    forms: FxHashMap<ObjectIdentifier, Option<u64>>,
    /// Fonts, and lists of fonts, that have been examined.
    fonts: FxHashSet<ObjectIdentifier>,
    widths: Budget,
}

impl Cost {
    pub(super) fn new() -> Cost {
        Cost {
            budget: Budget { left: MOST_BYTES },
            lengths: FxHashMap::default(),
            forms: FxHashMap::default(),
            fonts: FxHashSet::default(),
            widths: Budget { left: MOST_WIDTHS },
        }
    }

    /// Subtracts the cost of drawing `page` from the budget.
    pub(super) fn add_page(&mut self, page: &Page<'_>) -> Result<(), Refused> {
        let mut length = 0;
        if let Some(stream) = page.raw().get::<Stream<'_>>(b"Contents") {
            length = self.length(&stream)?;
        } else if let Some(parts) = page.raw().get::<Array<'_>>(b"Contents") {
            for stream in parts.iter::<Stream<'_>>() {
                length += 1 + self.length(&stream)?;
                if length > self.budget.left {
                    return Err(Refused::Draws);
                }
            }
        }
        self.budget.take(length)?;
        let content = page.page_stream().unwrap_or_default();
        let forms = self.forms_of(content, page.resources(), 0)?;
        self.budget.take(forms)?;
        let Some(notes) = page.raw().get::<Array<'_>>(b"Annots") else { return Ok(()) };
        for note in notes.iter::<Dict<'_>>() {
            let looks = note.get::<Dict<'_>>(b"AP");
            let form = looks.and_then(|looks| looks.get::<Stream<'_>>(b"N"));
            let cost = form.map_or(Ok(0), |form| self.form(&form, page.resources(), 1))?;
            self.budget.take(cost.saturating_add(1))?;
        }
        Ok(())
    }

    fn length(&mut self, stream: &Stream<'_>) -> Result<u64, Refused> {
        let id = stream.obj_id();
        if let Some(&length) = self.lengths.get(&id) {
            return Ok(length);
        }
        let (data, filters) = (stream.raw_data(), stream.filters());
        let most = could_unpack(data.len(), &filters);
        let length = if most > SMALL { unpacked(&data, &filters, false)?.1 } else { self.short(stream) };
        self.lengths.insert(id, length);
        Ok(length)
    }

    /// The length of a stream that cannot be long.
    fn short(&self, stream: &Stream<'_>) -> u64 {
        stream.decoded_data().map_or(0, |data| data.len() as u64)
    }

    /// The cost of the forms that `content` draws. Also refuses content with unpainted paths.
    fn forms_of(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> Result<u64, Refused> {
        if has_endless_path(content) || depth > DEEPEST_FORM {
            return Err(Refused::Draws);
        }
        self.check_fonts(&resources.fonts)?;
        if resources.x_objects.is_empty() {
            return Ok(0);
        }
        let mut counts: FxHashMap<&[u8], u64> = FxHashMap::default();
        for at in memmem::find_iter(content, b"Do") {
            let before = content[..at].trim_ascii_end();
            let start = before.iter().rposition(|&b| b == b'/' || b.is_ascii_whitespace());
            if let Some(start) = start.filter(|&start| before[start] == b'/') {
                *counts.entry(&before[start + 1..]).or_default() += 1;
            }
        }
        let mut total = 0u64;
        for (name, count) in counts {
            let form = resources.x_objects.get::<Stream<'_>>(name).filter(is_form);
            let Some(form) = form else { continue };
            total = total.saturating_add(count.saturating_mul(self.form(&form, resources, depth + 1)?));
        }
        Ok(total)
    }

    /// Refuses fonts whose lists of widths would take the library too long to load.
    fn check_fonts(&mut self, fonts: &Dict<'_>) -> Result<(), Refused> {
        if fonts.obj_id().is_some_and(|id| !self.fonts.insert(id)) {
            return Ok(());
        }
        for name in fonts.keys() {
            let Some(font) = fonts.get::<Dict<'_>>(&*name) else { continue };
            if font.obj_id().is_some_and(|id| !self.fonts.insert(id)) {
                continue;
            }
            let parts = font.get::<Array<'_>>(b"DescendantFonts");
            let part = parts.and_then(|parts| parts.iter::<Dict<'_>>().next());
            for (key, is_vertical) in [(&b"W"[..], false), (b"W2", true)] {
                let list = part.as_ref().and_then(|part| part.get::<Array<'_>>(key));
                self.widths.take(list.map_or(0, |list| widths(&list, is_vertical)))?;
            }
        }
        Ok(())
    }

    fn form(&mut self, form: &Stream<'_>, parent: &Resources<'_>, depth: usize) -> Result<u64, Refused> {
        let id = form.obj_id();
        match self.forms.get(&id) {
            Some(Some(cost)) => return Ok(*cost),
            // A form that draws itself: the interpreter stops at its own depth limit.
            Some(None) => return Ok(0),
            None => {}
        }
        self.forms.insert(id, None);
        let length = self.length(form)?;
        if length > self.budget.left {
            return Err(Refused::Draws);
        }
        let content = form.decoded_data().unwrap_or_default();
        let own = form.dict().get::<Dict<'_>>(b"Resources").map(Resources::new);
        let inner = self.forms_of(&content, own.as_ref().unwrap_or(parent), depth)?;
        // The cost of every form, even an empty one.
        let cost = inner.saturating_add(length + 32);
        self.forms.insert(id, Some(cost));
        Ok(cost)
    }
}

/// The number of widths in `list`: `C [w w w]` gives one for each `w`, `FIRST LAST w` one for each character of the
/// range.
fn widths(list: &Array<'_>, is_vertical: bool) -> u64 {
    let (mut total, mut entries) = (0u64, list.flex_iter());
    loop {
        if let Some((_, each)) = entries.next::<(u32, Array<'_>)>() {
            // A number and its separator take at least two bytes.
            total = total.saturating_add(1 + each.data().len() as u64 / 2);
            continue;
        }
        let range = match is_vertical {
            false => entries.next::<(u32, u32, f32)>().map(|(first, last, _)| (first, last)),
            true => entries.next::<(u32, u32, f32, f32, f32)>().map(|(first, last, ..)| (first, last)),
        };
        let Some((first, last)) = range else { return total };
        total = total.saturating_add(1 + u64::from(last.saturating_sub(first)));
    }
}

fn is_form(stream: &Stream<'_>) -> bool {
    use hayro_interpret::hayro_syntax::object::Name;
    stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|name| &*name == b"Form")
}

/// Whether `content` adds more than [`MOST_POINTS`] to a path before painting it.
fn has_endless_path(content: &[u8]) -> bool {
    // `0 0 l` and a line end.
    if content.len() / 6 < MOST_POINTS {
        return false;
    }
    let mut points = 0usize;
    for operator in content.split(u8::is_ascii_whitespace) {
        match operator {
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" => points += 1,
            b"re" => points += 5,
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => points = 0,
            _ => {}
        }
        if points > MOST_POINTS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_counted_in_layers() {
        let names = |dict: &[u8]| filters(dict).len();
        assert_eq!(names(b"obj <</Filter[/FlateDecode /FlateDecode]/Length 3>>"), 2);
        assert_eq!(names(b"obj <</Filter /ASCIIHexDecode/Length 3>>"), 1);
        assert_eq!(names(b"obj <</Length 3>>"), 0);
        let long = |data: &[u8], filter| unpacked(data, &[filter], true).unwrap().0.into_owned();
        assert_eq!(long(b"61 62>", Filter::AsciiHexDecode), b"ab");
        assert_eq!(long(b"\x01ab\xfec\x80", Filter::RunLengthDecode), b"abccc");
        assert_eq!(long(b"87cURD]i,\"Ebo7~>", Filter::Ascii85Decode), b"Hello World");
        // The example of the specification: eight codes of nine bits for ten bytes.
        assert_eq!(lzw_length(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]), 10);
    }

    #[test]
    fn nesting_and_endless_paths_are_seen() {
        assert!(nests(&b"[".repeat(500)) && nests(&b"<</A ".repeat(300)));
        assert!(!nests(&b"1 0 obj [ (a [[[ b) ] ".repeat(500)));
        let path = b"0 0 l\n".repeat(MOST_POINTS + 2);
        assert!(has_endless_path(&path));
        assert!(!has_endless_path(&b"0 0 l\nS\n".repeat(MOST_POINTS)));
    }
}
