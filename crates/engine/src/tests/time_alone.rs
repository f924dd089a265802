//! What time alone causes: never early (`World::to` looks a microsecond before every wake), never twice (`World::take`
//! asks again after every move), each once however late.

use precede_model::StepState;

use super::world::{World, at, code};
use crate::{Readiness, advance, readiness};

const PRACTICE: &str = "A81001";

/// Every wake of a whole journey lies exactly where something happens.
#[test]
fn every_wake_moves_something() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted();
    let mut wakes = 0;
    while let Some(wake) = world.wake.filter(|wake| *wake < at("2011-01-01")) {
        let before = world.events.len();
        world.to(wake);
        assert!(world.events.len() > before, "woke for nothing at {wake}");
        wakes += 1;
    }
    assert_eq!(wakes, 12, "eleven firsts of a month and the period's end");
}

/// The daemon was down for half a year: recurring steps fire once and go on with the next.
#[test]
fn what_recurs_is_not_made_up_for() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted();
    world.news();
    world.down_until(at("2010-08-10T12:00"));
    assert_eq!(
        world.news(),
        [
            "recurring-fired new-registrants",
            "period-ended A81001",
            "step-opened A81001 opt-outs-coded",
            "step-opened A81001 reconciled",
        ]
    );
    assert_eq!(world.wake, Some(at("2010-09-01T08:00")), "09:00 in London");
    world.check();
}

#[test]
fn a_recurring_step_ends_with_the_step_it_names() {
    let def = super::world::def("scr", |text| {
        text.replace("every = \"0 9 1 * *\"", "every = \"0 9 1 * *\"\nuntil = \"publicity\"")
            .replace(
                "kind = \"recurring\"\nowner = \"pct-staff\"\nevery = \"0 9 1 * *\"\nuntil = \"publicity\"\nafter = [\"publicity\"]",
                "kind = \"recurring\"\nowner = \"pct-staff\"\nevery = \"0 9 1 * *\"\nuntil = \"publicity\"\nafter = [\"plan\"]",
            )
    });
    let mut world = World::of(def, &[PRACTICE], &[]);
    world.start();
    world.publicised().to(at("2010-07-01T12:00"));
    assert_eq!(
        world.count("recurring-fired"),
        0,
        "publicity opened before the first fire"
    );
    assert!(world.is_open("new-registrants", None));
}

#[test]
fn a_wait_is_asked_for_as_a_date() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-05T10:00"));
    let (ix, _) = world.def.find("list".parse().unwrap()).unwrap();
    let asked = |world: &World| {
        let track = world.campaign.track(code(PRACTICE));
        readiness(&world.def, &world.campaign, track, ix, world.now)
    };
    assert!(matches!(asked(&world), Readiness::Waits(_)));
    world.ready(PRACTICE).unwrap();
    world
        .answers(PRACTICE, precede_model::Answer::TakesPart)
        .unwrap();
    world.materials();
    world.to(at("2010-01-18T23:59"));
    world.to(at("2010-01-19T00:00"));
    world.publicity().unwrap();
    assert!(world.is_open("list", Some(PRACTICE)));
    assert_eq!(asked(&world), Readiness::Now);
}

/// Publicity may open before the list's wait has run: the list then opens by time alone, on the day.
#[test]
fn a_step_opens_the_day_its_wait_has_run() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-12T10:00"));
    world.ready(PRACTICE).unwrap();
    world
        .answers(PRACTICE, precede_model::Answer::TakesPart)
        .unwrap();
    world.materials();
    world.to(at("2010-01-18T00:00"));
    world.publicity().unwrap();
    assert_eq!(*world.state("list", Some(PRACTICE)), StepState::Pending);
    assert_eq!(world.wake, Some(at("2010-01-26")));
    world.to(at("2010-01-26T00:00"));
    assert!(world.is_open("list", Some(PRACTICE)));
    world.check();
}

#[test]
fn a_step_says_by_when_it_should_be_done() {
    let world = World::scr(&[PRACTICE]);
    let StepState::Open(open) = world.state("readiness", None) else {
        panic!("readiness is open from the start");
    };
    let (ix, _) = world.def.find("readiness".parse().unwrap()).unwrap();
    let due = world
        .def
        .due_by(&world.campaign, (ix, None), open, world.now);
    assert_eq!(due, Some(at("2010-02-01")), "twenty working days");
}

#[test]
fn a_campaign_that_does_not_run_is_not_moved_by_time() {
    let world = World::planned("scr", &[PRACTICE], &[]);
    let decision = advance(&world.def, &world.campaign, at("2020-01-01"));
    assert_eq!(decision, crate::Decision::default());
}
