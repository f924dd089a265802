//! R10, money: letters are planned and released within the budget two people approved. Letters stopped in time cost
//! nothing; of a batch that was posted those posted or spoiled cost.

use super::Faults;
use crate::{
    event::{Event, What},
    facts::Facts,
};

/// Judges letters, and the approval of a budget.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    match &event.what {
        What::BudgetApproved { budget } => faults.unless(
            facts.spending.is_by_two(event, budget),
            "the budget was not approved by two people who signed the same",
        ),
        What::BatchPlanned { batch, cost, .. } => {
            let cost = cost.filter(|cost| *cost >= 0).map(i128::from);
            letters(facts, event, (*batch, cost), &mut faults);
        }
        What::BatchReleased { batch } => {
            let practice = facts.practice(event.practice.as_deref());
            let planned = practice
                .batches
                .get(batch)
                .and_then(|one| one.planned.as_ref());
            let budget = facts.spending.approved.as_ref();
            let cost = planned
                .zip(budget)
                .and_then(|(planned, budget)| planned.cost(budget));
            letters(facts, event, (*batch, cost), &mut faults);
        }
        _ => {}
    }
    faults.0
}

/// This batch at its whole cost, and all others at theirs.
fn letters(facts: &Facts, event: &Event, (batch, cost): (u64, Option<i128>), faults: &mut Faults) {
    let Some(budget) = &facts.spending.approved else {
        let may_do_without = !facts.plan.policy.requires_budget();
        return faults.unless(may_do_without, "no budget is approved");
    };
    let Some(cost) = cost else {
        return faults.unless(false, &format!("nobody said what batch {batch} costs"));
    };
    let practice = facts.practice(event.practice.as_deref());
    let counted = practice
        .batches
        .get(&batch)
        .map_or(0, |one| one.cost(budget));
    let sum = facts.cost(budget) - counted + cost;
    let amount = budget.amount;
    faults.unless(
        sum <= i128::from(amount),
        &format!("letters for {sum} hundredths of a penny under a budget of {amount}"),
    );
}
