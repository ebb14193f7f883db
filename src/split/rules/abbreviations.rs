//! Rules for abbreviations, by [`Kind`].

use super::verdict::Verdict::{self, Join, Split};
use super::verdict::when;
use crate::split::place::{Place, is_number, is_roman, is_symbol};
use crate::split::tables::{self, Class, Kind};
use crate::text::chars::is_closing_bracket;

/// "в 2015 г. |Иванов" but "г. Орёл": a unit after a number may end a sentence, the same letters before a name do not.
pub(super) fn unit(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Unit) {
        return None;
    }
    let before = p.before_word();
    if p.word.starts_with(char::is_uppercase) && !p.composite {
        return None;
    }
    if p.composite || is_number(before) || is_roman(before) {
        let goes_on = (p.capital_follows() && p.no_break_space()) || is_amount(p) || is_cited_part(p);
        return when(goes_on, Join);
    }
    when(p.capital_follows() || p.number_follows(), Join)
}

/// "15 ч. 30 мин.", "5 млн. 200 тыс.": the next number counts smaller units of the same amount.
fn is_amount(p: &Place) -> bool {
    p.next_char().is_ascii_digit() && tables::is(p.after_next(), Class::Measure)
}

/// "ст. 105 ч. 2", "т. 3 с. 15": a numbered part after the number of another part.
fn is_cited_part(p: &Place) -> bool {
    let number = p.before_word();
    let start = p.current_sentence().len() - p.word.len();
    let head = p.current_sentence()[..start].trim_end().strip_suffix(number).unwrap_or_default().trim_end();
    let part = head.strip_suffix('.').map(|head| crate::split::place::word_before(head, head.len()));
    (p.number_follows() || p.lettered())
        && part.is_some_and(|part| {
            matches!(tables::abbreviation(part), Some(Kind::Number | Kind::Unit | Kind::Name))
        })
}

/// "e.g. Finland", "т. е. Казахстан"
pub(super) fn never_ends(p: &Place) -> Option<Verdict> {
    let centimetres = p.word == "см" && is_number(p.before_word());
    when(p.abbreviation == Some(Kind::Never) && !centimetres, Join)
}

/// "Mr. Smith", "ул. Ленина", "ул. 1 Мая"; but "и пр. |Их", "the rank of Sgt. |The war" and, with the name before it,
/// "на Невском пр. |Она"
pub(super) fn name_follows(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Name) || (p.word == "пр" && p.before_word() == "и") {
        return None;
    }
    let latin = p.word.starts_with(|c: char| c.is_ascii());
    let measure = latin && p.word.starts_with(char::is_lowercase) && is_number(p.before_word());
    let title = tables::is(&p.word.to_lowercase(), Class::Title);
    // "the agency RT. |He": capitals are an acronym, unless all words are in capitals.
    let is_capital = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
    if latin && !title && is_capital(p.word) && !is_capital(p.next) {
        return None;
    }
    let named =
        if latin { title || tables::is(p.next, Class::Surname) } else { title && !p.capital_before() };
    let ends = p.starter_follows() && p.openers().is_empty() && !named;
    if ends || (measure && !p.number_follows()) {
        return None;
    }
    when(p.capital_follows() || p.number_follows(), Join)
}

/// "No. 5", "Art. 12", "ст. 12", "para. (b)", "App. B", "Suppl. No. 5", "Mon. 5 May", but "no. |A man came": a number,
/// a letter or an identifier must follow.
pub(super) fn number_follows(p: &Place) -> Option<Verdict> {
    let day =
        is_number(p.next) && tables::is(p.word, Class::Weekday) && tables::is(p.after_next(), Class::Month);
    if p.abbreviation != Some(Kind::Number) || day {
        return when(day && p.is_full_stop(), Join);
    }
    let bracket = p.openers().contains('(');
    let month = tables::is(p.next, Class::Month) && p.capital_follows();
    let counted = tables::abbreviation(p.next) == Some(Kind::Number)
        && p.text[p.next_at + p.next.len()..].starts_with(". ");
    let heading = p.word.starts_with(char::is_uppercase) && p.capital_follows() && is_number(p.after_next());
    when(
        p.number_follows()
            || bracket
            || p.lettered()
            || p.identifier_follows()
            || month
            || counted
            || heading,
        Join,
    )
}

/// "Указ. соч. С. 15", "Собр. соч. Т. 5. М., 1990", "ГАРФ. Ф. 5. Оп. 6": the page, volume, file or place of a source.
/// Since volumes also start sentences ("Ч. 5 ст. 12 гласит"), an abbreviation or a number must precede.
pub(super) fn cited_part(p: &Place) -> Option<Verdict> {
    if !p.is_full_stop() || !p.openers().is_empty() || p.gap().is_empty() {
        return None;
    }
    if matches!(p.word, "С" | "P" | "Pp" | "Т" | "Кн" | "Вып" | "Ф" | "Оп" | "Д" | "Л") {
        return when(p.next_char().is_ascii_digit(), Join);
    }
    let rest = p.text[p.next_at + p.next.len()..].strip_prefix('.')?;
    let number =
        rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let cited = p.abbreviation.is_some() || is_number(p.word);
    let part = match p.next {
        "С" | "P" | "Pp" => number,
        "Т" | "Кн" | "Вып" | "Ч" | "Оп" | "Д" => number && cited,
        "Ф" => number && is_archive(p.word),
        "Л" if number => cited,
        "М" | "Л" | "СПб" => rest.starts_with([',', ':']),
        _ => false,
    };
    when(part, Join)
}

/// "ГАРФ. Ф. 5. Оп. 6.": an archive before the number of its holding.
fn is_archive(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(char::is_uppercase)
}

/// "Brown v. Board of Education": the parties of a case.
pub(super) fn versus(p: &Place) -> Option<Verdict> {
    if p.word != "v" || !p.capital_follows() {
        return None;
    }
    let party = p.current_sentence()[..p.current_sentence().len() - 1].trim_end();
    when(
        p.capital_before() || party.ends_with(is_closing_bracket) || party.ends_with(['”', '"', '.', '»']),
        Join,
    )
}

/// "410 U.S. 113", "5 S. Ct. 12": a law report between its volume and the page.
pub(super) fn reporter(p: &Place) -> Option<Verdict> {
    if !p.next_char().is_ascii_digit()
        || !p.is_full_stop()
        || !p.word.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return None;
    }
    let mut words = p.tail(30).split(' ').rev();
    let volume = words.find(|word| !word.starts_with(|c: char| c.is_ascii_uppercase()))?;
    when(volume.bytes().all(|b| b.is_ascii_digit()) && !volume.is_empty(), Join)
}

/// "Pear Inc. |It failed" but "Pear Inc. Chairman Brown": the next word decides. "Hill et al. 2011" is a source.
/// "He left the U.S. |12 people stayed." but "In the U.S. 12 people"
pub(super) fn may_end(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::MayEnd) {
        return None;
    }
    if is_symbol(p.next_char()) {
        return Some(if p.word.contains('.') { Join } else { Split });
    }
    if p.word == "al" && p.next_char().is_ascii_digit() {
        return when(p.next.len() >= 4, Join);
    }
    if p.word.contains('.') && p.next_char().is_ascii_digit() && p.openers().is_empty() {
        let counted = p.after_next().starts_with(char::is_lowercase) && p.after_next().len() > 3;
        let fronted = p
            .short_sentence(30)
            .is_some_and(|text| tables::is(text.split(' ').next().unwrap_or_default(), Class::Fronting));
        return when(counted, if fronted { Join } else { Split });
    }
    let other_script = p.word.is_ascii() && !p.next_char().is_ascii();
    Some(if p.starter_follows() || other_script { Split } else { Join })
        .filter(|_| p.capital_follows() && p.closers().is_empty())
}

/// "и т. д. |Иванов", "30 долл. США", "9 a.m. Monday in Osh" but "5 p.m. |Monday was dull."
pub(super) fn usually_ends(p: &Place) -> Option<Verdict> {
    if p.abbreviation != Some(Kind::Ends) {
        return None;
    }
    let hour = matches!(p.word, "a.m" | "p.m" | "A.M" | "P.M");
    let goes_on = matches!(p.next, "США" | "Канады" | "РФ")
        || (hour && is_date(p))
        || p.no_break_space()
        || is_amount(p)
        || (matches!(p.word, "id" | "Id" | "ibid" | "Ibid" | "cit") && is_symbol(p.next_char()))
        || p.openers().contains('(');
    Some(if goes_on { Join } else { Split })
}

/// Whether a day or a time zone follows an hour: "Monday", "5 May", "EST".
fn is_date(p: &Place) -> bool {
    let day = tables::is(p.next, Class::Weekday) || (tables::is(p.next, Class::Month) && p.next != "May");
    (day && !tables::is(p.after_next(), Class::Verb))
        || tables::is(p.next, Class::TimeZone)
        || (p.next_char().is_ascii_digit() && tables::is(p.after_next(), Class::Month))
}
