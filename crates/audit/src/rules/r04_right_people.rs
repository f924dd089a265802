//! R4, right people: letters come from an accepted list with a holder and an agreement in force, fresh enough, that
//! adds up; and no more leave than it has people.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, PatientList, What},
    facts::{Ages, Batch, Facts, Practice},
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
    // Letters that were released before their list was taken back were judged then.
    let is_of_a_list_gone =
        matches!(event.what, What::BatchPosted { .. }) && practice.list.is_none();
    let was_released = |number| {
        let batch = practice.batches.get(number);
        batch.is_some_and(|batch| batch.had_list)
    };
    match event.what {
        What::BatchPosted { batch, .. } if is_of_a_list_gone && was_released(&batch) => {}
        _ => list(facts, practice, (written_to, moment), &mut faults),
    }
    if let What::BatchPosted { batch, .. } = &event.what {
        let own = practice.batches.get(batch).and_then(|batch| batch.ages);
        let newest = practice.list.as_ref().map(|newest| newest.ages());
        if let Some(used) = own.or(newest) {
            ages(facts, used, moment, &mut faults);
        }
    }
    faults.0
}

/// Whether a practice's list allows posting at an instant, for those who were not written to yet.
pub(super) fn posting(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    list(facts, practice, (practice.posted(), moment), faults);
    if let Some(accepted) = &practice.list {
        ages(facts, accepted.ages(), moment, faults);
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
    let adds_up = match (list.rows, list.to_post) {
        (Some(rows), Some(to_post)) => rows == list.left_out().saturating_add(to_post),
        _ => false,
    };
    faults.unless(
        adds_up,
        "rows are not what was excluded and what is to be posted",
    );
}

/// A newer list makes letters that were composed from an older one no fresher, and no staler.
fn ages(facts: &Facts, list: Ages, moment: Instant, faults: &mut Faults) {
    let (policy, calendar) = (&facts.plan.policy, &facts.plan.calendar);
    // A date after the list was accepted cannot be right, and would make any age small.
    let good = |from: Option<Instant>, until: &dyn Fn(Instant) -> Instant| {
        from.is_some_and(|from| from <= list.accepted && moment <= until(from))
    };
    let extract = good(list.extracted, &|at| policy.list_good_until(calendar, at));
    faults.unless(extract, "the extract is too old");
    let deaths = good(list.deaths_checked, &|at| {
        policy.deaths_good_until(calendar, at)
    });
    faults.unless(deaths, "deaths were checked too long ago");
}
