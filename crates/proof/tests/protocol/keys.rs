//! A key leaves out nothing that matters: what can happen to a state, and what comes of it, is the same after it was
//! written as a key and read back.

use precede_proof::protocol::{Broken, State, World, actions, key, next};

/// Steps of one way.
const STEPS: usize = 60;

#[test]
fn what_a_key_leaves_out_changes_nothing() {
    let mut compared = 0;
    let mut worlds = World::scenes();
    // Where all fences are one, a key tells owners apart that are not: more states, none taken for another.
    let twins = (Broken::ALL.into_iter()).filter(|broken| *broken != Broken::FenceDoesNotGrow);
    worlds.extend(twins.map(|broken| World::letters().within([2, 2, 2, 2]).without(broken)));
    for world in worlds {
        for seed in 0..40 {
            compared += walk(&world, seed);
        }
    }
    assert!(compared > 100_000, "{compared}");
}

/// How many transitions were compared.
fn walk(world: &World, seed: u64) -> usize {
    let mut chance = seed;
    let mut state = State::beginning(world);
    let mut compared = 0;
    for _ in 0..STEPS {
        let read = key::state(world, key::of(world, &state));
        assert_eq!(key::of(world, &read), key::of(world, &state));
        let all = actions(world, &state);
        assert_eq!(all, actions(world, &read));
        let mut ways = Vec::new();
        for action in all {
            let after = next(world, &state, action);
            let same = next(world, &read, action);
            let keys = |after: &Result<State, _>| {
                after.as_ref().map_err(|no| *no).map(|s| key::of(world, s))
            };
            assert_eq!(keys(&after), keys(&same), "{action:?} of {state:?}");
            ways.extend(after);
            compared += 1;
        }
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let Some(way) = ways.get((chance >> 33) as usize % ways.len().max(1)) else {
            break;
        };
        state = *way;
    }
    compared
}
