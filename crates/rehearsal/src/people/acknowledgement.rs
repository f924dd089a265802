//! Acknowledgements: most practices answer within two days, some after reminders, some on the telephone, a few never;
//! a few think again.

use precede_app::Said;
use precede_model::{
    Done, Evidence, How, Open, Order, OrganisationCode, Progress, Role, definition::Chase,
    facts::BatchState,
};

use super::{Deed, Spot, intents::Out};
use crate::diary::{DAY, Slot};

/// How a practice deals with its post.
enum Manner {
    Link,
    Telephone,
    Never,
}

fn manner(spot: &Spot<'_>, practice: OrganisationCode, chase: &Chase) -> Manner {
    match spot.scene.world.trait_of(practice, "manner").below(1000) {
        0..10 if chase.end.is_some() => Manner::Never,
        10..70 if chase.escalate.is_some() => Manner::Telephone,
        _ => Manner::Link,
    }
}

pub(crate) fn acknowledge(spot: &Spot<'_>, open: &Open, chase: &Chase, out: Out<'_>) {
    let Some(track) = spot.track else { return };
    if open.occurrence > 1 {
        let slot = spot.days(open.since, "again", 2, 6);
        return out(spot.intent(slot, Role::Practice, Deed::AcknowledgeByLink));
    }
    match manner(spot, track.practice, chase) {
        Manner::Link => {
            let slot = by_link(spot, open);
            out(spot.intent(slot, Role::Practice, Deed::AcknowledgeByLink));
        }
        Manner::Telephone => telephone(spot, open, chase, out),
        Manner::Never => release(spot, out),
    }
}

/// Hours for most, days for some, after the reminders for the rest.
fn by_link(spot: &Spot<'_>, open: &Open) -> Slot {
    let (least, most) = match spot.chance("when").below(100) {
        0..70 => (2, 2 * DAY),
        70..85 => (2 * DAY, 5 * DAY),
        85..95 => (5 * DAY, 9 * DAY),
        _ => (9 * DAY, 15 * DAY),
    };
    spot.quarters(open.since, "hour", least, most)
}

/// PCT staff take it to the telephone once it is theirs.
fn telephone(spot: &Spot<'_>, open: &Open, chase: &Chase, out: Out<'_>) {
    let (
        Progress::Chasing {
            escalated: true, ..
        },
        Some(escalate),
    ) = (&open.progress, chase.escalate)
    else {
        return;
    };
    let from = spot.scene.def.due(open.since, escalate);
    out(spot.intent(
        spot.days(from, "hour", 0, 4),
        Role::PctStaff,
        Deed::AcknowledgeToStaff,
    ));
}

/// A director releases a practice that stayed silent. Here and there somebody tries who may not.
fn release(spot: &Spot<'_>, out: Out<'_>) {
    let Some(ended) = spot.track.and_then(|track| track.facts.chase_ended) else {
        return;
    };
    if spot.chance("too junior").is_one_of(300) {
        let slot = spot.quarters(ended, "junior", 1, 16);
        out(spot
            .intent(slot, Role::PctStaff, Deed::ReleaseSilent)
            .once());
    }
    out(spot.intent(
        spot.days(ended, "release", 1, 5),
        Role::Director,
        Deed::ReleaseSilent,
    ));
}

/// Second thoughts, once. Some have them when the mail house announces the letters.
pub(crate) fn take_back(spot: &Spot<'_>, done: &Done, out: Out<'_>) {
    let Some(track) = spot.track else { return };
    let what_of = |what: &str| spot.scene.world.trait_of(track.practice, what);
    let doubts =
        done.occurrence == 1 && track.facts.informed.is_some() && what_of("doubts").is_one_of(15);
    if !doubts {
        return;
    }
    let slot = if what_of("alarmed").is_one_of(300) {
        let released = track
            .facts
            .batches
            .iter()
            .find_map(|batch| match batch.state {
                BatchState::Released { at } => Some(at),
                BatchState::Planned | BatchState::Posted { .. } | BatchState::Stopped { .. } => {
                    None
                }
            });
        let Some(released) = released else { return };
        spot.quarters(released, "alarm", 0, 3)
    } else {
        spot.days(done.at, "doubt", 3, 40)
    };
    out(spot.intent(slot, Role::Practice, Deed::TakeBackAcknowledgement));
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed, slot: Slot) -> Option<(Said, Order)> {
    let practice = spot.practice()?;
    let people = [
        "practice manager",
        "GP partner",
        "reception manager",
        "deputy practice manager",
    ];
    let name_role = spot.chance("who").pick(&people).map(str::to_owned);
    let (how, said) = match deed {
        Deed::AcknowledgeByLink => (How::Link, Said::default()),
        _ if spot.chance("visit").is_one_of(125) => (How::Visit, Said::default()),
        _ => (How::Phone, an_hour_ago(spot, slot)),
    };
    let step = Some(spot.step.id);
    Some((
        said,
        Order::Acknowledge {
            step,
            practice,
            how,
            name_role,
        },
    ))
}

/// A call is written down within the hour: on the same day it counts from when it was made.
fn an_hour_ago(spot: &Spot<'_>, slot: Slot) -> Said {
    let minutes = i64::from(spot.chance("written down").between(5, 55));
    let happened = spot
        .scene
        .diary
        .at(slot)
        .map(|at| at.plus_seconds(-60 * minutes));
    Said {
        happened,
        ..Said::default()
    }
}

pub(crate) fn doubt(spot: &Spot<'_>, deed: Deed) -> Option<(Said, Order)> {
    let practice = spot.practice()?;
    if deed == Deed::ReleaseSilent {
        let reason = "no answer to notice, reminders and telephone";
        return Some((reasoned(reason), Order::ReleaseSilent { practice }));
    }
    let reasons = [
        "the person named has left",
        "posters and forms did not arrive",
        "reception has not been briefed after all",
    ];
    let reason = spot.chance("reason").pick(&reasons)?;
    Some((
        reasoned(reason),
        Order::WithdrawAcknowledgement { practice },
    ))
}

/// What is said with a reason.
pub(crate) fn reasoned(reason: &str) -> Said {
    let evidence = Evidence {
        reason: Some(reason.to_owned()),
        ..Evidence::default()
    };
    Said {
        evidence,
        ..Said::default()
    }
}
