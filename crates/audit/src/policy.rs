//! The numbers of a programme, never looser than the floors every programme has to keep.

mod floors;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    calendar::{Calendar, Instant},
    length::Length,
};

const PRACTICE_LEAD_MIN: Length = Length::WorkingDays(1);
const LIST_AGE_MAX: Length = Length::Days(28);
const DEATH_RECHECK_AGE_MAX: Length = Length::Days(3);
const OPT_OUT_COUNT_AGE_MAX: Length = Length::WorkingDays(2);

/// As written in the first entry; what is absent there is the floor.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Policy {
    practice_lead: Option<Length>,
    pub decision_period: Option<Length>,
    publicity_minimum: Option<Length>,
    list_max_age: Option<Length>,
    death_recheck_max_age: Option<Length>,
    opt_out_count_max_age: Option<Length>,
    permit_life: Option<Length>,
    #[serde(default)]
    delivery_days: HashMap<String, Length>,
    #[serde(default)]
    pub pack: Vec<String>,
    budget: Option<String>,
}

impl Policy {
    /// Whether no letter leaves without an approved budget.
    pub fn requires_budget(&self) -> bool {
        self.budget.as_deref() == Some("required")
    }

    /// When a practice told or informed at an instant has had its lead.
    pub fn lead_over(&self, calendar: &Calendar, from: Instant) -> Instant {
        let least = calendar.due(from, PRACTICE_LEAD_MIN);
        self.practice_lead
            .map_or(least, |lead| least.max(calendar.due(from, lead)))
    }

    /// When publicity that opened at an instant has run its minimum.
    pub fn publicity_over(&self, calendar: &Calendar, from: Instant) -> Instant {
        self.publicity_minimum
            .map_or(from, |minimum| calendar.due(from, minimum))
    }

    /// The last instant at which an extract may still be posted from.
    pub fn list_good_until(&self, calendar: &Calendar, extracted: Instant) -> Instant {
        good_until(calendar, extracted, self.list_max_age, LIST_AGE_MAX)
    }

    /// The last instant at which a check for deaths still stands.
    pub fn deaths_good_until(&self, calendar: &Calendar, checked: Instant) -> Instant {
        good_until(
            calendar,
            checked,
            self.death_recheck_max_age,
            DEATH_RECHECK_AGE_MAX,
        )
    }

    /// The last instant at which a count of coded opt-outs still stands.
    pub fn opt_outs_good_until(&self, calendar: &Calendar, counted: Instant) -> Instant {
        good_until(
            calendar,
            counted,
            self.opt_out_count_max_age,
            OPT_OUT_COUNT_AGE_MAX,
        )
    }

    /// The day an item of a postage class posted at an instant is taken as received; `None` for an unknown class.
    pub fn received_by(
        &self,
        calendar: &Calendar,
        posted: Instant,
        class: &str,
    ) -> Option<NaiveDate> {
        let length = self.delivery_days.get(class)?;
        Some(calendar.day(calendar.due(posted, *length)))
    }
}

fn good_until(calendar: &Calendar, from: Instant, age: Option<Length>, most: Length) -> Instant {
    let latest = calendar.due(from, most);
    age.map_or(latest, |age| latest.min(calendar.due(from, age)))
}
