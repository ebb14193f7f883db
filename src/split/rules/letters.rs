//! Rules for single letters: initials of names, and letters that label things.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::document::Lang;
use crate::split::place::Place;
use crate::split::tables::{self, Class, Kind};

/// "гепатита С. |Лечение", "from A to B. |Find", "See App. A. |Brown agrees.": a letter that labels a thing ends a
/// sentence.
pub(super) fn letter(p: &Place) -> Option<Verdict> {
    let is_letter = p.word.chars().count() == 1 && p.word.starts_with(char::is_uppercase);
    if !is_letter
        || !p.is_full_stop()
        || !p.capital_follows()
        || p.initial_follows()
        || !p.openers().is_empty()
    {
        return None;
    }
    let ends = is_label(p) || names_thing(p) || is_listed(p) || is_answer(p);
    ends.then_some(if is_heading(p) { Join } else { Split })
}

/// "Appendix B. Short course": a heading begins with the thing and its letter, and has no full stop at its end.
fn is_heading(p: &Place) -> bool {
    p.text[..p.candidate.mark].split_whitespace().take(3).count() == 2
        && !p.text.trim_end().ends_with(['.', '!', '?', '…', ':', ';'])
}

/// "App. A.", "ч. I."
fn is_label(p: &Place) -> bool {
    let label = p.before_word().strip_suffix('.');
    label.is_some_and(|label| {
        tables::abbreviation(label) == Some(Kind::Number)
            && (label.chars().count() > 1 || matches!(label, "п" | "ч" | "т"))
    })
}

/// "Vitamin C.", "точку А."; but not "план А. Даллеса", since a surname in the genitive follows.
fn names_thing(p: &Place) -> bool {
    let before = p.before_word();
    let genitive = || {
        ["ова", "ева", "ёва", "ина", "ого", "его", "ой", "ей", "ко", "ых", "их"]
            .iter()
            .any(|e| p.next.ends_with(e))
    };
    let masculine = || p.next.ends_with('а') && !p.next.ends_with("на") && !p.next.ends_with("ка");
    tables::has_stem(before, Class::Letter)
        || (tables::has_stem(before, Class::Lettered)
            && (p.word.is_ascii() && p.lang == Lang::En || !(genitive() || masculine())))
}

/// "The answer is C.", "Ответ — В.": a word that a letter can label, with a verb or a dash before the letter.
fn is_answer(p: &Place) -> bool {
    let mut words = p.tail(40).split_whitespace().rev().skip(1);
    let tells =
        words.next().is_some_and(|word| matches!(word, "is" | "was" | "are" | "были" | "был" | "—" | "–"));
    tells
        && words
            .next()
            .is_some_and(|word| matches!(word, "Ответ" | "ответ") || tables::has_stem(word, Class::Lettered))
}

/// "A, B, C.", "from P to Q.", "из А в Б."
fn is_listed(p: &Place) -> bool {
    let mut words = p.tail(24).split_whitespace().rev().skip(1);
    let single = |word: &str| word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    match words.next() {
        Some("to" | "and" | "or" | "и" | "или" | "в" | "до" | "к" | "с" | "на" | "–" | "—") => {
            words.next().is_some_and(single)
        }
        Some(listed) => listed.strip_suffix(',').is_some_and(single),
        None => false,
    }
}

/// "Hill, A. (1990)", "Петров А. (1990)": the year of a source after the initial of its author.
pub(super) fn dated_author(p: &Place) -> Option<Verdict> {
    let year = p.right().strip_prefix('(')?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let closes = year[digits..].trim_start_matches(|c: char| c.is_ascii_lowercase()).starts_with([')', ',']);
    when(p.is_full_stop() && is_initial(p.word) && digits == 4 && closes, Join)
}

/// "A. B. Petrov", "Толстой Л. Н.", "J.F.K. |He": initials belong to a name unless a sentence starts after them.
pub(super) fn initial(p: &Place) -> Option<Verdict> {
    if p.marks() != "." || !p.closers().is_empty() {
        return None;
    }
    let initials = !p.word.is_empty() && p.word.split(['.', '-']).all(is_initial);
    let pronoun = p.lang == Lang::En && p.word == "I" && !p.capital_before();
    let degrees = p.current_sentence()[..p.current_sentence().len() - p.word.len()].ends_with('°');
    if !initials || degrees || !p.capital_follows() {
        return None;
    }
    Some(if (p.starter_follows() && !is_surname(p)) || pronoun { Split } else { Join })
}

/// Whether `part` is an initial: one capital, or two letters that transcribe one ("Yu.", "Дж.").
fn is_initial(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_uppercase)
        && (chars.next().is_none()
            || matches!(part, "Yu" | "Ya" | "Ch" | "Sh" | "Zh" | "Ye" | "Kh" | "Ts" | "Th" | "Дж"))
}

/// Whether a function word after the initial is a surname: "K. So and L. An came.", "by Y. He et al."
fn is_surname(p: &Place) -> bool {
    tables::is(p.next, Class::Surname) && (follows_name_part(p) || goes_on_as_name(p))
}

/// Whether the text before the initial introduces a name: nothing, a title, "by", another initial, a comma.
fn follows_name_part(p: &Place) -> bool {
    let before = p.before_word();
    let head = p.current_sentence()[..p.current_sentence().len() - p.word.len()].trim_end();
    p.starts_sentence()
        || before.strip_suffix('.').is_some_and(|b| {
            (is_initial(b) && !is_pronoun(p.next)) || tables::abbreviation(b) == Some(Kind::Name)
        })
        || tables::is(&before.to_lowercase(), Class::Title)
        || head.ends_with([',', ';', '(', '&'])
}

/// Whether the text after the word shows that it is a name: "et al.", "and L. An", "'s", a comma, a verb.
fn goes_on_as_name(p: &Place) -> bool {
    let rest = &p.text[p.next_at + p.next.len()..];
    let answer = matches!(p.next, "No" | "Yes" | "Да" | "Так" | "Вот");
    let adverb = answer || matches!(p.next, "So" | "Still" | "Но" | "Там" | "Тут");
    let name = |text: &str| text.starts_with(char::is_uppercase);
    let list = |rest: &str| {
        [" and ", " & ", " и ", " or "].iter().any(|and| rest.strip_prefix(and).is_some_and(name))
    };
    let punctuated = rest.starts_with([')', ';', ':', '’', '\''])
        || (rest.starts_with(',') && !adverb)
        || (rest.starts_with('.') && !answer);
    rest.is_empty()
        || rest.starts_with(" et al")
        || rest.starts_with(" (")
        || list(rest)
        || punctuated
        || (!is_pronoun(p.next) && tables::looks_like_verb(p.after_next()))
}

/// Whether `word` is a pronoun, which after initials starts a sentence more often than it is a surname.
fn is_pronoun(word: &str) -> bool {
    let russian =
        matches!(word, "Он" | "Она" | "Они" | "Оно" | "Мы" | "Ты" | "Вы" | "Я" | "Кто" | "Что" | "Все");
    russian || matches!(word, "He" | "My" | "I" | "You" | "Her")
}
