//! The wall times a schedule names, as sets of bits, so that finding the next one takes no search.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Sets of field values: bit `n` stands for the value `n`. Weekdays count from Sunday, 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) seconds: u64,
    pub(super) minutes: u64,
    pub(super) hours: u64,
    pub(super) days_of_month: u64,
    pub(super) months: u64,
    pub(super) weekdays: u64,
    /// Ascending.
    pub(super) years: Vec<i32>,
    pub(super) days: DayRule,
}

/// How the two day fields go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayRule {
    /// A day must suit both.
    Both,
    /// A day that suits one of them will do.
    Either,
}

/// One bit for each of five weeks.
const FIVE_WEEKS: u64 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

impl Pattern {
    /// The first wall time of the schedule after `wall`.
    pub(super) fn next_after(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let today = wall.date();
        if self.includes(today)
            && let Some(time) = self.time_after(wall.time())
        {
            return Some(today.and_time(time));
        }
        let time = time(
            first(self.hours)?,
            first(self.minutes)?,
            first(self.seconds)?,
        )?;
        Some(self.date_after(today)?.and_time(time))
    }

    /// Whether any date suits the schedule.
    pub(super) fn ever_fires(&self) -> bool {
        self.date_after(NaiveDate::MIN).is_some()
    }

    fn includes(&self, date: NaiveDate) -> bool {
        self.years.binary_search(&date.year()).is_ok()
            && next_bit(self.months, date.month()) == Some(date.month())
            && next_bit(self.days_of(date.year(), date.month()), date.day()) == Some(date.day())
    }

    fn time_after(&self, now: NaiveTime) -> Option<NaiveTime> {
        let (hour, minute) = (now.hour(), now.minute());
        if next_bit(self.hours, hour) == Some(hour) {
            if next_bit(self.minutes, minute) == Some(minute)
                && let Some(second) = next_bit(self.seconds, now.second() + 1)
            {
                return time(hour, minute, second);
            }
            if let Some(minute) = next_bit(self.minutes, minute + 1) {
                return time(hour, minute, first(self.seconds)?);
            }
        }
        let hour = next_bit(self.hours, hour + 1)?;
        time(hour, first(self.minutes)?, first(self.seconds)?)
    }

    fn date_after(&self, date: NaiveDate) -> Option<NaiveDate> {
        let this_year = self.years.partition_point(|year| *year < date.year());
        for year in self.years[this_year..].iter().copied() {
            let mut from = match year == date.year() {
                true => date.month(),
                false => 1,
            };
            while let Some(month) = next_bit(self.months, from) {
                let this_month = (year, month) == (date.year(), date.month());
                let first_day = if this_month { date.day() + 1 } else { 1 };
                if let Some(day) = next_bit(self.days_of(year, month), first_day) {
                    return NaiveDate::from_ymd_opt(year, month, day);
                }
                from = month + 1;
            }
        }
        None
    }

    /// The days of one month that suit both day fields, or either.
    fn days_of(&self, year: i32, month: u32) -> u64 {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else {
            return 0;
        };
        let exist = (2 << first.num_days_in_month()) - 2;
        let first_weekday = first.weekday().num_days_from_sunday();
        let week = self.weekdays >> first_weekday | self.weekdays << (7 - first_weekday);
        let by_weekday = ((week & 0x7f) * FIVE_WEEKS) << 1;
        let suit = match self.days {
            DayRule::Both => self.days_of_month & by_weekday,
            DayRule::Either => self.days_of_month | by_weekday,
        };
        suit & exist
    }
}

/// The lowest value in the set that is not below `from`.
fn next_bit(set: u64, from: u32) -> Option<u32> {
    let rest = set.checked_shr(from)?;
    (rest != 0).then(|| from + rest.trailing_zeros())
}

fn first(set: u64) -> Option<u32> {
    next_bit(set, 0)
}

fn time(hour: u32, minute: u32, second: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, second)
}
