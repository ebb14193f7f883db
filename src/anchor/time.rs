//! Times of day: `5:30 p.m.`, `17.30`, `17 ч. 30 мин.`, `five o'clock`, noon.

use super::amount::Number;
use super::decimal::Decimal;
use super::number;
use super::token::{Class, Tokens};
use super::{Anchor, AnchorKind, Form, Key};
use crate::document::Lang;

/// Which half of the day the text specifies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Unsaid,
}

/// Reads the time at token `i`. Returns the index of the token after it.
pub(super) fn time(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let whole_word = match t.word(i) {
        "noon" | "midday" | "полдень" => Some(12),
        "midnight" | "полночь" => Some(0),
        _ => None,
    };
    if let Some(hour) = whole_word {
        return push(t, i, i + 1, hour, 0, Half::Unsaid, out);
    }
    digital(t, i, out).or_else(|| hours_and_minutes(t, i, out)).or_else(|| full_hour(t, i, out))
}

/// `17:30`, `5.30 p.m.`, Russian `в 17.30`.
fn digital(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let hour: u64 = t.digits_at(i).filter(|h| h.len() <= 2)?.parse().ok().filter(|h| *h < 24)?;
    let minute: u64 =
        t.digits_at(i + 2).filter(|m| m.len() == 2 && t.glued(i + 1) && t.glued(i + 2))?.parse().ok()?;
    let colon = t.is(i + 1, ':');
    if minute > 59
        || !(colon || t.is(i + 1, '.'))
        || t.is(i + 3, ':') && !t.glued(i + 4)
        || (t.is(i + 3, '.') && t.glued(i + 4))
    {
        return None;
    }
    let seconds = colon && t.is(i + 3, ':') && t.glued(i + 3) && t.digits_at(i + 4).is_some();
    let after = if seconds { i + 5 } else { i + 3 };
    let (half, end) = half_of_day(t, after);
    let before = i.checked_sub(1).map_or("", |b| t.word(b));
    let clock = matches!(before, "в" | "с" | "до" | "к" | "около") && measures_nothing(t, after);
    if colon || half != Half::Unsaid || clock && hour > 0 {
        return push(t, i, end, hour, minute, half, out);
    }
    None
}

/// Whether no unit follows: `с 17.50 процента` is not a time.
fn measures_nothing(t: &Tokens, i: usize) -> bool {
    match t.get(i) {
        Some(next) if next.class == Class::Mark => !matches!(next.first, '%' | '$' | '€'),
        Some(_) => matches!(t.word(i), "до" | "по" | "и" | "в" | "мск"),
        None => true,
    }
}

/// `17 ч. 30 мин.`, `17 часов 30 минут`.
fn hours_and_minutes(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let hour: u64 = t.digits_at(i)?.parse().ok().filter(|h| *h < 24)?;
    let at = match t.word(i + 1) {
        "ч" => t.after_stop(i + 2),
        "час" | "часа" | "часов" => i + 2,
        _ => return None,
    };
    let minute: u64 = t.digits_at(at)?.parse().ok().filter(|m| *m < 60)?;
    let end = match t.word(at + 1) {
        "мин" => t.after_stop_of_abbreviation(at + 1),
        "минут" | "минуты" | "минута" | "минуту" => at + 2,
        _ => return None,
    };
    let (half, end) = half_of_day(t, end);
    push(t, i, end, hour, minute, half, out)
}

/// `5 p.m.`, `five o'clock`, `5 часов вечера`, `в 17 ч.`
fn full_hour(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    if !matches!(t.get(i)?.class, Class::Digits) && t.lexeme(i).is_none() {
        return None;
    }
    let Number { end, .. } = number::number(t, i)?;
    let hour = number::number(t, i)?.int().filter(|h| *h < 24)?;
    let at = match t.word(end) {
        "o'clock" => return with_half(t, i, end + 1, hour, true, out),
        "час" | "часа" | "часов" => end + 1,
        "ч" => t.after_stop_of_abbreviation(end),
        "дня" => return None, // "2 дня" are two days
        _ => end,
    };
    with_half(t, i, at, hour, false, out)
}

fn with_half(t: &Tokens, i: usize, at: usize, hour: u64, sure: bool, out: &mut Vec<Anchor>) -> Option<usize> {
    let (half, end) = half_of_day(t, at);
    if half == Half::Unsaid && !sure {
        return None;
    }
    push(t, i, end, hour, 0, half, out)
}

/// `a.m.`, `p.m.`, `утра`, `вечера`, and the index of the token after it.
fn half_of_day(t: &Tokens, i: usize) -> (Half, usize) {
    let half = match t.word(i) {
        "am" | "утра" | "ночи" => Half::Morning,
        "pm" | "вечера" | "дня" => Half::Afternoon,
        "a" | "p" if t.is(i + 1, '.') && t.word(i + 2) == "m" && t.glued(i + 2) => {
            let half = if t.word(i) == "a" { Half::Morning } else { Half::Afternoon };
            return (half, t.after_stop_of_abbreviation(i + 2));
        }
        _ => return (Half::Unsaid, i),
    };
    let glued_letters = t.lang == Lang::En || matches!(t.get(i), Some(w) if !w.glued);
    if glued_letters { (half, i + 1) } else { (Half::Unsaid, i) }
}

fn push(
    t: &Tokens,
    from: usize,
    to: usize,
    hour: u64,
    minute: u64,
    half: Half,
    out: &mut Vec<Anchor>,
) -> Option<usize> {
    let (hour, other) = match (half, hour) {
        (Half::Morning, 12) => (0, None),
        (Half::Afternoon, 0..=11) => (hour + 12, None),
        (Half::Unsaid, 1..=12) => (hour, Some((hour + 12) % 24)),
        (Half::Unsaid, 13..=23) => (hour, Some(hour - 12)),
        _ => (hour, None),
    };
    let mut keys = vec![Key::full(Form::Time(hour, minute))];
    keys.extend(other.map(|hour| Key::weak(Form::Time(hour, minute))));
    if minute > 0 {
        keys.push(Key::weak(Form::Number(Decimal::new(&hour.to_string(), &format!("{minute:02}")))));
    } else {
        keys.push(Key::weak(Form::number(if hour > 12 { hour - 12 } else { hour })));
    }
    out.push(Anchor { span: t.span(from, to), kind: AnchorKind::Time, keys });
    Some(to)
}
