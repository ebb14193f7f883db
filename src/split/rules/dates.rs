//! Rules for dates: whether "г." and "в." end a sentence depends on the role of the date in it.
//!
//! A date at the start of a sentence or clause, before any verb, does not end it ("В мае 2001 г. «Газпром»"). A date
//! that belongs to a noun does not end it if the noun phrase continues ("от 27 июля 2006 г. № 152-ФЗ"). After a verb, a
//! date ends the sentence.

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::split::place::{Place, is_number, is_roman};
use crate::split::tables::{self, Class, Kind};
use crate::text::chars::is_quotation_mark;

/// "At 5 a.m. Mr. Smith went": a time at the start of an English sentence does not end it.
pub(super) fn fronted_time(p: &Place) -> Option<Verdict> {
    let current_sentence =
        p.short_sentence(60).filter(|_| p.abbreviation.is_some() && p.is_full_stop() && p.word.is_ascii())?;
    let mut words = current_sentence.split_whitespace();
    let fronted = tables::is(words.next()?.trim_start_matches(is_quotation_mark), Class::Fronting);
    let time = |word: &str| {
        let word = word.trim_end_matches(['.', ',']);
        word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(word, "a.m" | "p.m" | "and" | "to" | "B.C" | "A.D")
            || tables::is(word, Class::Month)
            || tables::is(word, Class::Weekday)
    };
    when(fronted && words.all(time) && !p.starter_follows() && p.capital_follows(), Join)
}

/// "25 сентября 2015 г. Генеральная Ассамблея", "В III в. до н. э. Рим": a date at the start of a Russian clause.
pub(super) fn fronted_date(p: &Place) -> Option<Verdict> {
    let quoted = p.openers().starts_with(is_quotation_mark);
    if !ends_date(p) || (p.starter_follows() && !quoted) || !(p.openers().is_empty() || quoted) {
        return None;
    }
    when(is_fronted(p.short_sentence(400)?), Join)
}

/// Whether a Russian date or time ends at the full stop.
fn ends_date(p: &Place) -> bool {
    // Most candidates have no abbreviation, so this test avoids inspecting the words around them.
    if p.abbreviation.is_none() {
        return false;
    }
    let before = p.before_word();
    let unit = matches!(p.abbreviation, Some(Kind::Unit | Kind::Ends))
        && !matches!(p.word, "т" | "с" | "д" | "р" | "м" | "х" | "о");
    p.is_full_stop()
        && !p.word.is_ascii()
        && (unit
            && (p.composite || is_number(before) || is_roman(before))
            && tables::is(p.word, Class::Period)
            || matches!(p.word, "э" | "мин")
            || tables::is(p.word, Class::Month))
}

/// Whether `text` is an adverbial phrase without a verb.
fn is_fronted(text: &str) -> bool {
    let (prior, clause) = last_clause(text);
    let mut words = clause.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let Some(mut first) = words.next().map(str::to_lowercase) else { return false };
    let subordinate = tables::is(&first, Class::Subordinator);
    if subordinate {
        first = words.next().unwrap_or_default().to_lowercase();
    }
    let second = words.clone().next().unwrap_or_default();
    let dated = is_number(&first)
        && (tables::is(second, Class::Month) || prior.is_empty() && words.clone().count() == 1);
    let act = tables::has_stem(&first, Class::Act) && is_instrumental(&first);
    let opens = dated || act || tables::is(&first, Class::Fronting) || is_participle(&first);
    opens && (prior.is_empty() || subordinate || is_introduction(prior)) && !words.any(is_verb)
}

/// Splits `text` before its last clause. A colon, an opening quotation mark or an opening bracket starts a new clause.
fn last_clause(text: &str) -> (&str, &str) {
    let start = text
        .rfind([':', '«', '(', '“', '„'])
        .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
    let text = text[start..].trim_start_matches(|c: char| !c.is_alphanumeric());
    match text
        .rfind([',', ';', '—', '–'])
        .filter(|&i| text[i..].chars().nth(1).is_some_and(char::is_whitespace))
    {
        Some(comma) if !is_range(text, comma) => {
            (text[..comma].trim(), &text[comma + text[comma..].chars().next().map_or(0, char::len_utf8)..])
        }
        _ => ("", text),
    }
}

/// Whether the dash at `at` is between two numbers: "5 мая – 3 июня".
fn is_range(text: &str, at: usize) -> bool {
    let after = text[at..].trim_start_matches(['–', '—', ' ']);
    !text[at..].starts_with([',', ';'])
        && after.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
}

/// Whether `text` is an introductory phrase: "Кроме того", "По данным Банка", "Как известно".
fn is_introduction(text: &str) -> bool {
    let mut words = text.split_whitespace().map(bare);
    let first = words.next().unwrap_or_default().to_lowercase();
    let known = tables::is(&first, Class::Introduction) || tables::is(&first, Class::Fronting);
    known && words.clone().count() <= 6 && (first == "как" || !words.any(is_verb))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_verb(word: &str) -> bool {
    !tables::is(word, Class::Period) && !tables::is(word, Class::Month) && tables::looks_like_verb(word)
}

/// Whether `word` has an ending of the instrumental case.
fn is_instrumental(word: &str) -> bool {
    word.chars().count() > 4
        && ["ом", "ем", "ём", "ой", "ей", "ью", "ым", "им", "ами", "ями"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// Whether `word` has an ending of a participle.
fn is_participle(word: &str) -> bool {
    const STEMS: [&str; 5] = ["нн", "ят", "ыт", "вш", "ющ"];
    const ENDINGS: [&str; 14] =
        ["ый", "ая", "ое", "ые", "ой", "ого", "ому", "ым", "ых", "ую", "ий", "ие", "его", "ими"];
    let stem = ENDINGS.iter().find_map(|end| word.strip_suffix(end));
    word.chars().count() > 6 && stem.is_some_and(|stem| STEMS.iter().any(|end| stem.ends_with(end)))
}

/// "от 27 июля 2006 г. № 152-ФЗ", "1992 г. «О воде»", "принятая в 2015 г. Генеральной Ассамблеей": the next words
/// complete the noun or participle that the date belongs to.
pub(super) fn dated_noun(p: &Place) -> Option<Verdict> {
    if !ends_date(p) {
        return None;
    }
    let sentence = p.tail(160);
    let date = Date::before(sentence);
    let act = sentence.split_whitespace().any(|word| tables::has_stem(bare(word), Class::Act));
    let of_act = date.preposition == "от" || act;
    let quoted = p.openers().starts_with(is_quotation_mark);
    let title = quoted && (matches!(p.next, "О" | "Об" | "Обо") || date.preposition == "от");
    let number = p.right_char() == '№';
    let attribute = matches!(date.preposition, "от" | "") && !date.noun.ends_with(',');
    let issuer = attribute && p.openers().is_empty() && is_issuer(p.next);
    if (of_act && (number || title || issuer)) || is_agent(p, sentence) {
        return Some(Join);
    }
    if number && p.openers().is_empty() && !matches!(date.preposition, "" | "от") {
        return Some(Split);
    }
    let measured = date.preposition == "в" && tables::is(bare(date.noun), Class::Measuring);
    let split = if measured { Join } else { Split };
    when(
        p.next_char().is_ascii_digit() && p.openers().is_empty() && matches!(p.word, "г" | "гг" | "в" | "вв"),
        split,
    )
}

/// "Президента РФ", "Европейского суда": the issuer of an act, in the genitive.
fn is_issuer(word: &str) -> bool {
    tables::is(&word.to_lowercase(), Class::Body)
        || word.starts_with(char::is_uppercase)
            && ["ской", "ского", "ного", "ной"].iter().any(|end| word.ends_with(end))
}

/// Whether the next word is the agent of a participle before the date: "основан в 1755 г. Михаилом Ломоносовым", but
/// "основан в 1990 г. |Директором стал Иванов".
fn is_agent(p: &Place, sentence: &str) -> bool {
    let passive = |word: &str| {
        let word = bare(word).to_lowercase();
        is_participle(&word)
            || [
                "ан", "ана", "ано", "аны", "ен", "ена", "ено", "ены", "ён", "ята", "ято", "яты", "ыт", "ыта",
                "ыто",
            ]
            .iter()
            .any(|end| word.ends_with(end))
    };
    let rest = &p.text[p.next_at + p.next.len()..];
    let whole = rest
        .trim_start_matches(' ')
        .starts_with(|c: char| c.is_uppercase() || matches!(c, ',' | '.' | ')' | ';'));
    p.openers().is_empty()
        && is_instrumental(p.next)
        && !p.starter_follows()
        && sentence.split_whitespace().rev().take(8).any(passive)
        && (whole || is_participle_before_date(sentence))
}

/// Whether the date directly follows a full participle, which needs a noun: "принятая в 2015 г."
fn is_participle_before_date(sentence: &str) -> bool {
    is_participle(&bare(Date::before(sentence).noun).to_lowercase())
}

/// The words before a date.
struct Date<'a> {
    /// The preposition before it, or empty.
    preposition: &'a str,
    /// The word before the preposition.
    noun: &'a str,
}

impl<'a> Date<'a> {
    /// The words before the date at the end of `text`.
    fn before(text: &'a str) -> Date<'a> {
        let mut words = text.split_whitespace().rev().skip_while(|word| {
            let bare = bare(word);
            bare.is_empty()
                || is_number(bare)
                || is_roman(bare)
                || tables::is(bare, Class::Month)
                || matches!(bare, "г" | "гг" | "вв" | "э" | "н" | "по")
                || (bare == "в" && word.ends_with('.'))
        });
        let last = words.next().unwrap_or_default();
        let is_preposition =
            ["в", "во", "с", "со", "к", "до", "после", "на", "за", "около", "от", "из", "В", "С", "К"]
                .contains(&last);
        if is_preposition {
            Date { preposition: last, noun: words.next().unwrap_or_default() }
        } else {
            Date { preposition: "", noun: last }
        }
    }
}

/// "Дом, где родился Толстой, 1898 г. В 1854 году дом": a year after a comma, without month or preposition, dates the
/// thing. It ends the sentence unless another date follows.
pub(super) fn caption_year(p: &Place) -> Option<Verdict> {
    if p.word != "г" {
        return None;
    }
    let year = p.before_word();
    let before = p.current_sentence().trim_end_matches('г').trim_end().trim_end_matches(year).trim_end();
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let date_follows = p.next == "В" && p.right().split_whitespace().nth(1).is_some_and(number);
    when(year.len() == 4 && is_number(year) && before.ends_with(',') && date_follows, Join)
}
