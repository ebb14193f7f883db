//! Replaces ligature characters with letters, and the bullets of symbol fonts with bullets of Unicode.

use std::borrow::Cow;

/// The bullets of Symbol and Wingdings. Text copied from Word has their codes in the private use area.
const PRIVATE_BULLETS: [char; 7] =
    ['\u{f06e}', '\u{f076}', '\u{f0a7}', '\u{f0a8}', '\u{f0b7}', '\u{f0d8}', '\u{f0fc}'];

/// `text` with letters instead of the Latin ligatures U+FB00 to U+FB06, which searches would miss, and with usual bullets.
pub fn without_ligatures(text: &str) -> Cow<'_, str> {
    let is_ligature = |c: char| matches!(c, '\u{fb00}'..='\u{fb06}') || PRIVATE_BULLETS.contains(&c);
    // In UTF-8 all of them start with this byte, which is rare in other text.
    if memchr::memchr(0xef, text.as_bytes()).is_none() || !text.contains(is_ligature) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => spelled.push_str("ff"),
            '\u{fb01}' => spelled.push_str("fi"),
            '\u{fb02}' => spelled.push_str("fl"),
            '\u{fb03}' => spelled.push_str("ffi"),
            '\u{fb04}' => spelled.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => spelled.push_str("st"),
            bullet if PRIVATE_BULLETS.contains(&bullet) => spelled.push('•'),
            c => spelled.push(c),
        }
    }
    Cow::Owned(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_spelled_out_and_other_text_is_kept() {
        assert_eq!(without_ligatures("o\u{fb03}cer \u{fb01}le \u{fb06}."), "officer file st.");
        assert_eq!(without_ligatures("\u{f0b7} Milk\n\u{f0d8} Tea"), "• Milk\n• Tea");
        assert!(matches!(without_ligatures("plain \u{feff} text"), Cow::Borrowed(_)));
    }
}
