//! R11, written first.
//!
//! Law: every event is committed before its effect leaves. The shape of the flow keeps most of it: an effect is a row
//! written with the event that plans it, and a warrant is given only for what the state says is planned (`warrant.rs`).
//! What is left to say here: a notice goes only to a practice that is in the campaign at this instant.
//! Source: the design; queues' own histories of messages sent and forgotten.
//! Reads: the practice's standing.

use precede_model::{Missing, Role, Rule, Standing, Unmet};

use super::{Proof, View, lacks};

pub(super) fn tell(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    match track.standing {
        Standing::Tranche | Standing::Reach => {}
        Standing::Released { .. }
        | Standing::Left { .. }
        | Standing::Closed { .. }
        | Standing::Merged { .. } => {
            let whom = (view.practice(), Role::PctStaff);
            lacks(found, Rule::R11, Missing::TakesPart, whom, None);
        }
    }
}

/// That the practice went, and when; that it is there needs no event of its own.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let Some(track) = view.track else {
        return Vec::new();
    };
    let (event, at) = match track.standing {
        Standing::Tranche | Standing::Reach => return Vec::new(),
        Standing::Released { at } => ("silent-released", at),
        Standing::Left { at } => ("practice-left", at),
        Standing::Closed { at } => ("practice-closed", at),
        Standing::Merged { at, .. } => ("practice-merged", at),
    };
    vec![Proof::recorded(event, at).of(view.practice())]
}
