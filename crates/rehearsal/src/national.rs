//! Sets an empty data folder up for a national programme: register, definition, people, contacts, campaigns. All of it
//! through the application, and each part can be repeated without doing anything twice.

mod changes;
mod staff;

use chrono::{Months, NaiveDate, NaiveTime};
use precede_app::{App, AppError, Planned, SHIPPED_REGISTER, TrancheChoice, register_day};
use precede_engine::time::instant_of;
use precede_model::{
    CampaignId, OrganisationCode, OrganisationKind, PersonId, ProgrammeCode, Role, Timestamp,
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
        app.import_register(self.register()?, Some(administrator))
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

    /// The shipped tables with the year's changes in them, as one import.
    fn register(&self) -> Result<Vec<(String, std::io::Cursor<String>)>, AppError> {
        let changes = RegisterChanges::of(Chance::of_seed(self.seed), register_day(self.opened))
            .ok_or_else(|| AppError::bad("the shipped register has no practices on this day"))?;
        let tables = SHIPPED_REGISTER.iter().map(|(name, text)| {
            let text = changes.patched(name, text);
            ((*name).to_owned(), std::io::Cursor::new(text))
        });
        Ok(tables.collect())
    }

    /// Days within which somebody may be needed.
    fn span(&self) -> (NaiveDate, NaiveDate) {
        let first = register_day(self.opened);
        (first, first + Months::new(24))
    }

    /// PCTs that take part, by code: those asked for, or all that are or will be there and do not end within half a
    /// year. A PCT about to end starts nothing; its successor does.
    async fn pcts(&self, app: &App) -> Result<Vec<OrganisationCode>, AppError> {
        let (first, last) = self.span();
        let half_a_year = first + Months::new(6);
        let organisations = app
            .store()
            .organisations(Some(OrganisationKind::Pct))
            .await?;
        let stays = |closed: Option<NaiveDate>| closed.is_none_or(|closed| closed > half_a_year);
        let begins = |opened: Option<NaiveDate>| {
            opened.is_none_or(|opened| opened < half_a_year && opened < last)
        };
        if self.pcts.is_empty() {
            let taking_part = organisations
                .iter()
                .filter(|one| stays(one.closed) && begins(one.opened));
            return Ok(taking_part.map(|one| one.code).collect());
        }
        let is_known =
            |code: &&OrganisationCode| organisations.iter().any(|one| one.code == **code);
        let unknown: Vec<String> = self
            .pcts
            .iter()
            .filter(|code| !is_known(code))
            .map(|code| {
                format!("`{code}` is no PCT of the register of 2010: see `precede register show`")
            })
            .collect();
        if !unknown.is_empty() {
            return Err(AppError::BadInput(unknown));
        }
        let mut pcts = self.pcts.clone();
        pcts.sort_unstable();
        pcts.dedup();
        Ok(pcts)
    }

    /// Campaigns to plan, in the order of their days: most when the programme begins, those of PCTs that are yet to
    /// open on the day they do.
    ///
    /// # Errors
    /// As [`Nation::found`].
    pub async fn to_plan(&self, app: &App) -> Result<Vec<ToPlan>, AppError> {
        let today = register_day(self.opened);
        let mut to_plan = Vec::new();
        for pct in self.pcts(app).await? {
            let organisation = app.store().organisation(pct).await?;
            let opens = organisation
                .and_then(|one| one.opened)
                .filter(|opens| *opens > today);
            to_plan.push(ToPlan {
                at: opens.map_or(self.opened, nine_o_clock),
                pct,
            });
        }
        to_plan.sort_unstable();
        Ok(to_plan)
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

fn nine_o_clock(day: NaiveDate) -> Timestamp {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("nine is an hour");
    instant_of(day.and_time(nine), precede_app::REGISTER_ZONE)
}

/// The one person of a national role.
fn person(role: Role) -> Result<PersonId, AppError> {
    let nobody = "nation"
        .parse()
        .map_err(|_| AppError::bad("`nation` is a name"))?;
    person_id(role, nobody).ok_or_else(|| AppError::bad(format!("nobody has the role `{role}`")))
}
