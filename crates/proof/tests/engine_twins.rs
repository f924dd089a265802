//! Engines broken in one way each, run through the same world, bounds and properties as every definition. The shipped
//! definitions are sound: what is found is the engine's.
//! `cargo test -p precede-proof --features twins --test engine_twins`

mod common;

use precede_engine::twins::{self, Twin};
use precede_proof::{Bounds, check, compare};

use common::{SHIPPED, calendar, parse};

#[test]
fn every_broken_engine_is_caught() {
    let mut passed = Vec::new();
    for twin in Twin::WITHIN {
        twins::set(Some(twin));
        let found = SHIPPED.iter().find_map(|text| {
            let report = check(&parse(text), None, Bounds::QUICK, &calendar()).unwrap();
            report.counterexample
        });
        twins::set(None);
        match found {
            None => passed.push(format!("{twin:?} passes")),
            Some(found) if !found.replayed => passed.push(format!("{twin:?} is not replayed")),
            Some(found) => {
                let last = found.story.last().expect("a story ends");
                println!("{twin:?}: {} {}", found.rule, last.text);
            }
        }
    }
    assert!(passed.is_empty(), "{passed:#?}");
}

/// Three new versions: a shorter time to choose, a step under another name, another title.
const CHANGES: [(&str, &str); 3] = [
    ("decision_period = \"", "decision_period = \"1d\" # "),
    ("\"stock\"", "\"stores\""),
    ("title = \"", "title = \"Now: "),
];

#[test]
fn every_engine_that_moves_wrongly_is_caught() {
    let mut passed = Vec::new();
    for twin in Twin::MOVING {
        twins::set(Some(twin));
        let found = SHIPPED.iter().find_map(|text| {
            CHANGES.iter().find_map(|(from, to)| {
                let new = text.replace(from, to);
                let (old, new) = (parse(text), parse(&new));
                compare((&old, None), (&new, None), Bounds::QUICK)
                    .unwrap()
                    .wrong
            })
        });
        twins::set(None);
        match found {
            None => passed.push(format!("{twin:?} passes")),
            Some(found) => {
                let last = found.story.last().expect("a story ends");
                println!("{twin:?}: {} {}", found.rule, last.text);
            }
        }
    }
    assert!(passed.is_empty(), "{passed:#?}");
}

#[test]
fn a_whole_engine_passes() {
    twins::set(None);
    let report = check(&parse(SHIPPED[0]), None, Bounds::QUICK, &calendar()).unwrap();
    assert!(report.sound);
}
