//! Tasks: checklists are worked off by their owner; opt-outs are counted last, so that the count is fresh.

use precede_app::Said;
use precede_model::{
    FactName, Open, OptOutCounts, Order, Progress, Role, StepState, Timestamp,
    definition::Kind,
    facts::{BatchState, TrackFacts},
};

use super::{Deed, Spot, intents::Out};
use crate::diary::Slot;

/// An open task is finished after some days.
pub(crate) fn finish(spot: &Spot<'_>, open: &Open, establishes: &[FactName], out: Out<'_>) {
    let slot = if holds(establishes, "opt-outs") {
        let Some(slot) = count(spot, open.since) else {
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
fn count(spot: &Spot<'_>, from: Timestamp) -> Option<Slot> {
    let track = spot.track?;
    let mut last = from;
    for (ix, state) in spot.states(|kind| matches!(kind, Kind::Task { .. })) {
        match state {
            _ if ix == spot.ix => {}
            StepState::Open(_) => return None,
            state => last = last.max(state.settled_at().unwrap_or(last)),
        }
    }
    let counted = track.facts.opt_outs.map_or(0, |count| count.at.micros());
    let chance = spot.chance("count").number(counted.unsigned_abs());
    let morning = chance.about("hour").below(8);
    let days = chance.about("days").between(1, 8);
    Some(spot.scene.diary.after(last).on_day(days, morning))
}

/// A count is taken again where it is older than the end of the time to choose, or grew too old before the permit.
pub(crate) fn count_again(spot: &Spot<'_>, establishes: &[FactName], out: Out<'_>) {
    if !holds(establishes, "opt-outs") {
        return;
    }
    let Some(facts) = spot.track.map(|track| &track.facts) else {
        return;
    };
    let (Some(count), Some(ended)) = (facts.opt_outs, spot.choice_ended()) else {
        return;
    };
    if count.at < ended {
        if let Some(slot) = self::count(spot, ended) {
            out(spot.intent(slot, spot.step.owner, Deed::Finish));
        }
        return;
    }
    let signed = [facts.practice_agreed, facts.pct_agreed];
    let [Some(practice), Some(pct)] = signed.map(|signed| signed.map(|signed| signed.at)) else {
        return;
    };
    let age = spot.scene.def.policy.opt_out_count_max_age;
    if let (Some(age), true) = (age, practice.min(pct) >= ended && awaits_permit(spot)) {
        let stale = spot.scene.def.due(count.at, age).max(practice).max(pct);
        let slot = spot.quarters(stale, "again", 1, 16);
        out(spot.intent(slot, spot.step.owner, Deed::Finish));
    }
}

fn awaits_permit(spot: &Spot<'_>) -> bool {
    let mut permits = spot.states(|kind| matches!(kind, Kind::Permit));
    permits.any(|(_, state)| {
        state
            .open()
            .is_some_and(|open| open.progress == Progress::Fresh)
    })
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
