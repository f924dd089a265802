//! An entry's body, read for what the laws look at and nothing more.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use crate::calendar::{Calendar, Instant};

/// What time or the daemon caused is written by this actor, who is no person.
const NOBODY: &str = "precede";

/// One entry of the history.
#[derive(Debug)]
pub(crate) struct Event {
    pub at: Instant,
    pub happened: Instant,
    /// As written until [`Event::settle`]; from then on what the entry bears out.
    pub counts_from: Instant,
    pub practice: Option<String>,
    pub step: Option<String>,
    actor: Option<String>,
    evidence: Value,
    pub what: What,
}

/// The fields every body has. `kind` is read twice so that a body without it is malformed, not unknown.
#[derive(Deserialize)]
struct Head {
    at: Instant,
    #[serde(default)]
    happened: Option<Instant>,
    #[serde(default)]
    counts_from: Option<Instant>,
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(default)]
    practice: Option<String>,
    #[serde(default)]
    step: Option<String>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    evidence: Value,
}

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
    LmcConsulted,
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
        minimum_until: Option<Instant>,
    },
    PublicityClosed,
    ListAccepted(PatientList),
    BatchPlanned {
        batch: u64,
        items: u64,
        class: String,
    },
    BatchReleased {
        batch: u64,
    },
    BatchPosted {
        batch: u64,
        items: u64,
        expected_receipt: NaiveDate,
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
    PermitIssued,
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
    pub as_at: Option<Value>,
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

/// A count of opt-outs.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct OptOuts {
    pub count: Option<u64>,
    pub received: Option<u64>,
    pub passed_on: Option<u64>,
}

impl Event {
    /// Reads a body. Own fields are read apart from the common ones, so that a field given twice is malformed.
    pub fn read(body: &str) -> Result<Self, serde_json::Error> {
        let head: Head = serde_json::from_str(body)?;
        let what: What = serde_json::from_str(body)?;
        Ok(Self {
            at: head.at,
            happened: head.happened.unwrap_or(head.at),
            counts_from: head.counts_from.unwrap_or(head.at),
            practice: head.practice,
            step: head.step,
            actor: head.actor,
            evidence: head.evidence,
            what,
        })
    }

    /// Replaces a `counts_from` that the entry does not bear out by `at`: evidence entered on a later day counts from
    /// when it happened only if a second person confirmed it, and nothing counts from the future.
    pub fn settle(&mut self, calendar: &Calendar) {
        let is_same_day = calendar.day(self.happened) == calendar.day(self.at);
        let is_borne_out = self.counts_from == self.happened
            && self.happened <= self.at
            && (is_same_day || self.is_confirmed());
        if !is_borne_out {
            self.counts_from = self.at;
        }
    }

    /// The person who did it; `None` for time and the daemon.
    pub fn person(&self) -> Option<&str> {
        self.actor
            .as_deref()
            .filter(|actor| !actor.is_empty() && *actor != NOBODY)
    }

    /// A text of the evidence, if it is there and not empty.
    pub fn evidence(&self, name: &str) -> Option<&str> {
        self.evidence
            .get(name)?
            .as_str()
            .filter(|text| !text.is_empty())
    }

    /// Whether a person spoke for the practice: by the link, or to a person of the PCT.
    pub fn is_acknowledgement(&self) -> bool {
        let how = self.evidence("how").unwrap_or_default();
        self.person().is_some() && matches!(how, "link" | "phone" | "visit")
    }

    fn is_confirmed(&self) -> bool {
        self.evidence("confirmed_by")
            .is_some_and(|second| Some(second) != self.person())
    }
}
