//! Lawful variants are accepted: ids renamed, blocks reordered, a harmless step added.

use precede_proof::{Bounds, check};

use crate::common::{SHIPPED, calendar, parse};
use crate::reworded::{Chance, reworded};

#[test]
fn reworded_definitions_are_accepted() {
    for (text, times) in SHIPPED.into_iter().zip([8, 3, 2]) {
        let definition = parse(text);
        for seed in 0..times {
            let other = reworded(&definition, &mut Chance::of(seed + 1));
            let report = check(&other, None, Bounds::QUICK, &calendar()).unwrap();
            let told = report
                .counterexample
                .map(|found| (found.rule, found.story.last().cloned()));
            assert!(
                report.sound,
                "{} seed {seed}: {told:?} {:?}",
                other.code, report.bounds
            );
        }
    }
}
