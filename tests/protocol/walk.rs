//! One random way: what comes next is drawn from the seed, what is done is done by the crew.

use precede_proof::protocol::{Action, Fate, State, World, actions, next};

use super::{compare::compare, crew::Crew, deeds::Deeds};

/// Transitions of one way.
const STEPS: usize = 40;

/// What a way has tried.
pub struct Tried {
    /// Transitions that the store performed.
    pub performed: usize,
    /// Of them, those it refused, as the model said.
    pub refused: usize,
}

/// Takes it.
///
/// # Panics
/// When database and model disagree: seed, step and transition are named.
pub async fn walk(crew: &mut Crew, world: &World, (seed, mut chance): (u64, Chance)) -> Tried {
    let mut state = State::beginning(world);
    let mut deeds = Deeds::begin(crew, world, (seed, &state)).await;
    let mut tried = Tried {
        performed: 0,
        refused: 0,
    };
    for step in 0..STEPS {
        let action = chance.one_of(&actions(world, &state));
        let place = format!("seed {seed}, step {step}, `{}`: {action:?}", world.name);
        let after = match next(world, &state, action) {
            Ok(after) => after,
            Err(breach) => panic!("{place}: the model breaks its own rule: {breach}"),
        };
        let did = deeds.perform(crew, world, (&state, action, &after)).await;
        let did = did.unwrap_or_else(|why| panic!("{place}: {why}"));
        tried.performed += usize::from(did.is_some());
        tried.refused += usize::from(did == Some(false));
        let reads = matches!(action, Action::Look(..) | Action::Load(_));
        if did.is_some() && !reads {
            let differs = compare(crew, &deeds, (world, &after)).await;
            assert!(differs.is_empty(), "{place}: {}", differs.join("; "));
        }
        state = after;
    }
    deeds.end(crew, world).await;
    tried
}

/// Chance from a seed (SplitMix64).
pub struct Chance {
    state: u64,
    /// What this way is fond of.
    fond: u64,
}

impl Chance {
    /// Of a seed.
    pub fn of(seed: u64) -> Self {
        let mut chance = Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            fond: 0,
        };
        chance.fond = chance.number();
        chance
    }

    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() % limit as u64) as usize
    }

    /// One of what can happen. Faults are rarer than work, or nothing would ever be handed over; and each way is fond of
    /// some transitions, so that together they come to places where none of them would come often.
    fn one_of(&mut self, all: &[Action]) -> Action {
        let weights: Vec<usize> = all
            .iter()
            .map(|action| weight(*action) * self.fondness(*action))
            .collect();
        let mut drawn = self.below(weights.iter().sum());
        for (action, weight) in all.iter().zip(weights) {
            if drawn < weight {
                return *action;
            }
            drawn -= weight;
        }
        Action::Tick
    }

    fn fondness(&self, action: Action) -> usize {
        let words = format!("{action:?}");
        let kind = words.split_once('(').map_or(&*words, |(kind, _)| kind);
        let of_kind = kind.bytes().fold(self.fond, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        [1, 1, 4, 16][(of_kind >> 40) as usize % 4]
    }
}

fn weight(action: Action) -> usize {
    match action {
        Action::Claim(_, fate) | Action::Renew(_, fate) | Action::Record(_, fate) => match fate {
            Fate::Answered => 12,
            Fate::AnswerLost | Fate::NotDone | Fate::StillOnItsWay => 1,
        },
        Action::Crash(_)
        | Action::Drop(_)
        | Action::TurnedAway(_)
        | Action::Beat(_)
        | Action::Order(_)
        | Action::Resume(_)
        | Action::Stop(_)
        | Action::LateVanishes => 1,
        Action::Tick | Action::Load(_) | Action::Wake(_) | Action::LateLands => 3,
        Action::TakeBack(_) => 4,
        _ => 8,
    }
}
