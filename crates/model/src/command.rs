//! Commands: what a person, or the daemon reporting an outcome, asks of a campaign.

use serde::{Deserialize, Serialize};

use crate::{
    Act, Actor, AlarmKind, Answer, CaseKind, ClockEffect, ConsultStage, Digest, EnquiryReason,
    Evidence, FactName, How, OrganisationCode, PatientList, PersonId, Position, Role, Side, StepId,
    Timestamp, Unmet, WithdrawnFact,
    definition::PackPart,
    facts::{Budget, Directive, Dispensation, QuietTime},
};

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Who asks.
    pub by: Actor,
    /// In what role.
    pub role: Role,
    /// When it happened, if not now.
    pub happened: Option<Timestamp>,
    /// A second person who confirms that date.
    pub confirmed_by: Option<PersonId>,
    /// What supports it. `first` and `confirmed_by` are filled by the engine.
    pub evidence: Evidence,
    /// What is asked.
    pub order: Order,
}

impl Command {
    /// One of the daemon, or of time: nobody's word.
    pub fn by_precede(order: Order) -> Self {
        Self {
            by: Actor::Precede,
            role: Role::Administrator,
            happened: None,
            confirmed_by: None,
            evidence: Evidence::default(),
            order,
        }
    }
}

/// What is asked. Written in files of commands that are played again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Start a planned campaign.
    Start,
    /// Pause it.
    Pause(ClockEffect),
    /// Resume it.
    Resume,
    /// End it for good.
    Withdraw,
    /// Finish a task. Counts are asked for where the task establishes `opt-outs`.
    Finish {
        /// The step.
        step: StepId,
        /// The practice, for a practice's step.
        practice: Option<OrganisationCode>,
        /// Opt-outs counted.
        counts: Option<OptOutCounts>,
    },
    /// Sign an approval; the second signature by another person approves.
    Sign {
        /// The step.
        step: StepId,
        /// The practice, for a practice's step.
        practice: Option<OrganisationCode>,
        /// The content signed.
        digest: Digest,
        /// For a pack: what it holds.
        contents: Vec<PackPart>,
    },
    /// Papers sent or meeting held.
    Consult {
        /// The step.
        step: StepId,
        /// The practice, for a practice's step.
        practice: Option<OrganisationCode>,
        /// Which.
        stage: ConsultStage,
    },
    /// The consulted body's position.
    TakePosition {
        /// The step.
        step: StepId,
        /// The practice, for a practice's step.
        practice: Option<OrganisationCode>,
        /// Its position.
        position: Position,
    },
    /// A person at the practice states that it is ready.
    Acknowledge {
        /// The step; `None`: the open acknowledgement.
        step: Option<StepId>,
        /// The practice.
        practice: OrganisationCode,
        /// How they told us.
        how: How,
        /// Role of the person there.
        name_role: Option<String>,
    },
    /// An acknowledgement is taken back.
    WithdrawAcknowledgement {
        /// The practice.
        practice: OrganisationCode,
    },
    /// The practice's answer.
    Answer {
        /// The practice.
        practice: OrganisationCode,
        /// Its answer.
        answer: Answer,
    },
    /// A director releases a silent practice by name.
    ReleaseSilent {
        /// The practice.
        practice: OrganisationCode,
    },
    /// Publicity goes live.
    OpenPublicity {
        /// The step.
        step: StepId,
    },
    /// Publicity ends.
    ClosePublicity {
        /// The step.
        step: StepId,
    },
    /// A patient list is accepted.
    AcceptList {
        /// The step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// The list.
        list: Box<PatientList>,
    },
    /// The mail house posted a batch.
    Posted {
        /// The practice.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
        /// Items posted.
        items: u32,
        /// Items spoiled.
        spoiled: u32,
        /// Items stopped.
        stopped: u32,
    },
    /// A batch was recalled before posting.
    Stopped {
        /// The practice.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
    },
    /// Letters came back.
    Returned {
        /// The practice.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
        /// How many.
        items: u32,
        /// Why.
        reason: String,
    },
    /// One side signs.
    SignOff {
        /// The step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// The legal instrument, where a confirmation is asked.
        instrument: Option<String>,
    },
    /// One side takes its signature back.
    WithdrawAgreement {
        /// The practice.
        practice: OrganisationCode,
        /// Which side.
        side: Side,
    },
    /// A notice that could not leave is tried again.
    Retry {
        /// The step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
    },
    /// An optional step is passed over.
    Skip {
        /// The step.
        step: StepId,
        /// The practice, for a practice's step.
        practice: Option<OrganisationCode>,
    },
    /// A practice joins the tranche, with the facts it brings.
    Join {
        /// The practice.
        practice: OrganisationCode,
        /// The stream its facts come from.
        from: Option<String>,
        /// When it was told.
        told_at: Option<Timestamp>,
        /// When it acknowledged.
        informed_at: Option<Timestamp>,
        /// Its answer.
        answer: Option<Answer>,
    },
    /// A practice moves to another PCT.
    Leave {
        /// The practice.
        practice: OrganisationCode,
        /// The PCT it goes to.
        to: Option<OrganisationCode>,
    },
    /// A practice closes.
    Close {
        /// The practice.
        practice: OrganisationCode,
    },
    /// A practice merges into another.
    Merge {
        /// The practice.
        practice: OrganisationCode,
        /// Its successor.
        into: OrganisationCode,
    },
    /// The daemon handed a notice to the relay.
    HandedOver {
        /// The effect's step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// Template.
        template: FactName,
        /// 0 the notice, 1… its reminders.
        number: u16,
        /// Message-ID.
        message_id: String,
    },
    /// The daemon could not hand a notice over.
    NotHandedOver {
        /// The effect's step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// Template.
        template: FactName,
        /// 0 the notice, 1… its reminders.
        number: u16,
        /// Why, in words.
        reason: String,
    },
    /// The daemon handed a batch's manifest to the mail house.
    Released {
        /// The practice.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
    },
    /// The daemon issued the permit its warrant allowed.
    PermitIssued {
        /// The step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// Digest of the evidence.
        digest: Digest,
    },
    /// The daemon found, at the instant of release, that a rule refuses the act.
    NotReleased {
        /// The step.
        step: StepId,
        /// The practice.
        practice: OrganisationCode,
        /// The act.
        act: Act,
        /// The batch, for a batch.
        batch: Option<u16>,
        /// What is missing.
        unmet: Unmet,
    },
    /// A fact of another stream is taken into this chain, finishing a step done for a region or the programme.
    Adopt {
        /// The step.
        step: StepId,
        /// The stream it comes from.
        from: String,
        /// Its place there.
        seq: u64,
        /// Its hash there.
        hash: Digest,
        /// Its name.
        fact: FactName,
    },
    /// A directive binds this campaign. The app's word, from the programme's chain.
    Bind(Box<Directive>),
    /// A directive is lifted.
    Unbind {
        /// Which.
        directive: FactName,
        /// Who orders.
        authority: String,
        /// Where it is written.
        reference: String,
    },
    /// A dispensation is granted to this campaign.
    Dispense(Box<Dispensation>),
    /// A dispensation is taken back.
    EndDispensation(FactName),
    /// A quiet time lies over this campaign's area.
    KeepQuiet(QuietTime),
    /// A quiet time is called off.
    EndQuiet(FactName),
    /// A budget is signed; the second signature by another person approves it.
    SignBudget(Budget),
    /// A fact turned out false, or is no longer so.
    WithdrawFact {
        /// Which.
        fact: WithdrawnFact,
        /// The practice, for a practice's fact.
        practice: Option<OrganisationCode>,
    },
    /// A standing permit is taken back by a person.
    RevokePermit {
        /// The practice.
        practice: OrganisationCode,
    },
    /// Something is reported, cleared or set right.
    Report(Report),
}

/// What a person reports, clears or sets right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Report {
    /// A patient asked something at a practice.
    Enquiry {
        /// The practice.
        practice: OrganisationCode,
        /// About what.
        about: EnquiryReason,
    },
    /// A named person has looked into an alarm, and says so with a note.
    ClearAlarm {
        /// The practice.
        practice: OrganisationCode,
        /// The alarm's number.
        alarm: u16,
    },
    /// Something found by a person or a machine is to be looked at first.
    RaiseAlarm {
        /// The practice.
        practice: OrganisationCode,
        /// What it is about.
        about: AlarmKind,
    },
    /// Records were uploaded.
    Upload {
        /// The practice.
        practice: OrganisationCode,
        /// Records uploaded, if known.
        records: Option<u32>,
    },
    /// People registered since the extract who are still to be told.
    Newcomers {
        /// The practice.
        practice: OrganisationCode,
        /// How many.
        count: u32,
    },
    /// Somebody written to has died.
    Death {
        /// The practice.
        practice: OrganisationCode,
        /// Whether that was known before the list was extracted.
        known_before_extract: bool,
    },
    /// A case is opened.
    OpenCase {
        /// The practice, if it is about one.
        practice: Option<OrganisationCode>,
        /// What it is about.
        about: CaseKind,
    },
    /// A case is closed, with a note.
    CloseCase {
        /// Its number.
        case: u16,
    },
}

/// Opt-outs counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOutCounts {
    /// Coded in the practice's system.
    pub coded: u32,
    /// Received in any form of words, wherever.
    pub received: u32,
    /// Passed on to the practice.
    pub passed_on: u32,
}

impl Order {
    /// The command in a word, for histories and refusals.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause(_) => "pause",
            Self::Resume => "resume",
            Self::Withdraw => "withdraw",
            Self::Finish { .. } => "done",
            Self::Sign { .. } => "sign",
            Self::Consult { .. } => "consult",
            Self::TakePosition { .. } => "position",
            Self::Acknowledge { .. } => "acknowledge",
            Self::WithdrawAcknowledgement { .. } => "withdraw-acknowledgement",
            Self::Answer { .. } => "answer",
            Self::ReleaseSilent { .. } => "release-silent",
            Self::OpenPublicity { .. } => "publicity",
            Self::ClosePublicity { .. } => "close-publicity",
            Self::AcceptList { .. } => "accept-list",
            Self::Posted { .. } => "posted",
            Self::Stopped { .. } => "stopped",
            Self::Returned { .. } => "returned",
            Self::SignOff { .. } => "sign-off",
            Self::WithdrawAgreement { .. } => "withdraw-agreement",
            Self::Retry { .. } => "retry",
            Self::Skip { .. } => "skip",
            Self::Join { .. } => "join",
            Self::Leave { .. } => "leave",
            Self::Close { .. } => "close",
            Self::Merge { .. } => "merge",
            Self::HandedOver { .. } => "handed-over",
            Self::NotHandedOver { .. } => "not-handed-over",
            Self::Released { .. } => "released",
            Self::PermitIssued { .. } => "permit-issued",
            Self::NotReleased { .. } => "not-released",
            Self::Adopt { .. } => "adopt",
            Self::Bind(_) => "directive",
            Self::Unbind { .. } => "lift-directive",
            Self::Dispense(_) => "dispensation",
            Self::EndDispensation(_) => "end-dispensation",
            Self::KeepQuiet(_) => "quiet-time",
            Self::EndQuiet(_) => "end-quiet-time",
            Self::SignBudget(_) => "budget",
            Self::WithdrawFact { .. } => "withdraw-fact",
            Self::RevokePermit { .. } => "revoke-permit",
            Self::Report(Report::Enquiry { .. }) => "enquiry",
            Self::Report(Report::ClearAlarm { .. }) => "clear-alarm",
            Self::Report(Report::RaiseAlarm { .. }) => "raise-alarm",
            Self::Report(Report::Upload { .. }) => "report-upload",
            Self::Report(Report::Newcomers { .. }) => "newcomers",
            Self::Report(Report::Death { .. }) => "report-death",
            Self::Report(Report::OpenCase { .. }) => "open-case",
            Self::Report(Report::CloseCase { .. }) => "close-case",
        }
    }

    /// The step and the practice it is about.
    pub fn about(&self) -> (Option<StepId>, Option<OrganisationCode>) {
        match self {
            Self::Start
            | Self::Pause(_)
            | Self::Resume
            | Self::Withdraw
            | Self::Bind(_)
            | Self::Unbind { .. }
            | Self::Dispense(_)
            | Self::EndDispensation(_)
            | Self::KeepQuiet(_)
            | Self::EndQuiet(_)
            | Self::SignBudget(_)
            | Self::Report(Report::CloseCase { .. }) => (None, None),
            Self::WithdrawFact { practice, .. }
            | Self::Report(Report::OpenCase { practice, .. }) => (None, *practice),
            Self::RevokePermit { practice }
            | Self::Report(
                Report::Enquiry { practice, .. }
                | Report::ClearAlarm { practice, .. }
                | Report::RaiseAlarm { practice, .. }
                | Report::Upload { practice, .. }
                | Report::Newcomers { practice, .. }
                | Report::Death { practice, .. },
            ) => (None, Some(*practice)),
            Self::Finish { step, practice, .. }
            | Self::Sign { step, practice, .. }
            | Self::Consult { step, practice, .. }
            | Self::TakePosition { step, practice, .. }
            | Self::Skip { step, practice } => (Some(*step), *practice),
            Self::Acknowledge { step, practice, .. } => (*step, Some(*practice)),
            Self::WithdrawAcknowledgement { practice }
            | Self::Answer { practice, .. }
            | Self::ReleaseSilent { practice }
            | Self::Posted { practice, .. }
            | Self::Stopped { practice, .. }
            | Self::Returned { practice, .. }
            | Self::WithdrawAgreement { practice, .. }
            | Self::Released { practice, .. }
            | Self::Join { practice, .. }
            | Self::Leave { practice, .. }
            | Self::Close { practice }
            | Self::Merge { practice, .. } => (None, Some(*practice)),
            Self::OpenPublicity { step }
            | Self::ClosePublicity { step }
            | Self::Adopt { step, .. } => (Some(*step), None),
            Self::AcceptList { step, practice, .. }
            | Self::SignOff { step, practice, .. }
            | Self::Retry { step, practice }
            | Self::HandedOver { step, practice, .. }
            | Self::NotHandedOver { step, practice, .. }
            | Self::PermitIssued { step, practice, .. }
            | Self::NotReleased { step, practice, .. } => (Some(*step), Some(*practice)),
        }
    }
}
