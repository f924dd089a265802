//! Organisations and their dated memberships, asked as at a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_model::{Membership, Organisation, OrganisationCode, OrganisationKind};

use crate::changes::Changes;

/// A register in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    organisations: BTreeMap<OrganisationCode, Organisation>,
    /// Sorted by child, first day and parent.
    memberships: Vec<Membership>,
    /// Places in `memberships`, sorted by parent, then child, then first day.
    by_parent: Vec<usize>,
}

impl Register {
    /// A register of these organisations and memberships, in any order.
    pub fn new(
        organisations: impl IntoIterator<Item = Organisation>,
        memberships: impl IntoIterator<Item = Membership>,
    ) -> Self {
        let mut register = Self {
            organisations: organisations
                .into_iter()
                .map(|organisation| (organisation.code, organisation))
                .collect(),
            memberships: memberships.into_iter().collect(),
            by_parent: Vec::new(),
        };
        register.sort();
        register
    }

    fn sort(&mut self) {
        self.memberships
            .sort_unstable_by_key(|one| (one.child, one.from, one.parent));
        self.memberships
            .dedup_by_key(|one| (one.child, one.from, one.parent));
        self.by_parent = (0..self.memberships.len()).collect();
        let memberships = &self.memberships;
        // Stable: children of one parent stay in their order.
        self.by_parent
            .sort_by_key(|place| memberships[*place].parent);
    }

    /// Every organisation, by code.
    pub fn organisations(&self) -> &BTreeMap<OrganisationCode, Organisation> {
        &self.organisations
    }

    /// One organisation.
    pub fn organisation(&self, code: OrganisationCode) -> Option<&Organisation> {
        self.organisations.get(&code)
    }

    /// Every membership, sorted by child and first day.
    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// The memberships of one child, oldest first.
    pub fn memberships_of(&self, child: OrganisationCode) -> &[Membership] {
        let begin = self.memberships.partition_point(|one| one.child < child);
        let end = self.memberships.partition_point(|one| one.child <= child);
        &self.memberships[begin..end]
    }

    /// What a child belonged to on a day: a practice's PCT, a PCT's region. Local medical
    /// committees, which stand beside this order, are no answer.
    pub fn parent_on(&self, child: OrganisationCode, day: NaiveDate) -> Option<OrganisationCode> {
        self.memberships_of(child)
            .iter()
            .filter(|one| one.holds_on(day) && !self.is_committee(one.parent))
            .map(|one| one.parent)
            .next()
    }

    pub(crate) fn is_committee(&self, code: OrganisationCode) -> bool {
        self.organisation(code)
            .is_some_and(|one| one.kind == OrganisationKind::Lmc)
    }

    /// Everything that belonged to a parent on a day, by code.
    pub fn children_on(&self, parent: OrganisationCode, day: NaiveDate) -> Vec<OrganisationCode> {
        let of = |place: &usize| self.memberships[*place].parent;
        let begin = self.by_parent.partition_point(|place| of(place) < parent);
        let end = self.by_parent.partition_point(|place| of(place) <= parent);
        self.by_parent[begin..end]
            .iter()
            .map(|place| &self.memberships[*place])
            .filter(|one| one.holds_on(day))
            .map(|one| one.child)
            .collect()
    }

    /// The practices of a PCT that were open on a day, by code.
    pub fn practices_of(&self, pct: OrganisationCode, day: NaiveDate) -> Vec<OrganisationCode> {
        let mut practices = self.children_on(pct, day);
        practices.retain(|code| {
            self.organisation(*code)
                .is_some_and(|one| one.kind == OrganisationKind::Practice && is_open(one, day))
        });
        practices
    }

    /// The organisations of a kind that were open on a day, by code.
    pub fn open_on(&self, kind: OrganisationKind, day: NaiveDate) -> Vec<OrganisationCode> {
        self.organisations
            .values()
            .filter(|one| one.kind == kind && is_open(one, day))
            .map(|one| one.code)
            .collect()
    }

    /// Takes over what [`plan_changes`](crate::plan_changes) found.
    pub fn apply(&mut self, changes: &Changes) {
        for change in &changes.organisations {
            self.organisations
                .insert(change.after.code, change.after.clone());
        }
        let written: Vec<Membership> = changes.memberships_after().collect();
        let keys: std::collections::BTreeSet<_> =
            written.iter().map(|one| (one.child, one.from)).collect();
        self.memberships.retain(|one| {
            !keys.contains(&(one.child, one.from)) || self_is_committee(&self.organisations, one)
        });
        self.memberships.extend(written);
        self.sort();
    }
}

/// A committee's membership is beside the others and never replaced by them.
fn self_is_committee(
    organisations: &BTreeMap<OrganisationCode, Organisation>,
    membership: &Membership,
) -> bool {
    organisations
        .get(&membership.parent)
        .is_some_and(|parent| parent.kind == OrganisationKind::Lmc)
}

/// Whether an organisation works on a day; a day that is not known rules nothing out.
fn is_open(organisation: &Organisation, day: NaiveDate) -> bool {
    organisation.opened.is_none_or(|first| first <= day)
        && organisation.closed.is_none_or(|last| day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> OrganisationCode {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn organisation(text: &str, kind: OrganisationKind, closed: Option<&str>) -> Organisation {
        Organisation {
            code: code(text),
            kind,
            name: text.to_owned(),
            postcode: None,
            opened: None,
            closed: closed.map(day),
            people: None,
        }
    }

    fn membership(child: &str, parent: &str, from: &str, until: Option<&str>) -> Membership {
        Membership {
            child: code(child),
            parent: code(parent),
            from: day(from),
            until: until.map(day),
        }
    }

    fn register() -> Register {
        use OrganisationKind::{Lmc, Pct, Practice};
        Register::new(
            [
                organisation("5P3", Pct, Some("2010-03-31")),
                organisation("5QV", Pct, None),
                organisation("LMC-HERTS", Lmc, None),
                organisation("E82001", Practice, None),
                organisation("E82002", Practice, Some("2010-06-30")),
            ],
            [
                membership("E82002", "5QV", "2010-04-01", None),
                membership("E82001", "5QV", "2010-04-01", None),
                membership("E82001", "5P3", "2006-10-01", Some("2010-03-31")),
                membership("E82001", "LMC-HERTS", "1990-01-01", None),
                membership("Y00001", "5QV", "2010-04-01", None),
            ],
        )
    }

    #[test]
    fn the_last_day_is_still_in_the_old_parent() {
        let register = register();
        let parent = |on| register.parent_on(code("E82001"), day(on));
        assert_eq!(parent("2010-03-31"), Some(code("5P3")));
        assert_eq!(parent("2010-04-01"), Some(code("5QV")));
        assert_eq!(parent("2006-09-30"), None);
    }

    #[test]
    fn only_open_practices_are_practices_of_a_trust() {
        let register = register();
        let practices = |on| register.practices_of(code("5QV"), day(on));
        assert_eq!(practices("2010-06-30"), [code("E82001"), code("E82002")]);
        assert_eq!(practices("2010-07-01"), [code("E82001")]);
        assert_eq!(practices("2010-03-31"), []);
        assert_eq!(
            register.children_on(code("5QV"), day("2010-07-01")).len(),
            3
        );
        assert_eq!(
            register.open_on(OrganisationKind::Pct, day("2010-04-01")),
            [code("5QV")]
        );
    }
}
