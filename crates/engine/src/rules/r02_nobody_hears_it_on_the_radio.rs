//! R2, nobody hears it on the radio.
//!
//! Law: publicity has a reach, every practice whose patients it touches. It opens when each has been told and
//! `practice_lead` has run, each in the tranche is ready or, silent after the chase, released by name by a director;
//! the LMC is consulted; readiness and plan are signed by different people.
//! Source: `S12`, `S13`, `S22`: practices learned from their patients; LMCs from the press.
//! Floor: `practice_lead` at least one working day.
//! Reads: told, informed, releases, LMC, readiness, plan.

use precede_model::{Missing, Role, Rule, Standing, Track, Unmet};

use super::{Proof, View, Who, lacks};
use crate::twins::{self, Twin};

pub(super) fn publicity(view: &View<'_>, found: &mut Vec<Unmet>) {
    signatures(view, found);
    if view.campaign.facts.lmc.is_none() {
        lacks(
            found,
            Rule::R2,
            Missing::LmcConsulted,
            (None, Role::PctLead),
            None,
        );
    }
    let mut takes_part = false;
    for track in &view.campaign.tracks {
        takes_part |= track.takes_part();
        practice(view, track, found);
    }
    if !takes_part {
        lacks(
            found,
            Rule::R2,
            Missing::AnyPractice,
            (None, Role::PctLead),
            None,
        );
    }
}

/// Readiness and plan are there and were signed by different people.
fn signatures(view: &View<'_>, found: &mut Vec<Unmet>) {
    let facts = &view.campaign.facts;
    if facts.readiness.is_none() {
        lacks(
            found,
            Rule::R2,
            Missing::ReadinessSigned,
            (None, Role::RegionLead),
            None,
        );
    }
    let Some(plan) = &facts.plan else {
        return lacks(
            found,
            Rule::R2,
            Missing::PlanApproved,
            (None, Role::PctLead),
            None,
        );
    };
    let readiness_by = facts.readiness.and_then(|signed| signed.by.person());
    if plan.first == plan.second || [Some(plan.first), Some(plan.second)].contains(&readiness_by) {
        lacks(
            found,
            Rule::R2,
            Missing::DifferentPeople,
            (None, Role::PctApprover),
            None,
        );
    }
}

/// One practice of tranche or reach: told long enough ago and, in the tranche, ready.
fn practice(view: &View<'_>, track: &Track, found: &mut Vec<Unmet>) {
    if !is_reached(track) {
        return;
    }
    let whom = (Some(track.practice), Role::PctStaff);
    match track.facts.told {
        None => lacks(found, Rule::R2, Missing::PracticeTold, whom, None),
        Some(told) => {
            let lead_ends = view.def.due(told, view.def.policy.practice_lead);
            let early = if twins::is(Twin::ShortLead) {
                86_400
            } else {
                0
            };
            if view.now.plus_seconds(early) < lead_ends {
                lacks(
                    found,
                    Rule::R2,
                    Missing::PracticeLead,
                    whom,
                    Some(lead_ends.plus_seconds(-early)),
                );
            }
        }
    }
    if track.takes_part() && track.facts.informed.is_none() {
        let whom = (Some(track.practice), Role::Practice);
        lacks(found, Rule::R2, Missing::PracticeReady, whom, None);
    }
}

/// Both signatures, the LMC, and for each practice that it was told and is ready.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let facts = &view.campaign.facts;
    let mut proofs = Vec::new();
    proofs.extend(
        facts
            .readiness
            .map(|signed| Proof::recorded("readiness-signed", signed.at).by(Who::One(signed.by))),
    );
    proofs.extend(facts.plan.as_ref().map(|plan| {
        Proof::recorded("plan-approved", plan.at).by(Who::Two(plan.first, plan.second))
    }));
    proofs.extend(
        facts
            .lmc
            .map(|signed| Proof::recorded("lmc-consulted", signed.at).by(Who::One(signed.by))),
    );
    for track in view
        .campaign
        .tracks
        .iter()
        .filter(|track| is_reached(track))
    {
        let (told, informed) = (track.facts.told, track.facts.informed);
        // Who was told by acknowledging on the telephone had no notice.
        let notice = told.filter(|at| informed.is_none_or(|signed| signed.at != *at));
        let notice = notice.map(|at| Proof::recorded("notice-handed-over", at));
        let informed = informed
            .map(|signed| Proof::recorded("practice-informed", signed.at).by(Who::One(signed.by)));
        let both = [notice, informed].into_iter().flatten();
        proofs.extend(both.map(|proof| proof.of(Some(track.practice))));
    }
    proofs
}

fn is_reached(track: &Track) -> bool {
    match track.standing {
        Standing::Tranche | Standing::Reach | Standing::Released { .. } => true,
        Standing::Left { .. } | Standing::Closed { .. } | Standing::Merged { .. } => false,
    }
}
