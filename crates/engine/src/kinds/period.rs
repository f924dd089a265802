//! `period`: time to choose. Each posted batch has its own, from its latest expected receipt; a public notice has one
//! from the end of its minimum.

use chrono::{Days, NaiveDate};
use precede_model::{
    Campaign, Happening, OrganisationCode, Timestamp, definition::StepIx, facts::BatchState,
};

use crate::{
    Def,
    rules::{notice_day, period_end, posted_letters},
    run::{Run, Subject},
};

/// Ends the periods that have run. Letters posted together have one end, reckoned once.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, tracks: &[usize]) {
    let mut known = Vec::new();
    for place in tracks {
        of_practice(run, ix, *place, &mut known);
    }
}

fn of_practice(
    run: &mut Run<'_>,
    ix: StepIx,
    place: usize,
    known: &mut Vec<((NaiveDate, Option<OrganisationCode>), Timestamp)>,
) {
    let Some(length) = run.def.policy.decision_period else {
        return;
    };
    let track = &run.campaign.tracks[place];
    let practice = track.practice;
    let mut running: Vec<(Option<u16>, NaiveDate)> = (track.facts.batches.iter())
        .filter_map(|batch| Some((batch.number, posted_letters(batch)?)))
        .filter(|(_, (_, ended))| ended.is_none())
        .map(|(number, (receipt, _))| (Some(number), receipt))
        .collect();
    if run.def.informs_by_notice() && track.facts.notice_period_ended.is_none() {
        match notice_day(run.def, run.campaign) {
            Some(day) => running.push((None, day)),
            // Publicity has not run its minimum yet: what is still live may.
            None => {
                if let Some(at) = minimum_runs_until(run.campaign) {
                    run.wake_at(at);
                }
            }
        }
    }
    for (batch, receipt) in running {
        let clock = (receipt, run.campaign.clock_of(practice));
        let end = match known.iter().find(|(other, _)| *other == clock) {
            Some((_, end)) => *end,
            None => {
                let Some(end) = period_end(run.def, run.campaign, clock, run.now) else {
                    continue;
                };
                known.push((clock, end));
                end
            }
        };
        if run.now < end {
            // While its clock stands still nobody knows when; who lifts the hold wakes the campaign.
            if !run.campaign.stands_still(Some(practice), run.now) {
                run.wake_at(end);
            }
            continue;
        }
        let what = Happening::PeriodEnded {
            batch,
            began: receipt + Days::new(1),
            length,
        };
        run.note(Subject::step(ix, Some(practice)), what);
    }
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
        BatchState::Posted { .. } => posted_letters(batch).is_none_or(|(_, ended)| ended.is_some()),
        BatchState::Stopped { .. } => true,
        BatchState::Planned | BatchState::Released { .. } => false,
    });
    posted_ended && (!def.informs_by_notice() || facts.notice_period_ended.is_some())
}
