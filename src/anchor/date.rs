//! Dates in all forms: full, numeric with both readings, partial, ranges; decades, centuries, eras; months and weekdays.

use super::amount::Number;
use super::decimal::Decimal;
use super::number;
use super::token::{Case, Class, Tokens};
use super::vocabulary::Lexeme;
use super::{Anchor, AnchorKind, Date, Form, Key, Strength};
use crate::document::Lang;

impl Date {
    fn anchor(&self, t: &Tokens, from: usize, to: usize) -> Anchor {
        Anchor { span: t.span(from, to), kind: AnchorKind::Date, keys: self.keys() }
    }
}

/// Reads the date at token `i`, which is a number or a word. Returns the index of the token after it.
pub(super) fn date(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let token = t.get(i)?;
    match token.lexeme {
        Some(Lexeme::Month(month)) => return month_first(t, i, month, out),
        Some(Lexeme::Weekday(day)) => return weekday(t, i, day, out),
        Some(Lexeme::Decade(decade)) => return spelled_decade(t, i, decade, out),
        _ => {}
    }
    if token.class == Class::Digits
        && let Some(end) = numeric(t, i, out)
    {
        return Some(end);
    }
    let first = number::number(t, i)?;
    let first = with_ordinal_ending(t, first);
    era(t, i, &first, out)
        .or_else(|| century(t, i, &first, out))
        .or_else(|| period(t, i, &first, out))
        .or_else(|| day_first(t, i, &first, out))
        .or_else(|| decade(t, i, &first, out))
        .or_else(|| ordinal(t, i, &first, out))
}

/// Extends the number over a glued ordinal ending: `64th`, `64-й`, `15-го`.
fn with_ordinal_ending(t: &Tokens, n: Number) -> Number {
    if n.spelled || n.int().is_none() {
        return n;
    }
    if t.glued(n.end) && matches!(t.word(n.end), "st" | "nd" | "rd" | "th") {
        return Number { end: n.end + 1, ordinal: true, ..n };
    }
    let hyphen = usize::from(t.is_dash(n.end) && t.glued(n.end));
    if t.glued(n.end + hyphen)
        && is_russian_ending(t.word(n.end + hyphen))
        && (hyphen == 1 || t.lang == Lang::Ru)
    {
        return Number { end: n.end + hyphen + 1, ordinal: true, ..n };
    }
    n
}

fn is_russian_ending(word: &str) -> bool {
    matches!(
        word,
        "й" | "я"
            | "е"
            | "ю"
            | "м"
            | "х"
            | "го"
            | "му"
            | "ми"
            | "ти"
            | "ый"
            | "ий"
            | "ой"
            | "ая"
            | "ое"
            | "ые"
            | "ых"
            | "ым"
            | "ом"
            | "ую"
            | "ей"
            | "ого"
            | "ому"
            | "ыми"
    )
}

fn day_of(n: &Number) -> Option<u64> {
    n.int().filter(|d| (1..=31).contains(d))
}

/// A year of four digits at `i` (after an optional comma in English), and the token after it and after the Russian
/// word for year.
fn year(t: &Tokens, i: usize) -> Option<(u64, usize)> {
    let at = if t.is(i, ',') && t.lang == Lang::En { i + 1 } else { i };
    let digits = t.digits_at(at).filter(|d| d.len() == 4)?;
    if t.glued(at + 1) && t.get(at + 1).is_some_and(|n| n.class == Class::Latin) {
        return None;
    }
    let year = digits.parse().ok().filter(|y| (1000..2200).contains(y))?;
    Some((year, year_word(t, at + 1)))
}

/// The token after `года`, `г.`, `гг.` at `i`, or `i`.
fn year_word(t: &Tokens, i: usize) -> usize {
    match t.word(i) {
        "г" | "гг" => t.after_stop_of_abbreviation(i),
        "год" | "года" | "году" | "годом" | "годе" | "годы" | "годов" | "годах" | "годам" => {
            i + 1
        }
        _ => i,
    }
}

/// A month name at `i`, and the token after it and after its full stop.
fn month(t: &Tokens, i: usize) -> Option<(u8, usize)> {
    match t.lexeme(i)? {
        Lexeme::Month(m) if t.lang == Lang::Ru || t.get(i)?.case != Case::Lower => {
            let abbreviated = t.get(i)?.letters <= 4 && t.word(i) != "май" && t.word(i) != "мая";
            Some((m, if abbreviated { t.after_stop_of_abbreviation(i) } else { i + 1 }))
        }
        _ => None,
    }
}

/// `15 April 2021`, `15th of April`, `15–17 апреля 2021 г.`, `15 и 17 апреля`.
fn day_first(t: &Tokens, i: usize, first: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    let day = day_of(first)?;
    if let Some((date, end)) = day_month(t, day, first.end) {
        out.push(date.anchor(t, i, end));
        return Some(end);
    }
    let link = t.is_dash(first.end) || matches!(t.word(first.end), "and" | "и" | "to" | "по");
    let start = first.end + 1;
    if !link || first.spelled {
        return None;
    }
    let second = with_ordinal_ending(t, number::number(t, start)?);
    let (date, end) = day_month(t, day_of(&second)?, second.end)?;
    out.push(Date { day: Some(day), ..date }.anchor(t, i, first.end));
    out.push(date.anchor(t, start, end));
    Some(end)
}

fn day_month(t: &Tokens, day: u64, at: usize) -> Option<(Date, usize)> {
    let at = match (t.word(at), t.word(at + 1)) {
        ("day", "of") => at + 2,
        ("of", _) => at + 1,
        _ => at,
    };
    let (month, end) = month(t, at)?;
    let (year, end) = year(t, end).map_or((None, end), |(y, end)| (Some(y), end));
    Some((Date { year, month: Some(month), day: Some(day) }, end))
}

/// `April 15, 2021`, `April 15–17`, `April 2021`, `апреле 2021 года`, or the month alone.
fn month_first(t: &Tokens, i: usize, m: u8, out: &mut Vec<Anchor>) -> Option<usize> {
    let (_, end) = month(t, i)?;
    let date = Date { month: Some(m), ..Date::default() };
    let year_at = if t.word(end) == "of" { end + 1 } else { end };
    if let Some((year, end)) = year(t, year_at) {
        out.push(Date { year: Some(year), ..date }.anchor(t, i, end));
        return Some(end);
    }
    if t.lang == Lang::En
        && t.digits_at(end).is_some()
        && let Some(end) = days_after_month(t, i, end, date, out)
    {
        return Some(end);
    }
    if is_also_a_word(t, i) {
        return None;
    }
    out.push(date.anchor(t, i, end));
    Some(end)
}

fn days_after_month(t: &Tokens, i: usize, at: usize, date: Date, out: &mut Vec<Anchor>) -> Option<usize> {
    let first = with_ordinal_ending(t, super::number::number(t, at).filter(|n| n.end == at + 1)?);
    let day = day_of(&first)?;
    let second = t.is_dash(first.end).then(|| t.digits_at(first.end + 1)).flatten();
    let second = second.and_then(|d| d.parse::<u64>().ok()).filter(|d| (1..=31).contains(d));
    let days_end = if second.is_some() { first.end + 2 } else { first.end };
    let (year, end) = year(t, days_end).map_or((None, days_end), |(y, end)| (Some(y), end));
    let first_end = if second.is_some() { first.end } else { end };
    out.push(Date { year, day: Some(day), ..date }.anchor(t, i, first_end));
    if let Some(day) = second {
        out.push(Date { year, day: Some(day), ..date }.anchor(t, first.end + 1, end));
    }
    Some(end)
}

/// Whether the month name at `i` may be another word: `May` and `March` at the start of a sentence, `Марта` as a
/// name, `мае`.
fn is_also_a_word(t: &Tokens, i: usize) -> bool {
    let capital = t.get(i).is_some_and(|m| m.case == Case::Capital);
    match t.word(i) {
        "may" | "march" | "august" | "april" | "june" => {
            i == 0 && t.word(i) != "april" && t.word(i) != "june"
        }
        "марта" | "марту" | "марте" | "май" | "мая" | "маю" | "июля" | "юлия" => {
            capital && i > 0
        }
        "мар" | "сен" | "дек" | "фев" => true,
        _ => false,
    }
}

fn weekday(t: &Tokens, i: usize, day: u8, out: &mut Vec<Anchor>) -> Option<usize> {
    if t.lang == Lang::En && t.get(i)?.case == Case::Lower {
        return None;
    }
    let key = Key::full(Form::Weekday(day));
    out.push(Anchor { span: t.span(i, i + 1), kind: AnchorKind::Date, keys: vec![key] });
    Some(i + 1)
}

/// `15.04.2021`, `15/04/21`, `4/15/2021`, `2021-04-15`.
fn numeric(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let mark = t.get(i + 1).filter(|m| m.glued && matches!(m.first, '.' | '/' | '-' | '\u{2011}'))?.first;
    if !(t.glued(i + 2) && t.is(i + 3, mark) && t.glued(i + 3) && t.glued(i + 4)) {
        return None;
    }
    let parts = [t.digits_at(i)?, t.digits_at(i + 2)?, t.digits_at(i + 4)?];
    if t.glued(i + 6) && t.is(i + 5, mark) && t.digits_at(i + 6).is_some() {
        return None;
    }
    let dates = numeric_readings(parts, mark, t.lang);
    let mut keys: Vec<Key> = Vec::new();
    for (rank, date) in dates.iter().enumerate() {
        for key in date.keys() {
            let strength = if rank == 0 { key.strength } else { key.strength.min(Strength::Part) };
            if !keys.iter().any(|k| k.form == key.form) {
                keys.push(Key::new(key.form, strength));
            }
        }
    }
    if keys.is_empty() {
        return None;
    }
    let end = year_word(t, i + 5);
    out.push(Anchor { span: t.span(i, end), kind: AnchorKind::Date, keys });
    Some(end)
}

/// The dates that three numbers can denote, most likely first.
fn numeric_readings(parts: [&str; 3], mark: char, lang: Lang) -> Vec<Date> {
    let value = |s: &str| s.parse::<u64>().unwrap_or(u64::MAX);
    let make = |year: &str, month: &str, day: &str| {
        let (y, m, d) = (value(year), value(month), value(day));
        let year = match year.len() {
            2 if y < 50 => 2000 + y,
            2 => 1900 + y,
            _ => y,
        };
        let valid = (1..=12).contains(&m) && (1..=31).contains(&d) && (1000..2200).contains(&year);
        valid.then_some(Date { year: Some(year), month: Some(m as u8), day: Some(d) })
    };
    let [a, b, c] = parts;
    match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) => make(a, b, c).into_iter().collect(),
        (1..=2, 1..=2, 2 | 4) if mark != '-' || c.len() == 4 => {
            let day_first = make(c, b, a);
            let month_first = if lang == Lang::En && mark != '.' { make(c, a, b) } else { None };
            let mut dates: Vec<Date> = day_first.into_iter().chain(month_first).collect();
            dates.dedup();
            dates
        }
        _ => Vec::new(),
    }
}

/// `44 BC`, `44 г. до н. э.`.
fn era(t: &Tokens, i: usize, n: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    let year = n.int().filter(|y| *y < 10_000)?;
    let at = year_word(t, n.end);
    let end = match t.word(at) {
        "bc" | "bce" => at + 1,
        "b" if t.word(at + 2) == "c" => t.after_stop_of_abbreviation(at + 2),
        "до" if t.word(at + 1) == "н" && t.is(at + 2, '.') && t.word(at + 3) == "э" => {
            t.after_stop_of_abbreviation(at + 3)
        }
        "до" if t.word(at + 1) == "нашей" && t.word(at + 2) == "эры" => at + 3,
        _ => return None,
    };
    let keys = vec![Key::full(Form::YearBefore(year)), Key::part(Form::number(year))];
    out.push(Anchor { span: t.span(i, end), kind: AnchorKind::Date, keys });
    Some(end)
}

/// `20th century`, `XX век`, `двадцатый век`; the Roman numeral is read by the caller.
pub(super) fn century(t: &Tokens, i: usize, n: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    let century = n.int().filter(|c| (1..=30).contains(c))?;
    let at = if t.is_dash(n.end) { n.end + 1 } else { n.end };
    let end = match t.word(at) {
        "century" | "centuries" | "век" | "века" | "веку" | "веком" | "веке" | "столетие" | "столетия"
        | "столетии" | "столетию" => at + 1,
        "в" | "вв" if t.is(at + 1, '.') && n.ordinal && t.lang == Lang::Ru => at + 2,
        _ => return None,
    };
    if !n.ordinal {
        return None;
    }
    let keys = vec![Key::full(Form::Century(century)), Key::part(Form::number(century))];
    out.push(Anchor { span: t.span(i, end), kind: AnchorKind::Date, keys });
    Some(end)
}

/// `the second quarter`, `первое полугодие`: a part of a year.
pub(super) fn period(t: &Tokens, i: usize, n: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    let nth = n.int().filter(|_| n.ordinal)?;
    let word = t.word(n.end);
    let (form, most): (fn(u64) -> Form, u64) = match t.lexeme(n.end) {
        Some(Lexeme::Part(2)) => (Form::HalfYear, 2),
        Some(Lexeme::Part(4)) if t.lang == Lang::En => (Form::Quarter, 4),
        _ if word.starts_with("полугоди") => (Form::HalfYear, 2),
        _ if word.starts_with("квартал") => (Form::Quarter, 4),
        _ => return None,
    };
    (1..=most).contains(&nth).then_some(())?;
    let keys = vec![Key::full(form(nth)), Key::weak(Form::Ordinal(Decimal::from_int(nth)))];
    out.push(Anchor { span: t.span(i, n.end + 1), kind: AnchorKind::Date, keys });
    Some(n.end + 1)
}

fn decade_anchor(t: &Tokens, i: usize, value: u64, end: usize) -> Anchor {
    let (full, short) = if value < 100 { (1900 + value, value) } else { (value, value % 100) };
    let mut keys = vec![Key::full(Form::Decade(full)), Key::part(Form::number(value))];
    if value >= 100 {
        keys.push(Key::weak(Form::number(short)));
    }
    Anchor { span: t.span(i, end), kind: AnchorKind::Date, keys }
}

/// `1990s`, `90s`, `1990-е годы`, `90-х гг.`.
fn decade(t: &Tokens, i: usize, n: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    let value = n.int().filter(|v| v % 10 == 0 && ((20..100).contains(v) || (1000..2200).contains(v)))?;
    if n.spelled {
        return None;
    }
    let plural = n.ordinal && matches!(t.word(n.end - 1), "е" | "х" | "ые" | "ых" | "м" | "ми");
    let apostrophe = usize::from(t.is(n.end, '\'') || t.is(n.end, '’'));
    let end = match t.lang {
        Lang::En if t.glued(n.end + apostrophe) && t.word(n.end + apostrophe) == "s" => {
            n.end + apostrophe + 1
        }
        Lang::Ru if plural => year_word(t, n.end),
        _ => return None,
    };
    out.push(decade_anchor(t, i, value, end));
    Some(end)
}

/// `nineties`, `девяностые годы`; `девяностые` alone may be an ordinal.
fn spelled_decade(t: &Tokens, i: usize, decade: u64, out: &mut Vec<Anchor>) -> Option<usize> {
    let end = year_word(t, i + 1);
    let mut anchor = decade_anchor(t, i, decade, end);
    if t.lang == Lang::Ru && end == i + 1 {
        anchor.keys.iter_mut().for_each(|key| key.strength = key.strength.min(Strength::Part));
    }
    out.push(anchor);
    Some(end)
}

/// A number with an ordinal ending that is not part of a date: `64th`, `64-й`.
fn ordinal(t: &Tokens, i: usize, n: &Number, out: &mut Vec<Anchor>) -> Option<usize> {
    if !n.ordinal || n.spelled {
        return None;
    }
    let keys = vec![Key::full(Form::Number(n.value.clone())), Key::weak(Form::Ordinal(n.value.clone()))];
    out.push(Anchor { span: t.span(i, n.end), kind: AnchorKind::Number, keys });
    Some(n.end)
}
