//! Which numbers, dates and identifiers of two texts say that they are no translations of each other.

use super::{Anchor, AnchorKind, Form};
use rustc_hash::FxHashSet;

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
    let (en_only, ru_only) = (missing(en, ru), missing(ru, en));
    (in_digits(&en_only, en_text).map(Contradiction::En))
        .or_else(|| in_digits(&ru_only, ru_text).map(Contradiction::Ru))
        .or_else(|| instead(&en_only, &ru_only))
}

/// Those of `anchors` that the `others` should have and lack.
fn missing<'a>(anchors: &'a [Anchor], others: &[Anchor]) -> Vec<&'a Anchor> {
    let forms: FxHashSet<&Form> = others.iter().flat_map(|a| &a.keys).map(|k| &k.form).collect();
    let is_met = |a: &Anchor| a.keys.iter().any(|k| forms.contains(&k.form));
    anchors.iter().filter(|a| a.can_contradict() && !is_met(a)).collect()
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
}
