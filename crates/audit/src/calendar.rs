//! The campaign's calendar: its zone and holidays, as its first entry states them.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use crate::length::Length;

/// An instant of the ledger.
pub(crate) type Instant = DateTime<Utc>;

/// Counts days in one zone.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    pub zone: Tz,
    pub holidays: HashSet<NaiveDate>,
}

impl Calendar {
    /// When a length that begins at an instant is over: for days 00:00 local of the N-th day after its local day.
    pub fn due(&self, from: Instant, length: Length) -> Instant {
        match length {
            Length::Hours(hours) => later(from, hours),
            Length::Days(_) | Length::WorkingDays(_) => self.due_after_day(self.day(from), length),
        }
    }

    /// When a length whose day 0 is a date is over.
    pub fn due_after_day(&self, day: NaiveDate, length: Length) -> Instant {
        match length {
            Length::Days(days) => self.start_of(plus_days(day, days)),
            Length::WorkingDays(days) => self.start_of(self.working_day_after(day, days)),
            Length::Hours(hours) => later(self.start_of(day), hours),
        }
    }

    /// The local day of an instant.
    pub fn day(&self, at: Instant) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn working_day_after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut day = day;
        let mut left = count;
        while left > 0 && day < NaiveDate::MAX {
            day = plus_days(day, 1);
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// 00:00 local. Where the clock skips it, the first minute that exists; where it comes twice, the first.
    fn start_of(&self, day: NaiveDate) -> Instant {
        let midnight = day.and_time(NaiveTime::MIN);
        (0..=2 * 24 * 60)
            .filter_map(|minute| midnight.checked_add_signed(TimeDelta::minutes(minute)))
            .find_map(|local| self.zone.from_local_datetime(&local).earliest())
            .map_or(Instant::MAX_UTC, |at| at.with_timezone(&Utc))
    }
}

/// The day after; stays at the end of the calendar.
pub(crate) fn next_day(day: NaiveDate) -> NaiveDate {
    plus_days(day, 1)
}

fn plus_days(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(count)))
        .unwrap_or(NaiveDate::MAX)
}

fn later(from: Instant, hours: u32) -> Instant {
    from.checked_add_signed(TimeDelta::hours(i64::from(hours)))
        .unwrap_or(Instant::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str) -> Calendar {
        Calendar {
            zone: zone.parse().unwrap(),
            holidays: ["2010-04-02", "2010-04-05"]
                .iter()
                .map(|day| day.parse().unwrap())
                .collect(),
        }
    }

    fn due(zone: &str, from: &str, length: &str) -> String {
        let due = calendar(zone).due(from.parse().unwrap(), Length::read(length).unwrap());
        due.format("%FT%TZ").to_string()
    }

    #[test]
    fn days_end_at_local_midnight_across_clock_changes() {
        assert_eq!(
            due("Europe/London", "2010-03-27T10:00:00Z", "1d"),
            "2010-03-28T00:00:00Z"
        );
        assert_eq!(
            due("Europe/London", "2010-03-27T10:00:00Z", "2d"),
            "2010-03-28T23:00:00Z"
        );
        assert_eq!(
            due("Europe/London", "2010-10-30T23:30:00Z", "1d"),
            "2010-11-01T00:00:00Z"
        );
        assert_eq!(
            due("Europe/London", "2010-03-10T12:00:00Z", "12w"),
            "2010-06-01T23:00:00Z"
        );
    }

    #[test]
    fn working_days_pass_over_weekends_and_holidays() {
        assert_eq!(
            due("Europe/London", "2010-04-01T08:00:00Z", "1wd"),
            "2010-04-05T23:00:00Z"
        );
        assert_eq!(
            due("Europe/London", "2010-04-03T08:00:00Z", "2wd"),
            "2010-04-06T23:00:00Z"
        );
        assert_eq!(
            due("Europe/London", "2010-04-03T08:00:00Z", "0wd"),
            "2010-04-02T23:00:00Z"
        );
    }

    #[test]
    fn hours_are_elapsed_time() {
        assert_eq!(
            due("Europe/London", "2010-03-27T10:00:00Z", "36h"),
            "2010-03-28T22:00:00Z"
        );
    }

    #[test]
    fn a_midnight_that_does_not_exist_begins_with_the_first_minute_that_does() {
        // Brazil put its clocks forward at midnight.
        assert_eq!(
            due("America/Sao_Paulo", "2010-10-16T12:00:00Z", "1d"),
            "2010-10-17T03:00:00Z"
        );
        // Samoa left out the whole of 30 December 2011.
        assert_eq!(
            due("Pacific/Apia", "2011-12-29T20:00:00Z", "1d"),
            "2011-12-30T10:00:00Z"
        );
    }

    #[test]
    fn a_midnight_that_comes_twice_counts_the_first() {
        // Cuba put its clocks back from 01:00 to 00:00.
        assert_eq!(
            due("America/Havana", "2010-10-30T12:00:00Z", "1d"),
            "2010-10-31T04:00:00Z"
        );
    }

    #[test]
    fn the_end_of_the_calendar_is_not_passed() {
        let end = calendar("Europe/London").due_after_day(NaiveDate::MAX, Length::Days(3));
        assert!(end > "9999-12-31T00:00:00Z".parse::<Instant>().unwrap());
    }
}
