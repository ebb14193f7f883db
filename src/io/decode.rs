//! Decodes bytes to UTF-8 text without byte order mark and with LF line ends. Whole files ([`decode`]) and streams of
//! any size ([`text`]) use the same [`Decoder`]. The encoding of a stream is detected from its first mebibyte.

use crate::error::{Error, Result};
use crate::io::charset::{Encoding, binary_at, choose, is_russian_utf8, two_encodings};
use crate::io::doubled::undone;
use crate::io::gzip;
use crate::io::input::{Decoded, InputOptions};
use encoding_rs::DecoderResult;
use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The number of bytes of a stream used to detect the encoding.
const HEAD: u64 = 1 << 20;
/// The number of bytes to decode at a time; fits the cache of a core.
const CHUNK: usize = 64 << 10;
/// Size of the read buffer of decoded text.
const BUFFER: usize = 256 << 10;

/// Decodes `bytes`, the content of the file `path`, to text without byte order mark and with LF line ends. UTF-8 that
/// was encoded twice is decoded twice.
///
/// # Errors
/// [`Error::Empty`] if there is only white space, [`Error::Binary`] if the bytes are not text, [`Error::Encoding`] if
/// some are invalid in the given or detected encoding, unless `options.lossy`, [`Error::TwoEncodings`] if no encoding is
/// given and the lines have two, and [`Error::Unusable`] if a code page is given for Russian UTF-8 text.
pub(crate) fn decode(path: &Path, bytes: &[u8], options: &InputOptions) -> Result<Decoded<String>> {
    if options.encoding.is_none()
        && let Some(text) = utf32(bytes)
    {
        let text = with_line_feeds(text);
        let is_empty = text.trim().is_empty();
        let decoded = Decoded { value: text, encoding: "UTF-32".to_string(), replaced: 0 };
        return if is_empty { Err(Error::Empty(path.to_path_buf())) } else { Ok(decoded) };
    }
    let encoding = choose(bytes, options.encoding);
    if let Some(offset) = binary_at(bytes, encoding) {
        return Err(Error::Binary { path: path.to_path_buf(), offset });
    }
    if options.encoding.is_none()
        && let Some((line, encodings)) = two_encodings(bytes, encoding)
    {
        let encodings = encodings.map(|encoding| encoding.to_string());
        return Err(Error::TwoEncodings { path: path.to_path_buf(), line, encodings });
    }
    if options.encoding.is_some() && is_russian_utf8(bytes, encoding) {
        let message = format!("is in UTF-8, not in {encoding}; with that encoding the text would be garbled");
        return Err(Error::Unusable { path: path.to_path_buf(), message });
    }
    let (mut decoder, mut text) = (Decoder::new(encoding), String::with_capacity(bytes.len()));
    for chunk in bytes.chunks(CHUNK) {
        decoder.push(chunk, false, &mut text);
    }
    decoder.push(&[], true, &mut text);
    let Decoder { bad: replaced, first_bad, .. } = decoder;
    if let (Some(offset), false) = (first_bad, options.lossy) {
        let (path, encoding) = (path.to_path_buf(), encoding.to_string());
        return Err(Error::Encoding { path, encoding, offset, count: replaced });
    }
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Error::Empty(path.to_path_buf()));
    }
    if options.encoding.is_none()
        && encoding.0 == encoding_rs::UTF_8
        && let Some((text, read_as)) = undone(&text)
    {
        return Ok(Decoded {
            value: text,
            encoding: format!("UTF-8 encoded twice (read as {read_as})"),
            replaced,
        });
    }
    Ok(Decoded { value: text, encoding: encoding.to_string(), replaced })
}

/// The text of UTF-32 with a byte order mark, if all of it is valid. `encoding_rs` has no UTF-32: the web has none.
fn utf32(bytes: &[u8]) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<4>();
    let read: fn([u8; 4]) -> u32 = match units.first()? {
        [0xff, 0xfe, 0, 0] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff] => u32::from_be_bytes,
        _ => return None,
    };
    // Files of other kinds have zeros too.
    let is_text = |c: &char| *c >= ' ' || matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    let text = units[1..].iter().map(|unit| char::from_u32(read(*unit)).filter(is_text));
    if rest.is_empty() { text.collect() } else { None }
}

/// Converts CRLF and CR line ends to LF.
pub(crate) fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Decodes bytes in pieces.
struct Decoder {
    encoding: Encoding,
    decoder: encoding_rs::Decoder,
    /// The number of bytes decoded.
    offset: usize,
    /// Offset of the first invalid byte.
    first_bad: Option<usize>,
    /// The number of invalid sequences, each replaced by U+FFFD.
    bad: usize,
    after_return: bool,
    /// End-of-file marks of DOS, which are text only if more text follows.
    held_back: usize,
    piece: String,
}

impl Decoder {
    fn new(encoding: Encoding) -> Decoder {
        let decoder = encoding.0.new_decoder_with_bom_removal();
        Decoder {
            encoding,
            decoder,
            offset: 0,
            first_bad: None,
            bad: 0,
            after_return: false,
            held_back: 0,
            piece: String::new(),
        }
    }

    /// Appends the text of `raw` to `text`. `last` says that no more bytes follow.
    fn push(&mut self, raw: &[u8], last: bool, text: &mut String) {
        let mut piece = std::mem::take(&mut self.piece);
        self.decode(raw, last, &mut piece);
        if !piece.is_empty() {
            self.end_lines(&mut piece);
            text.extend(std::iter::repeat_n('\u{1a}', std::mem::take(&mut self.held_back)));
            let body = piece.trim_end_matches('\u{1a}');
            self.held_back = piece.len() - body.len();
            text.push_str(body);
        }
        piece.clear();
        self.piece = piece;
    }

    fn decode(&mut self, mut raw: &[u8], last: bool, piece: &mut String) {
        let start = self.offset;
        loop {
            piece.reserve(self.decoder.max_utf8_buffer_length(raw.len()).unwrap_or(4 * raw.len() + 16));
            let (result, read) = self.decoder.decode_to_string_without_replacement(raw, piece, last);
            self.offset += read;
            raw = &raw[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    self.first_bad.get_or_insert(self.offset.saturating_sub((length + after).into()));
                    self.bad += 1;
                    piece.push('\u{fffd}');
                }
            }
        }
        // Bytes without a character in a code page become C1 controls, which text does not have.
        let is_bad = |c: char| matches!(c, '\u{80}'..='\u{9f}');
        if self.encoding.0.is_single_byte()
            && let Some(first) = piece.chars().position(is_bad)
        {
            self.first_bad.get_or_insert(start + first);
            self.bad += piece.chars().filter(|&c| is_bad(c)).count();
            *piece = piece.replace(is_bad, "\u{fffd}");
        }
    }

    /// Converts CRLF and CR to LF, also if a piece ends between the two characters.
    fn end_lines(&mut self, piece: &mut String) {
        if std::mem::take(&mut self.after_return) && piece.starts_with('\n') {
            piece.remove(0);
        }
        self.after_return = piece.ends_with('\r');
        if piece.contains('\r') {
            *piece = with_line_feeds(std::mem::take(piece));
        }
    }
}

/// Decoded text.
pub(crate) type Text = BufReader<Decoding>;

/// The encoding, and the error of decoding. Format readers pass such an error on as an I/O error.
#[derive(Clone)]
pub(crate) struct Notes {
    pub(crate) encoding: String,
    error: Rc<RefCell<Option<Error>>>,
    /// The number of sequences replaced by U+FFFD.
    pub(crate) replaced: Rc<Cell<usize>>,
    /// How many bytes may still be decoded before the current unit ends.
    left: Rc<Cell<u64>>,
    max: u64,
}

impl Notes {
    pub(crate) fn of(encoding: &str, max: u64) -> Notes {
        let left = Rc::new(Cell::new(max));
        Notes { encoding: encoding.to_string(), error: Rc::default(), replaced: Rc::default(), left, max }
    }

    /// Starts a unit, which may take up to the allowed number of bytes. Without a limit, an unclosed quote makes the
    /// rest of the file one cell, which could fill the memory.
    pub(crate) fn begin_unit(&self) {
        self.left.set(self.max);
    }

    /// The error of decoding, if there was one.
    pub(crate) fn take(&self) -> Option<Error> {
        self.error.borrow_mut().take()
    }

    pub(crate) fn error(&self, path: &Path, error: io::Error) -> Error {
        self.take().unwrap_or_else(|| Error::io(path, "read", error))
    }
}

/// The bytes of `input`, the content of `path`, without gzip.
pub(crate) fn unpacked(path: &Path, input: Box<dyn Read>) -> Result<Box<dyn BufRead>> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let head = input.fill_buf().map_err(|e| Error::io(path, "read", e))?;
    if !gzip::is_packed(head) {
        return Ok(Box::new(input));
    }
    Ok(Box::new(BufReader::with_capacity(CHUNK, gzip::unpack(path, input)?)))
}

/// The text of `input`.
pub(crate) fn text(
    path: &Path,
    mut input: Box<dyn BufRead>,
    options: &InputOptions,
) -> Result<(Text, Notes)> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|e| Error::io(path, "read", e))?;
    // A character that is cut at the end of the sample would look invalid.
    let whole = match head.len() as u64 {
        HEAD => memchr::memrchr(b'\n', &head).map_or(&head[..], |end| &head[..=end]),
        _ => &head[..],
    };
    let encoding = choose(whole, options.encoding);
    if let Some(offset) = binary_at(whole, encoding) {
        return Err(Error::Binary { path: path.to_path_buf(), offset });
    }
    let notes = Notes::of(&encoding.to_string(), options.max_bytes());
    let decoding = Decoding {
        path: path.to_path_buf(),
        input: Box::new(Cursor::new(head).chain(input)),
        decoder: Decoder::new(encoding),
        lossy: options.lossy,
        raw: vec![0; CHUNK],
        text: String::new(),
        given: 0,
        ended: false,
        notes: notes.clone(),
    };
    Ok((BufReader::with_capacity(BUFFER, decoding), notes))
}

/// The valid prefix of `bytes`.
pub(crate) fn valid(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// A stream that decodes bytes to text.
pub(crate) struct Decoding {
    path: PathBuf,
    input: Box<dyn Read>,
    decoder: Decoder,
    lossy: bool,
    raw: Vec<u8>,
    /// Decoded text, and how much of it was returned.
    text: String,
    given: usize,
    ended: bool,
    notes: Notes,
}

impl Decoding {
    fn fill(&mut self) -> io::Result<()> {
        self.given = 0;
        self.text.clear();
        let read = self.input.read(&mut self.raw)?;
        self.ended = read == 0;
        self.decoder.push(&self.raw[..read], self.ended, &mut self.text);
        if let (Some(offset), false) = (self.decoder.first_bad, self.lossy) {
            let (path, encoding) = (self.path.clone(), self.decoder.encoding.to_string());
            return Err(self.failed(Error::Encoding { path, encoding, offset, count: self.decoder.bad }));
        }
        self.notes.replaced.set(self.decoder.bad);
        self.spend()?;
        if self.text.contains('\0') {
            return Err(self.failed(Error::Binary { path: self.path.clone(), offset: self.decoder.offset }));
        }
        Ok(())
    }

    /// Counts decoded bytes against the limit of the unit.
    fn spend(&self) -> io::Result<()> {
        let Some(left) = self.notes.left.get().checked_sub(self.text.len() as u64) else {
            return Err(self.failed(Error::TooLarge { path: self.path.clone(), max: self.notes.max }));
        };
        self.notes.left.set(left);
        Ok(())
    }

    fn failed(&self, error: Error) -> io::Error {
        let failed = io::Error::other(error.to_string());
        *self.notes.error.borrow_mut() = Some(error);
        failed
    }
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use crate::io::decode::*;

    #[test]
    fn pieces_and_the_whole_give_the_same() {
        let bytes = "\u{feff}Да\r\nнет\rone\n\u{1a}two\u{1a}".as_bytes();
        for size in [1, 2, 3, 100] {
            let (mut decoder, mut text) = (Decoder::new(Encoding(encoding_rs::UTF_8)), String::new());
            bytes.chunks(size).for_each(|chunk| decoder.push(chunk, false, &mut text));
            decoder.push(&[], true, &mut text);
            assert_eq!(text, "Да\nнет\none\n\u{1a}two", "{size}");
        }
    }

    fn decoded(bytes: &[u8]) -> (String, String) {
        let reading = decode(Path::new("x"), bytes, &InputOptions::default()).unwrap();
        (reading.value, reading.encoding)
    }

    #[test]
    fn english_with_curly_quotes_is_windows_1252() {
        let (text, encoding) = decoded(b"The \x93Caf\xe9\x94 isn\x92t open \x96 yet.");
        assert_eq!((text.as_str(), encoding.as_str()), ("The “Café” isn’t open – yet.", "windows-1252"));
    }

    #[test]
    fn utf32_with_a_mark_is_read() {
        let text = "\u{feff}A mill.\r\nМельница.";
        let little: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let big: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let wanted = ("A mill.\nМельница.".to_string(), "UTF-32".to_string());
        assert_eq!(decoded(&little), wanted);
        assert_eq!(decoded(&big), wanted);
        let cut = decode(Path::new("a.txt"), &big[..big.len() - 1], &InputOptions::default());
        assert!(matches!(cut, Err(Error::Binary { .. })), "{cut:?}");
    }

    #[test]
    fn line_ends_become_line_feeds() {
        for bytes in ["a\rb\rc", "a\r\nb\r\nc", "a\nb\nc", "\u{feff}a\nb\r\nc\u{1a}"] {
            assert_eq!(decoded(bytes.as_bytes()).0, "a\nb\nc");
        }
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_another_encoding() {
        let mut bytes = "Курсы проходили в Бишкеке с мая по июль".as_bytes().to_vec();
        bytes[20] = 0xff;
        match decode(Path::new("x"), &bytes, &InputOptions::default()) {
            Err(Error::Encoding { encoding, offset: 19, .. }) => assert_eq!(encoding, "UTF-8"),
            other => panic!("{other:?}"),
        }
        let lossy = InputOptions { lossy: true, ..Default::default() };
        let reading = decode(Path::new("x"), &bytes, &lossy).unwrap();
        assert!(reading.replaced > 0 && reading.value.contains('\u{fffd}'));
    }

    #[test]
    fn bytes_without_a_character_are_reported() {
        let options = InputOptions { encoding: Some("cp1251".parse().unwrap()), ..Default::default() };
        match decode(Path::new("x"), b"ab\x98c\x98", &options) {
            Err(Error::Encoding { offset: 2, count: 2, .. }) => {}
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        let open = |bytes: &[u8]| decode(Path::new("x"), bytes, &InputOptions::default());
        assert!(matches!(open(b"ab\0c"), Err(Error::Binary { offset: 2, .. })));
        assert!(matches!(open(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Error::Binary { .. })));
        for blank in [&b" \r\n\t"[..], b"\xef\xbb\xbf", b"\xff\xfe \0\n\0"] {
            assert!(matches!(open(blank), Err(Error::Empty(_))));
        }
    }

    #[test]
    fn a_few_words_in_capitals_are_enough() {
        for name in ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"] {
            let encoding: Encoding = name.parse().unwrap();
            let text = "СОВЕТ БЕЗОПАСНОСТИ. Заявление для печати";
            let bytes = encoding.0.encode(text).0;
            assert_eq!(decoded(&bytes).0, text, "{name}");
        }
    }
}
