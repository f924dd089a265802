//! Events: everything a campaign's chain can hold. The fields of each kind are described in docs/ledger.md.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    Act, Actor, AlarmKind, CalendarId, CaseKind, Digest, EnquiryReason, FactName, Length, Money,
    OrganisationCode, PersonId, ProgrammeCode, Role, Rule, StepId, Timestamp, Tranche,
    definition::{Means, PackPart, Policy, PostClass},
    facts,
    word::by_word,
};

/// One entry of a campaign's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When it was recorded.
    pub at: Timestamp,
    /// When it happened.
    pub happened: Timestamp,
    /// The instant rules and waits count from.
    pub counts_from: Timestamp,
    /// The campaign's PCT.
    pub pct: OrganisationCode,
    /// The practice, for an event of one practice.
    pub practice: Option<OrganisationCode>,
    /// The step of the definition.
    pub step: Option<StepId>,
    /// Who caused it.
    pub actor: Actor,
    /// What supports it.
    pub evidence: Evidence,
    /// What happened.
    #[serde(flatten)]
    pub what: Happening,
}

/// What supports an event. Never a patient's identity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// How the practice told us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// First of two signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<PersonId>,
    /// The second person who confirmed the date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<PersonId>,
    /// A document's or letter's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Anything else, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How a practice's acknowledgement reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// By the signed link in the notice.
    Link,
    /// PCT staff spoke to them by telephone.
    Phone,
    /// PCT staff spoke to them on a visit.
    Visit,
}

/// A practice's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It takes part.
    TakesPart,
    /// It has not decided.
    NotYet,
    /// It declines.
    Declines,
}

/// A consulted body's position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// In favour.
    Supports,
    /// Neither.
    Neutral,
    /// Against. It is heard, not obeyed: the law asks that it was consulted.
    Objects,
    /// It said nothing in a whole cycle.
    Silent,
}

/// A point on the way of a consultation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultStage {
    /// Papers were sent.
    Papers,
    /// A meeting was held.
    Meeting,
}

/// What a pause does to running waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockEffect {
    /// Waits go on.
    Runs,
    /// Waits stand still.
    Stops,
}

/// One side of a sign-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The practice.
    Practice,
    /// The PCT.
    Pct,
}

/// Why a step was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The practice declined.
    Declined,
    /// The practice left, closed or merged.
    Left,
    /// Optional, passed over by a named person.
    Optional,
    /// The practice was released by name after the chase.
    Released,
    /// The practice is only in publicity's reach.
    NotInTranche,
}

/// A patient list as the engine sees it: counts and dates, no identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientList {
    /// Who holds the list.
    pub holder: String,
    /// The agreement that allows this mailing.
    pub agreement: String,
    /// Its last day.
    pub agreement_expires: NaiveDate,
    /// Digest of the list's file.
    pub digest: Digest,
    /// When it was extracted.
    pub extracted: Timestamp,
    /// When deaths were last checked.
    pub deaths_checked: Timestamp,
    /// Rows in.
    pub rows: u32,
    /// Left out, by reason.
    pub excluded: BTreeMap<String, u32>,
    /// People to be written to.
    pub to_post: u32,
}

/// The counts of one practice's mailing as at a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reconciliation {
    /// The day it speaks of.
    pub as_at: NaiveDate,
    /// Rows in.
    pub rows: u32,
    /// Left out.
    pub excluded: u32,
    /// Composed.
    pub composed: u32,
    /// Could not be composed.
    pub failed: u32,
    /// Posted.
    pub posted: u32,
    /// Spoiled.
    pub spoiled: u32,
    /// Stopped before posting.
    pub stopped: u32,
    /// Returned.
    pub returned: u32,
    /// Presumed delivered.
    pub delivered: u32,
}

/// The first event of a campaign: all a check needs to read an export alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What this chain can hold: 2 since directives, alarms and cases enter it, 1 (and absent) before. A check asks of
    /// an older chain only what it can show.
    #[serde(default = "first_ledger", skip_serializing_if = "is_first_ledger")]
    pub ledger: u8,
    /// The programme.
    pub programme: ProgrammeCode,
    /// The tranche.
    pub tranche: Tranche,
    /// Title shown to people.
    pub title: String,
    /// Digest of the definition's text.
    pub definition: Digest,
    /// Variant of the definition, if it has any.
    pub variant: Option<String>,
    /// Zone.
    pub zone: Tz,
    /// Calendar of working days.
    pub calendar: CalendarId,
    /// Its holidays, as used.
    pub holidays: Vec<NaiveDate>,
    /// Means that count as informing.
    pub informs_by: Vec<Means>,
    /// The numbers of the programme.
    pub policy: Policy,
    /// Acts the definition contains.
    pub acts: Vec<Act>,
    /// Whether it gives patients a period of choice.
    pub has_period: bool,
    /// How long the LMC may keep silent; the shortest where it is consulted more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lmc_cycle: Option<Length>,
    /// Practices of the tranche.
    pub practices: Vec<OrganisationCode>,
    /// Practices outside it whose patients publicity touches.
    pub reach: Vec<OrganisationCode>,
}

/// A directive as it enters a campaign's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectiveRecord {
    /// What binds.
    #[serde(flatten)]
    pub directive: facts::Directive,
    /// Practices of the campaign that it holds, by proof or for want of it.
    pub practices: Vec<OrganisationCode>,
}

/// How a dispensation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// Taken back.
    Withdrawn,
    /// Its time ran out.
    Lapsed,
}

/// A fact that turned out false, or is no longer so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawnFact {
    /// Readiness was not there.
    Readiness,
    /// The plan's approval.
    Plan,
    /// The pack's approval.
    Pack,
    /// The LMC was not consulted.
    Lmc,
    /// Publicity never ran.
    Publicity,
    /// The helpline does not answer.
    Helpline,
    /// The patient list of a practice is wrong.
    List,
    /// The count of opt-outs of a practice is wrong.
    OptOuts,
    /// Staff of a practice are not trained.
    Training,
    /// The system of a practice is not fit.
    System,
    /// The data of a practice are not fit.
    DataQuality,
}

by_word!(EndReason, WithdrawnFact);

/// A running campaign moves to another definition. Steps are known by their ids in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    /// The new plan; its practices and reach are those of the day.
    pub plan: Plan,
    /// The old definition's steps of the campaign, in order.
    pub campaign_steps: Vec<StepId>,
    /// The old definition's steps of a practice, in order.
    pub track_steps: Vec<StepId>,
    /// Whether steps that the new definition does not have are set aside for a move back. Chains written before that was
    /// so let them go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sets_aside: bool,
}

fn first_ledger() -> u8 {
    1
}

fn is_first_ledger(ledger: &u8) -> bool {
    *ledger <= 1
}

/// What happened. Kind words and fields: docs/ledger.md.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each kind and field is described once, in docs/ledger.md"
)]
pub enum Happening {
    CampaignPlanned(Box<Plan>),
    CampaignStarted,
    CampaignPaused {
        clock: ClockEffect,
    },
    CampaignResumed,
    CampaignWithdrawn,
    CampaignClosed,
    PracticeJoined {
        from: Option<String>,
        told_at: Option<Timestamp>,
        informed_at: Option<Timestamp>,
        answer: Option<Answer>,
    },
    PracticeLeft {
        to: Option<OrganisationCode>,
    },
    PracticeClosed,
    PracticeMerged {
        into: OrganisationCode,
    },
    StepOpened {
        practices: Vec<OrganisationCode>,
        occurrence: u16,
    },
    StepSkipped {
        steps: Vec<StepId>,
        practices: Vec<OrganisationCode>,
        why: SkipReason,
    },
    TaskDone {
        facts: Vec<FactName>,
    },
    ReadinessSigned,
    ApprovalSigned {
        subject: String,
        digest: Digest,
    },
    PlanApproved {
        digest: Digest,
    },
    PackApproved {
        digest: Digest,
        contents: Vec<PackPart>,
    },
    SubjectApproved {
        subject: String,
        digest: Digest,
    },
    ConsultBegun {
        of: FactName,
        stage: ConsultStage,
    },
    LmcConsulted {
        position: Position,
    },
    BodyConsulted {
        of: FactName,
        position: Position,
    },
    NoticePlanned {
        practices: Vec<OrganisationCode>,
        template: FactName,
        number: u16,
    },
    NoticeHandedOver {
        template: FactName,
        number: u16,
        message_id: String,
    },
    NoticeFailed {
        template: FactName,
        number: u16,
        reason: String,
    },
    PracticeInformed {
        name_role: Option<String>,
    },
    InformedWithdrawn,
    Escalated {
        practices: Vec<OrganisationCode>,
        to: Role,
    },
    ChaseEnded {
        practices: Vec<OrganisationCode>,
    },
    SilentReleased,
    PracticeAnswered {
        answer: Answer,
    },
    PublicityOpened {
        media: Vec<String>,
        minimum_until: Timestamp,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waiting: Vec<String>,
    },
    MediaResumed {
        media: Vec<String>,
    },
    PublicityClosed,
    ListAccepted(Box<PatientList>),
    BatchPlanned {
        batch: u16,
        items: u32,
        class: PostClass,
        post_by: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<Money>,
    },
    BatchReleased {
        batch: u16,
    },
    BatchPosted {
        batch: u16,
        items: u32,
        spoiled: u32,
        stopped: u32,
        expected_receipt: NaiveDate,
    },
    RecallAsked {
        batch: u16,
    },
    BatchStopped {
        batch: u16,
    },
    ItemReturned {
        batch: u16,
        items: u32,
        reason: String,
    },
    Reconciled(Box<Reconciliation>),
    PeriodEnded {
        batch: Option<u16>,
        began: NaiveDate,
        length: Length,
    },
    OptOutsCoded {
        count: u32,
        received: u32,
        passed_on: u32,
    },
    PracticeAgreed {
        instrument: Option<String>,
    },
    PctAgreed {
        instrument: Option<String>,
    },
    AgreementWithdrawn {
        by: Side,
    },
    PermitPlanned {
        practices: Vec<OrganisationCode>,
    },
    PermitIssued {
        digest: Digest,
        withheld: u32,
    },
    PermitRevoked {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        practices: Vec<OrganisationCode>,
    },
    RecurringFired {
        number: u32,
    },
    FactAdopted {
        from: String,
        seq: u64,
        hash: Digest,
        fact: FactName,
    },
    CampaignReopened,
    DefinitionMoved(Box<Migration>),
    FactWithdrawn {
        fact: WithdrawnFact,
    },
    DirectiveRecorded(Box<DirectiveRecord>),
    DirectiveLifted {
        directive: FactName,
        authority: String,
        reference: String,
    },
    DispensationRecorded(Box<facts::Dispensation>),
    DispensationEnded {
        dispensation: FactName,
        why: EndReason,
    },
    QuietTimeRecorded(facts::QuietTime),
    QuietTimeCancelled {
        quiet_time: FactName,
    },
    BudgetProposed {
        budget: facts::Budget,
    },
    BudgetApproved {
        budget: facts::Budget,
    },
    EnquiryLogged {
        about: EnquiryReason,
    },
    AlarmRaised {
        alarm: u16,
        about: AlarmKind,
    },
    AlarmCleared {
        alarm: u16,
    },
    UploadReported {
        records: Option<u32>,
    },
    NewcomersCounted {
        count: u32,
    },
    DeathReported {
        known_before_extract: bool,
    },
    CaseOpened {
        case: u16,
        about: CaseKind,
        owner: Role,
        tell: Vec<Role>,
        due: Timestamp,
    },
    CaseClosed {
        case: u16,
    },
    Refused {
        act: String,
        rule: Rule,
        missing: String,
    },
}

impl Happening {
    /// The practices an event names beside its own: those of an event about several.
    pub fn practices(&self) -> &[OrganisationCode] {
        match self {
            Self::StepOpened { practices, .. }
            | Self::StepSkipped { practices, .. }
            | Self::NoticePlanned { practices, .. }
            | Self::Escalated { practices, .. }
            | Self::ChaseEnded { practices }
            | Self::PermitPlanned { practices }
            | Self::PermitRevoked { practices } => practices,
            Self::DirectiveRecorded(record) => &record.practices,
            _ => &[],
        }
    }
}
