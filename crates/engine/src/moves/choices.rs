//! What people inside may decide otherwise: a practice declines, says not yet, or closes; a director releases a silent
//! one; somebody passes over an optional step; a mail does not arrive.

use precede_model::{
    Answer, OrganisationCode, Progress, Role, Standing, StepState, Track, definition::Kind,
    facts::BatchState,
};

use super::{Deed, Fact, Move, Sort, Stage, Who, at_step, of_nobody};

pub(super) fn moves(stage: Stage<'_>, found: &mut Vec<Move>) {
    let Stage { def, campaign, .. } = stage;
    if campaign.has_ended() || !campaign.is_running() {
        return;
    }
    let lead = Who::first(Role::PctLead);
    let skips =
        |state: &StepState| (state.open()).is_some_and(|open| open.progress != Progress::Planned);
    for ix in def.campaign_steps() {
        if def.step(*ix).optional && skips(&campaign.steps[def.slot(*ix)]) {
            let what = (Sort::Choice, super::establishes(def, *ix));
            found.push(at_step((*ix, None), (Deed::Skip, lead), what));
        }
    }
    for track in &campaign.tracks {
        of_practice(track, found);
        if track.standing != Standing::Tranche {
            continue;
        }
        for ix in def.track_steps() {
            if def.step(*ix).optional && skips(&track.steps[def.slot(*ix)]) {
                let what = (Sort::Choice, super::establishes(def, *ix));
                found.push(at_step(
                    (*ix, Some(track.practice)),
                    (Deed::Skip, lead),
                    what,
                ));
            }
        }
        spoiled(track, found);
        silent(stage, track, found);
    }
}

fn of_practice(track: &Track, found: &mut Vec<Move>) {
    let practice = Some(track.practice);
    let keeper = Who::first(Role::Administrator);
    let doctor = Who::first(Role::Practice);
    match track.standing {
        Standing::Tranche => {
            // An answer is reversible: a practice may come back at any time. “Not yet” holds its permit and no more.
            let declines = (Answer::Declines, Sort::Choice, Fact::Answer);
            let not_yet = (Answer::NotYet, Sort::Choice, Fact::Permit);
            let back = (Answer::TakesPart, Sort::Restore, Fact::Answer);
            let others = match track.answer {
                None | Some(Answer::TakesPart) => [not_yet, declines],
                Some(Answer::NotYet) => [back, declines],
                Some(Answer::Declines) => [back, not_yet],
            };
            for (answer, sort, fact) in others {
                let deed = Deed::Answer(answer);
                found.push(of_nobody(practice, (deed, doctor), (sort, fact)));
            }
            let closing = (Deed::Close, keeper);
            found.push(of_nobody(practice, closing, (Sort::Choice, Fact::Standing)));
        }
        Standing::Reach | Standing::Released { .. } => {
            let closing = (Deed::Close, keeper);
            found.push(of_nobody(practice, closing, (Sort::Choice, Fact::Standing)));
        }
        Standing::Left { .. } | Standing::Closed { .. } | Standing::Merged { .. } => {}
    }
}

/// All letters of a batch are spoiled: they never leave, and are composed anew.
fn spoiled(track: &Track, found: &mut Vec<Move>) {
    let once = track.facts.batches.len() == 1;
    for batch in track.facts.batches.iter().filter(|_| once) {
        if matches!(batch.state, BatchState::Released { .. }) && !batch.recalled {
            let house = Who::first(Role::MailHouse);
            let deed = Deed::Spoil(batch.number);
            let practice: Option<OrganisationCode> = Some(track.practice);
            found.push(of_nobody(
                practice,
                (deed, house),
                (Sort::Choice, Fact::Letters),
            ));
        }
    }
}

/// A practice silent to the end of its chase is released by a director, by name.
fn silent(stage: Stage<'_>, track: &Track, found: &mut Vec<Move>) {
    let chased = track.facts.chase_ended.is_some() && track.facts.informed.is_none();
    let has_chase = stage
        .def
        .track_steps()
        .iter()
        .any(|ix| matches!(stage.def.step(*ix).kind, Kind::Acknowledgement { .. }));
    if chased && has_chase {
        let director = Who::first(Role::Director);
        let what = (Sort::Restore, Fact::Standing);
        found.push(of_nobody(
            Some(track.practice),
            (Deed::Release, director),
            what,
        ));
    }
}
