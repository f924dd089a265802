//! What random people outside a campaign order and report, and the laws that bind it by their word.

use precede_model::{
    AlarmKind, Campaign, CaseKind, ClockEffect, EnquiryReason, Event, Happening, HeldAct, Money,
    Order, OrganisationCode, Report, Role, Rule, WithdrawnFact,
    facts::{Budget, Directive, Dispensation, NamedCoverage, QuietTime},
    programme::{Coverage, Terms},
};

use super::{Deed, EVERYBODY};
use crate::{
    apply, begin, spending,
    tests::{
        others::{budget, directive, dispensation, name},
        scr::gp,
        world::{World, code},
    },
};

/// So many kinds of deeds.
pub(super) const DEEDS: u8 = 17;

/// The deed of a number below [`DEEDS`].
pub(super) fn order_of(world: &World, deed: Deed, kind: u8) -> (Role, String, Order) {
    let practice = code(EVERYBODY[deed.practice]);
    let number = deed.number;
    let programme = |order| (Role::ProgrammeLead, "nina".to_owned(), order);
    let lead = |order| (Role::PctLead, "lead".to_owned(), order);
    let staff = |order| (Role::PctStaff, "staff".to_owned(), order);
    match kind {
        0 => programme(Order::Bind(Box::new(some_directive(world, deed)))),
        1..=3 => programme(Order::Unbind {
            directive: name(which(number)),
            authority: "DH".to_owned(),
            reference: "letter of 4 May".to_owned(),
        }),
        4 | 5 => programme(Order::Dispense(Box::new(some_dispensation(world, deed)))),
        6 if number.is_multiple_of(2) => programme(Order::EndDispensation(name("east"))),
        6 => programme(Order::EndQuiet(name("election"))),
        7 => programme(Order::KeepQuiet(QuietTime {
            quiet_time: name("election"),
            from: world
                .now
                .plus_seconds(3_600 * (i64::from(number % 200) - 100)),
            until: world.now.plus_seconds(3_600 * i64::from(number % 700)),
            reference: "Cabinet Office".to_owned(),
            cancelled: None,
        })),
        8 | 9 => {
            let order = Order::SignBudget(some_budget(number / 2 % 5));
            if number.is_multiple_of(2) {
                (Role::PctApprover, "approver".to_owned(), order)
            } else {
                lead(order)
            }
        }
        10 => {
            let about = if number.is_multiple_of(2) {
                EnquiryReason::Letter
            } else {
                EnquiryReason::OptOut
            };
            staff(Order::Report(Report::Enquiry { practice, about }))
        }
        11..=13 => lead(Order::Report(clearance(world, practice))),
        14 => staff(withdrawal(number, practice)),
        15 if number.is_multiple_of(2) => {
            let person = gp(EVERYBODY[deed.practice]);
            (Role::Practice, person, Order::RevokePermit { practice })
        }
        15 => lead(Order::RevokePermit { practice }),
        _ => staff(Order::Report(some_report(number, practice))),
    }
}

/// Two directives at most, so that they are amended and lifted often.
fn which(number: u32) -> &'static str {
    if number.is_multiple_of(2) {
        "dh"
    } else {
        "sha"
    }
}

fn coverage(number: u32) -> Coverage {
    match number % 4 {
        0 => Coverage::Exempt,
        1 => Coverage::Unproved,
        _ => Coverage::Covered,
    }
}

fn named(deed: Deed, number: u32) -> Vec<NamedCoverage> {
    let one = NamedCoverage {
        practice: code(EVERYBODY[deed.practice]),
        coverage: coverage(number),
    };
    Vec::from_iter(number.is_multiple_of(3).then_some(one))
}

fn some_directive(world: &World, deed: Deed) -> Directive {
    let number = deed.number;
    let acts: Vec<HeldAct> = (HeldAct::ALL.into_iter().enumerate())
        .filter(|(ix, _)| number >> (ix + 3) & 1 == 1)
        .map(|(_, act)| act)
        .collect();
    let ahead = if number.is_multiple_of(5) {
        i64::from(number % 300)
    } else {
        0
    };
    Directive {
        from: world.now.plus_seconds(3_600 * ahead),
        clock: if number.is_multiple_of(7) {
            ClockEffect::Stops
        } else {
            ClockEffect::Runs
        },
        coverage: coverage(number / 3),
        named: named(deed, number / 4),
        ..directive(which(number / 2), &acts)
    }
}

fn some_dispensation(world: &World, deed: Deed) -> Dispensation {
    let number = deed.number;
    let order = directive(which(number / 2), &[]);
    let hours = |hours: i64| world.now.plus_seconds(3_600 * hours);
    let from = i64::from(number % 100) - 60;
    let conditions = match number % 9 {
        0 => vec![Rule::R1],
        1 => vec![Rule::R6],
        2 => vec![Rule::R4, Rule::R3],
        3 => vec![Rule::R8],
        _ => Vec::new(),
    };
    Dispensation {
        acts: HeldAct::ALL.to_vec(),
        terms: Terms {
            from: hours(from),
            until: hours(from + 1 + i64::from(number % 500)),
            conditions,
        },
        coverage: coverage(number / 5),
        named: named(deed, number / 6),
        ..dispensation("east", &order)
    }
}

fn some_budget(number: u32) -> Budget {
    let mut some = budget("100");
    some.amount = Money::from_hundredths(i64::from(number) * 2_000_000);
    if number == 4 {
        some.unit_cost.clear();
    }
    some
}

/// The first alarm that stands at the practice; else one that is not there.
fn clearance(world: &World, practice: OrganisationCode) -> Report {
    let track = world.campaign.track(practice);
    let alarms = track.map(|track| track.facts.alarms.as_slice());
    let standing = alarms.unwrap_or_default().iter();
    let alarm = standing
        .filter(|alarm| alarm.cleared.is_none())
        .map(|alarm| alarm.alarm)
        .next();
    Report::ClearAlarm {
        practice,
        alarm: alarm.unwrap_or(999),
    }
}

fn withdrawal(number: u32, practice: OrganisationCode) -> Order {
    let (fact, is_of_practice) = match number % 11 {
        0 => (WithdrawnFact::Readiness, false),
        1 => (WithdrawnFact::Plan, false),
        2 => (WithdrawnFact::Pack, false),
        3 => (WithdrawnFact::Lmc, false),
        4 => (WithdrawnFact::Publicity, false),
        5 => (WithdrawnFact::Helpline, false),
        6 => (WithdrawnFact::List, true),
        7 => (WithdrawnFact::OptOuts, true),
        8 => (WithdrawnFact::Training, true),
        9 => (WithdrawnFact::System, true),
        _ => (WithdrawnFact::DataQuality, true),
    };
    Order::WithdrawFact {
        fact,
        practice: is_of_practice.then_some(practice),
    }
}

fn some_report(number: u32, practice: OrganisationCode) -> Report {
    match number % 7 {
        0 => Report::Upload {
            practice,
            records: None,
        },
        1 => Report::Newcomers {
            practice,
            count: number,
        },
        2 | 3 => Report::Death {
            practice,
            known_before_extract: number.is_multiple_of(4),
        },
        4 => Report::OpenCase {
            practice: Some(practice),
            about: CaseKind::Complaint,
        },
        5 => Report::CloseCase { case: 1 },
        _ => Report::RaiseAlarm {
            practice,
            about: AlarmKind::AcknowledgedByNoPerson,
        },
    }
}

/// Looks at every act in the ledger with the eyes of its instant: none left that was held and exempted by nobody, none
/// of a practice with an alarm, no letters beyond the budget.
pub(super) fn check_orders(world: &World) {
    let mut events = world.events.iter();
    let first = events.next().expect("a campaign begins with its plan");
    let mut campaign = begin(&world.def, world.campaign.id.pct, first).expect("a plan");
    for event in events {
        if let Some(act) = act_of(event) {
            let held = is_held(&campaign, act, event);
            assert!(!held, "{act} at {} though it is held", event.at);
            let alarmed = matches!(act, HeldAct::Post | HeldAct::Permit)
                && event.practice.is_some_and(|practice| {
                    let track = campaign.track(practice).expect("its track");
                    track
                        .facts
                        .alarms
                        .iter()
                        .any(|alarm| alarm.cleared.is_none())
                });
            assert!(!alarmed, "{act} at {} under an alarm", event.at);
        }
        apply(&world.def, &mut campaign, event);
        if matches!(event.what, Happening::BatchReleased { .. }) {
            let left = spending(&world.def, &campaign).left;
            assert!(left.is_none_or(|left| left >= Money::ZERO), "{}", event.at);
        }
    }
    assert_eq!(
        campaign, world.campaign,
        "the ledger folds to another state"
    );
}

/// What left with an event.
fn act_of(event: &Event) -> Option<HeldAct> {
    match event.what {
        Happening::NoticeHandedOver { .. } => Some(HeldAct::Tell),
        Happening::PublicityOpened { .. } | Happening::MediaResumed { .. } => {
            Some(HeldAct::Publicity)
        }
        Happening::BatchReleased { .. } => Some(HeldAct::Post),
        Happening::PermitIssued { .. } => Some(HeldAct::Permit),
        _ => None,
    }
}

/// Whether a directive in force covers the act and no dispensation of it is in date, whatever its conditions.
fn is_held(campaign: &Campaign, act: HeldAct, event: &Event) -> bool {
    let facts = &campaign.facts;
    let has_leave = |directive: &Directive| {
        facts.dispensations.iter().any(|one| {
            one.directive == directive.directive
                && one.terms.from <= event.at
                && event.at < one.terms.until
                && one.ended.is_none()
        })
    };
    facts.directives.iter().any(|one| {
        one.acts.contains(&act)
            && one.from <= event.at
            && one.lifted.is_none()
            && one.coverage_of(event.practice) != Coverage::Exempt
            && !has_leave(one)
    })
}
