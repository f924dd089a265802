//! `publicity`: something the public sees. A person opens it under R2, and closes it when it is over.

use precede_model::{
    Act, Command, Happening, Missing, Refusal, Role, StepId, StepState, definition::Kind,
};

use super::{allow, find, is_running, stop, wrong_kind};
use crate::{
    evidence::dated,
    rules,
    run::{Run, Subject, out_of_order},
};

/// Publicity goes live: an act, so the rules are asked at this instant.
pub(crate) fn open(run: &mut Run<'_>, command: &Command, step: StepId) -> Result<(), Refusal> {
    // The rule speaks before the order of steps: it says what is missing for people, not for the definition.
    let (ix, _) = run
        .def
        .find(step)
        .ok_or_else(|| out_of_order(Missing::Unknown, None, Role::PctLead))?;
    if let Kind::Publicity { .. } = run.def.step(ix).kind
        && let Some(unmet) = rules::first(&rules::unmet(Act::Publicity, &run.view(None, ix, 0)))
    {
        return Err(unmet.into());
    }
    is_running(run)?;
    let state = run.def.state(run.campaign, None, ix);
    if matches!(state, Some(StepState::Done(_))) && !is_live(run, step) {
        // It has run and is over: letters to a practice that joined late need it live again.
        stop::reopen(run, ix, None);
    }
    let found = find(run, step, None)?;
    let Kind::Publicity { lasts, media } = &found.step.kind else {
        return Err(wrong_kind(None, found.step.owner));
    };
    allow(command, &[found.step.owner], None)?;
    let dated = dated(run.def, command, found.since(), run.now)?;
    let minimum_until = run.def.due(dated.counts_from, *lasts);
    // In a quiet time what goes to the public by itself waits; the rest opens (R9).
    let (waiting, media) = match rules::quiet_now(run.campaign, run.now) {
        Some(_) => rules::divide(media),
        None => (Vec::new(), media.clone()),
    };
    let what = Happening::PublicityOpened {
        media,
        minimum_until,
        waiting,
    };
    run.tell(command, found.subject, what, dated);
    Ok(())
}

/// Media that waited for a quiet time's end follow when it is over and nothing else holds them: who joined meanwhile
/// is not to hear it on the radio either.
pub(crate) fn over_time(run: &mut Run<'_>) {
    for waiting in run.campaign.facts.waiting_media.clone() {
        let Some((ix, _)) = run.def.find(waiting.step) else {
            continue;
        };
        if rules::quiet_now(run.campaign, run.now).is_some() {
            run.wake_at(rules::quiet_until(run.campaign, run.now));
            continue;
        }
        let unmet = rules::unmet(Act::Publicity, &run.view(None, ix, 0));
        if unmet.is_empty() {
            let what = Happening::MediaResumed {
                media: waiting.media,
            };
            run.note(Subject::step(ix, None), what);
        } else if let Some(from) = rules::earliest(&unmet) {
            run.wake_at(from);
        }
    }
}

fn is_live(run: &Run<'_>, step: StepId) -> bool {
    let publicity = &run.campaign.facts.publicity;
    publicity
        .iter()
        .any(|one| one.step == step && one.closed.is_none())
}

/// Publicity ends. Before its minimum has run this is recorded all the same, for it is a fact; the permit then waits
/// for publicity that does run.
pub(crate) fn close(run: &mut Run<'_>, command: &Command, step: StepId) -> Result<(), Refusal> {
    let (ix, step_def) = run
        .def
        .find(step)
        .ok_or_else(|| out_of_order(Missing::Unknown, None, Role::PctLead))?;
    allow(command, &[step_def.owner], None)?;
    let live = run
        .campaign
        .facts
        .publicity
        .iter()
        .rev()
        .find(|publicity| publicity.step == step && publicity.closed.is_none())
        .ok_or_else(|| out_of_order(Missing::PublicityLive, None, Role::PctLead))?;
    let dated = dated(run.def, command, Some(live.since), run.now)?;
    let short = dated.counts_from < live.minimum_until;
    run.tell(
        command,
        Subject::step(ix, None),
        Happening::PublicityClosed,
        dated,
    );
    if short {
        stop::reopen(run, ix, None);
    }
    stop::recheck(run, "publicity is over");
    Ok(())
}
