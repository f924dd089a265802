//! The kinds of entry, read for what the laws look at.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::{Budget, Directive, Dispensation, QuietTime};
use crate::calendar::Instant;

/// The kinds a law looks at, with the fields it looks at. What a law may find wanting is an `Option`.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum What {
    CampaignPlanned(Value),
    PracticeJoined {
        told_at: Option<Instant>,
        informed_at: Option<Instant>,
        answer: Option<String>,
    },
    PracticeLeft,
    PracticeClosed,
    PracticeMerged,
    TaskDone {
        facts: Vec<String>,
    },
    FactAdopted {
        fact: String,
    },
    ReadinessSigned,
    ApprovalSigned {
        digest: String,
    },
    PlanApproved {
        digest: Option<String>,
    },
    PackApproved {
        digest: Option<String>,
        #[serde(default)]
        contents: Vec<String>,
    },
    ConsultBegun {
        of: Option<String>,
        stage: Option<String>,
    },
    LmcConsulted {
        position: Option<String>,
    },
    NoticePlanned {
        practices: Vec<String>,
        template: String,
        number: u64,
    },
    NoticeHandedOver {
        template: String,
        number: u64,
    },
    PracticeInformed,
    InformedWithdrawn,
    ChaseEnded {
        practices: Vec<String>,
    },
    SilentReleased,
    PracticeAnswered {
        answer: String,
    },
    PublicityOpened {
        #[serde(default)]
        media: Vec<String>,
        minimum_until: Option<Instant>,
    },
    PublicityClosed,
    MediaResumed {
        #[serde(default)]
        media: Vec<String>,
    },
    ListAccepted(PatientList),
    BatchPlanned {
        batch: u64,
        items: u64,
        class: String,
        /// In hundredths of a penny.
        #[serde(default)]
        cost: Option<i64>,
    },
    BatchReleased {
        batch: u64,
    },
    BatchPosted {
        batch: u64,
        items: u64,
        #[serde(default)]
        spoiled: u64,
        expected_receipt: NaiveDate,
    },
    RecallAsked {
        batch: u64,
    },
    BatchStopped {
        batch: u64,
    },
    Reconciled(Counts),
    PeriodEnded {
        batch: Option<u64>,
        began: Option<NaiveDate>,
        length: Option<String>,
    },
    OptOutsCoded(OptOuts),
    PracticeAgreed,
    PctAgreed,
    AgreementWithdrawn {
        by: Option<String>,
    },
    PermitPlanned {
        practices: Vec<String>,
    },
    PermitIssued {
        #[serde(default)]
        withheld: Option<u64>,
    },
    PermitRevoked {
        #[serde(default)]
        practices: Vec<String>,
    },
    CampaignStarted,
    CampaignWithdrawn,
    DefinitionMoved {
        plan: Value,
    },
    FactWithdrawn {
        fact: String,
    },
    DirectiveRecorded(Directive),
    DirectiveLifted {
        directive: String,
    },
    DispensationRecorded(Dispensation),
    DispensationEnded {
        dispensation: String,
    },
    QuietTimeRecorded(QuietTime),
    QuietTimeCancelled {
        quiet_time: String,
    },
    BudgetProposed {
        budget: Budget,
    },
    BudgetApproved {
        budget: Budget,
    },
    AlarmRaised {
        alarm: u64,
        about: String,
    },
    AlarmCleared {
        alarm: u64,
    },
    UploadReported {
        #[serde(default)]
        records: Option<u64>,
    },
    NewcomersCounted {
        #[serde(default)]
        count: Option<u64>,
    },
    CaseOpened {
        about: String,
    },
    #[serde(other)]
    Other,
}

/// The patient list of one practice, in counts.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PatientList {
    pub holder: Option<String>,
    pub agreement: Option<String>,
    pub agreement_expires: Option<NaiveDate>,
    pub extracted: Option<Instant>,
    pub deaths_checked: Option<Instant>,
    pub rows: Option<u64>,
    #[serde(default)]
    pub excluded: HashMap<String, u64>,
    pub to_post: Option<u64>,
}

/// The counts of one practice's mailing as at a date. A count that is missing adds up to nothing.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Counts {
    as_at: Option<Value>,
    pub rows: Option<u64>,
    pub excluded: Option<u64>,
    pub composed: Option<u64>,
    pub failed: Option<u64>,
    pub posted: Option<u64>,
    pub spoiled: Option<u64>,
    pub stopped: Option<u64>,
    pub returned: Option<u64>,
    pub delivered: Option<u64>,
}

impl Counts {
    /// The day it was taken, if it is one.
    pub fn as_at(&self) -> Option<NaiveDate> {
        self.as_at.as_ref()?.as_str()?.parse().ok()
    }
}

impl PatientList {
    /// Everybody left out, for whatever reason.
    pub fn left_out(&self) -> u64 {
        let counts = self.excluded.values();
        counts.fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// A count of opt-outs.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct OptOuts {
    pub count: Option<u64>,
    pub received: Option<u64>,
    pub passed_on: Option<u64>,
}
