//! Who may act for whom: a person's role is dated and belongs to an organisation.

use precede_model::{
    Actor, Campaign, CampaignId, Command, Evidence, Missing, Order, OrganisationCode, Person,
    PersonId, Refusal, Role, Rule, Timestamp, Unmet,
};
use precede_store::Record;

use crate::{App, AppError, Tick};

/// What a person says beside the order itself.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// When it happened, if not now.
    pub happened: Option<Timestamp>,
    /// A second person who confirms that date.
    pub confirmed_by: Option<PersonId>,
    /// What supports it.
    pub evidence: Evidence,
}

impl Tick<'_> {
    /// A person's order: their role and organisation are checked, then the engine is asked. A refusal is recorded.
    ///
    /// # Errors
    /// When there is no such person or campaign, or the database is not available.
    pub async fn order(
        &mut self,
        campaign: CampaignId,
        by: PersonId,
        said: Said,
        order: Order,
    ) -> Result<Result<(), Refusal>, AppError> {
        let person = self
            .app()
            .person(by)
            .await?
            .ok_or_else(|| unknown_person(by))?;
        let second = match said.confirmed_by {
            None => None,
            Some(id) => {
                let known = self.app().person(id).await?;
                Some(known.ok_or_else(|| unknown_person(id))?)
            }
        };
        let command = Command {
            by: Actor::Person(by),
            role: person.role,
            happened: said.happened,
            confirmed_by: said.confirmed_by,
            evidence: said.evidence,
            order,
        };
        let now = self.now();
        let (state, def) = self.campaign(campaign).await?;
        let day = def.day(now);
        let second = second.map(|second| confirms(&second, state, &command.order, day));
        let allowed = match right(&person, state, &command.order, day) {
            Right::Yes => true,
            Right::No => false,
            Right::OfItsRegion => {
                let parents = self.app().store().parents_on(campaign.pct, day).await?;
                parents
                    .iter()
                    .any(|parent| parent.code == person.organisation)
            }
        };
        let refusal = match second {
            _ if !allowed => not_theirs(&person, &command.order),
            Some(false) => no_second(&command.order),
            Some(true) | None => return self.command(campaign, &command).await,
        };
        self.refuse(campaign, &command, &refusal).await?;
        Ok(Err(refusal))
    }
}

/// Whether a campaign, or the practice of an order, is a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// If the PCT belongs to their organisation on the day.
    OfItsRegion,
}

/// Whether a person in their role may order this of a campaign on a day; whether the role may is the engine's to say.
pub fn right(person: &Person, campaign: &Campaign, order: &Order, day: chrono::NaiveDate) -> Right {
    if is_in_role(person, day) {
        belongs(person, campaign, order)
    } else {
        Right::No
    }
}

/// Whether a person is in their role on a day.
pub(crate) fn is_in_role(person: &Person, day: chrono::NaiveDate) -> bool {
    person.from.is_none_or(|first| first <= day) && person.until.is_none_or(|last| day <= last)
}

fn belongs(person: &Person, campaign: &Campaign, order: &Order) -> Right {
    let yes = |holds| if holds { Right::Yes } else { Right::No };
    match person.role {
        Role::Practice => yes(order.about().1 == Some(person.organisation)),
        Role::PctLead
        | Role::PctApprover
        | Role::PctStaff
        | Role::Director
        | Role::CaldicottGuardian
        | Role::DataProtectionOfficer
        | Role::RiskOwner => yes(person.organisation == campaign.id.pct),
        Role::RegionLead => Right::OfItsRegion,
        // National bodies and services serve every PCT.
        Role::ProgrammeLead
        | Role::Administrator
        | Role::Lmc
        | Role::Helpline
        | Role::MailHouse => Right::Yes,
        Role::Auditor => Right::No,
    }
}

/// Whether a second person may confirm when something happened: one of the PCT's own, or of the practice it is about,
/// in their role on this day. A service or a national body was not there.
fn confirms(second: &Person, campaign: &Campaign, order: &Order, day: chrono::NaiveDate) -> bool {
    let is_there = match second.role {
        Role::MailHouse | Role::Lmc | Role::Helpline | Role::Administrator => false,
        _ => matches!(belongs(second, campaign, order), Right::Yes),
    };
    is_there && is_in_role(second, day)
}

fn no_second(order: &Order) -> Refusal {
    Unmet {
        rule: Rule::Evidence,
        missing: Missing::SecondPerson,
        practice: order.about().1,
        who: Role::PctApprover,
        from: None,
    }
    .into()
}

/// What somebody is told whose campaign or practice it is not.
pub fn not_theirs(person: &Person, order: &Order) -> Refusal {
    Unmet {
        rule: Rule::Rights,
        missing: Missing::Role,
        practice: order.about().1,
        who: person.role,
        from: None,
    }
    .into()
}

fn unknown_person(id: PersonId) -> AppError {
    AppError::bad(format!(
        "there is no person `{id}`: add them with `precede person add {id} --role ROLE --organisation CODE`"
    ))
}

impl App {
    /// Adds a person, or changes what they do.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn add_people(&self, people: Vec<Person>) -> Result<(), AppError> {
        let now = self.now().await?;
        let records = people.into_iter().map(Record::Person).collect();
        let write = self.daemon_write(records, Vec::new()).await?;
        let mut tick = self.tick(now);
        tick.also(write);
        tick.commit().await?;
        Ok(())
    }

    /// Whether a person may keep registers and definitions.
    ///
    /// # Errors
    /// When there is no such person, or their role is another.
    pub async fn require_role(&self, id: PersonId, roles: &[Role]) -> Result<Person, AppError> {
        let person = self.person(id).await?.ok_or_else(|| unknown_person(id))?;
        if roles.contains(&person.role) {
            return Ok(person);
        }
        Err(Refusal::from(Unmet {
            rule: Rule::Rights,
            missing: Missing::Role,
            practice: None::<OrganisationCode>,
            who: roles.first().copied().unwrap_or(Role::Administrator),
            from: None,
        })
        .into())
    }
}
