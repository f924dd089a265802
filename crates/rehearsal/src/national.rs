//! Sets an empty data folder up for a national programme: register, definition, people, contacts, campaigns. All of it
//! through the application, and each part can be repeated without doing anything twice.

mod changes;
mod staff;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate, NaiveTime};
use precede_app::{App, AppError, Planned, SHIPPED_REGISTER, TrancheChoice, register_day};
use precede_engine::time::instant_of;
use precede_model::{
    CampaignId, Organisation, OrganisationCode, OrganisationKind, PersonId, ProgrammeCode, Role,
    Timestamp,
};

pub use self::changes::{Change, RegisterChanges};
use crate::{Chance, world::person_id};

/// What a national rehearsal is made of.
#[derive(Debug, Clone)]
pub struct Nation {
    /// Seed of all chance.
    pub seed: u64,
    /// The programme's definition, as TOML text.
    pub definition: String,
    /// PCTs that take part; empty: all there are.
    pub pcts: Vec<OrganisationCode>,
    /// When it begins.
    pub opened: Timestamp,
}

/// A campaign that is to be planned on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToPlan {
    /// When.
    pub at: Timestamp,
    /// For which PCT.
    pub pct: OrganisationCode,
}

impl Nation {
    /// Sets up everything but the campaigns.
    ///
    /// # Errors
    /// A definition with faults, a PCT that is not in the register, or the database.
    pub async fn found(&self, app: &App) -> Result<ProgrammeCode, AppError> {
        let programme = app
            .check_definition(&self.definition, "the definition")?
            .definition;
        app.add_people(staff::national()).await?;
        let administrator = person(Role::Administrator)?;
        app.import_register(shipped_tables(self.seed, self.opened)?, Some(administrator))
            .await?;
        app.publish(&self.definition, "the definition", administrator)
            .await?;
        let register = app.register().await?;
        let pcts = self.pcts(app).await?;
        let roles = staff::roles(&programme);
        let known = staff::Known {
            organisations: register.organisations(),
            memberships: register.memberships(),
            span: self.span(),
        };
        app.add_people(staff::people(known, &pcts, &roles)).await?;
        let world =
            crate::World::of(app, self.seed, self.opened, register_day(self.opened)).await?;
        let contacts = staff::contacts(&world, known, &pcts);
        app.import_contacts("contacts", contacts.as_bytes(), Some(administrator))
            .await?;
        Ok(programme.code)
    }

    /// Days within which somebody may be needed.
    fn span(&self) -> (NaiveDate, NaiveDate) {
        let first = register_day(self.opened);
        (first, first + Months::new(24))
    }

    /// PCTs that take part, by code: those asked for, or all that are or will be there and do not end within half a
    /// year. A PCT about to end starts nothing; its successor does.
    async fn pcts(&self, app: &App) -> Result<Vec<OrganisationCode>, AppError> {
        let organisations = app
            .store()
            .organisations(Some(OrganisationKind::Pct))
            .await?;
        taking_part(organisations.iter(), self.opened, &self.pcts)
    }

    /// Campaigns to plan, in the order of their days: most when the programme begins, those of PCTs that are yet to
    /// open on the day they do.
    ///
    /// # Errors
    /// As [`Nation::found`].
    pub async fn to_plan(&self, app: &App) -> Result<Vec<ToPlan>, AppError> {
        let pcts = self.pcts(app).await?;
        let register = app.register().await?;
        let opens = |pct| register.organisation(pct).and_then(|one| one.opened);
        Ok(to_plan(opens, self.opened, &pcts))
    }

    /// Plans the campaigns that are to be planned by now and are not yet, in one commit. `keep` is written with it.
    ///
    /// # Errors
    /// As the application's planning.
    pub async fn plan(
        &self,
        app: &App,
        programme: ProgrammeCode,
        (to_plan, keep): (&[ToPlan], Option<precede_store::TimerChange>),
    ) -> Result<Vec<CampaignId>, AppError> {
        let now = app.now().await?;
        let lead = person(Role::ProgrammeLead)?;
        let planned: Vec<CampaignId> = app.store().campaigns().await?;
        let is_planned = |pct| {
            planned
                .iter()
                .any(|id| id.programme == programme && id.pct == pct)
        };
        let mut tick = app.tick(now);
        let mut ids = Vec::new();
        for ToPlan { pct, .. } in to_plan
            .iter()
            .filter(|one| one.at <= now && !is_planned(one.pct))
        {
            let plan = Planned {
                pct: *pct,
                programme,
                definition: None,
                variant: None,
                tranche: TrancheChoice::All,
            };
            ids.push(tick.plan(plan, lead).await?);
        }
        if let Some(keep) = keep {
            tick.daemon_timer(keep);
        }
        tick.commit().await?;
        Ok(ids)
    }
}

/// The shipped tables with the changes of a seed's year in them.
pub(crate) fn shipped_tables(
    seed: u64,
    opened: Timestamp,
) -> Result<Vec<(String, std::io::Cursor<String>)>, AppError> {
    let changes = RegisterChanges::of(Chance::of_seed(seed), register_day(opened))
        .ok_or_else(|| AppError::bad("the shipped register has no practices on this day"))?;
    let tables = SHIPPED_REGISTER.iter().map(|(name, text)| {
        let text = changes.patched(name, text);
        ((*name).to_owned(), std::io::Cursor::new(text))
    });
    Ok(tables.collect())
}

/// PCTs that take part, by code: those named, or all that are or will be there and do not end within half a year.
pub(crate) fn taking_part<'a>(
    organisations: impl Iterator<Item = &'a Organisation>,
    opened: Timestamp,
    named: &[OrganisationCode],
) -> Result<Vec<OrganisationCode>, AppError> {
    let first = register_day(opened);
    let half_a_year = first + Months::new(6);
    let known: BTreeMap<OrganisationCode, &Organisation> = organisations
        .filter(|one| one.kind == OrganisationKind::Pct)
        .map(|one| (one.code, one))
        .collect();
    if named.is_empty() {
        let stays = |one: &Organisation| one.closed.is_none_or(|closed| closed > half_a_year);
        let begins = |one: &Organisation| one.opened.is_none_or(|opened| opened < half_a_year);
        let taking_part = known.values().filter(|one| stays(one) && begins(one));
        return Ok(taking_part.map(|one| one.code).collect());
    }
    let unknown: Vec<String> = named
        .iter()
        .filter(|code| !known.contains_key(code))
        .map(|code| {
            format!("`{code}` is no PCT of the register of 2010: see `precede register show`")
        })
        .collect();
    if !unknown.is_empty() {
        return Err(AppError::BadInput(unknown));
    }
    let named: BTreeSet<OrganisationCode> = named.iter().copied().collect();
    Ok(named.into_iter().collect())
}

/// When each PCT's campaign is planned: when the programme opens, or on the day on which the PCT does.
pub(crate) fn to_plan(
    opens: impl Fn(OrganisationCode) -> Option<NaiveDate>,
    opened: Timestamp,
    pcts: &[OrganisationCode],
) -> Vec<ToPlan> {
    let today = register_day(opened);
    let mut to_plan: Vec<ToPlan> = pcts
        .iter()
        .map(|pct| {
            let later = opens(*pct).filter(|opens| *opens > today);
            ToPlan {
                at: later.map_or(opened, nine_o_clock),
                pct: *pct,
            }
        })
        .collect();
    to_plan.sort_unstable();
    to_plan
}

fn nine_o_clock(day: NaiveDate) -> Timestamp {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("nine is an hour");
    instant_of(day.and_time(nine), precede_app::REGISTER_ZONE)
}

/// The one person of a national role.
pub(crate) fn person(role: Role) -> Result<PersonId, AppError> {
    let nobody = "nation"
        .parse()
        .map_err(|_| AppError::bad("`nation` is a name"))?;
    person_id(role, nobody).ok_or_else(|| AppError::bad(format!("nobody has the role `{role}`")))
}
