//! Random definitions, each with one forbidden order seeded into it: all are refused. On every push 200; ten thousand with
//! `cargo test --release -p precede-proof --test definitions --features long`.

use precede_engine::moves::{self, Fact};
use precede_model::{
    Act,
    definition::{Definition, StepIx},
};
use precede_proof::{Bounds, Model};

use crate::common::{SHIPPED, parse};
use crate::reworded::{Chance, reworded};

/// What each act must come after, of the facts a single step brings.
const NEEDED: [(Act, &[Fact]); 3] = [
    (
        Act::Publicity,
        &[Fact::Readiness, Fact::Plan, Fact::Lmc, Fact::Informed],
    ),
    (
        Act::Post,
        &[Fact::List, Fact::Pack, Fact::Helpline, Fact::Publicity],
    ),
    (
        Act::Permit,
        &[
            Fact::OptOuts,
            Fact::Fitness,
            Fact::PracticeAgreed,
            Fact::PctAgreed,
            Fact::Reconciled,
        ],
    ),
];

#[test]
fn a_seeded_forbidden_order_is_refused() {
    refuse(200);
}

#[cfg(feature = "long")]
#[test]
fn ten_thousand_seeded_forbidden_orders_are_refused() {
    refuse(10_000);
}

fn refuse(count: u64) {
    let shipped = SHIPPED.map(parse);
    for seed in 0..count {
        let mut chance = Chance::of(seed + 77);
        let whole = reworded(&shipped[chance.below(3)], &mut chance);
        let (broken, what) = seed_one(&whole, &mut chance);
        let model = Model::new(&broken, None).unwrap();
        let checked = model.check(Bounds::QUICK);
        assert!(
            checked.found.is_some(),
            "seed {seed}: {} {what} passes",
            broken.code
        );
    }
}

/// Takes every arrow away by which an act comes after one fact.
fn seed_one(whole: &Definition, chance: &mut Chance) -> (Definition, String) {
    loop {
        let (act, facts) = NEEDED[chance.below(NEEDED.len())];
        let fact = facts[chance.below(facts.len())];
        let Some((ix, _)) = whole.indexed().find(|(_, step)| step.act() == Some(act)) else {
            continue;
        };
        let def = Model::new(whole, None).unwrap().def;
        let source = whole
            .indexed()
            .find(|(ix, _)| moves::facts_of(&def, *ix).contains(&fact));
        let Some((source, _)) = source else { continue };
        let mut broken = whole.clone();
        for before in ancestors(whole, ix) {
            broken.steps[usize::from(before.0)]
                .after
                .retain(|after| after.step != source);
        }
        return (broken, format!("{act} without {fact:?}"));
    }
}

/// A step and all that comes before it.
fn ancestors(definition: &Definition, ix: StepIx) -> Vec<StepIx> {
    let mut all = vec![ix];
    let mut next = 0;
    while let Some(at) = all.get(next).copied() {
        next += 1;
        for after in &definition.steps[usize::from(at.0)].after {
            if !all.contains(&after.step) {
                all.push(after.step);
            }
        }
    }
    all
}
