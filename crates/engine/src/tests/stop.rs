//! R12, stop means stop: what rests on a fact taken back stops, and its own step opens again.

use precede_model::{
    Answer, Missing, Order, Role, Rule, StepState,
    facts::{BatchState, Permit},
};

use super::world::{World, at, code};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

#[test]
fn an_acknowledgement_taken_back_stops_planned_letters_and_opens_its_step_again() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    world.news();
    world.not_ready_after_all(PRACTICE).unwrap();
    assert_eq!(
        world.news(),
        [
            "informed-withdrawn A81001",
            "batch-stopped A81001 1",
            "step-opened A81001 practice-ready#2",
        ]
    );
    assert_eq!(world.daemon().not_wanted, 1);
    world.to(at("2010-01-21T10:00"));
    world.ready(PRACTICE).unwrap();
    let StepState::Done(done) = world.state("practice-ready", Some(PRACTICE)) else {
        panic!("it is ready again");
    };
    assert_eq!(done.occurrence, 2);
    // The lead runs anew; deaths are checked anew for the list.
    world.to(at("2010-02-04T09:00"));
    assert_eq!(world.outbox, []);
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.facts(PRACTICE).batches[1].number, 2);
    world.check();
}

#[test]
fn an_acknowledgement_taken_back_recalls_letters_at_the_mail_house() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.not_ready_after_all(PRACTICE).unwrap();
    world.daemon();
    assert_eq!(world.recalled, [(code(PRACTICE), 1)]);
    world.stops(PRACTICE, 1).unwrap();
    assert!(matches!(
        world.facts(PRACTICE).batches[0].state,
        BatchState::Stopped { .. }
    ));
    assert!(world.is_open("batch", Some(PRACTICE)));
    world.check();
}

/// Taken back between the daemon's claim and its word: the manifest is with the mail house, and is recalled.
#[test]
fn letters_released_as_they_were_stopped_are_recalled() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let mut late = world.clone();
    late.not_ready_after_all(PRACTICE).unwrap();
    late.outbox.clear();
    let released = precede_model::Command {
        by: precede_model::Actor::Precede,
        role: Role::Administrator,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: Order::Released {
            practice: code(PRACTICE),
            batch: 1,
        },
    };
    late.command(released.clone()).unwrap();
    assert_eq!(
        late.command(released).unwrap_err().unmet.missing,
        Missing::WrittenFirst
    );
    late.daemon();
    assert_eq!(late.recalled, [(code(PRACTICE), 1)]);
}

#[test]
fn an_acknowledgement_taken_back_revokes_the_permit_until_it_is_given_again() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.chosen();
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    world.daemon();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.not_ready_after_all(PRACTICE).unwrap();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Revoked { .. }
    ));
    assert_eq!(world.outbox, [], "not given again at once");
    world.ready(PRACTICE).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.count("permit-issued"), 2);
    world.check();
}

#[test]
fn an_agreement_taken_back_revokes_the_permit() {
    for issued in [true, false] {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.chosen();
        world.practice_agrees(PRACTICE).unwrap();
        world.pct_agrees(PRACTICE).unwrap();
        if issued {
            world.daemon();
        }
        world.takes_agreement_back(PRACTICE).unwrap();
        assert!(matches!(
            world.facts(PRACTICE).permit,
            Permit::Revoked { .. }
        ));
        assert_eq!(
            world.daemon().left,
            0,
            "the permit planned before is not wanted"
        );
        let StepState::Open(open) = world.state("practice-agrees", Some(PRACTICE)) else {
            panic!("the practice may agree again");
        };
        assert_eq!(open.occurrence, 2);
        assert!(
            world.is_done("pct-agrees", Some(PRACTICE)),
            "done successors stay done"
        );
        let twice = world.takes_agreement_back(PRACTICE).unwrap_err();
        assert_eq!(twice.unmet.rule, Rule::Order);
        world.practice_agrees(PRACTICE).unwrap();
        assert_eq!(world.daemon().left, 1);
        assert!(matches!(
            world.facts(PRACTICE).permit,
            Permit::Issued { .. }
        ));
        world.check();
    }
}

/// Taken back between the daemon's claim and its word: the event is the permit, and it is not written.
#[test]
fn a_permit_whose_ground_goes_as_it_is_issued_is_not_issued() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    assert_eq!(world.warrant(&world.outbox[0]), Ok(()));
    world.outbox.clear();
    world.takes_agreement_back(PRACTICE).unwrap();
    world.news();
    let issued = precede_model::Command {
        by: precede_model::Actor::Precede,
        role: Role::Administrator,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: Order::PermitIssued {
            step: "permit".parse().unwrap(),
            practice: code(PRACTICE),
            digest: precede_model::Digest::of("evidence"),
        },
    };
    world.command(issued).unwrap();
    assert_eq!(world.news(), ["refused A81001 R12 written-first"]);
    world.practice_agrees(PRACTICE).unwrap();
    assert_eq!(world.daemon().left, 1, "a new one may be given");
    assert_eq!(world.count("permit-issued"), 1);
    world.check();
}

/// An agreement taken back after the campaign closed revokes: its work is not done, and it goes on to a new permit.
#[test]
fn a_closed_campaign_goes_on_when_its_permit_falls() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned().daemon();
    assert!(world.campaign.has_ended());
    world.news();
    world.takes_agreement_back(PRACTICE).unwrap();
    assert_eq!(
        world.news(),
        [
            "agreement-withdrawn A81001",
            "case-opened A81001 agreement-taken-back",
            "permit-revoked A81001",
            "campaign-reopened",
            "step-opened A81001 permit#2",
            "step-opened A81001 practice-agrees#2",
        ]
    );
    assert_eq!(world.outbox, [], "the practice no longer agrees");
    world.practice_agrees(PRACTICE).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert!(world.campaign.has_ended());
    world.check();
}

/// A practice that has moved took its permit along: the campaign it left has no work with it.
#[test]
fn a_closed_campaign_stays_closed_for_a_practice_that_has_left() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned().daemon();
    let practice = code(PRACTICE);
    for order in [
        Order::Leave { practice, to: None },
        Order::WithdrawAgreement {
            practice,
            side: precede_model::Side::Pct,
        },
    ] {
        let role = if matches!(order, Order::Leave { .. }) {
            Role::Administrator
        } else {
            Role::PctLead
        };
        world.order(role, "somebody", order).unwrap();
    }
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Revoked { .. }
    ));
    assert_eq!(world.count("campaign-reopened"), 0);
    assert!(world.campaign.has_ended());
    world.check();
}

#[test]
fn a_withdrawn_campaign_recalls_and_sends_nothing_more() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.list(OTHER, 500).unwrap();
    world.news();
    world
        .order(Role::RegionLead, "region", Order::Withdraw)
        .unwrap();
    assert_eq!(
        world.news(),
        [
            "campaign-withdrawn",
            "recall-asked A81001 1",
            "batch-stopped A81002 1"
        ]
    );
    let performed = world.daemon();
    assert_eq!(
        (performed.left, performed.not_wanted),
        (1, 1),
        "a recall is never held"
    );
    assert_eq!(world.recalled, [(code(PRACTICE), 1)]);
    assert_eq!(world.wake, None);
    world.posts(PRACTICE, 1, 1_000).unwrap();
    world.check();
}

/// A permit lives until its upload is reported, however long that takes; an upload of before was none of its own.
#[test]
fn a_withdrawn_campaign_revokes_permits_that_may_still_be_used() {
    let uploads = |world: &mut World| {
        world.uploads(PRACTICE).unwrap();
    };
    let nobody = |_: &mut World| {};
    type Deed = fn(&mut World);
    let cases: [(Deed, Deed, usize); 3] = [
        (nobody, nobody, 1),
        (nobody, uploads, 0),
        (uploads, nobody, 1),
    ];
    for (before, after, revoked) in cases {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.chosen();
        world.practice_agrees(PRACTICE).unwrap();
        before(&mut world);
        world.clears_all(PRACTICE);
        world.to(at("2010-04-28T10:00"));
        world.pct_agrees(PRACTICE).unwrap();
        world.daemon();
        world.to(at("2010-05-03T09:00"));
        after(&mut world);
        world.order(Role::PctLead, "lead", Order::Withdraw).unwrap();
        assert_eq!(world.count("permit-revoked"), revoked);
        world.check();
    }
}

#[test]
fn publicity_closed_short_opens_again_and_runs_anew() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-02-01T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    world.publicity_ends().unwrap();
    let StepState::Open(open) = world.state("publicity", None) else {
        panic!("publicity ran short of its minimum");
    };
    assert_eq!(open.occurrence, 2);
    assert_eq!(world.count("batch-stopped"), 1, "stopped at once");
    assert_eq!(world.daemon().not_wanted, 1);
    assert!(world.publicity_ends().is_err());
    world.to(at("2010-02-02T10:00"));
    world.publicity().unwrap();
    assert_eq!(world.daemon().left, 1, "the letters leave now");
    world.posts(PRACTICE, 2, 1_000).unwrap();
    world.to(at("2010-03-02T10:00"));
    world.publicity_ends().unwrap();
    assert!(world.is_done("publicity", None), "it ran its minimum");
    world.check();
}

#[test]
fn taking_back_says_why_and_takes_back_what_is_there() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared();
    let nothing = world.not_ready_after_all(PRACTICE).unwrap_err();
    assert_eq!(nothing.unmet.missing, Missing::PracticeInformed);
    world.ready(PRACTICE).unwrap();
    for reason in [None, Some(" ".to_owned())] {
        let refusal = world.command(precede_model::Command {
            by: precede_model::Actor::Person("gp-A81001".parse().unwrap()),
            role: Role::Practice,
            happened: None,
            confirmed_by: None,
            evidence: precede_model::Evidence {
                reason,
                ..Default::default()
            },
            order: Order::WithdrawAcknowledgement {
                practice: code(PRACTICE),
            },
        });
        assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Reason);
    }
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.not_ready_after_all(PRACTICE).unwrap();
    assert!(matches!(
        world.state("practice-ready", Some(PRACTICE)),
        StepState::Skipped(_)
    ));
    world.check();
}
