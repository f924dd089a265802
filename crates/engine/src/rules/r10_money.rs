//! R10, money.
//!
//! Law: a batch is not released beyond the campaign's approved budget. What a batch costs is committed when it is
//! planned, and spent when its letters are posted or spoiled; letters stopped in time cost nothing.
//! Source: `event` of 2009-12 and 2010-02-28 (`S14`, `S17`): 25.7 pence a pack, money to be spent by a day.
//! Floor: a definition may ask for a budget before any letter; without one an approved budget binds all the same.
//! Reads: the approved budget, the batches' costs.

use precede_model::{
    Campaign, Missing, Money, Role, Rule, Unmet,
    definition::BudgetNeed,
    facts::{Batch, BatchState},
};

use super::{Proof, View, lacks};
use crate::{
    Def,
    twins::{self, Twin},
};

pub(super) fn post(view: &View<'_>, found: &mut Vec<Unmet>) {
    if twins::is(Twin::Spendthrift) {
        return;
    }
    let lead = (view.practice(), Role::PctLead);
    let Some(budget) = &view.campaign.facts.spending.approved else {
        if view.def.policy.budget == BudgetNeed::Required {
            lacks(found, Rule::R10, Missing::BudgetApproved, lead, None);
        }
        return;
    };
    let Some(each) = unit_cost(view.def, view.campaign) else {
        return lacks(found, Rule::R10, Missing::UnitCost, lead, None);
    };
    let others = view.campaign.tracks.iter().flat_map(|track| {
        let own = view.practice() == Some(track.practice);
        let is_itself = move |batch: &&Batch| own && view.batch == Some(batch.number);
        track
            .facts
            .batches
            .iter()
            .filter(move |one| !is_itself(one))
    });
    let committed = others
        .map(|batch| cost(batch, Some(each)))
        .fold(Money::ZERO, Money::plus);
    if committed.plus(each.times(view.items)) > budget.amount {
        lacks(found, Rule::R10, Missing::Budget, lead, None);
    }
}

/// What one letter of the programme's class costs; `None` when nobody has said.
pub(crate) fn unit_cost(def: &Def, campaign: &Campaign) -> Option<Money> {
    let class = def.policy.post_class;
    let approved = campaign.facts.spending.approved.as_ref();
    approved
        .and_then(|budget| budget.unit_cost.get(&class))
        .or_else(|| def.policy.unit_cost.get(&class))
        .copied()
}

/// What a batch costs as far as is known: all its letters until they are answered for, then those posted or spoiled.
/// One planned before anybody had said what a letter costs is reckoned at what one costs now.
pub(crate) fn cost(batch: &Batch, each: Option<Money>) -> Money {
    let since_known = || each.map(|each| each.times(batch.items));
    let Some(whole) = batch.cost.or_else(since_known) else {
        return Money::ZERO;
    };
    match batch.state {
        BatchState::Planned | BatchState::Released { .. } => whole,
        BatchState::Posted {
            posted, spoiled, ..
        } => {
            let each = whole.hundredths() / i64::from(batch.items.max(1));
            Money::from_hundredths(each).times(posted.saturating_add(spoiled))
        }
        BatchState::Stopped { .. } => Money::ZERO,
    }
}

/// The approved budget. Facts keep its amounts and not its day.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let approved = view.campaign.facts.spending.approved.as_ref();
    let proof = approved.map(|budget| Proof {
        at: None,
        ..Proof::recorded("budget-approved", view.now).about(budget.amount)
    });
    proof.into_iter().collect()
}
