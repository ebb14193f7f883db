//! Inflected forms of table words: one key for all cases of a Russian word, and for both numbers and both spellings
//! of an English one.
//!
//! Faster and stricter than a stemmer: an ending is removed only to look up a table entry, and [`fits`] then checks that the
//! declension of the entry has that ending, so that `Перу` is not taken for a form of `перо`. About 50 ns per word.

use crate::document::Lang;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Endings of Russian nouns and adjectives that have at least two letters, of which the last is `last`; longest
/// first.
fn endings(last: char) -> &'static [&'static str] {
    match last {
        'е' => &["ие", "ое", "ее", "ые"],
        'и' => &["иями", "ами", "ями", "ыми", "ими", "ии"],
        'й' => &["ией", "ой", "ей", "ый", "ий", "ёй"],
        'м' => &["иям", "ием", "ом", "ем", "ам", "ям", "ым", "им"],
        'о' => &["ого", "его"],
        'у' => &["ому", "ему"],
        'х' => &["иях", "ах", "ях", "ых", "их"],
        'ю' => &["ою", "ью", "ию", "ую", "юю"],
        'я' => &["ия", "ая", "яя"],
        _ => &[],
    }
}

/// The part of a Russian word that all its cases share: at least three letters.
pub(super) fn russian_stem(word: &str) -> &str {
    let Some((at, last)) = word.char_indices().next_back() else { return word };
    let long = endings(last).iter().find_map(|ending| word.strip_suffix(ending).filter(|s| long_enough(s)));
    match long {
        Some(stem) => stem,
        None if is_soft_end(last) && long_enough(&word[..at]) => &word[..at],
        None => word,
    }
}

fn is_soft_end(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'й' | 'о' | 'у' | 'ы' | 'ь' | 'ю' | 'я')
}

/// Whether at least three letters are left (a Cyrillic letter has two bytes).
fn long_enough(stem: &str) -> bool {
    stem.len() >= 6 || stem.chars().nth(2).is_some()
}

/// The key of `word` in the tables.
pub(super) fn key(lang: Lang, word: &str) -> u64 {
    match lang {
        Lang::En => english_key(word),
        Lang::Ru => hash(russian_stem(word)),
    }
}

/// Other keys to try for a Russian word: genitive plurals that look like names in -ов, and nouns in -й whose forms
/// look like adjectives (`Китая`).
pub(super) fn other_keys(lang: Lang, word: &str) -> [Option<u64>; 2] {
    if lang == Lang::En {
        return [None, None];
    }
    let plural = ["ов", "ев"].iter().find_map(|e| word.strip_suffix(e));
    let short = word.char_indices().next_back().filter(|&(_, c)| is_soft_end(c)).map(|(at, _)| &word[..at]);
    [plural, short].map(|stem| stem.filter(|s| long_enough(s)).map(hash))
}

/// One key for singular and plural, and for British and American spelling.
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
    // A bit distinguishes words in -y/-ies and in -isation/-ization from words that equal their stems.
    if let Some(stem) = word.strip_suffix("ie").or_else(|| word.strip_suffix('y')) {
        return hash(stem) ^ 1;
    }
    match word.strip_suffix("isation").or_else(|| word.strip_suffix("ization")) {
        Some(stem) => hash(stem) ^ 2,
        None => hash(word),
    }
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The bit for `word` in a filter over the first letters of words. All forms of a word share it.
pub(super) fn start(word: &str) -> usize {
    let bytes = word.as_bytes();
    // Three Cyrillic letters, which every stem has, or two Latin ones.
    let reach = if bytes.first().is_some_and(u8::is_ascii) { 2 } else { 6 };
    let head = &bytes[..reach.min(bytes.len())];
    head.iter().fold(0usize, |sum, &b| sum.wrapping_mul(131).wrapping_add(usize::from(b))) % START_BITS
}

/// Size of the filter in bits.
pub(super) const START_BITS: usize = 1 << 14;

/// Whether `form` is an inflected form of the Russian table word `entry`. Both are folded and have the same key.
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
