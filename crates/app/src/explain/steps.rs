//! Steps that are not finished, each with what it waits for.

use precede_engine::{Def, Readiness, readiness};
use precede_model::{
    Campaign, Missing, Progress, StepId, StepState, Timestamp, Track, definition::StepIx,
};
use serde::Serialize;

use crate::words;

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

/// Unfinished steps of the campaign and, where one is asked about, of the practice.
pub(super) fn steps(
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
