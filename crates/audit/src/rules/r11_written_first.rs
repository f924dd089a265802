//! R11, written first: an effect has the entry before it that had to be written before the effect could leave.

use super::Faults;
use crate::{
    event::{Event, What},
    facts::{Batch, Facts},
};

/// Judges the entries that record an effect.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let code = event.practice.as_deref();
    let practice = facts.practice(code);
    let batch = |number: &u64| practice.batches.get(number);
    let mut faults = Faults::default();
    match &event.what {
        What::NoticeHandedOver { template, number } => faults.unless(
            facts.has_planned_notice(code, template, *number),
            "the notice was handed over without having been planned",
        ),
        What::BatchReleased { batch: number } => faults.unless(
            batch(number).is_some_and(|batch| batch.planned.is_some()),
            "the batch was released without having been planned",
        ),
        What::BatchPosted { batch: number, .. } => faults.unless(
            batch(number).is_some_and(|batch: &Batch| batch.released),
            "the batch was posted without having been released",
        ),
        What::PermitIssued { .. } => faults.unless(
            practice.permit_planned,
            "the permit was issued without having been planned",
        ),
        _ => {}
    }
    faults.0
}
