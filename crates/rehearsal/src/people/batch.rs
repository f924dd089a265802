//! Letters: the mail house posts a batch on the next working day, spoils a few, sends back what its list no longer
//! allows and what is recalled; some letters come back over the next weeks.

use precede_app::Said;
use precede_model::{
    Answer, Evidence, Open, Order, Progress, Role, Standing, StepState, Timestamp, Track,
    definition::Kind,
    facts::{Batch, BatchState},
};

use super::{Deed, Intent, Scene, Spot, intents::Out, list};
use crate::diary::{DAY, Slot};

/// What the mail house means to do for one practice.
pub(crate) fn of_mail_house(scene: &Scene<'_>, track: &Track, out: Out<'_>) {
    let def = scene.def;
    let step = def
        .track_steps()
        .iter()
        .find(|ix| matches!(def.step(**ix).kind, Kind::Batch { .. }));
    let Some(spot) = step.and_then(|ix| scene.spot(*ix, Some(track))) else {
        return;
    };
    for batch in &track.facts.batches {
        match batch.state {
            BatchState::Released { at } => out(post_or_stop(&spot, track, batch, at)),
            // Nothing comes back any more once the time to choose is over.
            BatchState::Posted {
                at,
                posted,
                returned,
                period_ended: None,
                ..
            } => {
                if let Some(slot) = next_return(&spot, batch.number, (at, posted, returned)) {
                    let deed = Deed::ReturnLetters {
                        batch: batch.number,
                    };
                    out(spot.intent(slot, Role::MailHouse, deed));
                }
            }
            BatchState::Planned | BatchState::Posted { .. } | BatchState::Stopped { .. } => {}
        }
    }
}

fn post_or_stop(spot: &Spot<'_>, track: &Track, batch: &Batch, released: Timestamp) -> Intent {
    let stop = |slot| {
        spot.intent(
            slot,
            Role::MailHouse,
            Deed::StopBatch {
                batch: batch.number,
            },
        )
    };
    if let Some(recalled) = recalled(spot, track) {
        return stop(spot.scene.diary.after(recalled.max(released)).later(1));
    }
    match posting(spot, batch, released) {
        Some(slot) => spot.intent(
            slot,
            Role::MailHouse,
            Deed::PostBatch {
                batch: batch.number,
            },
        ),
        None => stop(spot.scene.diary.after(released.max(batch.post_by)).later(1)),
    }
}

/// When the mail house was asked to stop what it holds for a practice.
fn recalled(spot: &Spot<'_>, track: &Track) -> Option<Timestamp> {
    match track.standing {
        Standing::Left { at } | Standing::Closed { at } | Standing::Merged { at, .. } => {
            return Some(at);
        }
        Standing::Tranche | Standing::Reach | Standing::Released { .. } => {}
    }
    if track.answer == Some(Answer::Declines) {
        let answers = spot.states(|kind| matches!(kind, Kind::Answer));
        return answers.filter_map(|(_, state)| state.settled_at()).max();
    }
    if track.facts.informed.is_some() {
        return None;
    }
    let reopened = spot.states(|kind| matches!(kind, Kind::Acknowledgement { .. }));
    reopened
        .filter_map(|(_, state)| state.open())
        .map(|open| open.since)
        .max()
}

/// The next working day, or the same day where the list does not allow the next. `None`: it cannot be posted in time.
fn posting(spot: &Spot<'_>, batch: &Batch, released: Timestamp) -> Option<Slot> {
    let diary = spot.scene.diary;
    let first = diary.after(released);
    let is_same_day = diary.day(first) == Some(spot.scene.def.day(released));
    let quarter = spot
        .chance("post")
        .number(batch.number.into())
        .between(8, DAY - 1);
    let next_day = first.on_day(u32::from(is_same_day), quarter);
    let same_day = first.later(4).min(first.at_quarter(DAY - 1));
    let in_time = |slot: &Slot| diary.at(*slot).is_some_and(|at| at <= batch.post_by);
    [next_day, same_day, first].into_iter().find(in_time)
}

/// One to three in a hundred come back, in two lots.
fn next_return(
    spot: &Spot<'_>,
    number: u16,
    (at, posted, returned): (Timestamp, u32, u32),
) -> Option<Slot> {
    let lot = lots(spot, number, posted)
        .into_iter()
        .position(|lot| lot > returned)? as u32;
    let chance = spot.chance("back").number(number.into());
    let days = chance.number(lot.into()).between(4, 9) + lot * 10;
    let quarter = chance.about("hour").below(DAY);
    Some(spot.scene.diary.after(at).on_day(days, quarter))
}

/// How many have come back after each lot.
fn lots(spot: &Spot<'_>, number: u16, posted: u32) -> [u32; 2] {
    let share = spot
        .chance("returned")
        .number(number.into())
        .between(10, 30);
    let all = (u64::from(posted) * u64::from(share) / 1000) as u32;
    [all * 2 / 3, all]
}

/// The list grew too old with letters still to post: staff bring a newer one.
pub(crate) fn renew_list(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let (Some(track), Progress::Fresh) = (spot.track, &open.progress) else {
        return;
    };
    let def = spot.scene.def;
    let lists = def
        .track_steps()
        .iter()
        .filter(|ix| matches!(def.step(**ix).kind, Kind::List));
    let Some(list_spot) = lists
        .filter_map(|ix| spot.scene.spot(*ix, Some(track)))
        .next()
    else {
        return;
    };
    if !matches!(list_spot.state, StepState::Done(_)) {
        return;
    }
    let Some(wanted) = list::wanted_again(&list_spot, &track.facts) else {
        return;
    };
    let slot = list::in_time(&list_spot, list_spot.quarters(wanted, "newer", 0, 12));
    out(list_spot.intent(slot, list::owner(&list_spot), Deed::BringList));
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed, number: u16, slot: Slot) -> Option<(Said, Order)> {
    let track = spot.track?;
    let practice = track.practice;
    let batch = track
        .facts
        .batches
        .iter()
        .find(|batch| batch.number == number)?;
    // The manifest names the last instant: what comes up later, or is recalled by then, goes back.
    let goes_back = batch.recalled || spot.scene.diary.at(slot)? > batch.post_by;
    let order = match (deed, batch.state) {
        (Deed::PostBatch { .. }, _) if goes_back => Order::Stopped {
            practice,
            batch: number,
        },
        (Deed::PostBatch { .. }, _) => {
            let spoiled = spot
                .chance("spoiled")
                .number(number.into())
                .below(batch.items / 300 + 1);
            Order::Posted {
                practice,
                batch: number,
                items: batch.items - spoiled,
                spoiled,
                stopped: 0,
            }
        }
        (
            Deed::ReturnLetters { .. },
            BatchState::Posted {
                posted, returned, ..
            },
        ) => {
            let lot = lots(spot, number, posted)
                .into_iter()
                .find(|lot| *lot > returned)?;
            let reasons = ["gone-away", "not-known-at-address", "incomplete-address"];
            let reason = spot
                .chance("why")
                .number(returned.into())
                .pick(&reasons)?
                .to_owned();
            Order::Returned {
                practice,
                batch: number,
                items: lot - returned,
                reason,
            }
        }
        (Deed::StopBatch { .. }, _) => Order::Stopped {
            practice,
            batch: number,
        },
        _ => return None,
    };
    let reference = Some(format!("{practice}-{number}"));
    Some((
        Said {
            evidence: Evidence {
                reference,
                ..Evidence::default()
            },
            ..Said::default()
        },
        order,
    ))
}
