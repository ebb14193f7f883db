//! Finds numbers, dates and identifiers that show that two texts are not translations of each other.

use super::{Anchor, AnchorKind, Form};
use crate::text::chars::is_dash;
use crate::text::scripts::superscript;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::fmt;

/// An anchor that one text has and the other lacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Contradiction<'a> {
    /// The Russian text lacks this anchor of the English one.
    En(&'a Anchor),
    /// The English text lacks this anchor of the Russian one.
    Ru(&'a Anchor),
    /// The Russian text has the second anchor where the English one has the first.
    Both(&'a Anchor, &'a Anchor),
}

impl Contradiction<'_> {
    /// The anchors as text. `en_text` and `ru_text` are the texts that were compared.
    pub fn mismatch(&self, en_text: &str, ru_text: &str) -> Mismatch {
        let (en, ru) = match self {
            Contradiction::En(en) => (Some(en), None),
            Contradiction::Ru(ru) => (None, Some(ru)),
            Contradiction::Both(en, ru) => (Some(en), Some(ru)),
        };
        let text = |anchor: &&Anchor, text| anchor.text(text).to_string();
        Mismatch { en: en.map(|en| text(en, en_text)), ru: ru.map(|ru| text(ru, ru_text)) }
    }
}

/// A number or a name that only one of two texts has, or that differs between them. `Display` describes it for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// As written in the English text; `None` if only the Russian text has it.
    pub en: Option<String>,
    /// As written in the Russian text; `None` if only the English text has it.
    pub ru: Option<String>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.en, &self.ru) {
            (Some(en), Some(ru)) => write!(f, "'{en}' in English and '{ru}' in Russian"),
            (Some(en), None) => write!(f, "'{en}' in the English text only"),
            (None, Some(ru)) => write!(f, "'{ru}' in the Russian text only"),
            (None, None) => Ok(()),
        }
    }
}

/// The first contradiction between two texts. Each side is the text and its [anchors](super::extract).
///
/// A number written in digits must occur on the other side in some form. Numbers written as words are translated more freely
/// (`half` of a door, `May` as an adjective): they count only if the other side has a different number or date instead.
/// Cost: linear in the number of anchors.
pub fn contradiction<'a>(
    (en_text, en): (&str, &'a [Anchor]),
    (ru_text, ru): (&str, &'a [Anchor]),
) -> Option<Contradiction<'a>> {
    let (en_only, ru_only) = (missing((en_text, en), (ru_text, ru)), missing((ru_text, ru), (en_text, en)));
    (in_digits(&en_only, en_text).map(Contradiction::En))
        .or_else(|| in_digits(&ru_only, ru_text).map(Contradiction::Ru))
        .or_else(|| instead(&en_only, &ru_only))
}

/// The `anchors` that `others` should contain but do not.
fn missing<'a>(
    (text, anchors): (&str, &'a [Anchor]),
    (other_text, others): (&str, &[Anchor]),
) -> Vec<&'a Anchor> {
    let forms: FxHashSet<&Form> = others.iter().flat_map(|a| &a.keys).map(|k| &k.form).collect();
    let is_met = |a: &Anchor| a.keys.iter().any(|k| forms.contains(&k.form));
    let lacking = anchors.iter().filter(|a| a.can_contradict() && !is_met(a)).take(MOST_LACKING);
    let other = LazyCell::new(|| Other::new(other_text));
    lacking.filter(|a| !is_written(a, text, &other) && !is_rendered(a, text, &other)).collect()
}

/// The most anchors that are searched in another spelling: each search reads the whole text.
const MOST_LACKING: usize = 100;

/// The text in which a missing anchor is searched.
struct Other {
    /// In lower case, without white space and hyphens.
    squeezed: String,
    /// Without white space.
    joined: String,
    /// The words in lower case.
    words: Vec<String>,
}

impl Other {
    fn new(text: &str) -> Other {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Other {
            squeezed: squeezed(text),
            joined: text.split_whitespace().collect(),
            words: words.map(str::to_lowercase).collect(),
        }
    }

    /// Whether the text contains `written` with no digit before or after it.
    fn has_number(&self, written: &str) -> bool {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
        self.joined.match_indices(written).any(|(at, _)| {
            let (before, after) = (&self.joined[..at], &self.joined[at + written.len()..]);
            !is_digit(before.chars().next_back()) && !is_digit(after.chars().next())
        })
    }
}

/// Least length in bytes of a run that is compared; shorter runs occur in other texts by chance.
const TELLING: usize = 6;

/// Whether the `other` text has the anchor in a different spelling.
fn is_written(anchor: &Anchor, text: &str, other: &Other) -> bool {
    is_in_run(anchor, text, other)
        || is_broken(anchor, text, other)
        || is_raised(anchor, text, other)
        || is_code(anchor, text, other)
}

/// Whether the run of non-space characters around an anchor, such as an address, also occurs in the `other` text.
/// Ignores the hyphens and spaces at which narrow columns break a run, and the scheme of an address.
fn is_in_run(anchor: &Anchor, text: &str, other: &Other) -> bool {
    let start = text[..anchor.span.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let after = &text[anchor.span.end..];
    let end = anchor.span.end + after.find(char::is_whitespace).unwrap_or(after.len());
    // `start` may lie inside a space of several bytes.
    let start =
        (start..=anchor.span.start).find(|&at| text.is_char_boundary(at)).unwrap_or(anchor.span.start);
    let run = squeezed(&text[start..end]);
    let run = run.split_once("://").map_or(run.as_str(), |(_, rest)| rest);
    let bare = run.strip_prefix("www.").unwrap_or(run).trim_matches(|c: char| !c.is_alphanumeric());
    bare.len() >= TELLING && other.squeezed.contains(bare)
}

/// Whether a number with points occurs in the `other` text, where either text may have a space after a point.
fn is_broken(anchor: &Anchor, text: &str, other: &Other) -> bool {
    let number = broken_number(anchor, text);
    number.contains('.') && other.has_number(&number)
}

/// Whether a number is a superscript in the `other` text: `2⁴⁸` for `2 to the power of 48`.
fn is_raised(anchor: &Anchor, text: &str, other: &Other) -> bool {
    let digits = anchor.text(text);
    digits.chars().all(|c| c.is_ascii_digit()) && other.squeezed.contains(&superscript(digits))
}

/// Whether a code of letters and digits ends a word of the `other` text, or the other way round: `9x` and `Win9x`.
fn is_code(anchor: &Anchor, text: &str, other: &Other) -> bool {
    let word = word_around(anchor, text);
    let is_mixed =
        |code: &str| code.contains(|c: char| c.is_ascii_digit()) && code.contains(char::is_alphabetic);
    let is_end = |code: &str, of: &str| is_mixed(code) && of.ends_with(code);
    other.words.iter().any(|other| is_end(&word, other) || is_end(other, &word))
}

/// The digits and points around the anchor, without spaces after points: `4.2` for `4. 2`.
fn broken_number(anchor: &Anchor, text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let before = text[..anchor.span.start].trim_end_matches(is_part);
    let before = match before.trim_end() {
        broken if broken.ends_with('.') => broken.trim_end_matches(is_part),
        _ => before,
    };
    let after = text[anchor.span.end..].trim_start_matches(is_part);
    let after = match text[..text.len() - after.len()].ends_with('.') {
        true => after.trim_start().trim_start_matches(is_part),
        false => after,
    };
    let run = &text[before.len()..text.len() - after.len()];
    let run: String = run.chars().filter(|&c| is_part(c)).collect();
    run.trim_matches('.').to_owned()
}

/// The text in lower case, without white space and dashes.
fn squeezed(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && !is_dash(c)).flat_map(char::to_lowercase).collect()
}

/// The anchor with the adjacent letters, digits and percent signs, in lower case.
fn word_around(anchor: &Anchor, text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '%';
    let (before, after) = (&text[..anchor.span.start], &text[anchor.span.end..]);
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - after.trim_start_matches(is_part).len();
    text[start..end].to_lowercase()
}

/// Numbers that one language writes in digits and the other as words, with the beginnings of these words (compounds
/// without hyphens). All occur in manuals and white papers.
const RENDERED: [(&str, &[&str]); 7] = [
    ("0", &["zero", "nonzero", "нул", "ненул"]),
    ("24", &["круглосуточн", "roundtheclock"]),
    ("3rd", &["сторонн", "трет", "внешн"]),
    ("50%", &["половин", "half"]),
    (
        "100%",
        &["полн", "все", "всю", "весь", "цел", "абсолютн", "full", "complete", "all", "entire", "absolute"],
    ),
    ("p2p", &["peertopeer", "одноранг", "пиринг"]),
    ("3des", &["triple"]),
];

/// Renderings longer than this may start inside a word, or be several words of the text.
const LONGEST_PART: usize = 9;

/// Whether the `other` text expresses the number as words (see [`RENDERED`]), or the number is a digit mentioned as
/// such, as in `some string of 1s and 0s`.
fn is_rendered(anchor: &Anchor, text: &str, other: &Other) -> bool {
    let word = word_around(anchor, text);
    let is_digit = word.len() == 2 && word.ends_with('s');
    let is_there = |rendering: &&str| {
        let is_compound = rendering.len() > LONGEST_PART && other.squeezed.contains(*rendering);
        is_compound || other.words.iter().any(|word| word.starts_with(rendering))
    };
    let of = |(digits, renderings): &(&str, &[&str])| *digits == word && renderings.iter().any(is_there);
    is_digit || RENDERED.iter().any(of)
}

fn in_digits<'a>(only: &[&'a Anchor], text: &str) -> Option<&'a Anchor> {
    only.iter().copied().find(|a| a.text(text).contains(|c: char| c.is_ascii_digit()))
}

/// An anchor that only the English text has, with one of the same sort that only the Russian text has.
fn instead<'a>(en_only: &[&'a Anchor], ru_only: &[&'a Anchor]) -> Option<Contradiction<'a>> {
    [Sort::Number, Sort::Mail, Sort::Web, Sort::Phone, Sort::Code, Sort::Date].into_iter().find_map(|sort| {
        let first = |only: &[&'a Anchor]| only.iter().copied().find(|anchor| Sort::of(anchor) == Some(sort));
        Some(Contradiction::Both(first(en_only)?, first(ru_only)?))
    })
}

/// Anchors of the same sort can replace each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Mail,
    Web,
    Phone,
    Code,
    Date,
}

impl Sort {
    /// `None` for an identifier with Cyrillic letters: it translates a placeholder, as `имя@example.org` does.
    fn of(anchor: &Anchor) -> Option<Sort> {
        let (sort, text) = match (anchor.kind, &anchor.keys.first()?.form) {
            (AnchorKind::Date, _) => return Some(Sort::Date),
            (AnchorKind::Identifier, Form::Mail(text)) => (Sort::Mail, text),
            (AnchorKind::Identifier, Form::Url(text)) => (Sort::Web, text),
            (AnchorKind::Identifier, Form::Phone(text)) => (Sort::Phone, text),
            (AnchorKind::Identifier, Form::Code(text)) => (Sort::Code, text),
            (AnchorKind::Identifier, _) => return None,
            _ => return Some(Sort::Number),
        };
        text.is_ascii().then_some(sort)
    }
}

#[cfg(test)]
mod tests {
    use super::super::extract;
    use super::*;
    use crate::document::Lang;

    fn told(en: &str, ru: &str) -> Option<String> {
        let (en_anchors, ru_anchors) = (extract(en, Lang::En), extract(ru, Lang::Ru));
        Some(match contradiction((en, &en_anchors), (ru, &ru_anchors))? {
            Contradiction::En(a) => format!("en {}", a.text(en)),
            Contradiction::Ru(a) => format!("ru {}", a.text(ru)),
            Contradiction::Both(a, b) => format!("{} / {}", a.text(en), b.text(ru)),
        })
    }

    #[test]
    fn digits_must_be_met_and_words_may_be_rendered_freely() {
        assert_eq!(told("In 2019 it rose.", "В 2018 году он вырос."), Some("en 2019".into()));
        assert_eq!(told("It rose.", "В 2018 году он вырос."), Some("ru 2018".into()));
        assert_eq!(told("Three of them came.", "Пришли пятеро из них."), Some("Three / пятеро".into()));
        assert_eq!(told("They meet on Monday.", "Они встречаются в среду."), Some("Monday / среду".into()));
        assert_eq!(told("Cases fell by half.", "Заболеваемость снизилась вдвое."), None);
        assert_eq!(told("On Sunday it was cancelled.", "Его отменили."), None);
        assert_eq!(told("It prints the triple (2, 3, 9).", "Она печатает тройку (2,3,9)."), None);
        assert_eq!(told("Ten of them came.", "Они пришли в среду."), None);
    }

    #[test]
    fn identifiers_are_met_however_they_are_broken() {
        assert_eq!(told("See www2.example.org/forms/7/.", "См. http://www2.example.org/forms/7/"), None);
        assert_eq!(
            told(
                "See https://bugs.example.org/v7/list-of/all.",
                "См. https://bugs.example.org/v7/list- of/all."
            ),
            None
        );
        assert_eq!(
            told("Unpack tool-0.9.12-rc-9.zip now.", "Распакуйте tool-0.9. 12-rc-9.zip сейчас."),
            None
        );
        assert!(told("Call +1 202 555 0143.", "Звоните: +1 202 555 0144.").is_some());
    }

    #[test]
    fn numbers_are_met_in_other_writings() {
        assert_eq!(told("It is 4.2 − 1/3.", "Это 4. 2 − 1/3."), None);
        assert_eq!(told("See 6.3.5 for more.", "Подробнее см. 6.3. 5."), None);
        assert!(told("See 6.3.5 for more.", "Подробнее см. 6.3.").is_some());
        assert_eq!(told("There are up to 2⁴⁸ parts.", "Частей не больше 2 в 48 степени."), None);
        assert!(told("There are up to 2⁴⁸ parts.", "Частей не больше 2 в 49 степени.").is_some());
        assert_eq!(told("On Solaris 9x it fails.", "В Sol9x возникает ошибка."), None);
    }

    #[test]
    fn identifiers_are_compared_with_their_like() {
        assert_eq!(told("Write to name@lists.example.org.", "Пишите на имя@lists.example.org."), None);
        assert_eq!(told("From @carol to @dave.", "От @Кэрол к @Дейву."), None);
        assert_eq!(told("Open package.info now.", "Откройте пакет.info."), None);
        assert_eq!(told("See www.example.org.", "Пишите на post@example.net."), None);
        assert_eq!(told("Use e@, e!, e+.", "Используйте э@, е!, е+."), None);
        assert_eq!(
            told("Tel. +1-202-555-0143 (24-hour line).", "Тел. +1-202-555-0143 (круглосуточная линия)."),
            None
        );
        assert!(told("Write to ann@example.org.", "Пишите на bob@example.org.").is_some());
    }

    #[test]
    fn usual_renderings_by_words_are_no_contradiction() {
        assert_eq!(told("It is a string of 1s and 0s.", "Это цепочка из нулей и единиц."), None);
        assert_eq!(told("If the value is nonzero, it works.", "Если значение отлично от 0, работает."), None);
        assert_eq!(told("A 3rd party library.", "Сторонняя библиотека."), None);
        assert_eq!(told("All 3rd party code.", "Весь внешний код."), None);
        assert_eq!(told("There is no 100% agreement.", "Полного согласия нет."), None);
        assert_eq!(told("It works with nearly 100% of them.", "Работает почти со всеми."), None);
        assert!(told("Coverage is 100%.", "Охват составляет 80 %.").is_some());
        assert_eq!(told("Do not use Triple-DES.", "Не используйте 3DES."), None);
        assert_eq!(told("Peer-to-peer sales.", "Это p2p-продажи."), None);
        assert_eq!(told("A 24-hour hotline.", "Круглосуточная горячая линия."), None);
        assert_eq!(told("Nearly 50% of them agree.", "Согласны почти половина из них."), None);
        assert!(told("Nearly 60% of them agree.", "Согласны почти половина из них.").is_some());
    }
}
