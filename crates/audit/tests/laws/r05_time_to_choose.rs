use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const POSTED: Name = ("batch-posted", "P1");
const FIRST_ENDED: Name = ("period-ended#2", "P1");
const SECOND_ENDED: Name = ("period-ended", "P1");
const PERMIT: Name = ("permit-issued", "P1");

#[test]
fn a_period_ends_to_the_microsecond() {
    lawful()
        .at(SECOND_ENDED, "2010-05-25T23:00:00Z")
        .is_lawful();
    lawful()
        .at(SECOND_ENDED, "2010-05-25T22:59:59.999999Z")
        .breaks(&[("R5", SECOND_ENDED)]);
    lawful().at(FIRST_ENDED, "2010-06-01T23:00:00Z").is_lawful();
    lawful()
        .at(FIRST_ENDED, "2010-06-01T22:59:59.999999Z")
        .breaks(&[("R5", FIRST_ENDED)]);
}

#[test]
fn a_period_counts_from_the_receipt_and_not_from_its_own_claim() {
    // It claims an earlier beginning and so an earlier end.
    let claimed = lawful().set(FIRST_ENDED, "began", json!("2010-03-09"));
    claimed.breaks(&[("R5", FIRST_ENDED)]);
    claimed
        .at(FIRST_ENDED, "2010-05-31T23:00:00Z")
        .breaks(&[("R5", FIRST_ENDED)]);
}

#[test]
fn a_period_is_not_cut() {
    let cut = lawful().set(FIRST_ENDED, "length", json!("83d"));
    cut.breaks_because("R5", FIRST_ENDED, "patients may choose until");
    lawful()
        .set(FIRST_ENDED, "length", json!("84d"))
        .is_lawful();
    for unreadable in [json!("12"), json!(null)] {
        lawful()
            .set(FIRST_ENDED, "length", unreadable)
            .breaks(&[("R5", FIRST_ENDED)]);
    }
    lawful()
        .set(FIRST_ENDED, "began", json!(null))
        .breaks(&[("R5", FIRST_ENDED)]);
}

#[test]
fn an_extended_period_runs_to_its_own_end() {
    let extended = lawful().set(SECOND_ENDED, "length", json!("13w"));
    extended.breaks_because("R5", SECOND_ENDED, "was to run until");
    // 13 weeks from 3 March: the instant of the opt-outs and agreements. A day more, and they came too early.
    extended
        .at(SECOND_ENDED, "2010-06-01T23:00:00Z")
        .is_lawful();
    lawful()
        .set(SECOND_ENDED, "length", json!("92d"))
        .at(SECOND_ENDED, "2010-06-02T23:00:00Z")
        .breaks(&[("R6", PERMIT)]);
}

#[test]
fn every_batch_has_its_own_period() {
    lawful()
        .without(SECOND_ENDED)
        .breaks_because("R5", PERMIT, "batch 2 was not ended");
    lawful()
        .without(FIRST_ENDED)
        .breaks_because("R5", PERMIT, "batch 1 was not ended");
    let swapped = lawful().set(SECOND_ENDED, "batch", json!(1));
    swapped.breaks(&[("R5", SECOND_ENDED), ("R5", PERMIT)]);
}

#[test]
fn a_permit_waits_for_the_period_to_the_microsecond() {
    let planned = lawful().at(("permit-planned", ""), "2010-06-01T23:00:00Z");
    let early = planned.clone();
    early.at(PERMIT, "2010-06-01T23:00:00Z").is_lawful();
    planned
        .claimed(PERMIT, "2010-06-01T22:59:59.999999Z")
        .breaks_because("R5", PERMIT, "batch 1 still runs");
}

#[test]
fn nothing_ends_for_letters_never_posted() {
    let stray = json!({"batch": 3, "began": "2010-03-03", "length": "12w"});
    let story = lawful().before(FIRST_ENDED, ("period-ended", "P1"), "precede", stray);
    story.breaks_because("R5", FIRST_ENDED, "nothing began");
}

#[test]
fn a_period_may_begin_early_if_it_runs_as_long() {
    let early = lawful().set(FIRST_ENDED, "began", json!("2010-03-09"));
    early
        .clone()
        .set(FIRST_ENDED, "length", json!("85d"))
        .is_lawful();
    early.breaks(&[("R5", FIRST_ENDED)]);
}

#[test]
fn a_batch_of_nothing_needs_no_period() {
    let story = lawful()
        .set(("batch-posted#2", "P1"), "items", json!(0))
        .set(("reconciled", "P1"), "posted", json!(60))
        .set(("reconciled", "P1"), "spoiled", json!(36))
        .set(("reconciled", "P1"), "delivered", json!(56));
    story.is_lawful();
    story.without(SECOND_ENDED).is_lawful();
}

#[test]
fn a_later_posting_of_a_batch_moves_its_period() {
    let rest = json!({
        "batch": 2, "items": 1, "spoiled": 0, "stopped": 0, "expected_receipt": "2010-03-03",
    });
    let story = lawful()
        .before(
            ("practice-joined", "P4"),
            ("batch-posted", "P1"),
            "house.hal",
            rest,
        )
        .at(("batch-posted#3", "P1"), "2010-02-27T00:00:00Z")
        .set(("reconciled", "P1"), "posted", json!(94))
        .set(("reconciled", "P1"), "spoiled", json!(2))
        .set(("reconciled", "P1"), "delivered", json!(90));
    story.breaks(&[("R5", SECOND_ENDED)]);
    story
        .set(SECOND_ENDED, "began", json!("2010-03-04"))
        .at(SECOND_ENDED, "2010-05-26T23:00:00Z")
        .is_lawful();
}

#[test]
fn letters_are_not_there_sooner_than_their_class_allows() {
    // Seven working days after Saturday 27 February.
    lawful()
        .set(POSTED, "expected_receipt", json!("2010-03-08"))
        .is_lawful();
    let rushed = lawful()
        .set(POSTED, "expected_receipt", json!("2010-03-08"))
        .set(FIRST_ENDED, "began", json!("2010-03-09"))
        .at(FIRST_ENDED, "2010-05-31T23:00:00Z");
    rushed.breaks(&[("R5", FIRST_ENDED)]);
    // What is stated counts when it is later, and alone when the class has no days.
    let later = lawful().set(POSTED, "expected_receipt", json!("2010-03-10"));
    later.breaks(&[("R5", FIRST_ENDED), ("R6", PERMIT)]);
    rushed
        .set(("batch-planned", "P1"), "class", json!("courier"))
        .is_lawful();
}

#[test]
fn without_a_length_there_is_no_period() {
    let ends = [
        SECOND_ENDED,
        FIRST_ENDED,
        ("period-ended", "P4"),
        PERMIT,
        ("permit-issued", "P4"),
    ];
    let expected = ends.map(|name| ("R5", name));
    lawful()
        .policy("decision_period", json!(null))
        .breaks(&expected);
    let short = [("R6", PERMIT), ("R6", ("permit-issued", "P4"))];
    let longer = lawful().policy("decision_period", json!("85d"));
    longer.breaks(&[&expected[..3], &short[..]].concat());
}

/// A programme that informs by public notice and writes to nobody, until the last permit.
fn notice(practice: Value) -> Story {
    let mut story = lawful()
        .set(PLAN, "acts", json!(["tell", "publicity", "permit"]))
        .set(PLAN, "informs_by", json!(["public-notice"]))
        .set(("publicity-opened", ""), "media", json!(["public-notice"]))
        .policy("decision_period", json!("60d"));
    let mailing = ["batch-", "list-", "item-", "reconciled", "period-"];
    let is_mailing = |body: &Value| {
        let kind = body["kind"].as_str().unwrap().to_owned();
        mailing.iter().any(|start| kind.starts_with(start))
    };
    story.0.retain(|body| !is_mailing(body));
    let code = practice.as_str().unwrap_or_default().to_owned();
    // Sixty days after the minimum of publicity, 1 March.
    let ended = json!({"batch": null, "began": "2010-03-01", "length": "60d"});
    story
        .before(
            ("fact-adopted", ""),
            ("period-ended", &code),
            "precede",
            ended,
        )
        .at(("period-ended", &code), "2010-04-29T23:00:00Z")
}

#[test]
fn a_public_notice_has_its_period_after_its_minimum() {
    let ended = ("period-ended", "");
    notice(json!(null)).is_lawful();
    notice(json!(null))
        .at(ended, "2010-04-29T22:59:59.999999Z")
        .breaks(&[("R5", ended)]);
    notice(json!(null))
        .set(
            ("publicity-opened", ""),
            "minimum_until",
            json!("2010-03-02T00:00:00Z"),
        )
        .breaks(&[("R5", ended)]);
    let permits = [("R5", PERMIT), ("R5", ("permit-issued", "P4"))];
    notice(json!(null)).without(ended).breaks(&permits);
    // Ended for one practice only.
    notice(json!("P1")).breaks(&permits[1..]);
    notice(json!("P1"))
        .at(("period-ended", "P1"), "2010-04-29T22:59:59Z")
        .breaks(&[("R5", ("period-ended", "P1")), permits[1]]);
}

#[test]
fn a_notice_has_the_minimum_it_states_beside_longer_publicity() {
    notice(json!(null))
        .policy("publicity_minimum", json!("20d"))
        .is_lawful();
}

#[test]
fn a_permit_waits_for_the_notice_period_to_the_microsecond() {
    // Ninety-three days after 1 March is 2 June.
    let long = notice(json!(null))
        .policy("decision_period", json!("93d"))
        .set(("period-ended", ""), "length", json!("93d"))
        .at(("period-ended", ""), "2010-06-01T23:00:00Z")
        .at(("permit-planned", ""), "2010-06-01T23:00:00Z");
    long.clone().at(PERMIT, "2010-06-01T23:00:00Z").is_lawful();
    long.claimed(PERMIT, "2010-06-01T22:59:59.999999Z")
        .breaks(&[("R5", PERMIT)]);
}

#[test]
fn the_notice_period_of_publicity_cut_short_never_runs() {
    let closed = ("publicity-closed", "");
    let cut = notice(json!(null)).at(closed, "2010-02-28T23:59:59.999999Z");
    let expected: Vec<_> = [PERMIT, ("permit-issued", "P4")]
        .iter()
        .flat_map(|name| [("R5", *name), ("R7", *name)])
        .chain([("R5", ("period-ended", ""))])
        .collect();
    // Recorded in its place, before the period ended.
    cut.behind(closed, ("pack-approved", "")).breaks(&expected);
    notice(json!(null))
        .at(closed, "2010-03-01T00:00:00Z")
        .is_lawful();
}
