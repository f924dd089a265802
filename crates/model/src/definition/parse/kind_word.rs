//! What is known of a kind before its keys are read: its word, the keys it has and whom it can be done for.

use serde::{Deserialize, Serialize};

use crate::{definition::Scope, word::by_word};

/// The word of a step's `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KindWord {
    Task,
    Approval,
    Consult,
    Notice,
    Acknowledgement,
    Answer,
    Publicity,
    List,
    Batch,
    Period,
    SignOff,
    Permit,
    Recurring,
}

by_word!(KindWord);

/// Keys every step has.
pub(super) const COMMON_KEYS: &[&str] = &[
    "id", "title", "for", "kind", "owner", "after", "due", "optional",
];

impl KindWord {
    pub const ALL: [Self; 13] = [
        Self::Task,
        Self::Approval,
        Self::Consult,
        Self::Notice,
        Self::Acknowledgement,
        Self::Answer,
        Self::Publicity,
        Self::List,
        Self::Batch,
        Self::Period,
        Self::SignOff,
        Self::Permit,
        Self::Recurring,
    ];

    /// Keys of this kind beside the common ones.
    pub fn own_keys(self) -> &'static [&'static str] {
        match self {
            Self::Task => &["establishes", "checklist"],
            Self::Approval => &["by", "subject"],
            Self::Consult => &["of", "cycle"],
            Self::Notice => &["to", "template"],
            Self::Acknowledgement => &["of", "remind", "escalate", "chase_end"],
            Self::Answer | Self::List | Self::Period | Self::Permit => &[],
            Self::Publicity => &["lasts", "media"],
            Self::Batch => &["pack"],
            Self::SignOff => &["by", "asks"],
            Self::Recurring => &["every", "until"],
        }
    }

    /// Whom a step of this kind can be done for.
    ///
    /// What one practice says, signs or receives exists only for a practice. Publicity is seen by everybody in
    /// a PCT's area, so it cannot belong to one practice, and its reach is worked out for each PCT.
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Task | Self::Approval => {
                &[Scope::Programme, Scope::Region, Scope::Pct, Scope::Practice]
            }
            Self::Consult => &[Scope::Programme, Scope::Region, Scope::Pct],
            Self::Publicity => &[Scope::Pct],
            Self::Recurring => &[Scope::Pct, Scope::Practice],
            Self::Notice
            | Self::Acknowledgement
            | Self::Answer
            | Self::List
            | Self::Batch
            | Self::Period
            | Self::SignOff
            | Self::Permit => &[Scope::Practice],
        }
    }

    /// The kinds that have a key, for a message.
    pub fn with_key(key: &str) -> Vec<String> {
        let has_key = |kind: &Self| kind.own_keys().contains(&key);
        Self::ALL
            .into_iter()
            .filter(has_key)
            .map(|kind| kind.to_string())
            .collect()
    }
}
