//! Working days: Monday to Friday, save the bank holidays of one division.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use precede_model::CalendarId;

/// The working days of one division, for every date there is.
///
/// Bank holidays are known for a span of dates only. Outside it days are counted with weekends alone, and
/// [`Calendar::beyond`] says so; nothing panics. A sum costs two short binary searches over the holidays, however far
/// it reaches, because rehearsal and proof ask for millions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    id: CalendarId,
    /// Ascending, without doubles, weekends included: what was handed in, for the record.
    holidays: Vec<NaiveDate>,
    /// For each holiday on a weekday: how many weekdays there are up to and including it.
    weekday_holidays: Vec<i64>,
    /// For each holiday on a weekday: how many working days there are before it.
    working_before: Vec<i64>,
    known_from: NaiveDate,
    known_to: NaiveDate,
}

impl Calendar {
    /// A calendar whose holidays are complete from `known_from` to `known_to`, both included.
    pub fn new(
        id: CalendarId,
        holidays: impl IntoIterator<Item = NaiveDate>,
        known_from: NaiveDate,
        known_to: NaiveDate,
    ) -> Self {
        let mut holidays: Vec<NaiveDate> = holidays.into_iter().collect();
        holidays.sort_unstable();
        holidays.dedup();
        let weekday_holidays: Vec<i64> = holidays
            .iter()
            .filter(|day| is_weekday(**day))
            .map(|day| weekdays_to(*day))
            .collect();
        let working_before = (1..)
            .zip(&weekday_holidays)
            .map(|(holidays_so_far, weekdays)| weekdays - holidays_so_far)
            .collect();
        Self {
            id,
            holidays,
            weekday_holidays,
            working_before,
            known_from,
            known_to,
        }
    }

    /// A calendar that is complete for whole years, from that of the first holiday to that of the last. Without any
    /// holiday it covers no date.
    pub fn of_whole_years(id: CalendarId, holidays: impl IntoIterator<Item = NaiveDate>) -> Self {
        let holidays: Vec<NaiveDate> = holidays.into_iter().collect();
        let first = holidays.iter().min().map(Datelike::year);
        let last = holidays.iter().max().map(Datelike::year);
        let known_from = first.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let known_to = last.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
        Self::new(
            id,
            holidays,
            known_from.unwrap_or(NaiveDate::MAX),
            known_to.unwrap_or(NaiveDate::MIN),
        )
    }

    /// Whose calendar this is.
    pub fn id(&self) -> CalendarId {
        self.id
    }

    /// Its bank holidays, ascending, as the first event of a campaign records them.
    pub fn holidays(&self) -> &[NaiveDate] {
        &self.holidays
    }

    /// Whether people are at work that day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        is_weekday(date) && self.holidays.binary_search(&date).is_err()
    }

    /// The `days`-th working day after `date`; 0 gives `date` itself, whatever day it is. The furthest date there is
    /// stands for anything later.
    pub fn add_working_days(&self, date: NaiveDate, days: u32) -> NaiveDate {
        if days == 0 {
            return date;
        }
        let nth = self.working_days_to(date) + i64::from(days);
        let skipped = self.working_before.partition_point(|before| *before < nth);
        weekday_of_rank(nth + count(skipped))
    }

    /// Whether the holidays around that date are known.
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.known_from..=self.known_to).contains(&date)
    }

    /// The warning a person must see when a sum from `from` to `to` left what the calendar knows: it was counted with
    /// weekends alone there.
    pub fn beyond(&self, from: NaiveDate, to: NaiveDate) -> Option<BeyondCalendar> {
        let date = [from, to].into_iter().find(|date| !self.covers(*date))?;
        Some(BeyondCalendar {
            calendar: self.id,
            date,
            known_from: self.known_from,
            known_to: self.known_to,
        })
    }

    /// How many working days there are up to and including `date`, from the same arbitrary Monday as [`weekdays_to`].
    fn working_days_to(&self, date: NaiveDate) -> i64 {
        let weekdays = weekdays_to(date);
        let holidays = self
            .weekday_holidays
            .partition_point(|holiday| *holiday <= weekdays);
        weekdays - count(holidays)
    }
}

/// A date for which the bank holidays are not held, so that working days were counted with weekends alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeyondCalendar {
    /// The calendar.
    pub calendar: CalendarId,
    /// The date outside it.
    pub date: NaiveDate,
    /// First day it knows.
    pub known_from: NaiveDate,
    /// Last day it knows.
    pub known_to: NaiveDate,
}

impl fmt::Display for BeyondCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            calendar,
            date,
            known_from,
            known_to,
        } = self;
        if known_from > known_to {
            write!(f, "no bank holidays of `{calendar}` are held")?;
        } else if date < known_from {
            write!(
                f,
                "bank holidays of `{calendar}` before {known_from} are not held"
            )?;
        } else {
            write!(
                f,
                "bank holidays of `{calendar}` after {known_to} are not known yet"
            )?;
        }
        write!(
            f,
            ": working days around {date} are counted with weekends alone"
        )
    }
}

impl std::error::Error for BeyondCalendar {}

fn is_weekday(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() < 5
}

/// How many weekdays there are from Monday 1 January of the year 1 to `date`, both included (negative before it).
fn weekdays_to(date: NaiveDate) -> i64 {
    let days = i64::from(date.num_days_from_ce()) - 1;
    days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
}

/// The date of the weekday with this rank; the inverse of [`weekdays_to`] on weekdays.
fn weekday_of_rank(rank: i64) -> NaiveDate {
    let weekdays = rank - 1;
    let days = weekdays.div_euclid(5) * 7 + weekdays.rem_euclid(5);
    i32::try_from(days + 1)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(NaiveDate::MAX)
}

fn count(items: usize) -> i64 {
    i64::try_from(items).expect("a calendar holds fewer holidays than i64 counts")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::holidays::{Calendars, tests::shipped};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// One day at a time.
    fn walk(calendar: &Calendar, from: NaiveDate, days: u32) -> NaiveDate {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            day = day.succ_opt().unwrap();
            let weekend = matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
            if !weekend && !calendar.holidays.contains(&day) {
                left -= 1;
            }
        }
        day
    }

    #[test]
    fn easter_2010_is_jumped_over() {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::EnglandAndWales);
        // Good Friday was 2 April, Easter Monday 5 April.
        assert_eq!(
            calendar.add_working_days(date("2010-04-01"), 1),
            date("2010-04-06")
        );
        assert_eq!(
            calendar.add_working_days(date("2010-04-16"), 10),
            date("2010-04-30")
        );
        assert_eq!(
            calendar.add_working_days(date("2010-04-16"), 11),
            date("2010-05-04")
        );
        assert!(!calendar.is_working_day(date("2010-04-05")));
        assert!(!calendar.is_working_day(date("2010-04-10")));
        assert!(calendar.is_working_day(date("2010-04-06")));
    }

    #[test]
    fn none_leaves_the_date_even_on_a_holiday() {
        let calendars = shipped();
        let christmas = date("2010-12-25");
        for id in Calendars::IDS {
            assert_eq!(calendars.get(id).add_working_days(christmas, 0), christmas);
        }
    }

    #[test]
    fn divisions_differ() {
        let calendars = shipped();
        let new_year = date("2013-01-01");
        let next = |id| calendars.get(id).add_working_days(new_year, 1);
        assert_eq!(next(CalendarId::EnglandAndWales), date("2013-01-02"));
        assert_eq!(next(CalendarId::Scotland), date("2013-01-03"));
        let boyne = date("2013-07-12");
        assert!(
            !calendars
                .get(CalendarId::NorthernIreland)
                .is_working_day(boyne)
        );
        assert!(
            calendars
                .get(CalendarId::EnglandAndWales)
                .is_working_day(boyne)
        );
    }

    #[test]
    fn a_sum_that_leaves_the_calendar_says_so() {
        let calendars = shipped();
        let beyond = |id, from, to| {
            calendars
                .get(id)
                .beyond(date(from), date(to))
                .map(|warning| warning.to_string())
        };
        let england = CalendarId::EnglandAndWales;
        assert_eq!(beyond(england, "2007-01-01", "2028-12-31"), None);
        assert_eq!(
            beyond(england, "2028-12-29", "2029-01-02").unwrap(),
            "bank holidays of `england-and-wales` after 2028-12-31 are not known yet: \
             working days around 2029-01-02 are counted with weekends alone"
        );
        assert_eq!(
            beyond(CalendarId::Scotland, "2010-04-16", "2012-01-03").unwrap(),
            "bank holidays of `scotland` before 2012-01-01 are not held: \
             working days around 2010-04-16 are counted with weekends alone"
        );
        assert!(beyond(CalendarId::NorthernIreland, "2011-12-31", "2012-01-03").is_some());
        let none = Calendar::of_whole_years(england, []);
        assert!(
            none.beyond(date("2010-01-01"), date("2010-01-01"))
                .is_some()
        );
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let calendars = shipped();
        let calendar = calendars.get(CalendarId::Scotland);
        assert_eq!(
            calendar.add_working_days(NaiveDate::MAX, u32::MAX),
            NaiveDate::MAX
        );
        assert!(calendar.add_working_days(NaiveDate::MIN, 1) > NaiveDate::MIN);
    }

    #[test]
    fn a_calendar_rebuilt_from_its_holidays_is_the_same() {
        let calendars = shipped();
        for id in Calendars::IDS {
            let calendar = calendars.get(id);
            let again = Calendar::of_whole_years(id, calendar.holidays().iter().copied());
            assert_eq!(&again, calendar);
        }
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let (from, to) = (date("2007-01-01"), date("2012-12-31"));
        let days = from.num_days_from_ce()..=to.num_days_from_ce();
        prop::collection::vec(days, 0..150).prop_map(move |holidays| {
            let holidays = holidays
                .into_iter()
                .filter_map(NaiveDate::from_num_days_from_ce_opt);
            Calendar::new(CalendarId::EnglandAndWales, holidays, from, to)
        })
    }

    proptest! {
        #[test]
        fn the_sum_is_what_a_walk_gives(
            calendar in any_calendar(),
            day in 732_000..736_000_i32,
            days in 0..400_u32,
        ) {
            let from = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
            prop_assert_eq!(calendar.add_working_days(from, days), walk(&calendar, from, days));
        }

        #[test]
        fn sums_ascend_and_compose(
            calendar in any_calendar(),
            day in 732_000..736_000_i32,
            days in 1..300_u32,
            more in 1..300_u32,
        ) {
            let from = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
            let first = calendar.add_working_days(from, days);
            prop_assert!(first > from);
            prop_assert!(calendar.is_working_day(first));
            prop_assert_eq!(
                calendar.add_working_days(first, more),
                calendar.add_working_days(from, days + more)
            );
            let later = calendar.add_working_days(from.succ_opt().unwrap(), days);
            prop_assert!(later >= first);
        }

        #[test]
        fn the_shipped_calendars_agree_with_a_walk(day in 732_600..740_900_i32, days in 0..60_u32) {
            let from = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
            let calendars = shipped();
            for id in Calendars::IDS {
                let calendar = calendars.get(id);
                prop_assert_eq!(calendar.add_working_days(from, days), walk(calendar, from, days));
            }
        }
    }
}
