//! Publicity: when it was live and whether it ran its minimum.

use crate::{calendar::Instant, plan::Plan};

/// Every opening of publicity, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Publicity(Vec<Opening>);

/// One opening.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// The step it belongs to; a programme may have several.
    pub step: Option<String>,
    /// Whether a public notice is among its media. What is only heard, seen or put up somewhere informs nobody in
    /// person, however long it runs.
    pub is_notice: bool,
    pub from: Instant,
    /// When its minimum has run by its own word, if it gives one.
    pub stated_minimum: Option<Instant>,
    pub until: Option<Instant>,
}

impl Publicity {
    /// It opened.
    pub fn open(&mut self, opening: Opening) {
        self.0.push(opening);
    }

    /// It closed; that of one step only, if the step is named.
    pub fn close(&mut self, step: Option<&str>, at: Instant) {
        for opening in &mut self.0 {
            if step.is_none() || opening.step.as_deref() == step {
                opening.until.get_or_insert(at);
            }
        }
    }

    /// Whether it is live at an instant.
    pub fn is_live(&self, at: Instant) -> bool {
        self.0
            .iter()
            .any(|opening| opening.from <= at && opening.until.is_none_or(|until| at < until))
    }

    /// It is no fact that it ran: that of one step, or all if none is named.
    pub fn never_ran(&mut self, step: Option<&str>) {
        self.0
            .retain(|opening| step.is_some() && opening.step.as_deref() != step);
    }

    /// When it first ran its minimum, stated and of the programme, without being closed before; it may be to come.
    pub fn minimum_over(&self, plan: &Plan) -> Option<Instant> {
        let minimum = |opening: &Opening| {
            let least = opening.least_minimum(plan);
            opening.stated_minimum.map_or(least, |own| own.max(least))
        };
        first_over(self.0.iter(), minimum)
    }

    /// When a public notice first ran the minimum it states. A programme has one minimum, that of its longest
    /// publicity; a notice beside it may be shorter.
    pub fn notice_over(&self, plan: &Plan) -> Option<Instant> {
        let minimum = |opening: &Opening| {
            let least = || opening.least_minimum(plan);
            opening.stated_minimum.unwrap_or_else(least)
        };
        first_over(self.0.iter().filter(|one| one.is_notice), minimum)
    }
}

/// When the first of them ran its minimum without being closed before.
fn first_over<'a>(
    openings: impl Iterator<Item = &'a Opening>,
    minimum: impl Fn(&Opening) -> Instant,
) -> Option<Instant> {
    let stayed = |opening: &&Opening| opening.until.is_none_or(|until| minimum(opening) <= until);
    openings.filter(stayed).map(&minimum).min()
}

impl Opening {
    /// When the minimum of the programme has run.
    fn least_minimum(&self, plan: &Plan) -> Instant {
        plan.policy.publicity_over(&plan.calendar, self.from)
    }
}
