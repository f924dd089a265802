//! R3, no letter without a campaign.
//!
//! Law: packs leave only while publicity is live, the helpline answers (a test call is recorded), and the pack is whole
//! and approved by two people against its content hash.
//! Source: `S13`, `S22`: leaflets went out without any information campaign; packs lacked the form.
//! Reads: publicity, the fact `helpline`, the approved pack.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{View, lacks};

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
