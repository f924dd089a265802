//! A state of the world, and how a step moves it: by the engine's own `decide`, `advance` and `warrant`.

use precede_engine::{
    Decision, Def, NoWarrant, advance_in_place, decide_in_place,
    moves::{self, Move},
    warrant,
};
use precede_model::{Campaign, Command, Effect, Event, Timestamp};

use crate::laws::History;

/// The campaign with its outbox, the history as the laws see it, and the moment.
#[derive(Debug, Clone)]
pub struct State {
    /// The campaign.
    pub campaign: Campaign,
    /// Effects that are written and have not left.
    pub outbox: Vec<Effect>,
    /// What the laws know.
    pub history: History,
    /// The moment.
    pub now: Timestamp,
    /// When time alone moves the campaign next.
    pub wake: Option<Timestamp>,
    /// Moves from outside so far.
    pub outside: u8,
    /// Choices so far.
    pub choices: u8,
    /// A mail could not be delivered.
    pub has_lost: bool,
    /// Something came from outside, or a practice came back: what opens now is not the definition's doing alone.
    pub is_disturbed: bool,
}

/// One step of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody moves.
    Move(Move),
    /// The daemon claims the effect at this place under a warrant, performs and records it.
    Release(u8),
    /// The daemon claims it, and it cannot be delivered.
    Lose(u8),
    /// Time goes on to this instant.
    Time(Timestamp),
}

/// What a step caused, or that it could not be.
pub enum Moved {
    /// The events it caused.
    By(Vec<Event>),
    /// The engine refused it, or it was not wanted any more.
    Not,
}

impl State {
    /// A campaign's state at its beginning.
    pub fn new(campaign: Campaign, history: History, now: Timestamp) -> Self {
        Self {
            campaign,
            outbox: Vec::new(),
            history,
            now,
            wake: None,
            outside: 0,
            choices: 0,
            has_lost: false,
            is_disturbed: false,
        }
    }

    /// Moves by one step, laws apart. A copy that did not move is to be thrown away.
    pub fn go(&mut self, def: &Def, step: Step) -> Moved {
        match step {
            Step::Move(one) => {
                let command = one.command(def, &self.campaign, self.now);
                self.command(def, &command)
            }
            Step::Release(place) => self.release(def, usize::from(place)),
            Step::Lose(place) => {
                let effect = self.outbox.remove(usize::from(place));
                match moves::lost(&effect) {
                    Some(command) => self.command(def, &command),
                    None => Moved::Not,
                }
            }
            Step::Time(at) => {
                self.now = at;
                let decision = advance_in_place(def, &mut self.campaign, at);
                Moved::By(self.take(decision))
            }
        }
    }

    /// Gives a command.
    pub fn command(&mut self, def: &Def, command: &Command) -> Moved {
        match decide_in_place(def, &mut self.campaign, command, self.now) {
            Ok(decision) => Moved::By(self.take(decision)),
            Err(_) => Moved::Not,
        }
    }

    /// Claim, warrant, act and outcome in one: what happens between them is the protocol's, not the definition's.
    fn release(&mut self, def: &Def, place: usize) -> Moved {
        let effect = self.outbox.remove(place);
        let asked = (1, effect.key, &effect.what);
        let command = match warrant(def, &self.campaign, asked, self.now) {
            Ok(_) => moves::outcome(&effect),
            Err(NoWarrant::Refused(unmet)) => moves::withheld(&effect, unmet),
            Err(NoWarrant::NoLongerWanted) => None,
            Err(NoWarrant::Held) => return Moved::Not,
        };
        match command {
            Some(command) => self.command(def, &command),
            None => Moved::By(Vec::new()),
        }
    }

    /// Takes over what the engine decided; the campaign has been moved already.
    pub(crate) fn take(&mut self, decision: Decision) -> Vec<Event> {
        // Correspondence and recalls need no rule and leave at once.
        let acts = decision
            .effects
            .into_iter()
            .filter(|effect| effect.what.act().is_some());
        self.outbox.extend(acts);
        self.wake = decision.next_wake;
        decision.events
    }
}
