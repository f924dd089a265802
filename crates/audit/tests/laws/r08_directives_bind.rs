use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    orders::{directive, dispensation, naming, with},
    story::{Name, Story},
};

const RECORDED: Name = ("directive-recorded", "");
const GRANTED: Name = ("dispensation-recorded", "");
const STARTED: Name = ("campaign-started", "");
const OPENED: Name = ("publicity-opened", "");
const PLANNED: Name = ("batch-planned", "P1");
const PERMIT_PLANNED: Name = ("permit-planned", "");
const PERMIT: Name = ("permit-issued", "P1");
const PERMIT_4: Name = ("permit-issued", "P4");
const LETTERS: [(&str, Name); 9] = [
    ("R8", PLANNED),
    ("R8", ("batch-planned#2", "P1")),
    ("R8", ("batch-released", "P1")),
    ("R8", ("batch-released#2", "P1")),
    ("R8", ("batch-posted", "P1")),
    ("R8", ("batch-posted#2", "P1")),
    ("R8", ("batch-planned", "P4")),
    ("R8", ("batch-released", "P4")),
    ("R8", ("batch-posted", "P4")),
];

/// A directive recorded before the campaign starts.
fn bound(order: Value) -> Story {
    lawful().before(STARTED, RECORDED, "precede", order)
}

/// A directive over letters, and a dispensation from it.
fn dispensed(granted: Value) -> Story {
    bound(directive(&["post"], "covered")).before(STARTED, GRANTED, "precede", granted)
}

#[test]
fn each_act_is_held_by_its_word() {
    let tell = [
        ("R8", ("notice-planned", "")),
        ("R8", ("notice-handed-over", "P1")),
        ("R8", ("notice-handed-over", "P2")),
        ("R8", ("notice-handed-over", "P3")),
        ("R8", ("notice-handed-over#2", "P3")),
        ("R8", ("notice-handed-over", "N1")),
        ("R8", ("notice-planned#2", "")),
    ];
    bound(directive(&["tell"], "covered")).breaks(&tell);
    bound(directive(&["publicity"], "covered")).breaks(&[("R8", OPENED)]);
    bound(directive(&["post"], "covered")).breaks(&LETTERS);
    let permits = [("R8", PERMIT_PLANNED), ("R8", PERMIT), ("R8", PERMIT_4)];
    bound(directive(&["permit"], "covered")).breaks(&permits);
    bound(directive(&["start"], "covered")).breaks(&[("R8", STARTED)]);
    bound(directive(&["updates"], "covered")).is_lawful();
}

#[test]
fn what_is_not_proved_to_be_outside_is_inside() {
    bound(directive(&["post"], "unproved")).breaks(&LETTERS);
    bound(directive(&["post"], "no such word")).breaks(&LETTERS);
    bound(with(
        directive(&["post"], "exempt"),
        "coverage",
        json!(null),
    ))
    .breaks(&LETTERS);
    bound(directive(&["post"], "exempt")).is_lawful();
}

#[test]
fn a_practice_that_is_named_has_its_own_answer() {
    bound(naming(&["post"], "exempt", &[("P1", "covered")])).breaks(&LETTERS[..6]);
    bound(naming(&["post"], "exempt", &[("P1", "unproved")])).breaks(&LETTERS[..6]);
    bound(naming(&["post"], "covered", &[("P1", "exempt")])).breaks(&LETTERS[6..]);
    bound(naming(&["permit"], "exempt", &[("P4", "covered")]))
        .breaks(&[("R8", PERMIT_PLANNED), ("R8", PERMIT_4)]);
    let notice = [
        ("R8", ("notice-planned", "")),
        ("R8", ("notice-handed-over", "P2")),
    ];
    bound(naming(&["tell"], "exempt", &[("P2", "covered")])).breaks(&notice);
}

#[test]
fn publicity_is_held_for_the_pct_or_for_any_practice_it_touches() {
    let naming = |coverage, named| bound(naming(&["publicity"], coverage, &[named]));
    naming("exempt", ("N1", "covered")).breaks(&[("R8", OPENED)]);
    naming("exempt", ("P3", "unproved")).breaks(&[("R8", OPENED)]);
    // One that has left, closed or merged is touched no more.
    naming("exempt", ("P5", "covered")).is_lawful();
    let everybody = ["N1", "P1", "P2", "P3", "P5", "P6", "P7"].map(|code| (code, "exempt"));
    bound(self::naming(&["publicity"], "covered", &everybody)).breaks(&[("R8", OPENED)]);
}

#[test]
fn media_that_waited_are_publicity() {
    let resumed = ("media-resumed", "");
    let later = |story: Story| {
        story.before(
            ("task-done", ""),
            resumed,
            "precede",
            json!({"media": ["press"]}),
        )
    };
    later(lawful()).is_lawful();
    later(bound(directive(&["publicity"], "covered"))).breaks(&[("R8", OPENED), ("R8", resumed)]);
}

#[test]
fn a_notice_to_no_practice_is_held_for_the_pct() {
    let planned = json!({"practices": [], "template": "t", "number": 0});
    let handed = json!({"template": "t", "number": 0, "message_id": "<m@x.invalid>"});
    let (first, second) = (("notice-planned", ""), ("notice-handed-over", ""));
    let told = |story: Story| {
        story
            .before(("readiness-signed", ""), first, "precede", planned.clone())
            .before(("readiness-signed", ""), second, "precede", handed.clone())
    };
    let all = ["P1", "P2", "P3", "N1"].map(|code| (code, "exempt"));
    told(bound(naming(&["tell"], "covered", &all))).breaks(&[("R8", first), ("R8", second)]);
    told(bound(naming(&["tell"], "exempt", &[]))).is_lawful();
}

#[test]
fn it_binds_from_its_day_to_the_microsecond() {
    let from = |at: &str| {
        bound(with(
            directive(&["start", "publicity"], "covered"),
            "from",
            json!(at),
        ))
    };
    from("2010-02-15T00:00:00Z").breaks(&[("R8", OPENED)]);
    from("2010-02-15T00:00:00.000001Z").is_lawful();
    // Without a day of its own it binds from its record.
    let order = with(directive(&["publicity"], "covered"), "from", json!(null));
    bound(order).breaks(&[("R8", OPENED)]);
}

#[test]
fn it_binds_what_runs_when_it_is_recorded() {
    let order = directive(&["post"], "covered");
    lawful()
        .before(("batch-released#2", "P1"), RECORDED, "precede", order)
        .breaks(&LETTERS[3..]);
}

const POSTED: Name = ("batch-posted", "P4");
const POSTED_AT: &str = "2010-03-03T09:00:00Z";

/// A directive over letters is recorded between the release of P4's letters and their posting, at this instant.
fn in_between(order: Value, at: &str) -> Story {
    lawful()
        .before(POSTED, RECORDED, "precede", order)
        .at(RECORDED, at)
}

fn over_post() -> Value {
    directive(&["post"], "covered")
}

#[test]
fn letters_released_before_it_are_not_posted_after_it() {
    let recalled = |story: Story| {
        let at = story.find(RECORDED);
        let when = story.0[at]["at"].as_str().unwrap().to_owned();
        let recall = json!({"batch": 1});
        let recall_asked = ("recall-asked", "P4");
        story
            .before(POSTED, recall_asked, "precede", recall)
            .at(recall_asked, &when)
    };
    for at in ["2010-03-02T12:00:00Z", "2010-03-03T08:59:59.999999Z"] {
        let story = in_between(over_post(), at);
        story.breaks_because("R8", POSTED, "`d1` held `post` for P4 when it was posted");
        recalled(story).breaks(&[("R8", POSTED)]);
    }
    // What had been posted by the instant of the order no recall could reach.
    in_between(over_post(), POSTED_AT).is_lawful();
    recalled(in_between(over_post(), POSTED_AT)).is_lawful();
    // Only what is posted can be posted against it.
    let at = "2010-03-02T12:00:00Z";
    let spoiled = in_between(over_post(), at).set(POSTED, "items", json!(0));
    let of_r8 = |story: &Story| {
        let report = story.report();
        report
            .violations
            .iter()
            .any(|one| one.rule.to_string() == "R8")
    };
    assert!(!of_r8(&spoiled));
    in_between(directive(&["post"], "exempt"), at).is_lawful();
    in_between(directive(&["tell", "publicity"], "covered"), at).is_lawful();
    in_between(naming(&["post"], "exempt", &[("P4", "covered")]), at).breaks(&[("R8", POSTED)]);
}

#[test]
fn a_day_that_comes_before_the_posting_binds_it() {
    let from = |from: &str| {
        let order = with(over_post(), "from", json!(from));
        in_between(order, "2010-03-02T12:00:00Z")
    };
    from("2010-03-03T08:59:59.999999Z").breaks(&[("R8", POSTED)]);
    from(POSTED_AT).is_lawful();
}

#[test]
fn a_posting_is_judged_by_when_it_happened() {
    // The house's word comes a day after the order: what it posted before it, and after it.
    let told_late = |happened: &str| {
        in_between(over_post(), "2010-03-02T12:00:00Z")
            .recorded(POSTED, "2010-03-03T10:00:00Z")
            .happened(POSTED, happened)
    };
    told_late("2010-03-02T12:00:00Z").is_lawful();
    told_late("2010-03-02T12:00:00.000001Z").breaks(&[("R8", POSTED)]);
    // That it was lifted, amended or dispensed from since changes nothing.
    let story = told_late("2010-03-02T15:00:00Z");
    let lifted = ("directive-lifted", "");
    let since = [
        (
            lifted,
            json!({"directive": "d1", "authority": "dh", "reference": "letter 2"}),
        ),
        (("directive-recorded", ""), directive(&["post"], "exempt")),
        (GRANTED, dispensation(&["post"], "covered")),
    ];
    for (name, fields) in since {
        let story = story.clone().before(POSTED, name, "precede", fields);
        story.breaks(&[("R8", POSTED)]);
    }
    // Lifted before it was posted, it did not hold.
    let order = json!({"directive": "d1", "authority": "dh", "reference": "letter 2"});
    story
        .before(POSTED, lifted, "precede", order)
        .at(lifted, "2010-03-02T14:00:00Z")
        .is_lawful();
}

#[test]
fn a_dispensation_of_its_time_covers_a_posting() {
    let granted = |at: &str| {
        let story = in_between(over_post(), "2010-03-02T12:00:00Z");
        let story = story.before(
            POSTED,
            GRANTED,
            "precede",
            dispensation(&["post"], "covered"),
        );
        story.at(GRANTED, at)
    };
    granted("2010-03-03T08:00:00Z").is_lawful();
    granted(POSTED_AT).is_lawful();
    // One that ended since covered it while it stood.
    let ended = ("dispensation-ended", "");
    let end = |at: &str| {
        let fields = json!({"dispensation": "x1", "why": "withdrawn"});
        granted("2010-03-03T08:00:00Z")
            .recorded(POSTED, "2010-03-03T11:00:00Z")
            .happened(POSTED, POSTED_AT)
            .before(POSTED, ended, "precede", fields)
            .at(ended, at)
    };
    end("2010-03-03T10:00:00Z").is_lawful();
    end("2010-03-03T08:30:00Z").breaks(&[("R8", POSTED)]);
    // So did one that was granted anew in narrower words.
    let narrower = dispensation(&["post"], "exempt");
    granted("2010-03-03T08:00:00Z")
        .recorded(POSTED, "2010-03-03T11:00:00Z")
        .happened(POSTED, POSTED_AT)
        .before(POSTED, GRANTED, "precede", narrower)
        .is_lawful();
}

#[test]
fn lifted_it_binds_no_more() {
    let lifted = ("directive-lifted", "");
    let lift = |next, name: &str| {
        let order = json!({"directive": name, "authority": "dh", "reference": "letter 2"});
        bound(directive(&["post"], "covered")).before(next, lifted, "precede", order)
    };
    lift(PLANNED, "d1").is_lawful();
    lift(("batch-released#2", "P1"), "d1").breaks(&LETTERS[..3]);
    lift(PLANNED, "d2").breaks(&[&LETTERS[..], &[("R8", lifted)]].concat());
}

#[test]
fn what_was_never_recorded_is_not_lifted() {
    let lifted = ("directive-lifted", "");
    let order = json!({"directive": "d1", "authority": "dh", "reference": "letter 2"});
    let story = lawful().before(PLANNED, lifted, "precede", order.clone());
    story.breaks_because("R8", lifted, "lifted without standing");
    let twice = bound(directive(&["post"], "covered"))
        .before(PLANNED, lifted, "precede", order.clone())
        .before(PLANNED, lifted, "precede", order);
    twice.breaks(&[("R8", ("directive-lifted#2", ""))]);
}

#[test]
fn its_newest_words_replace_those_before() {
    let amended = |coverage| {
        let order = with(directive(&["post"], coverage), "amendment", json!(1));
        bound(directive(&["post"], "covered")).before(PLANNED, RECORDED, "precede", order)
    };
    amended("exempt").is_lawful();
    amended("covered").breaks(&LETTERS);
    let other = with(directive(&["post"], "exempt"), "directive", json!("d2"));
    bound(directive(&["post"], "covered"))
        .before(PLANNED, RECORDED, "precede", other)
        .breaks(&LETTERS);
}

#[test]
fn somebody_records_it() {
    let order = directive(&["post"], "exempt");
    let by = |actor: &str| lawful().before(STARTED, RECORDED, actor, order.clone());
    by("precede").is_lawful();
    by("programme.pat").is_lawful();
    by("").breaks_because("R8", RECORDED, "recorded by a person");
}

#[test]
fn only_a_dispensation_that_is_proved_exempts() {
    dispensed(dispensation(&["post"], "covered")).is_lawful();
    dispensed(dispensation(&["post"], "unproved")).breaks(&LETTERS);
    dispensed(dispensation(&["post"], "exempt")).breaks(&LETTERS);
    let naming = |coverage: &str, named: Value| {
        dispensed(with(dispensation(&["post"], coverage), "named", named))
    };
    let first = |coverage: &str| json!([{"practice": "P1", "coverage": coverage}]);
    naming("exempt", first("covered")).breaks(&LETTERS[6..]);
    naming("covered", first("unproved")).breaks(&LETTERS[..6]);
}

#[test]
fn a_dispensation_exempts_from_its_directive_and_for_its_acts() {
    dispensed(dispensation(&["tell", "publicity"], "covered")).breaks(&LETTERS);
    let other = with(dispensation(&["post"], "covered"), "directive", json!("d2"));
    dispensed(other).breaks(&LETTERS);
    // Two directives need two.
    let second = with(directive(&["post"], "covered"), "directive", json!("d2"));
    dispensed(dispensation(&["post"], "covered"))
        .before(STARTED, RECORDED, "precede", second)
        .breaks(&LETTERS);
}

#[test]
fn a_dispensation_exempts_in_its_date_only() {
    let dated =
        |field: &str, at: Value| dispensed(with(dispensation(&["post"], "covered"), field, at));
    dated("from", json!("2010-02-24T13:00:00Z")).is_lawful();
    dated("from", json!("2010-02-24T13:00:00.000001Z")).breaks(&LETTERS[..2]);
    // The last letters of P4 are released at half past eleven.
    dated("until", json!("2010-03-02T11:30:00.000001Z")).breaks(&LETTERS[8..]);
    dated("until", json!("2010-03-02T11:30:00Z")).breaks(&LETTERS[7..]);
    // They are posted the next day, at nine.
    dated("until", json!("2010-03-03T09:00:00Z")).is_lawful();
    dated("until", json!("2010-03-03T08:59:59.999999Z")).breaks(&LETTERS[8..]);
    dated("until", json!(null)).breaks(&LETTERS);
}

#[test]
fn a_dispensation_that_ended_exempts_no_more() {
    let ended = ("dispensation-ended", "");
    let end = |next, name: &str| {
        dispensed(dispensation(&["post"], "covered")).before(
            next,
            ended,
            "precede",
            json!({"dispensation": name, "why": "withdrawn"}),
        )
    };
    end(("batch-released", "P1"), "x1").breaks(&LETTERS[2..]);
    end(("batch-released", "P1"), "x2").is_lawful();
    // Granted anew under its name.
    end(("batch-released", "P1"), "x1")
        .before(
            ("batch-planned", "P4"),
            GRANTED,
            "precede",
            dispensation(&["post"], "covered"),
        )
        .breaks(&LETTERS[2..6]);
}

#[test]
fn a_condition_holds_for_the_practice_at_that_instant() {
    let on = |acts: &[&str], laws: Value| {
        bound(directive(acts, "covered")).before(
            STARTED,
            GRANTED,
            "precede",
            with(dispensation(acts, "covered"), "conditions", laws),
        )
    };
    for law in ["R2", "R3", "R4"] {
        on(&["post"], json!([law])).is_lawful();
    }
    // The lead of P1 ends when its letters are released, and still runs when they are planned; that of P4 is over.
    on(&["post"], json!(["R1"])).breaks(&LETTERS[..2]);
    on(&["post"], json!(["R2", "R1"])).breaks(&LETTERS[..2]);
    on(&["post"], json!(["R6"])).breaks(&LETTERS);
    on(&["permit"], json!(["R1", "R5", "R6", "R7"])).is_lawful();
    // Nobody says of the law of the ledger's order that it holds.
    for law in ["R8", "R9", "R10", "R11", "R12", "order"] {
        on(&["permit"], json!([law])).breaks(&[
            ("R8", PERMIT_PLANNED),
            ("R8", PERMIT),
            ("R8", PERMIT_4),
        ]);
    }
}

#[test]
fn a_condition_is_looked_at_anew_for_each_act() {
    let story = bound(directive(&["permit"], "covered")).before(
        STARTED,
        GRANTED,
        "precede",
        with(
            dispensation(&["permit"], "covered"),
            "conditions",
            json!(["R6"]),
        ),
    );
    story.is_lawful();
    // P4 has a backlog: what the permit breaks by itself, and no exemption either.
    let broken = story.set(("opt-outs-coded", "P4"), "count", json!(6));
    broken.breaks(&[("R6", PERMIT_4), ("R8", PERMIT_PLANNED), ("R8", PERMIT_4)]);
}

#[test]
fn publicity_of_the_pct_has_no_condition_of_a_practice() {
    let on = |law: &str| {
        bound(directive(&["publicity"], "covered")).before(
            STARTED,
            GRANTED,
            "precede",
            with(
                dispensation(&["publicity"], "covered"),
                "conditions",
                json!([law]),
            ),
        )
    };
    on("R2").is_lawful();
    on("R1").breaks(&[("R8", OPENED)]);
}

#[test]
fn a_finding_says_which_directive_holds_what_for_whom() {
    let order = naming(&["permit"], "exempt", &[("P4", "covered")]);
    let violations = bound(order).report().violations;
    assert_eq!(violations[0].why, "directive `d1` holds `permit` for P4");
    let held = bound(directive(&["publicity"], "covered"))
        .report()
        .violations;
    assert_eq!(
        held[0].why,
        "directive `d1` holds `publicity` for the PCT, N1, P1, P2, P3"
    );
}
