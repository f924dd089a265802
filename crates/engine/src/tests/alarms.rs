//! R12, alarms: what a report shows holds a practice's next letters and its permit until a named person has looked
//! into it. Telling the practice goes on.

use precede_model::{
    Act, Actor, AlarmKind, Command, Digest, EnquiryReason, Evidence, HeldAct, Missing, Order,
    Report, Role, Rule, facts::Permit,
};

use super::{
    others::directive,
    scr::gp,
    world::{World, at, code},
};
use crate::explain;

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

fn holds(about: AlarmKind) -> (Rule, Missing) {
    (Rule::R12, Missing::AlarmCleared(about))
}

#[test]
fn a_patient_who_asks_about_a_letter_shows_that_it_went_before_the_practice_was_ready() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared();
    world.news();
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    world.asks(OTHER, EnquiryReason::Letter).unwrap();
    for about in [
        EnquiryReason::OptOut,
        EnquiryReason::Programme,
        EnquiryReason::Format,
        EnquiryReason::Other,
    ] {
        world.asks(PRACTICE, about).unwrap();
    }
    let news = world.news();
    let raised: Vec<_> = (news.iter())
        .filter(|line| line.starts_with("alarm"))
        .collect();
    assert_eq!(
        raised,
        [
            "alarm-raised A81001 1 letters-before-ready",
            "alarm-raised A81002 2 letters-before-ready",
        ],
        "one of a kind a practice"
    );
    assert_eq!(world.count("enquiry-logged"), 7);
    world.clears(PRACTICE, 1).unwrap();
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    assert_eq!(
        world.events.last().map(super::world::line).unwrap(),
        "alarm-raised A81001 3 letters-before-ready",
        "it shows again after it was cleared"
    );
    world.clears(PRACTICE, 3).unwrap();
    world.ready(PRACTICE).unwrap();
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    assert_eq!(world.count("alarm-raised"), 3, "the practice is ready");
    world.check();
}

#[test]
fn witnesses_report_of_practices_that_are_there() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    let ask = |practice| {
        Order::Report(Report::Enquiry {
            practice: code(practice),
            about: EnquiryReason::Letter,
        })
    };
    for role in [
        Role::PctStaff,
        Role::Helpline,
        Role::Practice,
        Role::RegionLead,
    ] {
        world.order(role, "witness", ask(PRACTICE)).unwrap();
    }
    let rights = world.order(Role::MailHouse, "mailer", ask(PRACTICE));
    assert_eq!(rights.unwrap_err().unmet.missing, Missing::Role);
    let nobody = world.order(Role::Helpline, "helpline", ask("X99999"));
    assert_eq!(nobody.unwrap_err().unmet.missing, Missing::Unknown);
    let practice = code(OTHER);
    world
        .order(Role::Administrator, "registrar", Order::Close { practice })
        .unwrap();
    assert!(world.order(Role::Helpline, "helpline", ask(OTHER)).is_err());
    world.check();
}

#[test]
fn letters_wait_until_the_alarm_is_cleared() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    world
        .raises(PRACTICE, AlarmKind::CountsDoNotReconcile)
        .unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    assert_eq!(world.daemon().left, 1, "the other practice is not held");
    let of = Some(code(PRACTICE));
    let lacks = explain(&world.def, &world.campaign, Act::Post, of, world.now).unwrap();
    let lacks: Vec<_> = lacks
        .iter()
        .map(|lack| ((lack.rule, lack.missing), lack.who, lack.from))
        .collect();
    let lack = holds(AlarmKind::CountsDoNotReconcile);
    assert_eq!(lacks, [(lack, Role::PctLead, None)]);
    world.clears(PRACTICE, 1).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// What is with the mail house is not recalled: the alarm is about what is next.
#[test]
fn letters_planned_before_are_refused_at_the_claim_and_those_that_left_go_on() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(OTHER, 1_000).unwrap();
    world.daemon();
    world.list(PRACTICE, 1_000).unwrap();
    for practice in [PRACTICE, OTHER] {
        world
            .raises(practice, AlarmKind::AcknowledgedByNoPerson)
            .unwrap();
    }
    let refused = world.daemon().refused;
    assert_eq!(
        (refused[0].rule, refused[0].missing),
        holds(AlarmKind::AcknowledgedByNoPerson)
    );
    assert_eq!(world.count("batch-stopped"), 1);
    // Nor are they when all is looked at anew for another reason.
    world.binds(directive("dh", &[HeldAct::Start])).unwrap();
    assert_eq!(world.count("recall-asked"), 0);
    world.to(at("2010-01-21T10:00"));
    world.clears_all(PRACTICE);
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn a_permit_waits_until_the_alarm_is_cleared_and_a_standing_one_stands() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.chosen();
    for practice in [PRACTICE, OTHER] {
        world.practice_agrees(practice).unwrap();
    }
    world.pct_agrees(OTHER).unwrap();
    world.daemon();
    world.pct_agrees(PRACTICE).unwrap();
    for practice in [PRACTICE, OTHER] {
        world
            .raises(practice, AlarmKind::LettersBeforeReady)
            .unwrap();
    }
    let refused = world.daemon().refused;
    assert_eq!(
        (refused[0].rule, refused[0].missing),
        holds(AlarmKind::LettersBeforeReady)
    );
    assert_eq!(world.facts(PRACTICE).permit, Permit::None);
    world.binds(directive("dh", &[HeldAct::Start])).unwrap();
    assert!(matches!(world.facts(OTHER).permit, Permit::Issued { .. }));
    assert_eq!(world.outbox, []);
    world.clears(PRACTICE, 1).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// Raised between the daemon's claim and its word: the event is the permit, and it is not written.
#[test]
fn a_permit_under_way_when_an_alarm_is_raised_is_not_issued() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    world.outbox.clear();
    world
        .raises(PRACTICE, AlarmKind::LettersBeforeReady)
        .unwrap();
    world.news();
    let word = Command {
        by: Actor::Precede,
        role: Role::Administrator,
        happened: None,
        confirmed_by: None,
        evidence: Evidence::default(),
        order: Order::PermitIssued {
            step: "permit".parse().unwrap(),
            practice: code(PRACTICE),
            digest: Digest::of("evidence"),
        },
    };
    world.command(word).unwrap();
    assert_eq!(
        world.news(),
        [
            "refused A81001 R12 alarm-cleared:letters-before-ready",
            "step-opened A81001 permit#2",
        ]
    );
    world.clears(PRACTICE, 1).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.count("permit-issued"), 1);
    world.check();
}

/// Telling it is the cure.
#[test]
fn a_practice_with_an_alarm_is_told_and_reminded() {
    let mut world = World::scr(&[PRACTICE]);
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    world.prepared().to(at("2010-01-12T09:00"));
    assert!(world.facts(PRACTICE).told.is_some());
    assert_eq!(world.count("notice-handed-over"), 2, "notice and reminder");
    world.check();
}

#[test]
fn an_alarm_is_cleared_once_by_a_lead_who_says_what_was_found() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.asks(PRACTICE, EnquiryReason::Letter).unwrap();
    let clear = |role, person: &str, evidence| Command {
        by: Actor::Person(person.parse().unwrap()),
        role,
        happened: None,
        confirmed_by: None,
        evidence,
        order: Order::Report(Report::ClearAlarm {
            practice: code(PRACTICE),
            alarm: 1,
        }),
    };
    let note = |text: &str| Evidence {
        note: Some(text.to_owned()),
        ..Evidence::default()
    };
    for (role, person) in [
        (Role::PctStaff, "staff"),
        (Role::Helpline, "helpline"),
        (Role::Practice, &gp(PRACTICE)),
    ] {
        let refusal = world
            .command(clear(role, person, note("nothing")))
            .unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Role);
    }
    for evidence in [Evidence::default(), note(" ")] {
        let refusal = world.command(clear(Role::PctLead, "lead", evidence));
        assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Reason);
    }
    let machine = Command {
        by: Actor::Precede,
        ..clear(Role::PctLead, "lead", note("nothing"))
    };
    assert_eq!(
        world.command(machine).unwrap_err().unmet.missing,
        Missing::Role
    );
    for (practice, alarm) in [(PRACTICE, 2), (OTHER, 1)] {
        let refusal = world.clears(practice, alarm).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Unknown);
    }
    for role in [Role::PctLead, Role::RegionLead, Role::ProgrammeLead] {
        let found = note("an old letter of another programme");
        world.clone().command(clear(role, "lead", found)).unwrap();
    }
    world.clears(PRACTICE, 1).unwrap();
    let twice = world.clears(PRACTICE, 1).unwrap_err();
    assert_eq!(twice.unmet.missing, Missing::Unknown);
    world.check();
}

#[test]
fn an_upload_without_a_permit_is_an_alarm_and_an_incident() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned();
    world.news();
    // Planned is not given.
    world.uploads(PRACTICE).unwrap();
    assert_eq!(
        world.news(),
        [
            "upload-reported A81001",
            "alarm-raised A81001 1 upload-without-permit",
            "case-opened A81001 upload-without-permit",
        ]
    );
    assert_eq!(world.daemon().left, 1, "only the other's permit leaves");
    world.uploads(OTHER).unwrap();
    assert_eq!(world.news().last().unwrap(), "upload-reported A81002");
    world.revokes(Role::PctLead, OTHER).unwrap();
    world.news();
    world.uploads(OTHER).unwrap();
    assert_eq!(world.count("alarm-raised"), 2, "taken back is not given");
    let refusal = world.reports(
        Role::Helpline,
        "helpline",
        Report::Upload {
            practice: code(PRACTICE),
            records: None,
        },
    );
    assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Role);
    world.check();
}

/// Letters of one batch of a practice, posted whole.
fn posted(own: u32, others: u32) -> World {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    for (practice, letters) in [(PRACTICE, own), (OTHER, others)] {
        world.list(practice, letters).unwrap();
        world.daemon();
        world.posts(practice, 1, letters).unwrap();
    }
    world
}

/// More than 9 in 100 and at least ten of them.
#[test]
fn letters_that_come_back_far_beyond_the_norm_raise_an_alarm() {
    for (letters, back, raised) in [
        (1_000, &[90][..], 0),
        (1_000, &[91], 1),
        (1_000, &[45, 45], 0),
        (1_000, &[45, 45, 1], 1),
        (1_000, &[91, 1], 1),
        (50, &[9], 0),
        (50, &[10], 1),
        (111, &[10], 1),
        (112, &[10], 0),
    ] {
        let mut world = posted(letters, 10);
        world.to(at("2010-02-05T09:00"));
        for items in back {
            world.returns(PRACTICE, 1, *items).unwrap();
        }
        assert_eq!(world.count("alarm-raised"), raised, "{back:?} of {letters}");
        let alarms = &world.facts(PRACTICE).alarms;
        assert!(
            alarms
                .iter()
                .all(|alarm| alarm.about == AlarmKind::ReturnsFarFromNorm)
        );
        world.check();
    }
}

/// Against the rest of the campaign: five times as many and at least fifty, or none at all among two thousand letters
/// where others had one in a thousand.
#[test]
fn opt_outs_far_from_the_others_raise_an_alarm() {
    for ((own_letters, own), (letters, others), raised) in [
        ((1_000, 60), (1_000, Some(12)), 0),
        ((1_000, 61), (1_000, Some(12)), 1),
        ((2_000, 120), (1_000, Some(12)), 0),
        ((2_000, 121), (1_000, Some(12)), 1),
        ((1_000, 49), (1_000, Some(0)), 0),
        ((1_000, 50), (1_000, Some(0)), 1),
        ((1_000, 900), (1_000, None), 0),
        ((2_000, 0), (2_000, Some(2)), 1),
        ((2_000, 1), (2_000, Some(2)), 0),
        ((2_000, 0), (2_000, Some(1)), 0),
        ((1_999, 0), (2_000, Some(2)), 0),
    ] {
        let mut world = posted(own_letters, letters);
        world.to(at("2010-04-28T09:00"));
        if let Some(others) = others {
            world.opt_outs(OTHER, others).unwrap();
        }
        let before = world.count("alarm-raised");
        world.opt_outs(PRACTICE, own).unwrap();
        assert_eq!(
            world.count("alarm-raised") - before,
            raised,
            "{own} of {own_letters} against {others:?} of {letters}"
        );
        let alarms = &world.facts(PRACTICE).alarms;
        assert!(
            alarms
                .iter()
                .all(|alarm| alarm.about == AlarmKind::OptOutsFarFromNorm)
        );
        world.check();
    }
}
