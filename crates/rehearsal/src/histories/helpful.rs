//! Somebody who does what is to be done: the next order of an open step, or the cure of what an act lacks.

use std::collections::{BTreeMap, BTreeSet};

use precede_engine::{earliest, explain};
use precede_model::{
    Act, Answer, ConsultStage, Digest, FactName, How, Lifecycle, Open, OptOutCounts, Order,
    OrganisationCode, PatientList, Position, Progress, Report, Role, Rule, StepState, Track, Unmet,
    definition::{Asks, Kind, PackPart, StepDef},
};

use super::{
    cure,
    dice::Dice,
    mail_house,
    scene::{Deed, Scene},
};

/// All a pack can hold.
pub(super) const WHOLE: [PackPart; 9] = [
    PackPart::Letter,
    PackPart::Leaflet,
    PackPart::OptOutForm,
    PackPart::Freephone,
    PackPart::OnlineForm,
    PackPart::PracticeDesk,
    PackPart::PrepaidEnvelope,
    PackPart::ReturnAddress,
    PackPart::AlternativeFormats,
];

/// One of the things to be done now; `None` when all wait for time. Each rule that finds an act wanting is noted.
pub(super) fn deed(scene: &Scene<'_>, dice: &mut Dice, asked: &mut Vec<Rule>) -> Option<Deed> {
    match scene.campaign.lifecycle {
        Lifecycle::Planned => return Some(scene.by(Role::PctLead, None, Order::Start)),
        Lifecycle::Paused { .. } => return Some(scene.by(Role::PctLead, None, Order::Resume)),
        Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => return None,
        Lifecycle::Running { .. } => {}
    }
    let mut deeds = Vec::new();
    for ix in scene.def.campaign_steps() {
        let state = &scene.campaign.steps[scene.def.slot(*ix)];
        of_step(
            scene,
            (scene.def.step(*ix), state, None),
            (dice, asked),
            &mut deeds,
        );
    }
    for track in scene.present() {
        of_practice(scene, track, dice, &mut deeds);
        for ix in scene.def.track_steps() {
            let state = &track.steps[scene.def.slot(*ix)];
            let spot = (scene.def.step(*ix), state, Some(track));
            of_step(scene, spot, (dice, asked), &mut deeds);
        }
    }
    dice.take(&mut deeds)
}

fn of_practice(scene: &Scene<'_>, track: &Track, dice: &mut Dice, deeds: &mut Vec<Deed>) {
    let practice = track.practice;
    let standing = track.facts.alarms.iter().find(|one| one.cleared.is_none());
    if let Some(alarm) = standing {
        let report = Report::ClearAlarm {
            practice,
            alarm: alarm.alarm,
        };
        deeds.push(scene.by(Role::PctLead, Some(practice), Order::Report(report)));
    }
    deeds.extend(mail_house::answer(scene, track, dice));
    if track.facts.chase_ended.is_some() && track.facts.informed.is_none() && dice.one_in(3) {
        let order = Order::ReleaseSilent { practice };
        deeds.push(scene.by(Role::Director, Some(practice), order));
    }
}

type Spot<'a> = (&'a StepDef, &'a StepState, Option<&'a Track>);

fn of_step(
    scene: &Scene<'_>,
    (step, state, track): Spot<'_>,
    (dice, asked): (&mut Dice, &mut Vec<Rule>),
    deeds: &mut Vec<Deed>,
) {
    let StepState::Open(open) = state else {
        return;
    };
    let practice = track.map(|track| track.practice);
    match &step.kind {
        Kind::Publicity { .. } | Kind::Batch { .. } | Kind::Permit => {
            if open.progress == Progress::Fresh
                && let Some(act) = step.act()
                && let Ok(unmet) = explain(scene.def, scene.campaign, act, practice, scene.now)
            {
                asked.extend(unmet.iter().map(|lack| lack.rule).collect::<BTreeSet<_>>());
                deeds.extend(toward(scene, (step, practice, act), &unmet, dice));
            }
        }
        Kind::Notice { .. } => {
            if let (Progress::Failed, Some(practice)) = (&open.progress, practice) {
                let order = if dice.one_in(2) {
                    Order::Retry {
                        step: step.id,
                        practice,
                    }
                } else {
                    acknowledge(practice, How::Phone)
                };
                deeds.push(scene.by(Role::PctStaff, Some(practice), order));
            }
        }
        _ => deeds.extend(person_does(scene, (step, open, practice), dice)),
    }
}

/// What brings an act nearer.
fn toward(
    scene: &Scene<'_>,
    (step, practice, act): (&StepDef, Option<OrganisationCode>, Act),
    unmet: &[Unmet],
    dice: &mut Dice,
) -> Option<Deed> {
    if unmet.is_empty() {
        // Letters and permits leave by themselves.
        let order = Order::OpenPublicity { step: step.id };
        return (act == Act::Publicity).then(|| scene.by(Role::PctLead, None, order));
    }
    if act == Act::Publicity && dice.one_in(4) {
        return Some(scene.by(Role::PctLead, None, Order::OpenPublicity { step: step.id }));
    }
    if let Some(from) = earliest(unmet) {
        return dice.one_in(3).then_some(Deed::Wait(from));
    }
    let lacking = unmet.iter().filter(|lack| lack.from.is_none());
    let mut cures: Vec<Deed> = lacking
        .filter_map(|lack| cure::of(scene, lack, practice, dice))
        .collect();
    dice.take(&mut cures)
}

/// The order of a step that a person does.
fn person_does(
    scene: &Scene<'_>,
    (step, open, practice): (&StepDef, &Open, Option<OrganisationCode>),
    dice: &mut Dice,
) -> Option<Deed> {
    let id = step.id;
    let by = |role, order| Some(scene.by(role, practice, order));
    match &step.kind {
        Kind::Task { establishes, .. } => by(
            step.owner,
            finish(step, (establishes, practice), dice.below(9)),
        ),
        Kind::Approval { by: roles, .. } => {
            let second = matches!(open.progress, Progress::Signed { .. });
            let role = roles.get(usize::from(second)).or(roles.first());
            by(*role?, sign(id, practice))
        }
        Kind::Consult { .. } => by(
            step.owner,
            if dice.one_in(4) {
                Order::Consult {
                    step: id,
                    practice,
                    stage: ConsultStage::Papers,
                }
            } else {
                Order::TakePosition {
                    step: id,
                    practice,
                    position: dice.pick(&[
                        Position::Supports,
                        Position::Neutral,
                        Position::Objects,
                    ]),
                }
            },
        ),
        // Some are silent for a while.
        Kind::Acknowledgement { .. } if dice.one_in(3) => None,
        Kind::Acknowledgement { .. } if dice.one_in(4) => {
            by(Role::PctStaff, acknowledge(practice?, How::Phone))
        }
        Kind::Acknowledgement { .. } => by(Role::Practice, acknowledge(practice?, How::Link)),
        Kind::Answer => by(
            Role::Practice,
            Order::Answer {
                practice: practice?,
                answer: Answer::TakesPart,
            },
        ),
        Kind::List => by(step.owner, accept_list(scene, (step, practice?), dice)),
        Kind::SignOff { by: role, asks } => by(
            *role,
            Order::SignOff {
                step: id,
                practice: practice?,
                instrument: (*asks == Asks::Confirms).then(|| "sharing agreement 7".to_owned()),
            },
        ),
        Kind::Notice { .. }
        | Kind::Publicity { .. }
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Recurring { .. } => None,
    }
}

/// A task is finished; a count of opt-outs has no backlog.
pub(super) fn finish(
    step: &StepDef,
    (establishes, practice): (&[FactName], Option<OrganisationCode>),
    count: u32,
) -> Order {
    let counts = establishes.iter().any(|fact| fact.as_str() == "opt-outs");
    Order::Finish {
        step: step.id,
        practice,
        counts: counts.then_some(OptOutCounts {
            coded: count,
            received: count,
            passed_on: count,
        }),
    }
}

pub(super) fn sign(step: precede_model::StepId, practice: Option<OrganisationCode>) -> Order {
    Order::Sign {
        step,
        practice,
        digest: Digest::of(step.as_str()),
        contents: WHOLE.to_vec(),
    }
}

pub(super) fn acknowledge(practice: OrganisationCode, how: How) -> Order {
    Order::Acknowledge {
        step: None,
        practice,
        how,
        name_role: Some("practice manager".to_owned()),
    }
}

/// A fresh list whose counts add up, most of the time.
pub(super) fn accept_list(
    scene: &Scene<'_>,
    (step, practice): (&StepDef, OrganisationCode),
    dice: &mut Dice,
) -> Order {
    let (to_post, now) = (dice.between(100, 700), scene.now);
    let mut list = PatientList {
        holder: practice.to_string(),
        agreement: "agreement 7".to_owned(),
        agreement_expires: scene.def.day(now) + chrono::Days::new(700),
        digest: Digest::of(format!("{practice} {now}")),
        extracted: now.plus_seconds(-3_600),
        deaths_checked: now,
        rows: to_post + 3,
        excluded: BTreeMap::from([("dead".to_owned(), 2), ("duplicate".to_owned(), 1)]),
        to_post,
    };
    match dice.below(24) {
        0 => list.rows += 1,
        1 => list.extracted = now.plus_seconds(-40 * 86_400),
        2 => list.deaths_checked = now.plus_seconds(-2 * 86_400),
        3 => list.agreement_expires = scene.def.day(now) + chrono::Days::new(2),
        _ => {}
    }
    list.extracted = list.extracted.min(list.deaths_checked);
    Order::AcceptList {
        step: step.id,
        practice,
        list: Box::new(list),
    }
}
