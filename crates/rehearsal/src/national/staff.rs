//! The people of a national rehearsal, and whom to write to. Every name and address is made up.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use chrono::NaiveDate;
use precede_model::{
    Membership, Organisation, OrganisationCode, OrganisationKind, Person, Role,
    definition::{Definition, Kind},
};

use crate::{World, world::person_id};

/// Roles every PCT has.
const OF_EVERY_PCT: [Role; 4] = [
    Role::PctLead,
    Role::PctApprover,
    Role::PctStaff,
    Role::Director,
];
/// Roles held once for the country.
const NATIONAL: [Role; 4] = [
    Role::ProgrammeLead,
    Role::Administrator,
    Role::Helpline,
    Role::MailHouse,
];

/// Those who serve every PCT.
pub(super) fn national() -> Vec<Person> {
    let board = "precede".parse().expect("`precede` is a code");
    NATIONAL
        .into_iter()
        .filter_map(|role| person(role, board))
        .collect()
}

/// Roles of a PCT that a definition gives something to do.
pub(super) fn roles(definition: &Definition) -> BTreeSet<Role> {
    let mut roles: BTreeSet<Role> = OF_EVERY_PCT.into();
    for step in &definition.steps {
        roles.insert(step.owner);
        match &step.kind {
            Kind::Approval { by, .. } => roles.extend(by),
            Kind::SignOff { by, .. } => {
                roles.insert(*by);
            }
            _ => {}
        }
    }
    roles.retain(|role| {
        !NATIONAL.contains(role) && ![Role::Practice, Role::RegionLead].contains(role)
    });
    roles
}

/// The register, and the days within which somebody may be needed.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub organisations: &'a BTreeMap<OrganisationCode, Organisation>,
    pub memberships: &'a [Membership],
    pub span: (NaiveDate, NaiveDate),
}

/// A lead for each region, the people of each PCT, one person for each practice that belongs to one of them at any
/// time of the span.
pub(super) fn people(
    known: Known<'_>,
    pcts: &[OrganisationCode],
    roles: &BTreeSet<Role>,
) -> Vec<Person> {
    let mut people = Vec::new();
    let regions = known
        .organisations
        .values()
        .filter(|one| one.kind == OrganisationKind::Region);
    people.extend(regions.filter_map(|region| person(Role::RegionLead, region.code)));
    for pct in pcts {
        people.extend(roles.iter().filter_map(|role| person(*role, *pct)));
    }
    people.extend(
        practices(known, pcts)
            .into_iter()
            .filter_map(|practice| person(Role::Practice, practice.code)),
    );
    people
}

fn person(role: Role, organisation: OrganisationCode) -> Option<Person> {
    let id = person_id(role, organisation)?;
    let name = format!("Demo {role} of {organisation}");
    Some(Person {
        id,
        name,
        role,
        organisation,
        from: None,
        until: None,
    })
}

/// Addresses under `.invalid`, as a file of contacts. Some practices have none.
pub(super) fn contacts(world: &World, known: Known<'_>, pcts: &[OrganisationCode]) -> String {
    let mut file = "code,name,e-mail,role,language,from,to\n".to_owned();
    let mut add = |code: OrganisationCode, role: Role, mailbox: &str| {
        let domain = code.as_str().to_lowercase();
        writeln!(file, "{code},,{mailbox}@{domain}.invalid,{role},en,,")
            .expect("text can be written to text");
    };
    for pct in pcts {
        add(*pct, Role::PctStaff, "information-programme");
    }
    for practice in practices(known, pcts) {
        if !world.has_no_address(practice.code) {
            add(practice.code, Role::Practice, "practice-manager");
        }
    }
    file
}

fn practices<'a>(known: Known<'a>, pcts: &[OrganisationCode]) -> Vec<&'a Organisation> {
    let taking_part: BTreeSet<_> = pcts.iter().copied().collect();
    let (first, last) = known.span;
    let within =
        |one: &Membership| one.from <= last && one.until.is_none_or(|until| until >= first);
    let members: BTreeSet<OrganisationCode> = known
        .memberships
        .iter()
        .filter(|one| taking_part.contains(&one.parent) && within(one))
        .map(|one| one.child)
        .collect();
    let members = members
        .iter()
        .filter_map(|code| known.organisations.get(code));
    members
        .filter(|one| one.kind == OrganisationKind::Practice)
        .collect()
}
