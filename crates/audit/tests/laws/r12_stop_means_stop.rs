//! What an alarm holds, and that what stood on ground taken back falls in the same instant.

use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    orders::{directive, dispensation, naming, with},
    story::{Name, PLAN, Story},
};

const LATER: &str = "2010-06-05T09:00:00Z";
const REVOKED: Name = ("permit-revoked", "P1");
const INFORMED: Name = ("informed-withdrawn", "P1");
const AGREED: Name = ("agreement-withdrawn", "P1");
const UPLOAD: Name = ("upload-reported", "P1");
const CASE: Name = ("case-opened", "P1");
const FACT: Name = ("fact-withdrawn", "");
const ORDER: Name = ("directive-recorded", "");

/// Something more happens on a day after the permits.
fn later(mut story: Story, (kind, practice): Name, fields: Value) -> Story {
    story.tell(LATER, (kind, practice), "pct.anna", fields);
    story
}

/// The same in a chain that opens cases and recalls letters.
fn second_ledger() -> Story {
    lawful().set(PLAN, "ledger", json!(2))
}

fn alarmed(next: Name, practice: &str) -> Story {
    let raised = json!({"alarm": 1, "about": "letters-before-ready"});
    lawful().before(next, ("alarm-raised", practice), "precede", raised)
}

#[test]
fn an_alarm_holds_letters_and_permit_of_its_practice() {
    let expected = [
        ("batch-planned", "P1"),
        ("batch-planned#2", "P1"),
        ("batch-released", "P1"),
        ("batch-released#2", "P1"),
        ("permit-planned", ""),
        ("permit-issued", "P1"),
    ];
    let expected = expected.map(|name| ("R12", name));
    alarmed(("list-accepted", "P1"), "P1").breaks(&expected);
    alarmed(("batch-released#2", "P1"), "P1").breaks(&expected[3..]);
    alarmed(("permit-issued", "P1"), "P1").breaks(&expected[5..]);
    // Telling and publicity go on, and so do the others.
    alarmed(("notice-planned", ""), "P2").is_lawful();
}

#[test]
fn a_person_clears_an_alarm_and_says_what_was_found() {
    let cleared = |practice: &str, actor: &str, alarm: u32, evidence: Value| {
        let fields = json!({"alarm": alarm, "evidence": evidence});
        let before = ("batch-planned", "P1");
        alarmed(("list-accepted", "P1"), "P1").before(
            before,
            ("alarm-cleared", practice),
            actor,
            fields,
        )
    };
    let note = || json!({"note": "an old letter of the practice itself"});
    cleared("P1", "pct.ben", 1, note()).is_lawful();
    cleared("P1", "pct.ben", 1, json!({"reason": "looked into"})).is_lawful();
    let wanting = [
        cleared("P1", "precede", 1, note()),
        cleared("P1", "", 1, note()),
        cleared("P1", "pct.ben", 1, json!({})),
        cleared("P1", "pct.ben", 1, json!({"note": " "})),
        cleared("P1", "pct.ben", 2, note()),
        cleared("P4", "pct.ben", 1, note()),
    ];
    for story in wanting {
        let planned = story.find(("batch-planned", "P1")) as u64 + 1;
        let violations = story.report().violations;
        assert_eq!(violations[0].seq, planned, "{violations:#?}");
        assert_eq!(violations.len(), 6);
        assert!(violations.iter().all(|one| one.rule.to_string() == "R12"));
    }
}

#[test]
fn each_alarm_is_cleared_for_itself() {
    let second = json!({"alarm": 2, "about": "counts-do-not-reconcile"});
    let cleared = json!({"alarm": 1, "evidence": {"note": "settled"}});
    let permit = ("permit-issued", "P1");
    alarmed(permit, "P1")
        .before(permit, ("alarm-raised", "P1"), "precede", second)
        .before(permit, ("alarm-cleared", "P1"), "pct.ben", cleared)
        .breaks_because("R12", permit, "alarm 2 (counts-do-not-reconcile)");
}

/// What takes the ground from the permit of P1 alone.
fn ground_of_one() -> Vec<(Name<'static>, Value)> {
    let of_p1 = |kind: &'static str, fields| ((kind, "P1"), fields);
    let coded = |count: u32, received: u32| json!({"count": count, "received": received, "passed_on": count});
    let fact = |word: &str| json!({"fact": word});
    vec![
        of_p1("informed-withdrawn", json!({})),
        of_p1("agreement-withdrawn", json!({"by": "practice"})),
        of_p1("agreement-withdrawn", json!({"by": "pct"})),
        of_p1("opt-outs-coded", coded(7, 8)),
        of_p1("practice-answered", json!({"answer": "declines"})),
        of_p1("practice-answered", json!({"answer": "not-yet"})),
        of_p1("practice-closed", json!({})),
        of_p1("practice-merged", json!({"into": "P4"})),
        of_p1("fact-withdrawn", fact("list")),
        of_p1("fact-withdrawn", fact("opt-outs")),
        of_p1("fact-withdrawn", fact("system")),
        of_p1("fact-withdrawn", fact("data-quality")),
        (ORDER, naming(&["permit"], "exempt", &[("P1", "covered")])),
        (ORDER, naming(&["permit"], "exempt", &[("P1", "unproved")])),
    ]
}

#[test]
fn a_permit_falls_with_its_ground() {
    for (name, fields) in ground_of_one() {
        let story = later(lawful(), name, fields);
        story.breaks_because("R12", name_of_last(&story, name), "permit of P1");
        later(story, REVOKED, json!({})).is_lawful();
    }
}

/// The lawful story has an entry of some kinds already: the last is meant.
fn name_of_last<'a>(story: &Story, (kind, practice): Name<'a>) -> Name<'a> {
    let is_it = |body: &&Value| {
        body["kind"] == kind && body["practice"].as_str().unwrap_or_default() == practice
    };
    match (story.0.iter().filter(is_it).count(), kind) {
        (2, "opt-outs-coded") => ("opt-outs-coded#2", practice),
        _ => (kind, practice),
    }
}

#[test]
fn it_falls_in_the_same_instant() {
    for (name, fields) in ground_of_one() {
        let mut story = later(lawful(), name, fields);
        story.tell("2010-06-05T09:00:00.000001Z", REVOKED, "precede", json!({}));
        story.breaks_because("R12", name_of_last(&story, name), "permit of P1");
    }
}

#[test]
fn what_was_revoked_before_is_not_revoked_again() {
    for (name, fields) in ground_of_one() {
        let mut story = lawful();
        story.tell("2010-06-04T12:00:00Z", REVOKED, "region.rose", json!({}));
        later(story, name, fields).is_lawful();
    }
}

#[test]
fn a_permit_that_is_not_named_stands() {
    let several = |codes: Value| {
        later(
            later(lawful(), INFORMED, json!({})),
            ("permit-revoked", ""),
            json!({"practices": codes}),
        )
    };
    several(json!(["P4", "P1"])).is_lawful();
    several(json!(["P4"])).breaks(&[("R12", INFORMED)]);
    later(
        later(lawful(), INFORMED, json!({})),
        ("permit-revoked", "P4"),
        json!({}),
    )
    .breaks(&[("R12", INFORMED)]);
}

#[test]
fn what_takes_no_ground_leaves_the_permit() {
    let no_ground = [
        (("practice-answered", "P1"), json!({"answer": "takes-part"})),
        (
            ("opt-outs-coded", "P1"),
            json!({"count": 8, "received": 8, "passed_on": 8}),
        ),
        (("practice-left", "P1"), json!({"to": "5QX"})),
        // Where training is a fact of the campaign it is not one of the practice.
        (("fact-withdrawn", "P1"), json!({"fact": "training"})),
        (("fact-withdrawn", "P1"), json!({"fact": "helpline"})),
        (FACT, json!({"fact": "lmc"})),
        (FACT, json!({"fact": "helpline"})),
        (("informed-withdrawn", "P3"), json!({})),
        (("newcomers-counted", "P1"), json!({"count": 4})),
        (("enquiry-logged", "P1"), json!({"about": "letter"})),
        (
            ("death-reported", "P1"),
            json!({"known_before_extract": false}),
        ),
        (("case-closed", ""), json!({"case": 1})),
        (("campaign-reopened", ""), json!({})),
        (ORDER, directive(&["post", "tell"], "covered")),
        (ORDER, directive(&["permit"], "exempt")),
        (
            ("dispensation-ended", ""),
            json!({"dispensation": "x1", "why": "withdrawn"}),
        ),
    ];
    for (name, fields) in no_ground {
        later(lawful(), name, fields).is_lawful();
    }
}

#[test]
fn ground_of_the_campaign_is_ground_of_every_practice() {
    let publicity = json!({"fact": "publicity", "step": "publicity"});
    let of_all = [
        (FACT, json!({"fact": "training"})),
        (FACT, publicity),
        (("agreement-withdrawn", ""), json!({"by": "pct"})),
        (ORDER, directive(&["permit"], "covered")),
        (ORDER, directive(&["permit"], "unproved")),
    ];
    for (name, fields) in of_all {
        let story = later(lawful(), name, fields);
        story.breaks_because("R12", name, "permit of P1, P4");
        later(story.clone(), REVOKED, json!({})).breaks_because("R12", name, "permit of P4");
        let both = json!({"practices": ["P1", "P4"]});
        later(story, ("permit-revoked", ""), both).is_lawful();
    }
}

#[test]
fn what_one_practice_lost_is_not_asked_of_another() {
    let training = json!({"fact": "training"});
    let story = later(lawful(), FACT, training.clone());
    let mut story = later(story, REVOKED, json!({}));
    let at = "2010-06-06T09:00:00Z";
    story.tell(at, ("fact-withdrawn", "P1"), "pct.anna", training);
    story.breaks_because("R12", FACT, "permit of P4");
}

#[test]
fn publicity_that_ran_beside_the_one_that_never_did_is_ground_enough() {
    let beside = json!({"step": "posters", "media": [], "minimum_until": "2010-03-01T00:00:00Z"});
    let story = lawful().before(
        ("task-done", ""),
        ("publicity-opened", ""),
        "pct.anna",
        beside,
    );
    let never_ran = |step: &str| json!({"fact": "publicity", "step": step});
    later(story.clone(), FACT, never_ran("posters")).is_lawful();
    later(story, FACT, never_ran("publicity")).is_lawful();
    later(lawful(), FACT, never_ran("posters")).is_lawful();
}

#[test]
fn a_dispensation_keeps_a_permit_until_it_ends() {
    let held = later(
        lawful(),
        ("dispensation-recorded", ""),
        dispensation(&["permit"], "covered"),
    );
    let held = later(held, ORDER, directive(&["permit"], "covered"));
    held.is_lawful();
    let ended = ("dispensation-ended", "");
    let mut story = held.clone();
    let fields = json!({"dispensation": "x1", "why": "withdrawn"});
    story.tell("2010-06-07T09:00:00Z", ended, "programme.pat", fields);
    story.breaks_because("R12", ended, "permit of P1, P4");
    let both = json!({"practices": ["P1", "P4"]});
    story.tell(
        "2010-06-07T09:00:00Z",
        ("permit-revoked", ""),
        "precede",
        both,
    );
    story.is_lawful();
    // Granted anew in narrower words, it exempts no more.
    let narrower = ("dispensation-recorded#2", "");
    let mut story = held;
    story.tell(
        "2010-06-07T09:00:00Z",
        ("dispensation-recorded", ""),
        "programme.pat",
        with(
            dispensation(&["permit"], "exempt"),
            "named",
            json!([{"practice": "P1", "coverage": "covered"}]),
        ),
    );
    story.breaks_because("R12", narrower, "permit of P4");
}

/// A note of nothing, so that the clock of the chain moves.
fn clock(mut story: Story, at: &str) -> Story {
    story.tell(at, ("recurring-fired", ""), "precede", json!({"number": 1}));
    story
}

#[test]
fn a_directive_dated_ahead_binds_when_its_day_comes() {
    let order = with(
        directive(&["permit"], "covered"),
        "from",
        json!("2010-06-08T00:00:00Z"),
    );
    let story = later(lawful(), ORDER, order);
    clock(story.clone(), "2010-06-07T23:59:59.999999Z").is_lawful();
    let due = clock(story, "2010-06-08T00:00:00Z");
    due.breaks_because("R12", ORDER, "permit of P1, P4");
    let mut kept = due.clone();
    let both = json!({"practices": ["P1", "P4"]});
    kept.tell(
        "2010-06-08T00:00:00Z",
        ("permit-revoked", ""),
        "precede",
        both.clone(),
    );
    clock(kept, "2010-06-09T00:00:00Z").is_lawful();
    let mut late = due;
    late.tell(
        "2010-06-08T00:00:00.000001Z",
        ("permit-revoked", ""),
        "precede",
        both,
    );
    late.breaks(&[("R12", ORDER)]);
}

#[test]
fn what_was_replaced_takes_nothing_when_its_day_comes() {
    let on = "2010-06-08T00:00:00Z";
    let order = with(directive(&["permit"], "covered"), "from", json!(on));
    let granted = with(dispensation(&["permit"], "covered"), "until", json!(on));
    // The same again: it is the newest words that take the permit.
    let twice = later(later(lawful(), ORDER, order.clone()), ORDER, order);
    clock(twice, on).breaks(&[("R12", ("directive-recorded#2", ""))]);
    let name = ("dispensation-recorded", "");
    let twice = later(later(lawful(), name, granted.clone()), name, granted);
    let held = later(twice, ORDER, directive(&["permit"], "covered"));
    clock(held, on).breaks(&[("R12", ("dispensation-recorded#2", ""))]);
}

#[test]
fn a_dispensation_that_lapses_keeps_no_permit() {
    let granted = with(
        dispensation(&["permit"], "covered"),
        "until",
        json!("2010-06-08T00:00:00Z"),
    );
    let name = ("dispensation-recorded", "");
    let story = later(
        later(lawful(), name, granted),
        ORDER,
        directive(&["permit"], "covered"),
    );
    clock(story.clone(), "2010-06-07T23:59:59.999999Z").is_lawful();
    clock(story.clone(), "2010-06-08T00:00:00Z").breaks_because("R12", name, "permit of P1, P4");
    // That it lapsed is an entry of its own: then that is the one to name.
    let mut lapsed = story;
    let fields = json!({"dispensation": "x1", "why": "lapsed"});
    lapsed.tell(
        "2010-06-08T00:00:00Z",
        ("dispensation-ended", ""),
        "precede",
        fields,
    );
    lapsed.breaks(&[("R12", ("dispensation-ended", ""))]);
}

#[test]
fn a_campaign_ended_for_good_keeps_the_permits_that_were_used() {
    let ended = |used: bool| {
        let mut story = lawful();
        if used {
            story.tell(
                "2010-06-04T10:00:00Z",
                UPLOAD,
                "p1.jo",
                json!({"records": 90}),
            );
        }
        let at = "2010-06-04T11:00:00Z";
        story.tell(at, ("campaign-withdrawn", ""), "region.rose", json!({}));
        story.tell(at, ("permit-revoked", "P4"), "precede", json!({}));
        later(story, ORDER, directive(&["permit"], "covered"))
    };
    ended(true).is_lawful();
    ended(false).breaks(&[("R12", ORDER)]);
}

/// P1 takes its acknowledgement back when one of its batches is posted and the other is at the mail house.
fn on_the_way(story: Story) -> Story {
    let mut story = story.before(("batch-posted#2", "P1"), INFORMED, "p1.jo", json!({}));
    story.0.truncate(story.find(INFORMED) + 1);
    story
}

fn incident(about: &str) -> Value {
    json!({"case": 1, "about": about, "owner": "pct-lead", "tell": [], "due": "2010-07-01T00:00:00Z"})
}

fn at_once(mut story: Story, name: Name, fields: Value) -> Story {
    let at = story.0.last().unwrap()["at"].as_str().unwrap().to_owned();
    story.tell(&at, name, "precede", fields);
    story
}

#[test]
fn letters_on_their_way_are_stopped_or_recalled() {
    let taken_back = on_the_way(second_ledger());
    let opened = at_once(
        taken_back.clone(),
        CASE,
        incident("acknowledgement-taken-back"),
    );
    opened.breaks_because("R12", INFORMED, "batch 2 of P1");
    let dealt_with = |kind, batch: u32, practice| {
        at_once(opened.clone(), (kind, practice), json!({"batch": batch}))
    };
    dealt_with("recall-asked", 2, "P1").is_lawful();
    dealt_with("batch-stopped", 2, "P1").is_lawful();
    dealt_with("recall-asked", 1, "P1").breaks(&[("R12", INFORMED)]);
    dealt_with("recall-asked", 2, "P4").breaks(&[("R12", INFORMED)]);
    clock(opened.clone(), "2010-02-28T09:00:00Z").breaks(&[("R12", INFORMED)]);
    // What was recalled before is not recalled again.
    let recalled = opened.before(
        INFORMED,
        ("recall-asked", "P1"),
        "pct.ben",
        json!({"batch": 2}),
    );
    recalled.is_lawful();
}

#[test]
fn letters_planned_and_not_released_are_stopped_and_are_no_incident() {
    let mut story = second_ledger().before(("batch-released", "P1"), INFORMED, "p1.jo", json!({}));
    story.0.truncate(story.find(INFORMED) + 1);
    let both = [1, 2].iter().fold(story.clone(), |story, batch| {
        at_once(story, ("batch-stopped", "P1"), json!({"batch": batch}))
    });
    both.is_lawful();
    let first = at_once(story, ("batch-stopped", "P1"), json!({"batch": 1}));
    first.breaks_because("R12", INFORMED, "batch 2 of P1");
    // Stopped before, nothing is on its way.
    let stopped = json!({"batch": 2});
    first
        .before(INFORMED, ("batch-stopped", "P1"), "pct.ben", stopped)
        .is_lawful();
}

#[test]
fn an_incident_opens_when_letters_had_left() {
    let recalled = at_once(
        on_the_way(second_ledger()),
        ("recall-asked", "P1"),
        json!({"batch": 2}),
    );
    recalled.breaks_because("R12", INFORMED, "incident of P1");
    let opened = |name, about: &str| at_once(recalled.clone(), name, incident(about));
    opened(CASE, "acknowledgement-taken-back").is_lawful();
    opened(CASE, "personal-data-breach").is_lawful();
    for about in [
        "apology",
        "complaint",
        "freedom-of-information",
        "subject-access",
    ] {
        opened(CASE, about).breaks(&[("R12", INFORMED)]);
    }
    opened(("case-opened", "P4"), "acknowledgement-taken-back").breaks(&[("R12", INFORMED)]);
}

#[test]
fn an_incident_opens_when_a_permit_stood() {
    for (name, fields) in [(INFORMED, json!({})), (AGREED, json!({"by": "practice"}))] {
        let story = later(later(second_ledger(), name, fields), REVOKED, json!({}));
        story.breaks_because("R12", name, "incident of P1");
        later(story, CASE, incident("agreement-taken-back")).is_lawful();
    }
    // An agreement on which nothing stood yet.
    let early = second_ledger().before(("pct-agreed", "P1"), AGREED, "p1.jo", json!({"by": "pct"}));
    early.is_lawful();
}

#[test]
fn an_upload_without_a_permit_is_an_alarm_and_an_incident() {
    let raised = json!({"alarm": 1, "about": "upload-without-permit"});
    let alarm = ("alarm-raised", "P1");
    let permitted = later(second_ledger(), UPLOAD, json!({"records": 90}));
    permitted.is_lawful();
    let mut revoked = second_ledger();
    revoked.tell("2010-06-04T12:00:00Z", REVOKED, "region.rose", json!({}));
    let story = later(revoked, UPLOAD, json!({"records": null}));
    let one = &story.report().violations[..];
    assert_eq!(one.len(), 1);
    assert!(one[0].why.contains("incident of P1") && one[0].why.contains("alarm of P1"));
    let opened = later(story.clone(), CASE, incident("upload-without-permit"));
    opened.breaks_because("R12", UPLOAD, "alarm of P1");
    let alarmed = later(story.clone(), alarm, raised.clone());
    alarmed.breaks_because("R12", UPLOAD, "incident of P1");
    later(alarmed, CASE, incident("upload-without-permit")).is_lawful();
    // An alarm of this kind that stands already is not raised again.
    opened.before(UPLOAD, alarm, "precede", raised).is_lawful();
}

#[test]
fn an_upload_of_more_than_the_permit_covers_is_an_alarm() {
    // A hundred and ten on the list, seventeen of them withheld.
    let uploads = |records: Value| later(second_ledger(), UPLOAD, json!({"records": records}));
    uploads(json!(93)).is_lawful();
    uploads(json!(null)).is_lawful();
    let beyond = uploads(json!(94));
    beyond.breaks_because("R12", UPLOAD, "alarm of P1");
    let alarm = ("alarm-raised", "P1");
    let raised = json!({"alarm": 1, "about": "counts-do-not-reconcile"});
    later(beyond.clone(), alarm, raised.clone()).is_lawful();
    later(beyond.clone(), ("alarm-raised", "P4"), raised.clone()).breaks(&[("R12", UPLOAD)]);
    let mut late = beyond.clone();
    late.tell(
        "2010-06-05T09:00:00.000001Z",
        alarm,
        "precede",
        raised.clone(),
    );
    late.breaks(&[("R12", UPLOAD)]);
    // One that stands already need not be raised again.
    beyond
        .clone()
        .before(UPLOAD, alarm, "precede", raised)
        .is_lawful();
    // Who came since the extract may be among those withheld, and among those uploaded.
    let came = |count: u32| {
        let counted = ("newcomers-counted", "P1");
        beyond
            .clone()
            .before(UPLOAD, counted, "p1.jo", json!({"count": count}))
    };
    came(1).is_lawful();
    came(0).breaks(&[("R12", UPLOAD)]);
    // Where the permit or the list gives no number there is none to exceed.
    let permit = ("permit-issued", "P1");
    beyond.clone().unset(permit, "withheld").is_lawful();
    beyond
        .clone()
        .set(permit, "withheld", json!(16))
        .is_lawful();
    beyond.set(PLAN, "ledger", json!(1)).is_lawful();
}

#[test]
fn chains_of_the_first_ledger_owe_no_case_and_no_recall() {
    on_the_way(lawful()).is_lawful();
    on_the_way(lawful().set(PLAN, "ledger", json!(1))).is_lawful();
    later(
        lawful(),
        ("upload-reported", "P9"),
        json!({"records": null}),
    )
    .is_lawful();
    on_the_way(lawful().set(PLAN, "ledger", json!(3))).breaks(&[("R12", INFORMED)]);
}

#[test]
fn a_permit_revoked_is_planned_anew_before_it_is_issued() {
    let again = |planned: bool| {
        let mut story = lawful().before(
            ("permit-issued", "P1"),
            ("permit-revoked", "P1"),
            "precede",
            json!({}),
        );
        if planned {
            let fields = json!({"practices": ["P1"]});
            story = story.before(
                ("permit-issued", "P1"),
                ("permit-planned", "P1"),
                "precede",
                fields,
            );
        }
        story
    };
    again(false).breaks(&[("R11", ("permit-issued", "P1"))]);
    again(true).is_lawful();
}
