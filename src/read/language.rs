//! The language of a text: by script, which tells English from Russian, and by its letters, which tell any other.
//!
//! A Russian text may have more Latin letters than Russian ones: names of devices, commands, licences. What decides whether
//! a text can be in a language is whether any of its lines are, judged by their words.

use crate::document::Lang;
use crate::text::script;
use unicode_script::Script;

/// The language of `text` by the script of most of its letters; English where it has none.
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

/// How many bytes of a text are looked at for a third language.
#[cfg(feature = "detect")]
const SAMPLE: usize = 20_000;
/// Fewer letters than this tell no language: a list of names is in any.
#[cfg(feature = "detect")]
const FEWEST: usize = 200;

/// The English name of the language of `text`, where that is surely neither English nor Russian: another language of the
/// same script has the same names and numbers, and would be aligned without a word. The beginning of a text tells.
#[cfg(feature = "detect")]
pub fn third_language(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    sample.chars().filter(|c| c.is_alphabetic()).nth(FEWEST - 1)?;
    let found = whatlang::detect(sample).filter(|found| found.is_reliable())?;
    let known = matches!(found.lang(), whatlang::Lang::Eng | whatlang::Lang::Rus);
    (!known).then(|| found.lang().eng_name())
}

/// Fewer words than this in small letters are a name or a command, no English sentence.
const FEWEST_WORDS: usize = 3;

/// The language of a line by its words: `None` for one without words of either, such as a command or an address.
pub(crate) fn language_of_line(line: &str) -> Option<Lang> {
    let (mut russian, mut english) = (0, 0);
    for token in line.split_whitespace() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        // An option of a command is no word.
        let is_plain = !token.starts_with('-') && word.bytes().all(|b| b.is_ascii_lowercase());
        let is_russian = word.chars().all(|c| c == '-' || script(c) == Script::Cyrillic);
        english += usize::from(is_plain);
        russian += usize::from(is_russian);
    }
    if russian > 0 && russian >= english {
        Some(Lang::Ru)
    } else if english >= FEWEST_WORDS && english > russian {
        Some(Lang::En)
    } else {
        None
    }
}

/// How many lines of `text` are in `lang`.
pub(crate) fn lines_in(text: &str, lang: Lang) -> usize {
    text.lines().filter(|line| language_of_line(line) == Some(lang)).count()
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

    #[test]
    fn lines_are_judged_by_their_words() {
        let of = language_of_line;
        assert_eq!(of("Для моделей Canon i-SENSYS LBP6030B и HP LaserJet Pro M404dn"), Some(Lang::Ru));
        assert_eq!(of("Далее: http://localhost:8080/setup, Next, Finish."), Some(Lang::Ru));
        assert_eq!(of("The word «мир» means peace and world."), Some(Lang::En));
        assert_eq!(of("mill --grind --fine"), None);
        assert_eq!(of("HP LaserJet Pro M404dn"), None);
        assert_eq!(lines_in("Да.\nmill --grind\nThis is a whole line.", Lang::En), 1);
    }
}
