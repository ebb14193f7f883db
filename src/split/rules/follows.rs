//! Rules about the text after the candidate, and the last rules, which use Unicode.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::document::Lang;
use crate::split::place::{Place, is_symbol};
use crate::split::tables::{self, Class, Kind};
use crate::text::chars::is_dash;

/// "Hello world. |ii) Hello world.", "it ends. |(b) the next": the number of a list item starts a sentence; but
/// "12 Lake Street, N.W. (202) 555-0100": a telephone number does not.
pub(super) fn item_follows(p: &Place) -> Option<Verdict> {
    let token = p.right().strip_prefix('(').unwrap_or(p.right());
    let end = token.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| (1..=4).contains(end))?;
    let number =
        token[..end].bytes().all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v' | b'x')) || end == 1;
    let telephone = token[end..].trim_start_matches([')', ' ']).starts_with(|c: char| c.is_ascii_digit());
    let item = number && token[end..].starts_with(") ");
    if item && telephone && end == 3 {
        return Some(Join);
    }
    when(item && p.abbreviation.is_none() && !p.gap().is_empty(), Split)
}

/// "It is beautiful. |www.example.org"
pub(super) fn address_follows(p: &Place) -> Option<Verdict> {
    let address = ["http://", "https://", "www."].iter().any(|start| p.right().starts_with(start));
    when(address && !p.gap().is_empty() && p.word.len() > 3, Split)
}

/// "i am going home. |call me": in a text that starts sentences in lower case, the next one does so too; so does a text
/// that writes "i".
pub(super) fn no_capitals(p: &Place) -> Option<Verdict> {
    if !p.next_char().is_lowercase() {
        return None;
    }
    let sentence = p.current_sentence().trim_start();
    let careless = sentence.starts_with(char::is_lowercase) && sentence.contains(' ') || is_small_i(p);
    let ends =
        !p.is_ellipsis() && p.closers().is_empty() && p.word.chars().count() > 2 && !p.word.contains('.');
    let spoken = tables::is(p.next, Class::SpeechVerb) || p.openers().contains(is_dash);
    when(careless && ends && !spoken && !p.gap().is_empty() && p.abbreviation.is_none(), Split)
}

/// Whether the next word is "i", "im" or "i'm".
fn is_small_i(p: &Place) -> bool {
    p.lang == Lang::En
        && matches!(p.next, "i" | "i'm" | "i’m" | "im" | "ive" | "i've" | "i’ve")
        && p.openers().is_empty()
}

/// No sentence starts in lower case: "Yahoo! in", "— Да! — ответил он", "см. ниже", "так… что". Names such as iPhone
/// are exceptions.
pub(super) fn lower_case_follows(p: &Place) -> Option<Verdict> {
    let inner_capital = p.next.chars().nth(1).is_some_and(char::is_uppercase);
    let note =
        p.openers().starts_with('(') && p.is_full_stop() && p.word.len() > 3 && p.abbreviation.is_none();
    when(p.next_char().is_lowercase() && !inner_capital && !note, Join)
}

/// "Hill et al. (2009)", "№ 5 (зарегистрировано. Номер 5) действует": brackets in the middle of a sentence and brackets
/// after an abbreviation belong to the sentence, unless they contain a sentence: "He left. |(It was late.)"
pub(super) fn in_brackets(p: &Place) -> Option<Verdict> {
    let opens = p.right_char() == '(' && p.abbreviation.is_some_and(|kind| kind != Kind::Number);
    if opens && !holds_sentence(p.right()) {
        return Some(Join);
    }
    // Most sentences have no bracket. Searching bytes is faster than searching characters.
    let near = p.current_sentence().len().saturating_sub(2 * BRACKET);
    memchr::memchr(b'(', &p.current_sentence().as_bytes()[near..])?;
    let current_sentence = p.tail(BRACKET);
    let opened = open_bracket(current_sentence)?;
    let starts =
        current_sentence.len() == p.current_sentence().len() && current_sentence[..opened].trim().is_empty();
    let smile = current_sentence[..opened].ends_with([':', ';']);
    let closes = p.right().char_indices().take(BRACKET).find(|&(_, c)| matches!(c, ')' | '(' | '\n'));
    let close = closes.filter(|&(_, c)| c == ')' && !p.closers().contains(')'))?.0;
    let whole = p.right()[..close].ends_with(['.', '!', '?', '…', '”', '"']);
    when(!starts && !smile && !whole && p.marks() == ".", Join)
}

/// The distance, in characters, at which to search for the other end of a bracket.
const BRACKET: usize = 200;

/// The position in `text` of a round bracket that is not closed.
fn open_bracket(text: &str) -> Option<usize> {
    let opened = memchr::memrchr(b'(', text.as_bytes())?;
    (!text[opened..].contains(')')).then_some(opened)
}

/// Whether the bracket at the start of `text` ends with a full stop of its own.
fn holds_sentence(text: &str) -> bool {
    let close = text.char_indices().take(BRACKET).find(|&(_, c)| c == ')').map(|(i, _)| i);
    close.is_none_or(|close| text[..close].ends_with(['.', '!', '?', '…']))
}

/// "a martyr.[1] |The emperor"
pub(super) fn footnote(p: &Place) -> Option<Verdict> {
    let noted = p.closers().ends_with(|c: char| c == ']' || c.is_numeric());
    when(noted && p.capital_follows() && !p.gap().is_empty(), Split)
}

/// "1991. |[4] B. Jones, “On knots,” 1993.": the number of an entry in a list of references.
pub(super) fn reference(p: &Place) -> Option<Verdict> {
    let number =
        p.right().strip_prefix('[').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    when(number && !p.gap().is_empty() && p.is_full_stop() && p.abbreviation.is_none(), Split)
}

/// "Washington, D.C. 20433", "New York, N.Y. 10017": the postal code after a state.
pub(super) fn postal_code(p: &Place) -> Option<Verdict> {
    let state =
        p.word.len() == 3 && p.word.split('.').all(|part| part.bytes().all(|b| b.is_ascii_uppercase()));
    when(state && p.is_full_stop() && p.next.len() == 5 && p.next.bytes().all(|b| b.is_ascii_digit()), Join)
}

/// "исполняется 150 лет. |31 мая": UAX-29 skips the number and finds no boundary before the lower case after it.
pub(super) fn number_starts(p: &Place) -> Option<Verdict> {
    let word = p.word.chars().filter(|c| c.is_alphanumeric()).count() > 1 || !p.closers().is_empty();
    when(
        !p.gap().is_empty()
            && p.next_char().is_ascii_digit()
            && word
            && p.abbreviation.is_none()
            && !p.openers().contains('['),
        Split,
    )
}

/// "The river rose. |$5 million was paid.", "|§ 5 says so.": a sentence may start with a symbol before a number or a
/// name. A row of hashtags belongs to the sentence before it.
pub(super) fn symbol_starts(p: &Place) -> Option<Verdict> {
    let symbol = is_symbol(p.right_char()) || p.right_char() == '@';
    let tags = || p.right().split_whitespace().take(2).all(|word| word.starts_with('#'));
    when(symbol && !tags() && !p.gap().is_empty() && p.abbreviation.is_none() && !p.is_ellipsis(), Split)
}

/// "It ended. |The next", "ничего… |А": a mark, a space and a capital. UAX-29 gives the same result except for `…`, and
/// takes ten times as long.
pub(super) fn capital(p: &Place) -> Option<Verdict> {
    let brand = p.next.chars().nth(1).is_some_and(char::is_uppercase) && p.word.chars().count() > 2;
    when((p.capital_follows() || brand) && matches!(p.openers(), "" | ".") && !p.gap().is_empty(), Split)
}

/// "for hundreds of years. |(credit: Liz West)": a note in brackets after a full stop is separate.
pub(super) fn note(p: &Place) -> Option<Verdict> {
    when(p.openers().starts_with('(') && p.is_full_stop() && p.next_char().is_lowercase(), Split)
}

/// UAX-29 decides.
pub(super) fn unicode(p: &Place) -> Option<Verdict> {
    Some(if p.unicode_breaks() { Split } else { Join })
}
