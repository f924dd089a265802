//! Somebody who orders anything at any moment: any order there is, of any step, for any practice, by anybody.

use precede_app::Said;
use precede_model::{
    Act, Answer, ClockEffect, ConsultStage, Digest, How, Missing, OptOutCounts, Order,
    OrganisationCode, Position, Role, Rule, Side, StepId, Unmet, definition::StepDef,
};

use super::{
    dice::Dice,
    helpful, mail_house, outside,
    scene::{Deed, Scene},
};

const ROLES: [Role; 11] = [
    Role::PctLead,
    Role::PctApprover,
    Role::PctStaff,
    Role::Director,
    Role::Practice,
    Role::RegionLead,
    Role::ProgrammeLead,
    Role::Administrator,
    Role::Helpline,
    Role::MailHouse,
    Role::RiskOwner,
];

/// Any order.
pub(super) fn deed(scene: &Scene<'_>, dice: &mut Dice) -> Deed {
    let practice = dice.pick(&scene.ground.practices);
    let (role, order) = order(scene, practice, dice);
    let role = if dice.one_in(5) {
        dice.pick(&ROLES)
    } else {
        role
    };
    let Deed::Order {
        mut by,
        mut said,
        order,
    } = scene.by(role, Some(practice), order)
    else {
        return Deed::Wait(scene.now);
    };
    if dice.one_in(12) {
        let pct = dice.pick(&scene.ground.pcts);
        by = scene
            .ground
            .person(role, pct, Some(dice.pick(&scene.ground.practices)));
    }
    // What the mail house did it says at once.
    let is_of_mail_house = matches!(
        *order,
        Order::Posted { .. } | Order::Stopped { .. } | Order::Returned { .. }
    );
    if !is_of_mail_house && dice.one_in(5) {
        said = earlier(scene, said, dice);
    }
    Deed::Order { by, said, order }
}

/// Of some hours or days ago, sometimes of tomorrow; sometimes a second person confirms it.
fn earlier(scene: &Scene<'_>, said: Said, dice: &mut Dice) -> Said {
    let hours = i64::from(dice.below(240)) - 12;
    let pct = scene.campaign.id.pct;
    Said {
        happened: Some(scene.hours(-hours)),
        confirmed_by: dice
            .one_in(2)
            .then(|| scene.ground.person(Role::PctApprover, pct, None)),
        ..said
    }
}

fn any_step<'a>(scene: &'a Scene<'_>, dice: &mut Dice) -> &'a StepDef {
    let steps = &scene.def.definition.steps;
    &steps[dice.below(steps.len() as u32) as usize]
}

fn order(scene: &Scene<'_>, practice: OrganisationCode, dice: &mut Dice) -> (Role, Order) {
    let step = any_step(scene, dice);
    let id = step.id;
    let of = (step.is_of_practice() != dice.one_in(15)).then_some(practice);
    let count = dice.below(60);
    match dice.below(40) {
        0..4 => (
            step.owner,
            Order::Finish {
                step: id,
                practice: of,
                counts: dice.one_in(2).then_some(OptOutCounts {
                    coded: count,
                    received: count + u32::from(dice.one_in(4)),
                    passed_on: count,
                }),
            },
        ),
        4 | 5 => (Role::PctLead, some_sign(id, of, dice)),
        6 => (
            Role::PctStaff,
            Order::Consult {
                step: id,
                practice: of,
                stage: dice.pick(&[ConsultStage::Papers, ConsultStage::Meeting]),
            },
        ),
        7 => (
            Role::PctStaff,
            Order::TakePosition {
                step: id,
                practice: of,
                position: dice.pick(&[Position::Supports, Position::Objects]),
            },
        ),
        8..10 => (Role::Practice, helpful::acknowledge(practice, How::Link)),
        10 | 11 => (Role::Practice, Order::WithdrawAcknowledgement { practice }),
        12..14 => (
            Role::Practice,
            Order::Answer {
                practice,
                answer: dice.pick(&[Answer::TakesPart, Answer::NotYet, Answer::Declines]),
            },
        ),
        14 => (Role::Director, Order::ReleaseSilent { practice }),
        15..18 => (
            Role::PctLead,
            Order::OpenPublicity {
                step: publicity(scene).unwrap_or(id),
            },
        ),
        18 => (
            Role::PctLead,
            Order::ClosePublicity {
                step: publicity(scene).unwrap_or(id),
            },
        ),
        19 | 20 => (
            Role::PctStaff,
            helpful::accept_list(scene, (list(scene).unwrap_or(step), practice), dice),
        ),
        21 => match honest(scene, practice, dice) {
            Some(order) => (Role::MailHouse, order),
            None => (Role::PctLead, Order::Start),
        },
        22 | 23 => (
            Role::Practice,
            Order::SignOff {
                step: id,
                practice,
                instrument: dice.one_in(2).then(|| "agreement 7".to_owned()),
            },
        ),
        24 | 25 => withdrawn_agreement(practice, dice),
        26 => (Role::PctStaff, Order::Retry { step: id, practice }),
        27 | 28 => (
            Role::PctLead,
            Order::Skip {
                step: id,
                practice: of,
            },
        ),
        29 => (
            Role::PctLead,
            Order::Pause(dice.pick(&[ClockEffect::Runs, ClockEffect::Stops])),
        ),
        30 => (Role::PctLead, Order::Resume),
        31 if dice.one_in(12) => (Role::PctLead, Order::Withdraw),
        32..35 => daemons_word(practice, id, dice),
        35 => (
            Role::ProgrammeLead,
            Order::Adopt {
                step: id,
                from: format!("programme:{}", scene.ground.programme),
                seq: 1,
                hash: Digest::of("made up"),
                fact: "made-up".parse().expect("a short name"),
            },
        ),
        _ => outside::fact_order(scene, practice, dice),
    }
}

fn some_sign(step: StepId, practice: Option<OrganisationCode>, dice: &mut Dice) -> Order {
    let kept = if dice.one_in(3) {
        3
    } else {
        helpful::WHOLE.len()
    };
    Order::Sign {
        step,
        practice,
        digest: Digest::of(if dice.one_in(6) {
            "another"
        } else {
            step.as_str()
        }),
        contents: helpful::WHOLE[..kept].to_vec(),
    }
}

fn withdrawn_agreement(practice: OrganisationCode, dice: &mut Dice) -> (Role, Order) {
    let (role, side) = if dice.one_in(3) {
        (Role::PctLead, Side::Pct)
    } else {
        (Role::Practice, Side::Practice)
    };
    (role, Order::WithdrawAgreement { practice, side })
}

fn publicity(scene: &Scene<'_>) -> Option<StepId> {
    let mut steps = scene.def.definition.steps.iter();
    let found = steps.find(|step| step.act() == Some(Act::Publicity));
    found.map(|step| step.id)
}

fn list<'a>(scene: &'a Scene<'_>) -> Option<&'a StepDef> {
    let mut steps = scene.def.definition.steps.iter();
    steps.find(|step| matches!(step.kind, precede_model::definition::Kind::List))
}

fn honest(scene: &Scene<'_>, practice: OrganisationCode, dice: &mut Dice) -> Option<Order> {
    let track = scene.campaign.track(practice)?;
    match mail_house::answer(scene, track, dice)? {
        Deed::Order { order, .. } => Some(*order),
        Deed::Programme(_) | Deed::Wait(_) => None,
    }
}

/// A person who claims what only the daemon can know.
fn daemons_word(practice: OrganisationCode, step: StepId, dice: &mut Dice) -> (Role, Order) {
    let template = "tell-practice".parse().expect("a short name");
    let order = match dice.below(5) {
        0 => Order::HandedOver {
            step,
            practice,
            template,
            number: 0,
            message_id: "<made-up@precede.invalid>".to_owned(),
        },
        1 => Order::NotHandedOver {
            step,
            practice,
            template,
            number: 0,
            reason: "made up".to_owned(),
        },
        2 => Order::Released { practice, batch: 1 },
        3 => Order::PermitIssued {
            step,
            practice,
            digest: Digest::of("made up"),
        },
        _ => Order::NotReleased {
            step,
            practice,
            act: Act::Permit,
            batch: None,
            unmet: Unmet {
                rule: Rule::R6,
                missing: Missing::PracticeAgreed,
                practice: Some(practice),
                who: Role::Practice,
                from: None,
            },
        },
    };
    (Role::Administrator, order)
}
