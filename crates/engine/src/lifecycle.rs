//! A campaign's life: started, paused, resumed, withdrawn.

use precede_model::{
    Command, Happening, Lifecycle, Missing, OrganisationCode, Refusal, Role, SkipReason, StepId,
    StepState, facts::BatchState,
};

use crate::{
    evidence::{Dated, dated},
    kinds::{allow, bad_evidence, batch, find},
    run::{Run, Subject, out_of_order},
};

/// Starts a planned campaign.
pub(crate) fn start(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    allow(command, &[Role::PctLead, Role::ProgrammeLead], None)?;
    match run.campaign.lifecycle {
        Lifecycle::Planned => tell(run, command, Happening::CampaignStarted),
        Lifecycle::Running { .. }
        | Lifecycle::Paused { .. }
        | Lifecycle::Withdrawn { .. }
        | Lifecycle::Closed { .. } => Err(wrong_moment()),
    }
}

/// Pauses a running one: no act is planned or released until it is resumed.
pub(crate) fn pause(
    run: &mut Run<'_>,
    command: &Command,
    clock: precede_model::ClockEffect,
) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::RegionLead, Role::ProgrammeLead],
        None,
    )?;
    reason(command)?;
    match run.campaign.lifecycle {
        Lifecycle::Running { .. } => tell(run, command, Happening::CampaignPaused { clock }),
        Lifecycle::Planned
        | Lifecycle::Paused { .. }
        | Lifecycle::Withdrawn { .. }
        | Lifecycle::Closed { .. } => Err(wrong_moment()),
    }
}

/// Resumes a paused one.
pub(crate) fn resume(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::RegionLead, Role::ProgrammeLead],
        None,
    )?;
    match run.campaign.lifecycle {
        Lifecycle::Paused { .. } => tell(run, command, Happening::CampaignResumed),
        Lifecycle::Planned
        | Lifecycle::Running { .. }
        | Lifecycle::Withdrawn { .. }
        | Lifecycle::Closed { .. } => Err(wrong_moment()),
    }
}

/// Ends it for good. Batches at the mail house are recalled.
pub(crate) fn withdraw(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::RegionLead, Role::ProgrammeLead],
        None,
    )?;
    reason(command)?;
    if run.campaign.has_ended() {
        return Err(wrong_moment());
    }
    let in_flight: Vec<(OrganisationCode, u16)> = run
        .campaign
        .tracks
        .iter()
        .flat_map(|track| {
            let released = |state| matches!(state, BatchState::Released { .. });
            let batches = track
                .facts
                .batches
                .iter()
                .filter(move |batch| released(batch.state));
            batches.map(|batch| (track.practice, batch.number))
        })
        .collect();
    for (practice, number) in in_flight {
        if let Some(ix) = batch_step(run) {
            batch::recall(run, ix, practice, number);
        }
    }
    tell(run, command, Happening::CampaignWithdrawn)
}

fn batch_step(run: &Run<'_>) -> Option<precede_model::definition::StepIx> {
    let is_batch = |ix: &precede_model::definition::StepIx| {
        matches!(
            run.def.step(*ix).kind,
            precede_model::definition::Kind::Batch { .. }
        )
    };
    run.def.track_steps().iter().copied().find(is_batch)
}

/// Passes over an optional step, by a named person with a reason.
pub(crate) fn skip(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, Option<OrganisationCode>),
) -> Result<(), Refusal> {
    let found = find(run, step, practice)?;
    allow(command, &[found.step.owner, Role::PctLead], practice)?;
    if !found.step.optional {
        return Err(out_of_order(Missing::Optional, practice, found.step.owner));
    }
    reason(command)?;
    let practices = practice.into_iter().collect();
    let what = Happening::StepSkipped {
        steps: vec![step],
        practices,
        why: SkipReason::Optional,
    };
    let dated = dated(run.def, command, found.since(), run.now)?;
    run.tell(command, found.subject, what, dated);
    Ok(())
}

/// A step done for a region or the programme is taken into this chain.
pub(crate) fn adopt(
    run: &mut Run<'_>,
    command: &Command,
    step: StepId,
    what: Happening,
) -> Result<(), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, None, Role::ProgrammeLead);
    let (ix, step_def) = run.def.find(step).ok_or_else(unknown)?;
    allow(
        command,
        &[step_def.owner, Role::ProgrammeLead, Role::RegionLead],
        None,
    )?;
    let is_done = matches!(
        run.def.state(run.campaign, None, ix),
        Some(StepState::Done(_))
    );
    if step_def.is_of_practice() || run.campaign.has_ended() || is_done {
        return Err(out_of_order(Missing::StepOpen, None, step_def.owner));
    }
    let dated = dated(run.def, command, None, run.now)?;
    run.tell(command, Subject::step(ix, None), what, dated);
    Ok(())
}

fn tell(run: &mut Run<'_>, command: &Command, what: Happening) -> Result<(), Refusal> {
    let now = Dated {
        happened: run.now,
        counts_from: run.now,
    };
    run.tell(command, Subject::CAMPAIGN, what, now);
    Ok(())
}

fn reason(command: &Command) -> Result<(), Refusal> {
    let given = command
        .evidence
        .reason
        .as_deref()
        .is_some_and(|reason| !reason.trim().is_empty());
    if given {
        Ok(())
    } else {
        Err(bad_evidence(Missing::Reason, None, command.role))
    }
}

fn wrong_moment() -> Refusal {
    out_of_order(Missing::CampaignRunning, None, Role::PctLead)
}
