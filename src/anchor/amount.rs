//! Builds the anchor of a number from its value and from what it counts.

use super::decimal::Decimal;
use super::token::{Case, Class, Tokens};
use super::{Anchor, AnchorKind, Form, Key, Strength};
use crate::document::{Lang, Span};

/// A number read from the text, before what follows it is looked at.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// Another reading: `1,234` as a decimal or as a grouped integer.
    pub(super) other: Option<Decimal>,
    pub(super) end: usize,
    pub(super) ordinal: bool,
    pub(super) spelled: bool,
}

impl Number {
    /// The number, if it is whole and small.
    pub(super) fn int(&self) -> Option<u64> {
        self.value.to_int()
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Bare,
    Percent,
    Currency(&'static str),
    Unit(&'static str),
}

/// The anchor of a number with its scale and what it counts.
pub(super) fn anchor(
    t: &Tokens,
    (from, to): (usize, usize),
    n: &Number,
    scale: Option<u32>,
    measure: Measure,
) -> Anchor {
    let power = i64::from(scale.unwrap_or(0));
    let value = n.value.clone().times_ten_to(power);
    let strength = if measure == Measure::Bare && is_small(&value) && is_in_adjective(t, to) {
        Strength::Part
    } else {
        number_strength(n, &value)
    };
    let mut keys = Vec::with_capacity(3);
    let kind = match measure {
        Measure::Bare => AnchorKind::Number,
        Measure::Percent => AnchorKind::Percent,
        Measure::Currency(_) => AnchorKind::Currency,
        Measure::Unit(_) => AnchorKind::Measure,
    };
    match measure {
        Measure::Bare => {}
        Measure::Percent => keys.push(Key::full(Form::Percent(value.clone()))),
        Measure::Currency(code) => keys.push(Key::full(Form::Money(code, value.clone()))),
        Measure::Unit(unit) => {
            keys.push(Key::new(Form::Measure(unit, value.clone()), strength.max(Strength::Part)));
        }
    }
    let bare = if keys.is_empty() { strength } else { strength.min(Strength::Part) };
    keys.push(Key::new(Form::Number(value.clone()), bare));
    if let Some(other) = &n.other {
        keys.push(Key::weak(Form::Number(other.clone().times_ten_to(power))));
    }
    if scale.is_some() {
        keys.push(Key::weak(Form::Number(n.value.clone())));
    }
    if n.ordinal {
        keys.push(Key::weak(Form::Ordinal(value)));
    }
    let span = t.span(from, to);
    // The full stop after an abbreviated unit may end the sentence, so it is not part of the anchor.
    let length = span.of(t.text).trim_end_matches('.').len();
    Anchor { span: Span::new(span.start, span.start + length), kind, keys }
}

/// Whether a number is small enough for an adjective such as `2-way`; `600,000-strong` is not one.
fn is_small(value: &Decimal) -> bool {
    value.to_int().is_some_and(|n| n <= 20)
}

/// Whether a word is glued to the number that ends before token `end`, as in `2-way`, `1-piece`. The other language
/// often uses a single word without a number.
fn is_in_adjective(t: &Tokens, end: usize) -> bool {
    let word = t
        .get(end + 1)
        .filter(|w| w.glued && w.class == Class::Latin && w.case == Case::Lower && w.letters > 2);
    t.lang == Lang::En && t.is_dash(end) && t.glued(end) && word.is_some()
}

/// Translators often replace a spelled one or two, a half, or an ordinal with other words.
fn number_strength(n: &Number, value: &Decimal) -> Strength {
    match value.to_int() {
        None if n.spelled && Some(value) == Decimal::ratio(1, 2).as_ref() => Strength::Weak,
        Some(0..=2) if n.spelled => Strength::Weak,
        Some(3..=4) if n.spelled && n.ordinal => Strength::Part,
        _ => Strength::Full,
    }
}
