//! Made-up people for the campaigns on the stage, and addresses that lead nowhere.

use std::{collections::BTreeSet, fmt::Write as _};

use precede_app::Register;
use precede_model::{OrganisationCode, OrganisationKind, Person, Role};

use super::{OnStage, Stage};
use crate::{replay::window::Window, world::person_id};

/// Everybody who acts: the programme's, a lead of each region, the staff of each PCT, a person at each practice.
pub(in crate::replay) fn people(stage: &Stage, register: &Register) -> Vec<Person> {
    let board = "precede".parse().expect("`precede` is a code");
    let mut wanted: BTreeSet<(OrganisationCode, Role)> = [
        Role::ProgrammeLead,
        Role::Administrator,
        Role::Helpline,
        Role::MailHouse,
    ]
    .map(|role| (board, role))
    .into();
    let organisations = register.organisations().values();
    let regions = organisations.filter(|one| one.kind == OrganisationKind::Region);
    wanted.extend(regions.map(|one| (one.code, Role::RegionLead)));
    for OnStage {
        campaign,
        practices,
        ..
    } in &stage.campaigns
    {
        for role in [
            Role::PctLead,
            Role::PctApprover,
            Role::PctStaff,
            Role::Director,
        ] {
            wanted.insert((campaign.pct, role));
        }
        wanted.extend(practices.iter().map(|code| (*code, Role::Practice)));
    }
    let people = wanted.into_iter();
    people
        .filter_map(|(organisation, role)| made_up(role, organisation))
        .collect()
}

/// The person of a role at an organisation; `None` for roles that do nothing here.
pub(in crate::replay) fn made_up(role: Role, organisation: OrganisationCode) -> Option<Person> {
    Some(Person {
        id: person_id(role, organisation)?,
        name: format!("Replay {role} of {organisation}"),
        role,
        organisation,
        from: None,
        until: None,
    })
}

/// A file of contacts: each practice of a PCT whose people act has an address under `.invalid`.
pub(in crate::replay) fn contacts(stage: &Stage, register: &Register, window: &Window) -> String {
    let acting: BTreeSet<OrganisationCode> = stage
        .campaigns
        .iter()
        .filter(|one| one.part.acts())
        .map(|one| one.campaign.pct)
        .collect();
    let members: BTreeSet<OrganisationCode> = register
        .memberships()
        .iter()
        .filter(|one| {
            acting.contains(&one.parent)
                && one.from <= window.last
                && one.until.is_none_or(|until| until >= window.assumed_from)
        })
        .map(|one| one.child)
        .collect();
    let mut file = "code,name,e-mail,role,language,from,to\n".to_owned();
    for code in members {
        let domain = code.as_str().to_lowercase();
        writeln!(file, "{code},,practice@{domain}.invalid,practice,en,,")
            .expect("text can be written to text");
    }
    file
}
