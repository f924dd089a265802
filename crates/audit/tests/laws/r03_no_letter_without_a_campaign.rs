use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const OPENED: Name = ("publicity-opened", "");
const CLOSED: Name = ("publicity-closed", "");
const APPROVED: Name = ("pack-approved", "");
const RELEASES: [(&str, Name); 3] = [
    ("R3", ("batch-released", "P1")),
    ("R3", ("batch-released#2", "P1")),
    ("R3", ("batch-released", "P4")),
];

#[track_caller]
fn refused(story: Story, why: &str) {
    story.breaks(&RELEASES);
    for violation in story.report().violations {
        assert!(violation.why.contains(why), "{}", violation.why);
    }
}

#[test]
fn publicity_is_live() {
    let late = lawful().at(OPENED, "2010-02-25T00:00:00Z");
    late.is_lawful();
    let later = lawful().at(OPENED, "2010-02-25T00:00:00.000001Z");
    later.breaks(&RELEASES[..2]);
    lawful()
        .behind(OPENED, RELEASES[0].1)
        .breaks(&RELEASES[..1]);
}

#[test]
fn publicity_has_not_closed() {
    let minimum = |story: Story| {
        story.policy("publicity_minimum", json!("1d")).set(
            OPENED,
            "minimum_until",
            json!("2010-02-16T00:00:00Z"),
        )
    };
    let closing = |at: &str| {
        minimum(
            lawful()
                .behind(CLOSED, ("batch-planned#2", "P1"))
                .at(CLOSED, at),
        )
    };
    refused(closing("2010-02-25T00:00:00Z"), "publicity is not live");
    closing("2010-02-25T00:00:00.000001Z").breaks(&RELEASES[2..]);
    // The closing of something else closes nothing here.
    closing("2010-02-25T00:00:00Z")
        .set(CLOSED, "step", json!("posters"))
        .is_lawful();
    refused(
        closing("2010-02-25T00:00:00Z").set(CLOSED, "step", json!(null)),
        "not live",
    );
}

#[test]
fn publicity_opened_again_is_live_again() {
    let again = json!({"step": "publicity", "media": [], "minimum_until": "2010-03-01T00:00:00Z"});
    let twice = lawful()
        .at(CLOSED, "2010-02-20T00:00:00Z")
        .behind(CLOSED, APPROVED)
        .before(("list-accepted", "P1"), OPENED, "pct.anna", again);
    twice.is_lawful();
}

#[test]
fn the_helpline_answers() {
    refused(lawful().without(("task-done", "")), "helpline");
    refused(
        lawful().set(("task-done", ""), "facts", json!(["posters"])),
        "helpline",
    );
    refused(
        lawful().behind(("task-done", ""), ("item-returned", "P1")),
        "helpline",
    );
    let adopted = json!({"from": "programme:scr", "seq": 3, "hash": "aa", "fact": "helpline"});
    lawful()
        .without(("task-done", ""))
        .before(APPROVED, ("fact-adopted", ""), "precede", adopted)
        .is_lawful();
}

#[test]
fn the_pack_is_approved_before() {
    refused(lawful().without(APPROVED), "the pack is not approved");
    lawful()
        .behind(APPROVED, RELEASES[0].1)
        .breaks(&RELEASES[..1]);
}

#[test]
fn the_pack_is_approved_by_two_people() {
    let by_two = "the pack is not approved by two people";
    refused(lawful().set(APPROVED, "actor", json!("pct.anna")), by_two);
    refused(
        lawful().set(APPROVED, "evidence", json!({"first": "pct.ben"})),
        by_two,
    );
    refused(lawful().set(APPROVED, "evidence", json!({})), by_two);
    refused(lawful().set(APPROVED, "digest", json!("d-other")), by_two);
    refused(lawful().without(("approval-signed#2", "")), by_two);
}

#[test]
fn the_pack_is_whole() {
    refused(
        lawful().set(APPROVED, "contents", json!(["letter", "return-address"])),
        "the pack lacks `freephone`",
    );
    refused(
        lawful().set(APPROVED, "contents", json!(["freephone", "return-address"])),
        "the pack lacks `letter`",
    );
    refused(lawful().unset(APPROVED, "contents"), "the pack");
    let anything =
        lawful()
            .policy("pack", json!([]))
            .set(PLAN, "acts", json!(["tell", "publicity"]));
    refused(
        anything.clone().set(APPROVED, "contents", json!([])),
        "the pack is empty",
    );
    anything.is_lawful();
    lawful()
        .set(
            APPROVED,
            "contents",
            json!(["freephone", "leaflet", "letter", "return-address"]),
        )
        .is_lawful();
}
