//! R4, right people: letters come from an accepted list with a holder and an agreement in force, fresh enough, that
//! adds up; and no more leave than it has people.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, PatientList, What},
    facts::{AcceptedList, Batch, Facts, Practice},
};

/// Judges letters: when they are released, and fully when they are posted.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let practice = facts.practice(event.practice.as_deref());
    let mut faults = Faults::default();
    let written_to = match event.what {
        What::BatchReleased { batch } => written_to_with(practice, batch),
        What::BatchPosted { items, .. } => practice.posted().saturating_add(items),
        _ => return faults.0,
    };
    let moment = event.counts_from;
    list(facts, practice, (written_to, moment), &mut faults);
    if let (What::BatchPosted { .. }, Some(accepted)) = (&event.what, &practice.list) {
        ages(facts, accepted, moment, &mut faults);
    }
    faults.0
}

/// Whether a practice's list allows posting at an instant, for those who were not written to yet.
pub(super) fn posting(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    list(facts, practice, (practice.posted(), moment), faults);
    if let Some(accepted) = &practice.list {
        ages(facts, accepted, moment, faults);
    }
}

fn list(
    facts: &Facts,
    practice: &Practice,
    (written_to, moment): (u64, Instant),
    faults: &mut Faults,
) {
    let Some(accepted) = &practice.list else {
        return faults.unless(false, "no list was accepted for the practice");
    };
    permission(facts, &accepted.list, moment, faults);
    counts(&accepted.list, faults);
    let people = accepted.list.to_post.unwrap_or(0);
    faults.unless(
        written_to <= people,
        &format!("{written_to} letters for {people} people"),
    );
}

/// Letters posted before, and those of a batch about to be posted.
fn written_to_with(practice: &Practice, number: u64) -> u64 {
    let of_batch = |batch: &Batch| batch.planned.as_ref().map_or(0, |planned| planned.items);
    let planned = practice.batches.get(&number).map_or(0, of_batch);
    let others = practice
        .posted_batches()
        .filter(|(other, _)| *other != number);
    others.fold(planned, |sum, (_, batch)| sum.saturating_add(batch.posted))
}

fn permission(facts: &Facts, list: &PatientList, moment: Instant, faults: &mut Faults) {
    let is_named =
        |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    faults.unless(is_named(&list.holder), "the list names no holder");
    faults.unless(is_named(&list.agreement), "the list names no agreement");
    let day = facts.plan.calendar.day(moment);
    let in_force = list.agreement_expires.is_some_and(|last| day <= last);
    faults.unless(in_force, "the agreement for the list is not in force");
}

fn counts(list: &PatientList, faults: &mut Faults) {
    let excluded = list
        .excluded
        .values()
        .fold(0_u64, |sum, count| sum.saturating_add(*count));
    let adds_up = match (list.rows, list.to_post) {
        (Some(rows), Some(to_post)) => rows == excluded.saturating_add(to_post),
        _ => false,
    };
    faults.unless(
        adds_up,
        "rows are not what was excluded and what is to be posted",
    );
}

fn ages(facts: &Facts, accepted: &AcceptedList, moment: Instant, faults: &mut Faults) {
    let (policy, calendar) = (&facts.plan.policy, &facts.plan.calendar);
    // A date after the list was accepted cannot be right, and would make any age small.
    let good = |from: Option<Instant>, until: &dyn Fn(Instant) -> Instant| {
        from.is_some_and(|from| from <= accepted.at && moment <= until(from))
    };
    let extract = good(accepted.list.extracted, &|at| {
        policy.list_good_until(calendar, at)
    });
    faults.unless(extract, "the extract is too old");
    let deaths = good(accepted.list.deaths_checked, &|at| {
        policy.deaths_good_until(calendar, at)
    });
    faults.unless(deaths, "deaths were checked too long ago");
}
