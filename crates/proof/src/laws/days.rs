//! Days of the model calendar: Monday to Friday work, nothing else is a holiday, and clocks are never put back. Reckoned
//! here by other means than the engine's calendar, so that a mistake in one shows against the other.

use precede_model::{Length, Timestamp};

const DAY: i64 = 86_400_000_000;
const HOUR: i64 = 3_600_000_000;

/// The day of an instant, counted from 1 January 1970, a Thursday.
pub(super) fn day(at: Timestamp) -> i64 {
    at.micros().div_euclid(DAY)
}

/// When a length that began at an instant has run.
pub(super) fn after(from: Timestamp, length: Length) -> Timestamp {
    match length {
        Length::Hours(hours) => Timestamp::from_micros(from.micros() + i64::from(hours) * HOUR),
        Length::Days(days) => begins(day(from) + i64::from(days)).max(from),
        Length::WorkingDays(days) => begins(working_days_after(day(from), days)).max(from),
    }
}

/// 00:00 of a day.
pub(super) fn begins(day: i64) -> Timestamp {
    Timestamp::from_micros(day * DAY)
}

/// Steps from day to day: slow and plain.
fn working_days_after(mut day: i64, mut left: u32) -> i64 {
    while left > 0 {
        day += 1;
        // Day 0 was a Thursday: 2 and 3 days later it is the weekend.
        if !matches!(day.rem_euclid(7), 2 | 3) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_do_not_count() {
        let friday = at("2010-01-08T15:00:00Z");
        assert_eq!(
            after(friday, Length::WorkingDays(1)),
            at("2010-01-11T00:00:00Z")
        );
        assert_eq!(
            after(friday, Length::WorkingDays(10)),
            at("2010-01-22T00:00:00Z")
        );
        assert_eq!(after(friday, Length::Days(7)), at("2010-01-15T00:00:00Z"));
        assert_eq!(after(friday, Length::Hours(36)), at("2010-01-10T03:00:00Z"));
        assert_eq!(after(friday, Length::WorkingDays(0)), friday);
    }
}
