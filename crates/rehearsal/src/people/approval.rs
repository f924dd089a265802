//! Approvals: one person signs after some days, another the same content a little later.

use precede_app::Said;
use precede_model::{
    Digest, Open, Order, Progress, Role,
    definition::{Approval, Kind, PackPart},
};

use super::{Deed, Spot, intents::Out};

pub(crate) fn sign(spot: &Spot<'_>, open: &Open, by: &[Role], out: Out<'_>) {
    let first = spot.chance("first").between(16, 5 * 32);
    let (index, quarters) = match open.progress {
        // When the first signed is not in the state, but follows from when the step opened.
        Progress::Signed { .. } => (1, first + spot.chance("second").between(4, 3 * 32)),
        _ => (0, first),
    };
    let Some(role) = signatory(by, index) else {
        return;
    };
    let slot = spot.scene.diary.after(open.since).later(quarters);
    out(spot.intent(slot, role, Deed::Sign));
}

/// Two people of the roles asked for; where one role alone may sign, a senior signs beside it.
fn signatory(by: &[Role], index: usize) -> Option<Role> {
    by.get(index).copied().or(match by {
        [Role::PctLead] => Some(Role::Director),
        [Role::PctStaff] => Some(Role::PctLead),
        _ => None,
    })
}

pub(crate) fn order(spot: &Spot<'_>) -> Option<(Said, Order)> {
    let Kind::Approval { subject, .. } = &spot.step.kind else {
        return None;
    };
    let digest = match spot.state.open()?.progress {
        Progress::Signed { digest, .. } => digest,
        _ => Digest::of(format!(
            "{} {} {}",
            spot.scene.campaign.id,
            spot.step.id,
            spot.state.occurrence()
        )),
    };
    let contents = match subject {
        Approval::Pack => pack(spot),
        Approval::Plan | Approval::Other(_) => Vec::new(),
    };
    let order = Order::Sign {
        step: spot.step.id,
        practice: spot.practice(),
        digest,
        contents,
    };
    Some((Said::default(), order))
}

/// All that any mailing of the definition holds.
fn pack(spot: &Spot<'_>) -> Vec<PackPart> {
    let def = spot.scene.def;
    let own = def
        .definition
        .steps
        .iter()
        .flat_map(|step| match &step.kind {
            Kind::Batch { pack } => pack.as_slice(),
            _ => &[],
        });
    let mut parts: Vec<PackPart> = def.policy.pack.iter().chain(own).copied().collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}
