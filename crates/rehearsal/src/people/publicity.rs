//! Publicity: opened as soon as the rules allow, closed when its minimum has run and all letters are posted. Here and
//! there somebody tries too early.

use precede_app::Said;
use precede_engine::{earliest, explain};
use precede_model::{Act, Open, Order, Role, StepState, Timestamp, Track, definition::Kind};

use super::{Deed, Spot, intents::Out};

pub(crate) fn open(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let scene = spot.scene;
    // As the rules stood when the step opened: asked for a fixed instant, the answer does not change as time passes.
    let Ok(unmet) = explain(scene.def, scene.campaign, Act::Publicity, None, open.since) else {
        return;
    };
    let from = match earliest(&unmet) {
        Some(lawful) => lawful.max(open.since),
        None if unmet.is_empty() => open.since,
        None => return,
    };
    out(spot.intent(
        spot.quarters(from, "open", 0, 20),
        lead(spot),
        Deed::OpenPublicity,
    ));
}

/// A lead who cannot wait: practices have been written to and few have answered.
pub(crate) fn too_early(spot: &Spot<'_>, out: Out<'_>) {
    let Some(lmc) = spot.scene.campaign.facts.lmc else {
        return;
    };
    if spot.chance("impatient").is_one_of(330) {
        let slot = spot.days(lmc.at, "too early", 2, 8);
        out(spot.intent(slot, lead(spot), Deed::OpenPublicity).once());
    }
}

pub(crate) fn close(spot: &Spot<'_>, out: Out<'_>) {
    let campaign = spot.scene.campaign;
    let of_step = campaign
        .facts
        .publicity
        .iter()
        .rev()
        .find(|one| one.step == spot.step.id);
    let Some(live) = of_step.filter(|one| one.closed.is_none()) else {
        return;
    };
    let mut last = live.minimum_until;
    for track in campaign.tracks.iter().filter(|track| track.takes_part()) {
        let Some(posted) = all_posted(spot, track) else {
            return;
        };
        last = last.max(posted);
    }
    out(spot.intent(
        spot.days(last, "close", 1, 5),
        lead(spot),
        Deed::ClosePublicity,
    ));
}

/// When the last letters of a practice were posted; `None` while some are to come.
fn all_posted(spot: &Spot<'_>, track: &Track) -> Option<Timestamp> {
    let def = spot.scene.def;
    let mut last = Timestamp::from_micros(i64::MIN);
    for ix in def.track_steps() {
        if matches!(def.step(*ix).kind, Kind::Batch { .. }) {
            last = last.max(
                track
                    .steps
                    .get(def.slot(*ix))
                    .and_then(StepState::settled_at)?,
            );
        }
    }
    Some(last)
}

/// Publicity is the lead's, also where the definition names their staff.
fn lead(spot: &Spot<'_>) -> Role {
    match spot.step.owner {
        Role::PctStaff => Role::PctLead,
        owner => owner,
    }
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed) -> (Said, Order) {
    let step = spot.step.id;
    let order = match deed {
        Deed::ClosePublicity => Order::ClosePublicity { step },
        _ => Order::OpenPublicity { step },
    };
    (Said::default(), order)
}
