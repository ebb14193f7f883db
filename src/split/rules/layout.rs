//! Rules that need layout and punctuation only: lines, list items, rows of dashes, marks inside a token, numbers at the
//! start of a sentence.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::document::Lang;
use crate::split::place::{Place, word_before};
use crate::split::scan::{Trigger, is_closer};
use crate::split::tables::{self, Class, Kind};
use crate::text::chars::{is_dash, is_letter_or_digit};

/// A line break inside a block is a wrapped line, since blocks already end where the layout says so.
pub(super) fn wrapped_line(p: &Place) -> Option<Verdict> {
    when(p.trigger() == Trigger::Line, Join)
}

/// "1) The first item |2) The second item", but "Art. 1. Doors stay open.": the number of an article is not an item.
pub(super) fn list_item(p: &Place) -> Option<Verdict> {
    let head = p.current_sentence().trim_end().strip_suffix('.');
    let label = head.map(|head| word_before(head, head.len())).and_then(tables::abbreviation);
    let numbered = label == Some(Kind::Number) && p.next_char().is_ascii_digit();
    (p.trigger() == Trigger::Item).then_some(if numbered { Join } else { Split })
}

/// "Kay Mann 04/26/2001 07:17 AM |Will you be there?"
pub(super) fn message_head(p: &Place) -> Option<Verdict> {
    let splits = p.openers().is_empty() && p.next_char().is_alphabetic() && !p.next_char().is_lowercase();
    (p.trigger() == Trigger::Stamp).then_some(if splits { Split } else { Join })
}

/// "It ends here |----- |Next": a row of dashes is separate, but not in "----- Letter -----".
pub(super) fn ruler(p: &Place) -> Option<Verdict> {
    let is_label = p.text.len() <= LONGEST_LABEL && p.text.starts_with("--") && p.text.ends_with("--");
    (p.trigger() == Trigger::Ruler).then_some(if is_label { Join } else { Split })
}

/// The longest label between two rows of dashes, in bytes.
const LONGEST_LABEL: usize = 120;

/// "Did you just wash— |Yes.", "to--” |At this": interrupted speech. In Russian, such a dash is a typing error.
pub(super) fn broken_off(p: &Place) -> Option<Verdict> {
    let splits = p.lang == Lang::En && p.capital_follows() && p.openers().is_empty();
    (p.trigger() == Trigger::BrokenOff).then_some(if splits { Split } else { Join })
}

/// "Спасибо)) |Я уже дома" but "Спасибо)) я уже дома": a smiley ends a sentence before a capital, unless the sentence
/// begins with it: "♪ Row, row".
pub(super) fn smiley(p: &Place) -> Option<Verdict> {
    if p.trigger() != Trigger::Smiley {
        return None;
    }
    let spaced = !p.gap().is_empty();
    let starts = p.capital_follows();
    let mut before = p.text[p.sentence..p.candidate.mark].chars().take(MOST_SIGNS + 1);
    let is_first = before.clone().count() <= MOST_SIGNS && !before.any(is_letter_or_digit);
    Some(if spaced && starts && !is_first { Split } else { Join })
}

/// The most characters before a smiley that begins a sentence: quotation marks, dashes, other smileys.
const MOST_SIGNS: usize = 4;

/// "Yes.), and": no sentence starts with a comma, a closing mark or another full stop; but ".NET" is a word.
pub(super) fn nothing_follows(p: &Place) -> Option<Verdict> {
    let c = p.right().trim_start_matches(['`', '”', '»', '’']).chars().next().unwrap_or(' ');
    let rest = p.right().strip_prefix('.').filter(|_| !p.gap().is_empty());
    let spaced_ellipsis = rest.is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    when(
        matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '}' | '%' | '/' | '\\' | '=' | '|')
            && !spaced_ellipsis,
        Join,
    )
}

/// "[!] Important", "Press i to insert. **": signs alone are not a sentence.
pub(super) fn signs_alone(p: &Place) -> Option<Verdict> {
    let are_signs = |text: &str| text.len() <= LONGEST_SIGNS && !text.contains(is_letter_or_digit);
    let is_bracketed =
        p.closers().starts_with([']', ')']) && are_signs(&p.text[p.sentence..p.candidate.left]);
    when(is_bracketed || !p.right().is_empty() && are_signs(p.right()), Join)
}

/// The longest signs, in bytes, that belong to a sentence: `***`, `-=[*]=-`. Longer ones are drawings.
const LONGEST_SIGNS: usize = 8;

/// ". . ." and ". . . ." stay together. In "compounds. . . . The practice" the first full stop ends the sentence.
pub(super) fn left_out(p: &Place) -> Option<Verdict> {
    let dots = |text: &str| text.split(' ').take(5).take_while(|part| *part == ".").count();
    if p.right().starts_with(". ") || p.right() == "." || p.right().starts_with(".”") {
        let after = p.right().get(6..).unwrap_or_default();
        let four = p.is_full_stop() && !p.word.is_empty() && dots(p.right()) == 3;
        return Some(if four && after.starts_with(char::is_uppercase) { Split } else { Join });
    }
    when(p.short_sentence(16)?.chars().all(|c| matches!(c, '.' | ' ' | '…')) && p.right_char() != '.', Join)
}

/// "example.Com", "Node.js": a mark inside a token does not end a sentence, unless a space is missing: "конец.Начало".
pub(super) fn glued(p: &Place) -> Option<Verdict> {
    if !p.gap().is_empty() {
        return None;
    }
    let word_before =
        p.word.chars().filter(|c| c.is_lowercase()).count() > 2 && !p.word.contains(['.', '/', '@', '_']);
    let word_before = word_before || (p.word.ends_with("000") && p.marks() == ".");
    let after = &p.text[p.next_at + p.next.len()..];
    let word_after = p.capital_follows()
        && !p.next.chars().skip(1).any(|c| !c.is_lowercase())
        && (after.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | '!' | '?' | '-'))
            || (after.starts_with(". ") && tables::abbreviation(p.next) == Some(Kind::Name)));
    let closes_token = p.right().starts_with(is_closer) || p.right().starts_with(is_dash);
    Some(if word_before && word_after && !closes_token { Split } else { Join })
}

/// "1. The", "IV. Гестационный", "8.1. Зачем", "75/314. Cooperation", "a. here", "Q. What", "1 . Введение": a number at
/// the start belongs to the text after it. So does the first number after a colon: "The Assembly decides: 1. To take
/// note".
pub(super) fn enumerator(p: &Place) -> Option<Verdict> {
    let current_sentence = p.current_sentence();
    let token = if p.word.is_empty() { p.short_sentence(8)?.trim() } else { p.word };
    let number = are_numbers(token, &['.']);
    let roman =
        token.len() <= 5 && token.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'i' | 'v' | 'x'));
    let letter = token.chars().count() == 1;
    let stop = p.marks() == "." && matches!(p.closers(), "" | ")");
    let first = (p.starts_sentence() && (number || roman || letter))
        || p.short_sentence(16).is_some_and(|text| are_numbers(text.trim(), &['.', '/']));
    let listed =
        || token.len() <= 2 && starts_list(current_sentence.strip_suffix(token).unwrap_or_default(), token);
    let named = || (number || roman) && is_heading(current_sentence, token);
    when(stop && !token.is_empty() && (first || listed() || named()), Join)
}

/// Whether `text` consists of numbers of up to three digits with `marks` between them.
fn are_numbers(text: &str, marks: &[char]) -> bool {
    text.split(marks)
        .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `token` is the number of a list item after `before`.
fn starts_list(before: &str, token: &str) -> bool {
    let is_first = matches!(token, "1" | "I" | "i" | "a" | "а" | "A" | "А");
    let is_item = token.len() <= 2
        && (token.bytes().all(|b| b.is_ascii_digit()) || token.starts_with(char::is_lowercase));
    let before = before.strip_suffix(' ').unwrap_or_default();
    (before.ends_with(':') && is_first) || (before.ends_with(';') && is_item)
}

/// Whether the current sentence is a heading word with its number: "Chapter III. A Caucus-Race", "Статья 5. Права",
/// "Art. 5. Boats".
fn is_heading(current_sentence: &str, token: &str) -> bool {
    let heading = current_sentence.strip_suffix(token).unwrap_or_default().trim();
    !heading.contains(' ') && tables::is(heading.trim_end_matches('.'), Class::Heading)
}
