//! Sign-offs: a practice agrees on the day of its count, the PCT on the same day or the next; some take longer, a few
//! take it back.

use precede_app::Said;
use precede_model::{
    Done, Open, Order, Role, Side, StepState, Timestamp,
    definition::{Asks, Kind},
};

use super::{Deed, Spot, acknowledgement::reasoned, intents::Out};
use crate::diary::DAY;

pub(crate) fn sign(spot: &Spot<'_>, open: &Open, by: Role, out: Out<'_>) {
    let Some(track) = spot.track else { return };
    let slot = if by.is_of_practice() {
        let Some(from) = all_counted(spot, open.since) else {
            return;
        };
        match open.occurrence {
            1 => spot.quarters(from, "agree", 1, 6),
            _ if doubts_at_once(spot) => spot.quarters(from, "agree again", 1, 4),
            _ => spot.days(from, "agree again", 2, 8),
        }
    } else {
        // The other side waits for a practice that is thinking again.
        if practice_thinks(spot) {
            return;
        }
        let from = track
            .facts
            .practice_agreed
            .map_or(open.since, |agreed| agreed.at.max(open.since));
        let (least, most) = if spot.chance("slow").is_one_of(40) {
            (3 * DAY, 6 * DAY)
        } else {
            (4, 28)
        };
        spot.quarters(from, "agree", least, most)
    };
    out(spot.intent(slot, by, Deed::SignOff));
}

/// A practice agrees when its patients have had their time to choose and their opt-outs are counted since.
fn all_counted(spot: &Spot<'_>, since: Timestamp) -> Option<Timestamp> {
    let ended = spot.choice_ended()?;
    let counted = spot.track?.facts.opt_outs.map_or(ended, |count| count.at);
    (counted >= ended).then(|| since.max(counted))
}

fn practice_thinks(spot: &Spot<'_>) -> bool {
    let is_of_practice =
        |kind: &Kind| matches!(kind, Kind::SignOff { by, .. } if by.is_of_practice());
    spot.states(is_of_practice)
        .any(|(_, state)| matches!(state, StepState::Open(_)))
}

/// Whether a practice that thinks again does so within the hour, before the PCT has signed.
fn doubts_at_once(spot: &Spot<'_>) -> bool {
    spot.track.is_some_and(|track| {
        spot.scene
            .world
            .trait_of(track.practice, "at once")
            .is_one_of(500)
    })
}

/// Second thoughts, once.
pub(crate) fn withdraw(spot: &Spot<'_>, done: &Done, by: Role, out: Out<'_>) {
    let Some(track) = spot
        .track
        .filter(|_| by.is_of_practice() && done.occurrence == 1)
    else {
        return;
    };
    let facts = &track.facts;
    let doubts = facts.practice_agreed.is_some()
        && spot
            .scene
            .world
            .trait_of(track.practice, "disagrees")
            .is_one_of(15);
    if !doubts {
        return;
    }
    let slot = if doubts_at_once(spot) {
        spot.quarters(done.at, "disagree", 0, 2)
    } else {
        spot.days(done.at, "disagree", 8, 25)
    };
    out(spot.intent(slot, by, Deed::WithdrawAgreement));
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed) -> Option<(Said, Order)> {
    let practice = spot.practice()?;
    let Kind::SignOff { by, asks } = spot.step.kind else {
        return None;
    };
    if deed == Deed::WithdrawAgreement {
        let side = if by.is_of_practice() {
            Side::Practice
        } else {
            Side::Pct
        };
        let reason = "a partner wants to see the data quality report first";
        return Some((
            reasoned(reason),
            Order::WithdrawAgreement { practice, side },
        ));
    }
    let instrument = match asks {
        Asks::Agrees => None,
        Asks::Confirms => Some(format!(
            "sharing agreement {} {practice}",
            spot.scene.campaign.id.pct
        )),
    };
    Some((
        Said::default(),
        Order::SignOff {
            step: spot.step.id,
            practice,
            instrument,
        },
    ))
}
