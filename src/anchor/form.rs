//! Anchors and their normal forms, which do not depend on notation or language.
//!
//! Two anchors mean the same when they share a form. `Display` writes a form with its kind as a prefix (`N:5000000`,
//! `D:2021-04-15`, `ORG:UNODC`); [`Form::value`] writes it without.

use super::decimal::Decimal;
use crate::document::Span;
use std::borrow::Cow;
use std::fmt;

/// One normal form of an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// A number.
    Number(Decimal),
    /// An ordinal number.
    Ordinal(Decimal),
    /// A share in percent.
    Percent(Decimal),
    /// A currency and an amount.
    Money(&'static str, Decimal),
    /// A unit and an amount.
    Measure(&'static str, Decimal),
    /// At least two of year, month and day.
    Date(Date),
    /// A month, 1 to 12.
    Month(u8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(u8),
    /// A quarter of a year, 1 to 4.
    Quarter(u64),
    /// A half of a year, 1 or 2.
    HalfYear(u64),
    /// The first year of a decade.
    Decade(u64),
    /// A century.
    Century(u64),
    /// A year before the common era.
    YearBefore(u64),
    /// Hour and minute of a day.
    Time(u64, u64),
    /// A document symbol, a version, a code.
    Code(String),
    /// A tag with its `#`.
    Tag(String),
    /// A web address.
    Url(String),
    /// A mail address.
    Mail(String),
    /// A telephone number, digits only.
    Phone(String),
    /// An organisation or term from the tables.
    Organisation(&'static str),
    /// A place, people or language from the tables, such as `GEO:FR`.
    Place(&'static str),
    /// A person's title.
    Title(&'static str),
    /// A word in Latin letters.
    Latin(String),
    /// An acronym, by the sounds of its letters.
    Acronym(String),
}

impl Form {
    /// The whole number `n`.
    pub(super) fn number(n: u64) -> Form {
        Form::Number(Decimal::from_int(n))
    }

    /// The form without the prefix of its kind: `2021-04-15`, `USD:5000000`, `UNODC`.
    pub fn value(&self) -> String {
        let text = self.to_string();
        text.split_once(':').map_or(text.as_str(), |(_, value)| value).to_owned()
    }

    /// The form as people write it, if its kind is clear without a prefix: `2021-04-15`, `3.2%`, `USD 5000000`.
    pub fn readable(&self) -> Option<String> {
        match self {
            // `-04-15` is no usual notation: the texts are clearer.
            Form::Date(Date { year: None, .. }) => None,
            Form::Number(_)
            | Form::Date(_)
            | Form::Time(..)
            | Form::Code(_)
            | Form::Url(_)
            | Form::Mail(_) => Some(self.value()),
            Form::Percent(share) => Some(format!("{share}%")),
            Form::Money(currency, amount) => Some(format!("{currency} {amount}")),
            _ => None,
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Form::Number(n) => write!(f, "N:{n}"),
            Form::Ordinal(n) => write!(f, "ORD:{n}"),
            Form::Percent(n) => write!(f, "PCT:{n}"),
            Form::Money(currency, amount) => write!(f, "CUR:{currency}:{amount}"),
            Form::Measure(unit, amount) => write!(f, "U:{unit}:{amount}"),
            Form::Date(date) => write!(f, "D:{date}"),
            Form::Month(month) => write!(f, "M:{month:02}"),
            Form::Weekday(day) => write!(f, "W:{day}"),
            Form::Quarter(n) => write!(f, "Q:{n}"),
            Form::HalfYear(n) => write!(f, "H:{n}"),
            Form::Decade(year) => write!(f, "DEC:{year}"),
            Form::Century(n) => write!(f, "CENT:{n}"),
            Form::YearBefore(year) => write!(f, "Y:-{year}"),
            Form::Time(hour, minute) => write!(f, "T:{hour:02}:{minute:02}"),
            Form::Code(text) => write!(f, "ID:{text}"),
            Form::Tag(text) => write!(f, "TAG:{text}"),
            Form::Url(text) => write!(f, "URL:{text}"),
            Form::Mail(text) => write!(f, "MAIL:{text}"),
            Form::Phone(text) => write!(f, "TEL:{text}"),
            Form::Organisation(key) => write!(f, "ORG:{key}"),
            Form::Place(key) => f.write_str(key),
            Form::Title(title) => write!(f, "TITLE:{title}"),
            Form::Latin(word) => write!(f, "LAT:{word}"),
            Form::Acronym(sounds) => write!(f, "ACR:{sounds}"),
        }
    }
}

/// A date; parts that the text does not give are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Date {
    pub(super) year: Option<u64>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u64>,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year:04}")?;
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl Date {
    /// The normal form: a month with a year or a day. `None` if only one part is known.
    pub(super) fn form(&self) -> Option<Form> {
        (self.month.is_some() && (self.year.is_some() || self.day.is_some())).then_some(Form::Date(*self))
    }

    /// The keys of the date and of its parts, the whole date first.
    pub(super) fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.form().map(Key::full).into_iter().collect();
        if self.year.is_some() && self.day.is_some() {
            let parts = [Date { year: None, ..*self }, Date { day: None, ..*self }];
            keys.extend(parts.iter().filter_map(Date::form).map(Key::part));
        }
        keys.extend(self.year.map(|year| Key::part(Form::number(year))));
        if let Some(month) = self.month {
            let strength = if keys.is_empty() { Strength::Full } else { Strength::Weak };
            keys.push(Key::new(Form::Month(month), strength));
        }
        keys.extend(self.day.map(|day| Key::weak(Form::number(day))));
        keys
    }
}

/// What kind of thing an anchor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AnchorKind {
    /// A number in any notation: digits, words, ordinals, Roman numerals.
    Number,
    /// A share in percent.
    Percent,
    /// An amount of money.
    Currency,
    /// A number with a unit. Translators convert units, so a measure never contradicts another.
    Measure,
    /// A date or a part of one, a decade, a century, a weekday.
    Date,
    /// A time of day.
    Time,
    /// A document symbol, an address, a telephone number, a code: the same in both languages.
    Identifier,
    /// An organisation or term from the tables, by its name or its acronym.
    Organisation,
    /// A country, a city, a language, a people, or the adjective of one.
    Place,
    /// A person's title.
    Title,
    /// An acronym that is not in the tables.
    Acronym,
    /// A word in Latin letters inside Russian text.
    Latin,
    /// A capitalised word that is not in the tables.
    Name,
}

/// How strong the evidence is when two anchors share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// A possible reading, or a small part: the day of a date, a spelled `one`.
    Weak,
    /// A part, or a less specific form: the year of a date, the bare number of an amount.
    Part,
    /// The whole content of the anchor.
    Full,
}

/// A normal form of an anchor, and how much of the anchor it covers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The normal form.
    pub form: Form,
    /// How much of the anchor it covers.
    pub strength: Strength,
}

impl Key {
    pub(super) fn new(form: Form, strength: Strength) -> Key {
        Key { form, strength }
    }

    pub(super) fn full(form: Form) -> Key {
        Key::new(form, Strength::Full)
    }

    pub(super) fn part(form: Form) -> Key {
        Key::new(form, Strength::Part)
    }

    pub(super) fn weak(form: Form) -> Key {
        Key::new(form, Strength::Weak)
    }
}

/// One anchor of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its position, in bytes of the sentence.
    pub span: Span,
    /// Its kind.
    pub kind: AnchorKind,
    /// Its normal forms, most specific first. Empty for a name that is not in the tables:
    /// [`translit`](super::translit) compares those by sound.
    pub keys: Vec<Key>,
}

impl Anchor {
    /// A label for people: the most specific form (`2021-04-15`, `5000000`, `UNODC`), or the name as written in
    /// `sentence`, the text in which the anchor was found.
    pub fn label<'a>(&'a self, sentence: &'a str) -> Cow<'a, str> {
        match self.keys.first() {
            Some(key) => Cow::Owned(key.form.value()),
            None => Cow::Borrowed(self.text(sentence)),
        }
    }

    /// The anchor as written in `sentence`, the text in which it was found.
    pub fn text<'a>(&self, sentence: &'a str) -> &'a str {
        sentence.get(self.span.start..self.span.end).unwrap_or_default()
    }

    /// The strongest key that this anchor shares with `other` (the first of several), and the lower of its two
    /// strengths.
    pub fn shared<'a>(&'a self, other: &Anchor) -> Option<(&'a Key, Strength)> {
        let mut best: Option<(&Key, Strength)> = None;
        for key in &self.keys {
            let Some(twin) = other.keys.iter().find(|k| k.form == key.form) else { continue };
            let strength = key.strength.min(twin.strength);
            if best.is_none_or(|(_, found)| strength > found) {
                best = Some((key, strength));
            }
        }
        best
    }

    /// Whether it is evidence against a pair of sentences if the other side lacks it. Translators convert measures,
    /// rewrite clock times, translate tags and omit titles; they keep numbers, dates and identifiers.
    pub fn can_contradict(&self) -> bool {
        let kept = matches!(
            self.kind,
            AnchorKind::Number
                | AnchorKind::Percent
                | AnchorKind::Currency
                | AnchorKind::Date
                | AnchorKind::Identifier
        );
        let is_tag = |key: &Key| matches!(key.form, Form::Tag(_));
        kept && self.keys.iter().any(|key| key.strength == Strength::Full && !is_tag(key))
    }
}
