use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const PERMIT: Name = ("permit-issued", "P1");
const CODED: Name = ("opt-outs-coded", "P1");
const AGREED: Name = ("practice-agreed", "P1");
const PCT_AGREED: Name = ("pct-agreed", "P1");
const PLANNED: Name = ("permit-planned", "");
const JUST_BEFORE: &str = "2010-06-01T22:59:59.999999Z";

#[track_caller]
fn refused(story: Story, why: &str) {
    story.breaks_because("R6", PERMIT, why);
}

#[test]
fn opt_outs_are_coded() {
    refused(lawful().without(CODED), "opt-outs are not coded");
    refused(lawful().behind(CODED, PERMIT), "opt-outs are not coded");
    refused(
        lawful().set(CODED, "practice", json!(null)),
        "opt-outs are not coded",
    );
}

#[test]
fn opt_outs_have_no_backlog() {
    for field in ["count", "received", "passed_on"] {
        refused(lawful().set(CODED, field, json!(8)), "not the same");
        refused(lawful().set(CODED, field, json!(null)), "not the same");
    }
    let unknown = json!(null);
    let nothing =
        lawful()
            .set(CODED, "count", unknown.clone())
            .set(CODED, "received", unknown.clone());
    refused(nothing.set(CODED, "passed_on", unknown), "not the same");
}

#[test]
fn opt_outs_are_counted_after_the_period() {
    lawful().at(CODED, "2010-06-01T23:00:00Z").is_lawful();
    let early = lawful()
        .at(CODED, JUST_BEFORE)
        .at(PERMIT, "2010-06-02T12:00:00Z");
    refused(early, "counted before the period was over");
}

#[test]
fn the_count_of_opt_outs_is_fresh_to_the_microsecond() {
    lawful().at(PERMIT, "2010-06-03T23:00:00Z").is_lawful();
    refused(
        lawful().at(PERMIT, "2010-06-03T23:00:00.000001Z"),
        "too old",
    );
    for any in [json!("4w"), json!(null)] {
        let lax = lawful().policy("opt_out_count_max_age", any);
        let written =
            (!lax.0[0]["policy"]["opt_out_count_max_age"].is_null()).then_some(("R6", PLAN));
        let found: Vec<_> = written.into_iter().collect();
        lax.breaks(&found);
        lax.at(PERMIT, "2010-06-03T23:00:00.000001Z")
            .breaks(&[&found[..], &[("R6", PERMIT)]].concat());
    }
    let strict = lawful()
        .policy("opt_out_count_max_age", json!("24h"))
        .at(("permit-issued", "P4"), "2010-06-02T12:00:00Z");
    refused(strict, "too old");
}

#[test]
fn the_newest_count_decides() {
    let backlog = json!({"count": 7, "received": 9, "passed_on": 7});
    refused(
        lawful().before(PERMIT, CODED, "p1.jo", backlog),
        "not the same",
    );
}

#[test]
fn the_practice_is_fit() {
    let fit = ("task-done", "P1");
    let facts = |facts: Value| lawful().set(fit, "facts", facts);
    refused(facts(json!(["system"])), "`data-quality`");
    refused(facts(json!(["data-quality"])), "`system`");
    refused(
        lawful()
            .behind(fit, PERMIT)
            .set(("task-done", ""), "facts", json!(["helpline", "system"])),
        "`data-quality`",
    );
    let other = lawful().set(("fact-adopted", ""), "fact", json!("posters"));
    other.breaks(&[("R6", PERMIT), ("R6", ("permit-issued", "P4"))]);
    assert!(other.report().violations[0].why.contains("`training`"));
}

#[test]
fn fitness_is_of_the_practice_or_of_the_campaign() {
    let fit = ("task-done", "P1");
    let all = json!(["helpline", "system", "data-quality"]);
    lawful()
        .without(fit)
        .set(("task-done", ""), "facts", all)
        .is_lawful();
    let adopted =
        |fact: &str| json!({"from": "programme:scr", "seq": 3, "hash": "aa", "fact": fact});
    lawful()
        .without(fit)
        .before(
            PLANNED,
            ("fact-adopted", "P1"),
            "precede",
            adopted("system"),
        )
        .before(
            PLANNED,
            ("fact-adopted", "P1"),
            "precede",
            adopted("data-quality"),
        )
        .is_lawful();
    lawful()
        .set(("fact-adopted", ""), "practice", json!("P1"))
        .breaks(&[("R6", ("permit-issued", "P4"))]);
}

#[test]
fn both_sides_agree() {
    refused(
        lawful().without(AGREED),
        "no person agreed for the practice",
    );
    refused(
        lawful().behind(AGREED, PERMIT),
        "no person agreed for the practice",
    );
    refused(lawful().without(PCT_AGREED), "no person agreed for the PCT");
    refused(
        lawful().behind(PCT_AGREED, PERMIT),
        "no person agreed for the PCT",
    );
}

#[test]
fn an_agreement_for_no_practice_covers_none() {
    refused(
        lawful().set(PCT_AGREED, "practice", json!(null)),
        "no person agreed for the PCT",
    );
    refused(
        lawful().set(AGREED, "practice", json!(null)),
        "no person agreed for the practice",
    );
    refused(
        lawful().set(AGREED, "practice", json!("P2")),
        "no person agreed for the practice",
    );
}

#[test]
fn both_agree_after_the_period() {
    refused(
        lawful().at(AGREED, JUST_BEFORE),
        "the practice agreed before",
    );
    refused(
        lawful().at(PCT_AGREED, JUST_BEFORE),
        "the PCT agreed before",
    );
}

#[test]
fn both_agree_by_different_people() {
    refused(
        lawful().set(AGREED, "actor", json!("pct.ben")),
        "one person agreed",
    );
    refused(
        lawful().set(PCT_AGREED, "actor", json!("p1.jo")),
        "one person agreed",
    );
}

#[test]
fn nobody_signs_for_them() {
    refused(
        lawful().set(AGREED, "actor", json!("precede")),
        "no person agreed for the practice",
    );
    refused(
        lawful().set(PCT_AGREED, "actor", json!(null)),
        "no person agreed for the PCT",
    );
}

#[test]
fn an_agreement_taken_back_does_not_stand() {
    let withdrawn = |practice: &str, by: Value| {
        let name = ("agreement-withdrawn", practice);
        lawful().before(PERMIT, name, "p1.jo", json!({"by": by}))
    };
    refused(
        withdrawn("P1", json!("practice")),
        "no person agreed for the practice",
    );
    refused(
        withdrawn("P1", json!("pct")),
        "no person agreed for the PCT",
    );
    withdrawn("P4", json!("pct")).breaks(&[("R6", ("permit-issued", "P4"))]);
    withdrawn("P1", json!(null)).breaks(&[("R6", PERMIT)]);
    // The PCT takes back what it agreed for all.
    let all = withdrawn("", json!("pct"));
    all.breaks(&[("R6", PERMIT), ("R6", ("permit-issued", "P4"))]);
    let again = withdrawn("P1", json!("practice"));
    again
        .before(PERMIT, AGREED, "p1.jo", json!({"instrument": null}))
        .is_lawful();
}

#[test]
fn only_a_practice_that_takes_part_goes_live() {
    for (kind, fields) in [
        ("practice-left", json!({"to": null})),
        ("practice-closed", json!({})),
        ("practice-merged", json!({"into": "P4"})),
        ("practice-answered", json!({"answer": "declines"})),
    ] {
        refused(
            lawful().before(PERMIT, (kind, "P1"), "p1.jo", fields),
            "takes no part",
        );
    }
    // So does one that brought that answer along.
    let joined = ("practice-joined", "P4");
    let brought = lawful().set(joined, "answer", json!("not-yet"));
    brought.breaks_because("R6", ("permit-issued", "P4"), "the practice says not yet");
    let answered = ("practice-answered", "P1");
    let answer = |answer: &str| json!({"answer": answer});
    let not_yet = lawful().before(PERMIT, answered, "p1.jo", answer("not-yet"));
    refused(not_yet.clone(), "the practice says not yet");
    not_yet
        .before(PERMIT, answered, "p1.jo", answer("takes-part"))
        .is_lawful();
}

#[test]
fn the_latest_of_several_periods_counts() {
    // After the period of the second batch and before that of the first.
    refused(
        lawful().at(AGREED, "2010-05-26T12:00:00Z"),
        "the practice agreed before",
    );
}
