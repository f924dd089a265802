//! When a thing happened, when it was recorded, and from when it counts.

use precede_model::{Answer, How, Missing, Order, Role, Rule, Timestamp};

use super::{
    scr::{acknowledge, gp},
    world::{World, at, code},
};

const PRACTICE: &str = "A81001";

/// Told on Monday 4 January at 09:00; spoken to on a visit later.
fn told() -> World {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared();
    world
}

fn visited(
    world: &mut World,
    happened: Timestamp,
    confirmed_by: Option<&str>,
) -> Result<Timestamp, Missing> {
    let order = acknowledge(PRACTICE, How::Visit);
    let said = (happened, confirmed_by);
    match world.order_of((Role::PctStaff, "staff"), said, order) {
        Ok(()) => Ok(world.facts(PRACTICE).informed.unwrap().at),
        Err(refusal) => {
            assert_eq!(refusal.unmet.rule, Rule::Evidence);
            Err(refusal.unmet.missing)
        }
    }
}

#[test]
fn what_happened_today_counts_from_then() {
    let mut world = told();
    world.to(at("2010-01-06T15:00"));
    let ten = at("2010-01-06T10:00");
    assert_eq!(visited(&mut world, ten, None), Ok(ten));
    world.check();
}

#[test]
fn what_happened_on_an_earlier_day_counts_from_its_recording() {
    let mut world = told();
    world.to(at("2010-01-06T15:00"));
    assert_eq!(
        visited(&mut world, at("2010-01-05T10:00"), None),
        Ok(world.now)
    );
    let event = world
        .events
        .iter()
        .find(|event| event.happened != event.at)
        .unwrap();
    assert_eq!(event.happened, at("2010-01-05T10:00"));
    world.check();
}

#[test]
fn a_second_person_lets_it_count_from_then() {
    let mut world = told();
    world.to(at("2010-01-06T15:00"));
    let yesterday = at("2010-01-05T10:00");
    assert_eq!(
        visited(&mut world, yesterday, Some("staff")),
        Err(Missing::SecondPerson)
    );
    assert_eq!(visited(&mut world, yesterday, Some("lead")), Ok(yesterday));
    // The wait for the list runs from the day that counts: ten working days from the 5th.
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    world.materials();
    world.to(at("2010-01-19T00:00"));
    world.publicity().unwrap();
    assert!(world.is_open("list", Some(PRACTICE)));
    world.check();
}

#[test]
fn the_future_and_what_comes_before_its_cause_are_refused() {
    let mut world = told();
    world.to(at("2010-01-06T15:00"));
    let soon = at("2010-01-06T15:01");
    assert_eq!(
        visited(&mut world, soon, Some("lead")),
        Err(Missing::NotInFuture)
    );
    let before_told = at("2010-01-03T10:00");
    assert_eq!(
        visited(&mut world, before_told, Some("lead")),
        Err(Missing::NotBeforeCause)
    );
    // A date alone names the day it was told: then it was after the notice.
    let day = at("2010-01-04");
    assert_eq!(
        visited(&mut world, day, Some("lead")),
        Ok(at("2010-01-04T09:00"))
    );
}

/// The letters' latest receipt counts from the day they were posted, not from the day somebody typed it in.
#[test]
fn posting_entered_late_gives_no_day_less_to_choose() {
    let mut world = World::scr(&[PRACTICE]);
    world.released().to(at("2010-01-25T09:00"));
    let posted = Order::Posted {
        practice: code(PRACTICE),
        batch: 1,
        items: 1_000,
        spoiled: 0,
        stopped: 0,
    };
    let mut confirmed = world.clone();
    let said = (at("2010-01-22T16:00"), Some("staff"));
    confirmed
        .order_of((Role::MailHouse, "mailer"), said, posted.clone())
        .unwrap();
    // Unconfirmed it counts from its recording, and the list is too old for that day.
    let ends = |world: &World| {
        let mut world = world.clone();
        world.to(at("2010-06-01T09:00"));
        let ended =
            |event: &&precede_model::Event| super::world::line(event) == "period-ended A81001";
        world.events.iter().find(ended).unwrap().at
    };
    assert_eq!(ends(&confirmed), at("2010-04-27T23:00"));
    confirmed.check();
    world
        .order_of(
            (Role::MailHouse, "mailer"),
            (at("2010-01-22T16:00"), None),
            posted,
        )
        .unwrap();
    assert_eq!(ends(&world), at("2010-04-28T23:00"));
}

#[test]
fn a_link_followed_by_a_machine_is_no_acknowledgement() {
    let mut world = told();
    let refusal = world
        .command(precede_model::Command {
            by: precede_model::Actor::Precede,
            role: Role::Practice,
            happened: None,
            confirmed_by: None,
            evidence: Default::default(),
            order: acknowledge(PRACTICE, How::Link),
        })
        .unwrap_err();
    assert_eq!(refusal.unmet.rule, Rule::Rights);
    world
        .order(
            Role::Practice,
            &gp(PRACTICE),
            acknowledge(PRACTICE, How::Link),
        )
        .unwrap();
}
