//! Finds quantities: numbers in digits or words, with their scale, currency, percent sign or unit.

use super::amount::{Measure, Number, anchor};
use super::decimal::Decimal;
use super::token::{Class, Tokens};
use super::vocabulary::{self, Lexeme};
use super::{Anchor, AnchorKind, Form, Key};
use crate::document::Lang;

/// More digit groups than this are a list or noise, not a number.
const MOST_GROUPS: usize = 12;

/// The number that starts at token `i`, in digits or in words.
pub(super) fn number(t: &Tokens, i: usize) -> Option<Number> {
    match t.get(i)?.class {
        Class::Digits => digits(t, i),
        Class::Mark => glyph(t.get(i)?.first).map(|value| plain(value, i + 1)),
        _ => super::words::spelled(t, i),
    }
}

fn plain(value: Decimal, end: usize) -> Number {
    Number { value, other: None, end, ordinal: false, spelled: false }
}

/// The value of a fraction character.
fn glyph(c: char) -> Option<Decimal> {
    match c {
        '½' => Decimal::ratio(1, 2),
        '¼' => Decimal::ratio(1, 4),
        '¾' => Decimal::ratio(3, 4),
        '⅛' => Decimal::ratio(1, 8),
        '⅕' => Decimal::ratio(1, 5),
        _ => None,
    }
}

fn digits(t: &Tokens, i: usize) -> Option<Number> {
    let first = t.digits_at(i)?;
    if let Some((whole, end)) = spaced_groups(t, i, first) {
        let (fraction, end) = match decimal_mark(t, end).and_then(|m| t.digits_at(m)) {
            Some(fraction) => (fraction, end + 2),
            None => ("", end),
        };
        return Some(plain(Decimal::new(&whole, fraction), end));
    }
    let number = marked_groups(t, i, first);
    Some(with_fraction(t, number))
}

/// `1 234 567`: groups of three after a space of any width.
fn spaced_groups(t: &Tokens, i: usize, first: &str) -> Option<(String, usize)> {
    if first.len() > 3 || first.starts_with('0') {
        return None;
    }
    let mut whole = first.to_owned();
    let mut end = i + 1;
    while end - i < MOST_GROUPS && t.spaced(end) {
        let Some(group) = t.digits_at(end).filter(|g| g.len() == 3) else { break };
        if t.get(end + 1).is_some_and(|n| n.glued && matches!(n.class, Class::Latin | Class::Cyrillic)) {
            break;
        }
        whole.push_str(group);
        end += 1;
    }
    (end > i + 1).then_some((whole, end))
}

/// The token after a decimal point or comma at `i`.
fn decimal_mark(t: &Tokens, i: usize) -> Option<usize> {
    ((t.is(i, ',') || t.is(i, '.')) && t.glued(i) && t.glued(i + 1)).then_some(i + 1)
}

/// Digit groups joined by full stops and commas, read by the conventions of the language.
fn marked_groups(t: &Tokens, i: usize, first: &str) -> Number {
    // In a list without spaces, `(2,3,9)`, a comma before the number means that the comma after it is no decimal
    // comma.
    let is_listed =
        i >= 2 && t.is(i - 1, ',') && t.glued(i - 1) && t.glued(i) && t.digits_at(i - 2).is_some();
    if is_listed {
        return plain(Decimal::new(first, ""), i + 1);
    }
    let mut groups = vec![first];
    let mut marks = Vec::new();
    let mut end = i + 1;
    while let Some(group) = decimal_mark(t, end).and_then(|m| t.digits_at(m)) {
        marks.push(t.get(end).map_or(' ', |m| m.first));
        groups.push(group);
        end += 2;
        if groups.len() > MOST_GROUPS {
            break;
        }
    }
    read_groups(t.lang, &groups, &marks, end).unwrap_or_else(|| plain(Decimal::new(first, ""), i + 1))
}

fn read_groups(lang: Lang, groups: &[&str], marks: &[char], end: usize) -> Option<Number> {
    let threes =
        |g: &[&str]| g.iter().skip(1).all(|x| x.len() == 3) && g[0].len() <= 3 && !g[0].starts_with('0');
    let last = groups.len() - 1;
    match marks {
        [] => None,
        [mark] => {
            let decimal = Decimal::new(groups[0], groups[1]);
            if !threes(groups) {
                return Some(plain(decimal, end));
            }
            let grouped = Decimal::new(&groups.concat(), "");
            let comma_groups = *mark == ',' && lang == Lang::En;
            let (value, other) = if comma_groups { (grouped, decimal) } else { (decimal, grouped) };
            Some(Number { other: Some(other), ..plain(value, end) })
        }
        _ if marks.iter().all(|m| *m == marks[0]) && threes(groups) => {
            Some(plain(Decimal::new(&groups.concat(), ""), end))
        }
        _ if marks[..last - 1].iter().all(|m| *m == marks[0])
            && marks[last - 1] != marks[0]
            && threes(&groups[..last]) =>
        {
            Some(plain(Decimal::new(&groups[..last].concat(), groups[last]), end))
        }
        _ => None,
    }
}

/// A fraction after the number: `2½`, `1/2`.
fn with_fraction(t: &Tokens, number: Number) -> Number {
    let end = number.end;
    if let Some(part) = t.get(end).filter(|n| n.glued).and_then(|n| glyph(n.first)) {
        let value = number.value.plus(&part).unwrap_or(number.value);
        return plain(value, end + 1);
    }
    let below = (t.is(end, '/') && t.glued(end) && t.glued(end + 1) && !t.is(end + 2, '/'))
        .then(|| t.digits_at(end + 1))
        .flatten()
        .and_then(|d| d.parse::<u64>().ok());
    match (number.int(), below) {
        (Some(above), Some(below)) if below <= 20 && above < below => match Decimal::ratio(above, below) {
            Some(value) => plain(value, end + 2),
            None => number,
        },
        _ => number,
    }
}

/// The scale and the measure after a number, and the index of the token after them.
struct Suffix {
    scale: Option<u32>,
    measure: Measure,
    end: usize,
}

/// Reads the quantity at token `i` (a number, or a currency and a number) and appends its anchors: two for a range.
/// Returns the index of the token after it.
pub(super) fn quantity(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    if let Some(end) = super::words::compound_adjective(t, i, out).or_else(|| version(t, i, out)) {
        return Some(end);
    }
    let (currency, start) = match currency_before(t, i) {
        Some((code, start)) => (Some(code), start),
        None => (None, i),
    };
    let first = number(t, start)?;
    let second = range_end(t, &first);
    let last = second.as_ref().unwrap_or(&first);
    let suffix = suffix(t, last.end, last, currency);
    let first_end = if second.is_some() { first.end } else { suffix.end };
    out.push(anchor(t, (i, first_end), &first, suffix.scale, suffix.measure));
    if let Some(second) = second {
        let from = first.end + 1;
        out.push(anchor(t, (from, suffix.end), &second, suffix.scale, suffix.measure));
    }
    Some(suffix.end)
}

/// `2.4.1`: a version, a section number, an IP address.
fn version(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let mut end = i + 1;
    while end < i + 2 * MOST_GROUPS
        && t.is(end, '.')
        && t.glued(end)
        && t.glued(end + 1)
        && t.digits_at(end + 1).is_some()
    {
        end += 2;
    }
    let span = t.span(i, end);
    t.digits_at(i)
        .filter(|first| end >= i + 5 && number(t, i).is_none_or(|n| n.end < end) && first.len() < 5)?;
    let keys = vec![Key::full(Form::Code(span.of(t.text).to_owned()))];
    out.push(Anchor { span, kind: AnchorKind::Identifier, keys });
    Some(end)
}

/// The second number of a range `5-10`, `2018–2020`.
fn range_end(t: &Tokens, first: &Number) -> Option<Number> {
    let tight = t.is_dash(first.end) && (t.glued(first.end) == t.glued(first.end + 1));
    if !tight || first.spelled || t.digits_at(first.end + 1).is_none() {
        return None;
    }
    let second = number(t, first.end + 1)?;
    match (first.int(), second.int()) {
        (Some(a), Some(b)) if (1000..=2100).contains(&a) && b < 100 && b > a % 100 => {
            let year = Decimal::from_int(a / 100 * 100 + b);
            Some(Number { value: year, other: Some(second.value.clone()), ..second })
        }
        _ => (!t.is_dash(second.end) || !t.glued(second.end)).then_some(second),
    }
}

/// A currency in front of its number, and the index of the number's token: `$5`, `US$ 5`, `EUR 5`.
fn currency_before(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let token = t.get(i)?;
    match token.class {
        Class::Mark => vocabulary::currency_sign(token.first).map(|code| (code, i + 1)),
        Class::Latin if t.is(i + 1, '$') && t.glued(i + 1) => {
            let code = match t.word(i) {
                "us" => "USD",
                "a" | "au" => "AUD",
                "c" | "ca" => "CAD",
                _ => return None,
            };
            Some((code, i + 2))
        }
        Class::Latin if token.letters == 3 && t.digits_at(i + 1).is_some() => {
            vocabulary::currency_word(t.word(i))
                .filter(|code| code.eq_ignore_ascii_case(t.word(i)))
                .map(|c| (c, i + 1))
        }
        _ => None,
    }
}

fn suffix(t: &Tokens, at: usize, number: &Number, currency: Option<&'static str>) -> Suffix {
    let (scale, end) = scale(t, at, currency.is_some());
    if let Some(code) = currency {
        return Suffix { scale, measure: Measure::Currency(code), end };
    }
    let (measure, end) = measure(t, end, number, scale);
    Suffix { scale, measure, end }
}

/// The scale word after a number.
fn scale(t: &Tokens, at: usize, money: bool) -> (Option<u32>, usize) {
    let word = if t.is_dash(at) && t.glued(at) && t.glued(at + 1) { at + 1 } else { at };
    match t.lexeme(word) {
        Some(Lexeme::Scale(power)) => (Some(power), t.after_stop_of_abbreviation(word)),
        _ if word > at && t.word(word).starts_with("тысячн") => (Some(3), word + 1),
        _ if word > at && t.word(word).starts_with("миллионн") => (Some(6), word + 1),
        _ if t.glued(at) => match vocabulary::scale_suffix(t.word(at)) {
            Some(power) if money || t.word(at) != "b" => (Some(power), at + 1),
            _ => (None, at),
        },
        _ => (None, at),
    }
}

fn measure(t: &Tokens, at: usize, number: &Number, scale: Option<u32>) -> (Measure, usize) {
    if let Some(end) = percent(t, at) {
        return (Measure::Percent, end);
    }
    if let Some((code, end)) = currency_after(t, at) {
        return (Measure::Currency(code), end);
    }
    if let Some((unit, end)) = unit(t, at) {
        let year =
            unit == "year" && scale.is_none() && number.int().is_some_and(|n| (1000..2200).contains(&n));
        if !year && !number.ordinal {
            return (Measure::Unit(unit), end);
        }
    }
    (Measure::Bare, at)
}

fn percent(t: &Tokens, at: usize) -> Option<usize> {
    if t.is(at, '%') {
        return Some(at + 1);
    }
    let at = if t.is_dash(at) && t.glued(at) { at + 1 } else { at };
    match t.word(at) {
        "percent" => Some(at + 1),
        "per" if t.word(at + 1) == "cent" => Some(at + 2),
        "percentage" if t.word(at + 1).starts_with("point") => Some(at + 2),
        word => word.starts_with("процент").then_some(at + 1),
    }
}

fn currency_after(t: &Tokens, at: usize) -> Option<(&'static str, usize)> {
    if let Some(code) =
        t.get(at).filter(|m| m.class == Class::Mark).and_then(|m| vocabulary::currency_sign(m.first))
    {
        return Some((code, at + 1));
    }
    let word = match t.word(at) {
        "us" | "american" => at + 1,
        "u" if t.word(at + 2) == "s" => at + 4,
        _ => at,
    };
    let code = vocabulary::currency_word(t.word(word))?;
    let mut end = t.after_stop_of_abbreviation(word);
    if code == "USD" && t.word(end) == "сша" || code == "GBP" && t.word(end).starts_with("стерлинг")
    {
        end += 1;
    }
    Some((code, end))
}

fn unit(t: &Tokens, at: usize) -> Option<(&'static str, usize)> {
    if t.is(at, '°') {
        return Some(match t.word(at + 1) {
            "c" | "с" => ("C", at + 2),
            "f" => ("F", at + 2),
            _ => ("deg", at + 1),
        });
    }
    if let Some((squared, word)) = squared(t, at) {
        return Some((squared, word));
    }
    let word = if t.is_dash(at) && t.glued(at) && t.glued(at + 1) { at + 1 } else { at };
    if t.lang == Lang::En && t.word(word) == "m" && t.get(word).is_some() {
        return Some(("m", word + 1));
    }
    if word > at
        && let Some(unit) = vocabulary::counted(t.word(word)).flatten()
    {
        return Some((unit, word + 1));
    }
    let unit = vocabulary::unit_word(t.word(word))?;
    let next = t.after_stop_of_abbreviation(word);
    if unit == "km" && t.is(next, '/') && matches!(t.word(next + 1), "h" | "ч") {
        return Some(("km/h", next + 2));
    }
    if (unit == "km" || unit == "m") && (t.is(next, '²') || (t.digits_at(next) == Some("2") && t.glued(next)))
    {
        return Some((if unit == "km" { "km2" } else { "m2" }, next + 1));
    }
    Some((unit, next))
}

/// Square units: `sq km`, `square metres`, `кв. км`, `квадратных километров`.
fn squared(t: &Tokens, at: usize) -> Option<(&'static str, usize)> {
    let word = t.word(at);
    if !(matches!(word, "sq" | "square" | "кв") || word.starts_with("квадратн")) {
        return None;
    }
    let next = t.after_stop(at + 1);
    let unit = match vocabulary::unit_word(t.word(next))? {
        "km" => "km2",
        "m" => "m2",
        "mi" => "mi2",
        "ft" => "ft2",
        _ => return None,
    };
    Some((unit, t.after_stop_of_abbreviation(next)))
}
