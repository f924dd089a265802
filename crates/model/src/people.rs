//! Who may do what: roles and people.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{OrganisationCode, PersonId, word::by_word};

/// What a person does in a campaign. Closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Leads the national programme.
    ProgrammeLead,
    /// Leads for the region (2010: the strategic health authority).
    RegionLead,
    /// Leads the campaign in the PCT.
    PctLead,
    /// Second signature in the PCT.
    PctApprover,
    /// Runs the campaign from day to day.
    PctStaff,
    /// Director of the PCT; releases silent practices by name.
    Director,
    /// The practice: its contact, manager or a partner.
    Practice,
    /// The local medical committee.
    Lmc,
    /// The PCT's Caldicott Guardian.
    CaldicottGuardian,
    /// Data protection officer.
    DataProtectionOfficer,
    /// Senior information risk owner.
    RiskOwner,
    /// The helpline.
    Helpline,
    /// The mail house.
    MailHouse,
    /// Reads everything, does nothing.
    Auditor,
    /// Keeps people, contacts and settings.
    Administrator,
}

impl Role {
    /// Whether this role is one of the practice's own people.
    pub fn is_of_practice(self) -> bool {
        self == Self::Practice
    }
}

by_word!(Role);

/// A person who acts, as commands and rules know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id used in the ledger.
    pub id: PersonId,
    /// Name; kept in the person table only.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// For whom.
    pub organisation: OrganisationCode,
    /// First day in the role.
    pub from: Option<NaiveDate>,
    /// Last day in the role.
    pub until: Option<NaiveDate>,
}

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Time, or the daemon recording an outcome. Written `precede`.
    Precede,
    /// A person.
    Person(PersonId),
}

impl Actor {
    /// The person, if it was one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Precede => None,
            Self::Person(id) => Some(id),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Precede => f.pad("precede"),
            Self::Person(id) => fmt::Display::fmt(id, f),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        match text.as_ref() {
            "precede" => Ok(Self::Precede),
            id => id
                .parse()
                .map(Self::Person)
                .map_err(serde::de::Error::custom),
        }
    }
}
