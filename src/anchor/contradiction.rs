//! Which numbers, dates and identifiers of two texts say that they are no translations of each other.

use super::{Anchor, AnchorKind, Form};
use crate::text::chars::is_dash;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

/// What one side has and the other should have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Contradiction<'a> {
    /// The Russian text lacks this anchor of the English one.
    En(&'a Anchor),
    /// The English text lacks this anchor of the Russian one.
    Ru(&'a Anchor),
    /// The Russian text has the second instead of the first.
    Both(&'a Anchor, &'a Anchor),
}

impl Contradiction<'_> {
    /// What is missing, for people; the two texts are those that were compared.
    pub fn told(&self, en_text: &str, ru_text: &str) -> String {
        match self {
            Contradiction::En(only) => format!("'{}' in the English text only", only.text(en_text)),
            Contradiction::Ru(only) => format!("'{}' in the Russian text only", only.text(ru_text)),
            Contradiction::Both(en, ru) => instead_of(en.text(en_text), ru.text(ru_text)),
        }
    }
}

/// What is said where a number or a name of one text has another instead of it.
pub(crate) fn instead_of(en: &str, ru: &str) -> String {
    format!("'{en}' in English and '{ru}' in Russian")
}

/// The first contradiction between two texts; each side is the text and its [anchors](super::extract).
///
/// What is written with digits must be there in some form. Words are rendered more freely (`half` of a door, `May` as an
/// adjective): one tells only where the other side has another number, or another date, instead.
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

/// Those of `anchors` that the `others` should have and lack.
fn missing<'a>(
    (text, anchors): (&str, &'a [Anchor]),
    (other_text, others): (&str, &[Anchor]),
) -> Vec<&'a Anchor> {
    let forms: FxHashSet<&Form> = others.iter().flat_map(|a| &a.keys).map(|k| &k.form).collect();
    let is_met = |a: &Anchor| a.keys.iter().any(|k| forms.contains(&k.form));
    let lacking = anchors.iter().filter(|a| a.can_contradict() && !is_met(a));
    let other = LazyCell::new(|| squeezed(other_text));
    lacking.filter(|a| !is_written(a, text, &other) && !is_rendered(a, text, &other)).collect()
}

/// Shorter runs of characters are met by chance.
const TELLING: usize = 6;

/// Whether the run of characters that an anchor stands in, such as an address, stands in the `other` text too, where that
/// breaks it by a hyphen or a space, as columns do, or writes more of the scheme of an address.
fn is_written(anchor: &Anchor, text: &str, other: &str) -> bool {
    let start = text[..anchor.span.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let after = &text[anchor.span.end..];
    let end = anchor.span.end + after.find(char::is_whitespace).unwrap_or(after.len());
    // A space may be longer than a byte.
    let start =
        (start..=anchor.span.start).find(|&at| text.is_char_boundary(at)).unwrap_or(anchor.span.start);
    let run = squeezed(&text[start..end]);
    let run = run.split_once("://").map_or(run.as_str(), |(_, rest)| rest);
    let bare = run.strip_prefix("www.").unwrap_or(run).trim_matches(|c: char| !c.is_alphanumeric());
    bare.len() >= TELLING && other.contains(bare)
}

/// In lower case, without white space and hyphens.
fn squeezed(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && !is_dash(c)).flat_map(char::to_lowercase).collect()
}

/// Numbers that are written with digits in one language and by words in the other, with parts of these words; all met in
/// manuals and white papers.
const RENDERED: [(&str, &[&str]); 6] = [
    ("0", &["zero", "нул"]),
    ("24", &["круглосуточн", "roundtheclock"]),
    ("3rd", &["сторонн", "трет"]),
    ("50%", &["половин", "half"]),
    ("p2p", &["peertopeer", "одноранг", "пиринг"]),
    ("3des", &["triple"]),
];

/// Whether the `other` text says a number by words as a rule, or the number is a digit as a thing: `some string of 1s and 0s`.
fn is_rendered(anchor: &Anchor, text: &str, other: &str) -> bool {
    let written = anchor.text(text).to_lowercase();
    let after = &text[anchor.span.end..];
    let is_digit =
        written.len() == 1 && after.starts_with('s') && !after[1..].starts_with(char::is_alphanumeric);
    let of =
        |(digits, words): &(&str, &[&str])| *digits == written && words.iter().any(|w| other.contains(w));
    is_digit || RENDERED.iter().any(of)
}

fn in_digits<'a>(only: &[&'a Anchor], text: &str) -> Option<&'a Anchor> {
    only.iter().copied().find(|a| a.text(text).contains(|c: char| c.is_ascii_digit()))
}

/// A number and another one instead, or a date and another one.
fn instead<'a>(en_only: &[&'a Anchor], ru_only: &[&'a Anchor]) -> Option<Contradiction<'a>> {
    let is_date = |a: &&Anchor| a.kind == AnchorKind::Date;
    let first = |only: &[&'a Anchor], date| only.iter().copied().find(|a| is_date(a) == date);
    let pair = |date| Some(Contradiction::Both(first(en_only, date)?, first(ru_only, date)?));
    pair(false).or_else(|| pair(true))
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
    fn usual_renderings_by_words_are_no_contradiction() {
        assert_eq!(told("It is a string of 1s and 0s.", "Это цепочка из нулей и единиц."), None);
        assert_eq!(told("If the value is nonzero, it works.", "Если значение отлично от 0, работает."), None);
        assert_eq!(told("A 3rd party library.", "Сторонняя библиотека."), None);
        assert_eq!(told("A 24-hour hotline.", "Круглосуточная горячая линия."), None);
        assert_eq!(told("Nearly 50% of them agree.", "Согласны почти половина из них."), None);
        assert!(told("Nearly 60% of them agree.", "Согласны почти половина из них.").is_some());
    }
}
