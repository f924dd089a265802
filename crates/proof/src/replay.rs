//! A counterexample as dated commands: all that is needed to play it again through the shipped engine, on the
//! definition's own calendar and clock.

use precede_engine::{
    Def,
    moves::{self, Move},
};
use precede_model::{
    Actor, EffectKey, Event, FactName, Missing, Name, Order, OrganisationCode, PersonId, Role,
    Rule, StepId, StepState, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    check::Model,
    explore::Found,
    laws::History,
    sound::Fault,
    state::{Moved, State, Step},
    world::{self, FIRST, PCT, REACHED, SECOND, START},
};

/// A file of commands that `precede rehearse --replay` plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// What this file is, and its version.
    pub replay: String,
    /// The definition.
    pub definition: Text,
    /// Its variant.
    pub variant: Option<String>,
    /// Who is there.
    pub world: World,
    /// What happens, in order.
    pub commands: Vec<Line>,
    /// Where it leads.
    pub opening: Option<Opening>,
}

/// A definition by its digest, and as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// SHA-256 of the text.
    pub digest: String,
    /// The text. Who makes the file puts it in.
    #[serde(default)]
    pub text: String,
}

/// The world of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// The region.
    pub region: OrganisationCode,
    /// The PCT.
    pub pct: OrganisationCode,
    /// Practices of the tranche.
    pub practices: Vec<OrganisationCode>,
    /// Practices outside it whose patients publicity reaches.
    pub reach: Vec<OrganisationCode>,
    /// When the campaign is planned.
    pub starts: Timestamp,
}

/// One line of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What a line does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum What {
    /// Time goes on to this instant.
    Wait,
    /// A person gives an order; without a person it is the register's.
    Order {
        /// Who.
        by: Option<PersonId>,
        /// In what role.
        role: Role,
        /// Where that person is, if not in the PCT.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        practice: Option<OrganisationCode>,
        /// Why, where a reason is needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// What.
        order: Order,
    },
    /// The daemon claims a planned effect, performs and records it.
    Release {
        /// Which.
        effect: String,
    },
    /// The daemon claims it and it cannot be delivered.
    Lose {
        /// Which.
        effect: String,
    },
}

/// The act that is opened at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The act's step.
    pub step: StepId,
    /// For whom.
    pub practice: Option<OrganisationCode>,
    /// The rule that refuses it.
    pub rule: Rule,
    /// What it lacks.
    pub missing: Missing,
}

/// A counterexample lived through on the real calendar.
pub(crate) struct Lived {
    pub lines: Vec<Line>,
    pub events: Vec<Event>,
    /// Whether it led where the model was led.
    pub is_reached: bool,
}

/// What the first line of such a file says.
pub const FORMAT: &str = "precede-replay-1";
/// Instants waited for in vain before a replay is given up.
const WAITS_MAX: usize = 400;

/// The replay of a fault; its text is for the caller to put in.
pub(crate) fn replay(model: &Model, found: &Found, lived: &Lived) -> Replay {
    Replay {
        replay: FORMAT.to_owned(),
        definition: Text {
            digest: model.def.definition.digest.clone(),
            text: String::new(),
        },
        variant: model.def.variant.clone(),
        world: World {
            region: Name::fixed("Q35"),
            pct: PCT,
            practices: vec![FIRST, SECOND],
            reach: vec![REACHED],
            starts: START,
        },
        commands: lived.lines.clone(),
        opening: opening(&found.fault),
    }
}

fn opening(fault: &Fault) -> Option<Opening> {
    match fault {
        Fault::Opened {
            step,
            practice,
            unmet,
        } => Some(Opening {
            step: *step,
            practice: *practice,
            rule: unmet.rule,
            missing: unmet.missing,
        }),
        Fault::Law(_) | Fault::Stuck(_) | Fault::Unowned { .. } => None,
    }
}

/// Lives a way through again, beside the model, on a definition as it runs.
pub(crate) fn live(model: &Model, real: &Def, found: &Found) -> Lived {
    let (campaign, _) = world::planned(real, START);
    let history = History::of(&[FIRST, SECOND], &[REACHED]);
    let mut twice = Twice {
        model,
        real,
        as_modelled: found.begin.clone(),
        state: State::new(campaign, history, START),
        lived: Lived {
            lines: Vec::new(),
            events: Vec::new(),
            is_reached: false,
        },
    };
    let all_done = found.way.iter().all(|step| twice.step(*step));
    twice.lived.is_reached = all_done && twice.arrives(&found.fault);
    twice.lived
}

struct Twice<'a> {
    model: &'a Model,
    real: &'a Def,
    as_modelled: State,
    state: State,
    lived: Lived,
}

impl Twice<'_> {
    fn step(&mut self, step: Step) -> bool {
        let is_done = match step {
            Step::Move(one) => self.order(one),
            Step::Release(place) => self.effect(place, step),
            Step::Lose(place) => self.effect(place, step),
            Step::Time(at) => self.time(at),
        };
        self.as_modelled.go(&self.model.def, step);
        is_done
    }

    fn order(&mut self, one: Move) -> bool {
        for _ in 0..WAITS_MAX {
            if self.go(Step::Move(one), |state, real| line(&one, real, state)) {
                return true;
            }
            if !self.wait(false) {
                return false;
            }
        }
        false
    }

    fn effect(&mut self, place: u8, step: Step) -> bool {
        let Some(key) = self
            .as_modelled
            .outbox
            .get(usize::from(place))
            .map(|one| one.key)
        else {
            return true;
        };
        let mut places = self.state.outbox.iter().zip(0_u8..);
        let Some((_, place)) = places.find(|(effect, _)| effect.key == key) else {
            return true;
        };
        match step {
            Step::Lose(_) => self.go(Step::Lose(place), |_, _| lose(key)),
            _ => {
                // One that is not wanted any more is dropped without a word.
                self.go(Step::Release(place), |_, _| release(key));
                true
            }
        }
    }

    fn time(&mut self, at: Timestamp) -> bool {
        let next = next_instant(&self.model.def, &self.as_modelled);
        self.wait(next != Some(at))
    }

    fn wait(&mut self, until_aged: bool) -> bool {
        let next = if until_aged {
            moves::fragile_until(self.real, &self.state.campaign, self.state.now)
                .map(|until| until.plus_seconds(9 * 3_600))
        } else {
            next_instant(self.real, &self.state)
        };
        match next {
            Some(at) => self.go(Step::Time(at), |_, _| What::Wait),
            None => until_aged,
        }
    }

    fn go(&mut self, step: Step, what: impl Fn(&State, &Def) -> What) -> bool {
        let mut next = self.state.clone();
        let Moved::By(events) = next.go(self.real, step) else {
            return false;
        };
        let what = what(&self.state, self.real);
        self.lived.lines.push(Line { at: next.now, what });
        self.lived.events.extend(events);
        self.state = next;
        true
    }

    /// Whether the fault is there; where holidays make it come later, a little later.
    fn arrives(&mut self, fault: &Fault) -> bool {
        let Some(opening) = opening(fault) else {
            return true;
        };
        for _ in 0..WAITS_MAX {
            if is_open(self.real, &self.state, &opening) {
                return true;
            }
            if !self.wait(false) {
                return false;
            }
        }
        false
    }
}

fn next_instant(def: &Def, state: &State) -> Option<Timestamp> {
    let ripe = moves::ripe(def, &state.campaign, state.now);
    state.wake.into_iter().chain(ripe).min()
}

/// Whether the act stands open and lacks what it should not.
fn is_open(def: &Def, state: &State, opening: &Opening) -> bool {
    let Some((ix, _)) = def.find(opening.step) else {
        return false;
    };
    let place = opening
        .practice
        .and_then(|code| state.campaign.track_ix(code));
    let is_open = matches!(
        def.state(&state.campaign, place, ix),
        Some(StepState::Open(_))
    );
    let lacks = moves::lacks(def, &state.campaign, (ix, opening.practice), state.now);
    is_open && lacks.iter().any(|lack| lack.missing == opening.missing)
}

fn line(one: &Move, real: &Def, state: &State) -> What {
    let command = one.command(real, &state.campaign, state.now);
    let by = match command.by {
        Actor::Precede => None,
        Actor::Person(id) => Some(id),
    };
    What::Order {
        by,
        role: command.role,
        practice: one.practice.filter(|_| command.role == Role::Practice),
        reason: command.evidence.reason,
        order: command.order,
    }
}

fn release(key: EffectKey) -> What {
    What::Release {
        effect: key.to_string(),
    }
}

fn lose(key: EffectKey) -> What {
    What::Lose {
        effect: key.to_string(),
    }
}

/// The words of a missing thing that carry a name of their own.
pub(crate) fn named(missing: Missing) -> Option<FactName> {
    match missing {
        Missing::Fitness(fact) => Some(fact),
        _ => None,
    }
}
