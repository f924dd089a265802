//! R1, practices first: no patient is written to before a person at the practice acknowledged and the lead has passed.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, What},
    facts::{Facts, Practice},
};

/// Judges acknowledgements and letters.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    match event.what {
        What::PracticeInformed => faults.unless(
            event.is_acknowledgement(),
            "an acknowledgement comes from a person, by link, telephone or visit",
        ),
        What::BatchReleased { .. } | What::BatchPosted { .. } => {
            let practice = facts.practice(event.practice.as_deref());
            letters(facts, practice, event.counts_from, &mut faults);
        }
        _ => {}
    }
    faults.0
}

/// Whether letters to a practice's patients may leave at an instant.
pub(super) fn letters(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    let Some(informed) = practice.informed.since(moment) else {
        return faults.unless(
            false,
            "nobody at the practice has a standing acknowledgement",
        );
    };
    let lead_over = facts.plan.policy.lead_over(&facts.plan.calendar, informed);
    faults.unless(
        moment >= lead_over,
        &format!("the practice's lead runs until {lead_over}"),
    );
}
