//! R8, directives bind: an act inside a directive's coverage is unlawful unless a dispensation granted and in date
//! exempts it and its conditions hold. What is not proved to be outside counts as inside.
//!
//! Letters that were released lawfully are recalled in the instant in which a directive comes to hold them. What the house
//! had posted by then no recall could reach, and is no violation; what it posts after that instant is one, whether the
//! recall was asked and came to nothing or was never asked. That is judged by the instant at which they were posted: its
//! word of it may come days later, and after the directive was recorded, lifted or dispensed from.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Faults, conditions, listed};
use crate::{
    calendar::Instant,
    event::{Act, Event, What},
    facts::{Asked, Facts},
};

/// How a finding names the campaign as a whole.
const PCT: &str = "the PCT";

/// Judges what a directive can hold, and the orders themselves.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    match &event.what {
        What::DirectiveRecorded(_) => faults.unless(
            event.has_actor(),
            "a directive is recorded by a person or by precede",
        ),
        What::DirectiveLifted { directive } => faults.unless(
            facts.orders.is_bound_by(directive),
            &format!("directive `{directive}` was lifted without standing"),
        ),
        What::BatchPosted { items, .. } if *items > 0 => posted(facts, event, &mut faults),
        _ => {
            let (act, subjects) = subjects(facts, event);
            held_acts(facts, (act, &subjects), event.at, &mut faults);
        }
    }
    faults.0
}

/// The directive that holds an act for a practice, or for the PCT, at an instant.
pub(super) fn held<'a>(
    facts: &'a Facts,
    act: Act,
    practice: Option<&str>,
    at: Instant,
) -> Option<&'a str> {
    held_by(facts, act, practice, (Asked::Standing, at))
}

/// Letters posted while a directive held them: later than its record and its day, and before its end.
fn posted(facts: &Facts, event: &Event, faults: &mut Faults) {
    let Some(just_before) = event
        .happened
        .checked_sub_signed(TimeDelta::microseconds(1))
    else {
        return;
    };
    let practice = event.practice.as_deref();
    let before = (Asked::StandingAt(just_before), just_before);
    let then = (Asked::StandingAt(event.happened), event.happened);
    // One that came, or went, in the very instant does not hold it.
    if let (Some(directive), Some(_)) = (
        held_by(facts, Act::Post, practice, before),
        held_by(facts, Act::Post, practice, then),
    ) {
        let whom = practice.unwrap_or(PCT);
        let fault = format!("directive `{directive}` held `post` for {whom} when it was posted");
        faults.unless(false, &fault);
    }
}

fn held_by<'a>(
    facts: &'a Facts,
    act: Act,
    practice: Option<&str>,
    when: (Asked, Instant),
) -> Option<&'a str> {
    let orders = &facts.orders;
    let (_, at) = when;
    // A law of one practice is asked of each practice that publicity touches, not of the PCT.
    let of_each = act == Act::Publicity && practice.is_none();
    let holds = |law: &String| {
        of_each && conditions::is_of_practice(law)
            || conditions::holds(law, facts, facts.practice(practice), at)
    };
    let mut holding = orders.holding(act, when).filter(|one| one.holds(practice));
    let held_by = holding.find(|directive| {
        !orders
            .exempting(directive, act, when)
            .any(|one| one.covers(practice) && one.conditions.iter().all(holds))
    });
    held_by.map(|directive| directive.directive.as_str())
}

/// Whom an entry's act touches: practices by code, or the PCT.
fn subjects<'a>(facts: &'a Facts, event: &'a Event) -> (Act, Vec<Option<&'a str>>) {
    let own = || vec![event.practice.as_deref()];
    let all = |codes: &'a [String]| codes.iter().map(|code| Some(code.as_str())).collect();
    match &event.what {
        What::NoticePlanned { practices, .. } if practices.is_empty() => (Act::Tell, own()),
        What::NoticePlanned { practices, .. } => (Act::Tell, all(practices)),
        What::NoticeHandedOver { .. } => (Act::Tell, own()),
        What::PublicityOpened { .. } | What::MediaResumed { .. } => {
            let everybody = facts.present().map(|(code, _)| Some(code));
            (
                Act::Publicity,
                [None].into_iter().chain(everybody).collect(),
            )
        }
        What::BatchPlanned { .. } | What::BatchReleased { .. } => (Act::Post, own()),
        What::PermitPlanned { practices } => (Act::Permit, all(practices)),
        What::PermitIssued { .. } => (Act::Permit, own()),
        What::CampaignStarted => (Act::Start, vec![None]),
        _ => (Act::Start, Vec::new()),
    }
}

fn held_acts(
    facts: &Facts,
    (act, subjects): (Act, &[Option<&str>]),
    at: Instant,
    faults: &mut Faults,
) {
    let mut held_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for practice in subjects {
        if let Some(directive) = held(facts, act, *practice, at) {
            held_by
                .entry(directive)
                .or_default()
                .push(practice.unwrap_or(PCT));
        }
    }
    for (directive, whom) in held_by {
        let (act, whom) = (act.word(), listed(&whom));
        faults.unless(
            false,
            &format!("directive `{directive}` holds `{act}` for {whom}"),
        );
    }
}
