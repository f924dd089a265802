//! One batch of letters: where it is, and what it costs.

use chrono::NaiveDate;

use super::{Ages, Period};
use crate::event::Budget;

/// One batch of letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch {
    /// As planned.
    pub planned: Option<Planned>,
    /// How fresh the list was that its letters were composed from.
    pub ages: Option<Ages>,
    pub released: bool,
    /// An accepted list stood when it was released.
    pub had_list: bool,
    /// The mail house was asked to stop it.
    pub recalled: bool,
    pub stopped: bool,
    /// The mail house said what became of it.
    pub answered: bool,
    pub posted: u64,
    pub spoiled: u64,
    /// Latest day of receipt, once posted; `None` when it was never stated.
    pub receipt: Option<NaiveDate>,
    pub period: Option<Period>,
}

/// What a batch was planned to be.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub items: u64,
    pub class: String,
    /// Of all its letters, in hundredths of a penny, where it was said.
    pub cost: Option<i64>,
}

impl Batch {
    /// Planned or at the mail house, neither stopped nor answered for.
    pub fn is_under_way(&self) -> bool {
        (self.planned.is_some() || self.released) && !self.stopped && !self.answered
    }

    /// Letters are at the mail house, or were posted.
    pub fn has_left(&self) -> bool {
        self.posted > 0 || self.released && self.is_under_way()
    }

    /// What it costs as far as anybody has said: all its letters until they are answered for, then those posted or
    /// spoiled; nothing once it was stopped.
    pub fn cost(&self, budget: &Budget) -> i128 {
        let Some(planned) = &self.planned else {
            return 0;
        };
        let whole = planned.cost(budget).unwrap_or(0);
        if self.answered {
            let used = i128::from(self.posted) + i128::from(self.spoiled);
            return (whole * used).div_euclid(i128::from(planned.items.max(1)));
        }
        if self.stopped { 0 } else { whole }
    }
}

impl Planned {
    /// The cost it was planned with, else what the budget says a letter of its class costs.
    pub fn cost(&self, budget: &Budget) -> Option<i128> {
        let by_class = || {
            let each = budget.unit_cost.get(&self.class)?;
            Some(i128::from(*each) * i128::from(self.items))
        };
        let stated = self.cost.filter(|cost| *cost >= 0);
        stated.map(i128::from).or_else(by_class)
    }
}
