//! What has to be written to make one register of another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};
use precede_register::{Alteration, OrganisationChange, Register};
use precede_store::Record;
use serde::Serialize;

/// How many memberships changed in each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct MembershipCounts {
    /// A child joined a parent.
    pub joined: u64,
    /// A child left one parent and joined another on the next day.
    pub moved: u64,
    /// A membership got a last day.
    pub ended: u64,
    /// A membership's days or parent were put right.
    pub corrected: u64,
}

/// The difference of two registers.
#[derive(Default)]
pub(super) struct Difference {
    pub records: Vec<Record>,
    pub alterations: BTreeMap<Alteration, u64>,
    pub memberships: MembershipCounts,
}

impl Difference {
    /// What makes `after` of `before`, in the order of codes and days.
    pub fn between(before: &Register, after: &Register) -> Self {
        let mut difference = Self::default();
        for (code, organisation) in after.organisations() {
            let was = before.organisation(*code);
            if was == Some(organisation) {
                continue;
            }
            let change = OrganisationChange {
                before: was.cloned(),
                after: organisation.clone(),
            };
            for alteration in change.alterations() {
                *difference.alterations.entry(alteration).or_default() += 1;
            }
            difference.records.push(Record::Organisation(change.after));
        }
        difference.compare_memberships(before.memberships(), after.memberships());
        difference
    }

    fn compare_memberships(&mut self, before: &[Membership], after: &[Membership]) {
        type Key = (OrganisationCode, NaiveDate, OrganisationCode);
        let key = |one: &Membership| -> Key { (one.child, one.from, one.parent) };
        let was: BTreeMap<Key, &Membership> = before.iter().map(|one| (key(one), one)).collect();
        let is: BTreeSet<Key> = after.iter().map(key).collect();
        // Removals go first: a corrected membership has the child and first day of the one it replaces.
        for one in before.iter().filter(|one| !is.contains(&key(one))) {
            self.records.push(Record::MembershipGone(*one));
            self.memberships.corrected += 1;
        }
        // Who left a parent, and on what day the next one could begin; and who begins a membership on what day. An end
        // and a new beginning on the day after are one move.
        let morrow = |one: &Membership| Some((one.child, one.until?.succ_opt()?));
        let left: BTreeSet<_> = after.iter().filter_map(morrow).collect();
        let begun: BTreeSet<_> = after
            .iter()
            .filter(|one| !was.contains_key(&key(one)))
            .map(|one| (one.child, one.from))
            .collect();
        for one in after {
            let counts = &mut self.memberships;
            match was.get(&key(one)) {
                Some(known) if *known == one => continue,
                Some(known) if known.until.is_none() => {
                    let is_move = morrow(one).is_some_and(|next| begun.contains(&next));
                    counts.ended += u64::from(!is_move);
                }
                Some(_) => counts.corrected += 1,
                None if left.contains(&(one.child, one.from)) => counts.moved += 1,
                None => counts.joined += 1,
            }
            self.records.push(Record::Membership(*one));
        }
    }
}
