//! `answer`: takes part, not yet, or declines; at any time and reversible.

use precede_model::{
    Answer, Command, Happening, Missing, OrganisationCode, Refusal, Role, Standing,
    definition::Kind,
};

use super::{allow, is_live, sign_off, stop};
use crate::{
    evidence::dated,
    run::{Run, Subject, out_of_order},
};

/// The practice answers. It may, at any time from the start of the campaign on.
pub(crate) fn answer(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    answer: Answer,
) -> Result<(), Refusal> {
    allow(command, &[Role::Practice], Some(practice))?;
    is_live(run)?;
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
    if answer != Answer::Declines {
        stop::give_back(run, practice);
    } else {
        stop::letters(run, practice);
    }
    if answer != Answer::TakesPart {
        sign_off::go_with_answer(run, command, practice);
        stop::revoke_permit(run, practice, "the practice no longer takes part");
    }
    if let Some(ix) = step.filter(|_| was_answered && answer == Answer::NotYet) {
        stop::reopen_done(run, ix, practice);
    }
    Ok(())
}
