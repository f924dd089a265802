//! What a programme's chain can hold.

use serde::{Deserialize, Serialize};

use super::{Coverage, Directive, Dispensation, Lifted, QuietTime, Terms, Wave};
use crate::{Actor, Evidence, FactName, OrganisationCode, Timestamp};

/// One entry of a programme's history. `pct`, `practice` and `step` stand in every body; here they are null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeEvent {
    /// When it was recorded.
    pub at: Timestamp,
    /// When it happened.
    pub happened: Timestamp,
    /// The instant it counts from.
    pub counts_from: Timestamp,
    /// The PCT, where one is settled.
    pub pct: Option<OrganisationCode>,
    /// The practice, where one is spoken of.
    pub practice: Option<OrganisationCode>,
    /// Always null: a programme's events belong to no step.
    pub step: Option<crate::StepId>,
    /// Who caused it.
    pub actor: Actor,
    /// What supports it.
    #[serde(default)]
    pub evidence: Evidence,
    /// What happened.
    #[serde(flatten)]
    pub what: ProgrammeHappening,
}

/// What happened. Kind words and fields: docs/ledger.md.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each kind and field is described once, in docs/ledger.md"
)]
pub enum ProgrammeHappening {
    WaveDefined(Wave),
    DirectiveIssued(Box<Directive>),
    DirectiveAmended(Box<Directive>),
    DirectiveLifted {
        directive: FactName,
        lifted: Lifted,
    },
    CoverageSettled {
        directive: FactName,
        coverage: Coverage,
    },
    DispensationAsked(Box<Dispensation>),
    DispensationDiscussed {
        dispensation: FactName,
    },
    DispensationGranted {
        dispensation: FactName,
        terms: Terms,
    },
    DispensationRefused {
        dispensation: FactName,
    },
    DispensationWithdrawn {
        dispensation: FactName,
    },
    QuietTimeSet(QuietTime),
    QuietTimeCancelled {
        quiet_time: FactName,
    },
    UploadReported {
        records: Option<u32>,
    },
    UploadCleared,
    /// Entries that change nothing here: publications, steps done for several campaigns.
    #[serde(other, skip_serializing)]
    Other,
}
