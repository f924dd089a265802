//! What can be said of a step without running it: who does it, and what happens while nobody does.

use precede_model::{
    Role, StepState, Track,
    definition::{Kind, StepIx},
};

use crate::Def;

/// Whether people finish the step, not time.
pub fn is_of_people(def: &Def, ix: StepIx) -> bool {
    match def.step(ix).kind {
        Kind::Task { .. }
        | Kind::Approval { .. }
        | Kind::Consult { .. }
        | Kind::Acknowledgement { .. }
        | Kind::Answer
        | Kind::Publicity { .. }
        | Kind::List
        | Kind::SignOff { .. } => true,
        Kind::Notice { .. }
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Recurring { .. } => false,
    }
}

/// Whether the step's owner is somebody who acts at all.
pub fn owner_can_act(def: &Def, ix: StepIx) -> bool {
    def.step(ix).owner != Role::Auditor
}

/// What a step lacks so that it is noticed when nobody does it: the key to add. An open step of the PCT's people is in
/// their daily mail; a practice that is asked whether it is ready has nobody but its escalation.
pub fn escalation(def: &Def, ix: StepIx) -> Option<&'static str> {
    match &def.step(ix).kind {
        Kind::Acknowledgement { chase, .. } if chase.escalate.is_none() => Some("escalate"),
        _ => None,
    }
}

/// Whether every required step of a practice is done or passed over.
pub fn track_is_done(def: &Def, track: &Track) -> bool {
    def.track_steps().iter().all(|ix| {
        !def.step(*ix).is_required()
            || track
                .steps
                .get(def.slot(*ix))
                .is_some_and(StepState::is_settled)
    })
}
