//! R2, nobody hears it on the radio: publicity opens when every practice it reaches has been told and had its lead,
//! those of the tranche are ready or released by name, the LMC was consulted, and different people signed.

use super::{Faults, listed};
use crate::{
    calendar::Instant,
    event::{Event, What},
    facts::{Facts, Place, Practice},
};

/// Judges the opening of publicity, and the LMC's silence.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    match &event.what {
        What::PublicityOpened { .. } => opening(facts, event.at, &mut faults),
        What::LmcConsulted { position } => faults.unless(
            facts.is_position(position.as_deref(), event.at),
            "the LMC is silent only when a whole cycle has passed since the papers",
        ),
        _ => {}
    }
    faults.0
}

/// Whether publicity may open at an instant.
pub(super) fn opening(facts: &Facts, moment: Instant, faults: &mut Faults) {
    practices(
        facts,
        faults,
        "not told, or their lead still runs",
        |practice| {
            matches!(practice.place, Place::Stranger | Place::Gone)
                || is_told(facts, practice, moment)
        },
    );
    practices(
        facts,
        faults,
        "neither ready nor released by name after the chase",
        |practice| {
            !practice.takes_part() || practice.informed.since(moment).is_some() || practice.released
        },
    );
    faults.unless(facts.lmc_consulted, "the LMC was not consulted");
    signatures(facts, faults);
}

fn is_told(facts: &Facts, practice: &Practice, moment: Instant) -> bool {
    let lead_over = |told| facts.plan.policy.lead_over(&facts.plan.calendar, told);
    practice.told.is_some_and(|told| moment >= lead_over(told))
}

fn practices(facts: &Facts, faults: &mut Faults, fault: &str, holds: impl Fn(&Practice) -> bool) {
    let wanting: Vec<&str> = facts
        .practices
        .iter()
        .filter(|(_, practice)| !holds(practice))
        .map(|(code, _)| code.as_str())
        .collect();
    faults.unless(
        wanting.is_empty(),
        &format!("{fault}: {}", listed(&wanting)),
    );
}

fn signatures(facts: &Facts, faults: &mut Faults) {
    faults.unless(
        facts.readiness.is_some(),
        "readiness was not signed by a person",
    );
    let Some(plan) = &facts.plan_approved else {
        return faults.unless(false, "the plan was not approved");
    };
    faults.unless(plan.by_two, "the plan was not approved by two people");
    let readiness = facts.readiness.as_ref().and_then(Option::as_ref);
    let is_one_person = readiness.is_some_and(|_| {
        plan.signers
            .iter()
            .any(|signer| signer.as_ref() == readiness)
    });
    faults.unless(!is_one_person, "one person signed both readiness and plan");
}
