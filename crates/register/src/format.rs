//! The formats this room reads, one line each.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::columns::{Shape, shape_of};

/// A register file's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// GP practices and other prescribing cost centres: 27 columns, no header.
    Epraccur,
    /// Dated memberships of practices: 6 columns, no header.
    Epcmem,
    /// Branch surgeries: 27 columns, no header.
    Ebranchs,
    /// PCTs with their strategic health authority and residents: header.
    PctSha,
    /// PCTs of one day, with their number of practices: header.
    PctList,
    /// Practices of one day with their PCT: header.
    PracticePct,
    /// Clinical commissioning groups, sub-ICB locations and hubs: 27 columns, no header.
    Eccg,
    /// Sub-ICB locations with their board and region: header.
    SubicbIcbRegion,
    /// Names and codes of integrated care boards: header.
    IcbNames,
    /// Patients registered at each practice: header.
    Patients,
    /// Our own condensed table of organisations: header.
    Organisations,
    /// Our own condensed table of memberships: header.
    Memberships,
    /// Our own condensed table of list sizes: header.
    ListSizes,
    /// Our own condensed table of residents: header.
    Residents,
}

impl Format {
    /// Every format, in the order in which files are best imported: parents before children.
    pub const ALL: [Self; 14] = [
        Self::Organisations,
        Self::PctSha,
        Self::PctList,
        Self::SubicbIcbRegion,
        Self::IcbNames,
        Self::Eccg,
        Self::Epraccur,
        Self::Ebranchs,
        Self::PracticePct,
        Self::Memberships,
        Self::Epcmem,
        Self::Patients,
        Self::ListSizes,
        Self::Residents,
    ];

    /// The word people type and messages use, for example `epraccur`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Epraccur => "epraccur",
            Self::Epcmem => "epcmem",
            Self::Ebranchs => "ebranchs",
            Self::PctSha => "pct-sha",
            Self::PctList => "pct-list",
            Self::PracticePct => "practice-pct",
            Self::Eccg => "eccg",
            Self::SubicbIcbRegion => "subicb-icb-region",
            Self::IcbNames => "icb-names",
            Self::Patients => "patients",
            Self::Organisations => "organisations",
            Self::Memberships => "memberships",
            Self::ListSizes => "list-sizes",
            Self::Residents => "residents",
        }
    }

    pub(crate) fn shape(self) -> Shape {
        shape_of(self)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a register format")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == word)
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}
