//! Reminders, escalation, the end of the chase, release by name; notices that cannot leave; silence of the LMC.

use precede_model::{
    ConsultStage, How, Missing, Order, Position, Progress, Role, Rule, Standing, StepState,
};

use super::{
    scr::acknowledge,
    world::{World, at, code},
};

const PRACTICE: &str = "A81001";

/// The notices leave on Monday 4 January 2010 at 09:00.
fn told(practices: &[&str]) -> World {
    let mut world = World::scr(practices);
    world.prepared();
    world.news();
    world
}

#[test]
fn a_silent_practice_is_reminded_escalated_and_given_up_on() {
    let mut world = told(&[PRACTICE]);
    world.to(at("2010-01-11T12:00"));
    assert_eq!(
        world.news(),
        [
            "notice-planned A81001 reminder 1",
            "notice-handed-over A81001 reminder 1"
        ]
    );
    world.to(at("2010-01-31T12:00"));
    assert_eq!(
        world.news(),
        [
            "notice-planned A81001 reminder 2",
            "notice-handed-over A81001 reminder 2",
            "escalated A81001",
        ]
    );
    let early = world.release_silent(PRACTICE).unwrap_err();
    assert_eq!(early.unmet.missing, Missing::ChaseEnded);
    world.to(at("2010-02-01T12:00"));
    assert!(world.news().contains(&"chase-ended A81001".to_owned()));
    let by_staff = Order::ReleaseSilent {
        practice: code(PRACTICE),
    };
    let refusal = world.order(Role::PctLead, "lead", by_staff).unwrap_err();
    assert_eq!(refusal.unmet.rule, Rule::Rights);
    world.news();
    world.release_silent(PRACTICE).unwrap();
    assert_eq!(
        world.news(),
        ["silent-released A81001", "step-skipped A81001 11 steps"]
    );
    assert!(matches!(
        world.campaign.tracks[0].standing,
        Standing::Released { .. }
    ));
    world.check();
}

#[test]
fn practices_that_are_silent_together_are_reminded_in_one_event() {
    let mut world = told(&["A81001", "A81002", "A81003"]);
    world.to(at("2010-01-05T10:00"));
    world.ready("A81002").unwrap();
    world.news();
    world.to(at("2010-01-11T12:00"));
    assert_eq!(
        world.news(),
        [
            "notice-planned A81001,A81003 reminder 1",
            "notice-handed-over A81001 reminder 1",
            "notice-handed-over A81003 reminder 1",
        ]
    );
}

#[test]
fn who_is_ready_is_not_released_and_who_takes_it_back_is_chased_anew() {
    let mut world = told(&[PRACTICE]);
    world.to(at("2010-02-01T12:00"));
    world.ready(PRACTICE).unwrap();
    let ready = world.release_silent(PRACTICE).unwrap_err();
    assert_eq!(ready.unmet.missing, Missing::ChaseEnded);
    world.to(at("2010-02-03T12:00"));
    world.not_ready_after_all(PRACTICE).unwrap();
    let chased = world.release_silent(PRACTICE).unwrap_err();
    assert_eq!(chased.unmet.missing, Missing::ChaseEnded);
    world.to(at("2010-03-03T00:00"));
    world.release_silent(PRACTICE).unwrap();
    world.check();
}

/// Following a link tells nobody, for it came with the notice; a telephone call does.
#[test]
fn a_link_does_not_stand_for_the_notice() {
    let mut world = told(&[PRACTICE]);
    world.ready(PRACTICE).unwrap();
    let mut event = world
        .events
        .iter()
        .rfind(|event| super::world::line(event) == "practice-informed A81001")
        .unwrap()
        .clone();
    for (how, is_told) in [(How::Link, false), (How::Phone, true), (How::Visit, true)] {
        let mut fresh = World::scr(&[PRACTICE]);
        event.evidence.how = Some(how);
        crate::apply(&world.def, &mut fresh.campaign, &event);
        assert_eq!(fresh.facts(PRACTICE).told.is_some(), is_told);
    }
}

/// A practice released by name lets publicity open; no letter goes to its patients, and the others go on.
#[test]
fn a_practice_released_by_name_holds_nobody_else() {
    let mut world = told(&[PRACTICE, "A81002"]);
    world.to(at("2010-01-05T10:00"));
    world.ready("A81002").unwrap();
    world
        .answers("A81002", precede_model::Answer::TakesPart)
        .unwrap();
    world.materials();
    world.to(at("2010-02-01T12:00"));
    assert!(!world.is_open("publicity", None));
    assert_eq!(
        world.publicity().unwrap_err().unmet.missing,
        Missing::PracticeReady
    );
    world.release_silent(PRACTICE).unwrap();
    world.publicity().unwrap();
    world.list("A82001", 10).unwrap_err();
    assert_eq!(
        world.list(PRACTICE, 10).unwrap_err().unmet.rule,
        Rule::Order
    );
    world.list("A81002", 10).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// The daemon was away for weeks: what was due comes once, the last reminder for all that were missed.
#[test]
fn reminders_missed_are_not_made_up_for() {
    let mut world = told(&[PRACTICE]);
    world.down_until(at("2010-03-15T09:00"));
    world.daemon();
    assert_eq!(
        world.news(),
        [
            "notice-planned A81001 reminder 2",
            "escalated A81001",
            "chase-ended A81001",
            "notice-handed-over A81001 reminder 2",
        ]
    );
    world.to(at("2010-04-15T09:00"));
    assert_eq!(world.news(), Vec::<String>::new());
}

#[test]
fn nobody_is_reminded_who_has_answered_meanwhile() {
    let mut world = told(&[PRACTICE]);
    world.down_until(at("2010-01-11T00:00"));
    assert_eq!(world.outbox.len(), 1);
    world.ready(PRACTICE).unwrap();
    assert_eq!(world.daemon().not_wanted, 1);
    // A reminder overtaken by the next is not sent after it.
    let mut world = told(&[PRACTICE]);
    world.down_until(at("2010-01-11T00:00"));
    world.down_until(at("2010-01-14T00:00"));
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    assert_eq!(
        world.events.last().map(super::world::line).unwrap(),
        "notice-handed-over A81001 reminder 2"
    );
}

#[test]
fn a_notice_that_cannot_leave_is_tried_again_under_a_key_of_its_own() {
    let mut world = World::planned("scr", &[PRACTICE], &["B82001"]);
    world.start();
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(Position::Neutral).unwrap();
    world.relay_refuses();
    for practice in [PRACTICE, "B82001"] {
        let StepState::Open(open) = world.state("tell-practice", Some(practice)) else {
            panic!("the notice is still open");
        };
        assert_eq!(open.progress, Progress::Failed);
    }
    world.to(at("2010-01-06T09:00"));
    let retry = |practice: &str| Order::Retry {
        step: "tell-practice".parse().unwrap(),
        practice: code(practice),
    };
    for practice in [PRACTICE, "B82001"] {
        world
            .order(Role::PctStaff, "staff", retry(practice))
            .unwrap();
        assert_eq!(world.daemon().left, 1);
        assert!(world.is_done("tell-practice", Some(practice)));
    }
    let again = world.order(Role::PctStaff, "staff", retry(PRACTICE));
    assert_eq!(again.unwrap_err().unmet.missing, Missing::StepOpen);
    world.check();
}

/// A practice without an address is told and ready by one telephone call; one only in reach is told by it.
#[test]
fn who_cannot_be_written_to_can_be_telephoned() {
    let mut world = World::planned("scr", &[PRACTICE], &["B82001"]);
    world.start();
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(Position::Neutral).unwrap();
    assert!(
        world.ready_by_telephone(PRACTICE).is_err(),
        "its mail is on its way"
    );
    world.relay_refuses();
    assert!(world.ready(PRACTICE).is_err(), "it has no link to follow");
    for practice in [PRACTICE, "B82001"] {
        world.ready_by_telephone(practice).unwrap();
        assert!(world.is_done("tell-practice", Some(practice)));
        assert_eq!(world.facts(practice).told, Some(world.now));
    }
    assert!(world.is_done("practice-ready", Some(PRACTICE)));
    world.check();
}

#[test]
fn the_lmc_is_silent_after_one_whole_cycle() {
    let mut world = World::scr(&[PRACTICE]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    assert_eq!(world.wake, None, "no papers, no cycle");
    let silent = world.lmc(Position::Silent).unwrap_err();
    assert_eq!(silent.unmet.rule, Rule::Evidence);
    let papers = |stage| Order::Consult {
        step: "consult-lmc".parse().unwrap(),
        practice: None,
        stage,
    };
    world
        .order(Role::PctLead, "lead", papers(ConsultStage::Papers))
        .unwrap();
    world.to(at("2010-01-20T09:00"));
    world
        .order(Role::PctLead, "lead", papers(ConsultStage::Meeting))
        .unwrap();
    world.to(at("2010-02-02T23:59"));
    assert!(world.is_open("consult-lmc", None));
    world.to(at("2010-02-03T00:00"));
    assert!(world.is_done("consult-lmc", None));
    assert_eq!(world.count("lmc-consulted"), 1);
    world.check();
}

#[test]
fn an_objection_is_heard_and_the_campaign_goes_on() {
    let mut world = World::scr(&[PRACTICE]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(Position::Objects).unwrap();
    assert!(world.is_open("tell-practice", Some(PRACTICE)));
    let unheard = world.order(
        Role::Practice,
        "gp-A81001",
        acknowledge(PRACTICE, How::Link),
    );
    assert_eq!(unheard.unwrap_err().unmet.missing, Missing::StepOpen);
}
