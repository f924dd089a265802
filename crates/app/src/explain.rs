//! Why something cannot happen yet: for acts what each rule lacks, for steps what each waits for.

use precede_engine::{Def, Readiness, earliest, explain, readiness};
use precede_model::{
    Act, Campaign, CampaignId, Missing, OrganisationCode, Progress, Rule, StepId, StepState,
    Timestamp, Track, Unmet, definition::StepIx,
};
use serde::Serialize;

use crate::{App, AppError, words};

/// A campaign explained, or one practice in it.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice asked about.
    pub practice: Option<OrganisationCode>,
    /// Acts, each with what it lacks.
    pub acts: Vec<ActExplained>,
    /// Steps that are not finished, each with what it waits for.
    pub steps: Vec<StepExplained>,
}

/// One act at this instant.
#[derive(Debug, Clone, Serialize)]
pub struct ActExplained {
    /// The act.
    pub act: Act,
    /// Whether every rule holds now.
    pub lawful: bool,
    /// From when it is lawful by time alone; `None` when somebody must act first (or it is lawful now).
    pub earliest: Option<Timestamp>,
    /// What is missing, rule by rule.
    pub lacks: Vec<Lack>,
}

/// One thing missing.
#[derive(Debug, Clone, Serialize)]
pub struct Lack {
    /// The rule.
    pub rule: Rule,
    /// The law's name.
    pub law: &'static str,
    /// The code.
    pub missing: String,
    /// What is missing and what to do next.
    pub words: String,
    /// For which practice.
    pub practice: Option<OrganisationCode>,
    /// Who can supply it.
    pub who: String,
    /// From when it holds by time alone.
    pub earliest: Option<Timestamp>,
}

/// One unfinished step.
#[derive(Debug, Clone, Serialize)]
pub struct StepExplained {
    /// Its id.
    pub step: StepId,
    /// Its title.
    pub title: String,
    /// `pending` or `open`.
    pub state: &'static str,
    /// What it waits for.
    pub waits_for: String,
    /// Who can move it on.
    pub who: Option<String>,
    /// From when it can go on by time alone.
    pub earliest: Option<Timestamp>,
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
        act: Option<Act>,
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
    (practice, act): (Option<OrganisationCode>, Option<Act>),
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
    let mut acts = Vec::new();
    for wanted in Act::ALL {
        let contained = def.definition.contains(wanted);
        let is_asked = act.is_none_or(|act| act == wanted);
        if act == Some(wanted) && !contained {
            return Err(AppError::bad(format!(
                "the definition has no step that does `{wanted}`"
            )));
        }
        // Publicity is one act for the whole campaign; the others need a practice.
        let can_be_told = wanted == Act::Publicity || practice.is_some();
        if act == Some(wanted) && !can_be_told {
            return Err(AppError::bad(format!(
                "`{wanted}` is done for a practice: name it with `--practice CODE`"
            )));
        }
        if contained && is_asked && can_be_told {
            let subject = if wanted == Act::Publicity {
                None
            } else {
                practice
            };
            acts.push(act_explained(def, campaign, (wanted, subject), now)?);
        }
    }
    let steps = if act.is_some() {
        Vec::new()
    } else {
        steps(def, campaign, track, now)
    };
    Ok(Explanation {
        campaign: campaign.id.to_string(),
        practice,
        acts,
        steps,
    })
}

fn act_explained(
    def: &Def,
    campaign: &Campaign,
    (act, practice): (Act, Option<OrganisationCode>),
    now: Timestamp,
) -> Result<ActExplained, AppError> {
    let unmet = explain(def, campaign, act, practice, now)?;
    Ok(ActExplained {
        act,
        lawful: unmet.is_empty(),
        earliest: earliest(&unmet),
        lacks: unmet.iter().map(|unmet| lack(def, unmet)).collect(),
    })
}

/// One lack in words.
pub(crate) fn lack(def: &Def, unmet: &Unmet) -> Lack {
    Lack {
        rule: unmet.rule,
        law: unmet.rule.title(),
        missing: unmet.missing.code(),
        words: words::missing(unmet.missing),
        practice: unmet.practice,
        who: words::role(unmet.who, Some(&def.definition)),
        earliest: unmet.from,
    }
}

/// Unfinished steps of the campaign and, where one is asked about, of the practice.
fn steps(
    def: &Def,
    campaign: &Campaign,
    track: Option<&Track>,
    now: Timestamp,
) -> Vec<StepExplained> {
    let place = track.and_then(|track| campaign.track_ix(track.practice));
    def.definition
        .indexed()
        .filter(|(_, step)| !step.is_of_practice() || track.is_some())
        .filter_map(|(ix, _)| {
            let state = def.state(campaign, place, ix)?;
            step(def, campaign, (ix, state), track, now)
        })
        .collect()
}

/// What one step waits for; `None` when it is finished.
pub(crate) fn step(
    def: &Def,
    campaign: &Campaign,
    (ix, state): (StepIx, &StepState),
    track: Option<&Track>,
    now: Timestamp,
) -> Option<StepExplained> {
    let definition = &def.definition;
    let step = def.step(ix);
    let owner = || words::role(step.owner, Some(definition));
    let own_track = track.filter(|_| step.is_of_practice());
    let (waits_for, who, earliest) = match state {
        StepState::Done(_) | StepState::Skipped(_) => return None,
        StepState::Open(open) => (waiting(&open.progress, &owner()), Some(owner()), None),
        StepState::Pending => match readiness(def, campaign, own_track, ix, now) {
            Readiness::Now if campaign.is_running() => (
                "opens when the daemon next looks".to_owned(),
                None,
                Some(now),
            ),
            Readiness::Now => (words::missing(Missing::CampaignRunning), None, None),
            Readiness::From(at) => ("a wait that still runs".to_owned(), None, Some(at)),
            Readiness::Waits(before) => {
                let before = def.step(before);
                let words = format!("`{}`: {}", before.id, before.title);
                (
                    words,
                    Some(words::role(before.owner, Some(definition))),
                    None,
                )
            }
        },
    };
    Some(StepExplained {
        step: step.id,
        title: step.title.clone(),
        state: words::state(state),
        waits_for,
        who,
        earliest,
    })
}

/// What an open step waits for, by how far it has come.
fn waiting(progress: &Progress, owner: &str) -> String {
    match progress {
        Progress::Fresh => format!("{owner} to do it"),
        Progress::Signed { by, .. } => format!("a second signature, by somebody else than {by}"),
        Progress::Consulting { papers, meeting } => match (papers, meeting) {
            (_, Some(_)) => "the body's position, or its silence for a whole cycle".to_owned(),
            (Some(_), None) => {
                "the meeting and the position, or silence for a whole cycle".to_owned()
            }
            (None, None) => "papers to be sent".to_owned(),
        },
        Progress::Chasing { ended: true, .. } => {
            "an answer; chasing has ended, a director may release the practice by name".to_owned()
        }
        Progress::Chasing {
            escalated: true, ..
        } => "an answer; PCT staff are to telephone".to_owned(),
        Progress::Chasing { .. } => "the practice's answer".to_owned(),
        Progress::Planned => {
            "the daemon to carry it out, as soon as every rule allows it".to_owned()
        }
        Progress::Failed => "somebody to put the address right; it could not leave".to_owned(),
        Progress::Fired { .. } => "its next time".to_owned(),
    }
}

#[cfg(test)]
mod tests;
