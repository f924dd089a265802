//! Random ways through the model of the daemons' protocol, each transition performed by the store function that it
//! names. After every one the database must say what the model says. docs/protocol.md tells more.

#[path = "protocol/compare.rs"]
mod compare;
#[path = "protocol/crew.rs"]
mod crew;
#[path = "protocol/deeds.rs"]
mod deeds;
#[path = "protocol/walk.rs"]
mod walk;

use std::time::Instant;

use precede_proof::protocol::{Budget, World};
use precede_testkit::Original;

use crew::Crew;
use walk::{Chance, walk};

/// Ways of every push, on each database.
const WAYS: u64 = 1_000;
/// Says how many a soak takes.
const SOAK: &str = "PRECEDE_TEST_SOAK_WAYS";
/// Says from which seed on.
const SEED: &str = "PRECEDE_TEST_SEED";

#[tokio::test]
async fn the_database_says_what_the_model_says_on_postgresql() {
    if let Some(original) = Original::on_postgres().await {
        replay(original, usize::MAX).await;
    }
}

/// SQLite has one daemon, which dies and comes back.
#[tokio::test]
async fn the_database_says_what_the_model_says_on_sqlite() {
    replay(Original::on_sqlite().await, 1).await;
}

async fn replay(original: Original, daemons_max: usize) {
    let asked = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let (first, ways) = (asked(SEED).unwrap_or(1), asked(SOAK).unwrap_or(WAYS));
    let begun = Instant::now();
    let mut crew = Crew::at_work_on(original.url()).await;
    let (mut performed, mut refused) = (0, 0);
    for seed in first..first + ways {
        let mut chance = Chance::of(seed);
        let world = world(&mut chance, daemons_max);
        let way = walk(&mut crew, &world, (seed, chance)).await;
        performed += way.performed;
        refused += way.refused;
    }
    println!(
        "protocol on {}: {ways} ways from seed {first}, {performed} transitions performed by the store, \
         {refused} of them refused, {:.1} s",
        original.name,
        begun.elapsed().as_secs_f64()
    );
    assert!(performed as u64 > 5 * ways, "only {performed} transitions");
    assert!(refused as u64 > ways / 20, "only {refused} were refused");
}

/// One of the worlds, in which more may go wrong than where all of it is searched.
fn world(chance: &mut Chance, daemons_max: usize) -> World {
    let mut worlds = World::scenes();
    let mut world = worlds.swap_remove(chance.below(worlds.len()));
    world.daemons = world.daemons.min(daemons_max);
    world.budget = Budget {
        crashes: 3,
        stops: 3,
        losses: 3,
        orders: 2,
    };
    world
}
