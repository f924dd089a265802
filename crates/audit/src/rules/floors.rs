//! Floors: a plan, or the one a campaign moves to, is no looser than the laws allow any programme to be.

use crate::{
    event::{Event, What},
    plan::Plan,
    report::Rule,
};

/// Judges the plan of an entry that has one. A plan that cannot be read is a finding of its own.
pub(super) fn faults(event: &Event) -> Vec<(Rule, String)> {
    let (What::CampaignPlanned(plan) | What::DefinitionMoved { plan }) = &event.what else {
        return Vec::new();
    };
    Plan::read(plan).map_or_else(
        |_| Vec::new(),
        |plan| plan.policy.below_floors(plan.acts.as_deref()),
    )
}
