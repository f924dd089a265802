//! What a campaign's letters cost so far (R10).

use precede_model::{
    Campaign, Money,
    definition::PostClass,
    facts::{Batch, BatchState},
};

use crate::{Def, rules};

/// The sums of one campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spending {
    /// The approved budget; `None`: none was approved.
    pub approved: Option<Money>,
    /// Cost of one letter; `None`: nobody has said.
    pub unit_cost: Option<Money>,
    /// The class letters are posted in.
    pub class: PostClass,
    /// Planned or with the mail house, not answered for yet.
    pub committed: Money,
    /// Posted or spoiled.
    pub spent: Money,
    /// What is left of the budget; `None` without one.
    pub left: Option<Money>,
}

/// Adds a campaign's batches up.
pub fn spending(def: &Def, campaign: &Campaign) -> Spending {
    let batches = || {
        campaign
            .tracks
            .iter()
            .flat_map(|track| &track.facts.batches)
    };
    let is_open = |batch: &&Batch| match batch.state {
        BatchState::Planned | BatchState::Released { .. } => true,
        BatchState::Posted { .. } | BatchState::Stopped { .. } => false,
    };
    let unit_cost = rules::unit_cost(def, campaign);
    let sum = |batches: &mut dyn Iterator<Item = &Batch>| {
        batches
            .map(|batch| rules::cost(batch, unit_cost))
            .fold(Money::ZERO, Money::plus)
    };
    let committed = sum(&mut batches().filter(is_open));
    let spent = sum(&mut batches().filter(|batch| !is_open(batch)));
    let approved = (campaign.facts.spending.approved.as_ref()).map(|budget| budget.amount);
    let used = committed.plus(spent).hundredths();
    Spending {
        approved,
        unit_cost,
        class: def.policy.post_class,
        committed,
        spent,
        left: approved
            .map(|amount| Money::from_hundredths(amount.hundredths().saturating_sub(used))),
    }
}
