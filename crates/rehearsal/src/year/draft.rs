//! What one commit would write of a campaign: the counterpart of the application's tick, with the same answers to an order,
//! to time and to a claim.

use precede_app::{Right, Said, not_theirs, right, without_warrant};
use precede_engine::{Decision, Def, Warrant, advance_in_place, decide_in_place, refused, warrant};
use precede_model::{
    Actor, Campaign, Command, Effect, EffectKey, Event, Order, Outgoing, Person, Refusal, Timestamp,
};
use precede_store::EffectState;

use super::book::Book;

/// Nothing of it is written before its commit.
pub(super) struct Draft<'a> {
    def: &'a Def,
    pub now: Timestamp,
    pub version: u64,
    pub campaign: Campaign,
    pub events: Vec<Event>,
    pub plan: Vec<Effect>,
    /// Effects claimed, and the fence.
    pub claims: Vec<(EffectKey, i64)>,
    /// Effects whose outcome is known: under which fence, and where they stand.
    pub finish: Vec<(EffectKey, Option<i64>, EffectState)>,
    /// The timer, if it was computed anew.
    pub wake: Option<Option<Timestamp>>,
    pub is_touched: bool,
}

impl<'a> Draft<'a> {
    /// Of a campaign as it is stored now.
    pub fn of(def: &'a Def, book: &Book, now: Timestamp) -> Self {
        Self {
            def,
            now,
            version: book.version,
            campaign: book.campaign.clone(),
            events: Vec::new(),
            plan: Vec::new(),
            claims: Vec::new(),
            finish: Vec::new(),
            wake: None,
            is_touched: false,
        }
    }

    /// What time alone causes.
    pub fn advance(&mut self) {
        let decision = advance_in_place(self.def, &mut self.campaign, self.now);
        self.take(decision);
        self.is_touched = true;
    }

    /// A person's order: whether the campaign is theirs, then what the engine says. A refusal is written down.
    pub fn order(
        &mut self,
        person: &Person,
        said: Said,
        order: Order,
        is_of_region: impl FnOnce(&Person) -> bool,
    ) -> Result<(), Refusal> {
        let command = Command {
            by: Actor::Person(person.id),
            role: person.role,
            happened: said.happened,
            confirmed_by: said.confirmed_by,
            evidence: said.evidence,
            order,
        };
        let day = self.def.day(self.now);
        let is_theirs = match right(person, &self.campaign, &command.order, day) {
            Right::Yes => true,
            Right::No => false,
            Right::OfItsRegion => is_of_region(person),
        };
        if is_theirs {
            return self.command(&command);
        }
        let refusal = not_theirs(person, &command.order);
        self.note_refusal(&command, &refusal);
        Err(refusal)
    }

    /// A command.
    pub fn command(&mut self, command: &Command) -> Result<(), Refusal> {
        let mut copy = self.campaign.clone();
        match decide_in_place(self.def, &mut copy, command, self.now) {
            Ok(decision) => {
                self.campaign = copy;
                self.take(decision);
                Ok(())
            }
            Err(refusal) => {
                self.note_refusal(command, &refusal);
                Err(refusal)
            }
        }
    }

    /// Claims an effect under a warrant taken at this instant. `None`: no warrant, and what that means for the row is part
    /// of this draft.
    pub fn claim(
        &mut self,
        (key, what): (EffectKey, &Outgoing),
        fence: i64,
    ) -> Result<Option<Warrant>, Refusal> {
        self.is_touched = true;
        match warrant(
            self.def,
            &self.campaign,
            (self.version, key, what),
            self.now,
        ) {
            Ok(warrant) => {
                self.claims.push((key, fence));
                Ok(Some(warrant))
            }
            Err(why) => {
                let (state, _, order) = without_warrant(key, what, why);
                self.finish.push((key, None, state));
                if let Some(order) = order {
                    self.command(&Command::by_precede(order))?;
                }
                Ok(None)
            }
        }
    }

    /// What became of an effect; the campaign's event for it is in the same commit (E5).
    pub fn settle(
        &mut self,
        key: EffectKey,
        (fence, state): (Option<i64>, EffectState),
        order: Option<Order>,
    ) -> Result<(), Refusal> {
        self.is_touched = true;
        self.finish.push((key, fence, state));
        match order {
            Some(order) => self.command(&Command::by_precede(order)),
            None => Ok(()),
        }
    }

    /// Effects that waited for the campaign to be resumed may leave again, each under a new warrant.
    pub fn release_held(&mut self, book: &Book) {
        let held = book.in_state(EffectState::Held).into_iter();
        self.finish
            .extend(held.map(|key| (key, None, EffectState::Planned)));
    }

    fn take(&mut self, decision: Decision) {
        self.is_touched |= !decision.events.is_empty() || !decision.effects.is_empty();
        self.events.extend(decision.events);
        self.plan.extend(decision.effects);
        self.wake = Some(decision.next_wake);
    }

    fn note_refusal(&mut self, command: &Command, refusal: &Refusal) {
        let decision = refused(self.def, &self.campaign, command, refusal, self.now);
        self.is_touched = true;
        self.events.extend(decision.events);
    }
}
