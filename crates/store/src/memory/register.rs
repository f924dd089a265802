//! The register, people and definitions.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_model::{
    Contact, Digest, Membership, Organisation, OrganisationCode, OrganisationKind, Person,
    PersonId, ProgrammeCode, Role,
};

use crate::{Record, StoredDefinition};

#[derive(Debug, Default)]
pub(super) struct Register {
    pub organisations: BTreeMap<OrganisationCode, Organisation>,
    pub people: BTreeMap<PersonId, Person>,
    pub definitions: BTreeMap<Digest, StoredDefinition>,
    /// Last days by child, first day and parent.
    by_child:
        BTreeMap<OrganisationCode, BTreeMap<(NaiveDate, OrganisationCode), Option<NaiveDate>>>,
    /// The same memberships by parent.
    by_parent:
        BTreeMap<OrganisationCode, BTreeMap<(OrganisationCode, NaiveDate), Option<NaiveDate>>>,
    contacts: BTreeMap<(OrganisationCode, Role, String), Contact>,
}

impl Register {
    pub fn put(&mut self, record: &Record) {
        match record {
            Record::Organisation(organisation) => {
                self.organisations
                    .insert(organisation.code, organisation.clone());
            }
            Record::Membership(membership) => self.join(*membership),
            Record::MembershipGone(membership) => self.leave(*membership),
            Record::Contact(contact) => {
                let key = (contact.organisation, contact.role, contact.email.clone());
                self.contacts.insert(key, contact.clone());
            }
            Record::Person(person) => {
                self.people.insert(person.id, person.clone());
            }
            Record::Definition(definition) => {
                self.definitions
                    .entry(definition.digest)
                    .or_insert_with(|| definition.clone());
            }
            // The clock is not the register's.
            Record::Simulated(_) => {}
        }
    }

    pub fn organisations_of(&self, kind: Option<OrganisationKind>) -> Vec<Organisation> {
        self.organisations
            .values()
            .filter(|organisation| kind.is_none_or(|kind| organisation.kind == kind))
            .cloned()
            .collect()
    }

    pub fn memberships(&self) -> Vec<Membership> {
        self.by_child
            .iter()
            .flat_map(|(child, held)| {
                held.iter().map(|((from, parent), until)| Membership {
                    child: *child,
                    parent: *parent,
                    from: *from,
                    until: *until,
                })
            })
            .collect()
    }

    pub fn members_on(&self, parent: OrganisationCode, day: NaiveDate) -> Vec<Organisation> {
        let held = self.by_parent.get(&parent).into_iter().flatten();
        self.known(
            held.filter(|((_, from), until)| holds(*from, **until, day))
                .map(|((child, _), _)| *child),
        )
    }

    pub fn parents_on(&self, child: OrganisationCode, day: NaiveDate) -> Vec<Organisation> {
        let held = self.by_child.get(&child).into_iter().flatten();
        let mut parents: Vec<_> = held
            .filter(|((from, _), until)| holds(*from, **until, day))
            .map(|((_, parent), _)| *parent)
            .collect();
        parents.sort_unstable();
        self.known(parents.into_iter())
    }

    pub fn contacts_of(&self, organisation: Option<OrganisationCode>) -> Vec<Contact> {
        let mut contacts: Vec<_> = self
            .contacts
            .values()
            .filter(|contact| organisation.is_none_or(|code| contact.organisation == code))
            .cloned()
            .collect();
        crate::order::contacts(&mut contacts);
        contacts
    }

    pub fn definitions_of(&self, programme: Option<ProgrammeCode>) -> Vec<StoredDefinition> {
        let mut definitions: Vec<_> = self
            .definitions
            .values()
            .filter(|definition| programme.is_none_or(|code| definition.programme == code))
            .cloned()
            .collect();
        crate::order::definitions(&mut definitions);
        definitions
    }

    fn join(&mut self, membership: Membership) {
        let Membership {
            child,
            parent,
            from,
            until,
        } = membership;
        let parents = self.by_child.entry(child).or_default();
        parents.insert((from, parent), until);
        let children = self.by_parent.entry(parent).or_default();
        children.insert((child, from), until);
    }

    fn leave(&mut self, membership: Membership) {
        let Membership {
            child,
            parent,
            from,
            ..
        } = membership;
        if let Some(parents) = self.by_child.get_mut(&child) {
            parents.remove(&(from, parent));
        }
        if let Some(children) = self.by_parent.get_mut(&parent) {
            children.remove(&(child, from));
        }
    }

    /// The organisations of these codes (ascending), each once; a code the register does not hold is passed over.
    fn known(&self, codes: impl Iterator<Item = OrganisationCode>) -> Vec<Organisation> {
        let mut found: Vec<_> = codes
            .filter_map(|code| self.organisations.get(&code))
            .cloned()
            .collect();
        found.dedup_by(|a, b| a.code == b.code);
        found
    }
}

fn holds(from: NaiveDate, until: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && until.is_none_or(|last| day <= last)
}
