//! Orders that every implementation answers in, kept in Rust so that no collation decides (E17).

use precede_model::{Contact, Membership, Organisation, Person};

use crate::StoredDefinition;

/// Ascending by code.
pub(crate) fn organisations(organisations: &mut [Organisation]) {
    organisations.sort_unstable_by_key(|organisation| organisation.code);
}

/// Ascending by child, first day and parent.
pub(crate) fn memberships(memberships: &mut [Membership]) {
    memberships.sort_unstable_by_key(|held| (held.child, held.from, held.parent));
}

/// Ascending by organisation, role and mailbox.
pub(crate) fn contacts(contacts: &mut [Contact]) {
    contacts.sort_unstable_by(|a, b| {
        (a.organisation, a.role, &a.email).cmp(&(b.organisation, b.role, &b.email))
    });
}

/// Ascending by id.
pub(crate) fn people(people: &mut [Person]) {
    people.sort_unstable_by_key(|person| person.id);
}

/// Oldest first; of one instant by digest.
pub(crate) fn definitions(definitions: &mut [StoredDefinition]) {
    definitions.sort_unstable_by_key(|definition| (definition.published_at, definition.digest));
}
