//! Running campaigns move to another published definition: looked at first, then done, all that can (E11).

use std::sync::Arc;

use precede_engine::{Def, Obstacle, migrate};
use precede_model::{CampaignId, Digest, Evidence, PersonId, ProgrammeCode, Role};
use serde::Serialize;

use crate::{App, AppError, Mode, Tick};

/// What moving campaigns does, or would do.
#[derive(Debug, Clone, Serialize)]
pub struct MoveReport {
    /// The definition they move to.
    pub definition: Digest,
    /// Its variant.
    pub variant: Option<String>,
    /// Campaigns that move, as people type them.
    pub moved: Vec<Moved>,
    /// Campaigns that stay, with every reason.
    pub refused: Vec<Stays>,
}

/// A campaign that moves.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    /// The campaign.
    pub campaign: String,
    /// The definition it was on.
    pub from: Digest,
    /// Steps it has now that it had not.
    pub new_steps: Vec<String>,
    /// Steps it had and has no more; none of them was done.
    pub gone_steps: Vec<String>,
}

/// A campaign that cannot move.
#[derive(Debug, Clone, Serialize)]
pub struct Stays {
    /// The campaign.
    pub campaign: String,
    /// Why, each in a sentence.
    pub why: Vec<String>,
}

/// Where campaigns move, and which.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The programme.
    pub programme: ProgrammeCode,
    /// One campaign; `None`: all that run.
    pub campaign: Option<CampaignId>,
    /// The definition.
    pub definition: Digest,
    /// Its variant; its first when none is named.
    pub variant: Option<String>,
}

impl App {
    /// Moves campaigns to another published definition of their programme. Those that cannot move stay as they are.
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
        let variant = destination.variant.as_deref();
        let new = self.def(destination.definition, variant).await?;
        if new.definition.code != destination.programme {
            return Err(AppError::bad(format!(
                "definition `{}` is of programme `{}`, not of `{}`",
                destination.definition, new.definition.code, destination.programme
            )));
        }
        let mut report = MoveReport {
            definition: destination.definition,
            variant: new.variant.clone(),
            moved: Vec::new(),
            refused: Vec::new(),
        };
        let mut tick = self.tick(self.now().await?);
        for id in self.store().campaigns().await? {
            if id.programme != destination.programme
                || destination.campaign.is_some_and(|one| one != id)
            {
                continue;
            }
            let (campaign, old) = tick.campaign(id).await?;
            if campaign.has_ended() && destination.campaign.is_none() {
                continue;
            }
            let old = old.clone();
            match tick.migrate(id, &new, (by, evidence.clone())).await? {
                Ok(()) => report.moved.push(moved(id, &old, &new)),
                Err(obstacles) => report.refused.push(Stays {
                    campaign: id.to_string(),
                    why: obstacles.iter().map(words).collect(),
                }),
            }
        }
        match mode {
            Mode::Record => {
                tick.commit().await?;
            }
            Mode::Preview => {
                drop(tick);
                // What this tick moved in memory was never written.
                self.forget();
            }
        }
        Ok(report)
    }
}

impl Tick<'_> {
    /// Moves one campaign as part of this tick; one that cannot move is as it was.
    async fn migrate(
        &mut self,
        id: CampaignId,
        new: &Arc<Def>,
        said: (PersonId, Evidence),
    ) -> Result<Result<(), Vec<Obstacle>>, AppError> {
        let now = self.now();
        let (campaign, old) = self.campaign(id).await?;
        let mut copy = campaign.clone();
        match migrate((old, new), &mut copy, said, now) {
            Ok(decision) => {
                self.moved_to(id, (copy, new.clone()), decision).await?;
                Ok(Ok(()))
            }
            Err(obstacles) => Ok(Err(obstacles)),
        }
    }
}

fn moved(id: CampaignId, old: &Def, new: &Def) -> Moved {
    let only_in = |one: &Def, other: &Def| {
        let steps = one.definition.steps.iter();
        let missing = steps.filter(|step| other.find(step.id).is_none());
        missing.map(|step| step.id.to_string()).collect()
    };
    Moved {
        campaign: id.to_string(),
        from: old
            .definition
            .digest
            .parse()
            .expect("a parsed definition carries its SHA-256"),
        new_steps: only_in(new, old),
        gone_steps: only_in(old, new),
    }
}

/// An obstacle in a sentence, with what to do.
fn words(obstacle: &Obstacle) -> String {
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
