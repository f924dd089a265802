//! Answers: most practices take part, some not yet, a few decline; of those one or the other comes back.

use precede_app::Said;
use precede_model::{Answer, Done, Open, Order, OrganisationCode, Role};

use super::{Deed, Spot, intents::Out};
use crate::diary::DAY;

/// What a practice says first.
fn first(spot: &Spot<'_>, practice: OrganisationCode) -> Answer {
    match spot.scene.world.trait_of(practice, "answer").below(1000) {
        0..40 => Answer::Declines,
        40..90 => Answer::NotYet,
        _ => Answer::TakesPart,
    }
}

pub(crate) fn answer(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let Some(track) = spot.track else { return };
    let (least, most) = match first(spot, track.practice) {
        Answer::TakesPart => (1, 5 * DAY),
        Answer::NotYet => (DAY, 5 * DAY),
        Answer::Declines => (DAY, 10 * DAY),
    };
    let slot = spot.quarters(open.since, "hour", least, most);
    let slot = match track.answer {
        // When it said so is not in the state, but follows from when it was asked.
        Some(Answer::NotYet) => slot.later(spot.chance("later").between(15 * DAY, 40 * DAY)),
        _ => slot,
    };
    out(spot.intent(slot, Role::Practice, Deed::Answer));
}

/// One in seven of those that declined.
pub(crate) fn come_back(spot: &Spot<'_>, done: &Done, out: Out<'_>) {
    let Some(track) = spot.track else { return };
    let declined = track.answer == Some(Answer::Declines);
    if declined
        && spot
            .scene
            .world
            .trait_of(track.practice, "comes back")
            .is_one_of(140)
    {
        out(spot.intent(
            spot.days(done.at, "back", 20, 50),
            Role::Practice,
            Deed::Answer,
        ));
    }
}

pub(crate) fn order(spot: &Spot<'_>) -> Option<(Said, Order)> {
    let track = spot.track?;
    let answer = match track.answer {
        None => first(spot, track.practice),
        Some(_) => Answer::TakesPart,
    };
    Some((
        Said::default(),
        Order::Answer {
            practice: track.practice,
            answer,
        },
    ))
}
