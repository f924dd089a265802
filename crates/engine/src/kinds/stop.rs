//! R12, stop means stop: what rests on a fact that was taken back stops, and its own step opens again.
//!
//! Shared by the step kinds, the register's changes and the daemon's refusals. Batches not yet released are stopped,
//! released ones recalled, permits revoked. What was posted stays posted.

use precede_model::{
    Act, Actor, Evidence, Happening, Missing, OrganisationCode, Progress, Refusal, Role,
    SkipReason, Standing, StepId, StepState, Unmet,
    definition::{Kind, StepIx},
    facts::{BatchState, Permit},
};

use super::batch;
use crate::{
    evidence::Dated,
    run::{Run, Subject, out_of_order},
};

/// Opens a step again as a new occurrence, so that its effects have keys of their own. A campaign that has ended keeps
/// its steps as they are; a step that was never opened is opened by time.
pub(crate) fn reopen(run: &mut Run<'_>, ix: StepIx, practice: Option<OrganisationCode>) {
    let place = practice.and_then(|code| run.campaign.track_ix(code));
    let Some(state) = run.def.state(run.campaign, place, ix) else {
        return;
    };
    let before = state.occurrence();
    if before == 0 || run.campaign.has_ended() {
        return;
    }
    let what = Happening::StepOpened {
        practices: practice.into_iter().collect(),
        occurrence: before.saturating_add(1),
    };
    run.note(Subject::step(ix, practice), what);
}

/// Opens a step again if it is done; an open one is left to the people at work on it.
pub(crate) fn reopen_done(run: &mut Run<'_>, ix: StepIx, practice: OrganisationCode) {
    let place = run.campaign.track_ix(practice);
    if matches!(
        run.def.state(run.campaign, place, ix),
        Some(StepState::Done(_))
    ) {
        reopen(run, ix, Some(practice));
    }
}

/// Gives a practice back the steps it had begun before they were passed over for a reason that is gone.
pub(crate) fn give_back(run: &mut Run<'_>, practice: OrganisationCode) {
    let Some(track) = run.campaign.track(practice) else {
        return;
    };
    let begun: Vec<StepIx> = run
        .def
        .track_steps()
        .iter()
        .copied()
        .filter(|ix| match &track.steps[run.def.slot(*ix)] {
            StepState::Skipped(skipped) => skipped.why != SkipReason::Optional,
            StepState::Pending | StepState::Open(_) | StepState::Done(_) => false,
        })
        .collect();
    for ix in begun {
        reopen(run, ix, Some(practice));
    }
}

/// Letters of a practice that have not been posted: planned batches stop, released ones are recalled.
pub(crate) fn letters(run: &mut Run<'_>, practice: OrganisationCode) {
    let Some(track) = run.campaign.track(practice) else {
        return;
    };
    let Some(ix) = batch::step(run, practice) else {
        return;
    };
    for found in track.facts.batches.clone() {
        let batch = found.number;
        match found.state {
            BatchState::Planned => {
                let subject = Subject::step(ix, Some(practice));
                run.note(subject, Happening::BatchStopped { batch });
            }
            BatchState::Released { .. } => batch::recall(run, ix, practice, batch),
            BatchState::Posted { .. } | BatchState::Stopped { .. } => {}
        }
    }
}

/// A standing or planned permit falls when what it rests on does. While the practice is in the campaign a new one may
/// be given once the rules hold again.
pub(crate) fn revoke_permit(run: &mut Run<'_>, practice: OrganisationCode, reason: &str) {
    let Some(track) = run.campaign.track(practice) else {
        return;
    };
    if !matches!(track.facts.permit, Permit::Issued { .. } | Permit::Planned) {
        return;
    }
    let in_campaign = track.standing == Standing::Tranche;
    let step = (run.def.track_steps().iter().copied())
        .find(|ix| matches!(run.def.step(*ix).kind, Kind::Permit));
    let evidence = Evidence {
        reason: Some(reason.to_owned()),
        ..Evidence::default()
    };
    let subject = Subject {
        step,
        practice: Some(practice),
    };
    let now = Dated {
        happened: run.now,
        counts_from: run.now,
    };
    let by = (Actor::Precede, evidence);
    run.record(subject, Happening::PermitRevoked, by, now);
    if let Some(ix) = step.filter(|_| in_campaign) {
        reopen(run, ix, Some(practice));
    }
}

/// The daemon found at the instant of release that a rule refuses the act: nothing left. A batch is stopped, for the
/// next has a number of its own; any other act's step opens again, so that the act can be planned when it is lawful.
pub(crate) fn not_released(
    run: &mut Run<'_>,
    (step, practice): (StepId, OrganisationCode),
    (act, batch): (Act, Option<u16>),
    unmet: &Unmet,
) -> Result<(), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let (ix, _) = run.def.find(step).ok_or_else(unknown)?;
    let place = run.campaign.track_ix(practice).ok_or_else(unknown)?;
    let subject = Subject::step(ix, Some(practice));
    let what = Happening::Refused {
        act: act.to_string(),
        rule: unmet.rule,
        missing: unmet.missing.code(),
    };
    run.note(subject, what);
    let planned = |number| {
        let batches = &run.campaign.tracks[place].facts.batches;
        (batches.iter()).any(|batch| batch.number == number && batch.state == BatchState::Planned)
    };
    match batch {
        Some(batch) if planned(batch) => run.note(subject, Happening::BatchStopped { batch }),
        Some(_) => {}
        None => {
            let state = run.def.state(run.campaign, Some(place), ix);
            let waits = state.and_then(StepState::open);
            if waits.is_some_and(|open| open.progress == Progress::Planned) {
                reopen(run, ix, Some(practice));
            }
        }
    }
    Ok(())
}
