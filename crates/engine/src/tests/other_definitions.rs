//! The two other shipped definitions, from start to their last act.

use std::collections::BTreeMap;

use precede_model::{
    Act, Answer, Digest, How, Lifecycle, Missing, OptOutCounts, Order, Position, Role, Rule,
    definition::{Approval, Kind, PackPart},
    facts::Permit,
};

use super::{
    scr::{acknowledge, gp, patients},
    world::{World, at, code, def},
};

const PRACTICE: &str = "A81001";

/// Everything that waits for people of the campaign itself is done by who owns it; two people sign.
fn done_by_its_owners(world: &mut World) {
    loop {
        let open = world.def.definition.steps.clone().into_iter().find(|step| {
            !step.is_of_practice()
                && world.is_open(step.id.as_str(), None)
                && !matches!(step.kind, Kind::Recurring { .. } | Kind::Publicity { .. })
        });
        let Some(step) = open else { return };
        let id = step.id;
        match &step.kind {
            Kind::Task { .. } => {
                let person = format!("{}", step.owner);
                world.done(step.owner, &person, id.as_str()).unwrap();
            }
            Kind::Approval { subject, .. } => {
                let pack = match subject {
                    Approval::Pack => world.def.policy.pack.clone(),
                    Approval::Plan | Approval::Other(_) => Vec::<PackPart>::new(),
                };
                world.signed(id.as_str(), &pack).unwrap();
            }
            Kind::Consult { .. } => {
                let position = Order::TakePosition {
                    step: id,
                    practice: None,
                    position: Position::Supports,
                };
                world.order(step.owner, "consulter", position).unwrap();
            }
            _ => panic!("`{id}` is done by nobody here"),
        }
        world.daemon();
    }
}

fn task(world: &mut World, step: &str, counts: Option<u32>) {
    let (_, found) = world.def.find(step.parse().unwrap()).unwrap();
    let owner = found.owner;
    let order = Order::Finish {
        step: step.parse().unwrap(),
        practice: Some(code(PRACTICE)),
        counts: counts.map(|count| OptOutCounts {
            coded: count,
            received: count,
            passed_on: count,
        }),
    };
    world.order(owner, &format!("{owner}"), order).unwrap();
}

fn sign(world: &mut World, role: Role, step: &str, instrument: Option<&str>) -> bool {
    let order = Order::SignOff {
        step: step.parse().unwrap(),
        practice: code(PRACTICE),
        instrument: instrument.map(str::to_owned),
    };
    world.order(role, &format!("{role}"), order).is_ok()
}

/// A shared care record whose public notice is live since 10:00 on 18 January 2010.
fn noticed() -> World {
    let mut world = World::planned("shared-care-record", &[PRACTICE], &[]);
    world.start();
    done_by_its_owners(&mut world);
    task(&mut world, "practice-briefed", None);
    world
        .order(
            Role::Practice,
            &gp(PRACTICE),
            acknowledge(PRACTICE, How::Link),
        )
        .unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    task(&mut world, "privacy-notice", None);
    done_by_its_owners(&mut world);
    assert_eq!(world.publicity().unwrap_err().unmet.rule, Rule::R2);
    world.to(at("2010-01-18T10:00"));
    world.publicity().unwrap();
    world
}

/// What is left once the time to object has run.
fn goes_live(world: &mut World) {
    task(world, "fitness", None);
    task(world, "opt-outs-coded", Some(4));
    assert!(sign(world, Role::Practice, "practice-agrees", None));
    task(world, "reconciled", None);
    the_notice_period_must_be_ended(world);
    for nothing in [None, Some(""), Some(" ")] {
        assert!(!sign(world, Role::PctLead, "pct-agrees", nothing));
    }
    assert!(sign(
        world,
        Role::PctLead,
        "pct-agrees",
        Some("sharing agreement 3")
    ));
    assert_eq!(world.daemon().left, 1);
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    task(world, "first-flow", None);
    assert!(matches!(world.campaign.lifecycle, Lifecycle::Closed { .. }));
    world.check();
}

/// R5: that the weeks after the notice have run is not enough, their end is an event.
fn the_notice_period_must_be_ended(world: &World) {
    let lacks = |world: &World| {
        let practice = Some(code(PRACTICE));
        crate::explain(
            &world.def,
            &world.campaign,
            Act::Permit,
            practice,
            world.now,
        )
        .unwrap()
        .into_iter()
        .any(|lack| lack.rule == Rule::R5)
    };
    assert!(!lacks(world));
    let mut without = world.clone();
    without.campaign.tracks[0].facts.notice_period_ended = None;
    assert!(lacks(&without));
}

#[test]
fn a_shared_care_record_with_a_message_to_each_patient() {
    let mut world = noticed();
    world.list(PRACTICE, 200).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.posts(PRACTICE, 1, 200).unwrap();
    // The notice's minimum has run on 15 February, its eight weeks on 13 April; the message's ended before.
    world.to(at("2010-04-12T22:59"));
    assert_eq!(world.count("period-ended"), 1);
    world.to(at("2010-04-12T23:00"));
    assert_eq!(world.count("period-ended"), 2);
    goes_live(&mut world);
}

/// Where the assessment asks for no message, list and messages are passed over and the notice informs alone.
#[test]
fn a_shared_care_record_by_public_notice_alone() {
    let mut world = noticed();
    for step in ["list", "batch"] {
        let skip = Order::Skip {
            step: step.parse().unwrap(),
            practice: Some(code(PRACTICE)),
        };
        world.order(Role::PctLead, "lead", skip).unwrap();
    }
    world.to(at("2010-04-12T23:00"));
    assert_eq!(world.count("period-ended"), 1);
    goes_live(&mut world);
}

/// A notice taken down before its minimum informs nobody: the time to object begins with the one that runs.
#[test]
fn a_notice_cut_short_begins_no_period() {
    let mut world = noticed();
    for step in ["list", "batch"] {
        let skip = Order::Skip {
            step: step.parse().unwrap(),
            practice: Some(code(PRACTICE)),
        };
        world.order(Role::PctLead, "lead", skip).unwrap();
    }
    world.to(at("2010-02-01T10:00"));
    world.publicity_ends().unwrap();
    world.to(at("2010-02-08T10:00"));
    world.publicity().unwrap();
    world.to(at("2010-05-03T22:59"));
    assert_eq!(world.count("period-ended"), 0);
    world.to(at("2010-05-03T23:00"));
    assert_eq!(world.count("period-ended"), 1);
    goes_live(&mut world);
}

#[test]
fn letters_under_way_are_not_passed_over() {
    let mut world = noticed();
    world.list(PRACTICE, 200).unwrap();
    let skip = Order::Skip {
        step: "batch".parse().unwrap(),
        practice: Some(code(PRACTICE)),
    };
    let refusal = world.order(Role::PctLead, "lead", skip).unwrap_err();
    assert_eq!(refusal.unmet.missing, Missing::StepOpen);
}

#[test]
fn an_announcement_ends_with_its_last_invitation() {
    let mut world = World::planned("announcement", &[PRACTICE], &["B82001"]);
    world.start();
    let letter = Order::Adopt {
        step: "authority-letter".parse().unwrap(),
        from: "programme:announcement".to_owned(),
        seq: 1,
        hash: Digest::of("letter"),
        fact: "authority-letter".parse().unwrap(),
    };
    world
        .order(Role::ProgrammeLead, "national", letter)
        .unwrap();
    done_by_its_owners(&mut world);
    world
        .order(
            Role::Practice,
            &gp(PRACTICE),
            acknowledge(PRACTICE, How::Link),
        )
        .unwrap();
    world.to(at("2010-01-11T00:00"));
    world.publicity().unwrap();
    let mut list = patients(world.now, 2_500);
    list.excluded = BTreeMap::from([("outside the age range".to_owned(), 900)]);
    list.rows = 3_400;
    world.list_of(PRACTICE, list).unwrap();
    world.daemon();
    for (batch, items, day) in [(1, 1_000, 11), (2, 1_000, 12), (3, 500, 13)] {
        world.to(at(&format!("2010-01-{day}T15:00")));
        world.posts(PRACTICE, batch, items).unwrap();
    }
    assert!(matches!(world.campaign.lifecycle, Lifecycle::Closed { .. }));
    assert_eq!(world.count("batch-posted"), 3);
    world.check();
}

/// The variant that writes letters informs by post; its letters have their own class and days.
#[test]
fn a_variant_has_its_own_post() {
    let message = def("shared-care-record", |text| text);
    let letter = crate::Def::compile(
        message.definition.clone(),
        Some("letter"),
        message.calendar.clone(),
    )
    .unwrap();
    assert_eq!(letter.variant.as_deref(), Some("letter"));
    assert_ne!(letter.policy.post_class, message.policy.post_class);
    assert!(letter.informs_by_notice());
    assert!(!def("scr", |text| text).informs_by_notice());
}
