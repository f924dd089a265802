//! Every state of a world, breadth first, so that the first story found of a breach is a shortest one.
//!
//! States are compared by their whole key: none is ever taken for another.

use super::{action::Action, actions, breach::Breach, key, next::next, state::State, world::World};

/// What was found.
#[derive(Debug)]
pub struct Explored {
    /// Different states reached.
    pub states: usize,
    /// Transitions made.
    pub transitions: usize,
    /// Length of the longest of the shortest ways to a state.
    pub depth: usize,
    /// Whether these are all.
    pub is_whole: bool,
    /// States that were found settled.
    pub settled: usize,
    /// The first breach, and the transitions that lead to it.
    pub found: Option<(Breach, Vec<Action>)>,
}

/// Explores up to so many states.
pub fn explore(world: &World, states_max: usize) -> Explored {
    let mut reached = Reached::with(key::of(world, &State::beginning(world)));
    let mut transitions = 0;
    let mut found = None;
    let mut ends_of_depth = vec![1];
    let mut at = 0;
    'search: while at < reached.keys.len() && reached.keys.len() < states_max {
        if ends_of_depth.last() == Some(&at) {
            ends_of_depth.push(reached.keys.len());
        }
        let state = key::state(world, reached.keys[at]);
        for action in actions(world, &state) {
            transitions += 1;
            match next(world, &state, action) {
                Ok(after) => reached.add(key::of(world, &after), at),
                Err(breach) => {
                    let mut way = reached.way_to(world, at);
                    way.push(action);
                    found = Some((breach, way));
                    break 'search;
                }
            }
        }
        at += 1;
    }
    let is_whole = at == reached.keys.len();
    let mut settled = 0;
    if is_whole {
        let (lost, ends) = reached.first_lost(world);
        settled = ends;
        found = lost.map(|at| (Breach::Lost, reached.way_to(world, at)));
    }
    Explored {
        states: reached.keys.len(),
        transitions,
        depth: ends_of_depth.len() - 1,
        is_whole,
        settled,
        found,
    }
}

/// States in the order in which they were found, each with the one it was found from, and an open table of their
/// places.
struct Reached {
    keys: Vec<u128>,
    from: Vec<u32>,
    table: Vec<u32>,
}

/// No state.
const NONE: u32 = u32::MAX;

impl Reached {
    fn with(first: u128) -> Self {
        let mut reached = Self {
            keys: Vec::new(),
            from: Vec::new(),
            table: vec![NONE; 1 << 16],
        };
        reached.add(first, 0);
        reached
    }

    fn add(&mut self, key: u128, from: usize) {
        let slot = self.slot(key);
        if self.table[slot] != NONE {
            return;
        }
        self.table[slot] = self.keys.len() as u32;
        self.keys.push(key);
        self.from.push(from as u32);
        if self.keys.len() * 10 > self.table.len() * 7 {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table = Vec::new();
        self.table.resize(size, NONE);
        for place in 0..self.keys.len() {
            let slot = self.slot(self.keys[place]);
            self.table[slot] = place as u32;
        }
    }

    /// Where a key is in the table, or would be.
    fn slot(&self, key: u128) -> usize {
        let mask = self.table.len() - 1;
        let mut slot = spread(key) as usize & mask;
        loop {
            match self.table[slot] {
                NONE => return slot,
                place if self.keys[place as usize] == key => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn place(&self, key: u128) -> Option<usize> {
        let place = self.table[self.slot(key)];
        (place != NONE).then_some(place as usize)
    }

    /// The transitions that lead to a state.
    fn way_to(&self, world: &World, mut place: usize) -> Vec<Action> {
        let mut way = Vec::new();
        while place != 0 {
            let from = self.from[place] as usize;
            let before = key::state(world, self.keys[from]);
            let leads = |action: &Action| {
                next(world, &before, *action)
                    .is_ok_and(|after| key::of(world, &after) == self.keys[place])
            };
            way.extend(actions(world, &before).into_iter().find(leads));
            place = from;
        }
        way.reverse();
        way
    }

    /// The first state from which no way leads to one where every effect is accounted for, and how many are accounted
    /// for already. Backwards, for most ways lead on to what was found later; again until nothing changes.
    fn first_lost(&self, world: &World) -> (Option<usize>, usize) {
        let mut can_end: Vec<bool> = self
            .keys
            .iter()
            .map(|key| key::state(world, *key).is_settled(world))
            .collect();
        let settled = can_end.iter().filter(|is_settled| **is_settled).count();
        loop {
            let mut is_changed = false;
            for place in (0..self.keys.len()).rev() {
                if !can_end[place] && self.leads_to(world, place, &can_end) {
                    can_end[place] = true;
                    is_changed = true;
                }
            }
            if !is_changed {
                return (can_end.iter().position(|can_end| !can_end), settled);
            }
        }
    }

    fn leads_to(&self, world: &World, place: usize, ends: &[bool]) -> bool {
        let state = key::state(world, self.keys[place]);
        actions(world, &state).into_iter().any(|action| {
            next(world, &state, action).is_ok_and(|after| {
                self.place(key::of(world, &after))
                    .is_some_and(|place| ends[place])
            })
        })
    }
}

/// Spreads a key over 64 bits (the finisher of SplitMix64).
fn spread(key: u128) -> u64 {
    let mut bits = (key as u64) ^ ((key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
