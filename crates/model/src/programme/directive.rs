//! A directive: an order by an authority holding named acts over a scope from a date.

use serde::{Deserialize, Serialize};

use super::{Coverage, Scope};
use crate::{ClockEffect, FactName, HeldAct, OrganisationCode, PersonId, Timestamp};

/// A directive as the programme's chain tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// For example `dh-2010-04-16`.
    pub id: FactName,
    /// 0 as issued, one more each time it is amended.
    pub amendment: u16,
    /// Who orders, in words.
    pub authority: String,
    /// Reference of the letter or instrument.
    pub reference: String,
    /// Acts it holds.
    pub acts: Vec<HeldAct>,
    /// Whom it is about.
    pub scope: Scope,
    /// From when.
    pub from: Timestamp,
    /// What it does to waits that run inside its coverage.
    pub clock: ClockEffect,
    /// Lifted by another order.
    #[serde(default)]
    pub lifted: Option<Lifted>,
    /// What named persons settled, in order; the last word on a PCT counts.
    #[serde(default)]
    pub settled: Vec<Settled>,
}

/// The order that lifts a directive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// When.
    pub at: Timestamp,
    /// Who orders.
    pub authority: String,
    /// Its reference.
    pub reference: String,
}

/// A named person's word on whether a PCT is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The PCT.
    pub pct: OrganisationCode,
    /// Covered or exempt.
    pub coverage: Coverage,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}
