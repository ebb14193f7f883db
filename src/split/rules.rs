//! The rules, in the order in which they are asked. Each answers join, split or nothing; the first opinion wins.

use super::abbreviations::{self, Kind};
use super::english;
use super::place::Place;
use super::scan::{Trigger, is_closer};
use super::speech::*;
use crate::document::Lang;
use crate::text::chars::is_dash;
use Verdict::{Join, Split};

/// What a rule says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
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
    message_head,
    ruler,
    broken_off,
    smiley,
    nothing_follows,
    left_out,
    glued,
    item_follows,
    address_follows,
    no_capitals,
    lower_case_follows,
    enumerator,
    fronted_time,
    caption_year,
    unit,
    never_ends,
    name_follows,
    versus,
    number_follows,
    may_end,
    usually_ends,
    initial,
    attribution,
    cited,
    quoted_title,
    embedded_quotation,
    bracketed,
    open_ended,
    quote_resumed,
    dateline,
    dialogue_dash,
    footnote,
    number_starts,
    capital,
    note,
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
pub(super) fn when(condition: bool, verdict: Verdict) -> Option<Verdict> {
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

/// "Kay Mann 04/26/2001 07:17 AM |Will you be there?"
fn message_head(p: &Place) -> Option<Verdict> {
    let splits = p.openers().is_empty() && p.next_char().is_alphabetic() && !p.next_char().is_lowercase();
    (p.trigger() == Trigger::Stamp).then_some(if splits { Split } else { Join })
}

/// "It ends here |----- |Next": a row of dashes stands alone.
fn ruler(p: &Place) -> Option<Verdict> {
    when(p.trigger() == Trigger::Ruler, Split)
}

/// "Did you just wash— |Yes.", "to--” |At this": speech that breaks off. Russian type sets dashes so by mistake only.
fn broken_off(p: &Place) -> Option<Verdict> {
    let splits = p.lang == Lang::En && p.capital_follows() && p.openers().is_empty();
    (p.trigger() == Trigger::BrokenOff).then_some(if splits { Split } else { Join })
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
    let c = p.right().trim_start_matches(['`', '”', '»', '’']).chars().next().unwrap_or(' ');
    let spaced_ellipsis = p.right_char() == '.' && !p.gap().is_empty();
    when(
        matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '}' | '%' | '/' | '\\' | '=' | '|')
            && !spaced_ellipsis,
        Join,
    )
}

/// ". . ." and ". . . ." stay together; of "compounds. . . . The practice" the first full stop ends the sentence.
fn left_out(p: &Place) -> Option<Verdict> {
    let dots = |text: &str| text.split(' ').take(5).take_while(|part| *part == ".").count();
    if p.right().starts_with(". ") || p.right() == "." || p.right().starts_with(".”") {
        let after = p.right().get(6..).unwrap_or_default();
        let four = p.is_full_stop() && !p.word.is_empty() && dots(p.right()) == 3;
        return Some(if four && after.starts_with(char::is_uppercase) { Split } else { Join });
    }
    when(p.short_so_far(16)?.chars().all(|c| matches!(c, '.' | ' ' | '…')) && p.right_char() != '.', Join)
}

/// "example.Com", "Node.js": a mark inside a token ends no sentence, but a space may have been forgotten: "конец.Начало".
fn glued(p: &Place) -> Option<Verdict> {
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
            || (after.starts_with(". ") && abbreviations::find(p.lang, p.next) == Some(Kind::Name)));
    let closes_token = p.right().starts_with(is_closer) || p.right().starts_with(is_dash);
    Some(if word_before && word_after && !closes_token { Split } else { Join })
}

// ---- what follows

/// "Hello world. |ii) Hello world.", "it ends. |(b) the next": the number of an item starts a new one.
fn item_follows(p: &Place) -> Option<Verdict> {
    let token = p.right().strip_prefix('(').unwrap_or(p.right());
    let end = token.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| (1..=4).contains(end))?;
    let number =
        token[..end].bytes().all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v' | b'x')) || end == 1;
    when(number && token[end..].starts_with(") ") && p.abbreviation.is_none() && !p.gap().is_empty(), Split)
}

/// "It is beautiful. |www.example.org"
fn address_follows(p: &Place) -> Option<Verdict> {
    let address = ["http://", "https://", "www."].iter().any(|start| p.right().starts_with(start));
    when(address && !p.gap().is_empty() && p.word.len() > 3, Split)
}

/// "i am going home. |call me": who starts a sentence in lower case starts the next one so; "i" says the same.
fn no_capitals(p: &Place) -> Option<Verdict> {
    if !p.next_char().is_lowercase() {
        return None;
    }
    let sentence = p.so_far().trim_start();
    let careless = sentence.starts_with(char::is_lowercase) && sentence.contains(' ') || is_small_i(p);
    let ends =
        !p.is_ellipsis() && p.closers().is_empty() && p.word.chars().count() > 2 && !p.word.contains('.');
    let spoken = english::is_speech_verb(p.next) || p.openers().contains(is_dash);
    when(careless && ends && !spoken && !p.gap().is_empty() && p.abbreviation.is_none(), Split)
}

/// Whether the next word is "i", "im" or "i'm".
fn is_small_i(p: &Place) -> bool {
    p.lang == Lang::En
        && matches!(p.next, "i" | "i'm" | "i’m" | "im" | "ive" | "i've" | "i’ve")
        && p.openers().is_empty()
}

/// No sentence starts in lower case: "Yahoo! in", "— Да! — ответил он", "см. ниже", "так… что". Names such as iPhone do.
fn lower_case_follows(p: &Place) -> Option<Verdict> {
    let inner_capital = p.next.chars().nth(1).is_some_and(char::is_uppercase);
    let note =
        p.openers().starts_with('(') && p.is_full_stop() && p.word.len() > 3 && p.abbreviation.is_none();
    when(p.next_char().is_lowercase() && !inner_capital && !note, Join)
}

/// "1. The", "IV. Гестационный", "8.1. Зачем", "75/314. Cooperation", "a. here", "Q. What": a number at the start belongs
/// to what follows.
fn enumerator(p: &Place) -> Option<Verdict> {
    let token = p.word;
    let numbers = |text: &str, marks: &[char]| {
        text.split(marks)
            .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let number = numbers(token, &['.']);
    let roman =
        token.len() <= 5 && token.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'i' | 'v' | 'x'));
    let letter = token.chars().count() == 1;
    let stop = matches!(p.marks(), ".") && matches!(p.closers(), "" | ")");
    let named = CHAPTERS
        .iter()
        .any(|name| p.so_far().strip_prefix(name).is_some_and(|rest| rest.trim_start() == token));
    let first = p.starts_sentence() && (number || roman || letter) || numbers(p.so_far(), &['.', '/']);
    when(stop && !token.is_empty() && (first || (named && (number || roman))), Join)
}

/// What parts of books and treaties are called: "Chapter III. A Caucus-Race", "Статья 5. Права".
const CHAPTERS: [&str; 14] = [
    "Chapter ",
    "CHAPTER ",
    "Part ",
    "PART ",
    "Section ",
    "Article ",
    "ARTICLE ",
    "Глава ",
    "ГЛАВА ",
    "Часть ",
    "ЧАСТЬ ",
    "Раздел ",
    "Статья ",
    "СТАТЬЯ ",
];

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
/// is an apposition that dates the thing; where another date follows, both are told of it.
fn caption_year(p: &Place) -> Option<Verdict> {
    if p.word != "г" {
        return None;
    }
    let year = p.before_word();
    let before = p.so_far().trim_end_matches('г').trim_end().trim_end_matches(year).trim_end();
    let date_follows = p.next == "В" && p.right().split_whitespace().nth(1).is_some_and(starts_with_digit);
    when(year.len() == 4 && is_number(year) && before.ends_with(',') && date_follows, Join)
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

// ---- abbreviations

/// "в 2015 г. |Иванов" but "г. Орёл": units after numbers may end a sentence, the same letters before names do not.
fn unit(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Unit) {
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
    when(p.abbreviation == Some(Kind::Never), Join)
}

/// "Mr. Smith", "ул. Ленина", "ул. 1 Мая"; but "и пр. |Их" and, its name before it, "на Невском пр. |Она"
fn name_follows(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Name) || (p.word == "пр" && p.before_word() == "и") {
        return None;
    }
    if p.lang == Lang::Ru && p.capital_before() && p.starter_follows() {
        return None;
    }
    when(p.capital_follows() || p.number_follows(), Join)
}

/// "No. 5", "Art. 12", "ст. 12", "para. (b)", "App. B", but "no. |A man came": a letter may number a thing too.
fn number_follows(p: &Place) -> Option<Verdict> {
    let bracket = p.openers().contains('(');
    let letter = p.capital_follows() && p.next.chars().count() == 1 && !p.is_starter(p.next);
    when(p.abbreviation == Some(Kind::Number) && (p.number_follows() || bracket || letter), Join)
}

/// "Brown v. Board of Education": the parties of a case.
fn versus(p: &Place) -> Option<Verdict> {
    when(p.lang == Lang::En && p.word == "v" && p.capital_before() && p.capital_follows(), Join)
}

/// "Pear Inc. |It failed" but "Pear Inc. Chairman Brown": the next word tells.
fn may_end(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::MayEnd) {
        return None;
    }
    Some(if p.starter_follows() { Split } else { Join })
        .filter(|_| p.capital_follows() && p.closers().is_empty())
}

/// "и т. д. |Иванов", "30 долл. США"
fn usually_ends(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Ends) {
        return None;
    }
    let amount = p.next_char().is_ascii_digit() && is_number(p.before_word());
    let goes_on = matches!(p.next, "США" | "Канады" | "РФ")
        || (matches!(p.word, "a.m" | "p.m") && english::is_time_zone(p.next))
        || p.no_break_space()
        || amount
        || p.openers().contains('(');
    Some(if goes_on { Join } else { Split })
}

/// "A. B. Petrov", "Толстой Л. Н.", "J.F.K. |He": initials go with a name unless a sentence starts after them.
fn initial(p: &Place) -> Option<Verdict> {
    if p.marks() != "." || !p.closers().is_empty() {
        return None;
    }
    let initials = !p.word.is_empty() && p.word.split(['.', '-']).all(is_initial);
    let pronoun = p.lang == Lang::En && p.word == "I" && !p.capital_before();
    let degrees = p.so_far()[..p.so_far().len() - p.word.len()].ends_with('°');
    if !initials || degrees || !p.capital_follows() {
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

// ---- everything else

/// "a martyr.[1] |The emperor"
fn footnote(p: &Place) -> Option<Verdict> {
    let noted = p.closers().ends_with(|c: char| c == ']' || c.is_numeric());
    when(noted && p.capital_follows() && !p.gap().is_empty(), Split)
}

/// "исполняется 150 лет. |31 мая": UAX-29 looks through the number to the lower case behind it.
fn number_starts(p: &Place) -> Option<Verdict> {
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

/// "It ended. |The next", "ничего… |А": a mark, a space and a capital. UAX-29 says the same, but for `…`, and takes
/// ten times as long.
fn capital(p: &Place) -> Option<Verdict> {
    let brand = p.next.chars().nth(1).is_some_and(char::is_uppercase) && p.word.chars().count() > 2;
    when((p.capital_follows() || brand) && p.openers().is_empty() && !p.gap().is_empty(), Split)
}

/// "for hundreds of years. |(credit: Liz West)": a note in brackets after a full stop stands alone.
fn note(p: &Place) -> Option<Verdict> {
    when(p.openers().starts_with('(') && p.is_full_stop() && p.next_char().is_lowercase(), Split)
}

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
