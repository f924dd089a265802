//! Lengths of time as the ledger writes them: `3d`, `12w`, `10wd`, `36h`.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error};

/// A length of time. Days are counted by a calendar, hours are elapsed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Days(u32),
    WorkingDays(u32),
    Hours(u32),
}

/// Longer than any campaign; keeps every later sum within the calendar.
const DAYS_MAX: u32 = 36_500;

impl Length {
    /// Reads a length; `None` for anything else, signs and blanks included.
    pub fn read(text: &str) -> Option<Self> {
        let unit_at = text.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, unit) = text.split_at(unit_at);
        let number: u32 = number.parse().ok()?;
        let within = |days: u32| (days <= DAYS_MAX).then_some(days);
        match unit {
            "d" => within(number).map(Self::Days),
            "w" => number.checked_mul(7).and_then(within).map(Self::Days),
            "wd" => within(number).map(Self::WorkingDays),
            "h" => within(number / 24).map(|_| Self::Hours(number)),
            _ => None,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}d"),
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::Hours(hours) => write!(f, "{hours}h"),
        }
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is not a length of time")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_four_units() {
        assert_eq!(Length::read("3d"), Some(Length::Days(3)));
        assert_eq!(Length::read("12w"), Some(Length::Days(84)));
        assert_eq!(Length::read("10wd"), Some(Length::WorkingDays(10)));
        assert_eq!(Length::read("36h"), Some(Length::Hours(36)));
    }

    #[test]
    fn refuses_what_is_no_length() {
        for text in [
            "",
            "d",
            "3",
            "-3d",
            "+3d",
            "3 d",
            "10x",
            "3dd",
            "1.5d",
            "99999999d",
            "9999999w",
        ] {
            assert_eq!(Length::read(text), None, "{text}");
        }
    }
}
