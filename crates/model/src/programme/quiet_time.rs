//! A quiet time: before an election, proactive local media do not open (R9).

use serde::{Deserialize, Serialize};

use super::Scope;
use crate::{FactName, Timestamp};

/// A quiet time over an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietTime {
    /// For example `general-election-2010`.
    pub id: FactName,
    /// Where.
    pub scope: Scope,
    /// From when.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub until: Timestamp,
    /// Who ordered it, and where that is written.
    pub reference: String,
    /// Whether it was called off.
    #[serde(default)]
    pub cancelled: bool,
}
