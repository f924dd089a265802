use serde_json::json;

use crate::{lawful::lawful, story::Name};

const PLANNED: Name = ("notice-planned", "");
const PERMIT: Name = ("permit-issued", "P1");

#[test]
fn a_notice_is_planned_before_it_leaves() {
    let handed = ["P1", "P2", "P3", "N1"].map(|practice| ("R11", ("notice-handed-over", practice)));
    lawful().without(PLANNED).breaks(&handed);
    lawful().behind(PLANNED, handed[0].1).breaks(&handed[..1]);
    let practices = |practices: serde_json::Value| lawful().set(PLANNED, "practices", practices);
    practices(json!(["P1", "P3", "N1"])).breaks(&handed[1..2]);
}

#[test]
fn another_notice_is_another_plan() {
    let reminder = ("notice-handed-over#2", "P3");
    lawful()
        .without(("notice-planned#2", ""))
        .breaks(&[("R11", reminder)]);
    lawful()
        .set(reminder, "number", json!(2))
        .breaks(&[("R11", reminder)]);
    lawful()
        .set(reminder, "template", json!("other"))
        .breaks(&[("R11", reminder)]);
}

#[test]
fn a_notice_to_no_practice_is_planned_too() {
    let to_lmc = |template: &str| {
        let fields = json!({"template": template, "number": 0, "message_id": "<l@x.invalid>"});
        lawful().before(
            ("lmc-consulted", ""),
            ("notice-handed-over", ""),
            "precede",
            fields,
        )
    };
    to_lmc("papers").breaks(&[("R11", ("notice-handed-over", ""))]);
    let planned = json!({"practices": [], "template": "papers", "number": 0});
    to_lmc("papers")
        .before(("notice-handed-over", ""), PLANNED, "precede", planned)
        .is_lawful();
}

#[test]
fn a_batch_is_planned_before_it_is_released() {
    let released = ("batch-released", "P1");
    lawful()
        .behind(("batch-planned", "P1"), released)
        .breaks(&[("R11", released)]);
    lawful()
        .without(("batch-planned", "P4"))
        .breaks(&[("R11", ("batch-released", "P4"))]);
    lawful()
        .set(("batch-planned#2", "P1"), "batch", json!(3))
        .breaks(&[("R11", ("batch-released#2", "P1"))]);
}

#[test]
fn a_batch_is_released_before_it_is_posted() {
    let posted = ("batch-posted", "P1");
    lawful()
        .without(("batch-released", "P1"))
        .breaks(&[("R11", posted)]);
    let other = lawful().set(("batch-released", "P4"), "batch", json!(2));
    other.breaks(&[
        ("R11", ("batch-released", "P4")),
        ("R11", ("batch-posted", "P4")),
    ]);
}

#[test]
fn a_batch_nobody_heard_of_was_not_released() {
    let stray = json!({"batch": 9, "items": 0, "expected_receipt": "2010-03-02"});
    let posted = ("batch-posted", "P1");
    lawful()
        .before(posted, posted, "house.hal", stray)
        .breaks(&[("R11", posted)]);
}

#[test]
fn a_permit_is_planned_before_it_is_issued() {
    let permits = [("R11", PERMIT), ("R11", ("permit-issued", "P4"))];
    let planned = ("permit-planned", "");
    lawful().without(planned).breaks(&permits);
    lawful().behind(planned, PERMIT).breaks(&permits[..1]);
    lawful()
        .set(planned, "practices", json!(["P1"]))
        .breaks(&permits[1..]);
}

#[test]
fn a_plan_serves_one_permit() {
    let issued = json!({"digest": "d-permit", "withheld": 17});
    let twice = lawful().before(PERMIT, PERMIT, "precede", issued);
    let second = ("permit-issued#2", "P1");
    twice.breaks(&[("R11", second)]);
    let planned = json!({"practices": ["P1"]});
    twice
        .before(second, ("permit-planned", ""), "precede", planned)
        .is_lawful();
}
