//! Reads and writes dates in translation memories.

/// Year, month, day, hour, minute, second of `epoch` in UTC, by Hinnant's days-to-civil.
pub(crate) fn civil(epoch: u64) -> (u64, u64, u64, u64, u64, u64) {
    let (days, second) = (epoch / 86_400 + 719_468, epoch % 86_400);
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + u64::from(month <= 2), month, day, second / 3600, second / 60 % 60, second % 60)
}

/// The days from 1900 and from 1904 to 1970, as Excel counts them.
const EXCEL_1900: f64 = 25_569.0;
const EXCEL_1904: f64 = 24_107.0;

/// Converts an Excel serial number to a date such as `2024-05-01` or `2024-05-01T10:00:00`.
pub(crate) fn excel(serial: f64, is_1904: bool) -> Option<String> {
    let days = serial - if is_1904 { EXCEL_1904 } else { EXCEL_1900 };
    let seconds = (days * 86_400.0).round();
    // Excel dates end with the year 9999.
    if !(0.0..=253_402_300_799.0).contains(&seconds) {
        return None;
    }
    let (year, month, day, hour, minute, second) = civil(seconds as u64);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let has_time = hour + minute + second > 0;
    Some(if has_time { format!("{date}T{hour:02}:{minute:02}:{second:02}") } else { date })
}

/// Parses `20240501T100000Z`, `2024-05-01T10:00:00Z`, `2024-05-01`, and with the day first `01.05.2024 10:00`,
/// `1/5/2024`. The month comes first only if it cannot come second. Returns a 38-bit number that orders dates.
pub(crate) fn ordinal(text: &str) -> Option<u64> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let number = |part: &str| part.parse::<u64>().ok();
    let (year, month, day, time) = match numbers[..] {
        [date, ref rest @ ..] if date.len() == 8 => {
            (number(&date[..4])?, number(&date[4..6])?, number(&date[6..])?, rest)
        }
        [year, month, day, ref rest @ ..] if year.len() == 4 => {
            (number(year)?, number(month)?, number(day)?, rest)
        }
        [first, second, year, ref rest @ ..] if year.len() == 4 && first.len() <= 2 => {
            let (first, second) = (number(first)?, number(second)?);
            let (day, month) = if second > 12 { (second, first) } else { (first, second) };
            (number(year)?, month, day, rest)
        }
        // An Excel date saved as a number: from 1954 to 2119.
        [serial] if serial.len() == 5 => {
            return ordinal(&excel(
                serial.parse().ok().filter(|n| (20_000.0..80_000.0).contains(n))?,
                false,
            )?);
        }
        _ => return None,
    };
    let time: String = time.concat();
    let part = |at: usize| time.get(at..at + 2).and_then(number).unwrap_or(0);
    let parts = [
        (year, 4095, 12),
        (month, 12, 4),
        (day, 31, 5),
        (part(0), 24, 5),
        (part(2), 59, 6),
        (part(4), 60, 6),
    ];
    parts.into_iter().try_fold(0, |all, (part, most, bits)| (part <= most).then_some(all << bits | part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1, 0, 0, 0));
        assert_eq!(civil(951_827_696), (2000, 2, 29, 12, 34, 56));
        assert_eq!(civil(1_763_935_200), (2025, 11, 23, 22, 0, 0));
    }

    #[test]
    fn dates_of_people_and_programs_are_in_order() {
        let dates = [
            "44925",
            "31.12.2022",
            "20230101T000000Z",
            "2023-01-02",
            "3/1/2023",
            "01/13/2023",
            "14.01.2023 09:30",
            "2023-01-14T09:30:01Z",
        ];
        let ordinals: Vec<_> = dates.iter().map(|date| ordinal(date).unwrap()).collect();
        assert!(ordinals.is_sorted_by(|a, b| a < b), "{ordinals:?}");
        assert_eq!((ordinal("soon"), ordinal("99.99.2023"), ordinal("12")), (None, None, None));
        assert_eq!(ordinal("45413"), ordinal("2024-05-01"));
    }

    #[test]
    fn numbers_of_excel_are_dates() {
        assert_eq!(excel(45_413.0, false).unwrap(), "2024-05-01");
        assert_eq!(excel(45_413.5, false).unwrap(), "2024-05-01T12:00:00");
        assert_eq!(excel(43_951.0, true).unwrap(), "2024-05-01");
        assert_eq!(excel(-1.0, false), None);
    }
}
