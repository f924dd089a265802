//! What is not due, or not theirs to do: acts tried while their step is not open, one person in two roles. `decide`
//! refuses all of it; an engine that does not is found out.

use precede_model::{
    Answer, How, Progress, Role, Standing, StepState,
    definition::{Kind, StepIx},
};

use super::{Deed, Fact, Move, Sort, Stage, Who, at_step, establishes, of_nobody};

pub(super) fn moves(stage: Stage<'_>, found: &mut Vec<Move>) {
    let Stage { def, campaign, .. } = stage;
    if !campaign.is_running() {
        return;
    }
    for ix in def.campaign_steps() {
        let state = &campaign.steps[def.slot(*ix)];
        match &def.step(*ix).kind {
            Kind::Publicity { .. } if !matches!(state, StepState::Done(_)) => {
                let owner = Who::first(def.step(*ix).owner);
                let what = (Sort::Untimely, Fact::Publicity);
                found.push(at_step((*ix, None), (Deed::OpenPublicity, owner), what));
            }
            Kind::Approval { by, .. } => same_person(stage, *ix, (state, by), found),
            Kind::Task { .. }
                if state.open().is_some() && establishes(def, *ix) == Fact::Readiness =>
            {
                two_hats(stage, *ix, found);
            }
            _ => {}
        }
    }
    for track in campaign
        .tracks
        .iter()
        .filter(|track| track.standing == Standing::Tranche)
    {
        let practice = Some(track.practice);
        for ix in def.track_steps() {
            let state = &track.steps[def.slot(*ix)];
            let deed = match (&def.step(*ix).kind, state) {
                (Kind::List, StepState::Pending) => {
                    (Deed::AcceptList, Who::first(def.step(*ix).owner))
                }
                (Kind::Acknowledgement { .. }, StepState::Pending) => {
                    (Deed::Acknowledge(How::Link), Who::first(Role::Practice))
                }
                (Kind::Acknowledgement { .. }, StepState::Open(_)) => {
                    // Nobody can acknowledge for a practice.
                    (Deed::Acknowledge(How::Link), Who::first(Role::PctStaff))
                }
                (Kind::SignOff { by, .. }, StepState::Pending) => (Deed::SignOff, Who::first(*by)),
                _ => continue,
            };
            let what = (Sort::Untimely, establishes(def, *ix));
            found.push(at_step((*ix, practice), deed, what));
        }
        if track.facts.informed.is_none() && track.answer != Some(Answer::Declines) {
            let director = Who::first(Role::Director);
            let what = (Sort::Untimely, Fact::Standing);
            found.push(of_nobody(practice, (Deed::Release, director), what));
        }
    }
}

/// The first signer signs a second time.
fn same_person(
    stage: Stage<'_>,
    ix: StepIx,
    (state, by): (&StepState, &[Role]),
    found: &mut Vec<Move>,
) {
    let Some(Progress::Signed { by: first, .. }) = state.open().map(|open| &open.progress) else {
        return;
    };
    let again = super::people::candidates(by).find(|who| super::person(*who, None) == *first);
    if let Some(who) = again {
        let what = (Sort::Untimely, establishes(stage.def, ix));
        found.push(at_step((ix, None), (Deed::Sign, who), what));
    }
}

/// Who signed the plan signs readiness, where that role may.
fn two_hats(stage: Stage<'_>, ix: StepIx, found: &mut Vec<Move>) {
    let [_, first, _] = super::people::signers(stage.campaign);
    let owner = stage.def.step(ix).owner;
    let same =
        super::people::candidates(&[owner]).find(|who| Some(super::person(*who, None)) == first);
    if let Some(who) = same {
        let what = (Sort::Untimely, Fact::Readiness);
        found.push(at_step((ix, None), (Deed::Finish, who), what));
    }
}
