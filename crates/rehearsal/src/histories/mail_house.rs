//! The mail house keeps its word: it posts what was released and not recalled, by the last day, and says so at once. What
//! it did is history, which no rule refuses; a mail house that lies is no matter of order.

use precede_model::{
    Order, Role, Track,
    facts::{Batch, BatchState},
};

use super::{
    dice::Dice,
    scene::{Deed, Scene},
};

/// What it says about the letters of a practice, if there is something to say.
pub(super) fn answer(scene: &Scene<'_>, track: &Track, dice: &mut Dice) -> Option<Deed> {
    let practice = track.practice;
    let mut found: Vec<Order> = Vec::new();
    for batch in &track.facts.batches {
        match batch.state {
            BatchState::Released { .. } => found.push(post_or_stop(scene, track, batch, dice)),
            BatchState::Posted {
                posted, returned, ..
            } if posted > returned && dice.one_in(6) => found.push(Order::Returned {
                practice,
                batch: batch.number,
                items: dice.between(1, (posted - returned).min(9)),
                reason: "gone away".to_owned(),
            }),
            BatchState::Planned | BatchState::Posted { .. } | BatchState::Stopped { .. } => {}
        }
    }
    let order = dice.take(&mut found)?;
    Some(scene.by(Role::MailHouse, Some(practice), order))
}

fn post_or_stop(scene: &Scene<'_>, track: &Track, batch: &Batch, dice: &mut Dice) -> Order {
    let (practice, number, items) = (track.practice, batch.number, batch.items);
    if batch.recalled || scene.now > batch.post_by {
        return Order::Stopped {
            practice,
            batch: number,
        };
    }
    let spoiled = match dice.below(20) {
        0 => items,
        1..4 => items.min(dice.below(6)),
        _ => 0,
    };
    Order::Posted {
        practice,
        batch: number,
        items: items - spoiled,
        spoiled,
        stopped: 0,
    }
}
