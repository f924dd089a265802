use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, Story},
};

const OPENED: Name = ("publicity-opened", "");
const READINESS: Name = ("readiness-signed", "");
const FIRST: Name = ("approval-signed", "");
const APPROVED: Name = ("plan-approved", "");

#[track_caller]
fn refused(story: Story, why: &str) {
    story.breaks_because("R2", OPENED, why);
}

#[test]
fn the_lmc_is_consulted_before() {
    refused(lawful().without(("lmc-consulted", "")), "LMC");
    refused(lawful().behind(("lmc-consulted", ""), OPENED), "LMC");
}

#[test]
fn readiness_is_signed_before_by_a_person() {
    refused(lawful().without(READINESS), "readiness");
    refused(lawful().behind(READINESS, OPENED), "readiness");
    refused(
        lawful().set(READINESS, "actor", json!("precede")),
        "readiness",
    );
}

#[test]
fn the_plan_is_approved_before() {
    refused(lawful().without(APPROVED), "the plan was not approved");
    refused(
        lawful().behind(APPROVED, OPENED),
        "the plan was not approved",
    );
}

#[test]
fn readiness_and_plan_are_signed_by_different_people() {
    for signer in ["pct.ben", "pct.anna"] {
        refused(
            lawful().set(READINESS, "actor", json!(signer)),
            "one person signed both",
        );
    }
}

#[test]
fn the_plan_is_approved_by_two_people() {
    let by_two = "the plan was not approved by two people";
    refused(lawful().set(APPROVED, "actor", json!("pct.anna")), by_two);
    refused(
        lawful().set(APPROVED, "evidence", json!({"first": "pct.ben"})),
        by_two,
    );
    refused(lawful().set(APPROVED, "evidence", json!({})), by_two);
    refused(lawful().set(APPROVED, "actor", json!("precede")), by_two);
}

#[test]
fn the_first_signature_is_in_the_history_and_for_the_same_content() {
    let by_two = "the plan was not approved by two people";
    refused(lawful().without(FIRST), by_two);
    refused(lawful().behind(FIRST, APPROVED), by_two);
    refused(lawful().set(FIRST, "digest", json!("d-other")), by_two);
    refused(lawful().set(FIRST, "actor", json!("pct.carl")), by_two);
    refused(lawful().set(FIRST, "actor", json!("precede")), by_two);
    refused(lawful().unset(APPROVED, "digest"), by_two);
    // One and the same person in both places.
    let both = lawful().set(FIRST, "actor", json!("pct.ben"));
    refused(
        both.set(APPROVED, "evidence", json!({"first": "pct.ben"})),
        by_two,
    );
}

#[test]
fn a_plan_approved_properly_later_on_is_approved() {
    let approved = json!({"digest": "d-plan", "evidence": {"first": "pct.anna"}});
    lawful()
        .set(APPROVED, "evidence", json!({}))
        .before(OPENED, ("plan-approved", ""), "pct.ben", approved)
        .is_lawful();
}

#[test]
fn readiness_assured_for_a_region_is_adopted_as_a_fact() {
    let adopted = |actor: &str| {
        let fields = json!({"from": "programme:scr", "seq": 4, "hash": "aa", "fact": "readiness"});
        lawful()
            .without(READINESS)
            .before(APPROVED, ("fact-adopted", ""), actor, fields)
    };
    adopted("precede").is_lawful();
    adopted("region.rose").is_lawful();
    refused(adopted("pct.ben"), "one person signed both");
    refused(
        adopted("precede").set(("fact-adopted", ""), "fact", json!("training")),
        "readiness",
    );
}
