//! `period`: time to choose. Each posted batch has its own, from its latest expected receipt; a public notice has one
//! from the end of its minimum.

use chrono::Days;
use precede_model::{Campaign, Happening, Timestamp, definition::StepIx, facts::BatchState};

use crate::{
    Def,
    rules::{notice_period_end, period_end},
    run::{Run, Subject},
};

/// Ends the periods that have run.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, place: usize) {
    let Some(length) = run.def.policy.decision_period else {
        return;
    };
    let track = &run.campaign.tracks[place];
    let practice = track.practice;
    let mut ended = Vec::new();
    for batch in &track.facts.batches {
        let BatchState::Posted {
            expected_receipt,
            period_ended: None,
            ..
        } = batch.state
        else {
            continue;
        };
        let Some(end) = period_end(run.def, expected_receipt) else {
            continue;
        };
        ended.push((Some(batch.number), expected_receipt, end));
    }
    if run.def.informs_by_notice() && track.facts.notice_period_ended.is_none() {
        match notice_period_end(run.def, run.campaign) {
            Some(end) => ended.push((
                None,
                notice_day(run.def, run.campaign).unwrap_or_default(),
                end,
            )),
            // Publicity has not run its minimum yet: what is still live may.
            None => {
                if let Some(at) = minimum_runs_until(run.campaign).filter(|at| *at > run.now) {
                    run.wake_at(at);
                }
            }
        }
    }
    for (batch, receipt, end) in ended {
        let end = extended_by_holds(run, end);
        if run.now < end {
            run.wake_at(end);
            continue;
        }
        let began = receipt + Days::new(1);
        run.note(
            Subject::step(ix, Some(practice)),
            Happening::PeriodEnded {
                batch,
                began,
                length,
            },
        );
    }
}

/// A pause whose clock stops extends the period; nothing ever cuts it.
fn extended_by_holds(run: &Run<'_>, end: Timestamp) -> Timestamp {
    let Some(length) = run.def.policy.decision_period else {
        return end;
    };
    let stopped = run
        .campaign
        .holds
        .iter()
        .any(|hold| hold.clock == precede_model::ClockEffect::Stops);
    if !stopped {
        return end;
    }
    // The period began where a length of it before its end lies; holds since then move it on.
    let began = match length {
        precede_model::Length::Hours(hours) => end.plus_seconds(-3600 * i64::from(hours)),
        precede_model::Length::Days(days) => {
            run.def.midnight(run.def.day(end) - Days::new(days.into()))
        }
        precede_model::Length::WorkingDays(_) => end,
    };
    run.def
        .due_after_holds(began, length, &run.campaign.holds, run.now)
}

fn notice_day(def: &Def, campaign: &Campaign) -> Option<chrono::NaiveDate> {
    let notice = campaign.facts.publicity.iter().find(|publicity| {
        publicity.is_notice
            && publicity
                .closed
                .is_none_or(|closed| publicity.minimum_until <= closed)
    })?;
    Some(def.day(notice.minimum_until))
}

fn minimum_runs_until(campaign: &Campaign) -> Option<Timestamp> {
    let live = campaign
        .facts
        .publicity
        .iter()
        .filter(|publicity| publicity.closed.is_none());
    live.map(|publicity| publicity.minimum_until).min()
}

/// Whether every period of a practice has ended.
pub(crate) fn is_complete(def: &Def, campaign: &Campaign, place: usize) -> bool {
    let facts = &campaign.tracks[place].facts;
    let posted_ended = facts.batches.iter().all(|batch| match batch.state {
        BatchState::Posted { period_ended, .. } => period_ended.is_some(),
        BatchState::Stopped { .. } => true,
        BatchState::Planned | BatchState::Released { .. } => false,
    });
    posted_ended && (!def.informs_by_notice() || facts.notice_period_ended.is_some())
}
