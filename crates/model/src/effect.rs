//! Effects: what should reach the world. Planned in the transaction that decides, performed after its commit.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Act, FactName, NameError, OrganisationCode, Role, StepId, Timestamp, definition::PostClass,
};

/// Unique within a campaign: planning twice cannot send twice. Written `tell-practice/F81006/1/0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectKey {
    /// The step.
    pub step: StepId,
    /// The practice, for an effect of one practice.
    pub subject: Option<OrganisationCode>,
    /// The step's occurrence.
    pub occurrence: u16,
    /// Which of the step's effects: reminders, batches, renewed attempts.
    pub number: u16,
}

impl fmt::Display for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            step,
            occurrence,
            number,
            ..
        } = self;
        match self.subject {
            Some(subject) => write!(f, "{step}/{subject}/{occurrence}/{number}"),
            None => write!(f, "{step}/-/{occurrence}/{number}"),
        }
    }
}

impl FromStr for EffectKey {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut parts = text.splitn(4, '/');
        let mut part = || parts.next().unwrap_or_default();
        let step = part().parse()?;
        let subject = match part() {
            "-" => None,
            code => Some(code.parse()?),
        };
        let number = |digits: &str| {
            digits
                .parse::<u16>()
                .map_err(|_| NameError::because(digits, "it is no number"))
        };
        Ok(Self {
            step,
            subject,
            occurrence: number(part())?,
            number: number(part())?,
        })
    }
}

/// One thing to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its key.
    pub key: EffectKey,
    /// Not before this instant.
    pub not_before: Timestamp,
    /// What to do.
    pub what: Outgoing,
}

/// What to do outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum Outgoing {
    /// A mail to a practice.
    Notice {
        /// Role written to.
        to: Role,
        /// Template.
        template: FactName,
        /// 0 the notice, 1… its reminders.
        number: u16,
    },
    /// A batch of letters to the mail house.
    Batch {
        /// Its number within the practice.
        batch: u16,
        /// Items.
        items: u32,
        /// Postage class.
        class: PostClass,
        /// Last instant its list allows posting.
        post_by: Timestamp,
    },
    /// A request to the mail house to stop a batch. Never held.
    Recall {
        /// The batch.
        batch: u16,
    },
    /// A go-live approval.
    Permit,
    /// The daily mail to PCT staff about what waits for them. Correspondence, no act.
    Digest {
        /// The day it speaks of.
        day: NaiveDate,
    },
}

impl Outgoing {
    /// The act it performs; `None` for correspondence and recalls.
    pub fn act(&self) -> Option<Act> {
        match self {
            Self::Notice { .. } => Some(Act::Tell),
            Self::Batch { .. } => Some(Act::Post),
            Self::Permit => Some(Act::Permit),
            Self::Recall { .. } | Self::Digest { .. } => None,
        }
    }

    /// Whether doing it twice under the same reference does no harm. What may not be repeated asks a person when it
    /// is found half-done after a crash (R11).
    pub fn is_repeatable(&self) -> bool {
        match self {
            Self::Notice { .. } | Self::Digest { .. } | Self::Recall { .. } => true,
            Self::Batch { .. } | Self::Permit => false,
        }
    }
}

/// Proof that the store has committed `sending` for an effect to this process. Only the store makes one.
#[derive(Debug)]
pub struct ClaimProof {
    stream: String,
    key: EffectKey,
    fence: i64,
    until: Timestamp,
}

impl ClaimProof {
    /// For the store alone, after its commit (`cargo xtask tidy` checks who calls this).
    pub fn committed(stream: String, key: EffectKey, fence: i64, until: Timestamp) -> Self {
        Self {
            stream,
            key,
            fence,
            until,
        }
    }

    /// The campaign's stream.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// The effect.
    pub fn key(&self) -> EffectKey {
        self.key
    }

    /// The fence number; an outcome is stored only under it.
    pub fn fence(&self) -> i64 {
        self.fence
    }

    /// When the lease ends.
    pub fn until(&self) -> Timestamp {
        self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_written() {
        for text in ["tell-practice/F81006/1/0", "publicity/-/2/1"] {
            assert_eq!(text.parse::<EffectKey>().unwrap().to_string(), text);
        }
        assert!("tell-practice/F81006/x/0".parse::<EffectKey>().is_err());
    }
}
