//! Phases and steps.

use serde::{Deserialize, Serialize};

use super::PackPart;
use crate::{Act, FactName, Length, Role, StepId, word::by_word};

/// Index of a step in its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepIx(pub u16);

/// A named group of steps. Phases order nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Id.
    pub id: StepId,
    /// Shown to people.
    pub title: String,
}

/// Whom a step is done for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Once for the programme; serves every campaign.
    Programme,
    /// Once for a region; serves its campaigns.
    Region,
    /// Once a campaign.
    Pct,
    /// Once a practice.
    Practice,
}

by_word!(Scope);

/// A predecessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The step that comes before.
    pub step: StepIx,
    /// How long after it.
    pub wait: Option<Length>,
}

/// One node of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepDef {
    /// Id, unique in the definition.
    pub id: StepId,
    /// Shown to people.
    pub title: String,
    /// Index of its phase.
    pub phase: usize,
    /// Whom it is done for.
    pub scope: Scope,
    /// What it is, with the keys of that kind.
    pub kind: Kind,
    /// Who does it or answers for it.
    pub owner: Role,
    /// What comes before.
    pub after: Vec<After>,
    /// When it should be done by, counted from opening. Shown and escalated, never enforced.
    pub due: Option<Length>,
    /// Whether a named person may skip it.
    pub optional: bool,
    /// Line in the file, for messages.
    pub line: usize,
}

/// What an approval is about. The engine's rules know `plan` and `pack`; other subjects are the programme's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// The campaign's plan (R2).
    Plan,
    /// The contents of the pack (R3).
    Pack,
    /// Anything else.
    Other(FactName),
}

impl Approval {
    /// The word of the definition's `subject`.
    pub fn word(&self) -> &str {
        match self {
            Self::Plan => "plan",
            Self::Pack => "pack",
            Self::Other(name) => name.as_str(),
        }
    }
}

/// Chasing an acknowledgement. Lengths count from opening.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chase {
    /// When to remind.
    pub remind: Vec<Length>,
    /// When PCT staff take it to the telephone.
    pub escalate: Option<Length>,
    /// When chasing ends and a director may release the practice by name.
    pub end: Option<Length>,
}

/// The closed list of step kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A checklist with a named owner, establishing facts by name (`readiness` is R2's, `helpline` R3's,
    /// `training`, `system` and `data-quality` R6's).
    Task {
        /// Facts established.
        establishes: Vec<FactName>,
        /// Points to tick.
        checklist: Vec<String>,
    },
    /// Two different people sign one content digest.
    Approval {
        /// What is approved.
        subject: Approval,
        /// Roles that may sign.
        by: Vec<Role>,
    },
    /// A body is consulted: papers, meeting, position; silence after a cycle goes on.
    Consult {
        /// The body: `lmc` is R2's.
        of: FactName,
        /// Length of one cycle.
        cycle: Length,
    },
    /// A mail to the practice.
    Notice {
        /// Role written to.
        to: Role,
        /// E-mail template.
        template: FactName,
    },
    /// A person at the practice states that it is ready.
    Acknowledgement {
        /// The notice it answers.
        of: StepIx,
        /// Reminders and escalation.
        chase: Chase,
    },
    /// The practice says whether it takes part.
    Answer,
    /// Something the public sees.
    Publicity {
        /// Its minimum length.
        lasts: Length,
        /// For example `press`, `radio`, `posters`, `web`, `public-notice`.
        media: Vec<String>,
    },
    /// A patient list is accepted.
    List,
    /// Letters (or messages) are posted.
    Batch {
        /// What each envelope holds; empty: the policy's pack.
        pack: Vec<PackPart>,
    },
    /// Time to choose.
    Period,
    /// One side signs.
    SignOff {
        /// The side that signs.
        by: Role,
        /// Whether the signature is an agreement or a confirmation with a legal instrument.
        asks: Asks,
    },
    /// Go-live approval of the first upload.
    Permit,
    /// Something done again and again; never required.
    Recurring {
        /// Cron expression, wall clock of the definition's zone.
        every: String,
        /// The step whose end stops it; `None`: until the campaign closes.
        until: Option<StepIx>,
    },
}

/// What a sign-off asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// The signer agrees.
    Agrees,
    /// The signer confirms, naming a legal instrument.
    Confirms,
}

by_word!(Asks);

impl StepDef {
    /// The act this step performs, if any.
    pub fn act(&self) -> Option<Act> {
        match self.kind {
            Kind::Notice { .. } => Some(Act::Tell),
            Kind::Publicity { .. } => Some(Act::Publicity),
            Kind::Batch { .. } => Some(Act::Post),
            Kind::Permit => Some(Act::Permit),
            Kind::Task { .. }
            | Kind::Approval { .. }
            | Kind::Consult { .. }
            | Kind::Acknowledgement { .. }
            | Kind::Answer
            | Kind::List
            | Kind::Period
            | Kind::SignOff { .. }
            | Kind::Recurring { .. } => None,
        }
    }

    /// Whether a campaign cannot close before this step is done or skipped.
    pub fn is_required(&self) -> bool {
        !self.optional && !matches!(self.kind, Kind::Recurring { .. })
    }

    /// Whether the step is done once for each practice.
    pub fn is_of_practice(&self) -> bool {
        self.scope == Scope::Practice
    }

    /// The word for the kind in a definition.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Task { .. } => "task",
            Kind::Approval { .. } => "approval",
            Kind::Consult { .. } => "consult",
            Kind::Notice { .. } => "notice",
            Kind::Acknowledgement { .. } => "acknowledgement",
            Kind::Answer => "answer",
            Kind::Publicity { .. } => "publicity",
            Kind::List => "list",
            Kind::Batch { .. } => "batch",
            Kind::Period => "period",
            Kind::SignOff { .. } => "sign-off",
            Kind::Permit => "permit",
            Kind::Recurring { .. } => "recurring",
        }
    }
}
