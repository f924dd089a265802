//! A campaign is planned: which PCT, which practices, which version of which programme.

use std::collections::BTreeSet;

use precede_engine::{Def, begin, whole_pct};
use precede_model::{
    Actor, CampaignId, Digest, Event, Evidence, Happening, Missing, OrganisationCode,
    OrganisationKind, PersonId, ProgrammeCode, Refusal, Role, Rule, Standing, Timestamp, Tranche,
    Unmet,
};
use precede_store::Guard;

use crate::{App, AppError, Tick, programme_chain::stream_of};

/// Which practices a campaign takes.
#[derive(Debug, Clone)]
pub enum TrancheChoice {
    /// Every practice of the PCT on the day.
    All,
    /// A named group.
    Named {
        /// Its name.
        name: Tranche,
        /// Its practices.
        practices: Vec<OrganisationCode>,
    },
}

/// What is planned.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The PCT.
    pub pct: OrganisationCode,
    /// The programme.
    pub programme: ProgrammeCode,
    /// A version; the newest published one if none is named.
    pub definition: Option<Digest>,
    /// A variant; the definition's first if none is named.
    pub variant: Option<String>,
    /// The practices.
    pub tranche: TrancheChoice,
}

impl App {
    /// The newest published version of a programme.
    ///
    /// # Errors
    /// When none is published.
    pub async fn newest_definition(&self, programme: ProgrammeCode) -> Result<Digest, AppError> {
        let published = self.store().definitions(Some(programme)).await?;
        let newest = published.last().ok_or_else(|| {
            AppError::bad(format!(
                "no definition of programme `{programme}` is published: use `precede programme publish FILE --as PERSON`"
            ))
        })?;
        Ok(newest.digest)
    }
}

impl Tick<'_> {
    /// Plans a campaign. Its first event holds all a check needs to read an export alone.
    ///
    /// # Errors
    /// Unknown PCT, programme, variant or practice; a practice that is in another live campaign of the programme.
    pub async fn plan(&mut self, planned: Planned, by: PersonId) -> Result<CampaignId, AppError> {
        let app = self.app();
        let person = app
            .require_role(
                by,
                &[Role::PctLead, Role::ProgrammeLead, Role::Administrator],
            )
            .await?;
        if person.role == Role::PctLead && person.organisation != planned.pct {
            return Err(another_pct(person.role));
        }
        let digest = match planned.definition {
            Some(digest) => digest,
            None => app.newest_definition(planned.programme).await?,
        };
        let def = app.def(digest, planned.variant.as_deref()).await?;
        let (id, practices, reach) = self.practices(&planned, &def).await?;
        self.no_other_campaign(id, &practices).await?;
        // Nothing starts beside a change of the programme: its row must not move meanwhile (E16).
        let state = app.programme_state(planned.programme).await?;
        let guard = Guard {
            stream: stream_of(planned.programme),
            version: state.row.as_ref().map_or(0, |row| row.version),
        };
        let chosen = practices.clone();
        let event = first_event(self.now(), id, by, def.plan(id, practices, reach));
        let campaign = begin(&def, id.pct, &event).expect("the event is a plan");
        self.begin(campaign, def, &event, guard);
        if state.programme.is_ordered() {
            let places = app.places(self.now(), &[]).await?;
            let bound = (&state.programme, places.as_slice());
            self.bind(id, bound, (Actor::Precede, &Evidence::default()))
                .await?;
        }
        self.hold_for_stray_uploads(id, &chosen).await?;
        Ok(id)
    }

    /// The tranche's practices, and those outside it whose patients publicity touches.
    async fn practices(
        &self,
        planned: &Planned,
        def: &Def,
    ) -> Result<(CampaignId, Vec<OrganisationCode>, Vec<OrganisationCode>), AppError> {
        let store = self.app().store();
        let pct = planned.pct;
        let known = store.organisation(pct).await?;
        if known.is_none_or(|organisation| organisation.kind != OrganisationKind::Pct) {
            return Err(AppError::bad(format!(
                "`{pct}` is no PCT of the register: see `precede register show`, or import it"
            )));
        }
        let members = store.members_on(pct, def.day(self.now())).await?;
        let all: Vec<OrganisationCode> = members
            .iter()
            .filter(|member| member.kind == OrganisationKind::Practice)
            .map(|member| member.code)
            .collect();
        if all.is_empty() {
            return Err(AppError::bad(format!(
                "`{pct}` has no practice on this day in the register"
            )));
        }
        let (tranche, chosen) = match &planned.tranche {
            TrancheChoice::All => (whole_pct(), all.clone()),
            TrancheChoice::Named { name, practices } => (*name, practices.clone()),
        };
        let chosen: BTreeSet<OrganisationCode> = chosen.into_iter().collect();
        let strangers: Vec<String> = chosen
            .iter()
            .filter(|code| !all.contains(code))
            .map(|code| format!("practice `{code}` does not belong to `{pct}` on this day"))
            .collect();
        if !strangers.is_empty() {
            return Err(AppError::BadInput(strangers));
        }
        if chosen.is_empty() {
            return Err(AppError::bad("the tranche names no practice".to_owned()));
        }
        let reach = all
            .into_iter()
            .filter(|code| !chosen.contains(code))
            .collect();
        let id = CampaignId {
            programme: planned.programme,
            pct,
            tranche,
        };
        Ok((id, chosen.into_iter().collect(), reach))
    }

    /// A practice is in at most one live campaign of a programme.
    async fn no_other_campaign(
        &mut self,
        id: CampaignId,
        practices: &[OrganisationCode],
    ) -> Result<(), AppError> {
        let mut found = Vec::new();
        for other in self.app().store().campaigns().await? {
            if other == id {
                return Err(AppError::bad(format!("campaign `{id}` is already planned")));
            }
            if other.programme != id.programme || other.pct != id.pct {
                continue;
            }
            let (campaign, _) = self.campaign(other).await?;
            if campaign.has_ended() {
                continue;
            }
            found.extend(
                campaign
                    .tracks
                    .iter()
                    .filter(|track| {
                        track.standing == Standing::Tranche && practices.contains(&track.practice)
                    })
                    .map(|track| {
                        format!(
                            "practice `{}` is in campaign `{other}` already",
                            track.practice
                        )
                    }),
            );
        }
        if found.is_empty() {
            Ok(())
        } else {
            Err(AppError::BadInput(found))
        }
    }
}

/// The event a campaign begins with.
pub fn first_event(
    at: Timestamp,
    id: CampaignId,
    by: PersonId,
    plan: precede_model::Plan,
) -> Event {
    Event {
        at,
        happened: at,
        counts_from: at,
        pct: id.pct,
        practice: None,
        step: None,
        actor: Actor::Person(by),
        evidence: Evidence::default(),
        what: Happening::CampaignPlanned(Box::new(plan)),
    }
}

fn another_pct(who: Role) -> AppError {
    let unmet = Unmet {
        rule: Rule::Rights,
        missing: Missing::Role,
        practice: None,
        who,
        from: None,
    };
    Refusal::from(unmet).into()
}
