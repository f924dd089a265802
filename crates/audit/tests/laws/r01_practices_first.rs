use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const ACK: Name = ("practice-informed", "P1");
const RELEASED: Name = ("batch-released", "P1");
const RELEASED_2: Name = ("batch-released#2", "P1");
const POSTED: Name = ("batch-posted", "P1");
const POSTED_2: Name = ("batch-posted#2", "P1");
const LETTERS: [(&str, Name); 4] = [
    ("R1", RELEASED),
    ("R1", RELEASED_2),
    ("R1", POSTED),
    ("R1", POSTED_2),
];

/// P1 is silent too and released by name, so that publicity may open without its acknowledgement.
fn released_instead() -> Story {
    let opened = ("publicity-opened", "");
    lawful()
        .set(("chase-ended", ""), "practices", json!(["P1", "P3"]))
        .before(
            opened,
            ("silent-released", "P1"),
            "director.dora",
            json!({}),
        )
}

#[test]
fn the_lead_ends_to_the_microsecond() {
    lawful()
        .at(RELEASED, "2010-02-24T23:59:59.999999Z")
        .breaks(&[("R1", RELEASED)]);
    lawful().at(RELEASED, "2010-02-25T00:00:00Z").is_lawful();
    lawful()
        .at(ACK, "2010-02-12T00:00:00Z")
        .breaks(&[("R1", RELEASED), ("R1", RELEASED_2)]);
}

#[test]
fn posting_within_the_lead_is_as_bad_as_releasing() {
    lawful()
        .happened(POSTED, "2010-02-24T23:59:59.999999Z")
        .breaks(&[("R1", POSTED)]);
    lawful()
        .happened(POSTED, "2010-02-25T00:00:00Z")
        .is_lawful();
}

#[test]
fn release_by_name_opens_publicity_and_no_letters() {
    released_instead().is_lawful();
    released_instead().without(ACK).breaks(&LETTERS);
}

#[test]
fn being_told_is_not_acknowledging() {
    let taken_part = json!({"answer": "takes-part"});
    released_instead()
        .without(ACK)
        .before(
            ("publicity-opened", ""),
            ("practice-answered", "P1"),
            "p1.jo",
            taken_part,
        )
        .breaks(&LETTERS);
}

#[test]
fn an_acknowledgement_taken_back_counts_from_then() {
    let withdrawn = |next| lawful().before(next, ("informed-withdrawn", "P1"), "p1.jo", json!({}));
    withdrawn(RELEASED).breaks(&LETTERS);
    withdrawn(POSTED).breaks(&[("R1", POSTED), ("R1", POSTED_2)]);
    withdrawn(POSTED_2).breaks(&[("R1", POSTED_2), ("R1", POSTED)][..1]);
    withdrawn(("item-returned", "P1")).is_lawful();
}

#[test]
fn letters_that_left_before_it_was_taken_back_are_lawful() {
    let withdrawn = ("informed-withdrawn", "P1");
    let recorded_before = lawful().before(POSTED, withdrawn, "p1.jo", json!({}));
    recorded_before
        .clone()
        .at(withdrawn, "2010-02-27T00:00:00.000001Z")
        .is_lawful();
    recorded_before
        .at(withdrawn, "2010-02-27T00:00:00Z")
        .breaks(&[("R1", POSTED), ("R1", POSTED_2)]);
}

#[test]
fn acknowledged_again_the_lead_runs_again() {
    let withdrawn = ("informed-withdrawn", "P1");
    let by_visit = json!({"evidence": {"how": "visit"}});
    let again = lawful()
        .before(RELEASED, withdrawn, "p1.jo", json!({}))
        .at(withdrawn, "2010-02-12T09:00:00Z")
        .behind(withdrawn, ACK)
        .before(("publicity-opened", ""), ACK, "pct.ben", by_visit);
    let second = ("practice-informed#2", "P1");
    again
        .clone()
        .at(second, "2010-02-12T10:00:00Z")
        .breaks(&[("R1", RELEASED), ("R1", RELEASED_2)]);
    again
        .at(second, "2010-02-12T10:00:00Z")
        .at(RELEASED_2, "2010-02-26T00:00:00Z")
        .at(RELEASED, "2010-02-26T00:00:00Z")
        .is_lawful();
}

#[test]
fn an_acknowledgement_comes_from_a_person_by_a_known_way() {
    let also = |actor: &str, how: serde_json::Value| {
        lawful().before(
            ACK,
            ("practice-informed", "P1"),
            actor,
            json!({"evidence": how}),
        )
    };
    for how in ["link", "phone", "visit"] {
        also("p1.jo", json!({"how": how})).is_lawful();
    }
    also("p1.jo", json!({"how": "read-receipt"})).breaks(&[("R1", ACK)]);
    also("p1.jo", json!({})).breaks(&[("R1", ACK)]);
    also("precede", json!({"how": "link"})).breaks(&[("R1", ACK)]);
    also("", json!({"how": "link"})).breaks(&[("R1", ACK)]);
}

#[test]
fn what_is_no_acknowledgement_establishes_none() {
    let silence = released_instead().set(ACK, "evidence", json!({"how": "silence"}));
    silence.breaks(&[&LETTERS[..], &[("R1", ACK)]].concat());
}

#[test]
fn facts_brought_along_count_from_their_own_time() {
    let joined = ("practice-joined", "P4");
    let released = ("batch-released", "P4");
    // Ten working days after 16 February is 2 March.
    let listed = lawful()
        .at(("list-accepted", "P4"), "2010-03-01T10:00:00Z")
        .at(("batch-planned", "P4"), "2010-03-01T11:00:00Z");
    let early = listed.clone();
    early.at(released, "2010-03-02T00:00:00Z").is_lawful();
    listed
        .at(released, "2010-03-01T23:59:59.999999Z")
        .breaks(&[("R1", released)]);
    lawful()
        .set(joined, "informed_at", json!(null))
        .breaks(&[("R1", released), ("R1", ("batch-posted", "P4"))]);
}

#[test]
fn a_letter_to_nobody_known_is_unlawful() {
    let stray = ("batch-released", "X9");
    let story = lawful().before(
        ("item-returned", "P1"),
        stray,
        "precede",
        json!({"batch": 1}),
    );
    story.breaks(&[("R1", stray), ("R4", stray), ("R11", stray)]);
}

#[test]
fn a_lead_is_at_least_one_working_day() {
    for none in [json!("0d"), json!("1wd"), json!(null)] {
        let acknowledged = |at: &str| {
            released_instead()
                .policy("practice_lead", none.clone())
                .at(ACK, at)
        };
        // What is looser than the floor is named where it is written, and counts as the floor.
        let written = (none == "0d").then_some(("R1", PLAN));
        let also = |letters: &[(&'static str, Name<'static>)]| -> Vec<_> {
            letters.iter().copied().chain(written).collect()
        };
        acknowledged("2010-02-24T23:59:59.999999Z").breaks(&also(&[]));
        acknowledged("2010-02-25T00:00:00Z").breaks(&also(&[("R1", RELEASED), ("R1", RELEASED_2)]));
    }
}
