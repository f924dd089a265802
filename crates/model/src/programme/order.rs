//! What a person asks of a programme.

use super::{Coverage, QuietTime, Scope, Terms, Wave};
use crate::{ClockEffect, Evidence, FactName, HeldAct, OrganisationCode, PersonId, Timestamp};

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeCommand {
    /// Who asks.
    pub by: PersonId,
    /// When it happened, if not now.
    pub happened: Option<Timestamp>,
    /// What supports it.
    pub evidence: Evidence,
    /// What is asked.
    pub order: ProgrammeOrder,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgrammeOrder {
    /// Names a wave, or says more about it.
    DefineWave(Wave),
    /// Issues a directive.
    Issue {
        /// Its id.
        id: FactName,
        /// Who orders.
        authority: String,
        /// Where it is written.
        reference: String,
        /// Acts it holds.
        acts: Vec<HeldAct>,
        /// Whom it is about.
        scope: Scope,
        /// From when.
        from: Timestamp,
        /// What it does to running waits.
        clock: ClockEffect,
    },
    /// Changes a directive; what is `None` stays as it is.
    Amend {
        /// Its id.
        id: FactName,
        /// Who orders the change.
        authority: String,
        /// Where it is written.
        reference: String,
        /// Acts it holds.
        acts: Option<Vec<HeldAct>>,
        /// Whom it is about.
        scope: Option<Scope>,
        /// What it does to running waits.
        clock: Option<ClockEffect>,
    },
    /// Lifts a directive by another order.
    Lift {
        /// Its id.
        id: FactName,
        /// Who orders.
        authority: String,
        /// Where it is written.
        reference: String,
    },
    /// A named person's word on whether a PCT is covered.
    Settle {
        /// The directive.
        id: FactName,
        /// The PCT.
        pct: OrganisationCode,
        /// Covered or exempt.
        coverage: Coverage,
    },
    /// Asks for a dispensation.
    Ask {
        /// Its id.
        id: FactName,
        /// The directive.
        directive: FactName,
        /// Who asks.
        applicant: String,
        /// For whom.
        scope: Scope,
        /// For which acts.
        acts: Vec<HeldAct>,
    },
    /// Takes a request up.
    Discuss(FactName),
    /// Grants a request.
    Grant {
        /// Which.
        id: FactName,
        /// On what terms.
        terms: Terms,
    },
    /// Refuses a request.
    Refuse(FactName),
    /// Takes a request or a grant back.
    TakeBack(FactName),
    /// Sets a quiet time.
    SetQuietTime(QuietTime),
    /// Calls one off.
    CancelQuietTime(FactName),
    /// Reports an upload at a practice that is in no campaign.
    ReportUpload {
        /// The practice.
        practice: OrganisationCode,
        /// Records uploaded, if known.
        records: Option<u32>,
    },
    /// Clears such a report, with a note.
    ClearUpload(OrganisationCode),
}
