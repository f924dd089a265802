//! R12, stop means stop: what rests on a fact that was taken back stops, and its own step opens again.
//!
//! Shared by the step kinds, the register's changes and the daemon's refusals. Batches not yet released are stopped,
//! released ones recalled, permits revoked. What was posted stays posted.

use precede_model::{
    Act, Actor, Command, Evidence, Happening, Lifecycle, Missing, OrganisationCode, Progress,
    Refusal, Role, SkipReason, Standing, StepId, StepState, Unmet,
    definition::{Kind, StepIx},
    facts::{Batch, BatchState, Permit},
};

use super::batch;
use crate::{
    evidence::Dated,
    rules::{self, HasLeft},
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
            BatchState::Released { .. } if found.recalled => {}
            BatchState::Released { .. } => batch::recall(run, ix, practice, batch),
            BatchState::Posted { .. } | BatchState::Stopped { .. } => {}
        }
    }
}

/// Whether letters of a batch are with the mail house or further.
pub(crate) fn has_left(batch: &Batch) -> bool {
    match batch.state {
        BatchState::Released { .. } => true,
        BatchState::Posted { posted, .. } => posted > 0,
        BatchState::Planned | BatchState::Stopped { .. } => false,
    }
}

/// Whether anything rests on what a practice said: letters that left, or a permit.
pub(crate) fn rests_on_practice(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let Some(track) = run.campaign.track(practice) else {
        return false;
    };
    track.facts.batches.iter().any(has_left) || matches!(track.facts.permit, Permit::Issued { .. })
}

/// Looks anew at all that rests on facts: letters not yet posted stop or are recalled, standing permits fall. Says
/// whether anything did.
pub(crate) fn recheck(run: &mut Run<'_>, why: &str) -> bool {
    if matches!(run.campaign.lifecycle, Lifecycle::Withdrawn { .. }) {
        return false;
    }
    let before = run.decision.events.len() + run.decision.effects.len();
    let practices: Vec<_> = (run.campaign.tracks.iter().map(|track| track.practice)).collect();
    for practice in &practices {
        if has_unlawful_letters(run, *practice) {
            letters(run, *practice);
        }
    }
    let fallen: Vec<_> = practices
        .into_iter()
        .filter(|practice| has_lost_ground(run, *practice))
        .collect();
    revoke(run, &fallen, (Actor::Precede, why));
    run.decision.events.len() + run.decision.effects.len() > before
}

/// Whether letters not yet posted lack what stops them.
fn has_unlawful_letters(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let Some(place) = run.campaign.track_ix(practice) else {
        return false;
    };
    let Some(ix) = batch::step(run, practice) else {
        return false;
    };
    run.campaign.tracks[place]
        .facts
        .batches
        .iter()
        .any(|found| {
            let (items, has_left) = match found.state {
                BatchState::Planned => (found.items, HasLeft::No),
                // Its letters count among those that left.
                BatchState::Released { .. } => (0, HasLeft::Yes),
                BatchState::Posted { .. } | BatchState::Stopped { .. } => return false,
            };
            let mut view = run.view(Some(place), ix, items);
            view.batch = (has_left == HasLeft::No).then_some(found.number);
            let lacks = rules::unmet(Act::Post, &view);
            (lacks.iter()).any(|lack| rules::stops_letters(&view, lack, has_left))
        })
        && !is_being_recalled(run, practice)
}

/// A batch is recalled once.
fn is_being_recalled(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let Some(track) = run.campaign.track(practice) else {
        return false;
    };
    let mut in_flight = track.facts.batches.iter();
    in_flight.all(|batch| match batch.state {
        BatchState::Released { .. } => batch.recalled,
        BatchState::Posted { .. } | BatchState::Stopped { .. } => true,
        BatchState::Planned => false,
    })
}

fn has_lost_ground(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let Some(place) = run.campaign.track_ix(practice) else {
        return false;
    };
    let track = &run.campaign.tracks[place];
    if !matches!(track.facts.permit, Permit::Issued { .. } | Permit::Planned) {
        return false;
    }
    let Some(ix) = permit_step(run) else {
        return false;
    };
    !rules::lost_ground(&run.view(Some(place), ix, 0)).is_empty()
}

fn permit_step(run: &Run<'_>) -> Option<StepIx> {
    let mut steps = run.def.track_steps().iter().copied();
    steps.find(|ix| matches!(run.def.step(*ix).kind, Kind::Permit))
}

/// A person takes a standing permit back.
pub(crate) fn revoke_by(run: &mut Run<'_>, command: &Command, practice: OrganisationCode) {
    let why = command.evidence.reason.clone().unwrap_or_default();
    revoke(run, &[practice], (command.by, &why));
}

/// Permits fall together: one event. A campaign that had closed goes on, for its work is not done; where the practice
/// is still in it a new permit may be given once the rules hold again.
fn revoke(run: &mut Run<'_>, practices: &[OrganisationCode], (by, why): (Actor, &str)) {
    if practices.is_empty() {
        return;
    }
    let step = permit_step(run);
    let sole = crate::advance::sole(practices);
    let evidence = Evidence {
        reason: Some(why.to_owned()),
        ..Evidence::default()
    };
    let now = Dated {
        happened: run.now,
        counts_from: run.now,
    };
    let subject = Subject {
        step,
        practice: sole,
    };
    let what = Happening::PermitRevoked {
        practices: if sole.is_some() {
            Vec::new()
        } else {
            practices.to_vec()
        },
    };
    run.record(subject, what, (by, evidence), now);
    let Some(ix) = step else { return };
    let is_here = |practice: &&OrganisationCode| {
        let track = run.campaign.track(**practice);
        track.is_some_and(|track| track.standing == Standing::Tranche)
    };
    let here: Vec<OrganisationCode> = practices.iter().filter(is_here).copied().collect();
    // What a practice that has left loses gives the campaign no work.
    if !here.is_empty() && matches!(run.campaign.lifecycle, Lifecycle::Closed { .. }) {
        run.note(Subject::CAMPAIGN, Happening::CampaignReopened);
    }
    for practice in here {
        reopen(run, ix, Some(practice));
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
    revoke(run, &[practice], (Actor::Precede, reason));
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
