//! R12, stop means stop: an alarm holds a practice's next letters and its permit until a person has cleared it; and when
//! ground is taken back, what stood on it falls in the same instant.

use super::{Faults, r06_both_agree, r07_uploads_wait, r08_directives_bind};
use crate::{
    calendar::Instant,
    duties::Due,
    event::{Act, Event, What},
    facts::{Facts, Practice},
};

/// Chains of this writer and later ones open cases and recall letters.
const SINCE_LEDGER: u64 = 2;
const WITHOUT_PERMIT: &str = "upload-without-permit";

/// Judges letters and permits against the alarms of their practices.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    let own = event.practice.iter();
    let codes: Vec<&String> = match &event.what {
        What::BatchPlanned { .. } | What::BatchReleased { .. } | What::PermitIssued { .. } => {
            own.collect()
        }
        What::PermitPlanned { practices } => practices.iter().collect(),
        _ => return faults.0,
    };
    for code in codes {
        if let Some((alarm, about)) = facts.practice(Some(code)).alarms.standing() {
            faults.unless(false, &format!("alarm {alarm} ({about}) stands at {code}"));
        }
    }
    faults.0
}

/// What has to follow an entry in its own instant, judged by the facts with it.
pub(crate) fn duties(facts: &Facts, event: &Event) -> Vec<Due> {
    let lost = facts
        .permitted()
        .filter(|(code, practice)| takes_ground(facts, event, (code, practice)));
    let mut dues: Vec<Due> = lost
        .map(|(code, _)| Due::Revoked(code.to_owned()))
        .collect();
    if facts.plan.ledger < SINCE_LEDGER {
        return dues;
    }
    let Some(code) = &event.practice else {
        return dues;
    };
    let practice = facts.practice(Some(code));
    match &event.what {
        What::InformedWithdrawn => {
            let under_way = practice
                .batches
                .iter()
                .filter(|(_, one)| one.is_under_way());
            let left = under_way.filter(|(_, one)| !one.recalled);
            dues.extend(left.map(|(number, _)| Due::Stopped(code.clone(), *number)));
            if practice.has_permit || practice.batches.values().any(|one| one.has_left()) {
                dues.push(Due::Incident(code.clone()));
            }
        }
        What::AgreementWithdrawn { .. } if practice.has_permit => {
            dues.push(Due::Incident(code.clone()));
        }
        What::UploadReported { records } if practice.has_permit => {
            let is_beyond = records
                .zip(practice.shared_at_most())
                .is_some_and(|(records, most)| records > most);
            // Whichever alarm stands, a person has yet to look into the practice.
            if is_beyond && practice.alarms.standing().is_none() {
                dues.push(Due::Alarm(code.clone()));
            }
        }
        What::UploadReported { .. } => {
            dues.push(Due::Incident(code.clone()));
            if !practice.alarms.stands(WITHOUT_PERMIT) {
                dues.push(Due::Alarm(code.clone()));
            }
        }
        _ => {}
    }
    dues
}

/// Permits a directive holds since its day came, or since what exempted them lapsed, by time alone after one instant
/// and up to another: the order's entry, and the practice.
pub(crate) fn lost_over_time(facts: &Facts, since: Instant, at: Instant) -> Vec<(u64, String)> {
    let Some(order) = facts.orders.turned(Act::Permit, (since, at)).next() else {
        return Vec::new();
    };
    let held = facts
        .permitted()
        .filter(|(code, _)| is_held(facts, code, at));
    held.map(|(code, _)| (order, code.to_owned())).collect()
}

/// Whether an entry takes the ground from a practice's permit.
fn takes_ground(facts: &Facts, event: &Event, (code, practice): (&str, &Practice)) -> bool {
    let is_its_own = event.practice.as_deref() == Some(code);
    let is_of_all = is_its_own || event.practice.is_none();
    match &event.what {
        What::InformedWithdrawn | What::PracticeClosed | What::PracticeMerged => is_its_own,
        What::AgreementWithdrawn { .. } => is_of_all,
        What::PracticeAnswered { .. } => {
            is_its_own && (practice.has_declined || practice.says_not_yet)
        }
        What::OptOutsCoded(counts) => is_its_own && r06_both_agree::has_backlog(counts),
        What::FactWithdrawn { fact } if fact == "publicity" => {
            !r07_uploads_wait::has_run_minimum(facts, event.at)
        }
        What::FactWithdrawn { fact } if r06_both_agree::FITNESS.contains(&fact.as_str()) => {
            is_of_all && !facts.has_established(practice, fact)
        }
        What::FactWithdrawn { fact } => is_its_own && matches!(fact.as_str(), "list" | "opt-outs"),
        // An order about other acts takes nothing from a permit.
        What::DirectiveRecorded(order) => {
            order.acts.iter().any(|act| act == Act::Permit.word()) && is_held(facts, code, event.at)
        }
        What::DispensationRecorded(_) | What::DispensationEnded { .. } => {
            is_held(facts, code, event.at)
        }
        _ => false,
    }
}

fn is_held(facts: &Facts, code: &str, at: Instant) -> bool {
    r08_directives_bind::held(facts, Act::Permit, Some(code), at).is_some()
}
