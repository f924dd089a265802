//! The explorer: breadth first, every state once, every edge kept, so that the way to a state is the shortest and
//! what can still be reached is found backwards.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasherDefault, Hasher},
};

use precede_engine::{
    Def,
    moves::{self, Deed, Move, Sort},
};
use precede_model::{Answer, Event, Happening, Outgoing, Timestamp};

use crate::{
    dead_end,
    key::Keys,
    laws::{self, Numbers},
    slice::{Bounds, Ending, Slice, Turn, is_of},
    sound::{self, Fault},
    state::{Moved, State, Step},
    story,
    world::{FIRST, REACHED, SECOND},
};

/// What an exploration found.
#[derive(Debug, Default)]
pub struct Explored {
    /// Different states.
    pub states: usize,
    /// Steps between them.
    pub edges: usize,
    /// Bytes of the largest canonical form.
    pub largest: usize,
    /// Whether every state within the bounds was seen.
    pub is_whole: bool,
    /// What is wrong, with the way to it.
    pub found: Option<Found>,
}

/// A fault and the steps that lead to it from the beginning.
#[derive(Debug, Clone)]
pub struct Found {
    /// What is wrong.
    pub fault: Fault,
    /// The way.
    pub way: Vec<Step>,
    /// Where it begins.
    pub begin: State,
}

impl Found {
    /// Moves on the way that are nobody's duty.
    pub fn detours(&self) -> usize {
        let moves = self.way.iter();
        moves
            .filter(|step| matches!(step, Step::Move(one) if one.sort != Sort::Duty))
            .count()
    }

    /// The rule and what is missing.
    pub fn in_a_word(&self) -> String {
        let rule = story::rule(&self.fault);
        match &self.fault {
            Fault::Opened { unmet, .. } => format!("{rule} {}", unmet.missing.code()),
            Fault::Law(_) | Fault::Stuck(_) | Fault::Unowned { .. } => rule,
        }
    }
}

/// Explores a slice from a state on.
pub fn explore(
    def: &Def,
    numbers: &Numbers,
    (slice, bounds): (&Slice, Bounds),
    begin: &State,
) -> Explored {
    let mut graph = Graph::new(def, numbers, slice, bounds);
    let is_whole = graph.run(begin);
    graph.finish(begin, is_whole)
}

/// A state and its key, for a search by others.
#[derive(Debug, Clone)]
pub struct Node {
    /// The digest of its canonical form.
    pub key: u128,
    /// A state of that form.
    pub state: State,
}

/// One state's successors in a slice, without a memory of others: what a search by other means goes by.
pub fn successors(
    def: &Def,
    numbers: &Numbers,
    (slice, bounds): (&Slice, Bounds),
    node: &Node,
) -> Vec<Node> {
    let mut graph = Graph::new(def, numbers, slice, bounds);
    graph.leave((0, node.key), &node.state);
    let met = graph.queue.into_iter();
    met.map(|(_, key, state)| Node { key, state }).collect()
}

/// A state as a search begins with it.
pub fn beginning(
    def: &Def,
    numbers: &Numbers,
    (slice, bounds): (&Slice, Bounds),
    state: &State,
) -> Node {
    let key = Graph::new(def, numbers, slice, bounds).keys.key(state);
    Node {
        key,
        state: state.clone(),
    }
}

/// Keys are digests already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u128(&mut self, key: u128) {
        self.0 = key as u64;
    }
}

/// How a state was first reached.
#[derive(Clone, Copy)]
struct Came {
    from: u32,
    by: Step,
}

/// A step between two states; `own`: made by the practice whose silence is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    pub from: u32,
    pub to: u32,
    pub own: bool,
}

struct Graph<'a> {
    def: &'a Def,
    numbers: &'a Numbers,
    slice: &'a Slice,
    bounds: Bounds,
    keys: Keys<'a>,
    seen: HashMap<u128, u32, BuildHasherDefault<AsItIs>>,
    came: Vec<Came>,
    edges: Vec<Edge>,
    count: usize,
    /// States at which what is looked for is reached.
    targets: Vec<u32>,
    queue: VecDeque<(u32, u128, State)>,
    largest: usize,
    fault: Option<(Fault, u32, Option<Step>)>,
    moves: Vec<Move>,
}

/// The state a step led to.
struct Next {
    key: u128,
    state: State,
}

impl<'a> Graph<'a> {
    fn new(def: &'a Def, numbers: &'a Numbers, slice: &'a Slice, bounds: Bounds) -> Self {
        let marks = if slice.everybody {
            vec![(FIRST, 1), (SECOND, 1), (REACHED, 2)]
        } else {
            vec![(FIRST, 1), (SECOND, 2), (REACHED, 3)]
        };
        Self {
            def,
            numbers,
            slice,
            bounds,
            keys: Keys::new(def, marks),
            seen: HashMap::default(),
            came: Vec::new(),
            edges: Vec::new(),
            count: 0,
            targets: Vec::new(),
            queue: VecDeque::new(),
            largest: 0,
            fault: None,
            moves: Vec::new(),
        }
    }

    /// Whether every state within the bounds was seen, or a fault found before.
    fn run(&mut self, begin: &State) -> bool {
        let key = self.keys.key(begin);
        let start = Came {
            from: 0,
            by: Step::Time(begin.now),
        };
        self.meet(
            Next {
                key,
                state: begin.clone(),
            },
            start,
        );
        while let Some((id, key, state)) = self.queue.pop_front() {
            if self.seen.len() > self.bounds.states {
                return false;
            }
            self.leave((id, key), &state);
            if self.fault.is_some() {
                break;
            }
        }
        true
    }

    /// Everything that can happen next: what is done at once, or else all that is free.
    fn leave(&mut self, (id, key): (u32, u128), state: &State) {
        let mut moves = std::mem::take(&mut self.moves);
        moves.clear();
        if self.slice.is_past(&state.campaign) {
            return;
        }
        let unusual = self.slice.unusual(self.bounds);
        let has_room = state.outside + state.choices < unusual;
        let room = (has_room, has_room && state.choices == 0);
        let wanted = self.slice.wanted();
        moves::moves_into(self.def, &state.campaign, state.now, wanted, &mut moves);
        if !self.at_once((id, key), state, &moves) {
            self.freely(id, state, &moves, room);
        }
        self.moves = moves;
    }

    /// The first step of those that nobody waits with.
    fn at_once(&mut self, (id, key): (u32, u128), state: &State, moves: &[Move]) -> bool {
        let effects = state.outbox.iter().zip(0_u8..);
        let effects = effects.filter(|(effect, _)| !self.slice.holds_back(effect));
        let first: Vec<Step> = effects.map(|(_, place)| Step::Release(place)).collect();
        let eager = moves
            .iter()
            .filter(|one| self.slice.turn(one) == Turn::Eager);
        let eager: Vec<Step> = first
            .into_iter()
            .chain(eager.copied().map(Step::Move))
            .collect();
        for step in eager {
            let Some(next) = self.go(id, state, step) else {
                if self.fault.is_some() {
                    return true;
                }
                continue;
            };
            // What changes nothing is no step on the way.
            if next.key != key {
                self.edge(id, next, step);
                return true;
            }
        }
        false
    }

    fn freely(&mut self, id: u32, state: &State, moves: &[Move], room: (bool, bool)) {
        let (outside, choices) = room;
        for (effect, place) in state.outbox.iter().zip(0_u8..) {
            self.try_step(id, state, Step::Release(place));
            if self.slice.loses && !state.has_lost && moves::lost(effect).is_some() {
                self.try_step(id, state, Step::Lose(place));
            }
        }
        for one in moves {
            let has_room = match one.sort {
                Sort::Choice => choices,
                Sort::Outside => outside,
                Sort::Duty | Sort::Restore | Sort::Untimely => true,
            };
            if has_room && self.slice.turn(one) == Turn::Free {
                self.try_step(id, state, Step::Move(*one));
            }
        }
        // People who are late are a choice; what time brings by itself is none.
        let by_itself = self.next_instant(state);
        let aged = self
            .aged(state)
            .filter(|at| choices && by_itself.is_none_or(|other| *at < other));
        // Nor does a day go by before the daemon has handed a notice over.
        let by_itself = by_itself.filter(|_| choices || !self.has_notice(state));
        for at in by_itself.into_iter().chain(aged) {
            self.try_step(id, state, Step::Time(at));
        }
    }

    /// The next thing that can happen by time alone: the engine's own wake, or publicity that may open.
    fn next_instant(&self, state: &State) -> Option<Timestamp> {
        let ripe = moves::ripe(self.def, &state.campaign, state.now);
        state.wake.into_iter().chain(ripe).min()
    }

    /// Whether a notice waits to be handed over.
    fn has_notice(&self, state: &State) -> bool {
        let mut effects = state.outbox.iter();
        effects.any(|effect| matches!(effect.what, Outgoing::Notice { number: 0, .. }))
    }

    /// When the next fact grows old.
    fn aged(&self, state: &State) -> Option<Timestamp> {
        if !self.slice.ages {
            return None;
        }
        let good_until = moves::fragile_until(self.def, &state.campaign, state.now);
        good_until.map(|until| until.plus_seconds(NINE_HOURS))
    }

    fn try_step(&mut self, id: u32, state: &State, step: Step) {
        if self.fault.is_some() {
            return;
        }
        if let Some(next) = self.go(id, state, step) {
            self.edge(id, next, step);
        }
    }

    /// Makes a step, and judges what it did.
    fn go(&mut self, id: u32, state: &State, step: Step) -> Option<Next> {
        let mut next = state.clone();
        let events = match next.go(self.def, step) {
            Moved::By(events) => events,
            Moved::Not => return None,
        };
        if let Step::Move(one) = step {
            next.outside += u8::from(one.sort == Sort::Outside);
            next.is_disturbed |= one.sort == Sort::Outside || comes_back(state, &one);
            next.choices +=
                u8::from(one.sort == Sort::Choice && self.slice.turn(&one) == Turn::Free);
        }
        // Who no longer takes part takes the agreement back with it: a fact withdrawn.
        next.is_disturbed |= events.iter().any(is_taken_back);
        next.has_lost |= matches!(step, Step::Lose(_));
        if let Step::Time(at) = step {
            let is_late = self.next_instant(state) != Some(at) || self.has_notice(state);
            next.choices += u8::from(is_late);
        }
        if let Some(breach) = laws::follow(&mut next.history, &events, self.numbers) {
            self.fault = Some((Fault::Law(breach), id, Some(step)));
            return None;
        }
        if !next.is_disturbed
            && let Some(fault) = sound::opened(self.def, &next, &events, self.slice.is_prompt)
        {
            self.fault = Some((fault, id, Some(step)));
            return None;
        }
        let key = self.keys.key(&next);
        Some(Next { key, state: next })
    }

    fn edge(&mut self, id: u32, next: Next, step: Step) {
        let own = match (self.slice.ending, step) {
            (Ending::Goes(code), Step::Move(one)) => is_of(&one, code),
            _ => false,
        };
        let to = self.meet(next, Came { from: id, by: step });
        self.count += 1;
        if self.slice.ending != Ending::Open {
            self.edges.push(Edge { from: id, to, own });
        }
    }

    fn meet(&mut self, next: Next, came: Came) -> u32 {
        if let Some(id) = self.seen.get(&next.key) {
            return *id;
        }
        let id = self.came.len() as u32;
        self.largest = self.largest.max(self.keys.size());
        self.seen.insert(next.key, id);
        self.came.push(came);
        if dead_end::is_reached(self.def, self.slice.ending, &next.state) {
            self.targets.push(id);
        }
        self.queue.push_back((id, next.key, next.state));
        id
    }

    fn finish(mut self, begin: &State, is_whole: bool) -> Explored {
        let mut fault = self.fault.take();
        if fault.is_none() && is_whole && self.slice.ending != Ending::Open {
            let stuck = dead_end::stuck(self.came.len(), &self.edges, &self.targets);
            fault = stuck.map(|id| (Fault::Stuck(self.slice.ending), id, None));
        }
        let found = fault.map(|(fault, id, last)| Found {
            fault,
            way: self.way(id, last),
            begin: begin.clone(),
        });
        Explored {
            states: self.came.len(),
            edges: self.count,
            largest: self.largest,
            is_whole,
            found,
        }
    }

    /// The steps from the beginning to a state, and one more.
    fn way(&self, mut id: u32, last: Option<Step>) -> Vec<Step> {
        let mut way: Vec<Step> = last.into_iter().collect();
        while id != 0 {
            let came = self.came[id as usize];
            way.push(came.by);
            id = came.from;
        }
        way.reverse();
        way
    }
}

fn is_taken_back(event: &Event) -> bool {
    matches!(event.what, Happening::AgreementWithdrawn { .. })
}

/// Whether a practice that had declined takes part after all: what it did before stands, whatever it was worth.
fn comes_back(state: &State, one: &Move) -> bool {
    let track = one.practice.and_then(|code| state.campaign.track(code));
    let had_declined = track.is_some_and(|track| track.answer == Some(Answer::Declines));
    had_declined && matches!(one.deed, Deed::Answer(answer) if answer != Answer::Declines)
}

const NINE_HOURS: i64 = 9 * 3_600;
