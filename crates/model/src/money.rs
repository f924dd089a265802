//! Money: whole hundredths of a penny, so that 25.7 pence a letter adds up exactly.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An amount in hundredths of a penny. In the ledger a whole number of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Money(i64);

/// A text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no amount: write pounds as `1200` or `1200.50`, pence as `25.7p`")]
pub struct NotMoney(String);

const PENNY: i64 = 100;
const POUND: i64 = 100 * PENNY;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From hundredths of a penny.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a penny.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// So many of these; at most what can be counted.
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }

    /// Both together; at most what can be counted.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (pounds, rest) = (
            self.0.unsigned_abs() / POUND as u64,
            self.0.unsigned_abs() % POUND as u64,
        );
        match (pounds, rest % PENNY as u64) {
            (0, part) if part != 0 => {
                let pence = format!("{}.{part:02}", rest / PENNY as u64);
                write!(f, "{sign}{}p", pence.trim_end_matches('0'))
            }
            (_, 0) => write!(f, "{sign}£{}.{:02}", grouped(pounds), rest / PENNY as u64),
            (..) => write!(f, "{sign}£{}.{rest:04}", grouped(pounds)),
        }
    }
}

/// Thousands set apart, for people.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl FromStr for Money {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let wrong = || NotMoney(text.to_owned());
        let bare = text.trim().trim_start_matches('£').replace(',', "");
        let (number, unit) = match bare.strip_suffix('p') {
            Some(pence) => (pence.to_owned(), PENNY),
            None => (bare, POUND),
        };
        let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let places = if unit == PENNY { 2 } else { 4 };
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > places {
            return Err(wrong());
        }
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let part: i64 = format!("{part:0<places$}").parse().map_err(|_| wrong())?;
        whole
            .checked_mul(unit)
            .and_then(|whole| whole.checked_add(part))
            .map(Self)
            .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown() {
        for (text, shown) in [
            ("25.7p", "25.7p"),
            ("1734450", "£1,734,450.00"),
            ("£1,200.50", "£1,200.50"),
            ("0", "£0.00"),
            ("100p", "£1.00"),
            ("0.257", "25.7p"),
        ] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), shown, "{text}");
        }
        for text in [
            "",
            "p",
            "-5",
            "1e3",
            "1.00001",
            "1.001p",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_mailing_costs_what_its_letters_cost() {
        let each: Money = "25.7p".parse().unwrap();
        assert_eq!(each.times(6_754_089).to_string(), "£1,735,800.8730");
    }
}
