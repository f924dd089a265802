//! How what others order, and what is taken back, changes the facts of a campaign.

use super::Facts;
use crate::{
    event::{Event, What},
    plan::Plan,
};

impl Facts {
    /// Orders, money, and the plan itself; anything else speaks of a practice.
    pub(super) fn fold_orders(&mut self, event: &Event) {
        let entry = (event.seq, event.at);
        match &event.what {
            What::DirectiveRecorded(directive) => self.orders.bind(directive.clone(), entry),
            What::DirectiveLifted { directive } => self.orders.lift(directive, event.at),
            What::DispensationRecorded(granted) => self.orders.dispense(granted.clone(), entry),
            What::DispensationEnded { dispensation } => {
                self.orders.end_dispensation(dispensation, event.at);
            }
            What::QuietTimeRecorded(quiet) => self.orders.keep_quiet(quiet.clone()),
            What::QuietTimeCancelled { quiet_time } => self.orders.end_quiet(quiet_time),
            What::BudgetProposed { budget } => self.spending.propose(event, budget),
            What::BudgetApproved { budget } => self.spending.approve(event, budget),
            What::FactWithdrawn { fact } => self.withdraw(event, fact),
            What::CampaignWithdrawn => self.is_withdrawn = true,
            What::DefinitionMoved { plan } => {
                if let Ok(plan) = Plan::read(plan) {
                    self.plan.move_to(plan);
                }
            }
            _ => self.fold_by_subject(event),
        }
    }
}
