//! Practices that decline, change their mind, join late, come back, leave, close, merge, or are only in reach.

use precede_model::{
    Answer, Lifecycle, Missing, Order, Role, Standing, StepState, Timestamp, facts::Permit,
};

use super::world::{World, at, code};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

fn joins(practice: &str, told: Option<Timestamp>, informed: Option<Timestamp>) -> Order {
    Order::Join {
        practice: code(practice),
        from: Some("campaign:scr/5PX/all".to_owned()),
        told_at: told,
        informed_at: informed,
        answer: informed.map(|_| Answer::TakesPart),
    }
}

fn register(world: &mut World, order: Order) {
    world
        .order(Role::Administrator, "registrar", order)
        .unwrap();
}

fn leaves(practice: &str) -> Order {
    Order::Leave {
        practice: code(practice),
        to: Some(code("5PX")),
    }
}

#[test]
fn one_that_declines_blocks_nobody_and_still_codes_opt_outs() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared().to(at("2010-01-05T10:00"));
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.ready(OTHER).unwrap();
    world.answers(OTHER, Answer::TakesPart).unwrap();
    world.materials();
    assert!(world.is_open("publicity", None));
    assert!(world.is_open("opt-outs-coded", Some(PRACTICE)));
    assert!(matches!(
        world.state("permit", Some(PRACTICE)),
        StepState::Skipped(_)
    ));
    world.to(at("2010-01-19T10:00"));
    world.publicity().unwrap();
    world.opt_outs(PRACTICE, 3).unwrap();
    assert!(world.list(PRACTICE, 10).is_err());
    world.check();
}

/// Publicity for nobody is not opened, however many steps are done.
#[test]
fn nothing_opens_for_the_public_when_nobody_takes_part() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared().to(at("2010-01-05T10:00"));
    for practice in [PRACTICE, OTHER] {
        world.ready(practice).unwrap();
        world.answers(practice, Answer::Declines).unwrap();
    }
    world.materials();
    assert!(!world.is_open("publicity", None));
    world.answers(OTHER, Answer::TakesPart).unwrap();
    assert!(world.is_open("publicity", None));
}

/// A neighbour's notice that has not left holds publicity, for its patients hear it too.
#[test]
fn publicity_waits_for_the_neighbours_notice() {
    let mut world = World::planned("scr", &[PRACTICE], &["B82001"]);
    world.start();
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(precede_model::Position::Neutral).unwrap();
    world.relay_refuses();
    world.ready_by_telephone(PRACTICE).unwrap();
    world.materials();
    assert!(!world.is_open("publicity", None));
    world.ready_by_telephone("B82001").unwrap();
    assert!(world.is_open("publicity", None));
}

#[test]
fn nothing_is_counted_again_for_one_that_has_left() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.chosen();
    register(&mut world, leaves(OTHER));
    let gone = world.opt_outs(OTHER, 13).unwrap_err();
    assert_eq!(gone.unmet.missing, Missing::TakesPart);
}

/// Declining before it was told does not spare the others the wait until it is (R2).
#[test]
fn one_that_declines_is_told_all_the_same() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(precede_model::Position::Neutral).unwrap();
    world.relay_refuses();
    world.ready_by_telephone(OTHER).unwrap();
    world.materials();
    assert!(!world.is_open("publicity", None));
    let retry = Order::Retry {
        step: "tell-practice".parse().unwrap(),
        practice: code(PRACTICE),
    };
    world.order(Role::PctStaff, "staff", retry).unwrap();
    world.daemon();
    assert!(world.is_open("publicity", None));
    world.check();
}

#[test]
fn a_change_of_mind_gives_the_steps_back_with_reminders_of_their_own() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared().to(at("2010-01-12T10:00"));
    assert_eq!(world.count("notice-planned"), 2, "told and reminded");
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.to(at("2010-01-20T10:00"));
    world.news();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    assert_eq!(
        world.news(),
        [
            "practice-answered A81001",
            "step-opened A81001 practice-ready#2",
            "step-opened A81001 fitness",
        ]
    );
    world.to(at("2010-01-27T00:00"));
    assert!(
        world
            .news()
            .contains(&"notice-handed-over A81001 reminder 1".to_owned())
    );
    world.ready(PRACTICE).unwrap();
    assert!(world.is_done("practice-ready", Some(PRACTICE)));
    world.check();
}

#[test]
fn declining_recalls_letters_and_taking_part_again_sends_them() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.daemon();
    assert_eq!(world.recalled, [(code(PRACTICE), 1)]);
    world.stops(PRACTICE, 1).unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.facts(PRACTICE).batches[1].number, 2);
    world.posts(PRACTICE, 2, 1_000).unwrap();
    world.check();
}

/// The mail house has not answered yet when the practice takes part again: nothing is planned beside it.
#[test]
fn letters_are_not_planned_beside_those_being_recalled() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    world.daemon();
    assert_eq!(world.facts(PRACTICE).batches.len(), 1);
    world.posts(PRACTICE, 1, 1_000).unwrap();
    assert!(world.is_done("batch", Some(PRACTICE)));
    world.check();
}

#[test]
fn not_yet_revokes_the_permit_and_taking_part_gives_another() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned();
    world.answers(OTHER, Answer::NotYet).unwrap();
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    assert!(matches!(world.facts(OTHER).permit, Permit::Revoked { .. }));
    assert!(world.is_open("permit", Some(OTHER)));
    assert!(world.campaign.is_running());
    world.answers(OTHER, Answer::TakesPart).unwrap();
    assert_eq!(
        world.daemon().left,
        0,
        "who no longer took part agrees anew"
    );
    world.practice_agrees(OTHER).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert!(matches!(world.campaign.lifecycle, Lifecycle::Closed { .. }));
    world.check();
}

#[test]
fn a_campaign_whose_practices_all_declined_closes() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    assert!(
        world.campaign.is_running(),
        "opt-outs are still to be coded"
    );
    world.opt_outs(PRACTICE, 0).unwrap();
    assert!(matches!(world.campaign.lifecycle, Lifecycle::Closed { .. }));
    world.check();
}

#[test]
fn one_that_joins_late_with_its_facts_is_not_told_twice() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-25T10:00"));
    let (told, informed) = (at("2010-01-07T10:00"), at("2010-01-08T10:00"));
    register(&mut world, joins(OTHER, Some(told), Some(informed)));
    world.news();
    assert!(world.is_done("tell-practice", Some(OTHER)));
    assert!(
        world.is_open("list", Some(OTHER)),
        "publicity serves it too"
    );
    world.to(at("2010-02-15T10:00"));
    assert_eq!(world.facts(OTHER).told, Some(told));
    assert!(!world.news().iter().any(|line| line.starts_with("notice")));
    world.list(OTHER, 10).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// Publicity is over when it joins: it goes live again, for letters leave only beside it (R3).
#[test]
fn publicity_that_is_over_opens_again_for_one_that_joins_late() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted().to(at("2010-03-01T10:00"));
    let twice = world.publicity().unwrap_err();
    assert_eq!(twice.unmet.missing, Missing::StepOpen, "it is live");
    world.publicity_ends().unwrap();
    register(&mut world, joins(OTHER, None, Some(at("2010-02-01T10:00"))));
    world.list(OTHER, 10).unwrap();
    assert_eq!(world.outbox, []);
    world.news();
    world.publicity().unwrap();
    assert_eq!(
        world.news(),
        [
            "step-opened publicity#2",
            "publicity-opened",
            "batch-planned A81002 1 of 10"
        ]
    );
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn one_that_joins_late_without_facts_begins_at_the_first_step() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-25T10:00"));
    register(&mut world, joins(OTHER, None, None));
    world.daemon();
    assert!(world.is_done("tell-practice", Some(OTHER)));
    assert!(world.is_open("practice-ready", Some(OTHER)));
    assert!(
        world.is_done("publicity", None),
        "a later joiner reopens nothing"
    );
    world.check();
}

/// An open publicity step asks about the tracks present when it is released.
#[test]
fn one_that_joins_before_publicity_is_waited_for() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-05T10:00"));
    world.ready(PRACTICE).unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    world.materials();
    world.to(at("2010-01-19T10:00"));
    assert!(world.is_open("publicity", None));
    register(&mut world, joins(OTHER, None, Some(at("2010-01-18T10:00"))));
    let refusal = world.publicity().unwrap_err();
    assert_eq!(refusal.unmet.missing, Missing::PracticeLead);
    assert_eq!(refusal.unmet.from, Some(at("2010-02-01")));
    world.to(at("2010-02-01T00:00"));
    world.publicity().unwrap();
    world.check();
}

#[test]
fn facts_that_cannot_be_true_are_not_brought_along() {
    let mut world = World::scr(&[PRACTICE]);
    let tomorrow = joins(OTHER, Some(at("2010-01-05T10:00")), None);
    let refusal = world.order(Role::Administrator, "registrar", tomorrow);
    assert_eq!(refusal.unwrap_err().unmet.missing, Missing::NotInFuture);
    let twice = world.order(
        Role::Administrator,
        "registrar",
        joins(PRACTICE, None, None),
    );
    assert_eq!(twice.unwrap_err().unmet.missing, Missing::TakesPart);
}

#[test]
fn one_that_comes_back_keeps_what_is_true_of_it() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.posted();
    register(&mut world, leaves(OTHER));
    world.to(at("2010-02-10T09:00"));
    register(&mut world, joins(OTHER, None, None));
    assert!(world.is_done("tell-practice", Some(OTHER)));
    assert!(world.is_done("batch", Some(OTHER)));
    assert_eq!(world.facts(OTHER).batches.len(), 1);
    assert_eq!(world.facts(OTHER).told, Some(at("2010-01-04T09:00")));
    world.to(at("2010-04-28T09:00"));
    assert_eq!(world.count("period-ended"), 2);
    world.check();
}

#[test]
fn one_released_by_name_can_join_again() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared().to(at("2010-02-01T12:00"));
    world.release_silent(OTHER).unwrap();
    world.to(at("2010-03-01T12:00"));
    register(&mut world, joins(OTHER, None, None));
    assert!(world.release_silent(OTHER).is_err(), "it is chased anew");
    world.to(at("2010-03-08T12:00"));
    assert_eq!(
        world.events.last().map(super::world::line).unwrap(),
        "notice-handed-over A81002 reminder 1"
    );
    world.ready(OTHER).unwrap();
    world.check();
}

#[test]
fn what_was_planned_for_one_that_leaves_stops() {
    for (order, standing) in [
        (leaves(OTHER), "left"),
        (
            Order::Close {
                practice: code(OTHER),
            },
            "closed",
        ),
        (
            Order::Merge {
                practice: code(OTHER),
                into: code(PRACTICE),
            },
            "merged",
        ),
    ] {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.released();
        register(&mut world, order.clone());
        world.daemon();
        assert_eq!(world.recalled, [(code(OTHER), 1)], "{standing}");
        let track = world.campaign.track(code(OTHER)).unwrap();
        assert!(track.steps.iter().all(StepState::is_settled));
        assert_eq!(
            serde_json::to_value(track.standing).unwrap()["is"],
            standing
        );
        let again = world.order(Role::Administrator, "registrar", order);
        assert_eq!(again.unwrap_err().unmet.missing, Missing::TakesPart);
        world.check();
    }
}

#[test]
fn a_permit_moves_with_its_practice_and_ends_with_it() {
    for (moves, permit) in [(true, "issued"), (false, "revoked")] {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.chosen();
        world.practice_agrees(OTHER).unwrap();
        world.pct_agrees(OTHER).unwrap();
        world.daemon();
        let closes = Order::Close {
            practice: code(OTHER),
        };
        register(&mut world, if moves { leaves(OTHER) } else { closes });
        let fact = serde_json::to_value(world.facts(OTHER).permit).unwrap();
        assert_eq!(fact["is"], permit);
        world.check();
    }
}

/// A permit that waits to be issued does not outlive the practice's place here.
#[test]
fn a_planned_permit_does_not_leave_with_its_practice() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned();
    register(&mut world, leaves(OTHER));
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    assert!(matches!(world.facts(OTHER).permit, Permit::Revoked { .. }));
    world.check();
}

#[test]
fn one_only_in_reach_is_told_and_nothing_more() {
    let mut world = World::planned("scr", &[PRACTICE], &["B82001"]);
    world.start();
    world.publicised();
    assert!(world.is_done("tell-practice", Some("B82001")));
    let track = world.campaign.track(code("B82001")).unwrap();
    assert_eq!(track.standing, Standing::Reach);
    assert!(track.steps.iter().all(StepState::is_settled));
    assert!(world.ready("B82001").is_err());
    assert!(world.answers("B82001", Answer::TakesPart).is_err());
    register(&mut world, joins("B82001", None, None));
    assert!(world.is_open("practice-ready", Some("B82001")));
    world.check();
}
