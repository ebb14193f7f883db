//! The words of a text, as the lexicon counts them: runs of letters of the language's script, with apostrophes inside.

use super::stem_into;
use crate::document::Lang;

/// Whether `c` is a letter in which words of `lang` are written.
fn is_letter(lang: Lang, c: char) -> bool {
    let cyrillic = matches!(c, '\u{400}'..='\u{52f}');
    match lang {
        Lang::En => c.is_ascii_alphabetic() || (!c.is_ascii() && !cyrillic && c.is_alphabetic()),
        Lang::Ru => cyrillic && c.is_alphabetic(),
    }
}

/// The words of `text` that are written in the script of `lang`: digits, signs and hyphens part them, an apostrophe
/// between two letters does not.
pub(crate) fn words(lang: Lang, text: &str) -> impl Iterator<Item = &str> {
    let part = move |c: char| !is_letter(lang, c) && !matches!(c, '\'' | '’');
    text.split(part).map(|word| word.trim_matches(['\'', '’'])).filter(|word| !word.is_empty())
}

/// Calls `each` with the key of every word of `text`.
pub(crate) fn each_stem(lang: Lang, text: &str, mut each: impl FnMut(&str)) {
    let mut key = String::new();
    for word in words(lang, text) {
        stem_into(lang, word, &mut key);
        each(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters() {
        let en: Vec<_> = words(Lang::En, "The ‘well-known’ user's 3 файлы, don’t!").collect();
        assert_eq!(en, ["The", "‘well", "known", "user's", "don’t"].map(|w| w.trim_start_matches('‘')));
        let ru: Vec<_> = words(Lang::Ru, "Кое-что в Windows: ёж, 1990-е").collect();
        assert_eq!(ru, ["Кое", "что", "в", "ёж", "е"]);
    }
}
