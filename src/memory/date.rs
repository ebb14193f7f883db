//! Dates as the headers of memories hold them, from seconds since 1970.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1, 0, 0, 0));
        assert_eq!(civil(951_827_696), (2000, 2, 29, 12, 34, 56));
        assert_eq!(civil(1_763_935_200), (2025, 11, 23, 22, 0, 0));
    }
}
