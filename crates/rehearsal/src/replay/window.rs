//! Which part of the facts is played, and from when: January to June of the scenario's year.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use precede_app::REGISTER_ZONE;
use precede_engine::time::instant_of;
use precede_model::Timestamp;

use super::facts::{Directive, FactDate, Facts, Suspends};

/// Days from the start of the assumed campaigns to the day by which the first go-live approvals must stand: twelve
/// weeks to choose, and before them what practices, the public and the post need.
const LEAD_DAYS: u64 = 121;

/// The days that are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The first of January.
    pub first: NaiveDate,
    /// The thirtieth of June.
    pub last: NaiveDate,
    /// The year's last day, to which runs what the facts give no end.
    pub year_end: NaiveDate,
    /// The day before which what was about to happen is ready: that of the first order that holds uploads, else the
    /// scenario's own.
    pub eve_of: NaiveDate,
    /// When the assumed campaigns begin.
    pub assumed_from: NaiveDate,
}

impl Window {
    /// Of a file of facts.
    pub fn of(facts: &Facts) -> Self {
        let year = facts.scenario.as_at.year();
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX);
        let mut window = Self {
            first: day(1, 1),
            last: day(6, 30),
            year_end: day(12, 31),
            eve_of: facts.scenario.as_at,
            assumed_from: facts.scenario.as_at,
        };
        let held = window.upload_directive(facts);
        if let Some(day) = held.and_then(|directive| directive.from.earliest()) {
            window.eve_of = day;
        }
        let from = window.eve_of.checked_sub_days(Days::new(LEAD_DAYS));
        window.assumed_from = from.unwrap_or(window.eve_of).min(window.first);
        window
    }

    /// Whether something happened, or may have, while the replay runs.
    pub fn holds(&self, date: FactDate) -> bool {
        match (date.earliest(), date.latest()) {
            (Some(earliest), Some(latest)) => earliest <= self.last && latest >= self.first,
            _ => false,
        }
    }

    /// The first order of these days that holds uploads.
    pub fn upload_directive<'a>(&self, facts: &'a Facts) -> Option<&'a Directive> {
        let mut held: Vec<_> = facts
            .directives
            .iter()
            .filter(|one| one.suspends == Suspends::Upload && self.holds(one.from))
            .collect();
        held.sort_by_key(|one| one.from.earliest());
        held.first().copied()
    }
}

/// An hour of a day in London.
pub(super) fn at(day: NaiveDate, hour: u32) -> Timestamp {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    instant_of(day.and_time(time), REGISTER_ZONE)
}
