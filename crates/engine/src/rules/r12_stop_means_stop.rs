//! R12, stop means stop.
//!
//! Law: when a rule's facts turn out false, dependent acts stop, permits are revoked and an incident opens. What stops
//! and opens is in `kinds/stop.rs`; here is what an alarm does: it holds the practice's next letters and its permit until
//! a named person has cleared it. Telling a practice goes on: that is the cure.
//! Source: `event` of 2010-03 (`S22`), and the undated upload without any programme (`S36`).
//! Floor: none; no definition can loosen it.
//! Reads: the practice's alarms.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{Proof, View, lacks};
use crate::twins::{self, Twin};

pub(super) fn post(view: &View<'_>, found: &mut Vec<Unmet>) {
    alarms(view, found);
}

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    alarms(view, found);
}

fn alarms(view: &View<'_>, found: &mut Vec<Unmet>) {
    if twins::is(Twin::DeafToAlarms) {
        return;
    }
    let Some(track) = view.track else { return };
    let standing = track.facts.alarms.iter();
    for alarm in standing.filter(|alarm| alarm.cleared.is_none()) {
        let missing = Missing::AlarmCleared(alarm.about);
        let lead = (view.practice(), Role::PctLead);
        lacks(found, Rule::R12, missing, lead, None);
    }
}

/// Alarms of the practice, standing and cleared.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let Some(track) = view.track else {
        return Vec::new();
    };
    let mut proofs = Vec::new();
    for alarm in &track.facts.alarms {
        let raised = Proof::recorded("alarm-raised", alarm.since);
        let cleared = alarm.cleared.map(|at| Proof::recorded("alarm-cleared", at));
        let both = [Some(raised), cleared].into_iter().flatten();
        proofs.extend(both.map(|proof| proof.about(alarm.about).of(view.practice())));
    }
    proofs
}
