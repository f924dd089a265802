//! What a file changes of memberships.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};

use super::MembershipChange;
use crate::register::Register;

/// A child's memberships by their first day: a child has one parent at a time.
type Timeline = BTreeMap<NaiveDate, Membership>;

/// What a file says of memberships.
#[derive(Default)]
pub(super) struct Periods(BTreeMap<OrganisationCode, Timeline>);

impl Periods {
    pub(super) fn add(&mut self, membership: Membership) {
        let timeline = self.0.entry(membership.child).or_default();
        timeline.insert(membership.from, membership);
    }

    /// Adds a commissioner named beside an organisation, unless that would rewrite the past.
    ///
    /// Its join date may be that of the body it replaced, years before it `opened`: nobody belongs
    /// to a body before its first day. And what it says counts only from the newest known period
    /// on: before that the dated memberships know better.
    pub(super) fn add_commissioner(
        &mut self,
        current: &Register,
        named: Membership,
        opened: Option<NaiveDate>,
    ) {
        let named = Membership {
            from: opened.map_or(named.from, |first| named.from.max(first)),
            ..named
        };
        if named.until.is_some_and(|last| last < named.from) {
            return;
        }
        let known = current.memberships_of(named.child).iter();
        let said = self
            .0
            .get(&named.child)
            .into_iter()
            .flat_map(Timeline::values);
        let newest = known
            .chain(said)
            .filter(|one| !current.is_committee(one.parent))
            .max_by_key(|one| one.from);
        let goes_on = |newest: &Membership| {
            newest.from < named.from || (newest.from, newest.parent) == (named.from, named.parent)
        };
        if newest.is_none_or(goes_on) {
            self.add(named);
        }
    }

    pub(super) fn changes(&self, current: &Register) -> Vec<MembershipChange> {
        let mut changes = Vec::new();
        for (child, said) in &self.0 {
            let before: Timeline = current
                .memberships_of(*child)
                .iter()
                // Committees look after a trust beside its region and never take its place.
                .filter(|one| !current.is_committee(one.parent))
                .map(|one| (one.from, *one))
                .collect();
            compare(&before, &merged(&before, said), &mut changes);
        }
        changes
    }
}

/// `before` overlaid with what the file says, each ending before the next begins.
fn merged(before: &Timeline, said: &Timeline) -> Timeline {
    let mut after = before.clone();
    after.extend(said);
    let firsts: Vec<NaiveDate> = after.keys().copied().collect();
    for (one, next) in after.values_mut().zip(firsts.iter().skip(1)) {
        let eve = next.pred_opt().unwrap_or(*next);
        one.until = Some(one.until.map_or(eve, |last| last.min(eve)));
    }
    after
}

fn compare(before: &Timeline, after: &Timeline, changes: &mut Vec<MembershipChange>) {
    let mut previous: Option<&Membership> = None;
    for (first, now) in after {
        match before.get(first) {
            Some(was) if was == now => {}
            Some(was) if was.parent == now.parent && was.until.is_none() => {
                changes.push(MembershipChange::Ended(*now));
            }
            Some(was) => changes.push(MembershipChange::Corrected {
                before: *was,
                after: *now,
            }),
            None => join(now, previous, before, changes),
        }
        previous = Some(now);
    }
}

/// A new membership: a move when it follows at once on one the register knew, with another parent.
fn join(
    joined: &Membership,
    previous: Option<&Membership>,
    before: &Timeline,
    changes: &mut Vec<MembershipChange>,
) {
    let left = previous.filter(|left| {
        before
            .get(&left.from)
            .is_some_and(|was| was.parent == left.parent)
            && left.parent != joined.parent
            && left.until.and_then(|last| last.succ_opt()) == Some(joined.from)
    });
    let Some(left) = left else {
        return changes.push(MembershipChange::Joined(*joined));
    };
    // Its end, if that is new, is part of the move.
    if matches!(changes.last(), Some(MembershipChange::Ended(ended)) if ended == left) {
        changes.pop();
    }
    changes.push(MembershipChange::Moved {
        left: *left,
        joined: *joined,
    });
}
