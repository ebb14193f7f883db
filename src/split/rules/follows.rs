//! The rules that look at what follows the candidate, and the last ones, which ask Unicode.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::document::Lang;
use crate::split::place::{Place, is_symbol};
use crate::split::tables::{self, Class, Kind};
use crate::text::chars::is_dash;

/// "Hello world. |ii) Hello world.", "it ends. |(b) the next": the number of an item starts a new one.
pub(super) fn item_follows(p: &Place) -> Option<Verdict> {
    let token = p.right().strip_prefix('(').unwrap_or(p.right());
    let end = token.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| (1..=4).contains(end))?;
    let number =
        token[..end].bytes().all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v' | b'x')) || end == 1;
    when(number && token[end..].starts_with(") ") && p.abbreviation.is_none() && !p.gap().is_empty(), Split)
}

/// "It is beautiful. |www.example.org"
pub(super) fn address_follows(p: &Place) -> Option<Verdict> {
    let address = ["http://", "https://", "www."].iter().any(|start| p.right().starts_with(start));
    when(address && !p.gap().is_empty() && p.word.len() > 3, Split)
}

/// "i am going home. |call me": who starts a sentence in lower case starts the next one so; "i" says the same.
pub(super) fn no_capitals(p: &Place) -> Option<Verdict> {
    if !p.next_char().is_lowercase() {
        return None;
    }
    let sentence = p.so_far().trim_start();
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

/// No sentence starts in lower case: "Yahoo! in", "— Да! — ответил он", "см. ниже", "так… что". Names such as iPhone do.
pub(super) fn lower_case_follows(p: &Place) -> Option<Verdict> {
    let inner_capital = p.next.chars().nth(1).is_some_and(char::is_uppercase);
    let note =
        p.openers().starts_with('(') && p.is_full_stop() && p.word.len() > 3 && p.abbreviation.is_none();
    when(p.next_char().is_lowercase() && !inner_capital && !note, Join)
}

/// "Hill et al. (2009)", "№ 5 (зарегистрировано. Номер 5) действует": what stands in brackets in the middle of a sentence
/// is part of it, and so is a bracket after an abbreviation, unless it holds a sentence: "He left. |(It was late.)"
pub(super) fn in_brackets(p: &Place) -> Option<Verdict> {
    let opens = p.right_char() == '(' && p.abbreviation.is_some_and(|kind| kind != Kind::Number);
    if opens && !holds_sentence(p.right()) {
        return Some(Join);
    }
    // Most sentences have no bracket: the bytes say so faster than the characters.
    let near = p.so_far().len().saturating_sub(2 * BRACKET);
    memchr::memchr(b'(', &p.so_far().as_bytes()[near..])?;
    let so_far = p.tail(BRACKET);
    let opened = open_bracket(so_far)?;
    let starts = so_far.len() == p.so_far().len() && so_far[..opened].trim().is_empty();
    let smile = so_far[..opened].ends_with([':', ';']);
    let closes = p.right().char_indices().take(BRACKET).find(|&(_, c)| matches!(c, ')' | '(' | '\n'));
    let close = closes.filter(|&(_, c)| c == ')' && !p.closers().contains(')'))?.0;
    let whole = p.right()[..close].ends_with(['.', '!', '?', '…', '”', '"']);
    when(!starts && !smile && !whole && p.marks() == ".", Join)
}

/// How far, in characters, the other end of a bracket is looked for.
const BRACKET: usize = 200;

/// Where in `text` a round bracket was opened that is not closed yet.
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

/// "исполняется 150 лет. |31 мая": UAX-29 looks through the number to the lower case behind it.
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

/// "The river rose. |$5 million was paid.", "|§ 5 says so.": a sentence may begin with a symbol before a number or a name;
/// but hashtags in a row belong to the sentence before them.
pub(super) fn symbol_starts(p: &Place) -> Option<Verdict> {
    let symbol = is_symbol(p.right_char()) || p.right_char() == '@';
    let tags = || p.right().split_whitespace().take(2).all(|word| word.starts_with('#'));
    when(symbol && !tags() && !p.gap().is_empty() && p.abbreviation.is_none() && !p.is_ellipsis(), Split)
}

/// "It ended. |The next", "ничего… |А": a mark, a space and a capital. UAX-29 says the same, but for `…`, and takes
/// ten times as long.
pub(super) fn capital(p: &Place) -> Option<Verdict> {
    let brand = p.next.chars().nth(1).is_some_and(char::is_uppercase) && p.word.chars().count() > 2;
    when((p.capital_follows() || brand) && matches!(p.openers(), "" | ".") && !p.gap().is_empty(), Split)
}

/// "for hundreds of years. |(credit: Liz West)": a note in brackets after a full stop stands alone.
pub(super) fn note(p: &Place) -> Option<Verdict> {
    when(p.openers().starts_with('(') && p.is_full_stop() && p.next_char().is_lowercase(), Split)
}

/// UAX-29 decides.
pub(super) fn unicode(p: &Place) -> Option<Verdict> {
    Some(if p.unicode_breaks() { Split } else { Join })
}
