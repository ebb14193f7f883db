//! Exact decimal numbers: a string of digits and a power of ten, so that `5e6` and `5000000` have one representation.

use std::fmt;

/// A number `digits * 10^exponent`. `digits` has no zero at either end and is empty for zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: String,
    exponent: i64,
    /// The denominator: differs from 1 only for fractions such as 1/3 that have no finite decimal.
    over: u64,
}

impl Decimal {
    /// The number written `whole.fraction`, both runs of ASCII digits.
    pub(super) fn new(whole: &str, fraction: &str) -> Decimal {
        let mut digits = String::with_capacity(whole.len() + fraction.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        Decimal { digits, exponent: -(fraction.len() as i64), over: 1 }.normal()
    }

    /// A whole number.
    pub(super) fn from_int(value: u64) -> Decimal {
        Decimal::new(&value.to_string(), "")
    }

    /// `numerator / denominator`: a decimal if six places are enough, otherwise a fraction in lowest terms.
    pub(super) fn ratio(numerator: u64, denominator: u64) -> Option<Decimal> {
        let scaled = numerator.checked_mul(1_000_000)?;
        if denominator == 0 {
            return None;
        }
        if scaled.is_multiple_of(denominator) {
            return Some(Decimal::from_int(scaled / denominator).times_ten_to(-6));
        }
        let common = greatest_common_divisor(numerator, denominator);
        Some(Decimal { over: denominator / common, ..Decimal::from_int(numerator / common) })
    }

    fn normal(mut self) -> Decimal {
        let kept = self.digits.trim_end_matches('0').len();
        self.exponent += (self.digits.len() - kept) as i64;
        self.digits.truncate(kept);
        let zeros = kept - self.digits.trim_start_matches('0').len();
        self.digits.drain(..zeros);
        if self.digits.is_empty() {
            self.exponent = 0;
        }
        self
    }

    /// This number times `10^power`.
    pub(super) fn times_ten_to(mut self, power: i64) -> Decimal {
        if !self.digits.is_empty() {
            self.exponent += power;
        }
        self
    }

    /// The sum, or `None` if a number does not fit in 64 bits at six decimal places.
    pub(super) fn plus(&self, other: &Decimal) -> Option<Decimal> {
        let sum = self.micro()?.checked_add(other.micro()?)?;
        Some(Decimal::from_int(sum).times_ten_to(-6))
    }

    fn micro(&self) -> Option<u64> {
        if self.over != 1 {
            return None;
        }
        let shift = u32::try_from(self.exponent + 6).ok()?;
        let digits: u64 = if self.digits.is_empty() { 0 } else { self.digits.parse().ok()? };
        digits.checked_mul(10u64.checked_pow(shift)?)
    }

    /// The value as an integer, if it is whole and fits in 64 bits.
    pub(super) fn to_int(&self) -> Option<u64> {
        let micro = self.micro()?;
        micro.is_multiple_of(1_000_000).then_some(micro / 1_000_000)
    }
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        f.write_str(if self.exponent >= 0 { self.digits.as_str() } else { "" })?;
        if self.exponent >= 0 {
            (0..self.exponent).try_for_each(|_| f.write_str("0"))?;
            return if self.over == 1 { Ok(()) } else { write!(f, "/{}", self.over) };
        }
        let point = self.digits.len() as i64 + self.exponent;
        if point > 0 {
            let (whole, fraction) = self.digits.split_at(point as usize);
            return write!(f, "{whole}.{fraction}");
        }
        f.write_str("0.")?;
        (0..-point).try_for_each(|_| f.write_str("0"))?;
        f.write_str(&self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn one_number_has_one_form() {
        let same = [
            Decimal::new("5000000", ""),
            Decimal::new("5", "0").times_ten_to(6),
            Decimal::new("005000000", "00"),
        ];
        assert!(same.iter().all(|n| n.to_string() == "5000000"));
        assert_eq!(Decimal::new("0", "50").to_string(), "0.5");
        assert_eq!(Decimal::new("", "005").to_string(), "0.005");
        assert_eq!(Decimal::new("3", "5").times_ten_to(6).to_string(), "3500000");
        assert_eq!(Decimal::new("000", "0").to_string(), "0");
        assert_eq!(Decimal::new("12", "34").to_string(), "12.34");
    }

    #[test]
    fn ratios_are_exact() {
        assert_eq!(Decimal::ratio(1, 8).map(|d| d.to_string()).as_deref(), Some("0.125"));
        assert_eq!(Decimal::ratio(2, 6).map(|d| d.to_string()).as_deref(), Some("1/3"));
        assert_eq!(Decimal::ratio(1, 0), None);
    }

    #[test]
    fn sums_carry() {
        let sum = Decimal::new("2", "").times_ten_to(6).plus(&Decimal::new("300000", ""));
        assert_eq!(sum.map(|d| d.to_string()).as_deref(), Some("2300000"));
    }
}
