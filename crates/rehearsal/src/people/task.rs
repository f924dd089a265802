//! Tasks: checklists are worked off by their owner; opt-outs are counted last, so that the count is fresh.

use precede_app::Said;
use precede_model::{
    FactName, Open, OptOutCounts, Order, Progress, Role, StepState, Track,
    definition::Kind,
    facts::{BatchState, TrackFacts},
};

use super::{Deed, Spot, intents::Out};
use crate::diary::Slot;

/// An open task is finished after some days.
pub(crate) fn finish(spot: &Spot<'_>, open: &Open, establishes: &[FactName], out: Out<'_>) {
    let slot = if holds(establishes, "opt-outs") {
        let Some(slot) = count(spot, open) else {
            return;
        };
        slot
    } else if holds(establishes, "reconciled") {
        // Without a list there is no mailing to add up.
        if spot.track.is_none_or(|track| track.facts.list.is_none()) {
            return;
        }
        spot.days(open.since, "work", 0, 3)
    } else {
        let (least, most) = working_days(spot, establishes);
        spot.days(open.since, "work", least, most)
    };
    out(spot.intent(slot, spot.step.owner, Deed::Finish));
}

fn holds(establishes: &[FactName], name: &str) -> bool {
    establishes.iter().any(|fact| fact.as_str() == name)
}

fn working_days(spot: &Spot<'_>, establishes: &[FactName]) -> (u32, u32) {
    match (spot.step.owner, spot.track.is_some()) {
        (Role::Practice, _) => (1, 10),
        (Role::RegionLead, _) => (3, 15),
        (Role::ProgrammeLead, _) => (0, 3),
        // What a practice has to be fit for takes weeks of visits.
        (_, true) if !establishes.is_empty() => (8, 45),
        (_, true) => (1, 6),
        (_, false) => (1, 8),
    }
}

/// On a morning, once nothing else of the practice is left to do that would make the count old.
fn count(spot: &Spot<'_>, open: &Open) -> Option<Slot> {
    let track = spot.track?;
    let mut last = open.since;
    for ix in spot.scene.def.track_steps() {
        if *ix == spot.ix || !matches!(spot.scene.def.step(*ix).kind, Kind::Task { .. }) {
            continue;
        }
        match &track.steps[spot.scene.def.slot(*ix)] {
            StepState::Open(_) => return None,
            state => last = last.max(state.settled_at().unwrap_or(last)),
        }
    }
    let morning = spot.chance("hour").below(8);
    let days = spot.chance("work").between(1, 8);
    Some(spot.scene.diary.after(last).on_day(days, morning))
}

/// The count grew too old before the permit: it is taken again.
pub(crate) fn count_again(spot: &Spot<'_>, establishes: &[FactName], out: Out<'_>) {
    let Some(track) = spot.track.filter(|_| holds(establishes, "opt-outs")) else {
        return;
    };
    let facts = &track.facts;
    let (Some(count), Some(age)) = (facts.opt_outs, spot.scene.def.policy.opt_out_count_max_age)
    else {
        return;
    };
    let (Some(practice), Some(pct)) = (facts.practice_agreed, facts.pct_agreed) else {
        return;
    };
    if !awaits_permit(spot, track) {
        return;
    }
    let stale = spot
        .scene
        .def
        .due(count.at, age)
        .max(practice.at)
        .max(pct.at);
    out(spot.intent(
        spot.quarters(stale, "again", 1, 16),
        spot.step.owner,
        Deed::Finish,
    ));
}

fn awaits_permit(spot: &Spot<'_>, track: &Track) -> bool {
    let def = spot.scene.def;
    let permits = def
        .track_steps()
        .iter()
        .filter(|ix| matches!(def.step(**ix).kind, Kind::Permit));
    permits
        .filter_map(|ix| track.steps[def.slot(*ix)].open())
        .any(|open| open.progress == Progress::Fresh)
}

pub(crate) fn order(spot: &Spot<'_>) -> Option<(Said, Order)> {
    let Kind::Task { establishes, .. } = &spot.step.kind else {
        return None;
    };
    let counts = match spot.track {
        Some(track) if holds(establishes, "opt-outs") => Some(opt_outs(spot, &track.facts)),
        _ => None,
    };
    let order = Order::Finish {
        step: spot.step.id,
        practice: spot.practice(),
        counts,
    };
    Some((Said::default(), order))
}

/// Half to one and a half in a hundred of those written to, and a few whom nobody wrote to.
fn opt_outs(spot: &Spot<'_>, facts: &TrackFacts) -> OptOutCounts {
    let coded = match facts.opt_outs {
        Some(before) => before.coded + spot.chance("more").below(3),
        None => {
            let posted: u64 = facts
                .batches
                .iter()
                .map(|batch| u64::from(posted(batch.state)))
                .sum();
            let share = u64::from(spot.chance("share").between(5, 15));
            (posted * share / 1000) as u32 + spot.chance("unasked").below(3)
        }
    };
    OptOutCounts {
        coded,
        received: coded,
        passed_on: coded,
    }
}

fn posted(state: BatchState) -> u32 {
    match state {
        BatchState::Posted { posted, .. } => posted,
        BatchState::Planned | BatchState::Released { .. } | BatchState::Stopped { .. } => 0,
    }
}
