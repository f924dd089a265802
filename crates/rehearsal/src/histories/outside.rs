//! What comes from outside a campaign: orders of the programme through their lives, money, reports, facts that turn out
//! false, and changes of the register.

use precede_model::{
    AlarmKind, Answer, CaseKind, ClockEffect, EnquiryReason, FactName, HeldAct, Order,
    OrganisationCode, Report, Role, Rule, WithdrawnFact,
    programme::{
        Area, Coverage, DispensationState, Programme, ProgrammeOrder, QuietTime, Scope, Terms, Wave,
    },
};

use super::{
    cure,
    dice::Dice,
    ground::region,
    scene::{Deed, Scene},
};

const DH: &str = "Department of Health";
const LETTER: &str = "letter of 4 May";
/// Rules that a dispensation can ask for, and one that it cannot.
const CONDITIONS: [Rule; 8] = [
    Rule::R1,
    Rule::R2,
    Rule::R3,
    Rule::R4,
    Rule::R5,
    Rule::R6,
    Rule::R7,
    Rule::R9,
];

/// Something from outside.
pub(super) fn deed(scene: &Scene<'_>, programme: &Programme, dice: &mut Dice) -> Deed {
    if dice.one_in(2) {
        return Deed::Programme(Box::new(programme_order(scene, programme, dice)));
    }
    let practice = dice.pick(&scene.ground.practices);
    let (role, order) = fact_order(scene, practice, dice);
    scene.by(role, Some(practice), order)
}

fn name(text: &str) -> FactName {
    text.parse().expect("a short name")
}

fn some_scope(scene: &Scene<'_>, dice: &mut Dice) -> Scope {
    let practice = Area::Practice(dice.pick(&scene.ground.practices));
    let pct = Area::Pct(scene.ground.pcts[0]);
    let area = dice.pick(&[
        Area::Programme,
        Area::Region(region()),
        Area::Wave(name("first")),
        pct,
        pct,
        practice,
    ]);
    let except = dice
        .one_in(4)
        .then(|| dice.pick(&[practice, pct, Area::Wave(name("first"))]));
    Scope {
        areas: vec![area],
        except: except.filter(|out| *out != area).into_iter().collect(),
    }
}

fn some_acts(dice: &mut Dice) -> Vec<HeldAct> {
    if dice.one_in(3) {
        return HeldAct::ALL.to_vec();
    }
    HeldAct::ALL
        .into_iter()
        .filter(|_| dice.one_in(3))
        .collect()
}

fn programme_order(scene: &Scene<'_>, programme: &Programme, dice: &mut Dice) -> ProgrammeOrder {
    let standing = programme
        .directives
        .iter()
        .filter(|one| one.lifted.is_none());
    let standing: Vec<FactName> = standing.map(|one| one.id).collect();
    let pending: Vec<FactName> = programme
        .dispensations
        .iter()
        .filter(|one| {
            matches!(
                one.as_at(scene.now),
                DispensationState::Asked | DispensationState::UnderDiscussion
            )
        })
        .map(|one| one.id)
        .collect();
    let directive = standing.first().copied().unwrap_or(name("d0"));
    let dispensation = pending.first().copied().unwrap_or(name("x0"));
    let number = programme.directives.len() + programme.dispensations.len();
    let ends = || (DH.to_owned(), LETTER.to_owned());
    let choice = match (standing.is_empty(), pending.is_empty()) {
        (true, _) => dice.pick(&[0, 0, 0, 0, 10, 11, 11, 12]),
        (false, true) => dice.pick(&[0, 1, 2, 2, 3, 4, 4, 4, 8, 9, 11]),
        (false, false) => dice.pick(&[2, 3, 5, 6, 6, 6, 6, 7, 9]),
    };
    let (authority, reference) = ends();
    match choice {
        0 => ProgrammeOrder::Issue {
            id: name(&format!("d{number}")),
            authority,
            reference,
            acts: some_acts(dice),
            scope: some_scope(scene, dice),
            from: scene.hours(if dice.one_in(3) {
                i64::from(dice.below(700))
            } else {
                0
            }),
            clock: dice.pick(&[ClockEffect::Runs, ClockEffect::Runs, ClockEffect::Stops]),
        },
        1 => ProgrammeOrder::Amend {
            id: directive,
            authority,
            reference,
            acts: dice.one_in(2).then(|| some_acts(dice)),
            scope: dice.one_in(2).then(|| some_scope(scene, dice)),
            clock: None,
        },
        2 => ProgrammeOrder::Lift {
            id: directive,
            authority,
            reference,
        },
        3 => ProgrammeOrder::Settle {
            id: directive,
            pct: scene.ground.pcts[0],
            coverage: dice.pick(&[Coverage::Covered, Coverage::Exempt]),
        },
        4 => ProgrammeOrder::Ask {
            id: name(&format!("x{number}")),
            directive,
            applicant: "the region".to_owned(),
            scope: some_scope(scene, dice),
            acts: Vec::new(),
        },
        5 => ProgrammeOrder::Discuss(dispensation),
        6 => ProgrammeOrder::Grant {
            id: dispensation,
            terms: some_terms(scene, dice),
        },
        7 => ProgrammeOrder::Refuse(dispensation),
        8 | 9 => ProgrammeOrder::TakeBack(
            programme
                .dispensations
                .last()
                .map_or(dispensation, |one| one.id),
        ),
        10 => ProgrammeOrder::DefineWave(Wave {
            id: name("first"),
            stated_count: Some(dice.between(1, 3)),
            complete: dice.one_in(2),
            members: vec![dice.pick(&scene.ground.pcts)],
        }),
        11 => quiet_time(scene, dice),
        _ => ProgrammeOrder::CancelQuietTime(name("election")),
    }
}

fn quiet_time(scene: &Scene<'_>, dice: &mut Dice) -> ProgrammeOrder {
    let from = i64::from(dice.below(200)) - 100;
    ProgrammeOrder::SetQuietTime(QuietTime {
        id: name("election"),
        scope: some_scope(scene, dice),
        from: scene.hours(from),
        until: scene.hours(from + i64::from(dice.between(1, 1_500))),
        reference: "Cabinet Office".to_owned(),
        cancelled: false,
    })
}

fn some_terms(scene: &Scene<'_>, dice: &mut Dice) -> Terms {
    let from = i64::from(dice.below(60)) - 40;
    Terms {
        from: scene.hours(from),
        until: scene.hours(from + i64::from(dice.between(1, 2_000))),
        conditions: if dice.one_in(3) {
            vec![dice.pick(&CONDITIONS)]
        } else {
            Vec::new()
        },
    }
}

/// A fact about the campaign or one practice that comes unasked.
pub(super) fn fact_order(
    scene: &Scene<'_>,
    practice: OrganisationCode,
    dice: &mut Dice,
) -> (Role, Order) {
    match dice.below(12) {
        0..2 => {
            let amount = dice.pick(&[100_000, 800_000, 3_000_000, 5_000_000_000]);
            let mut budget = cure::budget(amount);
            if dice.one_in(6) {
                budget.unit_cost.clear();
            }
            let role = dice.pick(&[Role::PctLead, Role::PctApprover]);
            (role, Order::SignBudget(budget))
        }
        2..4 => (Role::PctStaff, withdrawal(practice, dice)),
        4 => (
            dice.pick(&[Role::Practice, Role::PctLead]),
            Order::RevokePermit { practice },
        ),
        5 => register(scene, practice, dice),
        _ => (Role::PctStaff, Order::Report(report(practice, dice))),
    }
}

fn withdrawal(practice: OrganisationCode, dice: &mut Dice) -> Order {
    let (fact, is_of_practice) = dice.pick(&[
        (WithdrawnFact::Readiness, false),
        (WithdrawnFact::Plan, false),
        (WithdrawnFact::Pack, false),
        (WithdrawnFact::Lmc, false),
        (WithdrawnFact::Publicity, false),
        (WithdrawnFact::Helpline, false),
        (WithdrawnFact::List, true),
        (WithdrawnFact::OptOuts, true),
        (WithdrawnFact::Training, true),
        (WithdrawnFact::System, true),
        (WithdrawnFact::DataQuality, true),
    ]);
    Order::WithdrawFact {
        fact,
        practice: is_of_practice.then_some(practice),
    }
}

fn report(practice: OrganisationCode, dice: &mut Dice) -> Report {
    match dice.below(8) {
        0 | 1 => Report::Enquiry {
            practice,
            about: dice.pick(&[EnquiryReason::Letter, EnquiryReason::OptOut]),
        },
        2 => Report::Upload {
            practice,
            records: None,
        },
        3 => Report::Newcomers {
            practice,
            count: dice.below(30),
        },
        4 => Report::Death {
            practice,
            known_before_extract: dice.one_in(2),
        },
        5 => Report::OpenCase {
            practice: Some(practice),
            about: CaseKind::Complaint,
        },
        6 => Report::CloseCase { case: 1 },
        _ => Report::RaiseAlarm {
            practice,
            about: AlarmKind::AcknowledgedByNoPerson,
        },
    }
}

/// A practice goes or comes, by the word of who keeps the register.
fn register(scene: &Scene<'_>, practice: OrganisationCode, dice: &mut Dice) -> (Role, Order) {
    let told = scene.hours(-i64::from(dice.below(900)));
    let brings = dice.below(3);
    let order = match dice.below(6) {
        0 => Order::Leave {
            practice,
            to: Some(scene.ground.pcts[1]),
        },
        1 => Order::Close { practice },
        2 => Order::Merge {
            practice,
            into: scene.ground.practices[0],
        },
        _ => Order::Join {
            practice,
            from: None,
            told_at: (brings > 0).then_some(told),
            informed_at: (brings > 1).then_some(told),
            answer: (brings > 1).then_some(Answer::TakesPart),
        },
    };
    (Role::Administrator, order)
}
