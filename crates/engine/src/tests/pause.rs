//! A pause holds acts; with its clock stopped it moves waits on, and it never cuts a period.

use precede_model::{Answer, ClockEffect, Missing, Order, Role};

use super::{
    scr::{acknowledge, gp},
    world::{World, at, code, def},
};

const PRACTICE: &str = "A81001";

fn pause(world: &mut World, clock: ClockEffect) {
    world
        .order(Role::PctLead, "lead", Order::Pause(clock))
        .unwrap();
}

fn resume(world: &mut World) {
    world.order(Role::PctLead, "lead", Order::Resume).unwrap();
}

/// Told on Monday 4 January; the first reminder is due on the 11th.
#[test]
fn a_stopped_clock_moves_reminders_on_and_a_running_one_does_not() {
    for (clock, due) in [
        (ClockEffect::Stops, "2010-01-14T00:00"),
        (ClockEffect::Runs, "2010-01-11T00:00"),
    ] {
        let mut world = World::scr(&[PRACTICE]);
        world.prepared().to(at("2010-01-06T09:00"));
        pause(&mut world, clock);
        assert_eq!(world.wake, None);
        world.to(at("2010-01-08T10:00"));
        resume(&mut world);
        assert_eq!(world.wake, Some(at(due)));
    }
}

#[test]
fn what_fell_due_in_a_pause_comes_with_its_end() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-06T09:00"));
    pause(&mut world, ClockEffect::Runs);
    world.to(at("2010-01-20T09:00"));
    world.news();
    resume(&mut world);
    assert_eq!(
        world.news(),
        [
            "campaign-resumed",
            "notice-planned A81001 reminder 2",
            "escalated A81001"
        ]
    );
}

/// The period ends on 28 April; three days of pause with the clock stopped end it on 1 May.
#[test]
fn a_pause_extends_the_period_and_never_cuts_it() {
    for (clock, end) in [
        (ClockEffect::Stops, "2010-04-30T23:00"),
        (ClockEffect::Runs, "2010-04-27T23:00"),
    ] {
        let mut world = World::scr(&[PRACTICE]);
        world.posted().to(at("2010-03-01T09:00"));
        pause(&mut world, clock);
        world.to(at("2010-03-04T09:00"));
        resume(&mut world);
        world.to(at("2010-05-05T09:00"));
        let ended =
            |event: &&precede_model::Event| super::world::line(event) == "period-ended A81001";
        assert_eq!(world.events.iter().find(ended).unwrap().at, at(end));
        world.check();
    }
}

/// A decision period in working days is moved on by the pause, not begun again.
#[test]
fn a_period_in_working_days_is_extended_by_the_pause_alone() {
    let def = def("scr", |text| {
        text.replace("decision_period = \"12w\"", "decision_period = \"60wd\"")
    });
    let mut ends = Vec::new();
    for paused in [false, true] {
        let mut world = World::of(def.clone(), &[PRACTICE], &[]);
        world.start();
        world.posted().to(at("2010-03-01T09:00"));
        if paused {
            pause(&mut world, ClockEffect::Stops);
            world.to(at("2010-03-04T09:00"));
            resume(&mut world);
        }
        world.to(at("2010-06-05T09:00"));
        let ended =
            |event: &&precede_model::Event| super::world::line(event) == "period-ended A81001";
        ends.push(world.events.iter().find(ended).unwrap().at);
        world.check();
    }
    assert_eq!(ends, [at("2010-04-29T23:00"), at("2010-05-02T23:00")]);
}

#[test]
fn nothing_leaves_in_a_pause() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    pause(&mut world, ClockEffect::Runs);
    assert_eq!(world.daemon().held, 1);
    world.to(at("2010-01-21T10:00"));
    resume(&mut world);
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// People's own statements are true in a pause as well; acts wait.
#[test]
fn a_pause_turns_nobodys_word_away() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-05T10:00"));
    world.materials();
    pause(&mut world, ClockEffect::Runs);
    world.ready(PRACTICE).unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    assert!(!world.is_open("publicity", None), "nothing opens");
    world.to(at("2010-01-19T10:00"));
    assert_eq!(
        world.publicity().unwrap_err().unmet.missing,
        Missing::CampaignRunning
    );
    world.not_ready_after_all(PRACTICE).unwrap();
    resume(&mut world);
    assert_eq!(
        world.publicity().unwrap_err().unmet.missing,
        Missing::PracticeReady
    );
    world.check();
}

#[test]
fn the_life_of_a_campaign_has_one_order() {
    let mut world = World::planned("scr", &[PRACTICE], &[]);
    let moment = |world: &mut World, order: Order| {
        let refusal = world.order(Role::PctLead, "lead", order).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::CampaignRunning);
    };
    moment(&mut world, Order::Pause(ClockEffect::Runs));
    moment(&mut world, Order::Resume);
    let early = world.done(Role::RegionLead, "region", "readiness");
    assert_eq!(early.unwrap_err().unmet.missing, Missing::CampaignRunning);
    world.start();
    moment(&mut world, Order::Start);
    moment(&mut world, Order::Resume);
    pause(&mut world, ClockEffect::Stops);
    moment(&mut world, Order::Pause(ClockEffect::Runs));
    moment(&mut world, Order::Start);
    world.order(Role::PctLead, "lead", Order::Withdraw).unwrap();
    moment(&mut world, Order::Withdraw);
    moment(&mut world, Order::Resume);
    let late = world.order(
        Role::Practice,
        &gp(PRACTICE),
        acknowledge(PRACTICE, precede_model::How::Link),
    );
    assert_eq!(late.unwrap_err().unmet.missing, Missing::CampaignRunning);
    let joins = Order::Join {
        practice: code("A81002"),
        from: None,
        told_at: None,
        informed_at: None,
        answer: None,
    };
    assert!(
        world
            .order(Role::Administrator, "registrar", joins)
            .is_err()
    );
    world.check();
}
