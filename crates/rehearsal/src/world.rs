//! What the people of a rehearsal know beside their campaigns: who they are, and how large practices are.

use std::collections::HashMap;

use chrono::NaiveDate;
use precede_app::{App, AppError, Register};
use precede_model::{Membership, OrganisationCode, OrganisationKind, PersonId, Role, Timestamp};

use crate::Chance;

/// Seed, people and sizes.
#[derive(Debug, Clone)]
pub struct World {
    /// Chance of this rehearsal.
    pub chance: Chance,
    /// When it began: campaigns that are planned start some days after.
    pub opened: Timestamp,
    /// The region of each PCT.
    pub regions: HashMap<OrganisationCode, OrganisationCode>,
    /// Registered patients of each practice, where they are known.
    pub patients: HashMap<OrganisationCode, u32>,
}

impl World {
    /// Reads regions and sizes from the register, as at a day.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn of(
        app: &App,
        seed: u64,
        opened: Timestamp,
        day: NaiveDate,
    ) -> Result<Self, AppError> {
        Ok(Self::of_register(
            &*app.register().await?,
            seed,
            opened,
            day,
        ))
    }

    /// The same of a register at hand.
    pub fn of_register(register: &Register, seed: u64, opened: Timestamp, day: NaiveDate) -> Self {
        let known = register.organisations();
        let is_region = |code| {
            known
                .get(&code)
                .is_some_and(|one| one.kind == OrganisationKind::Region)
        };
        let of_regions = register
            .memberships()
            .iter()
            .filter(|one| is_region(one.parent));
        // The one of this day is put last and stays.
        let (on_day, others): (Vec<&Membership>, Vec<&Membership>) =
            of_regions.partition(|one| one.holds_on(day));
        let regions = others
            .into_iter()
            .chain(on_day)
            .map(|one| (one.child, one.parent))
            .collect();
        let sized = known
            .values()
            .filter(|one| one.kind == OrganisationKind::Practice);
        let patients = sized
            .filter_map(|one| Some((one.code, one.people?)))
            .collect();
        Self {
            chance: Chance::of_seed(seed),
            opened,
            regions,
            patients,
        }
    }

    /// The one person of a role who acts for a PCT, or for a practice of it. `None` where the role has none here.
    pub fn person(
        &self,
        role: Role,
        pct: OrganisationCode,
        practice: Option<OrganisationCode>,
    ) -> Option<PersonId> {
        person_id(role, self.organisation(role, pct, practice)?)
    }

    /// Where the person of a role who acts for a PCT, or for a practice of it, belongs.
    pub fn organisation(
        &self,
        role: Role,
        pct: OrganisationCode,
        practice: Option<OrganisationCode>,
    ) -> Option<OrganisationCode> {
        match role {
            Role::Practice => practice,
            Role::RegionLead => self.regions.get(&pct).copied(),
            _ => Some(pct),
        }
    }

    /// Registered patients; a likely number where the register has none.
    pub fn patients(&self, practice: OrganisationCode) -> u32 {
        let known = self
            .patients
            .get(&practice)
            .copied()
            .filter(|patients| *patients > 0);
        known.unwrap_or_else(|| self.trait_of(practice, "patients").between(1_800, 11_000))
    }

    /// Chance about what a practice is like, wherever it belongs.
    pub(crate) fn trait_of(&self, practice: OrganisationCode, what: &str) -> Chance {
        self.chance.about(practice.as_str()).about(what)
    }

    /// Whether a practice has no e-mail address.
    pub fn has_no_address(&self, practice: OrganisationCode) -> bool {
        self.trait_of(practice, "address").is_one_of(15)
    }
}

/// Id of the person of a role at an organisation; national roles have one person each. `None` for roles that do
/// nothing here.
pub fn person_id(role: Role, organisation: OrganisationCode) -> Option<PersonId> {
    let suffix = match role {
        Role::ProgrammeLead => return national("programme-lead"),
        Role::Administrator => return national("administrator"),
        Role::Helpline => return national("helpline"),
        Role::MailHouse => return national("mail-house"),
        Role::Auditor => return None,
        Role::RegionLead | Role::PctLead => "lead",
        Role::PctApprover => "approver",
        Role::PctStaff => "staff",
        Role::Director => "director",
        Role::Practice => "manager",
        Role::Lmc => "lmc",
        Role::CaldicottGuardian => "caldicott",
        Role::DataProtectionOfficer => "dpo",
        Role::RiskOwner => "risk",
    };
    format!("{organisation}-{suffix}").parse().ok()
}

fn national(id: &str) -> Option<PersonId> {
    id.parse().ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use precede_engine::Def;
    use precede_model::definition;

    use super::*;

    /// A shipped definition, compiled for its first variant.
    pub fn def(name: &str) -> Def {
        let text = text(name);
        let parsed = definition::parse(text, name, &|_| true).expect("it ships without faults");
        let calendar = precede_app::shipped::calendars()
            .get(parsed.calendar)
            .clone();
        Def::compile(Arc::new(parsed), None, Arc::new(calendar))
            .expect("the first variant is there")
    }

    pub fn text(name: &str) -> &'static str {
        match name {
            "scr" => include_str!("../../../templates/programmes/scr.toml"),
            "announcement" => include_str!("../../../templates/programmes/announcement.toml"),
            _ => include_str!("../../../templates/programmes/shared-care-record.toml"),
        }
    }

    pub fn code(text: &str) -> OrganisationCode {
        text.parse().unwrap()
    }

    pub fn world(seed: u64) -> World {
        World {
            chance: Chance::of_seed(seed),
            opened: "2010-01-04T09:00:00Z".parse().unwrap(),
            regions: [(code("5PY"), code("Q35"))].into(),
            patients: [(code("F81006"), 9_000)].into(),
        }
    }

    #[test]
    fn people_are_known_by_short_ids() {
        let world = world(1);
        let id = |role, practice| {
            world
                .person(role, code("5PY"), practice)
                .map(|id| id.to_string())
        };
        assert_eq!(id(Role::PctLead, None).as_deref(), Some("5PY-lead"));
        assert_eq!(id(Role::RegionLead, None).as_deref(), Some("Q35-lead"));
        assert_eq!(
            id(Role::Practice, Some(code("F81006"))).as_deref(),
            Some("F81006-manager")
        );
        assert_eq!(id(Role::Practice, None), None);
        assert_eq!(id(Role::MailHouse, None).as_deref(), Some("mail-house"));
        assert_eq!(world.person(Role::RegionLead, code("5PZ"), None), None);
    }

    #[test]
    fn a_practice_without_a_count_has_a_likely_number_of_patients() {
        let world = world(1);
        assert_eq!(world.patients(code("F81006")), 9_000);
        let likely = world.patients(code("F81007"));
        assert!((1_800..=11_000).contains(&likely));
        assert_eq!(likely, world.patients(code("F81007")));
    }
}
