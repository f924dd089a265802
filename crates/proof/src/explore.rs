//! The explorer: breadth first, every state once, every edge kept, so that the way to a state is the shortest and
//! what can still be reached is found backwards.

mod graph;

use precede_engine::{Def, moves::Sort};

pub(crate) use self::graph::{Edge, Graph, Way};
use crate::{
    laws::Numbers,
    slice::{Bounds, Slice},
    sound::Fault,
    state::{State, Step},
    story,
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
    graph.begin(begin.clone());
    let is_whole = graph.run(&mut |_, _| ());
    let fault = graph.fault(is_whole);
    Explored {
        states: graph.states(),
        edges: graph.count,
        largest: graph.largest,
        is_whole,
        found: fault.map(|(fault, way)| Found {
            fault,
            way: way.steps,
            begin: begin.clone(),
        }),
    }
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
