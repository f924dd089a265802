//! The practices that have waited longest, and what each waits for.

use std::fmt;

use precede_app::{App, AppError, Explanation};
use precede_engine::Def;
use precede_model::{Act, Campaign, CampaignId, OrganisationCode, StepState, Timestamp, Track};
use serde::Serialize;

/// A practice that waits.
#[derive(Debug, Clone, Serialize)]
pub struct Blocked {
    /// The practice.
    pub practice: OrganisationCode,
    /// Its name.
    pub name: String,
    /// Its campaign, as people type it.
    pub campaign: String,
    /// When something last went on for it.
    pub since: Timestamp,
    /// The act that is next for it, if one is.
    pub next: Option<Act>,
    /// What it waits for: steps, and what each act lacks.
    pub explanation: Explanation,
}

/// The `most` practices of running campaigns for which nothing has gone on for longest.
///
/// # Errors
/// When the database is not available.
pub(crate) async fn longest(app: &App, most: usize) -> Result<Vec<Blocked>, AppError> {
    let mut waiting: Vec<(Timestamp, CampaignId, OrganisationCode, Option<Act>)> = Vec::new();
    let mut tick = app.tick(app.now().await?);
    for id in app.store().campaigns().await? {
        let (campaign, def) = tick.campaign(id).await?;
        waiting.extend(of_campaign(def, campaign));
        waiting.sort_unstable();
        waiting.truncate(most);
    }
    let mut blocked = Vec::new();
    for (since, id, practice, next) in waiting {
        let mut explanation = app.explain(id, Some(practice), None).await?;
        let def = tick.campaign(id).await?.1;
        // What is done again and again keeps nobody waiting.
        let is_required = |id| def.find(id).is_some_and(|(_, step)| step.is_required());
        explanation.steps.retain(|step| is_required(step.step));
        blocked.push(Blocked {
            practice,
            name: app.organisation_name(practice).await?,
            campaign: id.to_string(),
            since,
            next,
            explanation,
        });
    }
    tick.commit().await?;
    Ok(blocked)
}

/// The practices of one campaign that wait: since when, and the act that is next for each.
pub(crate) fn of_campaign<'a>(
    def: &'a Def,
    campaign: &'a Campaign,
) -> impl Iterator<Item = (Timestamp, CampaignId, OrganisationCode, Option<Act>)> + 'a {
    let tracks = campaign
        .tracks
        .iter()
        .filter(|track| campaign.is_running() && track.takes_part());
    tracks.filter_map(move |track| {
        let since = last_move(def, track)?;
        Some((since, campaign.id, track.practice, next_act(def, track)))
    })
}

/// The first act that is left to do for a practice.
fn next_act(def: &Def, track: &Track) -> Option<Act> {
    let left = def
        .track_steps()
        .iter()
        .filter(|ix| !track.steps[def.slot(**ix)].is_settled());
    left.filter_map(|ix| def.step(*ix).act()).next()
}

/// When the practice's last step was settled; `None` when nothing is left to do, or nothing has begun.
fn last_move(def: &Def, track: &Track) -> Option<Timestamp> {
    let is_left = def
        .track_steps()
        .iter()
        .any(|ix| def.step(*ix).is_required() && !track.steps[def.slot(*ix)].is_settled());
    let settled = track.steps.iter().filter_map(StepState::settled_at).max();
    settled.filter(|_| is_left)
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            practice,
            name,
            campaign,
            since,
            next,
            explanation,
        } = self;
        writeln!(f, "{practice} {name} ({campaign}), since {since}:")?;
        let acts = explanation.acts.iter().filter(|act| act.act.act() == *next);
        for lack in acts.flat_map(|act| &act.lacks) {
            writeln!(
                f,
                "  {} {}: {} ({})",
                lack.rule, lack.law, lack.words, lack.who
            )?;
        }
        for step in explanation.steps.iter().filter(|step| step.state == "open") {
            writeln!(f, "  {}: waits for {}", step.title, step.waits_for)?;
        }
        Ok(())
    }
}
