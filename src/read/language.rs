//! Detects the language of a text: English or Russian by script, other languages by their letters.

use crate::document::Lang;
use crate::text::{is_letter_or_digit, script};
use unicode_script::Script;

/// The language of `text`, detected by the script of most of its letters. English if the text has no letters.
pub fn language(text: &str) -> Lang {
    let (mut latin, mut cyrillic) = (0usize, 0usize);
    for c in text.chars() {
        match script(c) {
            Script::Latin => latin += 1,
            Script::Cyrillic => cyrillic += 1,
            _ => {}
        }
    }
    if cyrillic > latin { Lang::Ru } else { Lang::En }
}

/// The number of letters and digits of `text`.
pub(crate) fn letters(text: &str) -> usize {
    text.chars().filter(|&c| is_letter_or_digit(c)).count()
}

/// The number of bytes of a text used to detect a third language.
#[cfg(feature = "detect")]
const SAMPLE: usize = 20_000;
/// The fewest letters for reporting a third language. A shorter text may be a list of names.
#[cfg(feature = "detect")]
const FEWEST: usize = 200;

/// The English name of the language of `text` if it is certainly neither English nor Russian. Another language in the
/// same script has the same names and numbers, so it would be aligned without a warning. Only the beginning of the text
/// is examined.
#[cfg(feature = "detect")]
pub fn third_language(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    sample.chars().filter(|c| c.is_alphabetic()).nth(FEWEST - 1)?;
    let found = whatlang::detect(sample).filter(|found| found.is_reliable())?;
    let known = matches!(found.lang(), whatlang::Lang::Eng | whatlang::Lang::Rus);
    (!known).then(|| found.lang().eng_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_of_both_scripts_are_told() {
        let repeated = |text: &str| format!("{text} ").repeat(3);
        let french = repeated(
            "Les données publiées aujourd’hui par le Bureau régional montrent que la moitié des États membres de la Région ont notifié des cas.",
        );
        let ukrainian = repeated(
            "Попередні дані свідчать, що половина держав-членів Регіону повідомила про випадки захворювання цього року.",
        );
        let english = repeated(
            "Data published today by the Regional Office show that half of the Member States of the Region have reported cases.",
        );
        let russian = repeated(
            "Согласно опубликованным сегодня данным, половина государств-членов Региона сообщила о случаях заболевания.",
        );
        assert_eq!(third_language(&french), Some("French"));
        assert_eq!(third_language(&ukrainian), Some("Ukrainian"));
        assert_eq!(third_language(&english), None);
        assert_eq!(third_language(&russian), None);
        assert_eq!(third_language("Bonjour à tous."), None);
    }
}
