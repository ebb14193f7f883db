//! Names of the two languages as files write them: codes, locales, and headings of columns.

use crate::document::Lang;

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

/// What a column with a text is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// By its language.
    Lang(Lang),
    Source,
    Target,
}

/// Words that make a heading with a language in it one of something else, such as `en_comment`.
const NO_TEXT: [&str; 14] = [
    "id",
    "ids",
    "key",
    "comment",
    "comments",
    "note",
    "notes",
    "status",
    "context",
    "length",
    "words",
    "date",
    "примечание",
    "комментарий",
];

/// What the heading of a column of texts says: a language (`English (UK)`, `text_ru`), or a role (`Source text`,
/// `Перевод`).
pub(crate) fn of_heading(heading: &str) -> Option<Named> {
    let heading = heading.trim().trim_start_matches('\u{feff}').to_lowercase();
    let words: Vec<&str> = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.iter().any(|word| NO_TEXT.contains(word)) {
        return None;
    }
    let (first, last) = (words.first()?, words.last()?);
    if let Some(lang) = of_word(first).or_else(|| of_word(last)) {
        return Some(Named::Lang(lang));
    }
    match words.join(" ").as_str() {
        "source"
        | "source text"
        | "source segment"
        | "source string"
        | "source language"
        | "src"
        | "original"
        | "original text"
        | "string"
        | "term"
        | "phrase"
        | "msgid"
        | "исходный"
        | "исходный текст"
        | "оригинал"
        | "источник"
        | "исходник" => Some(Named::Source),
        "target"
        | "target text"
        | "target segment"
        | "target string"
        | "target language"
        | "tgt"
        | "trg"
        | "translation"
        | "translated text"
        | "msgstr"
        | "перевод"
        | "текст перевода"
        | "переведенный текст"
        | "переведённый текст" => Some(Named::Target),
        _ => None,
    }
}

/// The locales of English and Russian among two codes in either order.
///
/// # Errors
/// When they are not one of each language; says which is not.
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
