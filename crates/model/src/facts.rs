//! What a campaign's history establishes, kept apart from step status: the rules read this and nothing else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Actor, Digest, FactName, PersonId, StepId, Timestamp,
    definition::{PackPart, PostClass},
};

/// A fact with its instant and the person behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signed {
    /// When it counts from.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// A content approved by two people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Approved {
    /// When the second signed.
    pub at: Timestamp,
    /// The first.
    pub first: PersonId,
    /// The second.
    pub second: PersonId,
    /// What they signed.
    pub digest: Digest,
    /// For a pack: what it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<PackPart>,
}

/// One opening of publicity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Publicity {
    /// The step.
    pub step: StepId,
    /// When it went live.
    pub since: Timestamp,
    /// When its minimum has run.
    pub minimum_until: Timestamp,
    /// When it ended; `None` while it is live.
    pub closed: Option<Timestamp>,
    /// Whether it counts as a public notice.
    pub is_notice: bool,
}

impl Publicity {
    /// Whether it ran its minimum, as at an instant.
    pub fn has_run_minimum(&self, now: Timestamp) -> bool {
        self.minimum_until <= self.closed.unwrap_or(now) && self.minimum_until <= now
    }
}

/// A fact established by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Established {
    /// Its name.
    pub fact: FactName,
    /// When and by whom.
    #[serde(flatten)]
    pub signed: Signed,
}

/// Facts of a campaign as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct CampaignFacts {
    /// Readiness signed.
    pub readiness: Option<Signed>,
    /// Plan approved.
    pub plan: Option<Approved>,
    /// Pack approved.
    pub pack: Option<Approved>,
    /// LMC consulted.
    pub lmc: Option<Signed>,
    /// Publicity, in order of opening.
    pub publicity: Vec<Publicity>,
    /// Facts by name, in order of recording.
    pub established: Vec<Established>,
}

/// An accepted list, as the rules need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListFact {
    /// When it was extracted.
    pub extracted: Timestamp,
    /// When deaths were checked.
    pub deaths_checked: Timestamp,
    /// Last day of the agreement.
    pub agreement_expires: NaiveDate,
    /// Whether holder and agreement are named.
    pub is_named: bool,
    /// Rows in.
    pub rows: u32,
    /// Left out.
    pub excluded: u32,
    /// To be written to.
    pub to_post: u32,
}

/// One batch of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Batch {
    /// Its number within the practice.
    pub number: u16,
    /// Items composed.
    pub items: u32,
    /// Postage class.
    pub class: PostClass,
    /// Last instant its list allows posting.
    pub post_by: Timestamp,
    /// Where it stands.
    pub state: BatchState,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum BatchState {
    /// Planned: waits for the daemon and the warrant. After a crash it is still planned.
    Planned,
    /// Handed to the mail house, which posts it or sends it back. A crash changes nothing.
    Released {
        /// When.
        at: Timestamp,
    },
    /// Posted; its period runs from the expected receipt.
    Posted {
        /// When.
        at: Timestamp,
        /// Items posted.
        posted: u32,
        /// Items spoiled.
        spoiled: u32,
        /// Items stopped.
        stopped: u32,
        /// Latest day an item is taken as received.
        expected_receipt: NaiveDate,
        /// Items returned since.
        returned: u32,
        /// When its period ended.
        period_ended: Option<Timestamp>,
    },
    /// Recalled before posting; no item left.
    Stopped {
        /// When.
        at: Timestamp,
    },
}

/// The count of coded opt-outs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OptOuts {
    /// When it counts from.
    pub at: Timestamp,
    /// Coded.
    pub coded: u32,
    /// Received, wherever.
    pub received: u32,
    /// Passed on to the practice.
    pub passed_on: u32,
}

/// The go-live approval of one practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Permit {
    /// None.
    #[default]
    None,
    /// Planned; the daemon issues it under a warrant or it is refused.
    Planned,
    /// Issued.
    Issued {
        /// When.
        at: Timestamp,
    },
    /// Taken back.
    Revoked {
        /// When.
        at: Timestamp,
    },
}

/// Facts of one practice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct TrackFacts {
    /// First notice handed over.
    pub told: Option<Timestamp>,
    /// A person there acknowledged.
    pub informed: Option<Signed>,
    /// Chasing ended.
    pub chase_ended: Option<Timestamp>,
    /// The accepted list.
    pub list: Option<ListFact>,
    /// Its batches.
    pub batches: Vec<Batch>,
    /// When the mailing last added up. Later returns reopen only their items.
    pub reconciled: Option<Timestamp>,
    /// End of the period of a means other than letters.
    pub notice_period_ended: Option<Timestamp>,
    /// Coded opt-outs.
    pub opt_outs: Option<OptOuts>,
    /// The practice agreed.
    pub practice_agreed: Option<Signed>,
    /// The PCT agreed.
    pub pct_agreed: Option<Signed>,
    /// The permit.
    pub permit: Permit,
    /// Facts by name, in order of recording.
    pub established: Vec<Established>,
}
