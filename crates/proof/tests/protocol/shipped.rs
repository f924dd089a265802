//! The protocol as shipped breaks nothing in any of its worlds, and from every state all effects can be accounted for.

use precede_proof::protocol::{World, explore, tell};

#[test]
fn look() {
    for world in World::scenes() {
        let begun = std::time::Instant::now();
        let found = explore(&world, 12_000_000);
        println!(
            "{}: {} states, {} transitions, depth {}, whole {}, settled {}, {:.1} s",
            world.name, found.states, found.transitions, found.depth, found.is_whole, found.settled,
            begun.elapsed().as_secs_f64()
        );
        if let Some((breach, way)) = &found.found {
            println!("{}", tell(&world, way, *breach));
        }
    }
}
