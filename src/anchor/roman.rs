//! Finds Roman numerals, also written with Cyrillic look-alikes.

use super::amount::Number;
use super::decimal::Decimal;
use super::token::{Case, Class, Tokens};
use super::vocabulary::is_division;
use super::{Anchor, AnchorKind, Form, Key, Strength, date};
use crate::document::Lang;
use crate::text::fold::latin_capital;

/// Reads the Roman numeral at token `i`, or a range of centuries. Returns the index of the token after it.
pub(super) fn roman(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let first = numeral(t, i)?;
    if let Some(end) = century(t, i, first, out) {
        return Some(end);
    }
    if !is_trusted(t, i, first) {
        return None;
    }
    let strength = if first == 1 { Strength::Part } else { Strength::Full };
    let key = Key::new(Form::number(first), strength);
    out.push(Anchor { span: t.span(i, i + 1), kind: AnchorKind::Number, keys: vec![key] });
    Some(i + 1)
}

/// `XX век`, `XIX–XX вв.`, `IV квартал`.
fn century(t: &Tokens, i: usize, first: u64, out: &mut Vec<Anchor>) -> Option<usize> {
    let number = |value, end| Number {
        value: Decimal::from_int(value),
        other: None,
        end,
        ordinal: true,
        spelled: false,
    };
    let second = t.is_dash(i + 1).then(|| numeral(t, i + 2)).flatten();
    match second {
        None => {
            let first = number(first, i + 1);
            // Russian only: in English, I is a pronoun.
            let period = |out: &mut _| (t.lang == Lang::Ru).then(|| date::period(t, i, &first, out))?;
            date::century(t, i, &first, out).or_else(|| period(out))
        }
        Some(second) => {
            let mut found = Vec::new();
            let end = date::century(t, i + 2, &number(second, i + 3), &mut found)?;
            let keys = vec![Key::full(Form::Century(first)), Key::part(Form::number(first))];
            out.push(Anchor { span: t.span(i, i + 1), kind: AnchorKind::Date, keys });
            out.append(&mut found);
            Some(end)
        }
    }
}

/// The value of the numeral at `i`, if it is canonical and in capitals.
fn numeral(t: &Tokens, i: usize) -> Option<u64> {
    let token = t.get(i).filter(|n| matches!(n.class, Class::Latin | Class::Cyrillic) && n.letters <= 9)?;
    let capitals = token.case == Case::Upper || (token.letters == 1 && token.case == Case::Capital);
    if !capitals || t.glued(i + 1) && t.get(i + 1)?.class != Class::Mark {
        return None;
    }
    value(t.raw(i)).filter(|v| *v < 90 || token.letters > 3)
}

fn value(text: &str) -> Option<u64> {
    let mut total = 0u64;
    let mut above = u64::MAX;
    for c in text.chars().rev() {
        let digit = digit(c)?;
        total = if above != u64::MAX && digit < above { total.checked_sub(digit)? } else { total + digit };
        above = digit.max(if above == u64::MAX { 0 } else { above });
    }
    (format(total) == text.chars().map(latin).collect::<String>()).then_some(total)
}

/// The Latin letter for a look-alike. Typists also write V as the Cyrillic У.
fn latin(c: char) -> char {
    match c {
        'У' => 'V',
        c => latin_capital(c).unwrap_or(c),
    }
}

fn digit(c: char) -> Option<u64> {
    Some(match latin(c) {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        'D' => 500,
        'M' => 1000,
        _ => return None,
    })
}

fn format(mut value: u64) -> String {
    const STEPS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (step, letters) in STEPS {
        while value >= step && out.len() < 16 {
            out.push_str(letters);
            value -= step;
        }
    }
    out
}

/// Whether the token is a numeral and not the pronoun I, an initial, or a letter.
fn is_trusted(t: &Tokens, i: usize, value: u64) -> bool {
    let Some(token) = t.get(i) else { return false };
    if token.letters > 1 {
        return !(value > 39 && token.letters == 2);
    }
    let initial = t.is(i + 1, '.') && t.get(i + 2).is_some_and(|n| n.letters > 0 && n.case != Case::Lower);
    if initial || token.class == Class::Cyrillic || !matches!(value, 1 | 5 | 10) {
        return false;
    }
    let before = i.checked_sub(1).map_or("", |b| t.word(b));
    let named = i > 0 && t.get(i - 1).is_some_and(|b| b.letters > 1 && b.case == Case::Capital);
    let heading = i == 0 && (t.is(1, '.') || t.len() == 1) && !initial;
    match (t.lang, value) {
        (Lang::Ru, _) => true,
        (Lang::En, 1) => heading || is_division(before),
        (Lang::En, _) => heading || named || is_division(before),
    }
}
