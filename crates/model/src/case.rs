//! Cases and alarms: something wrong or asked, with a kind, an owner and a clock; and what is to be looked at first.

use serde::{Deserialize, Serialize};

use crate::{OrganisationCode, Role, Timestamp, word::by_word};

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseKind {
    /// Incident: an identity reached somebody it should not have.
    PersonalDataBreach,
    /// Incident: records were shared without a permit.
    UploadWithoutPermit,
    /// Incident: a practice took its acknowledgement back after something had rested on it.
    AcknowledgementTakenBack,
    /// Incident: one side took its agreement back after the permit.
    AgreementTakenBack,
    /// Incident: a patient list turned out wrong after something had rested on it.
    ListWrong,
    /// Incident: publicity that was recorded never ran.
    PublicityNeverRan,
    /// Incident: a death known before the extract was written to all the same.
    DeathBeforeExtract,
    /// Incident: another fact turned out false after something had rested on it.
    FactTakenBack,
    /// Incident: letters were posted that a rule would have stopped.
    PostedAgainstRule,
    /// Task: somebody who died after the extract was written to; an apology, no more.
    Apology,
    /// A complaint.
    Complaint,
    /// A request under freedom of information.
    FreedomOfInformation,
    /// A person asks what is held about them.
    SubjectAccess,
}

impl CaseKind {
    /// Whether it is an incident: something went wrong.
    pub fn is_incident(self) -> bool {
        match self {
            Self::PersonalDataBreach
            | Self::UploadWithoutPermit
            | Self::AcknowledgementTakenBack
            | Self::AgreementTakenBack
            | Self::ListWrong
            | Self::PublicityNeverRan
            | Self::DeathBeforeExtract
            | Self::FactTakenBack
            | Self::PostedAgainstRule => true,
            Self::Apology | Self::Complaint | Self::FreedomOfInformation | Self::SubjectAccess => {
                false
            }
        }
    }
}

/// One case of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Case {
    /// Its number within the campaign, from 1.
    pub case: u16,
    /// What it is about.
    pub about: CaseKind,
    /// The practice, if it is about one.
    pub practice: Option<OrganisationCode>,
    /// Who is to see to it.
    pub owner: Role,
    /// Who must be told.
    pub tell: Vec<Role>,
    /// Since when: its clock runs from here.
    pub since: Timestamp,
    /// When it was written down here.
    pub recorded: Timestamp,
    /// By when it is to be answered.
    pub due: Timestamp,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Timestamp>,
}

/// What an alarm is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlarmKind {
    /// A patient asked about letters at a practice that is not ready.
    LettersBeforeReady,
    /// An upload was reported without a permit.
    UploadWithoutPermit,
    /// Counts of the mailing do not add up.
    CountsDoNotReconcile,
    /// Letters came back far beyond the norm.
    ReturnsFarFromNorm,
    /// The share of opt-outs is near none, or far above the rest of the PCT.
    OptOutsFarFromNorm,
    /// An acknowledgement was made by something that is not a person.
    AcknowledgedByNoPerson,
    /// Letters were posted that a rule would have stopped.
    PostedAgainstRule,
}

/// One alarm of a practice. It holds the practice's next acts until a named person clears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Alarm {
    /// Its number within the campaign, from 1.
    pub alarm: u16,
    /// What it is about.
    pub about: AlarmKind,
    /// Since when.
    pub since: Timestamp,
    /// When a named person cleared it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Timestamp>,
}

/// What a patient asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnquiryReason {
    /// A letter they had, or heard of.
    Letter,
    /// How to say no.
    OptOut,
    /// What the programme is.
    Programme,
    /// Large print, easy read, another language.
    Format,
    /// Anything else.
    Other,
}

by_word!(CaseKind, AlarmKind, EnquiryReason);
