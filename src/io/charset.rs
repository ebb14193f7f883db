//! Bytes to text: which encoding a plain text is in, and the text without byte order mark, with LF line ends.
//!
//! In this order: a byte order mark; the pattern of zero bytes that UTF-16 leaves; valid UTF-8 (or nearly so: then
//! the bad bytes are named rather than another encoding guessed); `chardetng`; and, as a check on it, the
//! likelihood of the letters under each Cyrillic code page. The check is needed: `chardetng` takes x-mac-cyrillic,
//! which differs from windows-1251 in the capitals and in `я` only, for windows-1251. Cost: a few passes over the
//! file, the likelihood over its first 64 KiB from the first non-ASCII byte.

use crate::error::{Error, Result};
use crate::io::{Decoded, InputOptions};
use encoding_rs::DecoderResult;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// An encoding of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub &'static encoding_rs::Encoding);

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl FromStr for Encoding {
    type Err = String;

    /// Any label of the WHATWG Encoding Standard in any case, and what Windows, DOS, Java and Python call the
    /// Russian code pages besides.
    fn from_str(name: &str) -> Result<Encoding, String> {
        let lower = name.trim().to_ascii_lowercase().replace('_', "-");
        let label = match lower.as_str() {
            "1251" | "win1251" | "win-1251" | "ansi" => "windows-1251",
            "1252" | "win1252" | "win-1252" => "windows-1252",
            "koi8r" => "koi8-r",
            "koi8u" => "koi8-u",
            "cp866" | "dos" | "oem" | "ibm-866" => "ibm866",
            "8859-5" | "iso8859-5-cyrillic" => "iso-8859-5",
            "mac-cyrillic" | "maccyrillic" | "cp10007" | "x-mac-ukrainian" => "x-mac-cyrillic",
            "mac" | "mac-roman" | "macroman" => "macintosh",
            "utf16" | "utf16le" | "utf16-le" => "utf-16le",
            "utf16be" | "utf16-be" => "utf-16be",
            other => other,
        };
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Encoding).ok_or_else(|| {
            format!(
                "'{name}' is no encoding known here; try utf-8, utf-16le, utf-16be, windows-1251, koi8-r, ibm866, \
                 iso-8859-5 or x-mac-cyrillic"
            )
        })
    }
}

/// Decodes `bytes`, the content of the file `path`: text without byte order mark, its lines ended by LF.
///
/// # Errors
/// [`Error::Empty`] where there is nothing but white space, [`Error::Binary`] where the bytes are no text,
/// [`Error::Encoding`] where some are not valid in the encoding found or named, unless `options.lossy`.
pub fn decode(path: &Path, bytes: &[u8], options: &InputOptions) -> Result<Decoded<String>> {
    let encoding = choose(bytes, options.encoding);
    if let Some(offset) = binary_at(bytes, encoding) {
        return Err(Error::Binary { path: path.to_path_buf(), offset });
    }
    let decoded = decode_with(encoding.0, bytes);
    if let (Some(offset), false) = (decoded.first_bad, options.lossy) {
        let (encoding, count) = (encoding.to_string(), decoded.bad);
        return Err(Error::Encoding { path: path.to_path_buf(), encoding, offset, count });
    }
    let text = with_line_feeds(decoded.text);
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Error::Empty(path.to_path_buf()));
    }
    Ok(Decoded { value: text, encoding: encoding.to_string(), replaced: decoded.bad })
}

/// The encoding named, or the one found out. A byte order mark settles the byte order where only `utf-16` is named.
pub(crate) fn choose(bytes: &[u8], named: Option<Encoding>) -> Encoding {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| Encoding(encoding));
    let is_utf16 = |e: Encoding| e.0 == encoding_rs::UTF_16LE || e.0 == encoding_rs::UTF_16BE;
    match (named, marked) {
        (Some(named), Some(marked)) if is_utf16(named) && is_utf16(marked) => marked,
        (Some(named), _) => named,
        (None, Some(marked)) => marked,
        (None, None) => detect(bytes),
    }
}

/// The encoding of `bytes` that have no byte order mark.
pub fn detect(bytes: &[u8]) -> Encoding {
    Encoding(match utf16_without_mark(bytes) {
        Some(utf16) => utf16,
        None if is_mostly_utf8(bytes) => encoding_rs::UTF_8,
        None => detect_single_byte(bytes),
    })
}

/// UTF-16 by its high bytes: in English and Russian text nearly all are 0 (ASCII) or 4 (Cyrillic), and low bytes
/// hardly ever are.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let count = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0 || b == 4).count();
    let (even, odd, units) = (count(0), count(1), sample.len() / 2);
    let is_high = |high: usize, low: usize| units > 0 && high * 10 >= units * 7 && low * 20 <= units;
    if is_high(odd, even) {
        Some(encoding_rs::UTF_16LE)
    } else if is_high(even, odd) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Whether `bytes` are UTF-8, or so nearly that what is not valid must be damage: ten good sequences to a bad one.
/// Russian text in a single-byte encoding has more bad ones than good.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good >= 10 * bad
}

/// How many bytes are looked at closely.
const SAMPLE: usize = 64 * 1024;

/// The code pages Russian comes in. On equal likelihood the earlier wins: KOI8-U has the Russian letters where
/// KOI8-R has them.
const CYRILLIC: [&encoding_rs::Encoding; 6] = [
    encoding_rs::WINDOWS_1251,
    encoding_rs::KOI8_R,
    encoding_rs::IBM866,
    encoding_rs::ISO_8859_5,
    encoding_rs::X_MAC_CYRILLIC,
    encoding_rs::KOI8_U,
];

fn detect_single_byte(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    // A byte of context, so that a letter glued to an ASCII one is seen to be.
    let start = first.saturating_sub(1);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if !is_cyrillic(sample) {
        return detect_latin(bytes, sample);
    }
    let mut best = (encoding_rs::WINDOWS_1251, f64::NEG_INFINITY);
    for encoding in CYRILLIC {
        let likelihood = russian_likelihood(&encoding.decode_without_bom_handling(sample).0);
        if likelihood > best.1 {
            best = (encoding, likelihood);
        }
    }
    best.0
}

/// A Latin text: what `chardetng` says, unless only an old Macintosh would have had its quotes and dashes there.
fn detect_latin(bytes: &[u8], sample: &[u8]) -> &'static encoding_rs::Encoding {
    let marks = |encoding: &'static encoding_rs::Encoding| {
        let is_mark = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' | '\u{a0}');
        encoding.decode_without_bom_handling(sample).0.chars().filter(|&c| is_mark(c)).count()
    };
    let guess = chardetng_guess(bytes);
    if marks(encoding_rs::MACINTOSH) > marks(encoding_rs::WINDOWS_1252) {
        encoding_rs::MACINTOSH
    } else if CYRILLIC.contains(&guess) {
        encoding_rs::WINDOWS_1252
    } else {
        guess
    }
}

fn chardetng_guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Whether the non-ASCII bytes of `sample` make words of their own, as Cyrillic letters do in any of its code pages,
/// rather than stand alone or between Latin letters, as accents and curly quotes do.
fn is_cyrillic(sample: &[u8]) -> bool {
    let (mut among_themselves, mut beside_latin) = (0usize, 0usize);
    for pair in sample.windows(2) {
        match (pair[0].is_ascii(), pair[1].is_ascii()) {
            (false, false) => among_themselves += 1,
            (true, false) if pair[0].is_ascii_alphabetic() => beside_latin += 1,
            (false, true) if pair[1].is_ascii_alphabetic() => beside_latin += 1,
            _ => {}
        }
    }
    among_themselves > beside_latin
}

/// Sum of log likelihoods of the non-ASCII characters of `text` as Russian.
fn russian_likelihood(text: &str) -> f64 {
    let (mut sum, mut before) = (0.0, ' ');
    for c in text.chars() {
        if !c.is_ascii() {
            sum += char_likelihood(c);
        }
        // So text in one code page looks through another: a capital inside a word or on the heels of a digit, and
        // scripts mixed in a word.
        let is_broken_case = c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
        let is_mixed = c.is_alphabetic() && before.is_alphabetic() && c.is_ascii() != before.is_ascii();
        sum -= 5.0 * f64::from(u8::from(is_broken_case) + u8::from(is_mixed));
        before = c;
    }
    sum
}

/// Natural logarithms of the frequencies of Russian letters (Lyashevskaya and Sharov's frequency dictionary of the
/// Russian National Corpus, to one decimal), of the marks Russian typography uses, and of what does not belong.
fn char_likelihood(c: char) -> f64 {
    match c.to_lowercase().next().unwrap_or(c) {
        'о' => -2.2,
        'е' | 'а' | 'и' => -2.5,
        'н' | 'т' => -2.7,
        'с' | 'р' | 'в' => -3.0,
        'л' | 'к' | 'м' | 'д' | 'п' => -3.4,
        'у' | 'я' | 'ы' | 'ь' | 'г' | 'з' | 'б' => -4.0,
        'ч' | 'й' | 'х' | 'ж' => -4.6,
        'ш' | 'ю' | 'ц' => -5.0,
        'щ' | 'э' | 'ф' => -5.7,
        'ё' | 'ъ' => -7.0,
        '«' | '»' | '—' | '–' | '\u{a0}' => -4.0,
        '“' | '”' | '„' | '‘' | '’' | '…' | '№' | '§' | '°' | '•' => -6.0,
        'і' | 'ї' | 'є' | 'ґ' | 'ў' => -8.0,
        _ => -11.0,
    }
}

/// The offset of what gives away that `bytes` are no text: a zero byte, or more control bytes than a damaged or old
/// text has (one in 512).
pub(crate) fn binary_at(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    if encoding.0 == encoding_rs::UTF_16LE || encoding.0 == encoding_rs::UTF_16BE {
        return zero_unit_at(bytes);
    }
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Some(offset);
    }
    // Word and DOS leave vertical tabs, form feeds, ^Z at the end, and optional hyphens in text.
    let is_control = |b: u8| matches!(b, 1..=8 | 14..=25 | 28 | 29 | 127);
    let controls = bytes.iter().filter(|&&b| is_control(b)).count();
    if controls * 512 > bytes.len().max(512) { bytes.iter().position(|&b| is_control(b)) } else { None }
}

fn zero_unit_at(bytes: &[u8]) -> Option<usize> {
    bytes.chunks_exact(2).position(|unit| unit == [0, 0]).map(|unit| 2 * unit)
}

struct Raw {
    text: String,
    /// Offset of the first byte that is not valid.
    first_bad: Option<usize>,
    /// How many such places there are, each now U+FFFD.
    bad: usize,
}

fn decode_with(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Raw {
    let mut decoded = if encoding.is_single_byte() {
        decode_single_byte(encoding, bytes)
    } else {
        decode_multi_byte(encoding, bytes)
    };
    if decoded.text.starts_with('\u{feff}') {
        decoded.text.drain(..'\u{feff}'.len_utf8());
    }
    decoded
}

/// The standard gives every byte a meaning, but the ones without a character become C1 controls, which no text has.
fn decode_single_byte(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Raw {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let is_bad = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}');
    let first_bad = text.chars().position(is_bad);
    let bad = text.chars().filter(|&c| is_bad(c)).count();
    let text = if bad > 0 { text.replace(is_bad, "\u{fffd}") } else { text.into_owned() };
    Raw { text, first_bad, bad }
}

fn decode_multi_byte(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Raw {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut decoded = Raw { text: String::with_capacity(capacity), first_bad: None, bad: 0 };
    let mut at = 0;
    loop {
        let (result, read) =
            decoder.decode_to_string_without_replacement(&bytes[at..], &mut decoded.text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return decoded,
            DecoderResult::OutputFull => decoded.text.reserve(bytes.len() - at + 16),
            DecoderResult::Malformed(length, after) => {
                decoded.first_bad.get_or_insert(at.saturating_sub((length + after).into()));
                decoded.bad += 1;
                decoded.text.push('\u{fffd}');
            }
        }
    }
}

/// `text` with CRLF and CR line ends made LF, and the end-of-file mark of DOS taken off.
pub(crate) fn with_line_feeds(mut text: String) -> String {
    if text.ends_with('\u{1a}') {
        text.truncate(text.trim_end_matches('\u{1a}').len());
    }
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use crate::io::charset::*;

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
    fn bytes_without_a_character_are_told() {
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

    #[test]
    fn people_name_encodings_in_many_ways() {
        for (name, expected) in [
            ("CP1251", "windows-1251"),
            ("dos", "IBM866"),
            ("utf_16le", "UTF-16LE"),
            ("mac-cyrillic", "x-mac-cyrillic"),
        ] {
            assert_eq!(name.parse::<Encoding>().unwrap().to_string(), expected);
        }
        assert!("latin-99".parse::<Encoding>().is_err());
    }
}
