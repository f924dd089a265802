//! When a length of time that began at an instant has passed.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use precede_model::{Length, Timestamp};

use super::{BeyondCalendar, Calendar, midnight};

const MICROS_PER_HOUR: i64 = 3_600_000_000;

/// The instant at which `length`, begun at `from`, has passed.
///
/// Days and working days count from the local day of `from` and end at 00:00 local, as [`midnight`] has it: `3d` from
/// any time on Monday ends as Thursday begins. Hours are elapsed time. Never before `from`: a length of nothing is
/// over at once.
pub fn due(from: Timestamp, length: Length, zone: Tz, calendar: &Calendar) -> Timestamp {
    let ends = match length {
        Length::Days(_) | Length::WorkingDays(_) => {
            midnight(due_date(from.day(zone), length, calendar), zone)
        }
        Length::Hours(hours) => {
            let elapsed = i64::from(hours).saturating_mul(MICROS_PER_HOUR);
            Timestamp::from_micros(from.micros().saturating_add(elapsed))
        }
    };
    // Where clocks are put back across midnight a day can begin before an instant of the day before it.
    ends.max(from)
}

/// The day that begins when `length`, counted from `day`, has passed. Hours count as whole days, rounded up, because a
/// date cannot say less.
pub fn due_date(day: NaiveDate, length: Length, calendar: &Calendar) -> NaiveDate {
    let later = |days: u32| {
        day.checked_add_days(Days::new(u64::from(days)))
            .unwrap_or(NaiveDate::MAX)
    };
    match length {
        Length::Days(days) => later(days),
        Length::WorkingDays(days) => calendar.add_working_days(day, days),
        Length::Hours(hours) => later(hours.div_ceil(24)),
    }
}

/// The warning that belongs beside [`due_date`], if its sum left what the calendar knows. Only working days can.
pub fn due_warning(day: NaiveDate, length: Length, calendar: &Calendar) -> Option<BeyondCalendar> {
    match length {
        Length::WorkingDays(_) => calendar.beyond(day, due_date(day, length, calendar)),
        Length::Days(_) | Length::Hours(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Asia::Beirut, Australia::Lord_Howe, Europe::London};
    use precede_model::CalendarId;
    use proptest::prelude::*;

    use super::*;
    use crate::time::holidays::tests::shipped;

    fn ends(from: &str, length: &str, zone: Tz) -> String {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::EnglandAndWales);
        let from = from.parse().unwrap();
        due(from, length.parse().unwrap(), zone, calendar).to_string()
    }

    #[test]
    fn days_end_at_local_midnight() {
        assert_eq!(
            ends("2010-01-04T09:00:00Z", "3d", London),
            "2010-01-07T00:00:00Z"
        );
        assert_eq!(
            ends("2010-01-04T00:00:00Z", "1w", London),
            "2010-01-11T00:00:00Z"
        );
        // Summer time began on 28 March; the local day is the one that counts.
        assert_eq!(
            ends("2010-03-27T12:00:00Z", "2d", London),
            "2010-03-28T23:00:00Z"
        );
        assert_eq!(
            ends("2010-06-01T23:30:00Z", "1d", London),
            "2010-06-02T23:00:00Z"
        );
        assert_eq!(
            ends("2022-03-26T12:00:00Z", "1d", Beirut),
            "2022-03-26T22:00:00Z"
        );
    }

    #[test]
    fn working_days_jump_over_weekends_and_holidays() {
        assert_eq!(
            ends("2010-04-16T15:00:00Z", "10wd", London),
            "2010-04-29T23:00:00Z"
        );
        assert_eq!(
            ends("2010-12-23T15:00:00Z", "2wd", London),
            "2010-12-29T00:00:00Z"
        );
    }

    #[test]
    fn hours_are_elapsed_time() {
        assert_eq!(
            ends("2010-03-27T12:00:00Z", "36h", London),
            "2010-03-29T00:00:00Z"
        );
        assert_eq!(
            ends("2010-03-27T12:00:00.000001Z", "0h", London),
            "2010-03-27T12:00:00.000001Z"
        );
    }

    #[test]
    fn nothing_is_over_at_once() {
        for length in ["0d", "0wd", "0h"] {
            assert_eq!(
                ends("2010-01-04T09:00:00Z", length, London),
                "2010-01-04T09:00:00Z"
            );
        }
    }

    #[test]
    fn dates_alone() {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::Scotland);
        let day: NaiveDate = "2013-12-31".parse().unwrap();
        let on = |length: &str| due_date(day, length.parse().unwrap(), calendar).to_string();
        assert_eq!(on("12w"), "2014-03-25");
        assert_eq!(on("1wd"), "2014-01-03");
        assert_eq!(on("24h"), "2014-01-01");
        assert_eq!(on("25h"), "2014-01-02");
    }

    #[test]
    fn only_working_days_can_leave_the_calendar() {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::EnglandAndWales);
        let day = "2028-12-28".parse().unwrap();
        let warned = |length: &str| due_warning(day, length.parse().unwrap(), calendar).is_some();
        assert!(warned("2wd"));
        assert!(!warned("1wd"));
        assert!(!warned("52w"));
    }

    fn any_length() -> impl Strategy<Value = Length> {
        prop_oneof![
            (0..800_u32).prop_map(Length::Days),
            (0..500_u32).prop_map(Length::WorkingDays),
            (0..2_000_u32).prop_map(Length::Hours),
        ]
    }

    proptest! {
        #[test]
        fn never_before_it_began_and_never_out_of_order(
            // 1996 to 2037
            at in 820_454_400_000_000..2_145_916_800_000_000_i64,
            later in 0..200_000_000_000_i64,
            length in any_length(),
            zone in prop::sample::select(vec![London, New_York, Beirut, Lord_Howe]),
        ) {
            let calendars = shipped();
            let calendar = calendars.get(CalendarId::EnglandAndWales);
            let from = Timestamp::from_micros(at);
            let ends = due(from, length, zone, calendar);
            prop_assert!(ends >= from);
            let after = due(Timestamp::from_micros(at + later), length, zone, calendar);
            prop_assert!(after >= ends);
            let warned_or_plain = due_date(from.day(zone), length, calendar);
            if !matches!(length, Length::Hours(_)) && ends > from {
                prop_assert_eq!(ends.day(zone), warned_or_plain);
                prop_assert!(Timestamp::from_micros(ends.micros() - 1).day(zone) < warned_or_plain);
            }
        }
    }

    #[test]
    fn far_ends_do_not_panic() {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::EnglandAndWales);
        let far: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
        for length in [
            Length::Days(u32::MAX),
            Length::WorkingDays(u32::MAX),
            Length::Hours(u32::MAX),
        ] {
            assert!(due(far, length, London, calendar) > far);
        }
    }
}
