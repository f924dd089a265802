//! Every arrow of every shipped definition taken away in turn: the verdicts are a list that people look through. An arrow
//! that others imply may go; any other is refused with its rule.

use precede_model::definition::Definition;
use precede_proof::{Bounds, Model};

use crate::common::{SHIPPED, parse};

const EXPECTED: &str = include_str!("sweep.out");

#[test]
fn arrows_of_the_announcement() {
    sweep(0);
}

#[cfg(feature = "long")]
#[test]
fn arrows_of_the_summary_care_record() {
    sweep(1);
}

#[cfg(feature = "long")]
#[test]
fn arrows_of_the_shared_care_record() {
    sweep(2);
}

fn sweep(which: usize) {
    let whole = parse(SHIPPED[which]);
    let mut found = String::new();
    for ix in 0..whole.steps.len() {
        for place in 0..whole.steps[ix].after.len() {
            let mut one = whole.clone();
            let gone = one.steps[ix].after.remove(place);
            let before = one.steps[usize::from(gone.step.0)].id;
            found += &format!(
                "{}: {} after {before}: {}\n",
                whole.code,
                one.steps[ix].id,
                verdict(&one)
            );
        }
    }
    print!("{found}");
    let expected: String = (EXPECTED.lines())
        .filter(|line| line.starts_with(&format!("{}: ", whole.code)))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(found, expected);
}

fn verdict(definition: &Definition) -> String {
    let checked = Model::new(definition, None).unwrap().check(Bounds::QUICK);
    match &checked.found {
        None if checked.is_whole => "may go".to_owned(),
        None => "too large".to_owned(),
        Some(found) => format!("refused, {}", found.in_a_word()),
    }
}
