//! R3, no letter without a campaign: packs leave only while publicity is live, the helpline answers, and the pack is
//! whole and approved by two people.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, What},
    facts::{Facts, Practice},
};

/// Judges the release of letters.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    if matches!(event.what, What::BatchReleased { .. }) {
        let practice = facts.practice(event.practice.as_deref());
        letters(facts, practice, event.counts_from, &mut faults);
    }
    faults.0
}

/// Whether packs may leave for a practice's patients at an instant.
pub(super) fn letters(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    faults.unless(facts.publicity.is_live(moment), "publicity is not live");
    faults.unless(
        facts.has_established(practice, "helpline"),
        "no test call to the helpline is recorded",
    );
    let Some(pack) = &facts.pack_approved else {
        return faults.unless(false, "the pack is not approved");
    };
    faults.unless(pack.by_two, "the pack is not approved by two people");
    faults.unless(!pack.contents.is_empty(), "the pack is empty");
    for part in &facts.plan.policy.pack {
        faults.unless(
            pack.contents.contains(part),
            &format!("the pack lacks `{part}`"),
        );
    }
}
