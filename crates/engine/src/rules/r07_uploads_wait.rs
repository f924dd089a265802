//! R7, uploads wait.
//!
//! Law: no permit before publicity ran its minimum and the mailing is reconciled as at a date: composed = posted +
//! spoiled + stopped. A definition with a permit contains a means that counts as informing, and a period: absence is
//! refused, never vacuously true.
//! Source: `event` of 2010-04-16 (`S24`), and the undated upload without any programme (`S36`).
//! Reads: publicity, batches, the reconciliation.

use precede_model::{
    Missing, Role, Rule, Track, Unmet,
    definition::{Means, PostClass},
    facts::BatchState,
};

use super::{View, is_accounted_for, lacks};

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
    let publicity = &view.campaign.facts.publicity;
    if publicity
        .iter()
        .any(|publicity| publicity.has_run_minimum(view.now))
    {
        return;
    }
    let from = publicity
        .iter()
        .filter(|publicity| publicity.closed.is_none())
        .map(|publicity| publicity.minimum_until)
        .min();
    lacks(
        found,
        Rule::R7,
        Missing::PublicityMinimum,
        (view.practice(), Role::PctStaff),
        from,
    );
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
        matches!(batch.state, BatchState::Posted { posted, .. } if posted > 0)
            && view.def.informs_by(means)
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
