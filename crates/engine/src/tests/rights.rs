//! Who may do what, and four eyes.

use precede_model::{
    Actor, Answer, ClockEffect, Command, Digest, How, Missing, Order, Role, Rule, Side,
};

use super::{
    scr::{WHOLE, acknowledge, gp, sign_off},
    world::{World, at, code},
};

const PRACTICE: &str = "A81001";

const ROLES: [Role; 15] = [
    Role::ProgrammeLead,
    Role::RegionLead,
    Role::PctLead,
    Role::PctApprover,
    Role::PctStaff,
    Role::Director,
    Role::Practice,
    Role::Lmc,
    Role::CaldicottGuardian,
    Role::DataProtectionOfficer,
    Role::RiskOwner,
    Role::Helpline,
    Role::MailHouse,
    Role::Auditor,
    Role::Administrator,
];

/// Each order at a moment at which it would be taken, with the roles that may give it.
#[test]
fn every_order_is_for_its_roles_alone() {
    use Role::{
        Administrator, Director, Helpline, MailHouse, PctApprover, PctLead, PctStaff, Practice,
        ProgrammeLead, RegionLead,
    };
    let practice = code(PRACTICE);
    let mut planned = World::planned("scr", &[PRACTICE], &[]);
    may(
        &mut planned,
        Order::Start,
        &[PctLead, Director, ProgrammeLead],
    );

    let mut begun = World::scr(&[PRACTICE]);
    let leads = [PctLead, Director, RegionLead, ProgrammeLead];
    may(&mut begun, Order::Pause(ClockEffect::Runs), &leads);
    may(&mut begun, Order::Withdraw, &leads);
    may(&mut begun, finish("readiness", None), &[RegionLead]);
    let join = Order::Join {
        practice: code("A81009"),
        from: None,
        told_at: None,
        informed_at: None,
        answer: None,
    };
    may(&mut begun, join, &[Administrator, PctLead, Director]);
    may(
        &mut begun,
        Order::Close { practice },
        &[Administrator, PctLead, Director],
    );

    begun.done(RegionLead, "region", "readiness").unwrap();
    let sign = Order::Sign {
        step: "plan".parse().unwrap(),
        practice: None,
        digest: Digest::of("plan"),
        contents: Vec::new(),
    };
    may(&mut begun, sign, &[PctLead, Director, PctApprover]);
    begun.signed("plan", &[]).unwrap();
    let of_staff = [PctStaff, PctLead, PctApprover, Director];
    may(&mut begun, finish("slot-booked", None), &of_staff);
    let with_helpline = [Helpline, PctStaff, PctLead, PctApprover, Director];
    may(&mut begun, finish("helpline", None), &with_helpline);

    let mut told = World::scr(&[PRACTICE]);
    told.prepared();
    may(&mut told, acknowledge(PRACTICE, How::Link), &[Practice]);
    may(&mut told, acknowledge(PRACTICE, How::Phone), &of_staff);
    may(&mut told, acknowledge(PRACTICE, How::Visit), &of_staff);
    let answer = Order::Answer {
        practice,
        answer: Answer::Declines,
    };
    may(&mut told, answer, &[Practice]);
    told.to(at("2010-02-01T12:00"));
    may(&mut told, Order::ReleaseSilent { practice }, &[Director]);

    let mut released = World::scr(&[PRACTICE]);
    released.released();
    let with_mail_house = [MailHouse, PctStaff, PctLead, PctApprover, Director];
    let batch = 1;
    may(
        &mut released,
        Order::Stopped { practice, batch },
        &with_mail_house,
    );
    let mut back = vec![Practice];
    back.extend(of_staff);
    may(
        &mut released,
        Order::WithdrawAcknowledgement { practice },
        &back,
    );

    let mut chosen = World::scr(&[PRACTICE]);
    chosen.chosen();
    may(
        &mut chosen,
        sign_off("practice-agrees", PRACTICE),
        &[Practice],
    );
    chosen.practice_agrees(PRACTICE).unwrap();
    may(
        &mut chosen,
        sign_off("pct-agrees", PRACTICE),
        &[PctLead, Director],
    );
    chosen.pct_agrees(PRACTICE).unwrap();
    let take_back = |side| Order::WithdrawAgreement { practice, side };
    may(&mut chosen, take_back(Side::Practice), &[Practice]);
    may(&mut chosen, take_back(Side::Pct), &[PctLead, Director]);
}

fn may(world: &mut World, order: Order, allowed: &[Role]) {
    for role in ROLES {
        let mut copy = world.clone();
        let answer = copy.order(role, "somebody", order.clone());
        match answer {
            Ok(()) => assert!(allowed.contains(&role), "{role} gave `{}`", order.word()),
            Err(refusal) => {
                assert!(
                    !allowed.contains(&role),
                    "{role}: {refusal} to `{}`",
                    order.word()
                );
                assert_eq!(
                    (refusal.unmet.rule, refusal.unmet.missing),
                    (Rule::Rights, Missing::Role),
                    "{role} for `{}`",
                    order.word()
                );
            }
        }
    }
    let machine = world.clone().command(Command {
        by: Actor::Precede,
        role: allowed[0],
        happened: None,
        confirmed_by: None,
        evidence: precede_model::Evidence {
            reason: Some("due".to_owned()),
            ..Default::default()
        },
        order: order.clone(),
    });
    let of_register = matches!(order, Order::Join { .. } | Order::Close { .. });
    assert_eq!(
        machine.is_ok(),
        of_register,
        "a machine gave `{}`",
        order.word()
    );
}

fn finish(step: &str, practice: Option<&str>) -> Order {
    Order::Finish {
        step: step.parse().unwrap(),
        practice: practice.map(code),
        counts: None,
    }
}

#[test]
fn no_person_reports_for_the_daemon() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let practice = code(PRACTICE);
    let orders = [
        Order::Released { practice, batch: 1 },
        Order::PermitIssued {
            step: "permit".parse().unwrap(),
            practice,
            digest: Digest::of("made up"),
        },
        Order::HandedOver {
            step: "tell-practice".parse().unwrap(),
            practice,
            template: "tell-practice".parse().unwrap(),
            number: 0,
            message_id: "made-up@precede.invalid".to_owned(),
        },
    ];
    for order in orders {
        for role in ROLES {
            let refusal = world.order(role, "somebody", order.clone()).unwrap_err();
            assert_eq!(refusal.unmet.missing, Missing::Role);
        }
    }
}

#[test]
fn the_second_signature_is_another_persons_on_the_same_content() {
    let mut world = World::scr(&[PRACTICE]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    let sign = |world: &mut World, person: &str, content: &str| {
        let order = Order::Sign {
            step: "plan".parse().unwrap(),
            practice: None,
            digest: Digest::of(content),
            contents: Vec::new(),
        };
        world.order(Role::PctApprover, person, order)
    };
    let assured = sign(&mut world, "region", "plan").unwrap_err();
    assert_eq!(
        (assured.unmet.rule, assured.unmet.missing),
        (Rule::R2, Missing::DifferentPeople)
    );
    sign(&mut world, "ann", "plan").unwrap();
    let same = sign(&mut world, "ann", "plan").unwrap_err();
    assert_eq!(same.unmet.missing, Missing::SecondPerson);
    let other = sign(&mut world, "ben", "another plan").unwrap_err();
    assert_eq!(other.unmet.missing, Missing::SameContent);
    sign(&mut world, "ben", "plan").unwrap();
    let plan = world.campaign.facts.plan.as_ref().unwrap();
    assert_eq!((plan.first.as_str(), plan.second.as_str()), ("ann", "ben"));
}

#[test]
fn a_pack_is_signed_whole() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared();
    world
        .signs(Role::PctLead, "lead", ("pack", &WHOLE))
        .unwrap();
    let lacking = world.signs(Role::PctApprover, "approver", ("pack", &WHOLE[1..]));
    let unmet = lacking.unwrap_err().unmet;
    assert_eq!((unmet.rule, unmet.missing), (Rule::R3, Missing::PackWhole));
    world
        .signs(Role::PctApprover, "approver", ("pack", &WHOLE))
        .unwrap();
    assert!(world.is_done("pack", None));
}

#[test]
fn one_person_does_not_sign_for_both_sides() {
    let mut world = World::scr(&[PRACTICE]);
    world.chosen();
    let practice = sign_off("practice-agrees", PRACTICE);
    world.order(Role::Practice, "ann", practice).unwrap();
    let refusal = world.order(Role::PctLead, "ann", sign_off("pct-agrees", PRACTICE));
    let unmet = refusal.unwrap_err().unmet;
    assert_eq!(
        (unmet.rule, unmet.missing),
        (Rule::R6, Missing::DifferentPeople)
    );
    world.pct_agrees(PRACTICE).unwrap();
    let again = world.practice_agrees(PRACTICE).unwrap_err();
    assert_eq!(again.unmet.missing, Missing::StepOpen);
    assert_ne!(gp(PRACTICE), "lead");
}
