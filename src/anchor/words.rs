//! Reads numbers in words: `twenty-five`, `two hundred thousand`, `двадцатью пятью`, `sixty-fourth`, `две трети`.

use super::Anchor;
use super::amount::{self, Measure, Number};
use super::decimal::Decimal;
use super::token::{Class, Tokens};
use super::vocabulary::{Lexeme, counted, number_prefix};
use crate::document::Lang;

/// The number in words that starts at token `i`.
pub(super) fn spelled(t: &Tokens, i: usize) -> Option<Number> {
    match t.lexeme(i)? {
        Lexeme::Part(parts) => part(1, parts, after_article(t, i + 1)),
        Lexeme::OneAndHalf => Some(decimal(Decimal::ratio(3, 2)?, i + 1)),
        Lexeme::Dozen => Some(whole(12, i + 1, false)),
        Lexeme::Number { .. } => compound(t, i),
        Lexeme::Scale(2) if t.lang == Lang::En => {
            Some(whole(100, i + 1, false)).filter(|_| i > 0 && t.word(i - 1) == "a")
        }
        Lexeme::Scale(3..) if starts_alone(t, i) => compound(t, i),
        _ => None,
    }
}

/// A scale word that is a number by itself, in the singular: `a million`, `тысяча`.
fn starts_alone(t: &Tokens, i: usize) -> bool {
    match t.lang {
        Lang::En => i > 0 && t.word(i - 1) == "a",
        Lang::Ru => matches!(t.word(i), "тысяча" | "тысячу" | "миллион" | "миллиард"),
    }
}

fn whole(value: u64, end: usize, ordinal: bool) -> Number {
    Number { value: Decimal::from_int(value), other: None, end, ordinal, spelled: true }
}

/// `one third`, `three quarters`, `половина`.
fn part(above: u64, parts: u64, end: usize) -> Option<Number> {
    Some(decimal(Decimal::ratio(above, parts)?, end))
}

fn decimal(value: Decimal, end: usize) -> Number {
    Number { value, other: None, end, ordinal: false, spelled: true }
}

/// Skips the article of `half a million`.
fn after_article(t: &Tokens, at: usize) -> usize {
    let scaled = t.word(at) == "a" && matches!(t.lexeme(at + 1), Some(Lexeme::Scale(3..)));
    at + usize::from(scaled)
}

/// The running value of a number that is read word by word.
#[derive(Default)]
struct Sum {
    done: u64,
    group: u64,
    /// The next word of the group must be less than this.
    room: u64,
    /// The next scale must be less than this power of ten.
    scale: u32,
}

impl Sum {
    /// Whether another word may follow: nothing can be added to zero or to half a million.
    fn may_hold(&self, value: u64) -> bool {
        value > 0 && value < self.room
    }

    fn add(&mut self, value: u64) -> bool {
        let fits = self.may_hold(value) && (value < 10 || self.room >= 100);
        if fits {
            self.group += value;
            self.room = match value {
                100.. => 100,
                20.. => 10,
                _ => 0,
            };
        }
        fits
    }

    fn hundred(&mut self) -> bool {
        let fits = (1..100).contains(&self.group);
        if fits {
            self.group *= 100;
            self.room = 100;
        }
        fits
    }

    fn scale(&mut self, power: u32) -> bool {
        let fits = power < self.scale && self.group > 0;
        if fits {
            self.done += self.group * 10u64.pow(power);
            self.group = 0;
            self.room = 1000;
            self.scale = power;
        }
        fits
    }
}

fn compound(t: &Tokens, i: usize) -> Option<Number> {
    let mut sum = Sum { room: 1001, scale: 15, ..Sum::default() };
    // `тысяча девятьсот` omits the one before the scale word.
    sum.group = u64::from(matches!(t.lexeme(i), Some(Lexeme::Scale(_))));
    let (mut at, mut end, mut last_ordinal) = (i, i, false);
    while let Some(lexeme) = t.lexeme(at) {
        let taken = match lexeme {
            Lexeme::Number { value, ordinal } if at == i && !sum.may_hold(value) => {
                return Some(whole(value, i + 1, ordinal));
            }
            Lexeme::Number { value, ordinal } => {
                last_ordinal = ordinal;
                sum.add(value)
            }
            Lexeme::Scale(2) => sum.hundred(),
            Lexeme::Scale(power) => sum.scale(power),
            _ => false,
        };
        if !taken {
            last_ordinal = false;
            break;
        }
        end = at + 1;
        if last_ordinal {
            break;
        }
        at = next_word(t, end);
    }
    if end == i {
        return None;
    }
    let value = sum.done + sum.group;
    // An ordinal ends the number: `second quarter` is not a fraction.
    let fraction = if last_ordinal { None } else { fraction(t, value, end) };
    fraction.or_else(|| Some(whole(value, end, last_ordinal)))
}

/// The index of the token at which the number may continue: after a hyphen, or after `and` following a hundred.
fn next_word(t: &Tokens, end: usize) -> usize {
    let hyphen = t.is_dash(end) && t.glued(end) && t.glued(end + 1);
    let and = t.word(end) == "and" && t.word(end.saturating_sub(1)) == "hundred";
    if (hyphen || and) && matches!(t.lexeme(end + 1), Some(Lexeme::Number { .. } | Lexeme::Scale(_))) {
        return end + 1;
    }
    end
}

/// The number inside a compound adjective: `пятилетний`, `двухнедельные`, `трехэтажный`.
pub(super) fn compound_adjective(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    t.get(i).filter(|w| w.class == Class::Cyrillic && w.letters > 7 && w.lexeme.is_none())?;
    let word = t.word(i);
    let (value, rest) = number_prefix(word)?;
    let measure = counted(rest)?.map_or(Measure::Bare, Measure::Unit);
    out.push(amount::anchor(t, (i, i + 1), &whole(value, i + 1, false), None, measure));
    Some(i + 1)
}

/// `one third`, `two-thirds`, `две трети`, `a quarter`; `two and a half`, `два с половиной`.
fn fraction(t: &Tokens, above: u64, end: usize) -> Option<Number> {
    if let Some(end) = and_a_half(t, end) {
        return part(2 * above + 1, 2, end);
    }
    let at = if t.is_dash(end) && t.glued(end) { end + 1 } else { end };
    match t.lexeme(at)? {
        Lexeme::Part(parts) => part(above, parts, at + 1),
        // "one third", and not "twenty one, third"
        Lexeme::Number { value: parts @ 3..=10, ordinal: true } if above == 1 && t.lang == Lang::En => {
            part(1, parts, at + 1)
        }
        _ => None,
    }
}

fn and_a_half(t: &Tokens, at: usize) -> Option<usize> {
    match (t.word(at), t.word(at + 1), t.word(at + 2)) {
        ("and", "a", "half") => Some(at + 3),
        ("с", "половиной", _) => Some(at + 2),
        _ => None,
    }
}
