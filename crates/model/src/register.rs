//! Organisations, their dated memberships, and whom to write to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{OrganisationCode, Role, word::by_word};

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// The programme board.
    Programme,
    /// A region (2010: strategic health authority; today: NHS England region).
    Region,
    /// A PCT, or the body in its place (integrated care board, sub-ICB location).
    Pct,
    /// A GP practice (prescribing setting 4).
    Practice,
    /// A local medical committee; no register lists them.
    Lmc,
}

by_word!(OrganisationKind);

/// An organisation as the registers know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// ODS code, or an LMC's own id.
    pub code: OrganisationCode,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name. Names repeat: never a key.
    pub name: String,
    /// Its postcode, if the register has one.
    pub postcode: Option<String>,
    /// First day, if known.
    pub opened: Option<NaiveDate>,
    /// Last day, if it has closed.
    pub closed: Option<NaiveDate>,
    /// Registered patients (of a practice) or residents (of a PCT), if known.
    pub people: Option<u32>,
}

impl Organisation {
    /// Whether it is open on a day. An organisation without a first day has always been there.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.opened.is_none_or(|first| first <= day) && self.closed.is_none_or(|last| day <= last)
    }
}

/// One organisation belongs to another from a day to a day, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// The smaller: practice, PCT, or the PCT an LMC looks after.
    pub child: OrganisationCode,
    /// The larger.
    pub parent: OrganisationCode,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while it lasts.
    pub until: Option<NaiveDate>,
}

impl Membership {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// Whom to write to. Imported apart: no register holds e-mail addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The organisation.
    pub organisation: OrganisationCode,
    /// A name for the salutation, if given.
    pub name: Option<String>,
    /// The mailbox.
    pub email: String,
    /// What they do there.
    pub role: Role,
    /// Language tag, `en` unless said.
    pub language: String,
    /// First day, if limited.
    pub from: Option<NaiveDate>,
    /// Last day, if limited.
    pub until: Option<NaiveDate>,
}

impl Contact {
    /// Whether it may be used on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }
}
