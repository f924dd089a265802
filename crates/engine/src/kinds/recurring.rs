//! `recurring`: something done again and again on a cron schedule, wall clock of the definition's zone. Fires missed
//! while the daemon was down are not made up for: it fires once and goes on with the next.

use precede_model::{
    Happening, Progress, StepState,
    definition::{Kind, StepIx},
};

use crate::run::{Run, Subject};

/// Fires when due.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, track: Option<usize>) {
    let (Kind::Recurring { until, .. }, Some(schedule)) =
        (&run.def.step(ix).kind, run.def.schedule(ix))
    else {
        return;
    };
    let Some(open) = run
        .def
        .state(run.campaign, track, ix)
        .and_then(StepState::open)
    else {
        return;
    };
    let practice = track.map(|place| run.campaign.tracks[place].practice);
    let over = until.is_some_and(|until| {
        run.def
            .state(run.campaign, track, until)
            .is_some_and(StepState::is_settled)
    });
    if over {
        return;
    }
    let (number, last) = match open.progress {
        Progress::Fired { number, last } => (number, last),
        _ => (0, open.since),
    };
    let Some(next) = schedule.next_after(last, run.def.definition.zone) else {
        return;
    };
    if next > run.now {
        return run.wake_at(next);
    }
    run.note(
        Subject::step(ix, practice),
        Happening::RecurringFired { number: number + 1 },
    );
}
