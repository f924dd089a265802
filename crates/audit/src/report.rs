//! What a check found.

use std::fmt;

use serde::Serialize;

/// The answer of a check: how much was read and what was unlawful in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Entries read, over all streams.
    pub entries: u64,
    /// What was found, ordered by campaign, sequence number and rule.
    pub violations: Vec<Violation>,
}

/// An entry that broke a law.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Violation {
    /// The law.
    pub rule: Rule,
    /// The stream, for example `campaign:scr/5PY/all`.
    pub campaign: String,
    /// The practice of the entry, or null for an entry of the whole campaign.
    pub practice: Option<String>,
    /// The entry's number within its stream.
    pub seq: u64,
    /// What was wrong, for people.
    pub why: String,
}

/// A law of the ledger, named as in docs/ledger.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Rule {
    /// The chain itself is broken, or the campaign's plan is not where it belongs or cannot be read.
    #[serde(rename = "chain")]
    Chain,
    /// Practices first.
    R1,
    /// Nobody hears it on the radio.
    R2,
    /// No letter without a campaign.
    R3,
    /// Right people.
    R4,
    /// Time to choose.
    R5,
    /// Both agree.
    R6,
    /// Uploads wait.
    R7,
    /// Directives bind.
    R8,
    /// Quiet times.
    R9,
    /// Money.
    R10,
    /// Written first.
    R11,
    /// Stop means stop.
    R12,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Chain => "chain",
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R11 => "R11",
            Self::R12 => "R12",
        })
    }
}
