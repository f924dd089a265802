//! Random histories through the whole application, on every store: no act before its evidence.

use std::process::Command;

use precede_tests::program;
use serde_json::Value;

/// Names the variable that holds the address of a PostgreSQL database in which nothing is yet.
const EMPTY_POSTGRES: &str = "PRECEDE_TEST_POSTGRES_EMPTY_URL";
/// Seed of the histories of every push.
const SEED: u64 = 2010;
/// Seed and number of histories that were wrong once, and what was wrong. The draws have changed since, so they are no
/// longer the same stories: an entry replays its fault only while the draws stay as they are.
const ONCE_WRONG: [(u64, u32, &str); 6] = [
    (
        1,
        0,
        "an alarm was raised between a batch's claim and its outcome",
    ),
    (3, 27, "the same"),
    (
        3,
        56,
        "the helpline was found dead between a batch's claim and its outcome",
    ),
    (
        5,
        8,
        "helpline and list were found wrong between a batch's claim and its outcome",
    ),
    (
        5,
        31,
        "helpline found dead and alarm raised between claim and outcome",
    ),
    (
        9,
        35,
        "the helpline was found dead between a batch's claim and its outcome",
    ),
];

#[test]
fn no_act_before_its_evidence_in_memory() {
    let told = soak("memory", (SEED, 0, 400), None);
    lawful(&told, 400);
    let fewest = told["fewest_decided"].as_u64();
    assert!(fewest >= Some(1), "each rule is decided both ways: {told}");
    for what in [
        "between_plan_and_claim",
        "between_claim_and_outcome",
        "crashes",
    ] {
        let times = told["tally"][what].as_u64();
        assert!(times >= Some(1), "{what} happened: {told}");
    }
}

#[test]
fn no_act_before_its_evidence_on_sqlite() {
    lawful(&soak("sqlite", (SEED, 0, 40), None), 40);
}

#[test]
fn no_act_before_its_evidence_on_postgresql() {
    let Ok(url) = std::env::var(EMPTY_POSTGRES) else {
        eprintln!("not on PostgreSQL: {EMPTY_POSTGRES} is not set");
        return;
    };
    lawful(&soak("postgres", (SEED, 0, 40), Some(&url)), 40);
}

#[test]
fn what_was_wrong_once_is_right() {
    for (seed, number, _) in ONCE_WRONG {
        lawful(&soak("memory", (seed, number, 1), None), 1);
    }
}

/// What is printed is the same whenever it is asked for: a wrong history can be played again.
#[test]
fn the_same_seed_plays_the_same_histories() {
    let once = soak("memory", (7, 3, 4), None);
    let again = soak("memory", (7, 3, 4), None);
    assert_eq!(once["tally"], again["tally"]);
    let another = soak("memory", (8, 3, 4), None);
    assert_ne!(once["tally"], another["tally"]);
}

fn lawful(told: &Value, histories: u64) {
    assert_eq!(told["found"], Value::Array(Vec::new()), "{told:#}");
    assert_eq!(told["violations"], 0, "{told}");
    assert_eq!(told["histories"], histories, "{told}");
    if histories > 1 {
        let median = told["median"].as_u64();
        assert!(median >= Some(40), "histories are long enough: {told}");
    }
}

/// So many histories from a number on, by the real program.
fn soak(store: &str, (seed, from, count): (u64, u32, u32), url: Option<&str>) -> Value {
    let mut command = Command::new(program());
    command
        .args(["soak-histories", "--json", "--store", store])
        .args(["--seed", &seed.to_string(), "--from", &from.to_string()])
        .args(["--count", &count.to_string()]);
    command.args(url.into_iter().flat_map(|url| ["--database-url", url]));
    let output = command.output().expect("the product runs");
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        panic!("JSON alone on standard output: {text}{said}")
    })
}
