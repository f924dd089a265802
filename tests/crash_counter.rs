//! The 1st, 2nd, 3rd … statement or effect of a story is the last of its process, until a run ends clean; the process that
//! recovers dies too. However it was cut short, the story ends as if it had not been. docs/crashes.md tells more.

#[path = "crash_counter/late.rs"]
mod late;
#[path = "crash_counter/life.rs"]
mod life;
#[path = "crash_counter/outside.rs"]
mod outside;
#[path = "crash_counter/run.rs"]
mod run;
#[path = "crash_counter/scenarios.rs"]
mod scenarios;
#[path = "crash_counter/script.rs"]
mod script;
#[path = "crash_counter/setting.rs"]
mod setting;
#[path = "crash_counter/verdict.rs"]
mod verdict;

use std::time::{Duration, Instant};

use life::Commits;
use precede_testkit::Original;
use run::{Stage, chance};

/// Fewer deaths than this, and a story no longer tries what it says.
const DEATHS_MIN: usize = 150;
/// Points of a recovery among which the second death is drawn.
const RECOVERY_POINTS: u64 = 16;

/// Dies at every point of a story, each time once more in the recovery.
async fn die_everywhere(original: Option<Original>, story: usize) {
    let Some(original) = original else {
        return;
    };
    let begun = Instant::now();
    let stage = Stage::set(original, story, Commits::InSteps).await;
    let (mut deaths, mut in_recovery) = (0, 0);
    for point in 1.. {
        let second = 1 + chance(&[story, point]) % RECOVERY_POINTS;
        let died = stage.die_at(&[point, second as usize]).await;
        deaths += died;
        in_recovery += usize::from(died > 1);
        if died == 0 {
            let points = stage.points();
            assert!(point > points, "point {point} of {points} was not met");
            break;
        }
    }
    println!(
        "crash counter: {stage}: {deaths} deaths, {in_recovery} of them in or after a recovery, {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    assert!(deaths >= DEATHS_MIN, "only {deaths} deaths");
    assert!(
        in_recovery >= DEATHS_MIN / 3,
        "only {in_recovery} in recovery"
    );
}

/// One test for each story and database, so that they share the machine's processors.
macro_rules! stories {
    ($($name:ident $story:literal)*) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let original = precede_testkit::Original::on_sqlite().await;
                super::die_everywhere(Some(original), $story).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                let original = precede_testkit::Original::on_postgres().await;
                super::die_everywhere(original, $story).await;
            })*
        }
    };
}

stories! {
    practices_told 0
    letters 1
    permit_revoked 2
    directive 3
    register_change 4
}

/// Says how many double deaths a soak tries, and for how many minutes at most.
const SOAK: [&str; 2] = ["PRECEDE_TEST_SOAK_DEATHS", "PRECEDE_TEST_SOAK_MINUTES"];

/// Two deaths at points drawn from a seed, anywhere in the story and anywhere after the first; every second time with
/// SQLite's commits as they are outside tests. A few on every push, thousands in `cargo xtask soak crashes`.
#[tokio::test]
async fn two_deaths_anywhere() {
    let [deaths, minutes] = SOAK.map(|name| std::env::var(name).ok()?.parse::<u64>().ok());
    let budget = Duration::from_secs(60 * minutes.unwrap_or(10));
    let begun = Instant::now();
    let mut stages = Vec::new();
    for story in 0..5 {
        for commits in [Commits::InOneRun, Commits::InSteps] {
            stages.push(Stage::set(Original::on_sqlite().await, story, commits).await);
        }
        if let Some(original) = Original::on_postgres().await {
            stages.push(Stage::set(original, story, Commits::InOneRun).await);
        }
    }
    let mut tried = 0;
    for seed in 0.. {
        if tried >= deaths.unwrap_or(60) || begun.elapsed() > budget {
            break;
        }
        let stage = &stages[seed % stages.len()];
        let points = stage.points() as u64;
        let first = 1 + chance(&[seed, 1]) % points;
        let second = 1 + chance(&[seed, 2]) % (points - first + RECOVERY_POINTS);
        let died = stage.die_at(&[first as usize, second as usize]).await;
        tried += u64::from(died == 2);
    }
    println!(
        "crash counter: {tried} double deaths on {} stages, {:.1} s",
        stages.len(),
        begun.elapsed().as_secs_f64()
    );
    assert!(tried >= 20, "only {tried} double deaths");
}
