//! Why something can or cannot happen yet: for acts each rule with its evidence and the earliest lawful date, for steps
//! what each waits for. The engine's own functions say so; here it is put into words.

mod act;
mod next;
mod steps;
mod survey;
#[cfg(test)]
mod tests;

use precede_engine::{Def, explained};
use precede_model::{
    Act, Campaign, CampaignId, HeldAct, OrganisationCode, Timestamp, Track, facts::Permit,
};
use serde::Serialize;

use crate::{App, AppError};
use act::Scene;

pub(crate) use steps::step;
pub use {
    act::{ActExplained, Evidence, Lack, RuleExplained},
    next::Next,
    steps::StepExplained,
    survey::{Survey, SurveyLack},
};

/// A campaign explained, or one practice in it.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice asked about.
    pub practice: Option<OrganisationCode>,
    /// Acts, each with its rules.
    pub acts: Vec<ActExplained>,
    /// For a campaign as a whole: how its practices stand before each act of theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<Survey>,
    /// Steps that are not finished, each with what it waits for.
    pub steps: Vec<StepExplained>,
}

impl App {
    /// Explains a campaign, or a practice in it. `act`: that one alone; `None`: all its definition has.
    ///
    /// # Errors
    /// No such campaign, practice or act; the database.
    pub async fn explain(
        &self,
        id: CampaignId,
        practice: Option<OrganisationCode>,
        act: Option<HeldAct>,
    ) -> Result<Explanation, AppError> {
        let now = self.now().await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let explanation = explanation(def, campaign, (practice, act), now);
        tick.commit().await?;
        explanation
    }
}

fn explanation(
    def: &Def,
    campaign: &Campaign,
    (practice, act): (Option<OrganisationCode>, Option<HeldAct>),
    now: Timestamp,
) -> Result<Explanation, AppError> {
    let track = match practice {
        None => None,
        Some(code) => Some(campaign.track(code).ok_or_else(|| {
            AppError::bad(format!(
                "practice `{code}` is not in campaign `{}`",
                campaign.id
            ))
        })?),
    };
    let scene = Scene { def, campaign, now };
    let mut acts = Vec::new();
    for wanted in wanted(def, track, act)? {
        let is_of_campaign = matches!(wanted, HeldAct::Publicity | HeldAct::Start);
        let subject = practice.filter(|_| !is_of_campaign);
        acts.push(scene.act(&explained(def, campaign, (wanted, subject), now)?));
    }
    let mut practices = Vec::new();
    if track.is_none() && act.is_none() {
        let of_practice = [Act::Tell, Act::Post, Act::Permit].into_iter();
        for act in of_practice.filter(|act| def.definition.contains(*act)) {
            practices.push(scene.survey(act)?);
        }
    }
    let steps = if act.is_some() {
        Vec::new()
    } else {
        steps::steps(def, campaign, track, now)
    };
    Ok(Explanation {
        campaign: campaign.id.to_string(),
        practice,
        acts,
        practices,
        steps,
    })
}

/// The acts to explain: the one asked about, else those of a practice or of the campaign.
fn wanted(
    def: &Def,
    track: Option<&Track>,
    act: Option<HeldAct>,
) -> Result<Vec<HeldAct>, AppError> {
    let Some(act) = act else {
        let all = match track {
            None => vec![HeldAct::Start, HeldAct::Publicity],
            Some(track) => {
                let mut all: Vec<HeldAct> = Act::ALL.into_iter().map(HeldAct::from).collect();
                // Records that are not shared have no updates.
                all.extend(has_shared(track).then_some(HeldAct::Updates));
                all
            }
        };
        let is_contained = |act: &HeldAct| contains(def, *act);
        return Ok(all.into_iter().filter(is_contained).collect());
    };
    if !contains(def, act) {
        return Err(AppError::bad(format!(
            "the definition has no step that does `{act}`"
        )));
    }
    // Publicity is one act for the whole campaign; these need a practice.
    let needs_practice = matches!(act, HeldAct::Tell | HeldAct::Post | HeldAct::Permit);
    if needs_practice && track.is_none() {
        return Err(AppError::bad(format!(
            "`{act}` is done for a practice: name it with `--practice CODE`"
        )));
    }
    Ok(vec![act])
}

fn contains(def: &Def, act: HeldAct) -> bool {
    match act.act() {
        Some(act) => def.definition.contains(act),
        // What is shared by permit is updated; any campaign starts.
        None => act == HeldAct::Start || def.definition.contains(Act::Permit),
    }
}

fn has_shared(track: &Track) -> bool {
    let was_permitted = !matches!(track.facts.permit, Permit::None | Permit::Planned);
    was_permitted || track.facts.upload.is_some()
}
