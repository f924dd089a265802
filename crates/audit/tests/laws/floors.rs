//! A plan is no looser than the floors every programme has to keep: named where it is written, for the law it loosens.

use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const MOVED: Name = ("definition-moved", "");

/// The story up to its start: what a loose number allows later is not asked here.
fn planned(name: &str, value: Value) -> Story {
    let mut story = lawful().policy(name, value);
    story.0.truncate(2);
    story
}

#[test]
fn each_number_keeps_its_floor() {
    // The law, the number, what it may just be, and what is looser.
    let floors: [(&str, &str, &[&str], &[&str]); 7] = [
        (
            "R1",
            "practice_lead",
            &["1wd", "10wd"],
            &["0wd", "3d", "48h"],
        ),
        (
            "R4",
            "list_max_age",
            &["28d", "4w", "672h", "1h"],
            &["29d", "900d", "673h", "20wd", "0d"],
        ),
        (
            "R4",
            "death_recheck_max_age",
            &["3d", "72h"],
            &["4d", "73h", "2wd", "0h"],
        ),
        (
            "R5",
            "decision_period",
            &["1d", "12w", "60wd"],
            &["0d", "0wd", "24h"],
        ),
        (
            "R6",
            "opt_out_count_max_age",
            &["2wd", "2d", "48h"],
            &["3wd", "3d", "49h", "0wd"],
        ),
        ("R6", "permit_life", &["24h", "1h"], &["25h", "1d", "0h"]),
        (
            "R7",
            "publicity_minimum",
            &["1d", "1wd", "1h"],
            &["0d", "0h"],
        ),
    ];
    for (law, name, kept, loose) in floors {
        for length in kept {
            planned(name, json!(length)).is_lawful();
        }
        for length in loose {
            let why = format!("`{name}` is `{length}`");
            planned(name, json!(length)).breaks_because(law, PLAN, &why);
        }
        planned(name, json!(null)).is_lawful();
    }
}

#[test]
fn a_pack_lets_a_patient_say_no() {
    let pack = |parts: &[&str]| planned("pack", json!(parts));
    for way in ["opt-out-form", "freephone", "online-form", "practice-desk"] {
        for place in ["prepaid-envelope", "return-address"] {
            pack(&["letter", way, place]).is_lawful();
        }
    }
    pack(&["letter", "leaflet", "return-address"]).breaks_because(
        "R3",
        PLAN,
        "no free way to say no",
    );
    pack(&["letter", "online-form"]).breaks_because("R3", PLAN, "where to send a no");
    let nothing = pack(&[]);
    nothing.breaks(&[("R3", PLAN)]);
    // Without a permit nobody is asked for a no; without letters there is no pack.
    let acts = |story: &Story, acts: &[&str]| story.clone().set(PLAN, "acts", json!(acts));
    acts(&nothing, &["tell", "publicity"]).is_lawful();
    acts(&nothing, &["tell", "post"]).breaks_because("R3", PLAN, "holds nothing");
    acts(&pack(&["letter"]), &["tell", "post"]).is_lawful();
    acts(&pack(&["letter"]), &["permit"]).breaks(&[("R3", PLAN)]);
    // One that does not say what it contains may contain everything.
    nothing.unset(PLAN, "acts").breaks(&[("R3", PLAN)]);
}

#[test]
fn so_does_a_definition_moved_to() {
    let moved = |name: &str, value: Value| {
        let mut plan = lawful().body(PLAN).clone();
        plan["policy"][name] = value;
        let mut story = lawful();
        let at = "2010-06-04T12:00:00Z";
        story.tell(
            at,
            MOVED,
            "region.rose",
            json!({"plan": plan, "campaign_steps": [], "track_steps": []}),
        );
        story
    };
    moved("list_max_age", json!("28d")).is_lawful();
    moved("list_max_age", json!("29d")).breaks_because("R4", MOVED, "`list_max_age` is `29d`");
    moved("permit_life", json!("48h")).breaks_because("R6", MOVED, "`permit_life` is `48h`");
    moved("pack", json!(["letter"])).breaks(&[("R3", MOVED)]);
}
