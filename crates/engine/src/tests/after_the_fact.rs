//! What happened against a rule is recorded, and nothing more goes on before a person has looked.

use precede_model::{
    Act, Answer, Digest, HeldAct, Missing, Order, PatientList, Role, Rule, facts::Permit,
};

use super::{
    others::directive,
    scr::{gp, patients, sign_off},
    world::{World, at, code},
};
use crate::explain;

const PRACTICE: &str = "A81001";

fn raised(world: &World) -> usize {
    world.count("alarm-raised")
}

#[test]
fn letters_from_a_list_grown_too_old_are_an_alarm_and_an_incident() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    let mut in_time = world.clone();
    in_time.to(at("2010-01-22T16:00"));
    in_time.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(raised(&in_time), 0);
    world.to(at("2010-03-25T16:00"));
    world.news();
    world.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(
        world.news()[..3],
        [
            "batch-posted A81001 1",
            "alarm-raised A81001 1 posted-against-rule",
            "case-opened A81001 posted-against-rule",
        ]
    );
    world.clears(PRACTICE, 1).unwrap();
}

#[test]
fn letters_none_of_which_left_are_no_alarm() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.to(at("2010-03-25T16:00"));
    world.posts_with(PRACTICE, 1, (0, 0, 1_000)).unwrap();
    assert_eq!(raised(&world), 0);
}

#[test]
fn letters_posted_under_a_directive_are_an_alarm() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.binds(directive("dh", &[HeldAct::Post])).unwrap();
    world.to(at("2010-01-22T16:00"));
    world.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(raised(&world), 1);
}

#[test]
fn letters_that_rested_on_an_acknowledgement_taken_back_hold_the_permit() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.to(at("2010-01-21T10:00"));
    let order = Order::WithdrawAcknowledgement {
        practice: code(PRACTICE),
    };
    world.order(Role::Practice, &gp(PRACTICE), order).unwrap();
    world.to(at("2010-01-22T16:00"));
    world.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(raised(&world), 1);
    let of = Some(code(PRACTICE));
    let lacks = explain(&world.def, &world.campaign, Act::Permit, of, world.now).unwrap();
    assert!(lacks.iter().any(|lack| lack.rule == Rule::R12), "{lacks:?}");
}

#[test]
fn who_declines_takes_the_agreement_back_and_signs_again() {
    // The other has not signed, so the campaign goes on.
    let mut world = World::scr(&[PRACTICE, "A81002"]);
    world.chosen();
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    world.daemon();
    world.news();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    let news = world.news();
    for expected in [
        "agreement-withdrawn A81001",
        "permit-revoked A81001",
        "case-opened A81001 agreement-taken-back",
    ] {
        assert!(
            news.iter().any(|line| line.starts_with(expected)),
            "{news:?}"
        );
    }
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    world.daemon();
    assert!(!matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.practice_agrees(PRACTICE).unwrap();
    world.daemon();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.check();
}

#[test]
fn who_reconciled_does_not_sign_for_the_pct() {
    let mut world = World::scr(&[PRACTICE]);
    world.chosen();
    world.practice_agrees(PRACTICE).unwrap();
    let order = sign_off("pct-agrees", PRACTICE);
    // The letters were reconciled by this very person, who leads besides.
    let mut same = world.clone();
    let refusal = same.order(Role::PctLead, "pct-staff", order).unwrap_err();
    assert_eq!(
        (refusal.unmet.rule, refusal.unmet.missing),
        (Rule::R6, Missing::DifferentPeople)
    );
    world.pct_agrees(PRACTICE).unwrap();
}

#[test]
fn an_upload_of_more_people_than_were_told_is_an_alarm() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    world.daemon();
    world.uploads_of(PRACTICE, 1_000).unwrap();
    assert_eq!(raised(&world), 0);
    world.uploads_of(PRACTICE, 1_004).unwrap();
    assert_eq!(raised(&world), 1);
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
}

#[test]
fn who_signed_wrong_content_first_begins_again() {
    let mut world = World::scr(&[PRACTICE]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    let sign = |content: &str| Order::Sign {
        step: "plan".parse().unwrap(),
        practice: None,
        digest: Digest::of(content),
        contents: Vec::new(),
    };
    world.order(Role::PctLead, "lead", sign("wrong")).unwrap();
    let again = world.order(Role::PctLead, "lead", sign("wrong"));
    assert_eq!(again.unwrap_err().unmet.missing, Missing::SecondPerson);
    let other = world.order(Role::PctApprover, "approver", sign("right"));
    assert_eq!(other.unwrap_err().unmet.missing, Missing::SameContent);
    world.order(Role::PctLead, "lead", sign("right")).unwrap();
    assert!(world.is_open("plan", None), "one signature is not two");
    world
        .order(Role::PctApprover, "approver", sign("right"))
        .unwrap();
    assert!(world.is_done("plan", None));
}

#[test]
fn letters_are_posted_while_the_agreement_for_their_list_lasts() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised();
    world.to(at("2010-01-20T10:00"));
    let list = PatientList {
        agreement_expires: "2010-01-21".parse().unwrap(),
        ..patients(world.now, 1_000)
    };
    world.list_of(PRACTICE, list).unwrap();
    world.daemon();
    let batch = world.facts(PRACTICE).batches[0];
    assert_eq!(batch.post_by, at("2010-01-22").plus_seconds(-1));
    let mut late = world.clone();
    late.to(at("2010-01-22T00:00"));
    late.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(raised(&late), 1);
    world.to(batch.post_by);
    world.posts(PRACTICE, 1, 1_000).unwrap();
    assert_eq!(raised(&world), 0);
    world.check();
}
