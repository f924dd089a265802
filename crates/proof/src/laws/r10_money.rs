//! R10: letters do not leave beyond the approved budget; where a programme asks for one, not without.

use precede_model::{Act, definition::BudgetNeed};

use super::Leaving;

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Post {
        return None;
    }
    match &leaving.history.budget {
        None => (leaving.numbers.policy.budget == BudgetNeed::Required)
            .then_some("no budget is approved"),
        Some(budget) => (leaving.history.committed() > budget.amount)
            .then_some("the approved budget does not reach"),
    }
}
