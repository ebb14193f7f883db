//! Finds identifiers, which both languages write alike: web and mail addresses, telephone numbers, tags, document
//! symbols, codes.

use super::decimal::Decimal;
use super::token::{Case, Class, Tokens};
use super::vocabulary::is_domain;
use super::{Anchor, AnchorKind, Form, Key};
use crate::text::chars::is_dash;
use crate::text::fold::latin_capital;

/// Longest address, symbol or number, in tokens: keeps hostile input linear.
const LONGEST: usize = 40;
/// Digits of a telephone number: at least those of a local number, at most 15 (ITU-T E.164) plus an extension.
const SHORTEST_PHONE: usize = 7;
const LONGEST_PHONE: usize = 20;

/// Reads the identifier at token `i`. Returns the index of the token after it.
pub(super) fn identifier(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let token = t.get(i)?;
    match (token.class, token.first) {
        (Class::Mark, '#') => tag(t, i, out),
        (Class::Mark, '@') if !token.glued => tag(t, i, out),
        (Class::Mark, '+') => phone(t, i, out),
        (Class::Mark, _) => None,
        (Class::Digits, _) => mail(t, i, out),
        _ => url(t, i, out)
            .or_else(|| mail(t, i, out))
            .or_else(|| symbol(t, i, out))
            .or_else(|| code(t, i, out)),
    }
}

fn push(t: &Tokens, from: usize, to: usize, keys: Vec<Key>, out: &mut Vec<Anchor>) -> Option<usize> {
    out.push(Anchor { span: t.span(from, to), kind: AnchorKind::Identifier, keys });
    Some(to)
}

/// `#EndFGM`, `@UNODC`.
fn tag(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    t.get(i + 1).filter(|w| w.glued && w.letters > 0)?;
    let mut end = i + 2;
    while end < i + LONGEST
        && t.glued(end)
        && (t.is(end, '_') || t.get(end).is_some_and(|w| w.class != Class::Mark))
    {
        end += 1;
    }
    let name = t.span(i, end).of(t.text).to_lowercase();
    let form = if name.starts_with('#') { Form::Tag(name) } else { Form::Code(name) };
    push(t, i, end, vec![Key::full(form)], out)
}

/// `https://...`, `www...`, `unodc.org/path`.
fn url(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let scheme = t.is(i + 1, ':') && t.is(i + 2, '/') && t.is(i + 3, '/') && t.glued(i + 1);
    let www = t.word(i) == "www" && t.is(i + 1, '.');
    if !scheme && !www && !is_bare_host(t, i) {
        return None;
    }
    let mut end = i + 1;
    while t.glued(end)
        && !t.get(end).is_some_and(|m| matches!(m.first, '>' | '<' | '"' | '»' | '”' | ')' | ']' | ',' | ';'))
    {
        end += 1;
    }
    while t.get(end - 1).is_some_and(|m| m.class == Class::Mark && m.first != '/') {
        end -= 1;
    }
    let span = t.span(i, end);
    let address = span.of(t.text).to_lowercase();
    let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let address = address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/');
    let host = address.split(['/', '?', '#']).next().unwrap_or(address);
    let mut keys = vec![Key::full(Form::Url(address.to_owned()))];
    if host != address {
        keys.push(Key::part(Form::Url(host.to_owned())));
    }
    push(t, i, end, keys, out)
}

/// Words joined by full stops, of which the last (before a `/` or a space) is a well-known top-level domain.
fn is_bare_host(t: &Tokens, i: usize) -> bool {
    if t.glued(i) || !t.is(i + 1, '.') || !t.glued(i + 2) {
        return false;
    }
    let mut at = i;
    while at < i + 12 && t.is(at + 1, '.') && t.glued(at + 1) && t.glued(at + 2) {
        at += 2;
    }
    let top = is_domain(t.word(at));
    top && at > i && t.get(at).is_some_and(|d| d.case == Case::Lower)
}

/// `office@example.org`.
fn mail(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    if !t.has_at
        || t.glued(i) && !t.get(i - 1).is_some_and(|m| matches!(m.first, '(' | '<' | ':' | '"' | '«'))
    {
        return None;
    }
    let mut at = i + 1;
    while at < i + LONGEST && t.glued(at) && !t.is(at, '@') {
        at += 1;
    }
    let is_domain = t.glued(at + 1) && t.get(at + 1).is_some_and(|domain| domain.class != Class::Mark);
    if !t.is(at, '@') || !t.glued(at) || !is_domain {
        return None;
    }
    let mut end = at + 2;
    while end < at + LONGEST
        && t.glued(end)
        && (t.is(end, '.') || t.is_dash(end) || t.get(end).is_some_and(|w| w.class != Class::Mark))
    {
        end += 1;
    }
    if t.is(end - 1, '.') {
        end -= 1;
    }
    let form = Form::Mail(t.span(i, end).of(t.text).to_lowercase());
    push(t, i, end, vec![Key::full(form)], out)
}

/// `+43-1-26060`, `+7 (495) 123-45-67`; brackets hold the digits of an area only: `+43-1-26060 (24 hours)`.
fn phone(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let mut number = String::new();
    let (mut at, mut end) = (i + 1, i);
    while let Some(token) = t.get(at).filter(|_| at < i + LONGEST) {
        match token.class {
            Class::Digits if number.len() < LONGEST_PHONE => {
                number.push_str(t.raw(at));
                end = at + 1;
            }
            Class::Mark if token.first == '(' && !t.is(at + 2, ')') => break,
            Class::Mark if matches!(token.first, '(' | ')' | '.') || is_dash(token.first) => {}
            _ => break,
        }
        at += 1;
    }
    if number.len() < SHORTEST_PHONE {
        return None;
    }
    push(t, i, end, vec![Key::full(Form::Phone(number))], out)
}

/// `A/RES/70/1`, `E/CN.7/2021/3`, also with Cyrillic look-alikes: capitals, full stops and slashes with at least one
/// number.
fn symbol(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    if t.get(i)?.case == Case::Lower || !t.is(i + 1, '/') || !t.glued(i + 1) || t.glued(i) && t.is(i - 1, '/')
    {
        return None;
    }
    let (mut end, mut digits) = (i, false);
    while let Some(token) = t.get(end).filter(|token| end < i + LONGEST && (end == i || token.glued)) {
        let fits = match token.class {
            Class::Digits => true,
            Class::Mark => token.first == '/' || token.first == '.' || is_dash(token.first),
            _ => {
                token.case != Case::Lower
                    && t.raw(end).chars().all(|c| c.is_ascii_alphabetic() || latin_capital(c).is_some())
            }
        };
        if !fits {
            break;
        }
        digits |= token.class == Class::Digits;
        end += 1;
    }
    while end > i && t.get(end - 1).is_some_and(|m| m.class == Class::Mark) {
        end -= 1;
    }
    if !digits || end < i + 3 {
        return None;
    }
    let form = Form::Code(latin_capitals(t.span(i, end).of(t.text)));
    push(t, i, end, vec![Key::full(form)], out)
}

/// The text in capitals, with Cyrillic capitals replaced by the Latin capitals they look like.
fn latin_capitals(text: &str) -> String {
    text.chars()
        .map(|c| if is_dash(c) { '-' } else { latin_capital(c).unwrap_or(c.to_ascii_uppercase()) })
        .collect()
}

/// `H1N1`, `CO2`, `B12`: capitals and digits without a space between them.
fn code(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let first = t.get(i)?;
    let foldable = |i| t.raw(i).chars().all(|c: char| c.is_ascii_alphabetic() || latin_capital(c).is_some());
    if first.case == Case::Lower
        || first.letters > 5
        || first.glued && t.get(i - 1)?.class != Class::Mark
        || !foldable(i)
    {
        return None;
    }
    let mut end = i + 1;
    while end < i + 8
        && t.glued(end)
        && t.get(end).is_some_and(|p| p.class != Class::Mark && (p.letters == 0 || foldable(end)))
    {
        end += 1;
    }
    if end == i + 1 {
        return None;
    }
    let capitals = latin_capitals(t.span(i, end).of(t.text));
    let mut keys = vec![Key::full(Form::Code(capitals.clone()))];
    // `Watch4` is also written `Watch 4`.
    let number = t.digits_at(end - 1).filter(|_| end == i + 2);
    keys.extend(number.map(|digits| Key::weak(Form::Number(Decimal::new(digits, "")))));
    // English writes a quarter as a code, Russian as words: `Q3`, `III квартал`.
    if let Some(quarter @ 1..=4) = capitals.strip_prefix('Q').and_then(|n| n.parse().ok()) {
        keys.push(Key::full(Form::Quarter(quarter)));
    }
    push(t, i, end, keys, out)
}
