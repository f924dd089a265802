//! Notices that could not leave: the practice has no e-mail address, so PCT staff telephone it.

use precede_model::{Open, Progress, Role, definition::Kind};

use super::{Deed, Spot, intents::Out};

/// What the practice says on the telephone is its acknowledgement.
pub(crate) fn telephone(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let Some(track) = spot.track.filter(|_| open.progress == Progress::Failed) else {
        return;
    };
    let def = spot.scene.def;
    let answers = def.track_steps().iter().find(
        |ix| matches!(def.step(**ix).kind, Kind::Acknowledgement { of, .. } if of == spot.ix),
    );
    let Some(answer) = answers.and_then(|ix| spot.scene.spot(*ix, Some(track))) else {
        return;
    };
    let slot = spot.days(open.since, "telephone", 1, 6);
    out(answer.intent(slot, Role::PctStaff, Deed::AcknowledgeToStaff));
}
