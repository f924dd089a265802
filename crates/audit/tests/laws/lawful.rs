//! The lawful story: everything in it happens at the first (or last) instant at which it may.

use precede_audit::check;
use serde_json::{Value, json};

use crate::story::{PLAN, Story};

const ANNA: &str = "pct.anna";
const BEN: &str = "pct.ben";

/// Two practices go all the way (P1 from the start, P4 joins late with its facts), P2 declines, P3 is silent and
/// released, P5 leaves, P6 closes, P7 merges, N1 lies in the reach.
pub fn lawful() -> Story {
    let mut story = Story(Vec::new());
    prepare(&mut story);
    inform_practices(&mut story);
    open_publicity(&mut story);
    write_to_patients(&mut story);
    let_them_choose(&mut story);
    go_live(&mut story);
    story
}

fn prepare(story: &mut Story) {
    story.tell("2010-01-04T09:00:00Z", PLAN, ANNA, plan());
    story.tell(
        "2010-01-04T09:05:00Z",
        ("campaign-started", ""),
        ANNA,
        json!({}),
    );
    story.tell(
        "2010-01-05T09:00:00Z",
        ("consult-begun", ""),
        ANNA,
        json!({"of": "lmc", "stage": "papers"}),
    );
    story.tell(
        "2010-01-05T10:00:00Z",
        ("readiness-signed", ""),
        "region.rose",
        json!({}),
    );
    let subject = json!({"subject": "plan", "digest": "d-plan"});
    story.tell(
        "2010-01-06T10:00:00Z",
        ("approval-signed", ""),
        ANNA,
        subject,
    );
    let approved = json!({"digest": "d-plan", "evidence": {"first": ANNA}});
    story.tell("2010-01-07T10:00:00Z", ("plan-approved", ""), BEN, approved);
    // A cycle of four working days, from the papers.
    story.tell(
        "2010-01-11T00:00:00Z",
        ("lmc-consulted", ""),
        "precede",
        json!({"position": "silent"}),
    );
}

fn plan() -> Value {
    json!({
        "programme": "scr", "tranche": "all", "title": "Summary Care Record", "definition": "d-def",
        "variant": null, "zone": "Europe/London", "calendar": "england-and-wales",
        "holidays": ["2010-01-01", "2010-04-02", "2010-04-05", "2010-05-03", "2010-05-31"],
        "informs_by": ["addressed-letter"],
        "policy": {
            "practice_lead": "10wd", "decision_period": "12w", "publicity_minimum": "2w",
            "list_max_age": "28d", "death_recheck_max_age": "3d", "permit_life": "24h",
            "opt_out_count_max_age": "2wd", "pack": ["letter", "freephone", "return-address"],
            "delivery_days": {"bulk": "7wd", "second-class": "4wd", "first-class": "2wd"},
        },
        "acts": ["tell", "publicity", "post", "permit"], "has_period": true, "lmc_cycle": "4wd",
        "practices": ["P1", "P2", "P3", "P5", "P6", "P7"], "reach": ["N1"],
    })
}

fn inform_practices(story: &mut Story) {
    let notice = |practices: Value, number: u32| json!({"practices": practices, "template": "tell-practice", "number": number});
    let handed = |number: u32| json!({"template": "tell-practice", "number": number, "message_id": "<m@x.invalid>"});
    let told = notice(json!(["P1", "P2", "P3", "N1"]), 0);
    story.tell(
        "2010-01-12T09:00:00Z",
        ("notice-planned", ""),
        "precede",
        told,
    );
    for practice in ["P1", "P2", "P3"] {
        let name = ("notice-handed-over", practice);
        story.tell("2010-01-12T09:01:00Z", name, "precede", handed(0));
    }
    let declines = json!({"answer": "declines"});
    story.tell(
        "2010-01-14T11:00:00Z",
        ("practice-answered", "P2"),
        "p2.kim",
        declines,
    );
    story.tell(
        "2010-01-19T09:00:00Z",
        ("notice-planned", ""),
        "precede",
        notice(json!(["P3"]), 1),
    );
    story.tell(
        "2010-01-19T09:01:00Z",
        ("notice-handed-over", "P3"),
        "precede",
        handed(1),
    );
    story.tell(
        "2010-01-20T12:00:00Z",
        ("practice-left", "P5"),
        "precede",
        json!({"to": "5QX"}),
    );
    story.tell(
        "2010-01-20T12:00:00Z",
        ("practice-closed", "P6"),
        "precede",
        json!({}),
    );
    story.tell(
        "2010-01-20T12:00:00Z",
        ("practice-merged", "P7"),
        "precede",
        json!({"into": "P1"}),
    );
    story.tell(
        "2010-02-01T10:00:00Z",
        ("notice-handed-over", "N1"),
        "precede",
        handed(0),
    );
    let silent = json!({"practices": ["P3"]});
    story.tell(
        "2010-02-09T00:00:00Z",
        ("chase-ended", ""),
        "precede",
        silent,
    );
    story.tell(
        "2010-02-10T09:00:00Z",
        ("silent-released", "P3"),
        "director.dora",
        json!({}),
    );
    let by_link = json!({"name_role": "manager", "evidence": {"how": "link"}});
    story.tell(
        "2010-02-11T15:00:00Z",
        ("practice-informed", "P1"),
        "p1.jo",
        by_link,
    );
}

fn open_publicity(story: &mut Story) {
    let opened = json!({
        "step": "publicity", "media": ["press"], "minimum_until": "2010-03-01T00:00:00Z",
    });
    // Ten working days after N1 was told.
    story.tell(
        "2010-02-15T00:00:00Z",
        ("publicity-opened", ""),
        ANNA,
        opened,
    );
    story.tell(
        "2010-02-16T09:00:00Z",
        ("task-done", ""),
        ANNA,
        json!({"facts": ["helpline"]}),
    );
    let subject = json!({"subject": "pack", "digest": "d-pack"});
    story.tell(
        "2010-02-16T10:00:00Z",
        ("approval-signed", ""),
        ANNA,
        subject,
    );
    let approved = json!({
        "digest": "d-pack", "contents": ["letter", "freephone", "return-address"], "evidence": {"first": ANNA},
    });
    story.tell("2010-02-17T10:00:00Z", ("pack-approved", ""), BEN, approved);
}

fn write_to_patients(story: &mut Story) {
    // Good until the 27th: the extract after 28 days, the check for deaths after 3, the agreement by its last day.
    let list = json!({
        "holder": "PCT", "agreement": "DSA-7", "agreement_expires": "2010-02-27", "digest": "d-list-1",
        "extracted": "2010-01-30T08:00:00Z", "deaths_checked": "2010-02-24T09:00:00Z",
        "rows": 110, "excluded": {"dead": 4, "duplicate": 1, "no-fixed-abode": 5}, "to_post": 100,
    });
    story.tell("2010-02-24T12:00:00Z", ("list-accepted", "P1"), ANNA, list);
    let planned = |batch: u32, items: u32, class: &str| json!({"batch": batch, "items": items, "class": class, "post_by": "2010-02-27T00:00:00Z"});
    story.tell(
        "2010-02-24T13:00:00Z",
        ("batch-planned", "P1"),
        "precede",
        planned(1, 60, "bulk"),
    );
    let second = planned(2, 38, "first-class");
    story.tell(
        "2010-02-24T13:00:00Z",
        ("batch-planned", "P1"),
        "precede",
        second,
    );
    for batch in [1, 2] {
        // Ten working days after P1 acknowledged.
        let released = json!({"batch": batch});
        story.tell(
            "2010-02-25T00:00:00Z",
            ("batch-released", "P1"),
            "precede",
            released,
        );
    }
    let first = posted((1, 60, 0, 0), "2010-03-09");
    story.tell(
        "2010-02-27T00:00:00Z",
        ("batch-posted", "P1"),
        "house.hal",
        first,
    );
    let second = posted((2, 33, 3, 2), "2010-03-02");
    story.tell(
        "2010-02-27T00:00:00Z",
        ("batch-posted", "P1"),
        "house.hal",
        second,
    );
    write_to_the_late_one(story);
    let returned = json!({"batch": 1, "items": 4, "reason": "gone away"});
    story.tell(
        "2010-03-20T10:00:00Z",
        ("item-returned", "P1"),
        "house.hal",
        returned,
    );
    story.tell(
        "2010-04-01T10:00:00Z",
        ("reconciled", "P1"),
        ANNA,
        json!({
            "as_at": "2010-04-01", "rows": 110, "excluded": 10, "composed": 98, "failed": 2,
            "posted": 93, "spoiled": 3, "stopped": 2, "returned": 4, "delivered": 89,
        }),
    );
    story.tell(
        "2010-04-01T10:00:00Z",
        ("reconciled", "P4"),
        ANNA,
        json!({
            "as_at": "2010-04-01", "rows": 12, "excluded": 2, "composed": 10, "failed": 0,
            "posted": 10, "spoiled": 0, "stopped": 0, "returned": 0, "delivered": 10,
        }),
    );
}

fn write_to_the_late_one(story: &mut Story) {
    story.tell(
        "2010-03-01T09:00:00Z",
        ("practice-joined", "P4"),
        "precede",
        json!({
            "from": "campaign:scr/5QX/all", "told_at": "2010-01-12T09:01:00Z",
            "informed_at": "2010-02-16T10:00:00Z", "answer": "takes-part",
        }),
    );
    story.tell("2010-03-02T10:00:00Z", ("list-accepted", "P4"), ANNA, json!({
        "holder": "PCT", "agreement": "DSA-7", "agreement_expires": "2010-12-31", "digest": "d-list-4",
        "extracted": "2010-02-28T08:00:00Z", "deaths_checked": "2010-03-01T09:00:00Z",
        "rows": 12, "excluded": {"dead": 2}, "to_post": 10,
    }));
    let planned = json!({
        "batch": 1, "items": 10, "class": "second-class", "post_by": "2010-03-04T00:00:00Z",
    });
    story.tell(
        "2010-03-02T11:00:00Z",
        ("batch-planned", "P4"),
        "precede",
        planned,
    );
    // Ten working days after P4 acknowledged, in the campaign it came from.
    let released = json!({"batch": 1});
    story.tell(
        "2010-03-02T11:30:00Z",
        ("batch-released", "P4"),
        "precede",
        released,
    );
    let posted = posted((1, 10, 0, 0), "2010-03-09");
    story.tell(
        "2010-03-03T09:00:00Z",
        ("batch-posted", "P4"),
        "house.hal",
        posted,
    );
}

fn posted((batch, items, spoiled, stopped): (u32, u32, u32, u32), receipt: &str) -> Value {
    json!({
        "batch": batch, "items": items, "spoiled": spoiled, "stopped": stopped,
        "expected_receipt": receipt,
    })
}

fn let_them_choose(story: &mut Story) {
    story.tell(
        "2010-04-30T17:00:00Z",
        ("publicity-closed", ""),
        ANNA,
        json!({"step": "publicity"}),
    );
    let over = |batch: u32, began: &str| json!({"batch": batch, "began": began, "length": "12w"});
    let ends = [
        ("2010-05-25T23:00:00Z", "P1", over(2, "2010-03-03")),
        ("2010-06-01T23:00:00Z", "P1", over(1, "2010-03-10")),
        ("2010-06-01T23:00:00Z", "P4", over(1, "2010-03-10")),
    ];
    for (at, practice, fields) in ends {
        story.tell(at, ("period-ended", practice), "precede", fields);
    }
}

fn go_live(story: &mut Story) {
    let training = json!({"from": "programme:scr", "seq": 9, "hash": "aa", "fact": "training"});
    story.tell(
        "2010-06-01T23:00:00Z",
        ("fact-adopted", ""),
        "precede",
        training,
    );
    let ready = "2010-06-01T23:00:00Z";
    for (practice, person) in [("P1", "p1.jo"), ("P4", "p4.lee")] {
        let fit = json!({"facts": ["system", "data-quality"]});
        story.tell(ready, ("task-done", practice), ANNA, fit);
        let coded = json!({"count": 7, "received": 7, "passed_on": 7});
        story.tell(ready, ("opt-outs-coded", practice), person, coded);
        story.tell(
            ready,
            ("practice-agreed", practice),
            person,
            json!({"instrument": null}),
        );
        story.tell(
            ready,
            ("pct-agreed", practice),
            BEN,
            json!({"instrument": null}),
        );
    }
    let planned = json!({"practices": ["P1", "P4"]});
    story.tell(
        "2010-06-02T10:00:00Z",
        ("permit-planned", ""),
        "precede",
        planned,
    );
    for practice in ["P1", "P4"] {
        // The last instant at which the count of opt-outs still stands: two working days.
        let issued = json!({"digest": "d-permit", "withheld": 17});
        story.tell(
            "2010-06-03T23:00:00Z",
            ("permit-issued", practice),
            "precede",
            issued,
        );
    }
    story.tell(
        "2010-06-04T09:00:00Z",
        ("a-kind-of-tomorrow", ""),
        "precede",
        json!({"items": "x"}),
    );
}

#[test]
fn the_lawful_story_breaks_nothing() {
    lawful().is_lawful();
}

#[test]
fn campaigns_may_follow_in_any_order_and_are_judged_apart() {
    let kept = lawful().lines("campaign:scr/5PY/all");
    let broken = lawful()
        .without(("lmc-consulted", ""))
        .lines("campaign:scr/5QX/all");
    let mut lines = vec![crate::input::register_line()];
    for pair in kept.iter().zip(&broken) {
        lines.extend([pair.0.clone(), pair.1.clone()]);
    }
    lines.extend(kept.last().cloned());
    let report = check(lines.join("\n").as_bytes()).unwrap();
    assert_eq!(report.entries, lines.len() as u64);
    let found: Vec<_> = report
        .violations
        .iter()
        .map(|v| (v.campaign.as_str(), v.rule.to_string()))
        .collect();
    assert_eq!(found, [("campaign:scr/5QX/all", "R2".to_owned())]);
}
