//! What `after` means: when the predecessors of a step are all done.

use precede_model::{
    Campaign, Standing, StepState, Timestamp, Track,
    definition::{Kind, StepIx},
};

use crate::{
    Def,
    twins::{self, Twin},
};

/// Whether a step's predecessors let it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// All done, and their waits have run.
    Now,
    /// All done; the last wait runs until then.
    From(Timestamp),
    /// This predecessor is not done.
    Waits(StepIx),
}

/// Asks for one step, of the campaign or of one practice.
pub fn readiness(
    def: &Def,
    campaign: &Campaign,
    track: Option<&Track>,
    ix: StepIx,
    now: Timestamp,
) -> Readiness {
    let after = &def.step(ix).after;
    let mut latest = None;
    for predecessor in after {
        match settled_at(def, campaign, track, predecessor.step) {
            None => return Readiness::Waits(predecessor.step),
            Some(at) if predecessor.wait.is_none() => latest = latest.max(Some(at)),
            Some(_) => {}
        }
    }
    // Dates are reckoned last: most steps wait for somebody, not for a day.
    for (step, wait) in after
        .iter()
        .filter_map(|after| Some((after.step, after.wait?)))
    {
        let Some(at) = settled_at(def, campaign, track, step) else {
            return Readiness::Waits(step);
        };
        latest = latest.max(Some(def.due_after_holds(
            at,
            wait,
            (campaign, track.map(|track| track.practice)),
            now,
        )));
    }
    match latest {
        Some(at) if now < at => Readiness::From(at),
        _ => Readiness::Now,
    }
}

/// Whether the campaign's own steps before a practice's step are done: asked once for all practices.
pub(crate) fn campaign_lets_open(def: &Def, campaign: &Campaign, ix: StepIx) -> bool {
    let of_campaign =
        (def.step(ix).after.iter()).filter(|after| !def.step(after.step).is_of_practice());
    of_campaign
        .map(|after| &campaign.steps[def.slot(after.step)])
        .all(StepState::is_settled)
}

/// Since when one predecessor is done.
fn settled_at(
    def: &Def,
    campaign: &Campaign,
    track: Option<&Track>,
    before: StepIx,
) -> Option<Timestamp> {
    let slot = def.slot(before);
    match (def.step(before).is_of_practice(), track) {
        (true, Some(track)) => track.steps.get(slot)?.settled_at(),
        (true, None) => every_track(def, campaign, before),
        (false, _) => campaign.steps.get(slot)?.settled_at(),
    }
}

/// Narrower before wider: every track that takes part, and at least one. Being told concerns whoever hears publicity:
/// a practice that declines or is only in reach has its notice all the same, and nothing else waits for it.
fn every_track(def: &Def, campaign: &Campaign, ix: StepIx) -> Option<Timestamp> {
    let slot = def.slot(ix);
    let mut latest = None;
    let mut takes_part = false;
    for track in &campaign.tracks {
        takes_part |= track.takes_part();
        let is_other = latest.is_some() && twins::is(Twin::WrongBarrier);
        if !is_other && is_waited_for(def, track, ix) {
            latest = latest.max(Some(track.steps.get(slot)?.settled_at()?));
        }
    }
    latest.filter(|_| takes_part)
}

/// Whether a step of the campaign waits for this practice's.
pub(crate) fn is_waited_for(def: &Def, track: &Track, ix: StepIx) -> bool {
    let is_notice = matches!(def.step(ix).kind, Kind::Notice { .. });
    match track.standing {
        Standing::Tranche => track.takes_part() || is_notice,
        Standing::Reach => is_notice,
        Standing::Released { .. }
        | Standing::Left { .. }
        | Standing::Closed { .. }
        | Standing::Merged { .. } => false,
    }
}

/// Whether nothing keeps the campaign from closing: every required step is done or passed over, for every practice
/// that is still its concern. A campaign whose practices have all declined closes too; one that all have left has done
/// nothing, and is withdrawn by a person.
pub(crate) fn is_complete(def: &Def, campaign: &Campaign) -> bool {
    let settled = |ix: &StepIx, steps: &[StepState]| {
        !def.step(*ix).is_required() || steps.get(def.slot(*ix)).is_some_and(StepState::is_settled)
    };
    let tracks = campaign
        .tracks
        .iter()
        .filter(|track| matches!(track.standing, Standing::Tranche | Standing::Reach));
    (campaign.tracks.iter()).any(|track| track.standing == Standing::Tranche)
        && def
            .campaign_steps()
            .iter()
            .all(|ix| settled(ix, &campaign.steps))
        && tracks
            .into_iter()
            .all(|track| def.track_steps().iter().all(|ix| settled(ix, &track.steps)))
}
