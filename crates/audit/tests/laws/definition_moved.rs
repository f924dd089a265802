//! From the day a campaign moves to another definition, that one's numbers are the law.

use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const MOVED: Name = ("definition-moved", "");
const RELEASED: Name = ("batch-released", "P1");
const CLOSED: Name = ("publicity-closed", "");
const PERMITS: [(&str, Name); 2] = [
    ("R7", ("permit-issued", "P1")),
    ("R7", ("permit-issued", "P4")),
];

/// The plan the story began with, changed.
fn plan(change: impl Fn(&mut Value)) -> Value {
    let mut plan = lawful().body(PLAN).clone();
    change(&mut plan);
    plan
}

fn moved(next: Name, plan: Value) -> Story {
    let fields = json!({"plan": plan, "campaign_steps": [], "track_steps": []});
    lawful().before(next, MOVED, "region.rose", fields)
}

fn policy(next: Name, name: &str, value: Value) -> Story {
    moved(next, plan(|plan| plan["policy"][name] = value.clone()))
}

#[test]
fn the_same_plan_changes_nothing() {
    moved(RELEASED, plan(|_| ())).is_lawful();
    moved(CLOSED, plan(|_| ())).is_lawful();
}

#[test]
fn the_new_numbers_are_the_law_from_then_on() {
    // A day more of lead: letters released after ten working days are too early now, those before were not.
    policy(RELEASED, "practice_lead", json!("11wd")).breaks(&[
        ("R1", RELEASED),
        ("R1", ("batch-released#2", "P1")),
        ("R1", ("batch-released", "P4")),
    ]);
    policy(("batch-posted", "P1"), "practice_lead", json!("11wd"))
        .breaks(&[("R1", ("batch-released", "P4"))]);
    let pack = json!(["letter", "freephone", "return-address", "braille"]);
    policy(("batch-released", "P4"), "pack", pack).breaks(&[("R3", ("batch-released", "P4"))]);
    policy(CLOSED, "publicity_minimum", json!("75d")).breaks(&PERMITS);
    policy(CLOSED, "publicity_minimum", json!("74d")).is_lawful();
    moved(CLOSED, plan(|plan| plan["has_period"] = json!(false))).breaks(&PERMITS);
    moved(
        CLOSED,
        plan(|plan| plan["informs_by"] = json!(["direct-message"])),
    )
    .breaks(&PERMITS);
}

#[test]
fn a_minimum_that_became_shorter_has_run_sooner() {
    let longer = |story: Story| story.policy("publicity_minimum", json!("75d"));
    longer(lawful()).breaks(&PERMITS);
    longer(policy(CLOSED, "publicity_minimum", json!("2w"))).is_lawful();
}

#[test]
fn days_are_counted_by_its_calendar() {
    // Every instant of the story is a midnight of London. Five hours later the day of New York begins.
    let abroad = moved(
        ("period-ended", "P1"),
        plan(|plan| plan["zone"] = json!("America/New_York")),
    );
    let ends = [
        ("R5", ("period-ended", "P1")),
        ("R5", ("period-ended#2", "P1")),
        ("R5", ("period-ended", "P4")),
    ];
    let too_early = [
        ("R6", ("permit-issued", "P1")),
        ("R6", ("permit-issued", "P4")),
    ];
    abroad.breaks(&[&ends[..], &too_early].concat());
    let feast = plan(|plan| plan["holidays"] = json!(["2010-02-24"]));
    moved(RELEASED, feast).breaks(&[
        ("R1", RELEASED),
        ("R1", ("batch-released#2", "P1")),
        ("R1", ("batch-released", "P4")),
    ]);
}

#[test]
fn the_time_to_choose_is_not_cut_once_letters_were_posted() {
    let shorter = |next| policy(next, "decision_period", json!("83d"));
    shorter(RELEASED).is_lawful();
    shorter(("batch-posted", "P1")).is_lawful();
    shorter(("batch-posted#2", "P1")).breaks_because("R5", MOVED, "less time to choose");
    shorter(CLOSED).breaks(&[("R5", MOVED)]);
    for as_long in ["84d", "12w"] {
        policy(CLOSED, "decision_period", json!(as_long)).is_lawful();
    }
    policy(CLOSED, "decision_period", json!("83d"))
        .policy("decision_period", json!("83d"))
        .is_lawful();
}

#[test]
fn a_definition_without_a_length_cuts_it_too() {
    let none = policy(("a-kind-of-tomorrow", ""), "decision_period", json!(null));
    none.breaks(&[("R5", MOVED)]);
}

#[test]
fn one_that_cannot_be_read_changes_nothing_and_is_a_finding() {
    let broken = moved(RELEASED, json!({"policy": {"practice_lead": "1x"}}));
    broken.breaks_because("chain", MOVED, "cannot be read");
    moved(CLOSED, json!(null)).breaks(&[("chain", MOVED)]);
}

#[test]
fn who_takes_part_and_who_wrote_it_stays() {
    let stranger = moved(
        RELEASED,
        plan(|plan| {
            plan["practices"] = json!(["P8"]);
            plan["reach"] = json!([]);
            plan["ledger"] = json!(2);
        }),
    );
    stranger.is_lawful();
    let withdrawn = |story: Story| {
        let mut story = story;
        story.tell(
            "2010-06-05T09:00:00Z",
            ("upload-reported", "P6"),
            "p6.kay",
            json!({}),
        );
        story
    };
    withdrawn(stranger).is_lawful();
    let second = moved(RELEASED, plan(|_| ())).set(PLAN, "ledger", json!(2));
    withdrawn(second).breaks(&[("R12", ("upload-reported", "P6"))]);
}
