//! Letters that had left before an order was recorded, and whose release is recorded after it.

use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, Story},
};

/// Released at 11:30.
const RELEASED: Name = ("batch-released", "P4");
const WITHDRAWN: Name = ("fact-withdrawn", "");

/// The helpline is found dead, which is recorded before the release is, at an instant of its own.
fn withdrawn(at: &str) -> Story {
    let fields = json!({"fact": "helpline", "evidence": {"reason": "nobody answers"}});
    lawful()
        .before(RELEASED, WITHDRAWN, "pct.anna", fields)
        .claimed(WITHDRAWN, at)
}

#[test]
fn what_had_left_is_judged_by_its_own_instant() {
    withdrawn("2010-03-02T11:30:26Z").is_lawful();
    withdrawn("2010-03-02T11:40:00Z").is_lawful();
}

#[test]
fn an_order_of_the_same_instant_or_before_it_binds() {
    for at in ["2010-03-02T11:30:00Z", "2010-03-02T11:29:59Z"] {
        let why = "no test call to the helpline is recorded";
        withdrawn(at).breaks_because("R3", RELEASED, why);
    }
}

#[test]
fn nothing_is_recorded_later_than_some_minutes() {
    withdrawn("2010-03-02T11:40:01Z").breaks(&[("R3", RELEASED), ("chain", RELEASED)]);
}

#[test]
fn what_happens_by_being_recorded_is_judged_in_its_place() {
    // The plan of the letters claims an instant before the list was found wrong, and stands after it.
    let planned = ("batch-planned", "P4");
    let raised = json!({"alarm": 1, "about": "letters-before-ready"});
    let alarm = ("alarm-raised", "P4");
    let story = lawful()
        .before(planned, alarm, "precede", raised)
        .claimed(alarm, "2010-03-02T11:00:26Z");
    let report = story.report();
    let place = story.find(planned) as u64 + 1;
    let mut of_plan = report.violations.iter().filter(|one| one.seq == place);
    assert!(of_plan.any(|one| one.rule.to_string() == "R12"));
}
