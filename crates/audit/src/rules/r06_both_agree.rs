//! R6, both agree: an upload needs opt-outs coded without backlog, a fit practice, and the agreement of practice and
//! PCT by different people, all after the periods they cover.

use super::Faults;
use crate::{
    calendar::Instant,
    event::{Event, OptOuts, What},
    facts::{Agreement, Facts, Practice},
};

/// What a practice has to be fit in.
pub(super) const FITNESS: [&str; 3] = ["training", "system", "data-quality"];

/// Judges the permit.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    if matches!(event.what, What::PermitIssued { .. }) {
        let practice = facts.practice(event.practice.as_deref());
        permit(facts, practice, event.at, &mut faults);
    }
    faults.0
}

/// Whether a practice may share at an instant.
pub(super) fn permit(facts: &Facts, practice: &Practice, moment: Instant, faults: &mut Faults) {
    faults.unless(practice.takes_part(), "the practice takes no part");
    faults.unless(!practice.says_not_yet, "the practice says not yet");
    // A period without an end is R5's finding.
    let period_over = facts.choice_over_for(practice).unwrap_or(Instant::MIN_UTC);
    opt_outs(facts, practice, period_over, moment, faults);
    for fact in FITNESS {
        faults.unless(
            facts.has_established(practice, fact),
            &format!("`{fact}` is not established"),
        );
    }
    agreements(practice, period_over, faults);
}

fn opt_outs(
    facts: &Facts,
    practice: &Practice,
    over: Instant,
    moment: Instant,
    faults: &mut Faults,
) {
    let Some((counted, counts)) = practice.opt_outs else {
        return faults.unless(false, "opt-outs are not coded");
    };
    faults.unless(
        !has_backlog(&counts),
        "opt-outs received, passed on and coded are not the same",
    );
    faults.unless(
        counted >= over,
        "opt-outs were counted before the period was over",
    );
    let good_until = facts
        .plan
        .policy
        .opt_outs_good_until(&facts.plan.calendar, counted);
    faults.unless(moment <= good_until, "the count of opt-outs is too old");
}

/// Whether opt-outs are still on their way, or nobody says they are not.
pub(super) fn has_backlog(counts: &OptOuts) -> bool {
    counts.count.is_none()
        || counts.received != counts.passed_on
        || counts.passed_on != counts.count
}

fn agreements(practice: &Practice, over: Instant, faults: &mut Faults) {
    let (ours, theirs) = (&practice.practice_agreed, &practice.pct_agreed);
    for (side, agreement) in [("practice", ours), ("PCT", theirs)] {
        let person = signer(agreement);
        faults.unless(
            person.is_some(),
            &format!("no person agreed for the {side}"),
        );
        let is_after = agreement
            .as_ref()
            .is_none_or(|agreement| agreement.from >= over);
        faults.unless(
            is_after,
            &format!("the {side} agreed before the period was over"),
        );
    }
    let is_one_person = signer(ours).is_some() && signer(ours) == signer(theirs);
    faults.unless(!is_one_person, "one person agreed for practice and PCT");
}

fn signer(agreement: &Option<Agreement>) -> Option<&str> {
    agreement.as_ref()?.person.as_deref()
}
