//! The protocol as shipped breaks nothing in any of its worlds, and from every state all effects can be accounted for.

use std::time::Instant;

use precede_proof::protocol::{World, explore, tell};

/// More states than any world of a push has.
const STATES_MAX: usize = 3_000_000;
/// All of them together have at least so many, or they no longer try what they say.
const STATES_MIN: usize = 2_000_000;

#[test]
fn nothing_is_lost_sent_twice_or_out_of_order() {
    let mut states = 0;
    for world in World::scenes() {
        let (found, is_whole) = search(&world, STATES_MAX);
        assert!(is_whole, "`{}` is too large to be searched", world.name);
        states += found;
    }
    println!("protocol: {states} states, all there are");
    assert!(states >= STATES_MIN, "only {states} states");
}

/// Much more goes wrong, and the search ends where memory does: 30,000,000 states of a world are 1.3 GB.
#[cfg(feature = "long")]
#[test]
fn nothing_of_the_large_worlds_is_found() {
    let each = std::env::var("PRECEDE_TEST_SOAK_STATES");
    let each = each.ok().and_then(|text| text.parse().ok());
    let mut states = 0;
    for world in World::large_scenes() {
        states += search(&world, each.unwrap_or(30_000_000)).0;
    }
    println!("protocol: {states} states");
}

/// States found, and whether they are all.
fn search(world: &World, states_max: usize) -> (usize, bool) {
    let begun = Instant::now();
    let found = explore(world, states_max);
    println!(
        "protocol: {}, {:?}: {} states, {} transitions, {} deep, {} settled, whole: {}, {:.1} s",
        world.name,
        world.budget,
        found.states,
        found.transitions,
        found.depth,
        found.settled,
        found.is_whole,
        begun.elapsed().as_secs_f64()
    );
    if let Some((breach, way)) = &found.found {
        panic!("{}:\n{}", world.name, tell(world, way, *breach));
    }
    (found.states, found.is_whole)
}
