//! What is done about something an act lacks.

use std::collections::BTreeMap;

use precede_model::{
    How, Missing, Money, Order, OrganisationCode, Report, Role, Side, Unmet,
    definition::{Approval, Kind, StepDef},
    facts::Budget,
    programme::ProgrammeOrder,
};

use super::{
    dice::Dice,
    helpful,
    scene::{Deed, Scene},
};

/// The order that supplies it; `None` where an open step of its own does, or nobody can.
pub(super) fn of(
    scene: &Scene<'_>,
    lack: &Unmet,
    practice: Option<OrganisationCode>,
    dice: &mut Dice,
) -> Option<Deed> {
    let practice = lack.practice.or(practice);
    let by = |role, order| Some(scene.by(role, practice, order));
    match lack.missing {
        Missing::PracticeInformed | Missing::PracticeReady => {
            by(Role::Practice, helpful::acknowledge(practice?, How::Link))
        }
        Missing::HelplineTested => establish(scene, "helpline", None, dice),
        Missing::ReadinessSigned => establish(scene, "readiness", None, dice),
        Missing::OptOutsCoded | Missing::OptOutsBacklog | Missing::OptOutsAge => {
            establish(scene, "opt-outs", practice, dice)
        }
        Missing::Reconciled => establish(scene, "reconciled", practice, dice),
        Missing::Fitness(fact) => establish(scene, fact.as_str(), practice, dice),
        Missing::PackApproved | Missing::PackWhole => approve(scene, &Approval::Pack, dice),
        Missing::PlanApproved => approve(scene, &Approval::Plan, dice),
        Missing::ListAccepted
        | Missing::ListAge
        | Missing::DeathCheck
        | Missing::ListAgreement
        | Missing::ListCounts => {
            let step = step(scene, |kind| matches!(kind, Kind::List))?;
            by(
                step.owner,
                helpful::accept_list(scene, (step, practice?), dice),
            )
        }
        Missing::PublicityLive | Missing::PublicityMinimum => {
            let step = step(scene, |kind| matches!(kind, Kind::Publicity { .. }))?;
            by(Role::PctLead, Order::OpenPublicity { step: step.id })
        }
        Missing::PracticeAgreed => sign_off(scene, Side::Practice, practice?),
        Missing::PctAgreed | Missing::DifferentPeople => sign_off(scene, Side::Pct, practice?),
        Missing::AlarmCleared(_) => clear(scene, practice?),
        Missing::BudgetApproved | Missing::Budget | Missing::UnitCost => {
            let role = dice.pick(&[Role::PctLead, Role::PctApprover]);
            by(role, Order::SignBudget(budget(5_000_000_000)))
        }
        Missing::Directive(id) => Some(Deed::Programme(Box::new(ProgrammeOrder::Lift {
            id,
            authority: "DH".to_owned(),
            reference: "letter of 4 May".to_owned(),
        }))),
        Missing::QuietTime(id) => Some(Deed::Programme(Box::new(ProgrammeOrder::CancelQuietTime(
            id,
        )))),
        _ => None,
    }
}

/// A budget under which each second-class or bulk letter costs 30 pence.
pub(super) fn budget(hundredths: i64) -> Budget {
    use precede_model::definition::PostClass;
    let each = Money::from_hundredths(3_000);
    let classes = [
        PostClass::Bulk,
        PostClass::SecondClass,
        PostClass::FirstClass,
        PostClass::DirectMessage,
    ];
    Budget {
        amount: Money::from_hundredths(hundredths),
        unit_cost: BTreeMap::from(classes.map(|class| (class, each))),
    }
}

/// The first step of a kind.
pub(super) fn step<'a>(
    scene: &'a Scene<'_>,
    is_kind: impl Fn(&Kind) -> bool,
) -> Option<&'a StepDef> {
    let mut steps = scene.def.definition.steps.iter();
    steps.find(|step| is_kind(&step.kind))
}

fn establish(
    scene: &Scene<'_>,
    fact: &str,
    practice: Option<OrganisationCode>,
    dice: &mut Dice,
) -> Option<Deed> {
    let step = step(scene, |kind| match kind {
        Kind::Task { establishes, .. } => establishes.iter().any(|one| one.as_str() == fact),
        _ => false,
    })?;
    let Kind::Task { establishes, .. } = &step.kind else {
        return None;
    };
    let of = practice.filter(|_| step.is_of_practice());
    let order = helpful::finish(step, (establishes, of), dice.below(9));
    Some(scene.by(step.owner, of, order))
}

fn approve(scene: &Scene<'_>, wanted: &Approval, dice: &mut Dice) -> Option<Deed> {
    let step = step(
        scene,
        |kind| matches!(kind, Kind::Approval { subject, .. } if subject == wanted),
    )?;
    let role = dice.pick(&[Role::PctLead, Role::PctApprover]);
    Some(scene.by(role, None, helpful::sign(step.id, None)))
}

fn sign_off(scene: &Scene<'_>, side: Side, practice: OrganisationCode) -> Option<Deed> {
    let step = step(scene, |kind| match kind {
        Kind::SignOff { by, .. } => by.is_of_practice() == (side == Side::Practice),
        _ => false,
    })?;
    let Kind::SignOff { by, .. } = step.kind else {
        return None;
    };
    let order = Order::SignOff {
        step: step.id,
        practice,
        instrument: Some("sharing agreement 7".to_owned()),
    };
    Some(scene.by(by, Some(practice), order))
}

fn clear(scene: &Scene<'_>, practice: OrganisationCode) -> Option<Deed> {
    let mut alarms = scene.campaign.track(practice)?.facts.alarms.iter();
    let alarm = alarms.find(|one| one.cleared.is_none())?.alarm;
    let report = Report::ClearAlarm { practice, alarm };
    Some(scene.by(Role::PctLead, Some(practice), Order::Report(report)))
}
