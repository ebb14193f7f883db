//! The rules, in the order in which they are asked. Each answers join, split or nothing; the first opinion wins.

use super::abbreviations::Kind;
use super::english;
use super::place::{Place, is_dash, word_at};
use super::scan::{Trigger, is_closer, is_mark};
use crate::document::Lang;
use Verdict::{Join, Split};

/// What a rule says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Join,
    Split,
}

type Rule = fn(&Place) -> Option<Verdict>;

macro_rules! rules {
    ($($name:ident),* $(,)?) => { &[$((stringify!($name), $name as Rule)),*] };
}

const RULES: &[(&str, Rule)] = rules![
    wrapped_line,
    list_item,
    smiley,
    nothing_follows,
    left_out,
    glued,
    lower_case_follows,
    enumerator,
    fronted_time,
    caption_year,
    unit,
    never_ends,
    name_follows,
    number_follows,
    may_end,
    usually_ends,
    initial,
    acronym,
    attribution,
    quoted_title,
    dialogue_dash,
    quote_resumed,
    unicode,
];

/// The name of the first rule with an opinion, and whether it splits.
pub(super) fn decide(place: &Place) -> (&'static str, bool) {
    RULES
        .iter()
        .find_map(|(name, rule)| rule(place).map(|verdict| (*name, verdict == Split)))
        .unwrap_or(("no_opinion", false))
}

/// `verdict` where `condition` holds.
fn when(condition: bool, verdict: Verdict) -> Option<Verdict> {
    condition.then_some(verdict)
}

// ---- layout

/// A line break inside a block is a wrapped line: blocks end where the layout says so.
fn wrapped_line(p: &Place) -> Option<Verdict> {
    when(p.trigger() == Trigger::Line, Join)
}

/// "1) The first item |2) The second item"
fn list_item(p: &Place) -> Option<Verdict> {
    when(p.trigger() == Trigger::Item, Split)
}

/// "Спасибо)) |Я уже дома" but "Спасибо)) я уже дома": a smiley ends a sentence before a capital.
fn smiley(p: &Place) -> Option<Verdict> {
    if p.trigger() != Trigger::Smiley {
        return None;
    }
    let spaced = !p.gap().is_empty();
    let starts = p.capital_follows();
    Some(if spaced && starts { Split } else { Join })
}

/// "Yes.), and": no sentence starts with a comma, a closing mark or another full stop.
fn nothing_follows(p: &Place) -> Option<Verdict> {
    let c = p.right_char();
    let spaced_ellipsis = c == '.' && !p.gap().is_empty();
    when(
        matches!(c, ',' | ';' | ':' | ')' | ']' | '}' | '%' | '/' | '\\' | '=' | '|') && !spaced_ellipsis,
        Join,
    )
}

/// ". . ." and ". . . ." stay together; of "compounds. . . . The practice" the first full stop ends the sentence.
fn left_out(p: &Place) -> Option<Verdict> {
    let dots = |text: &str| text.split(' ').take_while(|part| *part == ".").count();
    if p.right().starts_with(". ") || p.right() == "." || p.right().starts_with(".”") {
        let after = p.right().trim_start_matches(['.', ' ']);
        let four = p.is_full_stop() && !p.word.is_empty() && dots(p.right()) == 3;
        return Some(if four && after.starts_with(char::is_uppercase) { Split } else { Join });
    }
    when(p.so_far().chars().all(|c| matches!(c, '.' | ' ' | '…')) && p.right_char() != '.', Join)
}

/// "example.Com", "Node.js": a mark inside a token ends no sentence, but a space may have been forgotten: "конец.Начало".
fn glued(p: &Place) -> Option<Verdict> {
    if !p.gap().is_empty() {
        return None;
    }
    let word_before =
        p.word.chars().filter(|c| c.is_lowercase()).count() > 2 && !p.word.contains(['.', '/', '@', '_']);
    let after = &p.text[p.next_at + p.next.len()..];
    let word_after = p.capital_follows()
        && !p.next.chars().skip(1).any(|c| !c.is_lowercase())
        && after.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | '!' | '?' | '-'));
    let closes_token = p.right().starts_with(is_closer) || p.right().starts_with(is_dash);
    Some(if word_before && word_after && !closes_token { Split } else { Join })
}

// ---- what follows

/// No sentence starts in lower case: "Yahoo! in", "— Да! — ответил он", "см. ниже", "так… что". Names such as iPhone do.
fn lower_case_follows(p: &Place) -> Option<Verdict> {
    let inner_capital = p.next.chars().nth(1).is_some_and(char::is_uppercase);
    when(p.next_char().is_lowercase() && !inner_capital, Join)
}

/// "1. The", "IV. Гестационный", "8.1. Зачем", "a. here", "Q. What": a number at the start belongs to what follows.
fn enumerator(p: &Place) -> Option<Verdict> {
    let token = p.word;
    let number = token
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()));
    let roman =
        token.len() <= 5 && token.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'i' | 'v' | 'x'));
    let letter = token.chars().count() == 1;
    let stop = matches!(p.marks(), ".") && matches!(p.closers(), "" | ")");
    when(stop && !token.is_empty() && p.starts_sentence() && (number || roman || letter), Join)
}

/// "At 5 a.m. Mr. Smith went", "В 2010–2012 гг. Виктор": a time at the start of a sentence is not all of it.
fn fronted_time(p: &Place) -> Option<Verdict> {
    let so_far = p.so_far();
    if !p.is_full_stop() || so_far.len() > 60 {
        return None;
    }
    let mut words = so_far.split_whitespace();
    let preposition = words.next()?.trim_start_matches(['«', '"', '“', '(', '—', '–', '-']);
    let fronted = match p.lang {
        Lang::En => {
            matches!(preposition, "At" | "By" | "Around" | "About" | "From" | "Until" | "Before" | "After")
        }
        Lang::Ru => matches!(
            preposition,
            "В" | "К"
                | "С"
                | "До"
                | "После"
                | "На"
                | "Около"
                | "Летом"
                | "Зимой"
                | "Осенью"
                | "Весной"
        ),
    };
    let time = words.all(|w| w.starts_with(|c: char| c.is_ascii_digit()) || is_time_word(w));
    when(fronted && time && !p.starter_follows() && p.capital_follows(), Join)
}

/// The words a date or an hour is made of, beside its numbers.
fn is_time_word(word: &str) -> bool {
    let roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | '–' | '-'));
    roman
        || matches!(
            word,
            "a.m"
                | "p.m"
                | "г"
                | "гг"
                | "в"
                | "вв"
                | "и"
                | "по"
                | "–"
                | "—"
                | "начале"
                | "конце"
                | "середине"
        )
}

/// "Дом, где родился Толстой, 1898 г. В 1854 году дом": a year set off by a comma, with neither month nor preposition,
/// dates a picture or an edition, and what follows is still about it.
fn caption_year(p: &Place) -> Option<Verdict> {
    let year = p.before_word();
    let before = p.so_far().trim_end_matches('г').trim_end().trim_end_matches(year).trim_end();
    when(p.word == "г" && year.len() == 4 && is_number(year) && before.ends_with(','), Join)
}

// ---- abbreviations

/// "в 2015 г. |Иванов" but "г. Орёл": units after numbers may end a sentence, the same letters before names do not.
fn unit(p: &Place) -> Option<Verdict> {
    if p.abbreviation() != Some(Kind::Unit) {
        return None;
    }
    let before = p.before_word();
    let composite = p.word.contains('.') || before.ends_with('.');
    if composite || is_number(before) || is_roman(before) || before == "го" {
        return when(p.capital_follows() && p.no_break_space(), Join);
    }
    when(p.capital_follows() || p.number_follows(), Join)
}

/// "e.g. Finland", "т. е. Казахстан"
fn never_ends(p: &Place) -> Option<Verdict> {
    when(p.abbreviation() == Some(Kind::Never), Join)
}

/// "Mr. Smith", "ул. Ленина", "ул. 1 Мая"; but "и пр. |Их"
fn name_follows(p: &Place) -> Option<Verdict> {
    if p.abbreviation() != Some(Kind::Name) || (p.word == "пр" && p.before_word() == "и") {
        return None;
    }
    when(p.capital_follows() || p.number_follows(), Join)
}

/// "No. 5", "Art. 12", "ст. 12", "para. (b)"
fn number_follows(p: &Place) -> Option<Verdict> {
    let bracket = p.openers().contains('(');
    when(p.abbreviation() == Some(Kind::Number) && (p.number_follows() || bracket), Join)
}

/// "Pear Inc. |It failed" but "Pear Inc. Chairman Brown": the next word tells.
fn may_end(p: &Place) -> Option<Verdict> {
    if p.abbreviation() != Some(Kind::MayEnd) {
        return None;
    }
    Some(if p.starter_follows() { Split } else { Join })
        .filter(|_| p.capital_follows() && p.closers().is_empty())
}

/// "и т. д. |Иванов", "30 долл. США"
fn usually_ends(p: &Place) -> Option<Verdict> {
    if p.abbreviation() != Some(Kind::Ends) {
        return None;
    }
    when(matches!(p.next, "США" | "США-Канада" | "Канады" | "РФ") || p.no_break_space(), Join)
}

/// "A. B. Petrov", "Толстой Л. Н.", "J.F.K. |He": initials go with a name unless a sentence starts after them.
fn initial(p: &Place) -> Option<Verdict> {
    if p.marks() != "." || !p.closers().is_empty() {
        return None;
    }
    let initials = !p.word.is_empty() && p.word.split(['.', '-']).all(is_initial);
    let pronoun = p.lang == Lang::En && p.word == "I" && !p.capital_before();
    if !initials || !(p.capital_follows()) {
        return None;
    }
    Some(if p.starter_follows() || pronoun { Split } else { Join })
}

/// Whether `part` is an initial: one capital, or two letters where transliteration needs them ("Yu.", "Дж.").
fn is_initial(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_uppercase)
        && (chars.next().is_none()
            || matches!(
                part,
                "Yu" | "Ya" | "Ch" | "Sh" | "Zh" | "Ye" | "Kh" | "Ts" | "Th" | "Дж" | "Ю" | "Ch-R"
            ))
}

/// "the U.S.A. |Brown left", "the G.P.O. building": letters with full stops between them.
fn acronym(p: &Place) -> Option<Verdict> {
    let dotted = p.word.contains('.') && p.word.split('.').all(|part| part.chars().count() == 1);
    when(p.is_full_stop() && dotted && p.number_follows() && p.lang == Lang::Ru, Join)
}

// ---- speech

/// "“We count every drop!” Ms. Toktogulova laughs.": who spoke belongs to the sentence that was spoken.
fn attribution(p: &Place) -> Option<Verdict> {
    let quoted = p.closers().ends_with(['"', '”', '’', '\'', '»']) && !p.marks().starts_with('.');
    if p.lang != Lang::En || !quoted || !p.openers().is_empty() || !p.capital_follows() {
        return None;
    }
    let mut at = p.next_at;
    for _ in 0..4 {
        let word = word_at(p.text, at);
        if english::is_speech_verb(word) {
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

/// "«Что делать?» — Чернышевский": a dash after a closed quotation goes on.
fn quoted_title(p: &Place) -> Option<Verdict> {
    let closed = p.closers().ends_with(['»', '”', '“', '"']) && !p.marks().starts_with('.');
    when(closed && p.openers().starts_with(is_dash), Join)
}

/// "— Да! — ответил он. |— Пойдём."
fn dialogue_dash(p: &Place) -> Option<Verdict> {
    let resumed = quote_resumed(p).is_some();
    when(p.openers().starts_with(is_dash) && !p.gap().is_empty() && p.capital_follows() && !resumed, Split)
}

/// "«К чему ты готовишься? – спросила мама. – Завтра ведь выходной».": one question in a quotation, resumed for a clause
/// and closed before the full stop, is one sentence.
fn quote_resumed(p: &Place) -> Option<Verdict> {
    if !p.openers().starts_with(is_dash) || !p.so_far().starts_with('«') || p.so_far().contains('»') {
        return None;
    }
    let asked = p.so_far().contains(['?', '!']);
    let rest = &p.text[p.next_at..];
    let end = rest.find(|c| is_mark(c) || c == '»')?;
    when(asked && (rest[end..].starts_with("».")), Join)
}

// ---- everything else

/// UAX-29 decides.
fn unicode(p: &Place) -> Option<Verdict> {
    Some(if p.unicode_breaks() { Split } else { Join })
}

/// Whether `word` is digits, with `-`, `–`, `,` or `.` between them.
fn is_number(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether `word` is a Roman numeral, or two of them.
fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'М' | 'Х' | 'І' | '–' | '-'))
}
