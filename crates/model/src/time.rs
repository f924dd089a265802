//! Instants and lengths of time. Time is always an argument: nothing here asks what time it is.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant: microseconds since 1970-01-01T00:00:00Z. Written in the ledger as RFC 3339 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by a number of seconds, which may be negative.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// As a `chrono` instant.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The wall clock in a zone at this instant.
    pub fn local(self, zone: Tz) -> NaiveDateTime {
        zone.from_utc_datetime(&self.utc().naive_utc())
            .naive_local()
    }

    /// The calendar day in a zone at this instant.
    pub fn day(self, zone: Tz) -> NaiveDate {
        self.local(zone).date()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.utc();
        if self.0 % 1_000_000 != 0 || !(0..10_000).contains(&at.year()) {
            let part = if self.0 % 1_000_000 == 0 { "" } else { "%.6f" };
            return write!(f, "{}", at.format(&format!("%Y-%m-%dT%H:%M:%S{part}Z")));
        }
        // Nearly every instant of a ledger is a whole second of our era: written without reading a form each time.
        let mut text = *b"0000-00-00T00:00:00Z";
        let parts = [
            (4, at.year().unsigned_abs()),
            (7, at.month()),
            (10, at.day()),
            (13, at.hour()),
            (16, at.minute()),
            (19, at.second()),
        ];
        for (end, number) in parts {
            let (mut place, mut rest) = (end, number);
            while rest > 0 {
                place -= 1;
                text[place] = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an instant like 2010-04-16T09:00:00Z")]
pub struct NotAnInstant(String);

impl FromStr for Timestamp {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| at.with_timezone(&Utc).into())
            .map_err(|_| NotAnInstant(text.to_owned()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A length of time as definitions write it: `3d`, `12w`, `10wd`, `36h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// Calendar days; weeks are seven of them. Due at local midnight.
    Days(u32),
    /// Working days. Due at local midnight.
    WorkingDays(u32),
    /// Elapsed hours.
    Hours(u32),
}

/// A text that is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a length of time: write a whole number and `h`, `d`, `w` or `wd`, for example `10wd`"
)]
pub struct NotALength(String);

impl FromStr for Length {
    type Err = NotALength;

    fn from_str(text: &str) -> Result<Self, NotALength> {
        let fault = || NotALength(text.to_owned());
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().map_err(|_| fault())?;
        // Twenty years is longer than any campaign and short enough for every calendar sum.
        let within = |days: u32| {
            if days <= 7_305 {
                Ok(days)
            } else {
                Err(fault())
            }
        };
        match unit {
            "d" => Ok(Self::Days(within(number)?)),
            "w" => Ok(Self::Days(within(
                number.checked_mul(7).ok_or_else(fault)?,
            )?)),
            "wd" => Ok(Self::WorkingDays(within(number)?)),
            "h" => Ok(Self::Hours(within(number / 24).map(|_| number)?)),
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) if *days > 0 && days % 7 == 0 => write!(f, "{}w", days / 7),
            Self::Days(days) => write!(f, "{days}d"),
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::Hours(hours) => write!(f, "{hours}h"),
        }
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_read() {
        for text in ["3d", "12w", "10wd", "36h", "0d"] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        assert_eq!("14d".parse::<Length>(), "2w".parse::<Length>());
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "-3d",
            "10x",
            "",
            "d",
            "3",
            "1.5d",
            "99999999999d",
            "600000000w",
            "3 d",
        ] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
    }

    #[test]
    fn instants_keep_microseconds_only_when_there_are_some() {
        for text in ["2010-04-16T09:00:00Z", "2010-04-16T09:00:00.000001Z"] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn instants_are_written_as_chrono_writes_them() {
        for at in [
            -62_167_219_200_000_000,
            -1_000_000,
            0,
            951_782_399_000_000,
            951_782_400_000_000,
            1_262_595_600_000_000,
            253_402_300_799_000_000,
            253_402_300_800_000_000,
            1_262_595_600_000_001,
        ] {
            let at = Timestamp::from_micros(at);
            let form = if at.micros() % 1_000_000 == 0 {
                "%Y-%m-%dT%H:%M:%SZ"
            } else {
                "%Y-%m-%dT%H:%M:%S%.6fZ"
            };
            assert_eq!(at.to_string(), at.utc().format(form).to_string());
        }
    }
}
