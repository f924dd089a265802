//! R7, uploads wait: no permit before publicity ran its minimum, the mailing is reconciled, and a means that counts as
//! informing has reached the practice, in a programme that gives a period of choice.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Counts, Event, What},
    facts::{Batch, Facts, Practice, Reconciled},
};

/// Classes of batch that inform nobody in person, whatever they are called in `informs_by`.
const UNADDRESSED: [&str; 2] = ["door-drop", "advert"];
const MESSAGE: &str = "direct-message";

/// Judges the permit.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    if matches!(event.what, What::PermitIssued { .. }) {
        let practice = facts.practice(event.practice.as_deref());
        permit(facts, practice, event.at, &mut faults);
    }
    faults.0
}

/// Whether a practice's patients were told by the campaign, at an instant.
pub(super) fn permit(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    let ran_minimum = has_run_minimum(facts, moment);
    faults.unless(ran_minimum, "publicity has not run its minimum");
    faults.unless(
        facts.plan.has_period,
        "the definition gives no period of choice",
    );
    let is_informed = facts
        .plan
        .informs_by
        .iter()
        .any(|means| match means.as_str() {
            "addressed-letter" => practice.posted_batches().any(|(_, batch)| is_letter(batch)),
            MESSAGE => practice
                .posted_batches()
                .any(|(_, batch)| class(batch) == Some(MESSAGE)),
            "public-notice" => has_run_notice(facts, moment),
            _ => false,
        });
    faults.unless(
        is_informed,
        "no means that counts as informing has reached the practice",
    );
    if !practice.batches.is_empty() {
        let why = unreconciled(practice).unwrap_or_default();
        let fault = format!("the mailing is not reconciled: {why}");
        faults.unless(why.is_empty(), &fault);
    }
}

/// Whether publicity has run its minimum by an instant.
pub(super) fn has_run_minimum(facts: &Facts, moment: Instant) -> bool {
    facts
        .publicity
        .minimum_over(&facts.plan)
        .is_some_and(|over| moment >= over)
}

/// Whether a public notice has run the minimum it states: publicity in other media tells nobody by itself.
fn has_run_notice(facts: &Facts, moment: Instant) -> bool {
    let over = facts.publicity.notice_over(&facts.plan);
    over.is_some_and(|over| moment >= over)
}

fn class(batch: &Batch) -> Option<&str> {
    batch.planned.as_ref().map(|planned| planned.class.as_str())
}

/// A batch nobody planned is R11's finding and taken for letters here.
fn is_letter(batch: &Batch) -> bool {
    class(batch).is_none_or(|class| class != MESSAGE && !UNADDRESSED.contains(&class))
}

/// What is wrong with the count: it adds up in itself, speaks of the list the letters were for and of the letters the
/// history knows, and was taken when the last of them had been posted.
fn unreconciled(practice: &Practice) -> Option<&'static str> {
    let Some(Reconciled { counts, by_history }) = &practice.reconciled else {
        return Some("nobody counted");
    };
    let is_of_list = by_history.list.is_some_and(|(rows, excluded)| {
        counts.rows == Some(rows) && counts.excluded == Some(excluded)
    });
    let is_after = match (counts.as_at(), by_history.last_posted) {
        (Some(as_at), Some(last)) => as_at >= last,
        (as_at, _) => as_at.is_some(),
    };
    let asked = [
        (adds_up(counts).unwrap_or(false), "the counts do not add up"),
        (
            counts.posted == Some(by_history.posted),
            "other letters were posted than it counts",
        ),
        (is_of_list, "it counts other rows than the list has"),
        (
            is_after,
            "it is as at a day before the last letters were posted",
        ),
    ];
    asked.iter().find(|(holds, _)| !holds).map(|(_, why)| *why)
}

fn adds_up(counts: &Counts) -> Option<bool> {
    let sum = |parts: &[u64]| {
        parts
            .iter()
            .fold(0_u64, |sum, part| sum.saturating_add(*part))
    };
    let (composed, posted) = (counts.composed?, counts.posted?);
    counts.as_at()?;
    Some(
        counts.rows? == sum(&[counts.excluded?, composed, counts.failed?])
            && composed == sum(&[posted, counts.spoiled?, counts.stopped?])
            && posted == sum(&[counts.delivered?, counts.returned?]),
    )
}
