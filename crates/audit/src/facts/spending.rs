//! The approved budget.

use crate::event::{Budget, Event};

/// What a campaign may spend on letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spending {
    /// Who proposed what.
    proposed: Vec<(String, Budget)>,
    /// The newest one that two people approved.
    pub approved: Option<Budget>,
}

impl Spending {
    /// A person proposes a budget.
    pub fn propose(&mut self, event: &Event, budget: &Budget) {
        if let Some(person) = event.person() {
            self.proposed.push((person.to_owned(), budget.clone()));
        }
    }

    /// Whether an approval is by two: the first is named, had proposed the same, and is not the second.
    pub fn is_by_two(&self, event: &Event, budget: &Budget) -> bool {
        let (Some(first), Some(second)) = (event.evidence("first"), event.person()) else {
            return false;
        };
        let mut proposed = self.proposed.iter();
        first != second && proposed.any(|(person, same)| person == first && same == budget)
    }

    /// An approval that is by two counts; any other changes nothing.
    pub fn approve(&mut self, event: &Event, budget: &Budget) {
        if self.is_by_two(event, budget) {
            self.approved = Some(budget.clone());
        }
    }
}
