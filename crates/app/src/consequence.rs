//! What an order caused beside itself, for the person who gave it: what stopped, what opened again, what is to be looked
//! into.

use precede_model::{
    AlarmKind, CaseKind, Event, Happening, OrganisationCode, Role, StepId, Timestamp,
};
use serde::Serialize;

use crate::{day::moment_words, words};

/// One consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Consequence {
    /// A step is open once more, as a new occurrence.
    StepReopened {
        /// The step.
        step: StepId,
        /// For these practices; none: for the campaign.
        practices: Vec<OrganisationCode>,
    },
    /// Go-live approvals fell.
    PermitRevoked {
        /// Whose.
        practices: Vec<OrganisationCode>,
    },
    /// Letters that had not left stay.
    LettersStopped {
        /// Whose.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
    },
    /// The mail house is asked to send letters back.
    RecallAsked {
        /// Whose.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
    },
    /// An alarm holds the practice's next acts until a named person clears it.
    AlarmRaised {
        /// Its number within the campaign.
        alarm: u16,
        /// What it is about.
        about: AlarmKind,
        /// The practice.
        practice: Option<OrganisationCode>,
    },
    /// Somebody has to see to it.
    CaseOpened {
        /// Its number within the campaign.
        case: u16,
        /// What it is about.
        about: CaseKind,
        /// The practice, if it is about one.
        practice: Option<OrganisationCode>,
        /// Who sees to it.
        owner: Role,
        /// Who must be told.
        tell: Vec<Role>,
        /// By when.
        due: Timestamp,
    },
    /// A closed campaign goes on.
    CampaignReopened,
}

/// What events mean beyond what was ordered.
pub fn consequences(events: &[Event]) -> Vec<Consequence> {
    events.iter().filter_map(consequence).collect()
}

fn consequence(event: &Event) -> Option<Consequence> {
    let own = || event.practice.into_iter().collect();
    match &event.what {
        Happening::StepOpened {
            practices,
            occurrence,
        } if *occurrence > 1 => Some(Consequence::StepReopened {
            step: event.step?,
            practices: practices.clone(),
        }),
        Happening::PermitRevoked { practices } => Some(Consequence::PermitRevoked {
            practices: if practices.is_empty() {
                own()
            } else {
                practices.clone()
            },
        }),
        // Said by the mail house it is the order itself.
        Happening::BatchStopped { batch } if event.actor.person().is_none() => {
            Some(Consequence::LettersStopped {
                practice: event.practice?,
                batch: *batch,
            })
        }
        Happening::RecallAsked { batch } => Some(Consequence::RecallAsked {
            practice: event.practice?,
            batch: *batch,
        }),
        Happening::AlarmRaised { alarm, about } => Some(Consequence::AlarmRaised {
            alarm: *alarm,
            about: *about,
            practice: event.practice,
        }),
        Happening::CaseOpened {
            case,
            about,
            owner,
            tell,
            due,
        } => Some(Consequence::CaseOpened {
            case: *case,
            about: *about,
            practice: event.practice,
            owner: *owner,
            tell: tell.clone(),
            due: *due,
        }),
        Happening::CampaignReopened => Some(Consequence::CampaignReopened),
        _ => None,
    }
}

impl Consequence {
    /// In a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::StepReopened { step, practices } => {
                format!("`{step}` is open again{}", of(practices))
            }
            Self::PermitRevoked { practices } => {
                format!("go-live approval revoked{}", of(practices))
            }
            Self::LettersStopped { practice, batch } => {
                format!("letters stopped before they left: {practice}, batch {batch}")
            }
            Self::RecallAsked { practice, batch } => {
                format!("letters asked back from the mail house: {practice}, batch {batch}")
            }
            Self::AlarmRaised {
                alarm,
                about,
                practice,
            } => {
                let practice: Vec<_> = practice.iter().copied().collect();
                format!("alarm {alarm}{}: {}", of(&practice), words::alarm(*about))
            }
            Self::CaseOpened {
                case,
                about,
                practice,
                owner,
                tell,
                due,
            } => {
                let practice: Vec<_> = practice.iter().copied().collect();
                let noun = words::case_noun(*about);
                let must_know = if tell.is_empty() {
                    String::new()
                } else {
                    format!("; must be told: {}", words::roles(tell))
                };
                format!(
                    "{noun} {case}{}: {}; {} sees to it by {}{must_know}",
                    of(&practice),
                    words::case(*about),
                    words::role(*owner, None),
                    moment_words(*due)
                )
            }
            Self::CampaignReopened => "the campaign had closed and goes on".to_owned(),
        }
    }
}

fn of(practices: &[OrganisationCode]) -> String {
    if practices.is_empty() {
        return String::new();
    }
    let codes: Vec<String> = practices.iter().map(ToString::to_string).collect();
    format!(" [{}]", codes.join(", "))
}

#[cfg(test)]
mod tests;
