//! `consult`: papers, meeting, position. Silence after one whole cycle from the papers goes on.

use precede_model::{
    Campaign, Command, ConsultStage, FactName, Happening, Missing, OrganisationCode, Position,
    Progress, Refusal, StepId, Timestamp,
    definition::{Kind, StepIx},
};

use super::{allow, bad_evidence, find, wrong_kind};
use crate::{
    Def,
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
    let Kind::Consult { of, .. } = run.def.step(ix).kind else {
        return;
    };
    let Some(ends) = silent_from(run.def, run.campaign, (ix, track), run.now) else {
        return;
    };
    if run.now < ends {
        return run.wake_at(ends);
    }
    let practice = track.map(|place| run.campaign.tracks[place].practice);
    run.note(Subject::step(ix, practice), consulted(of, Position::Silent));
}

/// When silence has lasted a whole cycle from the papers; `None` while none were sent.
pub(crate) fn silent_from(
    def: &Def,
    campaign: &Campaign,
    (ix, track): (StepIx, Option<usize>),
    now: Timestamp,
) -> Option<Timestamp> {
    let Kind::Consult { cycle, .. } = def.step(ix).kind else {
        return None;
    };
    let open = def.state(campaign, track, ix)?.open()?;
    let Progress::Consulting { papers, .. } = open.progress else {
        return None;
    };
    let practice = track.map(|place| campaign.tracks[place].practice);
    Some(def.due_after_holds(papers?, cycle, (campaign, practice), now))
}

fn consulted(of: FactName, position: Position) -> Happening {
    if of.as_str() == "lmc" {
        Happening::LmcConsulted { position }
    } else {
        Happening::BodyConsulted { of, position }
    }
}
