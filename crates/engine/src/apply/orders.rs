//! What others order: directives, dispensations, quiet times, and the budget.

use precede_model::{
    ClockEffect, DirectiveRecord, Happening, Hold, OrganisationCode, Standing, facts,
    programme::Coverage,
};

use super::Scene;

impl Scene<'_> {
    pub(super) fn order_of_others(&mut self) {
        let at = self.event.at;
        let facts = &mut self.campaign.facts;
        match &self.event.what {
            Happening::DirectiveRecorded(record) => self.bind(record),
            Happening::DirectiveLifted { directive, .. } => {
                let known = facts.directives.iter_mut();
                for one in known.filter(|one| one.directive == *directive) {
                    one.lifted.get_or_insert(at);
                }
                self.end_hold(*directive);
            }
            Happening::DispensationRecorded(granted) => {
                let known = &mut facts.dispensations;
                known.retain(|one| one.dispensation != granted.dispensation);
                known.push((**granted).clone());
            }
            Happening::DispensationEnded { dispensation, .. } => {
                let known = facts.dispensations.iter_mut();
                for one in known.filter(|one| one.dispensation == *dispensation) {
                    one.ended.get_or_insert(at);
                }
            }
            Happening::QuietTimeRecorded(quiet) => {
                let known = &mut facts.quiet_times;
                known.retain(|one| one.quiet_time != quiet.quiet_time);
                known.push(quiet.clone());
            }
            Happening::QuietTimeCancelled { quiet_time } => {
                let known = facts.quiet_times.iter_mut();
                for one in known.filter(|one| one.quiet_time == *quiet_time) {
                    one.cancelled.get_or_insert(at);
                }
            }
            Happening::BudgetProposed { budget } => {
                let by = self.event.actor.person();
                facts.spending.proposed = by.map(|by| (by, budget.clone()));
            }
            Happening::BudgetApproved { budget } => {
                facts.spending = facts::Spending {
                    proposed: None,
                    approved: Some(budget.clone()),
                };
            }
            _ => {}
        }
    }

    /// A directive in its newest words replaces those before; a clock it stops stands still from then on.
    fn bind(&mut self, record: &DirectiveRecord) {
        let directive = &record.directive;
        let known = &mut self.campaign.facts.directives;
        let before = known
            .iter()
            .find(|one| one.directive == directive.directive);
        let was_stopped = before.is_some_and(|one| one.clock == ClockEffect::Stops);
        known.retain(|one| one.directive != directive.directive);
        known.push(directive.clone());
        if was_stopped {
            self.end_hold(directive.directive);
        }
        if directive.clock == ClockEffect::Stops {
            self.stop_clock(directive);
        }
    }

    fn stop_clock(&mut self, directive: &facts::Directive) {
        let everybody = directive.coverage.holds() && directive.named.is_empty();
        let held: Vec<OrganisationCode> = self
            .campaign
            .tracks
            .iter()
            .filter(|track| !matches!(track.standing, Standing::Closed { .. }))
            .map(|track| track.practice)
            .filter(|code| directive.coverage_of(Some(*code)) != Coverage::Exempt)
            .collect();
        if !everybody && held.is_empty() {
            return;
        }
        self.campaign.holds.push(Hold {
            from: directive.from.max(self.event.at),
            until: None,
            clock: ClockEffect::Stops,
            directive: Some(directive.directive),
            practices: if everybody { Vec::new() } else { held },
        });
    }

    /// A clock that a directive stopped stands still for a practice that joins it afterwards, too.
    pub(super) fn clocks_of_joiner(&mut self, practice: OrganisationCode) {
        let at = self.event.at;
        let (facts, holds) = (&self.campaign.facts, &mut self.campaign.holds);
        let stopping = facts.directives.iter().filter(|one| {
            one.clock == ClockEffect::Stops
                && one.lifted.is_none()
                && one.coverage_of(Some(practice)).holds()
        });
        for directive in stopping {
            let is_its_own = |hold: &&mut Hold| {
                hold.directive == Some(directive.directive) && hold.until.is_none()
            };
            match holds.iter_mut().find(is_its_own) {
                Some(hold) if hold.practices.is_empty() || hold.practices.contains(&practice) => {}
                Some(hold) => {
                    hold.practices.push(practice);
                    hold.practices.sort_unstable();
                }
                None => holds.push(Hold {
                    from: directive.from.max(at),
                    until: None,
                    clock: ClockEffect::Stops,
                    directive: Some(directive.directive),
                    practices: vec![practice],
                }),
            }
        }
    }

    fn end_hold(&mut self, directive: precede_model::FactName) {
        let at = self.event.at;
        let holds = self.campaign.holds.iter_mut();
        for hold in holds.filter(|hold| hold.directive == Some(directive)) {
            // One that had not begun holds nothing.
            hold.until.get_or_insert(at.max(hold.from));
        }
    }
}
