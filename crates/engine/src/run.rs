//! A working copy on its way: events are applied as they are made, so that what follows sees them.

use precede_model::{
    Actor, Campaign, Command, Effect, Event, Evidence, Happening, OrganisationCode, Refusal, Rule,
    StepId, Timestamp, Unmet, definition::StepIx,
};

use crate::{Def, apply::apply, evidence::Dated, rules::View};

/// What should happen: events to record, effects to plan, and when time alone moves the campaign next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// In order.
    pub events: Vec<Event>,
    /// In order.
    pub effects: Vec<Effect>,
    /// When time alone causes something; `None` when only people can.
    pub next_wake: Option<Timestamp>,
}

/// One campaign being moved at one instant.
pub(crate) struct Run<'a> {
    pub def: &'a Def,
    pub campaign: &'a mut Campaign,
    pub now: Timestamp,
    pub decision: Decision,
}

/// What an event is about.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub step: Option<StepIx>,
    pub practice: Option<OrganisationCode>,
}

impl Subject {
    /// The campaign as a whole.
    pub const CAMPAIGN: Self = Self {
        step: None,
        practice: None,
    };

    /// A step of the campaign or of one practice.
    pub fn step(step: StepIx, practice: Option<OrganisationCode>) -> Self {
        Self {
            step: Some(step),
            practice,
        }
    }

    /// A practice, no step.
    pub fn practice(practice: OrganisationCode) -> Self {
        Self {
            step: None,
            practice: Some(practice),
        }
    }
}

impl<'a> Run<'a> {
    pub fn new(def: &'a Def, campaign: &'a mut Campaign, now: Timestamp) -> Self {
        Self {
            def,
            campaign,
            now,
            decision: Decision::default(),
        }
    }

    /// Records what time or the daemon caused.
    pub fn note(&mut self, subject: Subject, what: Happening) {
        let dated = Dated {
            happened: self.now,
            counts_from: self.now,
        };
        self.record(subject, what, (Actor::Precede, Evidence::default()), dated);
    }

    /// Records what a person did or told.
    pub fn tell(&mut self, command: &Command, subject: Subject, what: Happening, dated: Dated) {
        let evidence = Evidence {
            confirmed_by: command.confirmed_by,
            ..command.evidence.clone()
        };
        self.record(subject, what, (command.by, evidence), dated);
    }

    /// Records an event and moves the campaign by it.
    pub fn record(
        &mut self,
        subject: Subject,
        what: Happening,
        (actor, evidence): (Actor, Evidence),
        dated: Dated,
    ) {
        let event = Event {
            at: self.now,
            happened: dated.happened,
            counts_from: dated.counts_from,
            pct: self.campaign.id.pct,
            practice: subject.practice,
            step: subject.step.map(|ix| self.def.step(ix).id),
            actor,
            evidence,
            what,
        };
        apply(self.def, self.campaign, &event);
        self.decision.events.push(event);
    }

    /// Plans an effect.
    pub fn plan(&mut self, effect: Effect) {
        self.decision.effects.push(effect);
    }

    /// Time alone causes something then. What has been due is moved by events, never by waking at an instant gone by.
    pub fn wake_at(&mut self, at: Timestamp) {
        if at <= self.now {
            return;
        }
        let wake = &mut self.decision.next_wake;
        *wake = Some(wake.map_or(at, |earlier| earlier.min(at)));
    }

    /// What the rules may read about an act of a step.
    pub fn view(&self, track: Option<usize>, ix: StepIx, items: u32) -> View<'_> {
        View::of(self.def, self.campaign, (track, ix, items), self.now)
    }

    /// What the rules may read about the campaign as a whole.
    pub fn campaign_view(&self) -> View<'_> {
        View::of_campaign(self.def, self.campaign, self.now)
    }

    /// The step's id.
    pub fn id(&self, ix: StepIx) -> StepId {
        self.def.step(ix).id
    }
}

/// A refusal that rests on the order of steps.
pub(crate) fn out_of_order(
    missing: precede_model::Missing,
    practice: Option<OrganisationCode>,
    who: precede_model::Role,
) -> Refusal {
    Unmet {
        rule: Rule::Order,
        missing,
        practice,
        who,
        from: None,
    }
    .into()
}
