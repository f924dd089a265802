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
    /// What it waits for: steps, and what its last act lacks.
    pub explanation: Explanation,
}

/// The `most` practices of running campaigns for which nothing has gone on for longest.
///
/// # Errors
/// When the database is not available.
pub(crate) async fn longest(app: &App, most: usize) -> Result<Vec<Blocked>, AppError> {
    let mut waiting: Vec<(Timestamp, CampaignId, OrganisationCode)> = Vec::new();
    let mut tick = app.tick(app.now().await?);
    for id in app.store().campaigns().await? {
        let (campaign, def) = tick.campaign(id).await?;
        waiting.extend(of_campaign(def, campaign).map(|(since, practice)| (since, id, practice)));
        waiting.sort_unstable();
        waiting.truncate(most);
    }
    tick.commit().await?;
    let mut blocked = Vec::new();
    for (since, id, practice) in waiting {
        blocked.push(Blocked {
            practice,
            name: app.organisation_name(practice).await?,
            campaign: id.to_string(),
            since,
            explanation: app.explain(id, Some(practice), None).await?,
        });
    }
    Ok(blocked)
}

fn of_campaign<'a>(
    def: &'a Def,
    campaign: &'a Campaign,
) -> impl Iterator<Item = (Timestamp, OrganisationCode)> + 'a {
    let tracks = campaign
        .tracks
        .iter()
        .filter(|track| campaign.is_running() && track.takes_part());
    tracks.filter_map(move |track| Some((last_move(def, track)?, track.practice)))
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
            explanation,
        } = self;
        writeln!(f, "{practice} {name} ({campaign}), since {since}:")?;
        let last = explanation
            .acts
            .iter()
            .rev()
            .find(|act| !act.lawful && act.act != Act::Publicity);
        for lack in last.iter().flat_map(|act| &act.lacks) {
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
