use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const OPENED: Name = ("publicity-opened", "");
const NOT_TOLD: &str = "not told, or their lead still runs";
const NOT_READY: &str = "neither ready nor released";

#[track_caller]
fn not_told(story: Story, practice: &str) {
    story.breaks_because("R2", OPENED, &format!("{NOT_TOLD}: {practice}"));
}

#[track_caller]
fn not_ready(story: Story, practice: &str) {
    story.breaks_because(
        "R2",
        OPENED,
        &format!("{NOT_READY} by name after the chase: {practice}"),
    );
}

#[test]
fn the_lead_of_the_last_one_told_ends_to_the_microsecond() {
    lawful().at(OPENED, "2010-02-15T00:00:00Z").is_lawful();
    not_told(lawful().at(OPENED, "2010-02-14T23:59:59.999999Z"), "N1");
    lawful()
        .at(("notice-handed-over", "N1"), "2010-02-01T23:59:59.999999Z")
        .is_lawful();
    not_told(
        lawful().at(("notice-handed-over", "N1"), "2010-02-02T00:00:00Z"),
        "N1",
    );
}

#[test]
fn every_practice_of_tranche_and_reach_is_told() {
    for practice in ["P1", "P3", "N1"] {
        not_told(lawful().without(("notice-handed-over", practice)), practice);
    }
}

#[test]
fn one_that_declined_is_told_all_the_same_but_need_not_be_ready() {
    not_told(lawful().without(("notice-handed-over", "P2")), "P2");
    not_ready(lawful().without(("practice-answered", "P2")), "P2");
}

#[test]
fn an_answer_can_be_changed() {
    let answered = |answer: &str| {
        lawful().before(
            OPENED,
            ("practice-answered", "P2"),
            "p2.kim",
            json!({"answer": answer}),
        )
    };
    not_ready(answered("takes-part"), "P2");
    not_ready(answered("not-yet"), "P2");
    answered("declines").is_lawful();
}

#[test]
fn a_reminder_is_not_the_notice() {
    let reminded = ("notice-handed-over", "P1");
    let first_only =
        lawful()
            .set(reminded, "number", json!(1))
            .set(("notice-planned", ""), "number", json!(1));
    let first_only = first_only.before(
        ("notice-handed-over", "P1"),
        ("notice-planned", ""),
        "precede",
        json!({
            "practices": ["P2", "P3", "N1"], "template": "tell-practice", "number": 0,
        }),
    );
    not_told(first_only, "P1");
}

#[test]
fn told_again_it_counts_from_the_first_time() {
    let again = json!({"template": "tell-practice", "number": 0, "message_id": "<n@x.invalid>"});
    lawful()
        .before(OPENED, ("notice-handed-over", "N1"), "precede", again)
        .is_lawful();
}

#[test]
fn one_that_left_closed_or_merged_is_not_waited_for() {
    for name in [
        ("practice-left", "P5"),
        ("practice-closed", "P6"),
        ("practice-merged", "P7"),
    ] {
        let story = lawful().without(name);
        story.breaks(&[("R2", OPENED)]);
        let why = &story.report().violations[0].why;
        assert!(why.contains(&format!("{NOT_TOLD}: {}", name.1)), "{why}");
        assert!(why.contains(NOT_READY), "{why}");
    }
    lawful()
        .without(("notice-handed-over", "N1"))
        .before(OPENED, ("practice-closed", "N1"), "precede", json!({}))
        .is_lawful();
}

#[test]
fn one_that_joined_before_is_waited_for_and_brings_its_facts() {
    let joining = |informed: serde_json::Value, told: &str| {
        lawful().before(OPENED, ("practice-joined", "P9"), "precede", json!({
            "from": "campaign:scr/5QX/all", "informed_at": informed, "told_at": told, "answer": null,
        }))
    };
    let informed = json!("2010-02-14T10:00:00Z");
    joining(informed.clone(), "2010-02-01T10:00:00Z").is_lawful();
    not_told(joining(informed, "2010-02-02T10:00:00Z"), "P9");
    not_ready(joining(json!(null), "2010-02-01T10:00:00Z"), "P9");
    let declined = joining(json!(null), "2010-02-01T10:00:00Z");
    declined
        .set(("practice-joined", "P9"), "answer", json!("declines"))
        .is_lawful();
}

#[test]
fn one_that_joins_after_does_not_make_it_unlawful() {
    let joined = json!({"from": null, "told_at": null, "informed_at": null, "answer": null});
    lawful()
        .before(
            ("task-done", ""),
            ("practice-joined", "P9"),
            "precede",
            joined,
        )
        .is_lawful();
}

#[test]
fn one_that_comes_back_is_waited_for_again() {
    let back = json!({
        "from": null, "told_at": "2010-01-12T09:00:00Z", "informed_at": null, "answer": null,
    });
    not_ready(
        lawful().before(OPENED, ("practice-joined", "P5"), "precede", back),
        "P5",
    );
}

#[test]
fn each_of_the_tranche_is_ready() {
    let informed = ("practice-informed", "P1");
    let story = lawful()
        .behind(informed, OPENED)
        .happened(informed, "2010-02-11T15:00:00Z");
    not_ready(story, "P1");
    let withdrawn = ("informed-withdrawn", "P1");
    // Taken back before publicity and given again after it, in time for the letters.
    let again = json!({"evidence": {"how": "phone"}});
    let story = lawful()
        .policy("practice_lead", json!("7wd"))
        .before(OPENED, withdrawn, "p1.jo", json!({}))
        .at(withdrawn, "2010-02-14T09:00:00Z")
        .before(
            ("task-done", ""),
            ("practice-informed", "P1"),
            "pct.ben",
            again,
        );
    not_ready(story, "P1");
}

#[test]
fn an_acknowledgement_from_after_publicity_does_not_make_it_lawful() {
    let story = lawful()
        .at(("practice-informed", "P1"), "2010-02-15T00:00:00.000001Z")
        .policy("practice_lead", json!("8wd"));
    not_ready(story, "P1");
}

#[test]
fn a_silent_one_is_released_by_name_after_the_chase() {
    let released = ("silent-released", "P3");
    not_ready(lawful().without(released), "P3");
    not_ready(lawful().without(("chase-ended", "")), "P3");
    not_ready(
        lawful().set(("chase-ended", ""), "practices", json!(["P1"])),
        "P3",
    );
    not_ready(lawful().behind(("chase-ended", ""), released), "P3");
    not_ready(lawful().set(released, "actor", json!("precede")), "P3");
    not_ready(lawful().behind(released, OPENED), "P3");
}

#[test]
fn a_practice_of_the_reach_need_not_be_ready() {
    let story = lawful().set(
        PLAN,
        "practices",
        json!(["P1", "P2", "P3", "P5", "P6", "P7", "N1"]),
    );
    not_ready(story, "N1");
}

#[test]
fn a_neighbours_practice_told_elsewhere_is_adopted_as_a_fact() {
    let adopted = json!({"from": "campaign:scr/5QX/all", "seq": 7, "hash": "aa", "fact": "told"});
    let told = ("fact-adopted", "N1");
    let story = lawful()
        .without(("notice-handed-over", "N1"))
        .before(OPENED, told, "precede", adopted);
    story.clone().at(told, "2010-02-01T10:00:00Z").is_lawful();
    not_told(story.at(told, "2010-02-02T10:00:00Z"), "N1");
}

#[test]
fn a_finding_names_a_few_and_counts_the_rest() {
    let practices = ["P1", "P2", "P3", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"];
    let story = lawful()
        .set(PLAN, "reach", json!(practices[3..]))
        .without(("practice-joined", "P4"));
    let violations = story.report().violations;
    assert!(
        violations[0].why.contains("Q1, Q2, Q3, Q4, Q5 and 2 more"),
        "{}",
        violations[0].why
    );
}

#[test]
fn who_was_spoken_to_has_been_told() {
    let ack = ("practice-informed", "P1");
    let spoken = |how: &str, at: &str| {
        let story = lawful().without(("notice-handed-over", "P1"));
        story.set(ack, "evidence", json!({"how": how})).at(ack, at)
    };
    for how in ["phone", "visit"] {
        spoken(how, "2010-02-01T23:59:59Z").is_lawful();
        not_told(spoken(how, "2010-02-02T00:00:00Z"), "P1");
    }
    // The link came in a notice, so there has to be one.
    not_told(spoken("link", "2010-02-01T10:00:00Z"), "P1");
}

#[test]
fn a_release_by_name_ends_with_the_track_it_ended() {
    let back = json!({"from": null, "told_at": null, "informed_at": null, "answer": null});
    not_ready(
        lawful().before(OPENED, ("practice-joined", "P3"), "precede", back),
        "P3",
    );
}

#[test]
fn a_release_by_name_stands_beside_one_that_names_nobody() {
    lawful()
        .before(OPENED, ("silent-released", "P3"), "precede", json!({}))
        .is_lawful();
}
