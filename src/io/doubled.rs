//! Text that was encoded twice: UTF-8 that a program read as windows-1251 or windows-1252 and saved as UTF-8 again
//! (`РњРёСЂ` or `ÐœÐ¸Ñ€` for `Мир`). Cost: linear; one look at the first lines where nothing is wrong.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};
use std::borrow::Cow;

/// The lines with other than ASCII characters that are looked at.
const LOOKED_AT: usize = 16;

/// What a program writes for a byte that has no character, and the byte that UTF-8 needs there most: the last byte of
/// `И` in windows-1251, of `”` in windows-1252.
const LOST: char = '\u{fffd}';
const LOST_BYTES: [(&Encoding, u8); 2] = [(WINDOWS_1251, 0x98), (WINDOWS_1252, 0x9d)];

/// `text` decoded once more, and the name of the encoding it was read with, if most of its lines were encoded twice.
/// Other lines stay as they are.
pub(super) fn undone(text: &str) -> Option<(String, &'static str)> {
    let doubled = |&(encoding, lost): &(&'static Encoding, u8)| {
        let lines = text.lines().filter(|line| !line.is_ascii()).take(LOOKED_AT);
        let (mut all, mut undone) = (0, 0);
        for line in lines {
            all += 1;
            undone += usize::from(line_undone(line, encoding, lost).is_some());
        }
        undone * 2 > all
    };
    let (encoding, lost) = LOST_BYTES.into_iter().find(doubled)?;
    let lines = text.split_inclusive('\n').map(|line| match line_undone(line, encoding, lost) {
        Some(undone) => Cow::Owned(undone),
        None => Cow::Borrowed(line),
    });
    Some((lines.collect(), encoding.name()))
}

/// `line` as the UTF-8 that its characters stand for in `encoding`, if they are the bytes of such a text.
fn line_undone(line: &str, encoding: &'static Encoding, lost: u8) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    // Latin-1 has control characters where windows-1252 has letters.
    let is_control = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    let mut bytes = Vec::with_capacity(line.len());
    for part in line.split_inclusive(|c| c == LOST || is_control(c)) {
        let last = part.chars().next_back().filter(|&c| c == LOST || is_control(c));
        let (encoded, _, unmapped) = encoding.encode(&part[..part.len() - last.map_or(0, char::len_utf8)]);
        if unmapped {
            return None;
        }
        bytes.extend_from_slice(&encoded);
        bytes.extend(last.map(|c| if c == LOST { lost } else { c as u8 }));
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_encoded_twice_is_decoded_twice() {
        let text = "Мельница стоит у реки.\nИ ночью?\nplain\n";
        for encoding in [WINDOWS_1251, WINDOWS_1252] {
            let twice = encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned();
            assert_eq!(undone(&twice), Some((text.to_string(), encoding.name())));
        }
        let latin: String = text.bytes().map(char::from).collect();
        assert_eq!(undone(&latin), Some((text.to_string(), "windows-1252")));
        let lossy = WINDOWS_1251.decode_without_bom_handling(text.as_bytes()).0.replace('\u{98}', "\u{fffd}");
        assert_eq!(undone(&lossy), Some((text.to_string(), "windows-1251")));
        for text in [text, "The café of Ms. Ünal\n", "Ðуна — остров", "РС и СР", "plain"] {
            assert_eq!(undone(text), None, "{text}");
        }
    }
}
