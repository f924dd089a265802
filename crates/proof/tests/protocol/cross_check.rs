//! Another explorer over the same worlds finds as many states and nothing wrong either: stateright's, which keeps its own
//! record of what it has seen.

use precede_proof::protocol::{Action, Breach, State, World, actions, explore, key, next};
use stateright::{Checker, Model, Property};

/// A state by its key, or the breach that a transition led to.
type Seen = Result<u128, String>;

struct Protocol(World);

impl Model for Protocol {
    type State = Seen;
    type Action = Action;

    fn init_states(&self) -> Vec<Seen> {
        vec![Ok(key::of(&self.0, &State::beginning(&self.0)))]
    }

    fn actions(&self, seen: &Seen, all: &mut Vec<Action>) {
        if let Ok(key) = seen {
            all.extend(actions(&self.0, &key::state(&self.0, *key)));
        }
    }

    fn next_state(&self, seen: &Seen, action: Action) -> Option<Seen> {
        let state = key::state(&self.0, *seen.as_ref().ok()?);
        let after = next(&self.0, &state, action).map(|after| key::of(&self.0, &after));
        Some(after.map_err(|breach: Breach| breach.to_string()))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let settled = |protocol: &Self, seen: &Seen| {
            (seen.as_ref()).is_ok_and(|key| key::state(&protocol.0, *key).is_settled(&protocol.0))
        };
        vec![
            Property::always("nothing is broken", |_, seen: &Seen| seen.is_ok()),
            Property::sometimes("everything is accounted for", settled),
        ]
    }
}

#[test]
fn stateright_finds_as_many_states_and_nothing_broken() {
    let mut compared = 0;
    for world in [
        World::notices_in_order().within([1, 0, 0, 0]),
        World::letters().within([0, 0, 0, 1]),
        World::restored(),
    ] {
        let own = explore(&world, 1_000_000);
        let checker = Protocol(world.clone()).checker().spawn_bfs().join();
        checker.assert_properties();
        assert_eq!(checker.unique_state_count(), own.states, "{}", world.name);
        compared += own.states;
    }
    println!("{compared} states");
    assert!(compared > 50_000, "{compared}");
}
