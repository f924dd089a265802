//! Recurring schedules: cron expressions over what the clock on the wall shows.
//!
//! The expression says wall times; [`instant_of`] says which instants they mean. Evaluated directly in a zone, cron
//! libraries lose a 01:30 job in spring and run it twice in autumn; this way round it runs once on each day.

mod parse;
mod pattern;

use std::{fmt, str::FromStr};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use precede_model::Timestamp;

pub use self::parse::BadSchedule;
use self::pattern::Pattern;
use super::instant_of;

/// A cron expression, read and ready.
///
/// - Five fields (`30 1 * * 1-5`) are read as crontab reads them: minute, hour, day of month, month, weekday; weekdays
///   count from Sunday, 0 or 7, to Saturday, 6; where both day fields are restricted, a day that suits either will do.
/// - Six or seven fields (`0 30 1 * * MON-FRI 2010`) begin with seconds and may end with years, and are read as the
///   `cron` crate reads them: weekdays count from Sunday, 1, to Saturday, 7; a day must suit both day fields.
/// - `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly`.
///
/// Weekdays and months may be named (`MON`, `JAN`) in every form. Years reach from 1970 to 2100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    pattern: Pattern,
}

impl Schedule {
    /// Reads an expression.
    ///
    /// # Errors
    /// The field that cannot be read, with an example of one that can; or that no date ever suits.
    pub fn parse(text: &str) -> Result<Self, BadSchedule> {
        Ok(Self {
            text: text.to_owned(),
            pattern: parse::pattern(text)?,
        })
    }

    /// The first fire strictly after an instant, or none if the schedule has ended by then.
    pub fn next_after(&self, after: Timestamp, zone: Tz) -> Option<Timestamp> {
        self.fires(after, zone).next()
    }

    /// The fires strictly after an instant, strictly ascending.
    ///
    /// Wall times inside a gap, however many, are one fire: the first instant after it. Wall times that come twice
    /// fire the first time only.
    pub fn fires(&self, after: Timestamp, zone: Tz) -> Fires<'_> {
        Fires {
            pattern: &self.pattern,
            zone,
            wall: after.local(zone),
            last: after,
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Schedule {
    type Err = BadSchedule;

    fn from_str(text: &str) -> Result<Self, BadSchedule> {
        Self::parse(text)
    }
}

/// The fires of a schedule, made by [`Schedule::fires`].
#[derive(Debug, Clone)]
pub struct Fires<'a> {
    pattern: &'a Pattern,
    zone: Tz,
    /// Wall times up to this one are dealt with.
    wall: NaiveDateTime,
    last: Timestamp,
}

impl Iterator for Fires<'_> {
    type Item = Timestamp;

    fn next(&mut self) -> Option<Timestamp> {
        loop {
            self.wall = self.pattern.next_after(self.wall)?;
            let at = instant_of(self.wall, self.zone);
            // Not later: the wall time shares a gap with the last fire, or came already before clocks were put back.
            if at > self.last {
                self.last = at;
                return Some(at);
            }
        }
    }
}

#[cfg(test)]
mod tests;
