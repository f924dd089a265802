//! What a row says.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use precede_model::{Membership, Organisation, OrganisationCode, OrganisationKind};
use serde::{Deserialize, Serialize};

/// A record and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, counted from 1.
    pub number: u64,
    /// What it says.
    pub record: Record,
}

/// One fact of a register. A row may state several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An organisation exists.
    Organisation(ListedOrganisation),
    /// It belonged to another from a day to a day; the last day is included.
    Membership(Membership),
    /// The commissioner an organisation's own row names, with dates. Kept apart from
    /// memberships because such rows name commissioners no register lists (Welsh boards).
    Commissioner(Membership),
    /// Patients registered at a practice.
    ListSize(ListSize),
    /// People living in a PCT's area.
    Residents(Residents),
}

/// An organisation as a file lists it. `None` means that the file does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOrganisation {
    /// ODS code.
    pub code: OrganisationCode,
    /// What it is.
    pub kind: Kind,
    /// Its name. Names repeat: never a key.
    pub name: String,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Its region (2010: strategic health authority).
    pub region: Option<OrganisationCode>,
    /// The body it belongs to when the file gives no dates: a sub-ICB location's board, a branch's
    /// practice.
    pub parent: Option<OrganisationCode>,
    /// First day.
    pub opened: Option<NaiveDate>,
    /// Last day.
    pub closed: Option<NaiveDate>,
    /// Its status.
    pub status: Option<Status>,
}

impl ListedOrganisation {
    pub(crate) fn new(code: OrganisationCode, kind: Kind, name: String) -> Self {
        Self {
            code,
            kind,
            name,
            postcode: None,
            region: None,
            parent: None,
            opened: None,
            closed: None,
            status: None,
        }
    }

    /// As campaigns know it; `None` for kinds they do not know.
    pub fn organisation(&self) -> Option<Organisation> {
        Some(Organisation {
            code: self.code,
            kind: self.kind.in_campaigns()?,
            name: self.name.clone(),
            postcode: self.postcode.clone(),
            opened: self.opened,
            closed: self.closed,
            people: None,
        })
    }
}

/// What a register calls an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A region; in 2010 a strategic health authority.
    Region,
    /// A primary care trust.
    Pct,
    /// A clinical commissioning group (2013 to 2022).
    Ccg,
    /// An integrated care board.
    Icb,
    /// A sub-ICB location.
    SubIcb,
    /// A commissioning hub.
    Hub,
    /// A GP practice: prescribing setting 4.
    Practice,
    /// A branch surgery of a practice.
    Branch,
}

impl Kind {
    const WORDS: [(Self, &'static str); 8] = [
        (Self::Region, "region"),
        (Self::Pct, "pct"),
        (Self::Ccg, "ccg"),
        (Self::Icb, "icb"),
        (Self::SubIcb, "sub-icb"),
        (Self::Hub, "hub"),
        (Self::Practice, "practice"),
        (Self::Branch, "branch"),
    ];

    /// The kind campaigns use: whoever commissions practices stands where the PCT stood.
    /// `None` for branches, which are not told apart from their practice.
    pub fn in_campaigns(self) -> Option<OrganisationKind> {
        match self {
            Self::Region => Some(OrganisationKind::Region),
            Self::Pct | Self::Ccg | Self::Icb | Self::SubIcb | Self::Hub => {
                Some(OrganisationKind::Pct)
            }
            Self::Practice => Some(OrganisationKind::Practice),
            Self::Branch => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS
            .iter()
            .find(|(kind, _)| kind == self)
            .map_or("", |(_, word)| word);
        f.pad(word)
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(kind, _)| *kind)
            .ok_or(())
    }
}

/// Whether an organisation works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It works.
    Active,
    /// It has closed.
    Closed,
    /// It exists and does not work at present.
    Dormant,
    /// It is planned.
    Proposed,
}

/// Patients registered at a practice on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListSize {
    /// The practice.
    pub practice: OrganisationCode,
    /// How many.
    pub patients: u32,
    /// The day they were counted.
    pub as_of: NaiveDate,
}

/// People living in a PCT's area on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residents {
    /// The PCT.
    pub pct: OrganisationCode,
    /// How many.
    pub residents: u32,
    /// The day of the estimate.
    pub as_of: NaiveDate,
}
