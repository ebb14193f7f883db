//! Languages that are neither English nor Russian, in the letters of either.
//!
//! Cyrillic ones are told by letters and words that Russian does not have, Latin ones by their commonest words. Texts of a
//! word or two may go unnoticed; names and quoted words alone are not enough. Cost: one pass over the words.

use crate::text::{is_letter, script};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use unicode_script::Script;

/// A language, the letters that Russian lacks, and frequent words that it lacks.
type Cyrillic = (&'static str, &'static str, &'static [&'static str]);

/// Several languages may have a letter: the one with most of its letters and words in the text is named.
const CYRILLIC: [Cyrillic; 7] = [
    ("Ukrainian", "їєґі", &["що", "це", "від", "або", "також", "який", "яка", "які", "для", "як"]),
    ("Belarusian", "ўі", &["што", "гэта", "або", "таксама", "які", "якая", "пры"]),
    ("Kazakh", "ұқғәіөүң", &["және", "мен", "бұл", "үшін"]),
    ("Kyrgyz or Mongolian", "өүңһҗ", &["жана", "менен", "үчүн", "болон"]),
    ("Serbian", "јљњђћџ", &["је", "који", "која", "што", "није"]),
    ("Macedonian", "ѓќѕ", &["што", "кој", "која", "се"]),
    (
        "Bulgarian",
        "",
        &[
            "това",
            "този",
            "тази",
            "тези",
            "който",
            "която",
            "което",
            "които",
            "към",
            "със",
            "през",
            "ще",
            "са",
            "бъде",
        ],
    ),
];

/// A language and its commonest words, without those that English has too.
const LATIN: [(&str, &[&str]); 9] = [
    (
        "German",
        &[
            "der", "das", "und", "ist", "nicht", "mit", "ein", "eine", "für", "von", "zu", "im", "auf",
            "wird", "sind", "wurde", "sich", "dem",
        ],
    ),
    (
        "French",
        &[
            "le", "la", "les", "des", "est", "une", "dans", "pour", "que", "qui", "et", "pas", "sur", "avec",
            "du", "aux", "ce", "sont",
        ],
    ),
    (
        "Spanish",
        &[
            "el", "los", "las", "una", "por", "para", "con", "del", "que", "es", "y", "se", "como", "más",
            "su", "está",
        ],
    ),
    (
        "Italian",
        &["il", "di", "che", "non", "una", "della", "sono", "gli", "è", "nel", "più", "dei", "alla", "anche"],
    ),
    (
        "Portuguese",
        &["os", "uma", "não", "para", "com", "do", "da", "em", "é", "dos", "das", "mais", "foi", "ao"],
    ),
    ("Dutch", &["het", "een", "van", "niet", "met", "voor", "zijn", "wordt", "ook", "naar", "deze", "aan"]),
    ("Polish", &["w", "nie", "się", "jest", "że", "z", "został", "oraz", "dla", "przez", "które", "od"]),
    ("Czech", &["je", "se", "že", "pro", "byl", "byla", "které", "který", "ve", "jako", "jsou", "také"]),
    ("Turkish", &["ve", "bir", "bu", "için", "ile", "olarak", "daha", "olan", "çok", "gibi"]),
];

/// Words that make a text English, whatever else is in it.
const ENGLISH: [&str; 34] = [
    "the", "of", "and", "to", "in", "is", "was", "are", "that", "for", "with", "on", "by", "be", "it", "as",
    "at", "this", "from", "have", "has", "not", "his", "an", "or", "which", "were", "but", "they", "you",
    "we", "will", "i", "a",
];

fn words(text: &str, of: Script) -> Vec<String> {
    let words =
        text.split(|c: char| !is_letter(c)).filter(|w| w.chars().next().is_some_and(|c| script(c) == of));
    words.map(str::to_lowercase).collect()
}

/// The language other than Russian that a text in Cyrillic letters is in.
pub(crate) fn in_cyrillic(text: &str) -> Option<&'static str> {
    let words = words(text, Script::Cyrillic);
    // Letters that none of them has but Bulgarian, which has no ы, э and ё.
    let has_russian = words.iter().any(|word| word.contains(['ы', 'э', 'ё']));
    let mut best: Option<(usize, &str)> = None;
    // Most texts are Russian: only words with other letters, or in the tables, are looked at for each language.
    let odd: Vec<&String> = words.iter().filter(|word| is_odd(word)).collect();
    let listed: Vec<&String> = words.iter().filter(|word| FREQUENT.contains(word.as_str())).collect();
    for (name, letters, frequent) in CYRILLIC {
        let shows = |word: &&&String| {
            word.chars().any(|c| letters.contains(c)) || (name == "Bulgarian" && has_vowel_er(word))
        };
        let sure = odd.iter().filter(shows).count();
        let likely = listed.iter().filter(|word| frequent.contains(&word.as_str())).count();
        let count = if name == "Bulgarian" && has_russian { 0 } else { sure + likely };
        let is_enough = count * 5 >= words.len() && (count >= 2 || (sure == 1 && words.len() <= 4));
        if is_enough && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The frequent words of all languages in Cyrillic letters, without those that Russian has too.
static FREQUENT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    CYRILLIC.iter().flat_map(|(_, _, frequent)| *frequent).copied().filter(|word| !is_russian(word)).collect()
});

/// Whether a word in lower case has a letter that Russian lacks, or one in a place where Russian has none.
fn is_odd(word: &str) -> bool {
    word.chars().any(|c| !matches!(c, 'а'..='я' | 'ё')) || has_vowel_er(word)
}

/// Words of the tables above that Russian has too.
fn is_russian(word: &str) -> bool {
    matches!(word, "для" | "мен" | "се" | "жана")
}

/// Bulgarian has ъ as a vowel; in Russian only е, ё, ю, я and и follow it.
fn has_vowel_er(word: &str) -> bool {
    let mut letters = word.chars().skip_while(|&c| c != 'ъ').skip(1);
    letters.next().is_some_and(|c| !matches!(c, 'е' | 'ё' | 'ю' | 'я' | 'и'))
}

/// The language other than English that a text in Latin letters is in.
pub(crate) fn in_latin(text: &str) -> Option<&'static str> {
    let words = words(text, Script::Latin);
    if words.len() < 4 || words.iter().any(|word| ENGLISH.contains(&word.as_str())) {
        return None;
    }
    let count = |frequent: &[&str]| words.iter().filter(|word| frequent.contains(&word.as_str())).count();
    let best =
        LATIN.into_iter().map(|(name, frequent)| (count(frequent), name)).rev().max_by_key(|(n, _)| *n)?;
    (best.0 >= 2 && best.0 * 6 >= words.len()).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_russian_are_known() {
        for (text, language) in [
            ("Міст через річку збудували торік, і він уже відкритий.", Some("Ukrainian")),
            ("Її будинок стоїть біля річки, що тече крізь село.", Some("Ukrainian")),
            ("Гэты дом пабудаваў яго бацька, а потым ён быў прададзены.", Some("Belarusian")),
            ("Бұл көпір өзен арқылы салынған және жаңа.", Some("Kazakh")),
            ("Мост је саграђен прошле године и њиме се прелази река.", Some("Serbian")),
            ("Мостът беше построен през миналата година и е отворен.", Some("Bulgarian")),
            ("Мост построили в прошлом году, и он уже открыт.", None),
            ("Объезд закрыт, подъём тоже.", None),
            ("Фирма «Ґрунт» построила мост через реку в прошлом году.", None),
        ] {
            assert_eq!(in_cyrillic(text), language, "{text}");
        }
    }

    #[test]
    fn other_languages_in_latin_letters_are_known() {
        for (text, language) in [
            ("Die Brücke wurde im letzten Jahr gebaut und ist schon offen.", Some("German")),
            ("Le pont est ouvert et les gens du village le traversent.", Some("French")),
            ("El puente está abierto para los vecinos del pueblo.", Some("Spanish")),
            ("The bridge over the Rio de la Plata is open.", None),
            ("Médecins Sans Frontières Suisse Genève", None),
            ("Bridge opened", None),
        ] {
            assert_eq!(in_latin(text), language, "{text}");
        }
    }
}
