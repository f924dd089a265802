//! R5, time to choose: for each batch a period of its own, from the day after its latest expected receipt, at least
//! as long as the programme says; it may be extended and is never cut, not by another definition either.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, What},
    facts::{Facts, Practice},
    plan::Plan,
};

/// Judges the end of a period, the permit that rests on it, and a definition that changes its length.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let practice = facts.practice(event.practice.as_deref());
    let mut faults = Faults::default();
    match &event.what {
        What::PeriodEnded { batch, .. } => {
            let least = match batch {
                Some(number) => practice
                    .batches
                    .get(number)
                    .and_then(|batch| facts.choice_over(batch)),
                None => facts.notice_choice_over(),
            };
            ended(facts, event, least, &mut faults);
        }
        What::PermitIssued { .. } => permit(facts, practice, event.at, &mut faults),
        What::DefinitionMoved { plan } => {
            moved(facts, event.at, Plan::read(plan).ok(), &mut faults)
        }
        _ => {}
    }
    faults.0
}

/// It ended no sooner than it said, and it said no less than the law: day 0 is the day after the receipt.
fn ended(facts: &Facts, event: &Event, least: Option<Instant>, faults: &mut Faults) {
    let What::PeriodEnded { began, length, .. } = &event.what else {
        return;
    };
    let Some(least) = least else {
        return faults.unless(false, "nothing began this period");
    };
    let Some(stated) = facts.plan.stated_end(*began, length.as_deref()) else {
        return faults.unless(false, "the period states no beginning and length");
    };
    faults.unless(
        event.at >= stated,
        &format!("the period was to run until {stated}"),
    );
    faults.unless(
        stated >= least,
        &format!("patients may choose until {least}"),
    );
}

/// Once letters were posted the time to choose is not cut by moving to a definition that gives less.
fn moved(facts: &Facts, moment: Instant, new: Option<Plan>, faults: &mut Faults) {
    let has_posted = |practice: &Practice| practice.posted_batches().next().is_some();
    let (Some(new), Some(old)) = (new, facts.plan.policy.decision_period) else {
        return;
    };
    let end = |length| facts.plan.calendar.due(moment, length);
    let length = new.policy.decision_period;
    let is_as_long = length.is_some_and(|length| end(length) >= end(old));
    faults.unless(
        is_as_long || !facts.practices.values().any(has_posted),
        "the definition moved to gives less time to choose than was promised",
    );
}

/// Whether a practice's periods allow sharing at an instant.
pub(super) fn permit(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    for (number, batch) in practice.posted_batches() {
        let is_over = facts.choice_over(batch).is_some_and(|end| moment >= end);
        faults.unless(is_over, &format!("the period of batch {number} still runs"));
        faults.unless(
            batch.period.is_some(),
            &format!("the period of batch {number} was not ended"),
        );
    }
    if practice.posted_batches().next().is_none() {
        let is_over = facts.notice_choice_over().is_some_and(|end| moment >= end);
        faults.unless(is_over, "no period of choice is over");
        let was_ended = practice.notice_period.or(facts.notice_period).is_some();
        faults.unless(was_ended, "no period of choice was ended");
    }
}
