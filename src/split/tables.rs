//! Tables of abbreviations, by their behaviour at the end of a sentence, and of word classes.
//!
//! The lists are in `data/split/`. Each abbreviation has an example sentence there, and these sentences are tests. The
//! script of a word selects its table, so English abbreviations work in Russian text and vice versa. Cost: one hash of
//! a short word.

use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/split.rs"));

/// The behaviour of an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Never ends a sentence: `e.g.`, `т. е.`
    Never,
    /// Needs a name after it: `Mr. Smith`, `ул. Ленина`. Does not end a sentence before a capital.
    Name,
    /// Needs a number or a label after it: `No. 5`, `ст. 12`, `App. A`. Before a word it is an ordinary word.
    Number,
    /// May end a sentence: `Inc.`, `U.S.` The next word decides.
    MayEnd,
    /// Usually ends a sentence before a capital: `etc.`, `и т. д.`
    Ends,
    /// After a number, a unit, which may end a sentence (`в 2015 г.`). Otherwise a word that needs a name (`г. Орёл`).
    Unit,
}

/// A class of words. A word may be in several. The header of `data/split/words.tsv` explains each class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Starter,
    SpeechVerb,
    TimeZone,
    Month,
    Weekday,
    Surname,
    Title,
    Lettered,
    Heading,
    Fronting,
    Introduction,
    Subordinator,
    Period,
    Act,
    Body,
    Measuring,
    Verb,
    Measure,
    Letter,
}

/// The longest word in the tables, in bytes.
const LONGEST: usize = 32;
/// The longest abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 20;

/// The most letters of an ending after a stem.
const ENDING: usize = 4;

type Table<T> = [FxHashMap<&'static str, T>; 2];

static KINDS: LazyLock<Table<Kind>> =
    LazyLock::new(|| ABBREVIATIONS.map(|rows| rows.iter().copied().collect()));
static CLASSES: LazyLock<Table<u32>> = LazyLock::new(|| WORDS.map(|rows| rows.iter().copied().collect()));

/// The language whose table contains `word`. Words in Latin letters are English.
fn language(word: &str) -> Lang {
    if word.as_bytes().first().is_some_and(u8::is_ascii) { Lang::En } else { Lang::Ru }
}

/// The behaviour of `word`, given without its last full stop; `None` if it is not a known abbreviation. An entry in
/// lower case ignores case. An entry with a capital is case-sensitive, because the word in lower case is another word
/// ("Miss.", "Wash.").
pub(super) fn abbreviation(word: &str) -> Option<Kind> {
    if word.is_empty() || word.len() > LONGEST_ABBREVIATION {
        return None;
    }
    let table = &KINDS[language(word) as usize];
    table.get(word).or_else(|| table.get(word.to_lowercase().as_str())).copied()
}

/// Whether `word`, as written, belongs to `class`.
pub(super) fn is(word: &str, class: Class) -> bool {
    word.len() <= LONGEST
        && CLASSES[language(word) as usize]
            .get(word)
            .is_some_and(|classes| classes & (1 << class as u32) != 0)
}

/// Whether `word` in lower case belongs to `class`, or, in Russian, one of its stems: "гепатит" for "гепатита".
pub(super) fn has_stem(word: &str, class: Class) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    let lower = word.to_lowercase();
    let endings = if language(word) == Lang::Ru { ENDING } else { 0 };
    let ends = lower.char_indices().rev().take(endings).map(|(end, _)| end);
    std::iter::once(lower.len()).chain(ends).any(|end| is(&lower[..end], class))
}

/// Endings of Russian verbs and short participles that few other words of at least five letters have.
const VERB_ENDINGS: &[&str] = &[
    "ал", "ала", "ало", "али", "ял", "яла", "яло", "яли", "ил", "ила", "ило", "или", "ел", "ела", "ело",
    "ели", "ул", "ула", "ули", "ся", "сь", "ет", "ёт", "ют", "ит", "ят", "ан", "ана", "ано", "аны", "ен",
    "ена", "ено", "ены", "ён",
];

/// Whether `word` looks like a finite verb. Many nouns do too, so only a negative answer is reliable.
pub(super) fn looks_like_verb(word: &str) -> bool {
    let lower = word.to_lowercase();
    let long = lower.chars().count() >= 5;
    is(&lower, Class::Verb)
        || match language(word) {
            Lang::En => long && lower.ends_with("ed"),
            Lang::Ru => long && VERB_ENDINGS.iter().any(|end| lower.ends_with(end)),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::split::split;

    const TABLES: [(Lang, &str); 2] = [
        (Lang::En, include_str!("../../data/split/abbreviations.en.tsv")),
        (Lang::Ru, include_str!("../../data/split/abbreviations.ru.tsv")),
    ];

    fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
        crate::text::table::rows(table).skip(1).map(|line| line.split('\t').collect())
    }

    fn marked(lang: Lang, text: &str) -> String {
        let s = split(Document::from_text("", lang, text.replace('|', "")));
        (0..s.len()).map(|i| s.text(i)).collect::<Vec<_>>().join(" |")
    }

    #[test]
    fn every_abbreviation_behaves_as_its_sentences_show() {
        let mut wrong = Vec::new();
        for (lang, table) in TABLES {
            for row in rows(table) {
                for sentence in row[2..].iter().filter(|sentence| !sentence.is_empty()) {
                    let (key, folded) =
                        (row[1].to_lowercase(), sentence.to_lowercase().replace(['\u{a0}', ' '], ""));
                    assert!(folded.contains(&format!("{key}.")), "'{}.' is not in: {sentence}", row[1]);
                    let got = marked(lang, sentence);
                    if got != **sentence {
                        wrong.push(format!("{}: {got}", row[1]));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn abbreviations_are_unique_and_have_a_sentence() {
        for (lang, table) in TABLES {
            let entries: Vec<_> = rows(table).collect();
            assert!(entries.iter().all(|row| row.len() > 2 && !row[2].is_empty()));
            assert_eq!(entries.len(), KINDS[lang as usize].len());
        }
    }

    #[test]
    fn every_word_can_be_found() {
        for (table, lang) in CLASSES.iter().zip(Lang::ALL) {
            for word in table.keys() {
                assert!(word.len() <= LONGEST && language(word) == lang, "{word}");
            }
        }
    }
}
