//! Which calendar of bank holidays a programme keeps.

use serde::{Deserialize, Serialize};

use crate::word::by_word;

/// A division with bank holidays of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarId {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

by_word!(CalendarId);
