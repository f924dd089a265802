//! `consult`: papers, meeting, position. Silence after one whole cycle from the papers goes on.

use precede_model::{
    Command, ConsultStage, FactName, Happening, Missing, OrganisationCode, Position, Progress,
    Refusal, StepId,
    definition::{Kind, StepIx},
};

use super::{allow, bad_evidence, find, wrong_kind};
use crate::{
    evidence::dated,
    run::{Run, Subject},
};

/// Papers sent or meeting held.
pub(crate) fn stage(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, Option<OrganisationCode>),
    stage: ConsultStage,
) -> Result<(), Refusal> {
    let found = find(run, step, practice)?;
    let Kind::Consult { of, .. } = found.step.kind else {
        return Err(wrong_kind(practice, found.step.owner));
    };
    allow(command, &[found.step.owner], practice)?;
    let dated = dated(run.def, command, found.since(), run.now)?;
    run.tell(
        command,
        found.subject,
        Happening::ConsultBegun { of, stage },
        dated,
    );
    Ok(())
}

/// The body's position. That it says nothing is for a whole cycle to show, not for a person to state.
pub(crate) fn position(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, Option<OrganisationCode>),
    position: Position,
) -> Result<(), Refusal> {
    let found = find(run, step, practice)?;
    let Kind::Consult { of, .. } = found.step.kind else {
        return Err(wrong_kind(practice, found.step.owner));
    };
    allow(command, &[found.step.owner], practice)?;
    if position == Position::Silent {
        return Err(bad_evidence(Missing::StepKind, practice, found.step.owner));
    }
    let dated = dated(run.def, command, found.since(), run.now)?;
    run.tell(command, found.subject, consulted(of, position), dated);
    Ok(())
}

/// After a whole cycle of silence the step goes on.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, track: Option<usize>) {
    let Kind::Consult { of, cycle } = run.def.step(ix).kind else {
        return;
    };
    let Some(open) = run
        .def
        .state(run.campaign, track, ix)
        .and_then(|state| state.open())
    else {
        return;
    };
    let Progress::Consulting {
        papers: Some(papers),
        ..
    } = open.progress
    else {
        return;
    };
    let practice = track.map(|place| run.campaign.tracks[place].practice);
    let ends = (run.def).due_after_holds(papers, cycle, (run.campaign, practice), run.now);
    if run.now < ends {
        return run.wake_at(ends);
    }
    run.note(Subject::step(ix, practice), consulted(of, Position::Silent));
}

fn consulted(of: FactName, position: Position) -> Happening {
    if of.as_str() == "lmc" {
        Happening::LmcConsulted { position }
    } else {
        Happening::BodyConsulted { of, position }
    }
}
