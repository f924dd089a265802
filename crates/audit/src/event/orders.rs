//! What others order over a campaign, as the ledger writes it: directives, dispensations, quiet times, and a budget.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::calendar::Instant;

/// What a directive can hold, as far as a campaign's own chain shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Tell,
    Publicity,
    Post,
    Permit,
    /// No act of its own: a campaign begins.
    Start,
}

impl Act {
    /// The word of the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tell => "tell",
            Self::Publicity => "publicity",
            Self::Post => "post",
            Self::Permit => "permit",
            Self::Start => "start",
        }
    }
}

/// Acts are held over a scope from a date.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Directive {
    pub directive: String,
    pub acts: Vec<String>,
    /// Missing: from when it was recorded.
    pub from: Option<Instant>,
    #[serde(default)]
    coverage: Coverage,
    #[serde(default)]
    named: Vec<Named>,
}

/// A directive does not bind somebody for a time.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dispensation {
    pub dispensation: String,
    pub directive: String,
    pub acts: Vec<String>,
    pub from: Option<Instant>,
    /// Exclusive.
    pub until: Option<Instant>,
    /// Laws that must hold meanwhile.
    #[serde(default)]
    pub conditions: Vec<String>,
    #[serde(default)]
    coverage: Coverage,
    #[serde(default)]
    named: Vec<Named>,
}

/// Proactive local media keep quiet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct QuietTime {
    pub quiet_time: String,
    pub from: Instant,
    /// Exclusive.
    pub until: Instant,
}

/// What letters may cost, in hundredths of a penny.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Budget {
    pub amount: i64,
    /// Of one letter, by class.
    #[serde(default)]
    pub unit_cost: BTreeMap<String, i64>,
}

/// Whom an order covers. Anything but `covered` and `exempt`, or no word at all, proves nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
struct Coverage(Option<String>);

/// The answer for a practice that is named; every other has that of the PCT.
#[derive(Debug, Clone, Deserialize)]
struct Named {
    practice: String,
    #[serde(default)]
    coverage: Coverage,
}

impl Directive {
    /// Whether a practice, or the PCT, is not proved to be outside.
    pub fn holds(&self, practice: Option<&str>) -> bool {
        word(&self.coverage, &self.named, practice) != Some("exempt")
    }
}

impl Dispensation {
    /// Whether a practice, or the PCT, is proved to be inside.
    pub fn covers(&self, practice: Option<&str>) -> bool {
        word(&self.coverage, &self.named, practice) == Some("covered")
    }
}

fn word<'a>(pct: &'a Coverage, named: &'a [Named], practice: Option<&str>) -> Option<&'a str> {
    let own = practice.and_then(|code| named.iter().find(|one| one.practice == code));
    own.map_or(pct, |one| &one.coverage).0.as_deref()
}
