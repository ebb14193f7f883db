//! Replaces ligature characters with letters.

use std::borrow::Cow;

/// `text` with letters instead of the Latin ligatures U+FB00 to U+FB06, which searches would miss.
pub fn without_ligatures(text: &str) -> Cow<'_, str> {
    let is_ligature = |c: char| matches!(c, '\u{fb00}'..='\u{fb06}');
    // In UTF-8 all of them start with this byte, which is rare in other text.
    if !text.as_bytes().contains(&0xef) || !text.contains(is_ligature) {
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
        assert!(matches!(without_ligatures("plain \u{feff} text"), Cow::Borrowed(_)));
    }
}
