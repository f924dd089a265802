//! Two versions of a shipped definition compared: what moves, what stays and what goes wrong.

use precede_engine::Obstacle;
use precede_proof::{Bearing, Bounds, Comparison, compare};

use crate::common::{SHIPPED, parse};

const ANNOUNCEMENT: &str = SHIPPED[0];

fn compared(change: impl Fn(String) -> String) -> Comparison {
    let other = change(ANNOUNCEMENT.to_owned());
    assert_ne!(other, ANNOUNCEMENT, "the change changes something");
    let (old, new) = (parse(ANNOUNCEMENT), parse(&other));
    compare((&old, None), (&new, None), Bounds::QUICK).unwrap()
}

/// The keys that differ, each with its step.
fn keys(found: &Comparison) -> Vec<String> {
    let key = |step: Option<_>, key: &str| match step {
        Some(step) => format!("{step}.{key}"),
        None => key.to_owned(),
    };
    let changes = found.changes.iter();
    changes.map(|one| key(one.step, &one.key)).collect()
}

fn last(story: &[precede_proof::Sentence]) -> &str {
    &story.last().expect("a story ends").text
}

/// A step before another one.
fn with_step(text: &str, before: &str, step: &str) -> String {
    let place = format!("[[phase.step]]\nid = \"{before}\"");
    assert!(text.contains(&place));
    text.replacen(&place, &format!("[[phase.step]]\n{step}\n\n{place}"), 1)
}

#[test]
fn other_words_move_every_state() {
    let found = compared(|text| text.replacen("title = \"", "title = \"Now: ", 1));
    assert_eq!(keys(&found), ["title"]);
    assert_eq!(found.changes[0].bears_on, Bearing::Words);
    assert!(found.states > 10_000, "{}", found.states);
    assert!(found.stays.is_empty(), "{:#?}", found.stays);
    assert_eq!(found.moves, found.states);
    assert!(found.is_lawful(), "{found:#?}");
}

#[test]
fn a_step_more_that_no_rule_reads_moves_every_state() {
    let step = "id = \"thanks\"\ntitle = \"Practice is thanked\"\nfor = \"practice\"\nkind = \"task\"\n\
                owner = \"pct-staff\"\nestablishes = [\"thanks\"]\nafter = [\"practice-ready\"]\nchecklist = [\"A card\"]";
    let found = compared(|text| with_step(&text, "practice-ready", step));
    assert_eq!(keys(&found), ["thanks.step"]);
    assert!(found.is_lawful(), "{found:#?}");
}

#[test]
fn a_step_that_was_done_keeps_campaigns_where_they_are() {
    let found = compared(|text| text.replace("\"stock\"", "\"stores\""));
    assert!(keys(&found).contains(&"readiness.after".to_owned()));
    assert!(!found.is_lawful());
    assert!(found.moves > 0, "before it is done they move");
    let stays = &found.stays[0];
    assert!(
        matches!(stays.obstacle, Obstacle::StepVanishes(step, None) if step.as_str() == "stock"),
        "{stays:?}"
    );
    assert!(stays.states > 10_000, "{}", stays.states);
    assert_eq!(found.states, found.moves + stays.states);
    assert!(last(&stays.story).contains("Stock ready"), "{stays:#?}");
    assert!(found.wrong.is_none());
}

#[test]
fn a_pack_that_lacks_a_part_goes_wrong_after_the_move() {
    let pack = "pack = [\"letter\", \"leaflet\", \"freephone\", \"alternative-formats\"]";
    let found = compared(|text| {
        text.replace(
            pack,
            &pack.replace("\"leaflet\"", "\"leaflet\", \"return-address\""),
        )
    });
    assert_eq!(keys(&found), ["policy.pack"]);
    let wrong = found.wrong.expect("the pack was approved without it");
    assert_eq!(wrong.rule, "R3");
    let told = wrong.story.iter().map(|one| one.text.as_str());
    let told = told.collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("the campaign moves to the new version"),
        "{told}"
    );
    assert!(
        last(&wrong.story).contains("the pack lacks a part"),
        "{told}"
    );
}
