//! R1, practices first.
//!
//! Law: no patient of a practice is written to before a person there has acknowledged and `practice_lead` has passed.
//! Delivery or silence is not acknowledgement, and nobody can acknowledge for it. Nor does it go live while its
//! acknowledgement is taken back.
//! Source: `event` of 2010-04-16 and `S12`, `S13`: patients rang practices that did not know leaflets had gone out.
//! Floor: `practice_lead` at least one working day.
//! Reads: the practice's acknowledgement.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{Proof, View, Who, lacks};
use crate::twins::{self, Twin};

pub(super) fn post(view: &View<'_>, found: &mut Vec<Unmet>) {
    if twins::is(Twin::UnaskedR1) {
        return;
    }
    let Some(track) = view.track else { return };
    let whom = (view.practice(), Role::Practice);
    let Some(informed) = track.facts.informed else {
        return lacks(found, Rule::R1, Missing::PracticeInformed, whom, None);
    };
    let lead_ends = view.def.due(informed.at, view.def.policy.practice_lead);
    if view.now < lead_ends {
        lacks(
            found,
            Rule::R1,
            Missing::PracticeLead,
            whom,
            Some(lead_ends),
        );
    }
}

/// A practice that took its acknowledgement back has not agreed to share either.
pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    if track.facts.informed.is_none() {
        let whom = (view.practice(), Role::Practice);
        lacks(found, Rule::R1, Missing::PracticeInformed, whom, None);
    }
}

/// That a person there acknowledged.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let informed = view.track.and_then(|track| track.facts.informed);
    let proof = informed.map(|signed| {
        let event = Proof::recorded("practice-informed", signed.at);
        event.of(view.practice()).by(Who::One(signed.by))
    });
    proof.into_iter().collect()
}
