//! Normal forms: what an anchor says, free of notation and language.
//!
//! Two anchors mean the same when they share a form. `Display` writes a form with what it is before it (`N:5000000`,
//! `D:2021-04-15`, `ORG:UNODC`); [`Form::value`] writes it for people.

use super::date::Date;
use super::decimal::Decimal;
use std::fmt;

/// One normal form of an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// A number.
    Number(Decimal),
    /// A number that counts in order.
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
    /// An organisation or term of the tables.
    Organisation(&'static str),
    /// A place, people or language of the tables, such as `GEO:FR`.
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

    /// The form without what it is: `2021-04-15`, `USD:5000000`, `UNODC`.
    pub fn value(&self) -> String {
        let text = self.to_string();
        text.split_once(':').map_or(text.as_str(), |(_, value)| value).to_owned()
    }

    /// The form as people write it, where it says what it is by itself: `2021-04-15`, `3.2%`, `USD 5000000`.
    pub fn readable(&self) -> Option<String> {
        match self {
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
