//! Folds words for comparison. The text itself does not change.
//!
//! A folded word is in lower case, with `е` for `ё`, composed letters, no stress marks, no invisible marks, one form of
//! the apostrophe, no look-alike letters of the other alphabet, and modern spelling instead of that before 1918. Cost:
//! one pass for a word of plain letters, a second one if it has marks or letters of both alphabets.

use super::chars::{is_apostrophe, is_combining, is_invisible};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_script::Script;

/// Letters that look the same in both alphabets, in lower case: Latin, Cyrillic.
const TWINS: [(char, char); 15] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// The kinds of letters found in a word.
#[derive(Clone, Copy, Default)]
struct Found {
    latin: bool,
    cyrillic: bool,
    /// A letter that the reform of 1918 abolished, or a final ъ.
    old: bool,
}

/// Appends the folded form of `word` to `out`. A word that consists of look-alike letters takes the alphabet of the
/// text, `home`. Returns the alphabet of the folded word if it has letters of one alphabet only.
pub fn fold_into(word: &str, home: Script, out: &mut String) -> Option<Script> {
    let start = out.len();
    if let Some(script) = fold_plain(word, out) {
        return Some(script);
    }
    out.truncate(start);
    let mut found = fold_letters(&composed(word), out);
    if found.latin && found.cyrillic {
        found = unite(out, start, home, found);
    }
    if found.cyrillic && (found.old || out.ends_with('ъ')) {
        modernise(out, start);
    }
    match found {
        Found { cyrillic: true, .. } => Some(Script::Cyrillic),
        Found { latin: true, .. } => Some(Script::Latin),
        _ => None,
    }
}

/// The folded form of `word`: see [`fold_into`].
pub fn fold(word: &str, home: Script) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, home, &mut out);
    out
}

/// `text` with composed letters and without the remaining combining marks, which are stress marks.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_combining) {
        return Cow::Borrowed(text);
    }
    // Unicode has precomposed letters for е and и with a grave accent. Here the accent is a stress mark.
    let without_accent = |c: char| match c {
        'ѐ' => 'е',
        'Ѐ' => 'Е',
        'ѝ' => 'и',
        'Ѝ' => 'И',
        _ => c,
    };
    Cow::Owned(text.nfc().filter(|&c| !is_combining(c)).map(without_accent).collect())
}

/// The plain form of a typographic mark: `"` for quotation marks, `'` for apostrophes, `-` for dashes. Other characters
/// are unchanged.
pub fn plain_mark(c: char) -> char {
    match c {
        '«' | '»' | '“' | '”' | '„' | '‟' => '"',
        '‚' => '\'',
        c if is_apostrophe(c) => '\'',
        c if super::chars::is_dash(c) => '-',
        c => c,
    }
}

/// Appends the folded form of a word of letters of one alphabet, as most words are, and returns the alphabet. On `None`
/// there may be some letters at the end of `out`.
fn fold_plain(word: &str, out: &mut String) -> Option<Script> {
    if word.bytes().all(|b| b.is_ascii_alphabetic()) {
        out.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        return (!word.is_empty()).then_some(Script::Latin);
    }
    for c in word.chars() {
        out.push(match c {
            'а'..='я' => c,
            'А'..='Я' => char::from_u32(c as u32 + 0x20)?,
            'ё' | 'Ё' => 'е',
            _ => return None,
        });
    }
    (!out.ends_with('ъ')).then_some(Script::Cyrillic)
}

fn fold_letters(word: &str, out: &mut String) -> Found {
    let mut found = Found::default();
    for c in word.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => {
                found.latin = true;
                out.push(c.to_ascii_lowercase());
            }
            'а'..='я' => {
                found.cyrillic = true;
                out.push(c);
            }
            'А'..='Я' => {
                found.cyrillic = true;
                out.push(char::from_u32(c as u32 + 0x20).unwrap_or(c));
            }
            'ё' | 'Ё' => {
                found.cyrillic = true;
                out.push('е');
            }
            '\0'..='\x7f' => out.push(c),
            c if is_apostrophe(c) => out.push('\''),
            c if is_invisible(c) => {}
            c => {
                out.extend(c.to_lowercase());
                found.cyrillic |= matches!(c, '\u{400}'..='\u{52f}');
                found.latin |= matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
                found.old |= is_abolished(c);
            }
        }
    }
    found
}

fn is_abolished(c: char) -> bool {
    matches!(c, 'ѣ' | 'Ѣ' | 'і' | 'І' | 'ѳ' | 'Ѳ' | 'ѵ' | 'Ѵ')
}

/// Replaces look-alike letters so that the word from `start` on uses one alphabet, if possible.
fn unite(out: &mut String, start: usize, home: Script, found: Found) -> Found {
    let word = &out[start..];
    let cyrillic = replaced(word, |c| c.is_ascii_alphabetic().then(|| cyrillic_twin(c)));
    let latin = replaced(word, |c| matches!(c, '\u{400}'..='\u{52f}').then(|| latin_twin(c)));
    let (united, is_latin) = match (cyrillic, latin) {
        (Some(_), Some(latin)) if home == Script::Latin => (latin, true),
        (Some(cyrillic), _) => (cyrillic, false),
        (None, Some(latin)) => (latin, true),
        (None, None) => return found,
    };
    out.truncate(start);
    out.push_str(&united);
    Found { latin: is_latin, cyrillic: !is_latin, old: found.old || united.contains(is_abolished) }
}

/// `word` with letters replaced by their twins. `None` if a letter that `twin` applies to has no twin.
fn replaced(word: &str, twin: impl Fn(char) -> Option<Option<char>>) -> Option<String> {
    word.chars().map(|c| twin(c).unwrap_or(Some(c))).collect()
}

/// The Cyrillic letter that looks like the Latin `c`, both in lower case.
fn cyrillic_twin(c: char) -> Option<char> {
    TWINS.iter().find(|twin| twin.0 == c).map(|twin| twin.1)
}

/// The Latin letter that looks like the Cyrillic `c`, both in lower case.
fn latin_twin(c: char) -> Option<char> {
    TWINS.iter().find(|twin| twin.1 == c).map(|twin| twin.0)
}

/// The Latin capital that looks like the Cyrillic capital `c`, as in document symbols and Roman numerals.
pub fn latin_capital(c: char) -> Option<char> {
    match c {
        '\u{4c0}' => Some('I'),
        _ if c.is_uppercase() => latin_twin(c.to_lowercase().next()?).map(|c| c.to_ascii_uppercase()),
        _ => None,
    }
}

/// Changes the word from `start` on to modern spelling. Keeps endings such as -аго, which the reform of 1918 changed
/// too, since modern words have them (благо, Чикаго).
fn modernise(out: &mut String, start: usize) {
    let today = |c: char| match c {
        'ѣ' => 'е',
        'і' | 'ѵ' => 'и',
        'ѳ' => 'ф',
        _ => c,
    };
    let mut word: String = out[start..].chars().map(today).collect();
    if word.chars().nth(1).is_some() && word.ends_with('ъ') {
        word.pop();
    }
    out.truncate(start);
    out.push_str(&word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ru(word: &str) -> String {
        fold(word, Script::Cyrillic)
    }

    fn en(word: &str) -> String {
        fold(word, Script::Latin)
    }

    #[test]
    fn case_yo_and_apostrophes_fold() {
        assert_eq!((ru("ЁЛКА"), ru("ещё")), ("елка".into(), "еще".into()));
        assert_eq!((en("Don’t"), en("CAFÉ")), ("don't".into(), "café".into()));
    }

    #[test]
    fn decomposed_letters_and_stress_marks_fold() {
        assert_eq!((ru("и\u{306}од"), ru("е\u{308}лка")), ("йод".into(), "елка".into()));
        assert_eq!((ru("шко\u{301}ла"), ru("бе\u{300}лый")), ("школа".into(), "белый".into()));
        assert_eq!(en("cafe\u{301}"), en("café"));
        assert_eq!(ru("сло\u{ad}во"), "слово");
    }

    #[test]
    fn look_alikes_take_the_alphabet_of_the_other_letters() {
        // Latin c, o, p, e in Cyrillic words; Cyrillic о, е, Т in English ones.
        assert_eq!((ru("cлoвo"), ru("Pоссия")), ("слово".into(), "россия".into()));
        assert_eq!((en("Тhе"), en("Cоuntry")), ("the".into(), "country".into()));
        // All letters have twins, so the alphabet of the text decides.
        assert_eq!((ru("мoрe"), en("сooк")), ("море".into(), "cook".into()));
        assert_eq!(ru("Windows\u{430}"), "windowsa");
    }

    #[test]
    fn spelling_from_before_1918_folds() {
        for (old, new) in [
            ("хлѣбъ", "хлеб"),
            ("міръ", "мир"),
            ("Ѳедоръ", "федор"),
            ("объявленіе", "объявление"),
            ("ъ", "ъ"),
        ] {
            assert_eq!(ru(old), new);
        }
    }

    #[test]
    fn capitals_of_symbols_and_numerals() {
        assert_eq!("ХІСМЕ".chars().filter_map(latin_capital).collect::<String>(), "XICME");
        assert_eq!((latin_capital('Ж'), latin_capital('а'), latin_capital('V')), (None, None, None));
    }
}
