//! `answer`: takes part, not yet, or declines; at any time and reversible.

use precede_model::{
    Command, Happening, Missing, OrganisationCode, Refusal, Role, Standing, definition::Kind,
};

use super::allow;
use crate::{
    evidence::dated,
    run::{Run, Subject, out_of_order},
};

/// The practice answers. It may, at any time from the start of the campaign on.
pub(crate) fn answer(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    answer: precede_model::Answer,
) -> Result<(), Refusal> {
    allow(command, &[Role::Practice], Some(practice))?;
    if !run.campaign.is_running() {
        return Err(out_of_order(Missing::CampaignRunning, None, Role::PctLead));
    }
    let track = run
        .campaign
        .track(practice)
        .filter(|track| track.standing == Standing::Tranche)
        .ok_or_else(|| out_of_order(Missing::TakesPart, Some(practice), Role::PctStaff))?;
    let step = run
        .def
        .track_steps()
        .iter()
        .copied()
        .find(|ix| matches!(run.def.step(*ix).kind, Kind::Answer));
    let state = step.map(|ix| &track.steps[run.def.slot(ix)]);
    let cause = state.and_then(|state| state.open()).map(|open| open.since);
    let was_answered = state.is_some_and(|state| state.is_settled());
    let had_permit = answer != precede_model::Answer::TakesPart;
    let dated = dated(run.def, command, cause, run.now)?;
    let subject = Subject {
        step,
        practice: Some(practice),
    };
    run.tell(
        command,
        subject,
        Happening::PracticeAnswered { answer },
        dated,
    );
    if was_answered
        && answer == precede_model::Answer::NotYet
        && let Some(ix) = step
    {
        super::acknowledgement::reopen(run, ix, practice);
    }
    if had_permit {
        super::acknowledgement::revoke_permit(run, practice, "the practice no longer takes part");
    }
    Ok(())
}
