//! A campaign's life: started, paused, resumed, withdrawn.

use precede_model::{
    Command, Happening, HeldAct, Lifecycle, Missing, OrganisationCode, Progress, Refusal, Role,
    SkipReason, StepId, StepState, definition::Scope, facts::Permit,
};

use crate::{
    binding,
    evidence::{Dated, dated},
    kinds::{allow, allow_role, find, reason, stop},
    run::{Run, Subject, out_of_order},
};

/// Starts a planned campaign.
pub(crate) fn start(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    allow(command, &[Role::PctLead, Role::ProgrammeLead], None)?;
    if let Some(unmet) = binding::held_for_campaign(run, HeldAct::Start) {
        return Err(unmet.into());
    }
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
    reason(command, None)?;
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

/// Ends it for good. Batches at the mail house are recalled, permits not yet used revoked.
pub(crate) fn withdraw(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::RegionLead, Role::ProgrammeLead],
        None,
    )?;
    reason(command, None)?;
    if run.campaign.has_ended() {
        return Err(wrong_moment());
    }
    let practices: Vec<OrganisationCode> =
        (run.campaign.tracks.iter().map(|track| track.practice)).collect();
    tell(run, command, Happening::CampaignWithdrawn)?;
    for practice in practices {
        stop::letters(run, practice);
        if holds_live_permit(run, practice) {
            stop::revoke_permit(run, practice, "the campaign was withdrawn");
        }
    }
    Ok(())
}

/// Whether a permit may still be used for a first upload. Where one was made under it, records are shared, and go on
/// being; one reported before it was given was none of its own.
fn holds_live_permit(run: &Run<'_>, practice: OrganisationCode) -> bool {
    run.campaign
        .track(practice)
        .is_some_and(|track| match track.facts.permit {
            Permit::Planned => true,
            Permit::Issued { at } => track.facts.upload.is_none_or(|upload| upload < at),
            Permit::None | Permit::Revoked { .. } => false,
        })
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
    // Letters under way are stopped or posted first.
    if found.open.progress == Progress::Planned {
        return Err(out_of_order(Missing::StepOpen, practice, found.step.owner));
    }
    reason(command, practice)?;
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
    allow_role(
        command,
        &[step_def.owner, Role::ProgrammeLead, Role::RegionLead],
        None,
    )?;
    // What is done in each campaign cannot come from elsewhere: an approval would have no signatures.
    if matches!(step_def.scope, Scope::Pct | Scope::Practice) {
        return Err(out_of_order(Missing::StepKind, None, step_def.owner));
    }
    let is_done = matches!(
        run.def.state(run.campaign, None, ix),
        Some(StepState::Done(_))
    );
    if run.campaign.has_ended() || is_done {
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

fn wrong_moment() -> Refusal {
    out_of_order(Missing::CampaignRunning, None, Role::PctLead)
}
