//! What a file changes of organisations themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use precede_model::{Organisation, OrganisationCode};

use super::OrganisationChange;
use crate::record::{ListedOrganisation, Status};
use crate::register::Register;

/// What a file says of organisations.
#[derive(Default)]
pub(super) struct Listing<'a> {
    listed: BTreeMap<OrganisationCode, &'a ListedOrganisation>,
    /// The newest count of each.
    people: BTreeMap<OrganisationCode, (NaiveDate, u32)>,
}

impl<'a> Listing<'a> {
    pub(super) fn organisation(&mut self, listed: &'a ListedOrganisation) {
        self.listed.insert(listed.code, listed);
    }

    pub(super) fn people(&mut self, code: OrganisationCode, count: u32, as_of: NaiveDate) {
        let newest = self.people.entry(code).or_insert((as_of, count));
        *newest = (*newest).max((as_of, count));
    }

    /// The first day of an organisation, as the file or else the register has it.
    pub(super) fn opened(&self, current: &Register, code: OrganisationCode) -> Option<NaiveDate> {
        let said = self.listed.get(&code).and_then(|listed| listed.opened);
        said.or_else(|| current.organisation(code)?.opened)
    }

    pub(super) fn changes(&self, current: &Register) -> Vec<OrganisationChange> {
        let codes: BTreeSet<_> = self.listed.keys().chain(self.people.keys()).collect();
        codes
            .into_iter()
            .filter_map(|code| self.change(current.organisation(*code), *code))
            .collect()
    }

    fn change(
        &self,
        before: Option<&Organisation>,
        code: OrganisationCode,
    ) -> Option<OrganisationChange> {
        let mut after = match (self.listed.get(&code), before) {
            (Some(listed), Some(before)) => merged(before, listed)?,
            (Some(listed), None) => listed.organisation()?,
            (None, Some(before)) => before.clone(),
            // A count of something no register lists: nothing to add it to.
            (None, None) => return None,
        };
        if let Some((_, count)) = self.people.get(&code) {
            after.people = Some(*count);
        }
        (before != Some(&after)).then(|| OrganisationChange {
            before: before.cloned(),
            after,
        })
    }
}

/// `before` with everything `listed` says; `None` for kinds campaigns do not know.
fn merged(before: &Organisation, listed: &ListedOrganisation) -> Option<Organisation> {
    let said = listed.organisation()?;
    let works = matches!(listed.status, Some(Status::Active | Status::Dormant));
    Some(Organisation {
        code: said.code,
        kind: said.kind,
        name: said.name,
        postcode: said.postcode.or_else(|| before.postcode.clone()),
        opened: said.opened.or(before.opened),
        closed: if works {
            said.closed
        } else {
            said.closed.or(before.closed)
        },
        people: before.people,
    })
}
