//! Each rule left out gives a counterexample, and the shortest story of it is told.

use precede_proof::protocol::{Broken, World, explore, tell};

#[test]
fn look() {
    for broken in Broken::ALL {
        let mut seen = false;
        for world in World::scenes() {
            let world = World { broken, ..world };
            let begun = std::time::Instant::now();
            let found = explore(&world, 1_500_000);
            if let Some((breach, way)) = &found.found {
                println!("{broken:?} in {} ({} states, {:.1} s):\n{}", world.name, found.states, begun.elapsed().as_secs_f64(), tell(&world, way, *breach));
                seen = true;
                break;
            }
        }
        if !seen { println!("NOT CAUGHT {broken:?}"); }
    }
}
