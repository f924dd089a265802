//! Floors and ceilings of lengths, each with its reason in the rules.

use super::{fault::Faults, node::Node};
use crate::Length;

/// In which units a length may be written, and how much of each it may be. `None`: not in this unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    least: u32,
    hours_max: Option<u32>,
    days_max: Option<u32>,
    working_days_max: Option<u32>,
    words: &'static str,
}

const ANY: Option<u32> = Some(u32::MAX);

impl Bound {
    /// R1, R2: practices work on working days, so their notice is counted in them.
    pub const LEAD: Self = Self {
        least: 1,
        hours_max: None,
        days_max: None,
        working_days_max: ANY,
        words: "at least `1wd`, in working days",
    };
    /// R5: the period begins and ends on a day.
    pub const CHOICE: Self = Self {
        least: 1,
        hours_max: None,
        days_max: ANY,
        working_days_max: ANY,
        words: "more than 0, in days, weeks or working days",
    };
    /// R4. Working days would stretch over holidays beyond the ceiling.
    pub const LIST_AGE: Self = Self::at_most_days(28, "at most `28d`, in days, weeks or hours");
    /// R4.
    pub const DEATH_CHECK_AGE: Self = Self::at_most_days(3, "at most `3d`, in days or hours");
    /// A permit is used at once or asked for again.
    pub const PERMIT_LIFE: Self = Self {
        least: 1,
        hours_max: Some(24),
        days_max: None,
        working_days_max: None,
        words: "at most `24h`, in hours",
    };
    /// R6. Two days are never longer than two working days.
    pub const COUNT_AGE: Self = Self {
        least: 1,
        hours_max: Some(48),
        days_max: Some(2),
        working_days_max: Some(2),
        words: "at most `2wd`",
    };
    /// Delivery is counted from day to day; a message may arrive on the same day.
    pub const DELIVERY: Self = Self {
        least: 0,
        hours_max: None,
        days_max: ANY,
        working_days_max: ANY,
        words: "days, weeks or working days, for example `4wd`",
    };

    const fn at_most_days(days: u32, words: &'static str) -> Self {
        Self {
            least: 1,
            hours_max: Some(days * 24),
            days_max: Some(days),
            working_days_max: None,
            words,
        }
    }

    /// What to write, for a message.
    pub fn remedy(self) -> String {
        format!("write {}", self.words)
    }

    fn holds(self, length: Length) -> bool {
        let (number, max) = match length {
            Length::Hours(hours) => (hours, self.hours_max),
            Length::Days(days) => (days, self.days_max),
            Length::WorkingDays(days) => (days, self.working_days_max),
        };
        max.is_some_and(|max| (self.least..=max).contains(&number))
    }
}

/// Reads a length and holds it against its bound.
pub(super) fn read(node: &Node, bound: Bound, faults: &mut Faults) -> Option<Length> {
    let length = node.length(faults)?;
    if bound.holds(length) {
        return Some(length);
    }
    let what = format!("`{length}` is not allowed here");
    node.fault(faults, what, bound.remedy());
    None
}
