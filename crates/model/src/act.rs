//! Acts, rules, and the answer when a rule does not hold.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AlarmKind, FactName, OrganisationCode, Role, StepId, Timestamp, word::by_word};

/// What touches the outside and needs a warrant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// A notice to a practice.
    Tell,
    /// Publicity opens.
    Publicity,
    /// A batch of letters (or messages) leaves for patients.
    Post,
    /// Go-live approval of a practice's first upload.
    Permit,
}

by_word!(Act);

impl Act {
    /// Every act.
    pub const ALL: [Self; 4] = [Self::Tell, Self::Publicity, Self::Post, Self::Permit];
}

/// What a directive may hold: the acts, and two things that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldAct {
    /// Notices to practices.
    Tell,
    /// Publicity opens.
    Publicity,
    /// Letters leave.
    Post,
    /// First uploads.
    Permit,
    /// New campaigns start.
    Start,
    /// Updates of records already shared. Removals and opt-outs always go on.
    Updates,
}

by_word!(HeldAct);

impl HeldAct {
    /// Everything a directive may hold.
    pub const ALL: [Self; 6] = [
        Self::Tell,
        Self::Publicity,
        Self::Post,
        Self::Permit,
        Self::Start,
        Self::Updates,
    ];
}

impl HeldAct {
    /// The act it is; `None` for the two things that are none.
    pub fn act(self) -> Option<Act> {
        match self {
            Self::Tell => Some(Act::Tell),
            Self::Publicity => Some(Act::Publicity),
            Self::Post => Some(Act::Post),
            Self::Permit => Some(Act::Permit),
            Self::Start | Self::Updates => None,
        }
    }
}

impl From<Act> for HeldAct {
    fn from(act: Act) -> Self {
        match act {
            Act::Tell => Self::Tell,
            Act::Publicity => Self::Publicity,
            Act::Post => Self::Post,
            Act::Permit => Self::Permit,
        }
    }
}

/// What a refusal rests on: a rule of the design, or one of the three house reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
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
    /// The step is not at the point where this can be done.
    #[serde(rename = "order")]
    Order,
    /// This person may not do it.
    #[serde(rename = "rights")]
    Rights,
    /// The evidence given cannot be right.
    #[serde(rename = "evidence")]
    Evidence,
}

by_word!(Rule);

impl Rule {
    /// The twelve laws over acts; the others are about steps, people and evidence.
    pub const LAWS: [Self; 12] = [
        Self::R1,
        Self::R2,
        Self::R3,
        Self::R4,
        Self::R5,
        Self::R6,
        Self::R7,
        Self::R8,
        Self::R9,
        Self::R10,
        Self::R11,
        Self::R12,
    ];

    /// The law's name in people's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::R1 => "practices first",
            Self::R2 => "nobody hears it on the radio",
            Self::R3 => "no letter without a campaign",
            Self::R4 => "right people",
            Self::R5 => "time to choose",
            Self::R6 => "both agree",
            Self::R7 => "uploads wait",
            Self::R8 => "directives bind",
            Self::R9 => "quiet times",
            Self::R10 => "money",
            Self::R11 => "written first",
            Self::R12 => "stop means stop",
            Self::Order => "one step after another",
            Self::Rights => "the right person",
            Self::Evidence => "evidence that can be right",
        }
    }
}

/// What is missing when a rule does not hold. Codes only; `words` are put to them where they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// No person at the practice has acknowledged.
    PracticeInformed,
    /// The lead time after the acknowledgement (or after being told) still runs.
    PracticeLead,
    /// The practice has not been told.
    PracticeTold,
    /// The practice is neither ready nor released by name.
    PracticeReady,
    /// No practice takes part.
    AnyPractice,
    /// The LMC has not been consulted.
    LmcConsulted,
    /// Readiness is not signed.
    ReadinessSigned,
    /// The plan is not approved.
    PlanApproved,
    /// Two signatures are one person's.
    DifferentPeople,
    /// Publicity is not live.
    PublicityLive,
    /// No test call to the helpline is recorded.
    HelplineTested,
    /// The pack is not approved by two people.
    PackApproved,
    /// The pack lacks a part its definition lists.
    PackWhole,
    /// No patient list is accepted.
    ListAccepted,
    /// The list's holder or the agreement that allows the mailing is not named, or has expired.
    ListAgreement,
    /// The list's extract is too old.
    ListAge,
    /// The check for deaths is too old.
    DeathCheck,
    /// The list's counts do not add up, or the batch holds more than the list.
    ListCounts,
    /// A period of choice still runs.
    PeriodEnded,
    /// A posted batch has no period in this definition.
    PeriodExists,
    /// No count of coded opt-outs after the period's end.
    OptOutsCoded,
    /// Opt-outs received, passed on and coded differ.
    OptOutsBacklog,
    /// The count of opt-outs is too old.
    OptOutsAge,
    /// Training, system or data quality is not shown.
    Fitness(FactName),
    /// The practice has not agreed after the period's end.
    PracticeAgreed,
    /// The PCT has not agreed after the period's end.
    PctAgreed,
    /// Publicity has not run its minimum.
    PublicityMinimum,
    /// The mailing is not reconciled.
    Reconciled,
    /// No means that counts as informing has reached the practice's patients.
    MeansOfInforming,
    /// A directive holds the act here.
    Directive(FactName),
    /// A dispensation is granted and its condition does not hold.
    DispensationCondition(Rule),
    /// A quiet time holds proactive local media.
    QuietTime(FactName),
    /// No budget is approved, and the programme asks for one.
    BudgetApproved,
    /// The approved budget does not reach.
    Budget,
    /// Nobody has said what a letter of this class costs.
    UnitCost,
    /// An alarm stands until a named person clears it.
    AlarmCleared(AlarmKind),
    /// No go-live approval stands.
    PermitStands,
    /// The practice takes no part (declined, left, closed, merged or released).
    TakesPart,
    /// The event that must be written first is not there.
    WrittenFirst,
    /// The campaign is not running.
    CampaignRunning,
    /// The step is not open.
    StepOpen,
    /// This step comes first and is not done.
    StepBefore(StepId),
    /// A wait of the definition still runs.
    Wait,
    /// Letters are planned or with the mail house and not answered for.
    BatchAnswered,
    /// The step is not of the kind this command serves.
    StepKind,
    /// No such step, practice, batch or person.
    Unknown,
    /// The person's role or organisation does not allow it.
    Role,
    /// A second person is needed.
    SecondPerson,
    /// The date lies in the future.
    NotInFuture,
    /// The date lies before what it answers.
    NotBeforeCause,
    /// The content signed is not the content the first person signed.
    SameContent,
    /// The number given cannot be right.
    Count,
    /// The step cannot be skipped.
    Optional,
    /// Chasing has not ended.
    ChaseEnded,
    /// A reason is needed.
    Reason,
    /// The legal instrument is not named.
    Instrument,
}

impl Missing {
    /// The code as JSON carries it.
    pub fn code(&self) -> String {
        match self {
            Self::Fitness(fact) => format!("fitness:{fact}"),
            Self::Directive(id) => format!("directive:{id}"),
            Self::DispensationCondition(rule) => format!("dispensation-condition:{rule}"),
            Self::QuietTime(id) => format!("quiet-time:{id}"),
            Self::AlarmCleared(kind) => format!("alarm-cleared:{kind}"),
            Self::StepBefore(step) => format!("step-before:{step}"),
            other => serde_json::to_value(other)
                .ok()
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_default(),
        }
    }
}

/// One thing a rule lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Unmet {
    /// The rule.
    pub rule: Rule,
    /// What it lacks.
    pub missing: Missing,
    /// For which practice.
    pub practice: Option<OrganisationCode>,
    /// Who can supply it.
    pub who: Role,
    /// From when it holds by time alone; `None` when somebody has to act first.
    pub from: Option<Timestamp>,
}

/// The answer when an act or a command may not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The first thing missing; the rest is found by explaining.
    pub unmet: Unmet,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "refused by {} ({}): {}",
            self.unmet.rule,
            self.unmet.rule.title(),
            self.unmet.missing.code()
        )?;
        match self.unmet.practice {
            Some(practice) => write!(f, " for {practice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Unmet> for Refusal {
    fn from(unmet: Unmet) -> Self {
        Self { unmet }
    }
}
