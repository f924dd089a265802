//! Each step kind refuses what is not its own, and steps that are not there.

use precede_model::{
    Actor, Command, ConsultStage, Digest, Missing, Order, Position, Role, Rule, StepState,
};

use super::{
    scr::{patients, sign_off},
    world::{World, at, code, def},
};

const PRACTICE: &str = "A81001";

fn orders_for(step: &str, world: &World) -> Vec<(&'static str, Order)> {
    let id = step.parse().unwrap();
    let of_practice = world.def.find(id).unwrap().1.is_of_practice();
    let practice = of_practice.then(|| code(PRACTICE));
    let mut orders = vec![
        ("task", finish(step, practice.is_some())),
        (
            "approval",
            Order::Sign {
                step: id,
                practice,
                digest: Digest::of("x"),
                contents: Vec::new(),
            },
        ),
        (
            "consult",
            Order::Consult {
                step: id,
                practice,
                stage: ConsultStage::Papers,
            },
        ),
        (
            "consult",
            Order::TakePosition {
                step: id,
                practice,
                position: Position::Neutral,
            },
        ),
    ];
    if of_practice {
        orders.extend([
            (
                "acknowledgement",
                Order::Acknowledge {
                    step: Some(id),
                    practice: code(PRACTICE),
                    how: precede_model::How::Link,
                    name_role: None,
                },
            ),
            (
                "list",
                Order::AcceptList {
                    step: id,
                    practice: code(PRACTICE),
                    list: Box::new(patients(world.now, 10)),
                },
            ),
            ("sign-off", sign_off(step, PRACTICE)),
            (
                "notice",
                Order::Retry {
                    step: id,
                    practice: code(PRACTICE),
                },
            ),
        ]);
    } else {
        orders.push(("publicity", Order::OpenPublicity { step: id }));
    }
    orders
}

fn finish(step: &str, of_practice: bool) -> Order {
    Order::Finish {
        step: step.parse().unwrap(),
        practice: of_practice.then(|| code(PRACTICE)),
        counts: None,
    }
}

/// Whatever is open at some point of the journey takes no order of another kind.
#[test]
fn an_open_step_takes_no_order_of_another_kind() {
    let mut told = World::scr(&[PRACTICE]);
    told.prepared();
    let mut published = World::scr(&[PRACTICE]);
    published.publicised();
    let mut chosen = World::scr(&[PRACTICE]);
    chosen.chosen();
    let mut tried = 0;
    for world in [World::scr(&[PRACTICE]), told, published, chosen] {
        for step in world.def.definition.steps.clone() {
            let practice = step.is_of_practice().then_some(PRACTICE);
            if !world.is_open(step.id.as_str(), practice) {
                continue;
            }
            for (kind, order) in orders_for(step.id.as_str(), &world) {
                if kind == step.kind_word() {
                    continue;
                }
                let refusal = world.clone().order(Role::PctLead, "lead", order.clone());
                let unmet = refusal.expect_err(step.id.as_str()).unmet;
                // Before its kind, publicity asks its rule.
                assert_eq!(
                    unmet.missing,
                    Missing::StepKind,
                    "`{}` to `{}`",
                    order.word(),
                    step.id
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn steps_and_practices_nobody_knows_are_named_unknown() {
    let mut world = World::scr(&[PRACTICE]);
    let unknown = [
        finish("no-such-step", false),
        finish("readiness", true),
        finish("fitness", false),
        Order::Finish {
            step: "fitness".parse().unwrap(),
            practice: Some(code("Z99999")),
            counts: None,
        },
        Order::OpenPublicity {
            step: "no-such-step".parse().unwrap(),
        },
        Order::AcceptList {
            step: "list".parse().unwrap(),
            practice: code("Z99999"),
            list: Box::new(patients(world.now, 10)),
        },
        Order::Posted {
            practice: code(PRACTICE),
            batch: 1,
            items: 1,
            spoiled: 0,
            stopped: 0,
        },
    ];
    for order in unknown {
        let role = match order {
            Order::Posted { .. } => Role::MailHouse,
            _ => Role::PctStaff,
        };
        let unmet = world
            .order(role, "somebody", order.clone())
            .unwrap_err()
            .unmet;
        assert_eq!(unmet.missing, Missing::Unknown, "{order:?}");
    }
    for step in ["plan", "publicity"] {
        assert_eq!(*world.state(step, None), StepState::Pending);
    }
    let early = world
        .signs(Role::PctLead, "lead", ("plan", &[]))
        .unwrap_err();
    assert_eq!(
        (early.unmet.rule, early.unmet.missing),
        (Rule::Order, Missing::StepOpen)
    );
    let pending = world.fit(PRACTICE).unwrap_err();
    assert_eq!(pending.unmet.missing, Missing::StepOpen);
}

#[test]
fn only_optional_steps_are_passed_over_and_by_a_person_with_a_reason() {
    let optional = def("scr", |text| {
        text.replace(
            "id = \"slot-booked\"",
            "id = \"slot-booked\"\noptional = true",
        )
    });
    let mut world = World::of(optional, &[PRACTICE], &[]);
    world.start();
    world.prepared();
    let skip = |step: &str| Order::Skip {
        step: step.parse().unwrap(),
        practice: None,
    };
    let refusal = world.order(Role::Auditor, "auditor", skip("helpline"));
    assert_eq!(
        refusal.unwrap_err().unmet.rule,
        Rule::Rights,
        "its owner alone"
    );
    let refusal = world.order(Role::Helpline, "helpline", skip("helpline"));
    assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Optional);
    let silent = Command {
        by: Actor::Person("staff".parse().unwrap()),
        role: Role::PctStaff,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: skip("slot-booked"),
    };
    assert_eq!(
        world.command(silent).unwrap_err().unmet.missing,
        Missing::Reason
    );
    world
        .order(Role::PctStaff, "staff", skip("slot-booked"))
        .unwrap();
    assert!(matches!(
        world.state("slot-booked", None),
        StepState::Skipped(_)
    ));
}

/// A step done for the region or the programme is taken into the campaign's own chain; no other step can be.
#[test]
fn only_steps_shared_by_campaigns_are_adopted() {
    let mut world = World::planned("announcement", &[PRACTICE], &[]);
    let adopt = |step: &str| Order::Adopt {
        step: step.parse().unwrap(),
        from: "programme:announcement".to_owned(),
        seq: 7,
        hash: Digest::of("there"),
        fact: step.parse().unwrap(),
    };
    let refusal = world.order(Role::ProgrammeLead, "national", adopt("plan"));
    assert_eq!(refusal.unwrap_err().unmet.missing, Missing::StepKind);
    let letter = adopt("authority-letter");
    world
        .order(Role::ProgrammeLead, "national", letter.clone())
        .unwrap();
    assert!(world.is_done("authority-letter", None));
    let twice = world.order(Role::ProgrammeLead, "national", letter);
    assert_eq!(twice.unwrap_err().unmet.missing, Missing::StepOpen);
    world.start();
    assert!(world.is_open("stock", None));
    world.check();
}

#[test]
fn publicity_is_closed_by_its_owner_when_it_is_live() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared();
    let refusal = world.publicity_ends().unwrap_err();
    assert_eq!(refusal.unmet.missing, Missing::PublicityLive);
    let mut world = World::scr(&[PRACTICE]);
    world.publicised();
    let step = "publicity".parse().unwrap();
    let refusal = world.order(Role::Auditor, "auditor", Order::ClosePublicity { step });
    assert_eq!(refusal.unwrap_err().unmet.rule, Rule::Rights);
    world.to(at("2010-02-20T10:00"));
    world.publicity_ends().unwrap();
    assert!(world.is_done("publicity", None));
    world.check();
}
