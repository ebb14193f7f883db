//! Inflected forms of table words: one key for all cases of a Russian word, for both numbers and both spellings of an
//! English one.
//!
//! Lighter and stricter than a stemmer: endings are stripped only to find a table entry, and [`fits`] then checks that the
//! ending is one the entry's own declension has, so that `Перу` is not a form of `перо`. About 50 ns a word.

use crate::document::Lang;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Endings of Russian nouns and adjectives, by what they end in, longest first.
const ENDINGS: [&str; 41] = [
    "иями", "иях", "иям", "ами", "ями", "ыми", "ими", "ого", "его", "ому", "ему", "ией", "ием", "ой", "ою",
    "ом", "ем", "ей", "ью", "ам", "ям", "ах", "ях", "ию", "ия", "ии", "ие", "ым", "ых", "им", "их", "ый",
    "ий", "ая", "яя", "ое", "ее", "ые", "ую", "юю", "ёй",
];

/// The part of a Russian word that stays through its cases: at least three letters.
pub(super) fn russian_stem(word: &str) -> &str {
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| long_enough(s)) {
            return stem;
        }
    }
    let last = word.char_indices().next_back().filter(|&(_, c)| matches!(c, 'а'..='я') && is_soft_end(c));
    match last {
        Some((at, _)) if long_enough(&word[..at]) => &word[..at],
        _ => word,
    }
}

fn is_soft_end(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'й' | 'о' | 'у' | 'ы' | 'ь' | 'ю' | 'я')
}

fn long_enough(stem: &str) -> bool {
    stem.chars().nth(2).is_some()
}

/// The key of `word` in the tables.
pub(super) fn key(lang: Lang, word: &str) -> u64 {
    match lang {
        Lang::En => english_key(word),
        Lang::Ru => hash(&[russian_stem(word)]),
    }
}

/// Other keys to try for a Russian word of a text: genitive plurals that look like names in -ов, and nouns in -й, whose
/// forms look like adjectives (`Китая`).
pub(super) fn other_keys(lang: Lang, word: &str) -> [Option<u64>; 2] {
    if lang == Lang::En {
        return [None, None];
    }
    let plural = ["ов", "ев"].iter().find_map(|e| word.strip_suffix(e));
    let short = word.char_indices().next_back().filter(|&(_, c)| is_soft_end(c)).map(|(at, _)| &word[..at]);
    [plural, short].map(|stem| stem.filter(|s| long_enough(s)).map(|s| hash(&[s])))
}

/// One key for singular and plural, British and American spelling.
fn english_key(word: &str) -> u64 {
    let word = match word {
        "programme" | "programmes" => "program",
        "centre" | "centres" => "center",
        "labour" => "labor",
        "defence" => "defense",
        _ => word,
    };
    let word = match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u']) => stem,
        _ => word,
    };
    if let Some(stem) = word.strip_suffix("ie").or_else(|| word.strip_suffix('y')) {
        return hash(&[stem, "y"]);
    }
    match word.strip_suffix("isation") {
        Some(stem) => hash(&[stem, "ization"]),
        None => hash(&[word]),
    }
}

/// A hash of the concatenation of `parts`.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in parts.iter().flat_map(|p| p.bytes()) {
        hasher.write_u8(byte);
    }
    hasher.finish()
}

/// Whether `form` is an inflected form of the Russian table word `entry`, both folded, given that their keys agree.
pub(super) fn fits(entry: &str, form: &str) -> bool {
    let stem = russian_stem(entry);
    let (Some(own), Some(ending)) = (entry.strip_prefix(stem), form.strip_prefix(stem)) else { return false };
    own == ending || declension(own).contains(&ending)
}

/// The endings of the nouns and adjectives whose table form ends in `ending`.
fn declension(ending: &str) -> &'static [&'static str] {
    match ending {
        "ий" | "ый" | "ой" | "ая" | "ое" => &[
            "ий", "ый", "ой", "ого", "ому", "им", "ым", "ом", "ая", "ую", "ое", "ие", "ые", "их", "ых",
            "ими", "ыми", "его", "ему", "ем", "яя", "ее", "юю", "ей",
        ],
        "ия" => &["ия", "ии", "ию", "ией", "ий", "иям", "иями", "иях"],
        "ие" => &["ие", "ия", "ию", "ием", "ии", "ий"],
        "а" => &["а", "ы", "и", "е", "у", "ой", "ою", "ей", "", "ам", "ами", "ах"],
        "я" => &["я", "и", "ю", "е", "ей", "ь", "й", "ям", "ями", "ях"],
        "й" => &["й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях"],
        "ь" => &["ь", "и", "ью", "я", "ю", "ем", "е", "ей", "ям", "ями", "ях"],
        "" => &["", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ам", "ами", "ах"],
        "ы" | "и" => &["ы", "и", "", "ов", "ев", "ей", "ам", "ям", "ами", "ями", "ах", "ях"],
        "е" => &["е", "", "я", "ю", "ем", "и", "ам", "ами", "ах"],
        "о" => &["о", "а", "у", "ом", "е", ""],
        "ые" | "ее" => &["ые", "ых", "ым", "ыми"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cases_share_a_key_and_fit() {
        for (entry, forms) in [
            ("вена", "вены вене вену веной"),
            ("франция", "франции францию францией"),
            (
                "французский",
                "французского французскому французским французском французская французской французских",
            ),
            ("управление", "управления управлению управлением управлении"),
            ("китай", "китая китаю китаем китае"),
            ("россияне", "россиян россиянам россиянами россиянах"),
            ("немцы", "немцев немцам немцами немцах"),
            ("корея", "кореи корее корею кореей"),
        ] {
            for form in forms.split(' ') {
                let own = key(Lang::Ru, entry);
                assert!(
                    key(Lang::Ru, form) == own || other_keys(Lang::Ru, form).contains(&Some(own)),
                    "{form}"
                );
                assert!(fits(entry, form), "{form}");
            }
        }
        assert!(!fits("перу", "перо"));
        assert!(!fits("чили", "чила"));
    }

    #[test]
    fn spelling_and_number_do_not_matter_in_english() {
        let key = |word| key(Lang::En, word);
        assert_eq!(key("organisation"), key("organizations"));
        assert_eq!(key("programme"), key("program"));
        assert_eq!(key("country"), key("countries"));
        assert_ne!(key("status"), key("statu"));
    }
}
