//! The words of a text for the lexicon.

use super::stem_into;
use crate::document::Lang;
use crate::text::chars::script;
use crate::text::words::words as all_words;

/// The words of `text` in the alphabet of `lang`, without words that contain digits.
pub(crate) fn words(lang: Lang, text: &str) -> impl Iterator<Item = &str> {
    let is_native = move |word: &&str| {
        word.chars().next().is_some_and(|c| script(c) == lang.script())
            && !word.contains(|c: char| c.is_numeric())
    };
    all_words(text).filter(is_native)
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
        assert_eq!(en, ["The", "well", "known", "user's", "don’t"]);
        let ru: Vec<_> = words(Lang::Ru, "Кое-что в Windows: ёж, 1990-е").collect();
        assert_eq!(ru, ["Кое", "что", "в", "ёж", "е"]);
    }
}
