//! Closed word classes, from `data/words.tsv`: number words, months, weekdays, titles, function words, and what may follow
//! a number (scales, currencies, units).
//!
//! The table is parsed at first use: about 2,000 forms, well under a millisecond.

use crate::document::Lang;
use crate::text::table::rows;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../data/words.tsv");

/// The table, as it is in `data/`.
pub(super) const TABLE: &str = WORDS;

/// The meaning of a closed-class word in an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// A number word. An ordinal ends a number.
    Number { value: u64, ordinal: bool },
    /// A word that multiplies the number before it (hundred, тысяча, million), as a power of ten.
    Scale(u32),
    /// The decade of a century: nineties, девяностые.
    Decade(u64),
    /// A part of a whole (half, треть, quarter), as its denominator.
    Part(u64),
    /// One and a half: a single word in Russian.
    OneAndHalf,
    /// Twelve.
    Dozen,
    /// A month, 1 to 12.
    Month(u8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(u8),
    /// A person's title, by its English short form.
    Title(&'static str),
}

/// The classes of one language.
#[derive(Default)]
struct Vocabulary {
    lexemes: FxHashMap<&'static str, Lexeme>,
    /// Words of the other classes, by class.
    classes: FxHashSet<(&'static str, &'static str)>,
    /// Values of the words of the other classes.
    values: FxHashMap<(&'static str, &'static str), &'static str>,
    /// Numbers that start compound adjectives, longest first.
    prefixes: Vec<(&'static str, u64)>,
    /// Stems that follow such a number, with their unit; `None` for countable things.
    adjectives: Vec<(&'static str, Option<&'static str>)>,
}

static ENGLISH: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::load("en"));
static RUSSIAN: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::load("ru"));

fn vocabulary(lang: Lang) -> &'static Vocabulary {
    match lang {
        Lang::En => &ENGLISH,
        Lang::Ru => &RUSSIAN,
    }
}

impl Vocabulary {
    fn load(code: &str) -> Vocabulary {
        let mut out = Vocabulary::default();
        for line in rows(WORDS) {
            let mut cells = line.split('\t');
            let [lang, class, value, forms] = std::array::from_fn(|_| cells.next().unwrap_or_default());
            if lang == code || lang == "both" {
                forms.split(' ').for_each(|form| out.add(class, value, form));
            }
        }
        out.prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        out
    }

    fn add(&mut self, class: &'static str, value: &'static str, form: &'static str) {
        let number = || value.parse::<u64>().unwrap_or_default();
        let lexeme = match class {
            "number" => Lexeme::Number { value: number(), ordinal: false },
            "ordinal" => Lexeme::Number { value: number(), ordinal: true },
            "scale" => Lexeme::Scale(number() as u32),
            "decade" => Lexeme::Decade(number()),
            "part" => Lexeme::Part(number()),
            "one-and-half" => Lexeme::OneAndHalf,
            "dozen" => Lexeme::Dozen,
            "month" => Lexeme::Month(number() as u8),
            "weekday" => Lexeme::Weekday(number() as u8),
            "title" => Lexeme::Title(value),
            "prefix" => return self.prefixes.push((form, number())),
            "adjective-unit" => return self.adjectives.push((form, Some(value))),
            "adjective-count" => return self.adjectives.push((form, None)),
            _ => {
                self.classes.insert((class, form));
                self.values.insert((class, form), value);
                return;
            }
        };
        self.lexemes.insert(form, lexeme);
    }

    fn value(&self, class: &'static str, word: &str) -> Option<&'static str> {
        self.values.get(&(class, word)).copied()
    }

    fn has(&self, class: &'static str, word: &str) -> bool {
        self.classes.contains(&(class, word))
    }
}

/// The lexeme of a folded word.
pub(super) fn lexeme(lang: Lang, word: &str) -> Option<Lexeme> {
    vocabulary(lang).lexemes.get(word).copied()
}

/// Whether a folded word at the start of a sentence is not a name.
pub(super) fn is_function_word(lang: Lang, word: &str) -> bool {
    vocabulary(lang).has("function", word)
}

/// Whether Roman numerals number what the folded word names, as in `Chapter IV`.
pub(super) fn is_division(word: &str) -> bool {
    ENGLISH.has("division", word.trim_end_matches('s'))
}

/// Whether a folded word is a top-level domain that ends an address without `www`.
pub(super) fn is_domain(word: &str) -> bool {
    ENGLISH.has("domain", word)
}

/// Whether an acronym is an ordinary word when it is not in capitals.
pub(super) fn is_spelled_out(word: &str) -> bool {
    ENGLISH.has("spelled-out", word)
}

/// The power of ten of a short scale letter glued to a number: 5m, 3bn, 20k.
pub(super) fn scale_suffix(word: &str) -> Option<u32> {
    ENGLISH.value("scale-suffix", word)?.parse().ok()
}

/// The currency of a sign.
pub(super) fn currency_sign(sign: char) -> Option<&'static str> {
    ENGLISH.value("currency", sign.encode_utf8(&mut [0; 4]))
}

/// The currency of a folded word after a number, or of a code before one.
pub(super) fn currency_word(word: &str) -> Option<&'static str> {
    ENGLISH.value("currency", word)
}

/// The unit of a folded word after a number, as its international symbol.
pub(super) fn unit_word(word: &str) -> Option<&'static str> {
    ENGLISH.value("unit", word)
}

/// The number at the start of a Russian compound adjective, and the rest of the word.
pub(super) fn number_prefix(word: &str) -> Option<(u64, &str)> {
    RUSSIAN.prefixes.iter().find_map(|(prefix, value)| Some((*value, word.strip_prefix(prefix)?)))
}

/// What the rest of a Russian compound adjective counts: a unit (`-летний`, `-километровый`), or `None` for things
/// (`-этажный`).
pub(super) fn counted(rest: &str) -> Option<Option<&'static str>> {
    let is_adjective = |stem: &str| rest.starts_with(stem) && rest.len() > stem.len() + 2;
    RUSSIAN.adjectives.iter().find(|(stem, _)| is_adjective(stem)).map(|&(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_used() {
        for line in rows(WORDS) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [lang, class, value, forms] = cells[..] else { panic!("four cells: {line}") };
            assert!(matches!(lang, "en" | "ru" | "both") && !forms.is_empty(), "{line}");
            let is_number = value.parse::<u64>().is_ok();
            match class {
                "number" | "ordinal" | "scale" | "decade" | "part" | "month" | "weekday" | "prefix"
                | "scale-suffix" => assert!(is_number, "{line}"),
                "title" | "unit" | "currency" | "adjective-unit" => assert!(!value.is_empty(), "{line}"),
                "one-and-half" | "dozen" | "adjective-count" | "division" | "domain" | "spelled-out"
                | "function" => assert!(value.is_empty(), "{line}"),
                _ => panic!("unknown class: {line}"),
            }
        }
    }

    #[test]
    fn forms_have_their_values() {
        assert_eq!(lexeme(Lang::Ru, "пятьюдесятью"), Some(Lexeme::Number { value: 50, ordinal: false }));
        assert_eq!(lexeme(Lang::En, "twentieth"), Some(Lexeme::Number { value: 20, ordinal: true }));
        assert_eq!(lexeme(Lang::Ru, "семью"), None, "far more often the family");
        assert_eq!((unit_word("километров"), currency_word("рублей")), (Some("km"), Some("RUB")));
        assert_eq!((currency_sign('€'), scale_suffix("bn")), (Some("EUR"), Some(9)));
        assert_eq!(number_prefix("пятидесятилетний"), Some((50, "летний")));
        assert_eq!(counted("летний"), Some(Some("year")));
    }
}
