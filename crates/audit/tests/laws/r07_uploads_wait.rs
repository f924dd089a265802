use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const PERMIT: Name = ("permit-issued", "P1");
const PERMITS: [(&str, Name); 2] = [("R7", PERMIT), ("R7", ("permit-issued", "P4"))];
const OPENED: Name = ("publicity-opened", "");
const CLOSED: Name = ("publicity-closed", "");
const RECONCILED: Name = ("reconciled", "P1");

/// A programme that informs by a public notice, and gives one.
fn noticed() -> Story {
    lawful()
        .set(PLAN, "informs_by", json!(["public-notice"]))
        .set(OPENED, "media", json!(["press", "public-notice"]))
}

#[track_caller]
fn refused(story: Story, why: &str) {
    story.breaks_because("R7", PERMIT, why);
}

#[track_caller]
fn all_refused(story: Story, why: &str) {
    story.breaks(&PERMITS);
    for violation in story.report().violations {
        assert!(violation.why.contains(why), "{}", violation.why);
    }
}

/// Publicity that stays open.
fn open_ended() -> Story {
    lawful().without(CLOSED)
}

#[test]
fn publicity_runs_its_minimum_to_the_microsecond() {
    // 109 days after 15 February are over at the very instant of the permit.
    open_ended()
        .policy("publicity_minimum", json!("109d"))
        .is_lawful();
    all_refused(
        open_ended().policy("publicity_minimum", json!("110d")),
        "minimum",
    );
    let until = |at: &str| open_ended().set(OPENED, "minimum_until", json!(at));
    until("2010-06-03T23:00:00Z").is_lawful();
    all_refused(until("2010-06-03T23:00:00.000001Z"), "minimum");
}

#[test]
fn the_minimum_is_counted_from_the_opening_whatever_it_claims() {
    let claim = |value: Value| {
        open_ended()
            .policy("publicity_minimum", json!("110d"))
            .set(OPENED, "minimum_until", value)
    };
    all_refused(claim(json!("2010-02-16T00:00:00Z")), "minimum");
    all_refused(claim(json!(null)), "minimum");
    open_ended()
        .policy("publicity_minimum", json!(null))
        .is_lawful();
}

#[test]
fn publicity_closed_before_its_minimum_never_ran_it() {
    // In its place before the letters are judged live: closed after the last of them was released.
    let closing = |at: &str| {
        lawful()
            .policy("publicity_minimum", json!("20d"))
            .at(CLOSED, at)
    };
    closing("2010-03-07T00:00:00Z").is_lawful();
    all_refused(closing("2010-03-06T23:59:59.999999Z"), "minimum");
}

#[test]
fn the_mailing_is_reconciled() {
    refused(lawful().without(RECONCILED), "not reconciled");
    refused(lawful().behind(RECONCILED, PERMIT), "not reconciled");
    refused(
        lawful().set(RECONCILED, "practice", json!("P2")),
        "not reconciled",
    );
    refused(
        lawful().set(RECONCILED, "as_at", json!(null)),
        "not reconciled",
    );
}

#[test]
fn every_count_adds_up() {
    let fields = [
        "rows",
        "excluded",
        "composed",
        "failed",
        "posted",
        "spoiled",
        "stopped",
        "returned",
        "delivered",
    ];
    for field in fields {
        let count = lawful().body(RECONCILED)[field].as_u64().unwrap();
        for wrong in [json!(count + 1), json!(count - 1), json!(null)] {
            refused(lawful().set(RECONCILED, field, wrong), "not reconciled");
        }
    }
}

fn counts(changes: &[(&str, u64)]) -> Story {
    changes.iter().fold(lawful(), |story, (field, value)| {
        story.set(RECONCILED, field, json!(value))
    })
}

#[test]
fn each_sum_is_looked_at_on_its_own() {
    counts(&[("spoiled", 2), ("stopped", 3)]).is_lawful();
    counts(&[("returned", 5), ("delivered", 88)]).is_lawful();
    // Only rows, only composed, only posted does not add up.
    refused(counts(&[("rows", 111)]), "not reconciled");
    refused(counts(&[("composed", 99), ("rows", 111)]), "not reconciled");
    refused(counts(&[("delivered", 90)]), "not reconciled");
}

#[test]
fn counts_that_add_up_speak_of_the_letters_that_were_posted() {
    let invented = [("posted", 92), ("spoiled", 4), ("delivered", 88)];
    refused(counts(&invented), "not reconciled");
}

#[test]
fn counts_speak_of_the_list_the_letters_were_for() {
    let rows = "other rows than the list has";
    refused(counts(&[("rows", 111), ("excluded", 11)]), rows);
    refused(counts(&[("rows", 111), ("failed", 3)]), rows);
    refused(counts(&[("excluded", 11), ("failed", 1)]), rows);
    // The list as it stood when they were counted.
    let longer = |next| {
        let mut list = lawful().body(("list-accepted", "P1")).clone();
        list["rows"] = json!(111);
        list["to_post"] = json!(101);
        lawful().before(next, ("list-accepted", "P1"), "pct.anna", list.clone())
    };
    let listed = ("list-accepted#2", "P1");
    refused(longer(RECONCILED).at(listed, "2010-03-20T11:00:00Z"), rows);
    longer(CLOSED)
        .at(listed, "2010-04-02T09:00:00Z")
        .is_lawful();
}

#[test]
fn counts_are_as_at_a_day_on_which_the_letters_had_been_posted() {
    let as_at = |day: &str| lawful().set(RECONCILED, "as_at", json!(day));
    as_at("2010-02-27").is_lawful();
    refused(as_at("2010-02-26"), "before the last letters were posted");
    refused(as_at("soon"), "the counts do not add up");
    // Letters that were all spoiled were not posted.
    let spoiled = json!({"batch": 3, "items": 0, "spoiled": 2, "expected_receipt": "2010-03-09"});
    let late = |fields: Value| {
        as_at("2010-02-27")
            .before(RECONCILED, ("batch-posted", "P1"), "house.hal", fields)
            .report()
            .violations
            .iter()
            .any(|one| one.rule.to_string() == "R7")
    };
    assert!(!late(spoiled.clone()));
    let mut posted = spoiled;
    posted["items"] = json!(1);
    assert!(late(posted));
}

#[test]
fn the_newest_reconciliation_decides() {
    let wrong = json!({"as_at": "2010-06-02", "rows": 1, "excluded": 0, "composed": 0, "failed": 0,
        "posted": 0, "spoiled": 0, "stopped": 0, "returned": 0, "delivered": 0});
    refused(
        lawful().before(PERMIT, RECONCILED, "pct.anna", wrong),
        "not reconciled",
    );
}

#[test]
fn a_definition_gives_a_period() {
    all_refused(
        lawful().set(PLAN, "has_period", json!(false)),
        "no period of choice",
    );
}

#[test]
fn a_means_that_counts_has_reached_the_practice() {
    let by = |means: Value| lawful().set(PLAN, "informs_by", means);
    all_refused(by(json!([])), "no means");
    all_refused(by(json!(["door-drop"])), "no means");
    all_refused(by(json!(["direct-message"])), "no means");
    by(json!(["direct-message", "addressed-letter"])).is_lawful();
    noticed().is_lawful();
    // Publicity in other media is no public notice, however long it runs.
    all_refused(by(json!(["public-notice"])), "no means");
    let loud = json!(["press", "radio", "posters", "web"]);
    all_refused(noticed().set(OPENED, "media", loud), "no means");
    all_refused(noticed().unset(OPENED, "media"), "no means");
}

#[test]
fn a_class_decides_what_a_batch_is() {
    let class = |means: &str, class: &str| {
        let story = lawful().set(PLAN, "informs_by", json!([means]));
        let story = story.set(("batch-planned", "P4"), "class", json!(class));
        story.policy("delivery_days", json!({}))
    };
    let late_one = [("R7", ("permit-issued", "P4"))];
    class("addressed-letter", "direct-message").breaks(&late_one);
    class("addressed-letter", "door-drop").breaks(&late_one);
    class("addressed-letter", "advert").breaks(&late_one);
    class("direct-message", "direct-message").breaks(&PERMITS[..1]);
}

#[test]
fn a_practice_nobody_wrote_to_is_not_informed() {
    let mut story = lawful().set(PLAN, "informs_by", json!(["addressed-letter"]));
    story.0.retain(|body| {
        let kind = body["kind"].as_str().unwrap();
        body["practice"] != "P4" || !(kind.starts_with("batch-") || kind.starts_with("period-"))
    });
    let late_one = ("permit-issued", "P4");
    story.breaks(&[("R5", late_one), ("R7", late_one)]);
}

#[test]
fn publicity_informs_only_when_it_ran() {
    let closed = |at: &str| {
        let story = noticed().policy("publicity_minimum", json!("20d"));
        story
            .set(OPENED, "minimum_until", json!(null))
            .at(CLOSED, at)
    };
    closed("2010-03-07T00:00:00Z").is_lawful();
    let cut = closed("2010-03-06T23:59:59.999999Z");
    cut.breaks(&PERMITS);
    assert!(cut.report().violations[0].why.contains("no means"));
    // Other media that ran beside a notice cut short do not stand in for it.
    let beside =
        json!({"step": "posters", "media": ["posters"], "minimum_until": "2010-03-01T00:00:00Z"});
    let cut = noticed()
        .before(("task-done", ""), OPENED, "pct.anna", beside)
        .set(OPENED, "step", json!("publicity"))
        .set(CLOSED, "step", json!("publicity"))
        .set(
            ("publicity-opened", ""),
            "minimum_until",
            json!("2010-05-01T00:00:00Z"),
        );
    all_refused(cut, "no means");
}

#[test]
fn a_batch_on_its_way_is_a_mailing() {
    let planned =
        json!({"batch": 1, "items": 5, "class": "bulk", "post_by": "2010-06-01T00:00:00Z"});
    let mut story = noticed();
    story.0.retain(|body| {
        let kind = body["kind"].as_str().unwrap();
        let is_mailing = ["batch-", "period-", "reconciled", "list-"]
            .iter()
            .any(|start| kind.starts_with(start));
        body["practice"] != "P4" || !is_mailing
    });
    let ended = json!({"batch": null, "began": "2010-03-01", "length": "12w"});
    let story = story.before(
        ("opt-outs-coded", "P4"),
        ("period-ended", "P4"),
        "precede",
        ended,
    );
    story.is_lawful();
    let late_one = ("permit-issued", "P4");
    let story = story.before(late_one, ("batch-planned", "P4"), "precede", planned);
    story.breaks_because("R7", late_one, "not reconciled");
}

#[test]
fn publicity_that_ran_its_minimum_is_not_undone_by_a_second_opening() {
    let again = json!({"step": "posters", "media": [], "minimum_until": "2010-07-01T00:00:00Z"});
    lawful()
        .before(CLOSED, OPENED, "pct.anna", again)
        .is_lawful();
}
