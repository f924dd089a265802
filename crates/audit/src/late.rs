//! What left before it could be recorded. The daemon stores its claim, performs, and then records the outcome as at the
//! instant of the claim; an order may have been recorded in between. Mail and letters that had left by then are judged by
//! the facts of their own instant. What happens only by being recorded (a permit, a plan, a person's act) is not.

use std::collections::VecDeque;

use crate::{
    calendar::Instant,
    clock,
    event::{Event, What},
    facts::Facts,
    plan::Plan,
};

/// The facts of some minutes ago, and the entries since. What claims to be older still is judged by what was known when
/// it was recorded.
pub(crate) struct Behind {
    facts: Facts,
    since: VecDeque<Event>,
    newest: Option<Instant>,
}

impl Behind {
    /// Nothing but a plan.
    pub fn of(plan: Plan) -> Self {
        Self {
            facts: Facts::of(plan),
            since: VecDeque::new(),
            newest: None,
        }
    }

    /// The facts by which an entry is judged, where they are others than those of all entries before it.
    pub fn as_at(&self, event: &Event) -> Option<Facts> {
        let has_left = matches!(
            event.what,
            What::NoticeHandedOver { .. } | What::BatchReleased { .. }
        );
        let is_late = self
            .newest
            .is_some_and(|newest| event.at < newest && newest <= event.at + clock::outcome());
        if !(has_left && is_late) {
            return None;
        }
        let mut facts = self.facts.clone();
        for before in self.since.iter().filter(|one| one.at <= event.at) {
            facts.fold(before);
        }
        Some(facts)
    }

    /// Adds an entry, and lets go of what nothing can be late for any more.
    pub fn take(&mut self, event: Event) {
        let newest = self.newest.map_or(event.at, |newest| newest.max(event.at));
        self.newest = Some(newest);
        self.since.push_back(event);
        while let Some(oldest) = self.since.front()
            && oldest.at + clock::outcome() < newest
        {
            let oldest = self.since.pop_front();
            oldest.iter().for_each(|one| self.facts.fold(one));
        }
    }
}
