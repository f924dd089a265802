//! R9, quiet times: what goes to the public by itself waits for the end, everything else goes on.

use precede_model::{Act, HeldAct, Missing, Order, Role, Rule};

use super::{
    others::{directive, name},
    world::{World, at, code, def, line},
};
use crate::{earliest, explain};

const PRACTICE: &str = "A81001";
const LATE: &str = "A81002";

/// The quiet time of 2010, moved to January.
const QUIET: (&str, &str) = ("2010-01-18T09:00", "2010-02-02T09:00");

/// Publicity may open: it is 10:00 on 19 January.
fn ready(media: &str) -> World {
    let shipped = r#"media = ["press", "radio", "posters", "web"]"#;
    let def = def("scr", |text| text.replace(shipped, media));
    let mut world = World::of(def, &[PRACTICE], &[]);
    world.start();
    world.prepared().to(at("2010-01-05T10:00"));
    world.ready(PRACTICE).unwrap();
    world
        .answers(PRACTICE, precede_model::Answer::TakesPart)
        .unwrap();
    world.materials();
    world.to(at("2010-01-19T10:00"));
    world
}

const MIXED: &str = r#"media = ["press", "radio", "posters", "web"]"#;
const PROACTIVE: &str = r#"media = ["press", "radio", "television", "adverts", "events"]"#;
const STILL: &str = r#"media = ["posters", "web", "social-media"]"#;

#[test]
fn publicity_that_only_goes_to_the_public_by_itself_waits_for_the_end() {
    let mut world = ready(PROACTIVE);
    world.keeps_quiet("election", QUIET).unwrap();
    let refusal = world.publicity().unwrap_err().unmet;
    assert_eq!(
        (refusal.rule, refusal.missing),
        (Rule::R9, Missing::QuietTime(name("election")))
    );
    assert_eq!(refusal.from, Some(at("2010-02-02T09:00")));
    world.to(at("2010-02-02T08:59"));
    assert!(world.publicity().is_err());
    world.to(at("2010-02-02T09:00"));
    world.publicity().unwrap();
    assert_eq!(world.campaign.facts.waiting_media, []);
    world.check();
}

#[test]
fn a_quiet_time_that_follows_on_another_is_waited_for_too() {
    let mut world = ready(PROACTIVE);
    world
        .keeps_quiet("local", ("2010-02-02T09:00", "2010-02-08T09:00"))
        .unwrap();
    world.keeps_quiet("election", QUIET).unwrap();
    world
        .keeps_quiet("far", ("2010-02-08T09:01", "2010-03-01"))
        .unwrap();
    let lacks = explain(&world.def, &world.campaign, Act::Publicity, None, world.now);
    assert_eq!(earliest(&lacks.unwrap()), Some(at("2010-02-08T09:00")));
}

#[test]
fn publicity_of_both_kinds_opens_and_the_rest_follows_at_the_end_by_time_alone() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.news();
    world.publicity().unwrap();
    assert_eq!(
        world.news()[0],
        "publicity-opened posters,web, later press,radio"
    );
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    assert_eq!(world.count("batch-released"), 1, "letters go on");
    world.to(at("2010-02-02T08:59"));
    assert_eq!(world.count("media-resumed"), 0);
    world.to(at("2010-02-20T09:00"));
    let resumed = |event: &&precede_model::Event| line(event) == "media-resumed press,radio";
    let resumed: Vec<_> = world.events.iter().filter(resumed).collect();
    assert_eq!(resumed.len(), 1, "once");
    assert_eq!(resumed[0].at, at("2010-02-02T09:00"));
    world.check();
}

#[test]
fn what_need_not_keep_quiet_opens_whole() {
    let mut still = ready(STILL);
    still.keeps_quiet("election", QUIET).unwrap();
    still.publicity().unwrap();
    assert_eq!(still.campaign.facts.waiting_media, []);
    for around in [
        ("2010-01-01", "2010-01-19T10:00"),
        ("2010-01-19T10:01", "2010-02-01"),
    ] {
        let mut world = ready(MIXED);
        world.keeps_quiet("election", around).unwrap();
        world.publicity().unwrap();
        assert_eq!(
            world.campaign.facts.waiting_media,
            [],
            "it is not quiet now"
        );
    }
}

#[test]
fn practices_are_told_in_a_quiet_time() {
    let mut world = World::scr(&[PRACTICE]);
    world
        .keeps_quiet("election", ("2010-01-01", "2010-02-01"))
        .unwrap();
    world.prepared();
    assert!(world.facts(PRACTICE).told.is_some());
    world.check();
}

#[test]
fn a_quiet_time_called_off_holds_nothing_more() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.publicity().unwrap();
    world.to(at("2010-01-25T09:00"));
    world.news();
    world.calls_quiet_off("election").unwrap();
    assert_eq!(
        world.news(),
        ["quiet-time-cancelled", "media-resumed press,radio"]
    );
    let mut refused = ready(PROACTIVE);
    refused.keeps_quiet("election", QUIET).unwrap();
    refused.calls_quiet_off("election").unwrap();
    refused.publicity().unwrap();
    world.check();
}

#[test]
fn the_newest_words_of_a_quiet_time_replace_those_before() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.publicity().unwrap();
    world
        .keeps_quiet("election", (QUIET.0, "2010-01-22T09:00"))
        .unwrap();
    world.to(at("2010-01-22T09:00"));
    assert_eq!(world.count("media-resumed"), 1);
    world.check();
}

#[test]
fn waiting_media_are_held_on_by_a_directive() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.publicity().unwrap();
    world.binds(directive("dh", &[HeldAct::Publicity])).unwrap();
    world.to(at("2010-02-03T09:00"));
    assert_eq!(world.count("media-resumed"), 0);
    world.lifts("dh").unwrap();
    assert_eq!(world.count("media-resumed"), 1);
    world.check();
}

/// Who joined meanwhile is not to hear it on the radio: it waits until that practice was told long enough ago and is
/// ready.
#[test]
fn waiting_media_wait_for_a_practice_that_joined_untold() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.publicity().unwrap();
    world.to(at("2010-01-29T09:00"));
    let joins = Order::Join {
        practice: code(LATE),
        from: None,
        told_at: None,
        informed_at: None,
        answer: None,
    };
    world
        .order(Role::Administrator, "registrar", joins)
        .unwrap();
    world.to(at("2010-02-02T09:00"));
    assert_eq!(world.count("media-resumed"), 0);
    world.ready(LATE).unwrap();
    assert_eq!(world.wake, Some(at("2010-02-12")), "ten working days");
    world.to(at("2010-02-11T23:59"));
    assert_eq!(world.count("media-resumed"), 0);
    world.to(at("2010-02-12T00:00"));
    assert_eq!(world.count("media-resumed"), 1);
    world.check();
}

#[test]
fn publicity_that_is_over_resumes_nothing() {
    let mut world = ready(MIXED);
    world.keeps_quiet("election", QUIET).unwrap();
    world.publicity().unwrap();
    world.to(at("2010-01-25T09:00"));
    world.publicity_ends().unwrap();
    assert_eq!(world.campaign.facts.waiting_media, []);
    world.to(at("2010-03-01T09:00"));
    assert_eq!(world.count("media-resumed"), 0);
    world.check();
}

#[test]
fn quiet_times_are_the_programmes() {
    let mut world = ready(MIXED);
    let quiet_time = name("election");
    let refusal = world.order(Role::PctLead, "lead", Order::EndQuiet(quiet_time));
    assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Role);
}
