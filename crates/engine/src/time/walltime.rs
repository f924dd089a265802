//! From what a clock on the wall shows to the instant it means.

use chrono::{MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::{GapInfo, Tz};
use precede_model::Timestamp;

/// The instant at which the clocks of a zone show `wall` for the first time.
///
/// A wall time that does not exist, because clocks jump over it, means the first instant after the jump; one that
/// exists twice, because clocks are put back, means the first of the two.
pub fn instant_of(wall: NaiveDateTime, zone: Tz) -> Timestamp {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc().into(),
        // A gap without an end lies at the end of what `chrono` can count; any order-keeping answer will do.
        MappedLocalTime::None => GapInfo::new(&wall, &zone)
            .and_then(|gap| gap.end)
            .map_or_else(|| wall.and_utc().into(), |at| at.to_utc().into()),
    }
}

/// The instant a day begins in a zone: 00:00 or, where clocks jump over midnight, the first instant after.
pub fn midnight(date: NaiveDate, zone: Tz) -> Timestamp {
    instant_of(date.and_time(NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Asia::Beirut, Australia::Lord_Howe, Europe::London, Pacific::Apia};

    use super::*;

    fn means(wall: &str, zone: Tz) -> String {
        instant_of(wall.parse().unwrap(), zone).to_string()
    }

    #[test]
    fn a_time_that_does_not_exist_is_the_first_after() {
        assert_eq!(means("2010-03-28T00:59:59", London), "2010-03-28T00:59:59Z");
        assert_eq!(means("2010-03-28T01:00:00", London), "2010-03-28T01:00:00Z");
        assert_eq!(means("2010-03-28T01:30:00", London), "2010-03-28T01:00:00Z");
        assert_eq!(means("2010-03-28T01:59:59", London), "2010-03-28T01:00:00Z");
        assert_eq!(means("2010-03-28T02:00:00", London), "2010-03-28T01:00:00Z");
        assert_eq!(means("2010-03-28T02:30:00", London), "2010-03-28T01:30:00Z");
        assert_eq!(
            means("2024-10-06T02:10:00", Lord_Howe),
            "2024-10-05T15:30:00Z"
        );
    }

    #[test]
    fn a_time_that_exists_twice_is_the_first() {
        assert_eq!(means("2010-10-31T00:59:59", London), "2010-10-30T23:59:59Z");
        assert_eq!(means("2010-10-31T01:00:00", London), "2010-10-31T00:00:00Z");
        assert_eq!(means("2010-10-31T01:30:00", London), "2010-10-31T00:30:00Z");
        assert_eq!(means("2010-10-31T01:59:59", London), "2010-10-31T00:59:59Z");
        assert_eq!(means("2010-10-31T02:00:00", London), "2010-10-31T02:00:00Z");
    }

    #[test]
    fn a_day_without_midnight_begins_after_the_gap() {
        let day = "2022-03-27".parse().unwrap();
        assert_eq!(midnight(day, Beirut).to_string(), "2022-03-26T22:00:00Z");
        assert_eq!(
            midnight(day, Beirut).local(Beirut).to_string(),
            "2022-03-27 01:00:00"
        );
    }

    #[test]
    fn a_day_that_never_was_is_the_first_instant_of_the_next() {
        let lost = midnight("2011-12-30".parse().unwrap(), Apia);
        assert_eq!(lost, midnight("2011-12-31".parse().unwrap(), Apia));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for zone in [London, Apia, chrono_tz::America::New_York] {
            assert!(midnight(NaiveDate::MAX, zone) > midnight(NaiveDate::MIN, zone));
        }
    }
}
