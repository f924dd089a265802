//! Where a campaign stands: its life, its stage, how far each step is, what holds it, and a line for each practice.

mod bound;

use chrono::NaiveDate;
use precede_engine::Def;
use precede_model::{
    Answer, Campaign, CampaignId, Hold, Lifecycle, OrganisationCode, StepId, StepState, Timestamp,
    Track,
    definition::{Scope, StepDef, StepIx},
    facts::Permit,
};
use serde::Serialize;

pub use bound::{DirectiveLine, QuietTimeLine};

use crate::{
    AlarmLine, App, AppError, CaseLine, SpendingLine, WAKE, alarm::alarm_lines, case::case_lines,
    spending::spending_line, words,
};

/// A campaign at an instant.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignStatus {
    /// Which one, as people type it: `scr/5PY/all`.
    pub campaign: String,
    /// The programme's title.
    pub title: String,
    /// Name of the PCT.
    pub pct_name: String,
    /// The definition's digest.
    pub definition: String,
    /// Its variant.
    pub variant: Option<String>,
    /// Where it stands in its life.
    pub lifecycle: Lifecycle,
    /// The first stage with an unfinished required step; `None` when all are finished.
    pub phase: Option<PhaseLine>,
    /// Every step, in file order.
    pub steps: Vec<StepLine>,
    /// Every practice, by code.
    pub practices: Vec<PracticeLine>,
    /// Times it stood still.
    pub holds: Vec<Hold>,
    /// Directives that were not lifted.
    pub directives: Vec<DirectiveLine>,
    /// Quiet times that are not over.
    pub quiet_times: Vec<QuietTimeLine>,
    /// Alarms that nobody has cleared.
    pub alarms: Vec<AlarmLine>,
    /// Incidents and requests that are open.
    pub cases: Vec<CaseLine>,
    /// Its money, where a budget was signed.
    pub budget: Option<SpendingLine>,
    /// When time alone moves it next.
    pub next_wake: Option<Timestamp>,
    /// Where working days were counted without knowing the holidays, if that is so.
    pub warning: Option<String>,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseLine {
    /// Its id.
    pub id: StepId,
    /// Its title.
    pub title: String,
}

/// How far one step is: out of 1 for a step of the campaign, out of its practices for theirs.
#[derive(Debug, Clone, Serialize)]
pub struct StepLine {
    /// Its id.
    pub step: StepId,
    /// Its title.
    pub title: String,
    /// Its kind, as the definition writes it.
    pub kind: &'static str,
    /// Whom it is done for.
    pub scope: Scope,
    /// Who does it.
    pub owner: String,
    /// Not open yet.
    pub pending: u32,
    /// Open.
    pub open: u32,
    /// Done.
    pub done: u32,
    /// Passed over.
    pub skipped: u32,
}

/// One practice.
#[derive(Debug, Clone, Serialize)]
pub struct PracticeLine {
    /// Its code.
    pub practice: OrganisationCode,
    /// Its place in the campaign, in words.
    pub standing: String,
    /// Its answer.
    pub answer: Option<Answer>,
    /// When it was told.
    pub told: Option<Timestamp>,
    /// When it confirmed that it is ready.
    pub informed: Option<Timestamp>,
    /// Steps open for it.
    pub open: Vec<StepId>,
    /// Its go-live approval.
    pub permit: Permit,
}

impl App {
    /// Where a campaign stands now.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn status(&self, id: CampaignId) -> Result<CampaignStatus, AppError> {
        let now = self.now().await?;
        let wake = self.store().timer(&id.stream(), WAKE).await?;
        let pct_name = self.organisation_name(id.pct).await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let status = CampaignStatus {
            pct_name,
            next_wake: wake.map(|timer| timer.due),
            warning: beyond(def, def.day(now)),
            ..of(def, campaign, now)
        };
        tick.commit().await?;
        Ok(status)
    }
}

fn of(def: &Def, campaign: &Campaign, now: Timestamp) -> CampaignStatus {
    let has_budget = !campaign.facts.spending.is_none();
    CampaignStatus {
        campaign: campaign.id.to_string(),
        title: def.definition.title.clone(),
        pct_name: String::new(),
        definition: campaign.definition.to_string(),
        variant: campaign.variant.clone(),
        lifecycle: campaign.lifecycle,
        phase: phase(def, campaign),
        steps: def
            .definition
            .indexed()
            .map(|(ix, step)| line(def, campaign, (ix, step)))
            .collect(),
        practices: campaign
            .tracks
            .iter()
            .map(|track| practice_line(def, track))
            .collect(),
        holds: campaign.holds.clone(),
        directives: bound::directives(campaign, now),
        quiet_times: bound::quiet_times(campaign, now),
        alarms: alarm_lines(campaign)
            .into_iter()
            .filter(|line| !line.is_cleared)
            .collect(),
        cases: case_lines(campaign, now)
            .into_iter()
            .filter(|line| !line.is_closed)
            .collect(),
        budget: has_budget.then(|| spending_line(def, campaign)),
        next_wake: None,
        warning: None,
    }
}

/// The first stage with an unfinished required step.
pub(crate) fn phase(def: &Def, campaign: &Campaign) -> Option<PhaseLine> {
    let unfinished = |(ix, step): (StepIx, &StepDef)| {
        let all_settled = states(def, campaign, ix).all(StepState::is_settled);
        (step.is_required() && !all_settled).then_some(step.phase)
    };
    let first = def.definition.indexed().filter_map(unfinished).min()?;
    let phase = def.definition.phases.get(first)?;
    Some(PhaseLine {
        id: phase.id,
        title: phase.title.clone(),
    })
}

/// How far one step is.
pub(crate) fn line(def: &Def, campaign: &Campaign, (ix, step): (StepIx, &StepDef)) -> StepLine {
    let mut line = StepLine {
        step: step.id,
        title: step.title.clone(),
        kind: step.kind_word(),
        scope: step.scope,
        owner: words::role(step.owner, Some(&def.definition)),
        pending: 0,
        open: 0,
        done: 0,
        skipped: 0,
    };
    for state in states(def, campaign, ix) {
        let count = match state {
            StepState::Pending => &mut line.pending,
            StepState::Open(_) => &mut line.open,
            StepState::Done(_) => &mut line.done,
            StepState::Skipped(_) => &mut line.skipped,
        };
        *count += 1;
    }
    line
}

/// The states of a step: one, or one for each practice that is still the campaign's concern.
fn states<'a>(
    def: &'a Def,
    campaign: &'a Campaign,
    ix: StepIx,
) -> impl Iterator<Item = &'a StepState> {
    let slot = def.slot(ix);
    let is_of_practice = def.step(ix).is_of_practice();
    let own = (!is_of_practice)
        .then(|| campaign.steps.get(slot))
        .flatten();
    let of_tracks = campaign
        .tracks
        .iter()
        .filter(move |track| is_of_practice && is_concern(track));
    own.into_iter()
        .chain(of_tracks.filter_map(move |track| track.steps.get(slot)))
}

fn is_concern(track: &Track) -> bool {
    use precede_model::Standing::{Closed, Left, Merged, Reach, Released, Tranche};
    match track.standing {
        Tranche | Reach => true,
        Released { .. } | Left { .. } | Closed { .. } | Merged { .. } => false,
    }
}

fn practice_line(def: &Def, track: &Track) -> PracticeLine {
    let open = def
        .track_steps()
        .iter()
        .filter(|ix| matches!(track.steps.get(def.slot(**ix)), Some(StepState::Open(_))))
        .map(|ix| def.step(*ix).id)
        .collect();
    PracticeLine {
        practice: track.practice,
        standing: words::standing(&track.standing),
        answer: track.answer,
        told: track.facts.told,
        informed: track.facts.informed.map(|signed| signed.at),
        open,
        permit: track.facts.permit,
    }
}

/// A year ahead is as far as any wait of a campaign reaches.
fn beyond(def: &Def, day: NaiveDate) -> Option<String> {
    let ahead = day + chrono::Days::new(365);
    def.calendar
        .beyond(day, ahead)
        .map(|warning| warning.to_string())
}
