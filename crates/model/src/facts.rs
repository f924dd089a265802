//! What a campaign's history establishes, kept apart from step status: the rules read this and nothing else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Actor, Alarm, Case, ClockEffect, Digest, FactName, HeldAct, Money, OrganisationCode, PersonId,
    StepId, Timestamp,
    definition::{PackPart, PostClass},
    programme::{Coverage, Terms},
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
    /// Directives that bind this campaign, or did, in order of recording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directives: Vec<Directive>,
    /// Dispensations granted to it, or once granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dispensations: Vec<Dispensation>,
    /// Quiet times over its area.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet_times: Vec<QuietTime>,
    /// Media that were due in a quiet time and wait for its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting_media: Vec<WaitingMedia>,
    /// The approved budget, and a first signature under another.
    #[serde(default, skip_serializing_if = "Spending::is_none")]
    pub spending: Spending,
    /// Cases, in order of opening.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// Alarms raised so far, for their numbers.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub alarms_raised: u16,
}

fn is_zero(number: &u16) -> bool {
    *number == 0
}

/// A directive as it binds one campaign. Coverage is resolved when it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Directive {
    /// Which one.
    pub directive: FactName,
    /// 0 as issued, one more each time it was amended.
    pub amendment: u16,
    /// Who orders.
    pub authority: String,
    /// Where it is written.
    pub reference: String,
    /// Acts it holds.
    pub acts: Vec<HeldAct>,
    /// From when.
    pub from: Timestamp,
    /// What it does to waits inside its coverage.
    pub clock: ClockEffect,
    /// Whether the PCT is covered, and so each practice that is not named.
    pub coverage: Coverage,
    /// Practices the directive names, each with its own answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<NamedCoverage>,
    /// Whether the PCT is both inside and exempt by name: it counts as inside, and is listed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conflict: bool,
    /// When it was lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Timestamp>,
}

/// The answer for a practice that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NamedCoverage {
    /// The practice.
    pub practice: OrganisationCode,
    /// Its coverage.
    pub coverage: Coverage,
}

/// The answer for a practice, or for the PCT: that of the practice where it is named, else the PCT's.
pub fn coverage_of(
    pct: Coverage,
    named: &[NamedCoverage],
    practice: Option<OrganisationCode>,
) -> Coverage {
    practice
        .and_then(|code| named.iter().find(|one| one.practice == code))
        .map_or(pct, |one| one.coverage)
}

impl Directive {
    /// Whether it is in force at an instant.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.from <= now && self.lifted.is_none_or(|lifted| now < lifted)
    }

    /// Coverage of a practice, or of the PCT.
    pub fn coverage_of(&self, practice: Option<OrganisationCode>) -> Coverage {
        coverage_of(self.coverage, &self.named, practice)
    }
}

/// A dispensation granted to one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dispensation {
    /// Which one.
    pub dispensation: FactName,
    /// The directive it exempts from.
    pub directive: FactName,
    /// For which acts.
    pub acts: Vec<HeldAct>,
    /// On what terms.
    #[serde(flatten)]
    pub terms: Terms,
    /// Whether the PCT is inside, and so each practice that is not named. Only `covered` exempts: it must be proved.
    pub coverage: Coverage,
    /// Practices it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<NamedCoverage>,
    /// When it was taken back or lapsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
}

/// A quiet time over the campaign's area.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QuietTime {
    /// Which one.
    pub quiet_time: FactName,
    /// From when.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub until: Timestamp,
    /// Who ordered it, and where.
    pub reference: String,
    /// When it was called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Timestamp>,
}

impl QuietTime {
    /// Whether it is quiet at an instant.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until && self.cancelled.is_none_or(|at| now < at)
    }
}

/// Media of a publicity step that wait for a quiet time's end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WaitingMedia {
    /// The publicity step.
    pub step: StepId,
    /// Which media.
    pub media: Vec<String>,
}

/// A budget: an amount, and what a letter of each class costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Budget {
    /// The most that may be spent on letters.
    pub amount: Money,
    /// Cost of one letter by class; where none is given the programme's own counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unit_cost: BTreeMap<PostClass, Money>,
}

/// What a campaign may spend.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Spending {
    /// Signed by one person, so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<(PersonId, Budget)>,
    /// Approved by two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Budget>,
}

impl Spending {
    /// Whether nobody has signed anything.
    pub fn is_none(&self) -> bool {
        self.proposed.is_none() && self.approved.is_none()
    }
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
    /// Of those left out: still to be told by another route, and withheld until then (R4).
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub still_to_tell: u32,
}

fn is_none_of_them(number: &u32) -> bool {
    *number == 0
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
    /// What its letters cost, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Whether the mail house was asked to stop it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recalled: bool,
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
    /// Alarms, in order of raising.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    /// Its first upload, as reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<Timestamp>,
    /// People registered since the extract who are still to be told; withheld until then.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub newcomers: u32,
}
