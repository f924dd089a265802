//! What a file changes in a register.

mod belonging;
mod listing;

use std::collections::BTreeMap;

use precede_model::{Membership, Organisation};
use serde::Serialize;

use crate::record::Record;
use crate::register::Register;

/// Everything a file changes, in the order of codes and days. Importing the same file again
/// changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Organisations new or altered.
    pub organisations: Vec<OrganisationChange>,
    /// Memberships new or altered.
    pub memberships: Vec<MembershipChange>,
}

/// One organisation, new or altered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganisationChange {
    /// As the register had it; `None` when it is new.
    pub before: Option<Organisation>,
    /// As it is now.
    pub after: Organisation,
}

/// In what way an organisation changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alteration {
    /// It was not in the register.
    Opened,
    /// It got a last day.
    Closed,
    /// Its last day was taken back.
    Reopened,
    /// It has another name.
    Renamed,
    /// Its patients or residents were counted anew.
    Counted,
    /// Its postcode, kind or days are put right.
    Corrected,
}

/// One membership, new or altered. A membership is known by its child and first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MembershipChange {
    /// A child joined a parent.
    Joined(Membership),
    /// A child left a known parent the day before it joined another.
    Moved {
        /// The membership left, with its last day.
        left: Membership,
        /// The membership begun.
        joined: Membership,
    },
    /// A membership got a last day.
    Ended(Membership),
    /// A membership's parent or last day is put right.
    Corrected {
        /// As the register had it.
        before: Membership,
        /// As it is now.
        after: Membership,
    },
}

impl OrganisationChange {
    /// In what ways it changed; at least one.
    pub fn alterations(&self) -> Vec<Alteration> {
        let Some(before) = &self.before else {
            return vec![Alteration::Opened];
        };
        let after = &self.after;
        let found = [
            (
                Alteration::Closed,
                before.closed.is_none() && after.closed.is_some(),
            ),
            (
                Alteration::Reopened,
                before.closed.is_some() && after.closed.is_none(),
            ),
            (Alteration::Renamed, before.name != after.name),
            (Alteration::Counted, before.people != after.people),
            (
                Alteration::Corrected,
                (before.kind, &before.postcode, before.opened)
                    != (after.kind, &after.postcode, after.opened)
                    || (before.closed != after.closed
                        && before.closed.is_some()
                        && after.closed.is_some()),
            ),
        ];
        let held = found.into_iter().filter(|(_, holds)| *holds);
        held.map(|(alteration, _)| alteration).collect()
    }
}

impl Changes {
    /// Whether the file changes nothing.
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty() && self.memberships.is_empty()
    }

    /// Every membership to write, by its key of child and first day.
    pub fn memberships_after(&self) -> impl Iterator<Item = Membership> {
        self.memberships.iter().flat_map(|change| {
            let (first, second) = match *change {
                MembershipChange::Joined(one) | MembershipChange::Ended(one) => (one, None),
                MembershipChange::Corrected { after, .. } => (after, None),
                MembershipChange::Moved { left, joined } => (left, Some(joined)),
            };
            std::iter::once(first).chain(second)
        })
    }

    /// How many organisations changed in each way.
    pub fn alterations(&self) -> BTreeMap<Alteration, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.organisations {
            for alteration in change.alterations() {
                *counts.entry(alteration).or_default() += 1;
            }
        }
        counts
    }
}

/// What `records` change in `current`.
///
/// The file is taken to be newer than the register: what it says replaces what the register says.
/// What it does not say stays: nothing is closed because a file does not list it, and a file
/// without last days takes none back (one that says an organisation is active does). A new
/// membership ends the one before it on the day before; one that begins earlier than a known one
/// ends the day before that. A commissioner named beside an organisation never rewrites the past:
/// official files give bodies of 2013 the join dates of the trusts they replaced. Branches are left
/// out: campaigns do not know them. Memberships that
/// [`check_memberships`](crate::check_memberships) leaves out are not for here.
pub fn plan_changes<'a>(
    current: &Register,
    records: impl IntoIterator<Item = &'a Record>,
) -> Changes {
    let mut listed = listing::Listing::default();
    let mut periods = belonging::Periods::default();
    let mut commissioners = Vec::new();
    for record in records {
        match record {
            Record::Organisation(one) => listed.organisation(one),
            Record::ListSize(one) => listed.people(one.practice, one.patients, one.as_of),
            Record::Residents(one) => listed.people(one.pct, one.residents, one.as_of),
            Record::Membership(one) => periods.add(*one),
            Record::Commissioner(one) => commissioners.push(*one),
        }
    }
    for commissioner in commissioners {
        let opened = listed.opened(current, commissioner.parent);
        periods.add_commissioner(current, commissioner, opened);
    }
    Changes {
        organisations: listed.changes(current),
        memberships: periods.changes(current),
    }
}
