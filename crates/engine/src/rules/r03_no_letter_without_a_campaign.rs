//! R3, no letter without a campaign.
//!
//! Law: packs leave only while publicity is live, the helpline answers (a test call is recorded), and the pack is whole
//! and approved by two people against its content hash.
//! Source: `S13`, `S22`: leaflets went out without any information campaign; packs lacked the form.
//! Reads: publicity, the fact `helpline`, the approved pack.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{Proof, View, Who, lacks};

pub(super) fn post(view: &View<'_>, found: &mut Vec<Unmet>) {
    let facts = &view.campaign.facts;
    let staff = (view.practice(), Role::PctStaff);
    if !facts
        .publicity
        .iter()
        .any(|publicity| publicity.closed.is_none())
    {
        lacks(found, Rule::R3, Missing::PublicityLive, staff, None);
    }
    if view.established("helpline").is_none() {
        lacks(found, Rule::R3, Missing::HelplineTested, staff, None);
    }
    let approver = (view.practice(), Role::PctApprover);
    let Some(pack) = &facts.pack else {
        return lacks(found, Rule::R3, Missing::PackApproved, approver, None);
    };
    if pack.first == pack.second {
        lacks(found, Rule::R3, Missing::DifferentPeople, approver, None);
    }
    let listed = if view.pack.is_empty() {
        &view.def.policy.pack[..]
    } else {
        view.pack
    };
    if listed.iter().any(|part| !pack.contents.contains(part)) {
        lacks(found, Rule::R3, Missing::PackWhole, approver, None);
    }
}

/// Publicity that is live, the test call, and the pack with both who approved it.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let facts = &view.campaign.facts;
    let live = facts.publicity.iter().filter(|one| one.closed.is_none());
    let mut proofs: Vec<Proof> = live
        .map(|one| Proof::recorded("publicity-opened", one.since).about(one.step))
        .collect();
    proofs.extend(view.established("helpline").map(Proof::of_fact));
    proofs.extend(facts.pack.as_ref().map(|pack| {
        Proof::recorded("pack-approved", pack.at).by(Who::Two(pack.first, pack.second))
    }));
    proofs
}
