//! Rules for quotations, dialogue and attributions.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::document::Lang;
use crate::split::place::{Place, word_at};
use crate::split::scan::is_closer;
use crate::split::tables::{self, Class};
use crate::text::chars::{is_dash, is_end_mark};

/// "“We count every drop!” Ms. Toktogulova laughs.": the attribution belongs to the quoted sentence.
pub(super) fn attribution(p: &Place) -> Option<Verdict> {
    let quoted = p.closers().ends_with(['"', '”', '’', '\'', '»']) && !p.marks().starts_with('.');
    if p.lang != Lang::En || !quoted || !p.openers().is_empty() || !p.capital_follows() {
        return None;
    }
    let mut at = p.next_at;
    for _ in 0..4 {
        let word = word_at(p.text, at);
        if tables::is(word, Class::SpeechVerb) {
            return Some(Join);
        }
        let name = word.starts_with(char::is_uppercase) && !matches!(word, "The" | "But" | "And");
        at += word.len();
        at += p.text[at..].len() - p.text[at..].trim_start_matches(['.', ' ']).len();
        if !name && at != p.next_at {
            return None;
        }
    }
    None
}

/// "stairways [...]" (Smith 55).": a source in brackets before the full stop belongs to the quotation.
pub(super) fn cited(p: &Place) -> Option<Verdict> {
    if !p.right().starts_with('(') || !p.closers().ends_with(is_closer) {
        return None;
    }
    let end = p.right().char_indices().take(60).find(|&(_, c)| c == ')').map(|(i, _)| i + 1)?;
    when(p.right()[end..].starts_with('.'), Join)
}

/// "«Что делать?» — Чернышевский": a dash after a quotation continues the sentence, but in a dialogue it starts the
/// answer.
pub(super) fn quoted_title(p: &Place) -> Option<Verdict> {
    let closed = p.closers().ends_with(['»', '”', '“', '"']) && !p.marks().starts_with('.');
    when(closed && p.openers().starts_with(is_dash) && !p.current_sentence().starts_with(is_dash), Join)
}

/// "called out, “The Queen! The Queen!” and the three gardeners": no split in a quotation in the middle of a sentence
/// that continues after it.
pub(super) fn embedded_quotation(p: &Place) -> Option<Verdict> {
    let (opened, close) = open_quotation(p.current_sentence())?;
    if p.closers().contains(close) {
        return None;
    }
    let after = p
        .right()
        .char_indices()
        .take(EMBEDDED)
        .find(|&(i, c)| c == close && !is_apostrophe(p.right(), i))
        .map(|(i, c)| i + c.len_utf8())?;
    let rest = &p.right()[after..];
    let motto = is_motto(&p.current_sentence()[opened..]) && is_motto(&p.right()[..after]);
    let next = rest.trim_start_matches(' ').chars().next()?;
    let title = is_title(&p.current_sentence()[..opened], &p.right()[..after]);
    let goes_on = next.is_lowercase() || matches!(next, ',' | ';' | '(') || (rest.starts_with('.') && motto);
    when(opened > 0 && (goes_on || title), Join)
}

/// "[16: firma? 13:28]": an editorial question in square brackets does not end the sentence around it.
pub(super) fn bracketed(p: &Place) -> Option<Verdict> {
    let inside = p.short_sentence(EMBEDDED).is_some_and(|text| text.rfind('[') > text.rfind(']'))
        && p.closers().is_empty();
    let omission = p.right().starts_with("[...]") || p.right().starts_with("[…]");
    when((inside && p.next_char().is_ascii_digit()) || omission, Join)
}

/// "the thing is . . . I didn't mean it": after an ellipsis, "I" is not evidence, since it is always a capital.
pub(super) fn open_ended(p: &Place) -> Option<Verdict> {
    let ellipsis = p.is_ellipsis() || p.current_sentence().trim_end().ends_with('.');
    let i = matches!(p.next, "I" | "I'm" | "I’m" | "I've" | "I’ve" | "I'd" | "I’d" | "I'll" | "I’ll");
    when(p.lang == Lang::En && ellipsis && i && p.closers().is_empty(), Join)
}

/// The distance, in characters, at which to search for the end of an embedded quotation.
const EMBEDDED: usize = 400;

/// Whether the quotation between `before` and the end of `rest` is the title of a law: "Закон «О воде. Часть 1»".
fn is_title(before: &str, rest: &str) -> bool {
    let tail = before.char_indices().rev().take(60).last().map_or(0, |(i, _)| i);
    let act = |word: &str| tables::has_stem(word.trim_matches(|c: char| !c.is_alphanumeric()), Class::Act);
    before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '.')
        && before[tail..].split_whitespace().any(act)
        && rest.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
}

/// Whether every sentence of `text` has one or two words, as in the motto "девиз – «Спросить. Выслушать. Привить».",
/// which is one sentence.
fn is_motto(text: &str) -> bool {
    text.split(is_end_mark).all(|sentence| sentence.split_whitespace().count() <= 2)
}

/// The position in `text` of a quotation that is not closed, and its closing mark.
fn open_quotation(text: &str) -> Option<(usize, char)> {
    // Most sentences have no quotation. Searching bytes is faster than searching characters.
    memchr::memchr3(b'"', 0xc2, 0xe2, text.as_bytes().get(text.len().saturating_sub(4 * EMBEDDED)..)?)?;
    let from = text.char_indices().rev().take(EMBEDDED).last().map_or(0, |(i, _)| i);
    let mut open = None;
    for (i, c) in text[from..].char_indices().map(|(i, c)| (from + i, c)) {
        match (open, c) {
            (Some((_, close)), c) if c == close && !is_apostrophe(text, i) => open = None,
            (None, '«') => open = Some((i, '»')),
            (None, '“') => open = Some((i, '”')),
            (None, '„') => open = Some((i, '“')),
            (None, '"') => open = Some((i, '"')),
            (None, '‘') => open = Some((i, '’')),
            _ => {}
        }
    }
    open
}

/// The most characters of a clause that resumes a question.
const CLAUSE: usize = 30;

/// Whether the `’` at `at` is between letters.
fn is_apostrophe(text: &str, at: usize) -> bool {
    text[at..].strip_prefix('’').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// "«К чему ты готовишься? – спросила мама. – Завтра ведь выходной».": Russian direct speech with the author's words
/// inside is one sentence if its closing mark comes before the full stop. A question in a quotation that a clause
/// resumes before the closing mark is one sentence too.
pub(super) fn quote_resumed(p: &Place) -> Option<Verdict> {
    let current_sentence = p.short_sentence(EMBEDDED)?;
    if !p.openers().starts_with(is_dash)
        || !current_sentence.starts_with('«')
        || current_sentence.contains('»')
    {
        return None;
    }
    let asked = current_sentence.contains('?');
    let rest = &p.text[p.next_at..];
    let end = rest.char_indices().take(CLAUSE).find(|&(_, c)| is_end_mark(c) || c == '»').map(|(i, _)| i)?;
    when(asked && rest[end..].starts_with("»."), Join)
}

/// "МИНСК, 9 ноября 2021 г. — Совет": a dash after an abbreviation continues the sentence.
pub(super) fn dateline(p: &Place) -> Option<Verdict> {
    let dialogue = p.current_sentence().starts_with(is_dash);
    when(p.abbreviation.is_some() && p.openers().starts_with(is_dash) && !dialogue, Join)
}

/// "— Да! — ответил он. |— Пойдём."
pub(super) fn dialogue_dash(p: &Place) -> Option<Verdict> {
    when(p.openers().starts_with(is_dash) && !p.gap().is_empty() && p.capital_follows(), Split)
}
