//! Detects the encoding of plain text.
//!
//! In this order: a byte order mark; the pattern of zero bytes in UTF-16; valid UTF-8, or nearly valid UTF-8, whose invalid bytes
//! are then reported; if the non-ASCII bytes form words, the Cyrillic code page in which their letters are most likely; otherwise
//! windows-1252, or macintosh if only that has quotes and dashes at these bytes. Other languages are not considered: `chardetng`
//! mistakes `±` in an English text for a Polish letter, and x-mac-cyrillic, which differs from windows-1251 only in the capitals
//! and `я`, for windows-1251. Cost: a few passes over the file; the likelihood is computed on 64 KiB from the first non-ASCII byte.

use crate::text::suggest::unknown_or;
use std::fmt;
use std::str::FromStr;

/// The encodings that Russian and English texts have.
const NAMES: [&str; 9] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1251",
    "koi8-r",
    "ibm866",
    "iso-8859-5",
    "x-mac-cyrillic",
    "windows-1252",
];

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

    /// Accepts any label of the WHATWG Encoding Standard, ignoring case, and the names of the Russian code pages in
    /// Windows, DOS, Java and Python.
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
            unknown_or("encoding", name, NAMES, ", or another name of the WHATWG Encoding Standard")
        })
    }
}

/// The given encoding, or the detected one. With `utf-16`, a byte order mark determines the byte order.
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

/// Detects the encoding of `bytes` without a byte order mark.
pub fn detect(bytes: &[u8]) -> Encoding {
    Encoding(match utf16_without_mark(bytes) {
        Some(utf16) => utf16,
        None if is_mostly_utf8(bytes) => encoding_rs::UTF_8,
        None => detect_single_byte(bytes),
    })
}

/// Detects UTF-16 by its high bytes: in English and Russian text nearly all are 0 (ASCII) or 4 (Cyrillic), while low
/// bytes hardly ever are.
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

/// Whether `bytes` are certainly UTF-8 although the user named the code page `named`: they are valid, their Cyrillic
/// letters are not accidental, and all other characters beyond ASCII are usual in English and Russian texts. Text in a
/// code page is hardly ever valid UTF-8. Cost: one pass.
pub(crate) fn is_russian_utf8(bytes: &[u8], named: Encoding) -> bool {
    if !named.0.is_single_byte() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let others = text.chars().filter(|c| !c.is_ascii());
    let is_usual = |c: char| matches!(c, '\u{a0}'..='\u{ff}' | 'А'..='я' | 'Ё' | 'ё' | '\u{2010}'..='\u{2122}' | '\u{feff}');
    others.clone().all(is_usual) && others.filter(|c| matches!(c, 'А'..='я')).count() >= FEWEST_LETTERS
}

/// Whether `bytes` are UTF-8, or UTF-8 with some damage: at least ten valid sequences per invalid one. Russian text
/// in a single-byte encoding has more invalid than valid ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good >= 10 * bad
}

/// The number of bytes to inspect closely.
const SAMPLE: usize = 64 * 1024;

/// The code pages of Russian text. If two are equally likely, the first wins: KOI8-U has the Russian letters in the
/// same places as KOI8-R.
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
    // One byte of context shows whether a letter follows an ASCII letter.
    let start = first.saturating_sub(1);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if !is_cyrillic(sample) {
        return detect_latin(sample);
    }
    most_likely(sample).0
}

/// The code page under which `sample` is most likely Russian, and that likelihood.
fn most_likely(sample: &[u8]) -> (&'static encoding_rs::Encoding, f64) {
    let sample = &without_rulers(sample);
    let is_short = sample.iter().filter(|b| !b.is_ascii()).count() <= FEW_LETTERS;
    let mut best = (encoding_rs::WINDOWS_1251, f64::NEG_INFINITY);
    for encoding in CYRILLIC {
        let prior = if is_short && encoding != encoding_rs::WINDOWS_1251 { RARER } else { 0.0 };
        let likelihood = prior + russian_likelihood(&encoding.decode_without_bom_handling(sample).0);
        if likelihood > best.1 {
            best = (encoding, likelihood);
        }
    }
    best
}

/// The penalty of all code pages except windows-1251 for a text of one or two letters, in which `О` of KOI8-R would
/// beat `п`: more than the difference between the frequencies of any two letters except the rarest. Not measured.
const RARER: f64 = -4.0;
/// Up to this many letters the penalty applies. With more letters the likelihood decides, also between code pages
/// that differ only in capitals.
const FEW_LETTERS: usize = 2;

/// Lines with fewer letters are not checked.
const FEWEST_LETTERS: usize = 10;
/// The mean log likelihood per letter below which a line is not in an encoding. On the 490 lines of `samples/*.ru` in
/// five code pages, the median in the right one is -3.1 and the least is -3.6. This value separates UTF-8 from code
/// pages.
const UNLIKELY: f64 = -5.0;
/// How much more likely a line must be in another code page than in that of the text, since windows-1251 and KOI8-R
/// have letters at the same bytes. Of 19,000 lines of at least ten letters (`samples` and other corpora) in four code
/// pages, none is more likely in another by more than 3.9; the median is 47 in favour of the right one.
const MUCH_LIKELIER: f64 = 12.0;

/// Whether the lines of `bytes`, a text in `encoding`, are in two encodings. Returns the number of the first line in
/// the second encoding, from 1, and both encodings. Cost: one pass; other encodings are tried only for lines that are
/// unlikely in the first.
pub(crate) fn two_encodings(bytes: &[u8], encoding: Encoding) -> Option<(usize, [Encoding; 2])> {
    let is_utf8 = encoding.0 == encoding_rs::UTF_8;
    if (is_utf8 && std::str::from_utf8(bytes).is_ok()) || !(is_utf8 || CYRILLIC.contains(&encoding.0)) {
        return None;
    }
    let mut seen: Option<Encoding> = None;
    for (index, line) in bytes.split(|&b| b == b'\n').enumerate() {
        let Some(own) = encoding_of_line(line, encoding) else { continue };
        match seen {
            Some(first) if first != own => {
                // The detected encoding of the whole text may be wrong for this line.
                let own = if own.0 == encoding_rs::UTF_8 { own } else { Encoding(most_likely(line).0) };
                return Some((index + 1, [first, own]));
            }
            _ => seen = Some(own),
        }
    }
    None
}

/// The encoding that `line` is certainly in; `None` if it is too short.
fn encoding_of_line(line: &[u8], whole: Encoding) -> Option<Encoding> {
    let line = &without_rulers(line);
    let letters = line.iter().filter(|b| !b.is_ascii()).count();
    if letters < FEWEST_LETTERS {
        return None;
    }
    if std::str::from_utf8(line).is_ok() {
        return Some(Encoding(encoding_rs::UTF_8));
    }
    if whole.0.is_single_byte() && has_small_letters_of(line, whole) {
        return Some(whole);
    }
    let mean = |likelihood: f64| likelihood / letters as f64;
    let under_whole = whole.0.is_single_byte().then(|| {
        let likelihood = russian_likelihood(&whole.0.decode_without_bom_handling(line).0);
        (likelihood, mean(likelihood) > UNLIKELY)
    });
    let (own, likelihood) = most_likely(line);
    if let Some((under_whole, is_likely)) = under_whole
        && (likelihood - under_whole <= MUCH_LIKELIER || mean(likelihood) <= UNLIKELY)
    {
        return is_likely.then_some(whole);
    }
    (mean(likelihood) > UNLIKELY && !is_mostly_utf8(line)).then_some(Encoding(own))
}

/// Whether most non-ASCII bytes are where `encoding` has the most frequent lower-case letters, which is a quarter of
/// the code page. This test avoids decoding most lines in every encoding. It does not separate KOI8-R from
/// ISO-8859-5, which share a quarter.
fn has_small_letters_of(line: &[u8], encoding: Encoding) -> bool {
    let commonest = encoding.0.encode("о").0[0];
    let count = line.iter().filter(|b| !b.is_ascii()).count();
    2 * line.iter().filter(|&b| b >> 5 == commonest >> 5).count() > count
}

/// `line` without runs of a non-ASCII byte, with which DOS programs draw frames: in another code page they would be
/// letters.
fn without_rulers(line: &[u8]) -> Vec<u8> {
    let runs = line.chunk_by(|a, b| a == b).filter(|run| run.len() < 3 || run[0].is_ascii());
    runs.flatten().copied().collect()
}

/// The encoding of a Latin text: windows-1252, unless its quotes and dashes are only valid in macintosh.
fn detect_latin(sample: &[u8]) -> &'static encoding_rs::Encoding {
    let marks = |encoding: &'static encoding_rs::Encoding| {
        let is_mark = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' | '\u{a0}');
        encoding.decode_without_bom_handling(sample).0.chars().filter(|&c| is_mark(c)).count()
    };
    if marks(encoding_rs::MACINTOSH) > marks(encoding_rs::WINDOWS_1252) {
        encoding_rs::MACINTOSH
    } else {
        encoding_rs::WINDOWS_1252
    }
}

/// Whether the non-ASCII bytes of `sample` form words, like Cyrillic letters in any code page, rather than single
/// characters or characters between Latin letters, like accents and curly quotes.
fn is_cyrillic(sample: &[u8]) -> bool {
    let (mut among_themselves, mut beside_latin) = (lone_letters(sample), 0usize);
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

/// The number of single bytes that are letters in the Windows code pages, as in `п. 5`. A single byte next to a digit
/// does not count: it may be a multiplication sign.
fn lone_letters(sample: &[u8]) -> usize {
    let is_letter = |b: u8| !b.is_ascii() || b.is_ascii_alphabetic();
    let at = |index: Option<usize>| index.and_then(|i| sample.get(i)).copied().unwrap_or(b' ');
    let is_alone = |&(index, &byte): &(usize, &u8)| {
        byte >= 0xc0
            && !matches!(byte, 0xd7 | 0xf7)
            && !is_letter(at(index.checked_sub(1)))
            && !is_letter(at(Some(index + 1)))
    };
    sample.iter().enumerate().filter(is_alone).count()
}

/// Sum of log likelihoods of the non-ASCII characters of `text` as Russian.
fn russian_likelihood(text: &str) -> f64 {
    let (mut sum, mut before) = (0.0, ' ');
    for c in text.chars() {
        if !c.is_ascii() {
            sum += char_likelihood(c);
        }
        // Signs of a wrong code page: a capital inside a word or after a digit, and mixed scripts in a word.
        let is_broken_case = c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
        let is_mixed = c.is_alphabetic() && before.is_alphabetic() && c.is_ascii() != before.is_ascii();
        // No Russian word starts with a hard or soft sign.
        let is_first_sign = matches!(c, 'ь' | 'ъ' | 'Ь' | 'Ъ') && !before.is_alphabetic();
        sum -= 5.0 * f64::from(u8::from(is_broken_case) + u8::from(is_mixed) + u8::from(is_first_sign));
        before = c;
    }
    sum
}

/// Natural logarithms of the frequencies of Russian letters (Lyashevskaya and Sharov's frequency dictionary of the
/// Russian National Corpus, to one decimal), of the marks of Russian typography, and of all other characters.
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
        // The frames of tables in DOS.
        '\u{2500}'..='\u{257f}' => -6.0,
        'і' | 'ї' | 'є' | 'ґ' | 'ў' => -8.0,
        _ => -11.0,
    }
}

/// The offset of the first byte that shows that `bytes` are not text: a zero byte, or a control byte if there are
/// more than in a damaged or old text (one in 512).
pub(crate) fn binary_at(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    if encoding.0 == encoding_rs::UTF_16LE || encoding.0 == encoding_rs::UTF_16BE {
        return zero_unit_at(bytes);
    }
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Some(offset);
    }
    // Old programs and DOS leave vertical tabs, form feeds, ^Z at the end, and optional hyphens in texts.
    // Without branches, and with counts of one byte, the compiler compares many bytes at a time.
    let is_control =
        |b: u8| (b.wrapping_sub(1) < 8) | (b.wrapping_sub(14) < 12) | (b.wrapping_sub(28) < 2) | (b == 127);
    let count = |piece: &[u8]| piece.iter().map(|&b| u8::from(is_control(b))).sum::<u8>();
    let controls: usize = bytes.chunks(128).map(|piece| usize::from(count(piece))).sum();
    if controls * 512 > bytes.len().max(512) { bytes.iter().position(|&b| is_control(b)) } else { None }
}

fn zero_unit_at(bytes: &[u8]) -> Option<usize> {
    bytes.chunks_exact(2).position(|unit| unit == [0, 0]).map(|unit| 2 * unit)
}

#[cfg(test)]
mod tests {
    use crate::io::charset::*;

    #[test]
    fn signs_of_an_english_text_are_windows_1252() {
        assert_eq!(detect(b"See \xa7 4: 5\xb1 1 \xb0C.").0, encoding_rs::WINDOWS_1252);
    }

    #[test]
    fn lines_in_windows_1251_and_koi8_are_told_apart_and_frames_are_no_letters() {
        let line = "Пасека стоит за оврагом, у самой рощи.\n";
        let of = |encoding: &'static encoding_rs::Encoding, text: &str| encoding.encode(text).0.into_owned();
        let (koi, win) = (of(encoding_rs::KOI8_R, line), of(encoding_rs::WINDOWS_1251, line));
        let mixed = [koi.clone(), win.clone(), win.clone()].concat();
        assert_eq!(two_encodings(&mixed, detect(&mixed)).map(|(line, _)| line), Some(2));
        assert_eq!(two_encodings(&win.repeat(3), Encoding(encoding_rs::WINDOWS_1251)), None);
        let framed =
            of(encoding_rs::IBM866, &format!("{}\n│ {line}Итого ─────────────────\n", "═".repeat(60)));
        assert_eq!(two_encodings(&framed, Encoding(encoding_rs::IBM866)), None);
        let table = "│ Лодка │ Цена │\n├───────┼──────┤\n│ новая │ сорок │\n";
        assert_eq!(detect(&of(encoding_rs::IBM866, table)).0, encoding_rs::IBM866);
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
