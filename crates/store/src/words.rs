//! The words effect states are stored under.

use std::str::FromStr;

use crate::{EffectState, StoreError, prepared::damaged};

impl EffectState {
    /// Every state, in the order of the enum.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sending,
        Self::Done,
        Self::Failed,
        Self::Refused,
        Self::Held,
        Self::InDoubt,
        Self::Quarantined,
    ];

    /// The state's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Held => "held",
            Self::InDoubt => "in-doubt",
            Self::Quarantined => "quarantined",
        }
    }

    /// Whether an outcome may be stored without a fence: the effect has not left, or a person settles it.
    pub const fn is_settled_by_hand(self) -> bool {
        match self {
            Self::Planned | Self::Held | Self::Failed | Self::InDoubt | Self::Quarantined => true,
            Self::Sending | Self::Done | Self::Refused => false,
        }
    }
}

impl FromStr for EffectState {
    type Err = StoreError;

    fn from_str(word: &str) -> Result<Self, StoreError> {
        Self::ALL
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| damaged("effect state", word))
    }
}
