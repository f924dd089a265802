//! Another explorer over the same world finds as many states: stateright's breadth-first search, which keeps its own
//! record of what it has seen.

use std::hash::{Hash, Hasher};

use precede_proof::{Bounds, Model, Node, Slice};
use stateright::{Checker, Model as _, Property};

use crate::common::{SHIPPED, parse};

/// A state is what its canonical form says.
#[derive(Clone, Debug)]
struct Seen(Node);

impl Hash for Seen {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.key.hash(hasher);
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key
    }
}

/// One slice of a definition's world.
struct World {
    model: Model,
    slice: Slice,
}

impl stateright::Model for World {
    type State = Seen;
    type Action = usize;

    fn init_states(&self) -> Vec<Seen> {
        vec![Seen(self.model.beginning(&self.slice, Bounds::QUICK))]
    }

    fn actions(&self, state: &Seen, actions: &mut Vec<usize>) {
        let next = self.model.successors(&self.slice, Bounds::QUICK, &state.0);
        actions.extend(0..next.len());
    }

    fn next_state(&self, state: &Seen, action: usize) -> Option<Seen> {
        let next = self.model.successors(&self.slice, Bounds::QUICK, &state.0);
        next.into_iter().nth(action).map(Seen)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        // Without a property the search would have nothing to do; laws are judged by our own explorer.
        vec![Property::always("it goes on", |_, _| true)]
    }
}

#[test]
fn stateright_finds_as_many_states() {
    let definition = parse(SHIPPED[0]);
    let model = Model::new(&definition, None).unwrap();
    let mut compared = 0;
    for slice in model.slices() {
        let own = model.explore(&slice, Bounds::QUICK);
        // The large ones would take stateright minutes: each step is made twice there.
        if own.states > 1_500 {
            continue;
        }
        let model = Model::new(&definition, None).unwrap();
        let checker = World {
            model,
            slice: slice.clone(),
        }
        .checker()
        .spawn_bfs()
        .join();
        assert_eq!(checker.unique_state_count(), own.states, "{slice:?}");
        compared += own.states;
    }
    println!("{compared} states");
    assert!(compared > 5_000, "{compared}");
}
