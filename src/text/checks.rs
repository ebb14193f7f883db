//! Checks of the two texts of a segment, shared by the aligner and `enru tm lint`.

use super::{is_letter, script};
use unicode_script::Script;

/// Whether both sides have the same text, with letters in it.
pub(crate) fn is_untranslated(en: &str, ru: &str) -> bool {
    en == ru && en.contains(char::is_alphabetic)
}

/// The first word with both Latin and Cyrillic letters. Hyphens separate words: IT-компания is fine.
pub(crate) fn mixed_word(text: &str) -> Option<&str> {
    let both = |word: &&str| {
        let (mut latin, mut cyrillic) = (false, false);
        for c in word.chars() {
            match script(c) {
                Script::Latin => latin = true,
                Script::Cyrillic => cyrillic = true,
                _ => {}
            }
        }
        latin && cyrillic
    };
    text.split(|c: char| !is_letter(c)).find(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_inside_a_word_are_mixed_script() {
        assert_eq!(mixed_word("Вот Oрганизация"), Some("Oрганизация"));
        assert_eq!(mixed_word("IT-компания в Google"), None);
    }
}
