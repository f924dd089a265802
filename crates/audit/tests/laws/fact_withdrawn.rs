//! A fact taken back is a fact no more: what rested on it breaks the law it broke without it.

use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, Story},
};

const FACT: Name = ("fact-withdrawn", "");
const OPENED: Name = ("publicity-opened", "");
const RELEASED: Name = ("batch-released", "P1");
const PERMIT: Name = ("permit-issued", "P1");
const PERMIT_4: Name = ("permit-issued", "P4");

fn before(next: Name, practice: &'static str, fields: Value) -> Story {
    lawful().before(next, ("fact-withdrawn", practice), "pct.anna", fields)
}

#[test]
fn publicity_does_not_open_on_it() {
    let withdrawn = |fact: &str| before(OPENED, "", json!({"fact": fact}));
    withdrawn("readiness").breaks_because("R2", OPENED, "readiness was not signed");
    withdrawn("plan").breaks_because("R2", OPENED, "plan was not approved");
    withdrawn("lmc").breaks_because("R2", OPENED, "LMC was not consulted");
    withdrawn("helpline").is_lawful();
}

#[test]
fn letters_do_not_leave_on_it() {
    let letters = [
        ("R3", RELEASED),
        ("R3", ("batch-released#2", "P1")),
        ("R3", ("batch-released", "P4")),
    ];
    for fact in ["pack", "helpline"] {
        before(RELEASED, "", json!({"fact": fact})).breaks(&letters);
    }
    let never_ran = json!({"fact": "publicity", "step": "publicity"});
    let permits = [("R7", PERMIT), ("R7", PERMIT_4)];
    before(RELEASED, "", never_ran).breaks(&[&letters[..], &permits].concat());
    // Where no step is named it is said of all.
    let none_ran = json!({"fact": "publicity"});
    before(RELEASED, "", none_ran).breaks(&[&letters[..], &permits].concat());
    let other = json!({"fact": "publicity", "step": "posters"});
    before(RELEASED, "", other).is_lawful();
    let list = [
        ("R4", RELEASED),
        ("R4", ("batch-released#2", "P1")),
        ("R4", ("batch-posted", "P1")),
        ("R4", ("batch-posted#2", "P1")),
        // And a mailing without a list is not reconciled.
        ("R7", PERMIT),
    ];
    before(RELEASED, "P1", json!({"fact": "list"})).breaks(&list);
    before(RELEASED, "P4", json!({"fact": "list"})).is_lawful();
}

#[test]
fn no_permit_is_issued_on_it() {
    let of_p1 = |fact: &str| before(PERMIT, "P1", json!({"fact": fact}));
    of_p1("opt-outs").breaks_because("R6", PERMIT, "opt-outs are not coded");
    of_p1("system").breaks_because("R6", PERMIT, "`system` is not established");
    of_p1("data-quality").breaks_because("R6", PERMIT, "`data-quality` is not established");
    // Training is a fact of the campaign.
    of_p1("training").is_lawful();
    before(PERMIT, "", json!({"fact": "training"})).breaks(&[("R6", PERMIT), ("R6", PERMIT_4)]);
    before(PERMIT, "", json!({"fact": "system"})).is_lawful();
}

#[test]
fn established_again_it_is_a_fact_again() {
    let again = json!({"facts": ["helpline"]});
    before(RELEASED, "", json!({"fact": "helpline"}))
        .before(RELEASED, ("task-done", ""), "pct.anna", again)
        .is_lawful();
    let unknown = before(RELEASED, "", json!({"fact": "something of tomorrow"}));
    assert_eq!(unknown.find(FACT), unknown.find(RELEASED) - 1);
    unknown.is_lawful();
}
