//! Recognises the two languages in codes, locales and column headings.

use crate::document::Lang;
use crate::text::table::rows;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The language of a code such as `en`, `EN_us`, `rus`, `x-ru`, or of a name such as `English`, `Русский (Россия)`.
pub(crate) fn of_code(code: &str) -> Option<Lang> {
    let code = code.trim().to_lowercase();
    let code = code.strip_prefix("x-").unwrap_or(&code);
    of_word(code.split(|c: char| !c.is_alphanumeric()).next()?)
}

fn of_word(word: &str) -> Option<Lang> {
    match word {
        "en" | "eng" | "english" | "английский" | "англ" => Some(Lang::En),
        "ru" | "rus" | "russian" | "русский" | "рус" => Some(Lang::Ru),
        _ => None,
    }
}

/// What the heading of a text column names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A language.
    Lang(Lang),
    Source,
    Target,
}

const TABLE: &str = include_str!("../../data/headings.tsv");

/// The words in the table, each with its class.
static CLASSES: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| {
    let rows = rows(TABLE).filter_map(|line| line.split_once('\t'));
    rows.flat_map(|(class, words)| words.split_whitespace().map(move |word| (class, word))).collect()
});

fn is(word: &str, class: &str) -> bool {
    CLASSES.contains(&(class, word))
}

/// The language (`English (UK)`, `text_ru`, `Текст на русском`) or role (`Source text`, `Перевод`) in a heading. If it
/// has both, the language.
pub(crate) fn of_heading(heading: &str) -> Option<Named> {
    let heading = heading.trim().trim_start_matches('\u{feff}').to_lowercase();
    let words: Vec<&str> = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() || words.len() > MOST_WORDS || words.iter().any(|word| is(word, "no-text")) {
        return None;
    }
    let mut languages = words.iter().filter_map(|word| of_word(word).or_else(|| of_inflected(word)));
    if let Some(lang) = languages.next() {
        return languages.all(|other| other == lang).then_some(Named::Lang(lang));
    }
    let rest: Vec<&str> = words.iter().copied().filter(|word| !is(word, "filler")).collect();
    match rest[..] {
        // `Text` next to `Translation`.
        [] => matches!(
            words[..],
            ["text" | "string" | "term" | "phrase" | "sentence" | "segment" | "текст" | "термин"]
        )
        .then_some(Named::Source),
        [word] if is(word, "source") && (word != "1" || words.len() > 1) => Some(Named::Source),
        [word] if is(word, "target") && (word != "2" || words.len() > 1) => Some(Named::Target),
        _ => None,
    }
}

/// The most words of a heading. A longer text that starts with `English` is not a heading.
const MOST_WORDS: usize = 5;

/// The language that an inflected Russian word names: `английском`, `русскоязычный`.
fn of_inflected(word: &str) -> Option<Lang> {
    let is_about = |stems: [&str; 2]| stems.into_iter().any(|stem| word.starts_with(stem));
    match () {
        () if is_about(["английск", "англоязычн"]) => Some(Lang::En),
        () if is_about(["русск", "русскоязычн"]) => Some(Lang::Ru),
        () => None,
    }
}

/// Whether a heading is the code or the name of another language, perhaps with a region.
pub(crate) fn is_other(heading: &str) -> bool {
    let heading = heading.trim().to_lowercase();
    let mut words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| is(word, "other-language")) && words.count() <= 1
}

/// Orders two locales: English first.
///
/// # Errors
/// If they are not one English and one Russian locale. The message says which is wrong.
pub fn locales(first: &str, second: &str) -> Result<[String; 2], String> {
    let (first, second) = (first.trim(), second.trim());
    for code in [first, second] {
        let is_tag = code
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if !is_tag || of_code(code).is_none() {
            return Err(format!(
                "'{code}' is not a locale of English or Russian; expected two such as en-US,ru-RU"
            ));
        }
    }
    match (of_code(first), of_code(second)) {
        (Some(Lang::En), Some(Lang::Ru)) => Ok([first.to_string(), second.to_string()]),
        (Some(Lang::Ru), Some(Lang::En)) => Ok([second.to_string(), first.to_string()]),
        _ => Err(format!("'{first}' and '{second}' are the same language; expected two such as en-US,ru-RU")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_languages() {
        for code in ["en", "EN_us", "en-GB", "eng", "x-en", "English", "English (UK)"] {
            assert_eq!(of_code(code), Some(Lang::En), "{code}");
        }
        for code in ["ru", "RU-ru", "rus", "Russian", "Русский"] {
            assert_eq!(of_code(code), Some(Lang::Ru), "{code}");
        }
        for code in ["", "de", "enm", "run", "x-none"] {
            assert_eq!(of_code(code), None, "{code}");
        }
    }

    #[test]
    fn headings_name_languages_or_roles() {
        let cases = [
            ("English (United Kingdom)", Some(Named::Lang(Lang::En))),
            ("text_ru", Some(Named::Lang(Lang::Ru))),
            ("Source text", Some(Named::Source)),
            ("Перевод", Some(Named::Target)),
            ("Source (en-US)", Some(Named::Lang(Lang::En))),
            ("Текст на русском", Some(Named::Lang(Lang::Ru))),
            ("src_text", Some(Named::Source)),
            ("Целевой сегмент", Some(Named::Target)),
            ("Language 2", Some(Named::Target)),
            ("Text", Some(Named::Source)),
            ("2", None),
            ("English-Russian dictionary", None),
            ("Back translation (English)", None),
            ("English is taught in all schools of the city.", None),
            ("en_ids", None),
            ("Russian comment", None),
            ("Max length", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(of_heading(heading), expected, "{heading}");
        }
    }

    #[test]
    fn locales_are_told_apart_by_language() {
        assert_eq!(locales("ru-RU", "en-US").unwrap(), ["en-US", "ru-RU"]);
        assert!(locales("xx", "ru").unwrap_err().contains("'xx'"));
        assert!(locales("en", "en-GB").is_err() && locales("en", "r u").is_err());
    }
}
