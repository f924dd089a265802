//! What is known of one slice while it is explored: every state once, every step between them.

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
    world::{FIRST, REACHED, SECOND},
};

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

/// The steps from a beginning.
pub(crate) struct Way {
    /// Where it begins.
    pub from: u32,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A step between two states; `own`: made by the practice whose silence is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    pub from: u32,
    pub to: u32,
    pub own: bool,
}

/// All that is known of one slice so far.
pub(crate) struct Graph<'a> {
    def: &'a Def,
    numbers: &'a Numbers,
    slice: &'a Slice,
    bounds: Bounds,
    pub(super) keys: Keys<'a>,
    seen: HashMap<u128, u32, BuildHasherDefault<AsItIs>>,
    came: Vec<Came>,
    edges: Vec<Edge>,
    pub(super) count: usize,
    /// States at which what is looked for is reached.
    targets: Vec<u32>,
    pub(super) queue: VecDeque<(u32, u128, State)>,
    pub(super) largest: usize,
    fault: Option<(Fault, u32, Option<Step>)>,
    moves: Vec<Move>,
}

/// The state a step led to.
struct Next {
    key: u128,
    state: State,
}

impl<'a> Graph<'a> {
    /// Nothing is known yet.
    pub(crate) fn new(
        def: &'a Def,
        numbers: &'a Numbers,
        slice: &'a Slice,
        bounds: Bounds,
    ) -> Self {
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

    /// Begins at a state; at each of several. `None`: it was known.
    pub(crate) fn begin(&mut self, state: State) -> Option<u32> {
        let known = self.came.len();
        let key = self.keys.key(&state);
        let came = Came {
            from: known as u32,
            by: Step::Time(state.now),
        };
        let id = self.meet(Next { key, state }, came);
        (id as usize == known).then_some(id)
    }

    /// Goes on from all that was begun, and shows each state when its turn comes. Whether every state within the bounds
    /// was seen, or a fault found before.
    pub(crate) fn run(&mut self, show: &mut dyn FnMut(u32, &State)) -> bool {
        while let Some((id, key, state)) = self.queue.pop_front() {
            if self.seen.len() > self.bounds.states {
                return false;
            }
            show(id, &state);
            self.leave((id, key), &state);
            if self.fault.is_some() {
                break;
            }
        }
        true
    }

    /// Different states so far.
    pub(crate) fn states(&self) -> usize {
        self.came.len()
    }

    /// Everything that can happen next: what is done at once, or else all that is free.
    pub(super) fn leave(&mut self, (id, key): (u32, u128), state: &State) {
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

    /// What is wrong, and the way to it: what was met on it, or a state without a way on.
    pub(crate) fn fault(&mut self, is_whole: bool) -> Option<(Fault, Way)> {
        let mut fault = self.fault.take();
        if fault.is_none() && is_whole && self.slice.ending != Ending::Open {
            let stuck = dead_end::stuck(self.came.len(), &self.edges, &self.targets);
            fault = stuck.map(|id| (Fault::Stuck(self.slice.ending), id, None));
        }
        let (fault, id, last) = fault?;
        Some((fault, self.way(id, last)))
    }

    /// The steps from a beginning to a state, and one more.
    pub(crate) fn way(&self, mut id: u32, last: Option<Step>) -> Way {
        let mut steps: Vec<Step> = last.into_iter().collect();
        loop {
            let came = self.came[id as usize];
            if came.from == id {
                break;
            }
            steps.push(came.by);
            id = came.from;
        }
        steps.reverse();
        Way { from: id, steps }
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
