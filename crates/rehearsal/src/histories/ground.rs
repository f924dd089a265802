//! Where one history plays: its own programme, two PCTs of one region, their practices, and people of every role.

use std::fmt::Write as _;

use precede_model::{Contact, OrganisationCode, Person, PersonId, ProgrammeCode, Role};

use crate::world::person_id;

/// Practices of the PCT that runs the campaign, and of its neighbour.
const PRACTICES: (usize, usize) = (4, 2);
const OF_A_PCT: [Role; 7] = [
    Role::PctLead,
    Role::PctApprover,
    Role::PctStaff,
    Role::Director,
    Role::CaldicottGuardian,
    Role::DataProtectionOfficer,
    Role::RiskOwner,
];
const NATIONAL: [Role; 4] = [
    Role::ProgrammeLead,
    Role::Administrator,
    Role::Helpline,
    Role::MailHouse,
];

/// The board of every programme.
pub(super) fn board() -> OrganisationCode {
    "precede".parse().expect("`precede` is a code")
}

/// The region of every PCT.
pub(super) fn region() -> OrganisationCode {
    "QX1".parse().expect("`QX1` is a code")
}

/// The ground of one history in its room.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub programme: ProgrammeCode,
    /// The campaign's PCT, and its neighbour.
    pub pcts: [OrganisationCode; 2],
    /// Practices of the first, then of the second.
    pub practices: Vec<OrganisationCode>,
}

impl Ground {
    /// By its number in the room.
    pub fn of(number: u32) -> Self {
        let code = |text: String| text.parse().expect("short ASCII is a code");
        let all = PRACTICES.0 + PRACTICES.1;
        Self {
            programme: format!("p{number}").parse().expect("short ASCII is a code"),
            pcts: [code(format!("X{number}A")), code(format!("X{number}B"))],
            practices: (1..=all)
                .map(|one| code(format!("Y{number}P{one}")))
                .collect(),
        }
    }

    /// Practices of the PCT that runs the campaign.
    pub fn own(&self) -> &[OrganisationCode] {
        &self.practices[..PRACTICES.0]
    }

    /// The PCT a practice belongs to at first.
    pub fn pct_of(&self, practice: OrganisationCode) -> OrganisationCode {
        let is_own = self.own().contains(&practice);
        self.pcts[usize::from(!is_own)]
    }

    /// The person of a role who acts for a PCT, or for a practice.
    pub fn person(
        &self,
        role: Role,
        pct: OrganisationCode,
        practice: Option<OrganisationCode>,
    ) -> PersonId {
        let organisation = match role {
            Role::Practice => practice.unwrap_or(self.practices[0]),
            Role::RegionLead => region(),
            _ => pct,
        };
        person_id(role, organisation)
            .or_else(|| person_id(Role::PctStaff, pct))
            .expect("every role but the auditor's is held")
    }

    /// Its people.
    fn people(&self) -> Vec<Person> {
        let of_pcts = self
            .pcts
            .iter()
            .flat_map(|pct| OF_A_PCT.map(|role| (role, *pct)));
        let of_practices = self.practices.iter().map(|code| (Role::Practice, *code));
        of_pcts
            .chain(of_practices)
            .filter_map(|(role, code)| person(role, code))
            .collect()
    }

    /// Addresses under `.invalid`; one practice has none.
    fn contacts(&self) -> Vec<Contact> {
        let with_address = self
            .practices
            .iter()
            .filter(|code| **code != self.practices[3]);
        let all = with_address
            .map(|code| (Role::Practice, *code))
            .chain(self.pcts.iter().map(|pct| (Role::PctStaff, *pct)));
        all.map(|(role, code)| contact(role, code)).collect()
    }
}

fn person(role: Role, organisation: OrganisationCode) -> Option<Person> {
    Some(Person {
        id: person_id(role, organisation)?,
        name: format!("Made up {role} of {organisation}"),
        role,
        organisation,
        from: None,
        until: None,
    })
}

fn contact(role: Role, organisation: OrganisationCode) -> Contact {
    Contact {
        organisation,
        role,
        name: None,
        email: format!("desk@{}.invalid", organisation.as_str().to_lowercase()),
        language: "en".to_owned(),
        from: None,
        until: None,
    }
}

/// Everybody and everywhere of a room of so many histories: the register as two files, people, contacts.
pub(super) struct Furniture {
    pub organisations: String,
    pub memberships: String,
    pub people: Vec<Person>,
    pub contacts: Vec<Contact>,
}

impl Furniture {
    pub fn of(grounds: &[Ground]) -> Self {
        let region = region();
        let mut organisations = "code,kind,name,postcode,region,opened,closed\n".to_owned();
        let mut memberships = "child,parent,from,to\n".to_owned();
        let line = |text: &mut String, words: std::fmt::Arguments<'_>| {
            text.write_fmt(words).expect("text can be written to text");
        };
        line(
            &mut organisations,
            format_args!("{region},region,Made-up region,,,2006-07-01,\n"),
        );
        let mut people: Vec<Person> = NATIONAL
            .into_iter()
            .filter_map(|role| person(role, board()))
            .chain(person(Role::RegionLead, region))
            .collect();
        let mut contacts = Vec::new();
        for ground in grounds {
            for pct in ground.pcts {
                line(
                    &mut organisations,
                    format_args!("{pct},pct,Made-up PCT {pct},,{region},2006-10-01,\n"),
                );
                line(
                    &mut memberships,
                    format_args!("{pct},{region},2006-10-01,\n"),
                );
            }
            for practice in &ground.practices {
                line(
                    &mut organisations,
                    format_args!("{practice},practice,Surgery {practice},CM1 1AA,,1990-01-01,\n"),
                );
                let pct = ground.pct_of(*practice);
                line(
                    &mut memberships,
                    format_args!("{practice},{pct},2006-10-01,\n"),
                );
            }
            people.extend(ground.people());
            contacts.extend(ground.contacts());
        }
        Self {
            organisations,
            memberships,
            people,
            contacts,
        }
    }
}
