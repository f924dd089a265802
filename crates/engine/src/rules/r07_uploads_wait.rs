//! R7, uploads wait.
//!
//! Law: no permit before publicity ran its minimum and the mailing is reconciled as at a date: composed = posted +
//! spoiled + stopped. A definition with a permit contains a means that counts as informing, and a period: absence is
//! refused, never vacuously true.
//! Source: `event` of 2010-04-16 (`S24`), and the undated upload without any programme (`S36`).
//! Reads: publicity, batches, the reconciliation.

use precede_model::{
    Missing, Role, Rule, Timestamp, Track, Unmet,
    definition::{Means, PostClass},
    facts::{BatchState, Publicity},
};

use super::{Proof, View, is_accounted_for, lacks, posted_letters};

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    let staff = (view.practice(), Role::PctStaff);
    publicity_minimum(view, found);
    if !view.def.definition.has_period() || view.def.policy.decision_period.is_none() {
        lacks(found, Rule::R7, Missing::PeriodExists, staff, None);
    }
    if !is_informed(view, track) {
        lacks(found, Rule::R7, Missing::MeansOfInforming, staff, None);
    }
    let unaccounted = track
        .facts
        .batches
        .iter()
        .any(|batch| !is_accounted_for(batch));
    let has_mailing = !track.facts.batches.is_empty();
    if unaccounted || has_mailing && track.facts.reconciled.is_none() {
        lacks(found, Rule::R7, Missing::Reconciled, staff, None);
    }
}

fn publicity_minimum(view: &View<'_>, found: &mut Vec<Unmet>) {
    let openings = view.campaign.facts.publicity.iter();
    let runs_until = |opening: &Publicity| minimum_until(view, opening);
    let has_run = |opening: &Publicity| {
        let until = runs_until(opening);
        until <= view.now && opening.closed.is_none_or(|closed| until <= closed)
    };
    if openings.clone().any(has_run) {
        return;
    }
    let live = openings.filter(|opening| opening.closed.is_none());
    let from = live.map(runs_until).min();
    lacks(
        found,
        Rule::R7,
        Missing::PublicityMinimum,
        (view.practice(), Role::PctStaff),
        from,
    );
}

/// The step's own minimum, and never less than the programme's.
fn minimum_until(view: &View<'_>, opening: &Publicity) -> Timestamp {
    let least = view.def.policy.publicity_minimum;
    least.map_or(opening.minimum_until, |least| {
        opening
            .minimum_until
            .max(view.def.due(opening.since, least))
    })
}

/// Whether a means that counts has reached this practice's patients.
fn is_informed(view: &View<'_>, track: &Track) -> bool {
    let by_post = track.facts.batches.iter().any(|batch| {
        let means = match batch.class {
            PostClass::DirectMessage => Means::DirectMessage,
            PostClass::Bulk | PostClass::SecondClass | PostClass::FirstClass => {
                Means::AddressedLetter
            }
        };
        posted_letters(batch).is_some() && view.def.informs_by(means)
    });
    let by_notice = view.def.informs_by(Means::PublicNotice)
        && view
            .campaign
            .facts
            .publicity
            .iter()
            .any(|publicity| publicity.is_notice && publicity.has_run_minimum(view.now));
    by_post || by_notice
}

/// Publicity, opened and closed, and what became of the letters.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let mut proofs = Vec::new();
    for one in &view.campaign.facts.publicity {
        proofs.push(Proof::recorded("publicity-opened", one.since).about(one.step));
        let closed = one.closed.map(|at| Proof::recorded("publicity-closed", at));
        proofs.extend(closed.map(|proof| proof.about(one.step)));
    }
    let Some(track) = view.track else {
        return proofs;
    };
    let practice = view.practice();
    for batch in &track.facts.batches {
        let (event, at) = match batch.state {
            BatchState::Planned => continue,
            BatchState::Released { at } => ("batch-released", at),
            BatchState::Posted { at, .. } => ("batch-posted", at),
            BatchState::Stopped { at } => ("batch-stopped", at),
        };
        let about = format!("batch {}", batch.number);
        proofs.push(Proof::recorded(event, at).about(about).of(practice));
    }
    let reconciled = track.facts.reconciled;
    proofs.extend(reconciled.map(|at| Proof::recorded("reconciled", at).of(practice)));
    proofs
}
