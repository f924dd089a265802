//! Running campaigns move to another published definition, or back: looked at first, then done, all that can (E11).

use std::sync::Arc;

use precede_engine::{Decision, Def, Obstacle, migrate};
use precede_model::{
    CampaignId, Digest, Evidence, Happening, PersonId, ProgrammeCode, Role, StepId,
    definition::Definition,
};
use serde::Serialize;

use crate::{App, AppError, Mode, Tick, app::compile};

/// What moving campaigns does, or would do.
#[derive(Debug, Clone, Serialize)]
pub struct MoveReport {
    /// The definition they move to; `None` where each goes back to its own.
    pub definition: Option<Digest>,
    /// Its variant.
    pub variant: Option<String>,
    /// Campaigns that move, as people type them.
    pub moved: Vec<Moved>,
    /// Campaigns that stay, with every reason.
    pub refused: Vec<CannotMove>,
}

/// A campaign that moves.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    /// The campaign.
    pub campaign: String,
    /// The definition it was on.
    pub from: Digest,
    /// The definition it is on then.
    pub to: Digest,
    /// Steps it has now that it had not.
    pub new_steps: Vec<String>,
    /// Steps it had and has no more; none of them was done.
    pub gone_steps: Vec<String>,
    /// Steps that open at once.
    pub opens: Vec<Opens>,
    /// Mails, letters and permits that are planned at once.
    pub plans: usize,
}

/// A step that opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opens {
    /// The step.
    pub step: StepId,
    /// For how many practices; none where it is the campaign's.
    pub practices: usize,
}

/// A campaign that cannot move.
#[derive(Debug, Clone, Serialize)]
pub struct CannotMove {
    /// The campaign.
    pub campaign: String,
    /// Why, each in a sentence.
    pub why: Vec<String>,
}

/// Which campaigns move, and where.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The programme.
    pub programme: ProgrammeCode,
    /// One campaign; `None`: all that run.
    pub campaign: Option<CampaignId>,
    /// Where to.
    pub to: Target,
}

/// Where campaigns move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a published definition, in a variant; its first when none is named.
    Version(Digest, Option<String>),
    /// Each to the definition it was on before its last move.
    Back,
}

impl App {
    /// Moves campaigns to another published definition of their programme, or back. Those that cannot move stay as they
    /// are.
    ///
    /// # Errors
    /// No such definition or variant, a person who may not, or the database.
    pub async fn move_campaigns(
        &self,
        destination: &Destination,
        (by, evidence): (PersonId, Evidence),
        mode: Mode,
    ) -> Result<MoveReport, AppError> {
        self.require_role(by, &[Role::ProgrammeLead]).await?;
        let which = (destination.programme, destination.campaign);
        let to = match &destination.to {
            Target::Back => None,
            Target::Version(definition, variant) => {
                Some(self.def(*definition, variant.as_deref()).await?)
            }
        };
        let mut tick = self.tick(self.now().await?);
        let report = tick.migrate_all(which, to, &(by, evidence)).await?;
        match mode {
            Mode::Record => {
                tick.commit().await?;
            }
            Mode::Preview => self.throw_away(tick),
        }
        Ok(report)
    }

    /// How the campaigns of its programme would move to a definition, published or not. Nothing is written.
    ///
    /// # Errors
    /// When it has no such variant, or the database is not available.
    pub async fn would_move(
        &self,
        definition: &Definition,
        variant: Option<&str>,
    ) -> Result<MoveReport, AppError> {
        let to = compile(definition.clone(), variant)?;
        let nobody = "nobody".parse().expect("a name");
        let mut tick = self.tick(self.now().await?);
        let said = (nobody, Evidence::default());
        let which = (definition.code, None);
        let report = tick.migrate_all(which, Some(Arc::new(to)), &said).await?;
        self.throw_away(tick);
        Ok(report)
    }

    /// What a tick moved in memory was never written.
    fn throw_away(&self, tick: Tick<'_>) {
        drop(tick);
        self.forget();
    }

    /// The definition and variant a campaign was on before its last move. `None`: it never moved.
    async fn before_its_move(
        &self,
        id: CampaignId,
    ) -> Result<Option<(Digest, Option<String>)>, AppError> {
        let mut before = None;
        let mut is_on = None;
        self.read_events(id, |event| {
            let plan = match event.what {
                Happening::CampaignPlanned(plan) => *plan,
                Happening::DefinitionMoved(migration) => migration.plan,
                _ => return,
            };
            before = is_on.replace((plan.definition, plan.variant));
        })
        .await?;
        Ok(before)
    }
}

impl Tick<'_> {
    /// Moves all that can, each to one definition or back to its own.
    async fn migrate_all(
        &mut self,
        (programme, one): (ProgrammeCode, Option<CampaignId>),
        to: Option<Arc<Def>>,
        said: &(PersonId, Evidence),
    ) -> Result<MoveReport, AppError> {
        if let Some(other) = to.as_ref().filter(|to| to.definition.code != programme) {
            let (digest, code) = (&other.definition.digest, other.definition.code);
            return Err(AppError::bad(format!(
                "definition `{digest}` is of programme `{code}`, not of `{programme}`"
            )));
        }
        let mut report = MoveReport {
            definition: to.as_ref().map(|to| digest_of(to)),
            variant: to.as_ref().and_then(|to| to.variant.clone()),
            moved: Vec::new(),
            refused: Vec::new(),
        };
        for id in self.app().store().campaigns().await? {
            if id.programme != programme || one.is_some_and(|one| one != id) {
                continue;
            }
            let (campaign, old) = self.campaign(id).await?;
            if campaign.has_ended() && one.is_none() {
                continue;
            }
            let old = old.clone();
            let to = match &to {
                Some(to) => Some(to.clone()),
                None => self.home_of(id).await?,
            };
            let outcome = match &to {
                None => Err(vec![
                    "it has never moved: there is nothing to take back".to_owned(),
                ]),
                Some(to) => {
                    let outcome = self.migrate(id, to, said.clone()).await?;
                    let outcome = outcome.map(|decision| moved(id, (&old, to), &decision));
                    outcome.map_err(|obstacles| obstacles.iter().map(words).collect())
                }
            };
            match outcome {
                Ok(moved) => report.moved.push(moved),
                Err(why) => report.refused.push(CannotMove {
                    campaign: id.to_string(),
                    why,
                }),
            }
        }
        Ok(report)
    }

    /// The definition a campaign was on before its last move.
    async fn home_of(&self, id: CampaignId) -> Result<Option<Arc<Def>>, AppError> {
        match self.app().before_its_move(id).await? {
            None => Ok(None),
            Some((definition, variant)) => {
                let def = self.app().def(definition, variant.as_deref()).await?;
                Ok(Some(def))
            }
        }
    }

    /// Moves one campaign as part of this tick; one that cannot move is as it was.
    async fn migrate(
        &mut self,
        id: CampaignId,
        new: &Arc<Def>,
        said: (PersonId, Evidence),
    ) -> Result<Result<Decision, Vec<Obstacle>>, AppError> {
        let now = self.now();
        let (campaign, old) = self.campaign(id).await?;
        let mut copy = campaign.clone();
        match migrate((old, new), &mut copy, said, now) {
            Ok(decision) => {
                let caused = decision.clone();
                self.moved_to(id, (copy, new.clone()), decision).await?;
                Ok(Ok(caused))
            }
            Err(obstacles) => Ok(Err(obstacles)),
        }
    }
}

fn moved(id: CampaignId, (old, new): (&Def, &Def), caused: &Decision) -> Moved {
    let only_in = |one: &Def, other: &Def| {
        let steps = one.definition.steps.iter();
        let missing = steps.filter(|step| other.find(step.id).is_none());
        missing.map(|step| step.id.to_string()).collect()
    };
    let opens = caused.events.iter().filter_map(|event| match &event.what {
        Happening::StepOpened { practices, .. } => Some(Opens {
            step: event.step?,
            practices: practices.len(),
        }),
        _ => None,
    });
    Moved {
        campaign: id.to_string(),
        from: digest_of(old),
        to: digest_of(new),
        new_steps: only_in(new, old),
        gone_steps: only_in(old, new),
        opens: opens.collect(),
        plans: caused.effects.len(),
    }
}

fn digest_of(def: &Def) -> Digest {
    let digest = def.definition.digest.parse();
    digest.expect("a parsed definition carries its SHA-256")
}

/// An obstacle in a sentence, with what to do.
pub(crate) fn words(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotRunning => "it has ended: it stays on the definition it ran under".to_owned(),
        Obstacle::AnotherProgramme => "the definition is of another programme".to_owned(),
        Obstacle::AlreadyThere => "it is on this definition and variant already".to_owned(),
        Obstacle::StepVanishes(step, practice) => {
            let whose = practice.map_or(String::new(), |code| format!(" for {code}"));
            format!("step `{step}` was done or is under way{whose} and is not in the new definition: keep it there")
        }
        Obstacle::StepDiffers(step) => {
            format!("step `{step}` is of another kind or scope in the new definition: give the new one another id")
        }
        Obstacle::PeriodCut => {
            "letters were posted and the time to choose would be shorter: it may be extended, never cut".to_owned()
        }
        Obstacle::PermitFalls(practice) => {
            format!("the go-live approval of {practice} would lose its ground: revoke it first with `precede permit revoke`")
        }
        Obstacle::LettersUnlawful(practice) => {
            format!("letters of {practice} under way would break a rule: see `precede campaign explain --act post`")
        }
    }
}

#[cfg(test)]
mod tests;
