//! The shipped definitions, each in each variant: sound, and what the table of this version says was explored.

use precede_proof::{Bounds, PROVED, check};

use crate::common::{SHIPPED, calendar, parse};

#[test]
fn the_table_says_what_is_so() {
    let mut lines = Vec::new();
    for text in SHIPPED {
        let definition = parse(text);
        let variants = definition.variants.iter().map(|one| Some(one.id.as_str()));
        let none = definition.variants.is_empty().then_some(None);
        for variant in variants.chain(none) {
            let report = check(&definition, variant, Bounds::QUICK, &calendar()).unwrap();
            assert!(
                report.sound,
                "{} {variant:?}: {:#?}",
                definition.code, report.counterexample
            );
            lines.push((
                definition.digest.clone(),
                variant.unwrap_or_default().to_owned(),
                report.unique_states,
            ));
        }
    }
    let table: Vec<_> = PROVED
        .iter()
        .map(|one| (one.digest.to_owned(), one.variant.to_owned(), one.states))
        .collect();
    assert_eq!(
        table, lines,
        "what was explored has changed: look at it, then write it into src/proved.rs"
    );
}
