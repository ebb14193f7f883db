//! Finds numbers, dates and identifiers that show that two texts are not translations of each other.

use super::{Anchor, AnchorKind, Form};
use crate::text::chars::is_dash;
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
    let lacking = anchors.iter().filter(|a| a.can_contradict() && !is_met(a));
    let other = LazyCell::new(|| squeezed(other_text));
    lacking.filter(|a| !is_written(a, text, &other) && !is_rendered(a, text, &other)).collect()
}

/// Least length in bytes of a run that is compared; shorter runs occur in other texts by chance.
const TELLING: usize = 6;

/// Whether the run of non-space characters around an anchor, such as an address, also occurs in the `other` text.
/// Ignores the hyphens and spaces at which narrow columns break a run, and the scheme of an address.
fn is_written(anchor: &Anchor, text: &str, other: &str) -> bool {
    let start = text[..anchor.span.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let after = &text[anchor.span.end..];
    let end = anchor.span.end + after.find(char::is_whitespace).unwrap_or(after.len());
    // `start` may lie inside a space of several bytes.
    let start =
        (start..=anchor.span.start).find(|&at| text.is_char_boundary(at)).unwrap_or(anchor.span.start);
    let run = squeezed(&text[start..end]);
    let run = run.split_once("://").map_or(run.as_str(), |(_, rest)| rest);
    let bare = run.strip_prefix("www.").unwrap_or(run).trim_matches(|c: char| !c.is_alphanumeric());
    bare.len() >= TELLING && other.contains(bare)
}

/// The text in lower case, without white space and dashes.
fn squeezed(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && !is_dash(c)).flat_map(char::to_lowercase).collect()
}

/// Numbers that one language writes in digits and the other as words, with parts of these words. All occur in manuals
/// and white papers.
const RENDERED: [(&str, &[&str]); 6] = [
    ("0", &["zero", "нул"]),
    ("24", &["круглосуточн", "roundtheclock"]),
    ("3rd", &["сторонн", "трет"]),
    ("50%", &["половин", "half"]),
    ("p2p", &["peertopeer", "одноранг", "пиринг"]),
    ("3des", &["triple"]),
];

/// Whether the `other` text expresses the number as words (see [`RENDERED`]), or the number is a digit mentioned as
/// such, as in `some string of 1s and 0s`.
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

/// A number that only the English text has with one that only the Russian text has; if there is none, the same for
/// dates.
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
