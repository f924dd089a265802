//! R3, no letter without a campaign: packs leave only while publicity is live, the helpline answers, and the pack is
//! whole and approved by two people.

use super::Faults;
use crate::{
    event::{Event, What},
    facts::Facts,
};

/// Judges the release of letters.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    if !matches!(event.what, What::BatchReleased { .. }) {
        return faults.0;
    }
    let practice = facts.practice(event.practice.as_deref());
    faults.unless(
        facts.publicity.is_live(event.counts_from),
        "publicity is not live",
    );
    faults.unless(
        facts.has_established(practice, "helpline"),
        "no test call to the helpline is recorded",
    );
    let Some(pack) = &facts.pack_approved else {
        faults.unless(false, "the pack is not approved");
        return faults.0;
    };
    faults.unless(pack.by_two, "the pack is not approved by two people");
    faults.unless(!pack.contents.is_empty(), "the pack is empty");
    for part in &facts.plan.policy.pack {
        faults.unless(
            pack.contents.contains(part),
            &format!("the pack lacks `{part}`"),
        );
    }
    faults.0
}
