//! A dispensation: leave to go on under a directive. Only one that is granted and in date exempts.

use serde::{Deserialize, Serialize};

use super::Scope;
use crate::{FactName, HeldAct, Rule, Timestamp};

/// A dispensation through its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispensation {
    /// For example `east-of-england`.
    pub id: FactName,
    /// The directive it is asked from.
    pub directive: FactName,
    /// Who asks, in words.
    pub applicant: String,
    /// For whom.
    pub scope: Scope,
    /// For which acts.
    pub acts: Vec<HeldAct>,
    /// Where it stands.
    pub state: DispensationState,
}

/// Where a dispensation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum DispensationState {
    /// Asked for. It exempts nobody. A crash changes nothing.
    Asked,
    /// Under discussion. It exempts nobody. A crash changes nothing.
    UnderDiscussion,
    /// Granted: exempts from `from` to `until` while its conditions hold. The waker finds its end after a crash.
    Granted(Terms),
    /// Refused, for good.
    Refused,
    /// Taken back after it was granted, or by who asked.
    Withdrawn,
    /// Its time has run out.
    Lapsed,
}

impl Dispensation {
    /// Where it stands at an instant: what was granted lapses by itself.
    pub fn as_at(&self, now: Timestamp) -> DispensationState {
        match &self.state {
            DispensationState::Granted(terms) if terms.until <= now => DispensationState::Lapsed,
            state => state.clone(),
        }
    }
}

impl DispensationState {
    /// The state in a word, as people and JSON name it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::UnderDiscussion => "under-discussion",
            Self::Granted(_) => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }
}

/// On what terms it was granted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Terms {
    /// From when it exempts.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub until: Timestamp,
    /// Rules that must hold for the practice while it exempts (`R6`: both agree).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Rule>,
}

impl Terms {
    /// Whether it is in date.
    pub fn is_in_date(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}
