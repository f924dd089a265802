//! Every slice of the old version walked through; each state moves, and the new version is explored from wherever that
//! leads.

use std::collections::HashMap;

use precede_engine::Obstacle;
use precede_model::Event;

use super::{Stays, Wrong, moved::moved};
use crate::{
    check::Model,
    explore::{Graph, Way},
    slice::{Bounds, Slice},
    sound::Fault,
    state::{Moved, State, Step},
    story::{self, Sentence},
};

/// A walk and what it has found.
pub(super) struct Walk<'a> {
    before: &'a Model,
    after: &'a Model,
    bounds: Bounds,
    pub states: usize,
    pub moves: usize,
    pub states_after: usize,
    pub is_whole: bool,
    stays: Vec<Stay>,
    wrong: Option<GoesWrong>,
}

/// An obstacle, and the shortest way to it.
struct Stay {
    obstacle: Obstacle,
    states: usize,
    way: Vec<Step>,
}

/// A fault: the way under the old version, and the way after the move.
struct GoesWrong {
    fault: Fault,
    before: Vec<Step>,
    after: Vec<Step>,
}

impl<'a> Walk<'a> {
    pub fn new(before: &'a Model, after: &'a Model, bounds: Bounds) -> Self {
        Self {
            before,
            after,
            bounds,
            states: 0,
            moves: 0,
            states_after: 0,
            is_whole: true,
            stays: Vec::new(),
            wrong: None,
        }
    }

    /// The slices of either version: an act that only one of them has is looked at, too.
    pub fn every_slice(&mut self) {
        let mut slices = self.before.slices();
        for slice in self.after.slices() {
            if !slices.contains(&slice) {
                slices.push(slice);
            }
        }
        for slice in &slices {
            self.slice(slice);
        }
    }

    fn slice(&mut self, slice: &Slice) {
        let (old, new) = (self.before, self.after);
        let mut before = Graph::new(&old.def, &old.numbers, slice, self.bounds);
        let mut after = Graph::new(&new.def, &new.numbers, slice, self.bounds);
        // Where the new version begins, by the state of the old one that led there.
        let mut begun: HashMap<u32, u32> = HashMap::new();
        let mut stay: Vec<(Obstacle, u32, usize)> = Vec::new();
        let mut fault: Option<(Fault, u32)> = None;
        let (mut states, mut moves) = (0, 0);
        before.begin(old.begin.clone());
        self.is_whole &= before.run(&mut |id, state| {
            if state.campaign.has_ended() {
                return;
            }
            states += 1;
            match moved(old, new, state, slice.is_prompt) {
                Ok(one) => {
                    moves += 1;
                    match one.fault {
                        Some(found) => fault = fault.take().or(Some((found, id))),
                        None => {
                            let root = after.begin(one.state);
                            begun.extend(root.map(|root| (root, id)));
                        }
                    }
                }
                Err(obstacles) => note(&mut stay, &obstacles, id),
            }
        });
        self.states += states;
        self.moves += moves;
        for (obstacle, id, states) in stay {
            self.stay(obstacle, states, before.way(id, None));
        }
        if let Some((fault, id)) = fault {
            self.goes_wrong(fault, before.way(id, None).steps, Vec::new());
        }
        if self.wrong.is_none() {
            let is_whole = after.run(&mut |_, _| ());
            self.is_whole &= is_whole;
            if let Some((fault, way)) = after.fault(is_whole) {
                let old = begun.get(&way.from).copied().unwrap_or_default();
                self.goes_wrong(fault, before.way(old, None).steps, way.steps);
            }
        }
        self.states_after += after.states();
    }

    fn stay(&mut self, obstacle: Obstacle, states: usize, way: Way) {
        let alike = |one: &&mut Stay| is_alike(&one.obstacle, &obstacle);
        match self.stays.iter_mut().find(alike) {
            Some(known) => {
                known.states += states;
                if way.steps.len() < known.way.len() {
                    (known.obstacle, known.way) = (obstacle, way.steps);
                }
            }
            None => self.stays.push(Stay {
                obstacle,
                states,
                way: way.steps,
            }),
        }
    }

    fn goes_wrong(&mut self, fault: Fault, before: Vec<Step>, after: Vec<Step>) {
        self.wrong = self.wrong.take().or(Some(GoesWrong {
            fault,
            before,
            after,
        }));
    }

    /// Obstacles, the commonest first, each with its story.
    pub fn stays(&self) -> Vec<Stays> {
        let mut stays: Vec<Stays> = self
            .stays
            .iter()
            .map(|stay| Stays {
                obstacle: stay.obstacle,
                states: stay.states,
                story: self.lived(&stay.way).1,
            })
            .collect();
        stays.sort_by_key(|stay| std::cmp::Reverse(stay.states));
        stays
    }

    /// What goes wrong, with its story.
    pub fn wrong(&self) -> Option<Wrong> {
        let wrong = self.wrong.as_ref()?;
        let (state, mut story) = self.lived(&wrong.before);
        let def = &self.after.def;
        let day = |state: &State| story::day(def, state.now);
        story.push(story::on_day(
            day(&state),
            "the campaign moves to the new version",
        ));
        let mut last = day(&state);
        if let Ok(moved) = moved(self.before, self.after, &state, false) {
            story.extend(story::happened(def, &moved.events));
            let (state, events) = live(self.after, moved.state, &wrong.after);
            story.extend(story::happened(def, &events));
            last = day(&state);
        }
        story.push(match &wrong.fault {
            Fault::Law(breach) if wrong.after.is_empty() => story::on_day(
                last,
                &format!("that move was made although {}", breach.although),
            ),
            fault => story::outcome(def, fault, last),
        });
        Some(Wrong {
            rule: story::rule(&wrong.fault),
            story,
        })
    }

    /// A way under the old version, lived through again and told.
    fn lived(&self, way: &[Step]) -> (State, Vec<Sentence>) {
        let (state, events) = live(self.before, self.before.begin.clone(), way);
        let story = story::happened(&self.before.def, &events);
        (state, story)
    }
}

fn live(model: &Model, mut state: State, way: &[Step]) -> (State, Vec<Event>) {
    let mut told = Vec::new();
    for step in way {
        if let Moved::By(events) = state.go(&model.def, *step) {
            told.extend(events);
        }
    }
    (state, told)
}

/// Each kind of obstacle counts once for a state.
fn note(stay: &mut Vec<(Obstacle, u32, usize)>, obstacles: &[Obstacle], id: u32) {
    for (place, obstacle) in obstacles.iter().enumerate() {
        let is_again = obstacles[..place].iter().any(|one| is_alike(one, obstacle));
        if is_again {
            continue;
        }
        match stay.iter_mut().find(|(one, ..)| is_alike(one, obstacle)) {
            Some((_, _, states)) => *states += 1,
            None => stay.push((*obstacle, id, 1)),
        }
    }
}

/// Whether two obstacles are one, whichever practice it is about.
fn is_alike(one: &Obstacle, other: &Obstacle) -> bool {
    match (one, other) {
        (Obstacle::StepVanishes(one, _), Obstacle::StepVanishes(other, _))
        | (Obstacle::StepDiffers(one), Obstacle::StepDiffers(other)) => one == other,
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
