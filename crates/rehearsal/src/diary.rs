//! Working time in quarter hours: people act on quarter hours of working days, nine to five local time.

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use precede_engine::{Def, time::instant_of};
use precede_model::{CalendarId, Timestamp};

/// Quarter hours of a working day.
pub(crate) const DAY: u32 = 32;
/// Seconds of one.
const QUARTER: i64 = 15 * 60;
/// How far ahead anybody makes plans.
const YEARS: u64 = 8;

/// A quarter hour of working time, counted from the diary's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(u32);

impl Slot {
    /// So many quarter hours of working time later.
    pub fn later(self, quarters: u32) -> Self {
        Self(self.0 + quarters)
    }

    /// At a quarter hour of the same day.
    pub fn at_quarter(self, quarter: u32) -> Self {
        Self(self.0 / DAY * DAY + quarter.min(DAY - 1))
    }

    /// So many working days later, at a quarter hour of that day.
    pub fn on_day(self, days: u32, quarter: u32) -> Self {
        Self(self.0 + days * DAY).at_quarter(quarter)
    }

    /// Whether both lie at the same time of day.
    fn same_time(self, other: Self) -> bool {
        self.0 % DAY == other.0 % DAY
    }
}

/// The working days of one zone and calendar.
#[derive(Debug)]
pub(crate) struct Diary {
    zone: Tz,
    calendar: CalendarId,
    /// Nine o'clock of each working day, ascending.
    mornings: Vec<Timestamp>,
}

impl Diary {
    /// Of a definition's people, from around an instant on.
    pub fn of(def: &Def, around: Timestamp) -> Self {
        let zone = def.definition.zone;
        let first = def.day(around) - Days::new(366);
        let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("nine is an hour");
        let mornings = (0..YEARS * 366)
            .map(|day| first + Days::new(day))
            .filter(|day| def.calendar.is_working_day(*day))
            .map(|day| instant_of(day.and_time(nine), zone))
            .collect();
        Self {
            zone,
            calendar: def.calendar.id(),
            mornings,
        }
    }

    /// Whether a definition's people keep this diary.
    pub fn is_of(&self, def: &Def) -> bool {
        self.zone == def.definition.zone && self.calendar == def.calendar.id()
    }

    /// The first slot strictly after an instant. An instant before the diary counts as its first morning.
    pub fn after(&self, at: Timestamp) -> Slot {
        let begun = self.mornings.partition_point(|morning| *morning <= at) as u32;
        let Some(day) = begun.checked_sub(1) else {
            return Slot(0);
        };
        let passed = (at.micros() - self.mornings[day as usize].micros()) / (QUARTER * 1_000_000);
        if passed + 1 < i64::from(DAY) {
            Slot(day * DAY + passed as u32 + 1)
        } else {
            Slot(begun * DAY)
        }
    }

    /// When a slot begins; `None` beyond the diary's end.
    pub fn at(&self, slot: Slot) -> Option<Timestamp> {
        let morning = self.mornings.get((slot.0 / DAY) as usize)?;
        Some(morning.plus_seconds(i64::from(slot.0 % DAY) * QUARTER))
    }

    /// The slot that begins at an instant, if one does.
    pub fn slot_at(&self, at: Timestamp) -> Option<Slot> {
        let slot = self.after(at.plus_seconds(-1));
        (self.at(slot) == Some(at)).then_some(slot)
    }

    /// The local day of a slot.
    pub fn day(&self, slot: Slot) -> Option<NaiveDate> {
        Some(self.at(slot)?.day(self.zone))
    }

    /// When somebody who means to act in `slot` acts next, strictly after `now`: then, or at the same time of a later
    /// working day, because what did not work is tried again the day after.
    pub fn next_try(&self, slot: Slot, now: Timestamp) -> Option<Timestamp> {
        let first = self.after(now);
        if slot >= first {
            return self.at(slot);
        }
        let days = (first.0 - slot.0).div_ceil(DAY);
        self.at(slot.later(days * DAY))
    }

    /// Whether somebody who means to act in `slot` acts in the slot `now`.
    pub fn is_tried(&self, slot: Slot, now: Slot) -> bool {
        slot <= now && slot.same_time(now)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::world::tests::def;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn diary() -> Diary {
        Diary::of(&def("scr"), at("2010-01-04T09:00:00Z"))
    }

    fn next(text: &str) -> String {
        let diary = diary();
        diary.at(diary.after(at(text))).unwrap().to_string()
    }

    #[test]
    fn the_next_quarter_hour_is_strictly_after_and_in_working_time() {
        assert_eq!(next("2010-01-04T09:00:00Z"), "2010-01-04T09:15:00Z");
        assert_eq!(next("2010-01-04T08:59:59Z"), "2010-01-04T09:00:00Z");
        assert_eq!(next("2010-01-04T16:44:00Z"), "2010-01-04T16:45:00Z");
        assert_eq!(next("2010-01-04T16:45:00Z"), "2010-01-05T09:00:00Z");
        assert_eq!(next("2010-01-08T20:00:00Z"), "2010-01-11T09:00:00Z");
        // Good Friday to Easter Monday, and summer time.
        assert_eq!(next("2010-04-01T17:00:00Z"), "2010-04-06T08:00:00Z");
    }

    #[test]
    fn a_slot_is_found_by_its_instant() {
        let diary = diary();
        for text in ["2010-01-04T09:00:00Z", "2010-06-30T15:45:00Z"] {
            let slot = diary.slot_at(at(text)).unwrap();
            assert_eq!(diary.at(slot), Some(at(text)));
        }
        assert_eq!(diary.slot_at(at("2010-01-04T09:01:00Z")), None);
        assert_eq!(diary.slot_at(at("2010-01-03T09:00:00Z")), None);
    }

    #[test]
    fn what_did_not_work_is_tried_again_at_the_same_time_of_a_later_day() {
        let diary = diary();
        let slot = diary.slot_at(at("2010-01-07T10:15:00Z")).unwrap();
        let next = |now: &str| diary.next_try(slot, at(now)).unwrap().to_string();
        assert_eq!(next("2010-01-06T12:00:00Z"), "2010-01-07T10:15:00Z");
        assert_eq!(next("2010-01-07T10:15:00Z"), "2010-01-08T10:15:00Z");
        assert_eq!(next("2010-01-08T10:14:00Z"), "2010-01-08T10:15:00Z");
        assert_eq!(next("2010-01-08T10:15:00Z"), "2010-01-11T10:15:00Z");
        let on = |text: &str| diary.slot_at(at(text)).unwrap();
        assert!(diary.is_tried(slot, on("2010-01-11T10:15:00Z")));
        assert!(!diary.is_tried(slot, on("2010-01-11T10:30:00Z")));
        assert!(!diary.is_tried(slot, on("2010-01-06T10:15:00Z")));
    }
}
