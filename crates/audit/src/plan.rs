//! The first entry of a campaign, or the definition it moved to: everything a check has to know that is not itself a fact.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use crate::{calendar::Calendar, length::Length, policy::Policy};

/// A campaign's plan.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub calendar: Calendar,
    pub policy: Policy,
    /// Means that count as informing a patient.
    pub informs_by: Vec<String>,
    pub has_period: bool,
    /// Practices of the tranche at planning.
    pub practices: Vec<String>,
    /// Practices outside it whose patients publicity touches.
    pub reach: Vec<String>,
    /// What the writer of the chain knew; from 2 on it opens cases and recalls letters.
    pub ledger: u64,
    /// What the definition contains; `None` where the chain does not say.
    pub acts: Option<Vec<String>>,
    /// After which the LMC's silence goes on; `None` where the chain does not say.
    pub lmc_cycle: Option<Length>,
}

#[derive(Deserialize)]
struct Written {
    zone: String,
    holidays: Vec<NaiveDate>,
    informs_by: Vec<String>,
    policy: Policy,
    has_period: bool,
    practices: Vec<String>,
    reach: Vec<String>,
    #[serde(default = "first_ledger")]
    ledger: u64,
    acts: Option<Vec<String>>,
    lmc_cycle: Option<Length>,
}

/// Of chains that do not say.
fn first_ledger() -> u64 {
    1
}

impl Plan {
    /// Reads the own fields of `campaign-planned`, or the `plan` of `definition-moved`; the error says what they lack.
    pub fn read(fields: &Value) -> Result<Self, String> {
        let written = Written::deserialize(fields).map_err(|error| error.to_string())?;
        let zone = written
            .zone
            .parse()
            .map_err(|_| format!("unknown zone `{}`", written.zone))?;
        Ok(Self {
            calendar: Calendar {
                zone,
                holidays: written.holidays.into_iter().collect(),
            },
            policy: written.policy,
            informs_by: written.informs_by,
            has_period: written.has_period,
            practices: written.practices,
            reach: written.reach,
            ledger: written.ledger,
            acts: written.acts,
            lmc_cycle: written.lmc_cycle,
        })
    }

    /// The campaign goes on under another definition. Who takes part is history by now, and so is who wrote it.
    pub fn move_to(&mut self, new: Self) {
        let ledger = self.ledger;
        *self = Self { ledger, ..new };
    }
}
