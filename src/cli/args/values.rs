//! Values of options: sizes, durations, probabilities, locales.

use enru::Lang;
use std::time::Duration;

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

/// A number from 0 to 1.
pub fn probability(text: &str) -> Result<f32, String> {
    let value = text.parse::<f32>().ok().filter(|value| (0.0..=1.0).contains(value));
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

/// Two names of columns separated by a comma.
pub fn two_columns(text: &str) -> Result<[String; 2], String> {
    match text.split(',').map(str::trim).collect::<Vec<_>>()[..] {
        [en, ru] if !en.is_empty() && !ru.is_empty() => Ok([en.to_string(), ru.to_string()]),
        _ => Err("expected two columns, English first, such as Source,Target or 2,3".to_string()),
    }
}

/// A field and its value: `client=UN`.
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
