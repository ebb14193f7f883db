//! Values of options: sizes, durations, probabilities, locales.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use enru::memory::{Code, Column, Format};
use enru::pair::By;
use enru::text::suggest::nearest;
use enru::{Flag, Lang, Status};
use std::ffi::OsStr;
use std::str::FromStr;
use std::time::Duration;

/// Parses a name from a list. Help and completions show the list. An error suggests the most similar name, in the words
/// that clap has for unknown options.
#[derive(Clone)]
struct Name<T> {
    names: Vec<&'static str>,
    parse: fn(&str) -> Option<T>,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Name<T> {
    type Value = T;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let value = value.to_string_lossy();
        (self.parse)(&value).ok_or_else(|| {
            let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(cmd);
            let names = self.names.iter().map(|name| name.to_string()).collect();
            let argument = arg.map_or(String::new(), Arg::to_string);
            error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
            error.insert(ContextKind::InvalidValue, ContextValue::String(value.to_string()));
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
            if let Some(near) = nearest(&value, self.names.iter().copied()) {
                error.insert(ContextKind::SuggestedValue, ContextValue::String(near.to_string()));
            }
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.names.iter().map(PossibleValue::new)))
    }
}

fn name_of<T>(names: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
{
    Name { names: names.into_iter().collect(), parse: |name| name.parse().ok() }
}

pub fn format() -> impl TypedValueParser<Value = Format> {
    name_of(Format::ALL.into_iter().map(Format::name))
}

pub fn column() -> impl TypedValueParser<Value = Column> {
    name_of(Column::ALL.into_iter().map(Column::name))
}

/// A way to pair files.
pub fn by() -> impl TypedValueParser<Value = By> {
    name_of(By::ALL.map(By::name))
}

pub fn status() -> impl TypedValueParser<Value = Status> {
    name_of(Status::ALL.into_iter().map(Status::as_str))
}

/// A flag, or all flags for `any`.
pub fn flags() -> impl TypedValueParser<Value = Flags> {
    name_of(std::iter::once(ANY).chain(Flag::ALL.into_iter().map(Flag::as_str)))
}

const ANY: &str = "any";

/// See [`flags`].
#[derive(Clone, Debug)]
pub struct Flags(pub Vec<Flag>);

impl FromStr for Flags {
    type Err = String;

    fn from_str(name: &str) -> Result<Flags, String> {
        if name == ANY { Ok(Flags(Flag::ALL.to_vec())) } else { Ok(Flags(vec![name.parse()?])) }
    }
}

/// A code of `enru tm lint`.
pub fn code() -> impl TypedValueParser<Value = Code> {
    name_of(Code::ALL.into_iter().map(Code::as_str))
}

/// A number of bytes: `1000000`, `64K`, `256M`, `1G` (powers of 1024; `256MB` and `256MiB` mean the same).
pub fn size(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match &lower[digits.len()..] {
        "" | "b" => Some(0),
        "k" | "kb" | "kib" => Some(10),
        "m" | "mb" | "mib" => Some(20),
        "g" | "gb" | "gib" => Some(30),
        _ => None,
    };
    let bytes = digits.trim().parse::<u64>().ok().zip(shift).and_then(|(n, shift)| n.checked_mul(1 << shift));
    bytes.filter(|&n| n > 0).ok_or_else(|| "expected a size such as 1000000, 256M or 1G".to_string())
}

/// A number of seconds above 0.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let value = text.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
    value.filter(|d| !d.is_zero()).ok_or_else(|| "expected a number of seconds above 0".to_string())
}

/// A number of threads.
pub fn jobs(text: &str) -> Result<u16, String> {
    let value = text.parse().ok().filter(|jobs| (1..=1024).contains(jobs));
    value.ok_or_else(|| "expected a number from 1 to 1024".to_string())
}

/// A whole number.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "expected a whole number".to_string())
}

/// A number from 0 to 1, with a decimal point or comma.
pub fn probability(text: &str) -> Result<f32, String> {
    let value = text.replace(',', ".").parse::<f32>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "expected a number from 0 to 1".to_string())
}

/// Two locales separated by a comma, one of each language; the result has English first.
pub fn locales(text: &str) -> Result<[String; 2], String> {
    match text.split_once(',') {
        Some((first, second)) => enru::memory::locales(first, second),
        None => Err("expected two locales such as en-US,ru-RU".to_string()),
    }
}

/// A source language: `en` or `ru`.
pub fn source(text: &str) -> Result<Lang, String> {
    match text {
        "en" => Ok(Lang::En),
        "ru" => Ok(Lang::Ru),
        _ => Err("expected en or ru".to_string()),
    }
}

/// Two column names separated by a comma.
pub fn two_columns(text: &str) -> Result<[String; 2], String> {
    match text.split(',').map(str::trim).collect::<Vec<_>>()[..] {
        [en, ru] if !en.is_empty() && !ru.is_empty() => Ok([en.to_string(), ru.to_string()]),
        _ => Err("expected two columns, English first, such as Source,Target or 2,3".to_string()),
    }
}

/// A field and its value, such as `client=UN`.
pub fn field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_string(), value.to_string())),
        _ => Err("expected a field and its value such as client=UN".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_take_units() {
        for (text, bytes) in
            [("1", 1), ("64k", 64 << 10), ("256M", 256 << 20), ("1 GiB", 1 << 30), ("2gb", 2 << 30)]
        {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "M", "0", "-1", "1.5G", "1T", "99999999999G", "1MM"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
