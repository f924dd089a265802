//! Identities. A new one is a line here.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::name::{Name, NameError};

/// ODS code of a practice, PCT, region or board, or the own id of an LMC.
pub type OrganisationCode = Name<12>;
/// Code of a programme, for example `scr`.
pub type ProgrammeCode = Name<24>;
/// Id of a step or phase within a definition.
pub type StepId = Name<32>;
/// Id of a person who acts. Names of people live in the person table only.
pub type PersonId = Name<24>;
/// Name of a tranche; `all` when the campaign takes every practice of the PCT.
pub type Tranche = Name<24>;
/// Name of a fact a task establishes, for example `helpline`.
pub type FactName = Name<32>;

/// One PCT's run of a programme for one tranche. Written `scr/5PY/all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CampaignId {
    /// The programme.
    pub programme: ProgrammeCode,
    /// The primary care trust (or the body that took its place).
    pub pct: OrganisationCode,
    /// The named group of its practices.
    pub tranche: Tranche,
}

impl CampaignId {
    /// The campaign's stream in the ledger.
    pub fn stream(&self) -> String {
        format!("campaign:{self}")
    }
}

impl fmt::Display for CampaignId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.programme, self.pct, self.tranche)
    }
}

impl FromStr for CampaignId {
    type Err = NameError;

    /// Reads `scr/5PY/all`, with or without the stream's `campaign:` before it.
    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut parts = text
            .strip_prefix("campaign:")
            .unwrap_or(text)
            .splitn(3, '/');
        let mut part = || parts.next().unwrap_or_default();
        Ok(Self {
            programme: part().parse()?,
            pct: part().parse()?,
            tranche: part().parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_written_and_read_as_its_stream() {
        let id: CampaignId = "scr/5PY/all".parse().unwrap();
        assert_eq!(id.stream(), "campaign:scr/5PY/all");
        assert_eq!(id.stream().parse::<CampaignId>().unwrap(), id);
        assert!("scr/5PY".parse::<CampaignId>().is_err());
    }
}
