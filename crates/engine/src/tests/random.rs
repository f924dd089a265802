//! Random people at random times, and the independent check: whatever they try, no law is broken, nothing is planned
//! twice, and the ledger alone gives the state.

mod outside;

use std::collections::BTreeMap;

use precede_model::{
    Answer, ClockEffect, ConsultStage, Digest, How, Order, Position, Refusal, Role, Side,
    definition::Kind,
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::{
    scr::{WHOLE, acknowledge, gp, patients, sign_off},
    world::{World, code, def},
};

pub(super) const TRANCHE: [&str; 3] = ["A81001", "A81002", "A81003"];
pub(super) const EVERYBODY: [&str; 5] = ["A81001", "A81002", "A81003", "B82001", "C83001"];

/// One thing somebody tries: what, at which practice, after how many hours, with a number where one is needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    what: u8,
    practice: usize,
    hours: u16,
    number: u32,
}

/// Deeds from here on are of somebody outside the campaign.
const OUTSIDE: u8 = 46;
/// Deeds from here on are of somebody who does what is to be done.
const HELPFUL: u8 = OUTSIDE + outside::DEEDS;
const DEEDS: u8 = HELPFUL + 90;

pub(super) fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let hours = prop_oneof![
        9 => Just(0_u16),
        4 => 1..30_u16,
        2 => 30..300_u16,
        1 => 300..2_600_u16,
    ];
    let deed = (0..DEEDS, 0..EVERYBODY.len(), hours, 0..1_200_u32).prop_map(
        |(what, practice, hours, number)| Deed {
            what,
            practice,
            hours,
            number,
        },
    );
    prop::collection::vec(deed, 20..140)
}

/// Where a story begins: random people seldom find the way to the letters by themselves.
pub(super) fn begin(start: u8) -> World {
    let capacity = start >= 5;
    let def = def("scr", |text| {
        if capacity {
            text.replace("[policy]\n", "[policy]\nbatch_capacity = 400\n")
        } else {
            text
        }
    });
    let mut world = World::of(def, &TRANCHE, &["B82001"]);
    world.start();
    match start % 5 {
        0 => {}
        1 => {
            world.prepared();
        }
        2 => {
            world.publicised();
        }
        3 if !capacity => {
            world.chosen();
        }
        // What was approved is there to be lost.
        4 if !capacity => {
            world.permit_planned();
            world.daemon();
        }
        _ => {
            world.publicised();
        }
    }
    world
}

#[derive(Default, Debug)]
pub(super) struct Tally {
    accepted: BTreeMap<&'static str, u32>,
    refused: BTreeMap<String, u32>,
}

#[test]
fn random_people_never_break_a_law() {
    let mut tally = Tally::default();
    let mut acts: BTreeMap<String, usize> = BTreeMap::new();
    let cases = 400;
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let shared = std::cell::RefCell::new((&mut tally, &mut acts));
    runner
        .run(&(0..10_u8, deeds()), |(start, deeds)| {
            let mut world = begin(start);
            let mut shared = shared.borrow_mut();
            for deed in deeds {
                act(&mut world, deed, shared.0);
            }
            world.check();
            outside::check_orders(&world);
            for kind in [
                "batch-released",
                "batch-posted",
                "permit-issued",
                "publicity-opened",
                "notice-handed-over",
                "directive-recorded",
                "dispensation-ended",
                "media-resumed",
                "budget-approved",
                "alarm-raised",
                "fact-withdrawn",
                "permit-revoked",
                "recall-asked",
                "campaign-reopened",
            ] {
                *shared.1.entry(kind.to_owned()).or_default() += world.count(kind);
            }
            Ok(())
        })
        .unwrap();
    println!(
        "{cases} stories\nacts: {acts:?}\naccepted: {:?}\nrefused: {:?}",
        tally.accepted, tally.refused
    );
    for kind in ["batch-posted", "permit-issued", "publicity-opened"] {
        assert!(acts[kind] > 5, "{kind} was hardly tried: {acts:?}");
    }
    let from_outside = ["directive-recorded", "alarm-raised", "permit-revoked"];
    for kind in from_outside {
        assert!(acts[kind] > 5, "{kind} was hardly tried: {acts:?}");
    }
}

pub(super) fn act(world: &mut World, deed: Deed, tally: &mut Tally) {
    if deed.hours > 0 {
        let later = world.now.plus_seconds(3_600 * i64::from(deed.hours));
        if deed.number.is_multiple_of(7) {
            world.down_until(later);
        } else {
            world.to(later);
        }
    }
    if deed.what >= HELPFUL && helpful(world, deed, &patients(world.now, 1)).is_none() {
        // Nobody has anything to do: days go by.
        let days = i64::from(deed.number % 20 + 1);
        world.to(world.now.plus_seconds(86_400 * days));
    }
    let (role, person, order) = order_of(world, deed);
    let word = order.word();
    match give(world, deed, (role, &person), order) {
        Ok(()) => *tally.accepted.entry(word).or_default() += 1,
        Err(refusal) => {
            let why = format!("{} {}", refusal.unmet.rule, refusal.unmet.missing.code());
            *tally.refused.entry(why).or_default() += 1;
        }
    }
    if !deed.number.is_multiple_of(3) {
        world.daemon();
    }
}

/// Now and then of an earlier hour, sometimes confirmed by a second person. The mail house always says when.
fn give(world: &mut World, deed: Deed, by: (Role, &str), order: Order) -> Result<(), Refusal> {
    let is_of_mail_house = by.0 == Role::MailHouse;
    if is_of_mail_house || !deed.number.is_multiple_of(5) {
        return world.order(by.0, by.1, order);
    }
    let earlier = world.now.plus_seconds(-3_600 * i64::from(deed.number % 90));
    let second = deed.number.is_multiple_of(2).then_some("second");
    world.order_of(by, (earlier, second), order)
}

fn order_of(world: &World, deed: Deed) -> (Role, String, Order) {
    let practice = EVERYBODY[deed.practice];
    let at = code(practice);
    let step = |id: &str| id.parse().unwrap();
    let finish = |id: &str, of: Option<&str>, count: Option<u32>| Order::Finish {
        step: step(id),
        practice: of.map(code),
        counts: count.map(|count| precede_model::OptOutCounts {
            coded: count - u32::from(deed.number.is_multiple_of(11) && count > 0),
            received: count,
            passed_on: count,
        }),
    };
    let sign = |id: &str| Order::Sign {
        step: step(id),
        practice: None,
        digest: Digest::of(id),
        contents: if deed.number.is_multiple_of(9) {
            WHOLE[..4].to_vec()
        } else {
            WHOLE.to_vec()
        },
    };
    let of = |role: Role, person: &str, order| (role, person.to_owned(), order);
    let doctor = |order| (Role::Practice, gp(practice), order);
    let mut list = patients(world.now, 300 + deed.number);
    match deed.number % 13 {
        0 => list.rows += 1,
        1 => list.extracted = world.now.plus_seconds(-29 * 86_400),
        2 => list.deaths_checked = world.now.plus_seconds(-2 * 86_400),
        _ => {}
    }
    list.extracted = list.extracted.min(list.deaths_checked);
    let batch = world
        .campaign
        .track(at)
        .and_then(|track| track.facts.batches.last().copied());
    let number = batch.map_or(1, |batch| batch.number);
    if deed.what >= HELPFUL
        && let Some(helpful) = helpful(world, deed, &list)
    {
        return helpful;
    }
    if let Some(kind) = deed.what.checked_sub(OUTSIDE)
        && kind < outside::DEEDS
    {
        return outside::order_of(world, deed, kind);
    }
    match deed.what {
        0 => of(Role::RegionLead, "region", finish("readiness", None, None)),
        1 => of(Role::PctLead, "lead", sign("plan")),
        2 => of(Role::PctApprover, "approver", sign("plan")),
        3 => of(Role::PctLead, "lead", sign("pack")),
        4 => of(Role::PctApprover, "approver", sign("pack")),
        5 => of(
            Role::PctLead,
            "lead",
            Order::Consult {
                step: step("consult-lmc"),
                practice: None,
                stage: ConsultStage::Papers,
            },
        ),
        6 => of(
            Role::PctLead,
            "lead",
            Order::TakePosition {
                step: step("consult-lmc"),
                practice: None,
                position: Position::Objects,
            },
        ),
        7 => of(Role::PctStaff, "staff", finish("slot-booked", None, None)),
        8 => of(Role::Helpline, "helpline", finish("helpline", None, None)),
        9..=11 => doctor(acknowledge(practice, How::Link)),
        12 => of(Role::PctStaff, "staff", acknowledge(practice, How::Phone)),
        13 => doctor(Order::WithdrawAcknowledgement { practice: at }),
        14..=16 => doctor(Order::Answer {
            practice: at,
            answer: Answer::TakesPart,
        }),
        17 => doctor(Order::Answer {
            practice: at,
            answer: if deed.number.is_multiple_of(2) {
                Answer::Declines
            } else {
                Answer::NotYet
            },
        }),
        18 => of(
            Role::Director,
            "director",
            Order::ReleaseSilent { practice: at },
        ),
        19..=21 => of(
            Role::PctLead,
            "lead",
            Order::OpenPublicity {
                step: step("publicity"),
            },
        ),
        22 if deed.number.is_multiple_of(4) => of(
            Role::PctLead,
            "lead",
            Order::ClosePublicity {
                step: step("publicity"),
            },
        ),
        22..=25 => of(
            Role::PctStaff,
            "staff",
            Order::AcceptList {
                step: step("list"),
                practice: at,
                list: Box::new(list),
            },
        ),
        26..=29 => mail_house(world, deed),
        30 => of(
            Role::MailHouse,
            "mailer",
            Order::Returned {
                practice: at,
                batch: number,
                items: deed.number % 9,
                reason: "gone away".to_owned(),
            },
        ),
        31 => of(
            Role::PctStaff,
            "staff",
            finish("fitness", Some(practice), None),
        ),
        32 => of(
            Role::PctStaff,
            "staff",
            finish("reconciled", Some(practice), None),
        ),
        33 | 34 => doctor(finish("opt-outs-coded", Some(practice), Some(deed.number))),
        35 | 36 => doctor(sign_off("practice-agrees", practice)),
        37 | 38 => {
            let person = if deed.number.is_multiple_of(10) {
                gp(practice)
            } else {
                "lead".to_owned()
            };
            (Role::PctLead, person, sign_off("pct-agrees", practice))
        }
        39 => doctor(Order::WithdrawAgreement {
            practice: at,
            side: Side::Practice,
        }),
        40 => of(
            Role::PctStaff,
            "staff",
            Order::Retry {
                step: step("tell-practice"),
                practice: at,
            },
        ),
        41 if deed.number.is_multiple_of(3) => register(world, deed),
        42 if deed.number.is_multiple_of(2) => of(
            Role::PctLead,
            "lead",
            Order::Pause(if deed.number.is_multiple_of(4) {
                ClockEffect::Runs
            } else {
                ClockEffect::Stops
            }),
        ),
        43 if deed.number.is_multiple_of(60) => of(Role::PctLead, "lead", Order::Withdraw),
        44 if deed.number.is_multiple_of(5) => of(
            Role::PctLead,
            "lead",
            Order::WithdrawAgreement {
                practice: at,
                side: Side::Pct,
            },
        ),
        _ => of(Role::PctLead, "lead", Order::Resume),
    }
}

/// The mail house keeps its word: it posts what was released and not recalled, by the last day, and says so at once.
fn mail_house(world: &World, deed: Deed) -> (Role, String, Order) {
    let practice = code(EVERYBODY[deed.practice]);
    let last = (world.campaign.track(practice)).and_then(|track| track.facts.batches.last());
    let (batch, items) = last.map_or((1, 1), |last| (last.number, last.items));
    let person = "mailer".to_owned();
    let is_recalled = world.recalled.contains(&(practice, batch))
        || world.outbox.iter().any(|effect| {
            let recall = precede_model::Outgoing::Recall { batch };
            effect.key.subject == Some(practice) && effect.what == recall
        });
    let found = world.campaign.track(practice).and_then(|track| {
        track
            .facts
            .batches
            .iter()
            .find(|found| found.number == batch)
            .copied()
    });
    let is_late = found.is_some_and(|found| world.now > found.post_by);
    if is_recalled || is_late {
        return (Role::MailHouse, person, Order::Stopped { practice, batch });
    }
    let spoiled = if deed.number.is_multiple_of(4) {
        items.min(deed.number % 6)
    } else {
        0
    };
    let all = deed.number.is_multiple_of(17);
    let posted = Order::Posted {
        practice,
        batch,
        items: if all { 0 } else { items - spoiled },
        spoiled: if all { items } else { spoiled },
        stopped: 0,
    };
    (Role::MailHouse, person, posted)
}

fn register(world: &World, deed: Deed) -> (Role, String, Order) {
    let practice = code(EVERYBODY[deed.practice]);
    let told = world.now.plus_seconds(-3_600 * i64::from(deed.number));
    let order = match deed.number % 6 {
        0 => Order::Leave { practice, to: None },
        1 => Order::Close { practice },
        2 => Order::Merge {
            practice,
            into: code("A81001"),
        },
        number => Order::Join {
            practice,
            from: None,
            told_at: (number > 3).then_some(told),
            informed_at: (number > 4).then_some(told),
            answer: (number > 4).then_some(Answer::TakesPart),
        },
    };
    (Role::Administrator, "registrar".to_owned(), order)
}

/// The first thing to be done for a practice, or for the campaign, by whoever should do it.
fn helpful(
    world: &World,
    deed: Deed,
    list: &precede_model::PatientList,
) -> Option<(Role, String, Order)> {
    let practice = TRANCHE[deed.practice % TRANCHE.len()];
    let open = world.def.definition.steps.iter().filter(|step| {
        let of = step.is_of_practice().then_some(practice);
        let here = of.is_none() || world.campaign.track(code(practice)).is_some();
        here && world.is_open(step.id.as_str(), of)
    });
    let orders = open.filter_map(|step| {
        let (step, owner, of) = (
            step.id,
            step.owner,
            step.is_of_practice().then(|| code(practice)),
        );
        let person = match owner {
            Role::Practice => gp(practice),
            other => other.to_string(),
        };
        let order = match &world.def.find(step)?.1.kind {
            Kind::Task { .. } => Order::Finish {
                step,
                practice: of,
                counts: Some(precede_model::OptOutCounts {
                    coded: 5,
                    received: 5,
                    passed_on: 5,
                }),
            },
            Kind::Approval { .. } => {
                let is_second = deed.number.is_multiple_of(2);
                let (role, person) = if is_second {
                    (Role::PctApprover, "approver")
                } else {
                    (Role::PctLead, "lead")
                };
                let order = Order::Sign {
                    step,
                    practice: None,
                    digest: Digest::of(step.as_str()),
                    contents: WHOLE.to_vec(),
                };
                return Some((role, person.to_owned(), order));
            }
            Kind::Consult { .. } => Order::TakePosition {
                step,
                practice: None,
                position: Position::Neutral,
            },
            Kind::Acknowledgement { .. } => {
                let order = acknowledge(practice, How::Link);
                return Some((Role::Practice, gp(practice), order));
            }
            Kind::Answer => Order::Answer {
                practice: code(practice),
                answer: Answer::TakesPart,
            },
            Kind::Publicity { .. } => Order::OpenPublicity { step },
            Kind::List => Order::AcceptList {
                step,
                practice: code(practice),
                list: Box::new(list.clone()),
            },
            Kind::Batch { .. } => {
                return Some(mail_house(
                    world,
                    Deed {
                        practice: deed.practice % TRANCHE.len(),
                        ..deed
                    },
                ));
            }
            Kind::SignOff { by, .. } => {
                let person = if *by == Role::Practice {
                    gp(practice)
                } else {
                    by.to_string()
                };
                return Some((*by, person, sign_off(step.as_str(), practice)));
            }
            Kind::Notice { .. } | Kind::Period | Kind::Permit | Kind::Recurring { .. } => {
                return None;
            }
        };
        Some((owner, person, order))
    });
    let orders: Vec<_> = orders.collect();
    let any = usize::try_from(deed.number / 16).unwrap_or(0);
    orders.get(any % orders.len().max(1)).cloned()
}
