//! Random histories through the whole application: orders right and wrong, clocks, directives and registers, and a daemon
//! that is interrupted between plan, claim and outcome, over any store. After each the ledger alone is checked.
//!
//! A history is a pure function of seed and number: each step draws by its own number, so that a wrong history can be
//! played again with fewer steps. What a history deliberately does not know: what is lawful. It only asks.

mod cure;
mod definitions;
mod dice;
mod ground;
mod helpful;
mod judge;
mod mail_house;
mod outside;
mod play;
mod room;
mod scene;
mod shrink;
mod tally;
mod wrong;

use std::ops::{ControlFlow, Range};

use precede_app::AppError;

pub use self::{
    definitions::ShippedTexts,
    play::{Played, Plot},
    room::{BEGINS, Room, Rooms, Walls},
    tally::{Decided, Tally},
};

/// The independent check: reads an export, says everything that is wrong with it.
pub type Check<'a> = &'a (dyn Fn(&str) -> Result<Vec<String>, AppError> + Send + Sync);

/// A history that went wrong.
#[derive(Debug, serde::Serialize)]
pub struct Found {
    /// Its number.
    pub number: u32,
    /// What is wrong with it.
    pub wrong: Vec<String>,
    /// The smallest part of it that was found wrong, told; empty when it is right on other stores.
    pub story: Vec<String>,
}

/// Which histories are played.
pub struct Wanted<'a> {
    /// Seed of all.
    pub seed: u64,
    /// Their numbers.
    pub numbers: Range<u32>,
    /// The shipped plans.
    pub shipped: ShippedTexts<'a>,
    /// The independent check.
    pub check: Check<'a>,
    /// Where a wrong one is played again.
    pub again_on: &'a dyn Rooms,
}

/// Plays them one after another until one goes wrong or `progress` breaks off.
///
/// # Errors
/// When a store is not available.
pub async fn histories(
    rooms: &dyn Rooms,
    wanted: Wanted<'_>,
    progress: &mut (dyn FnMut(&Tally) -> ControlFlow<()> + Send),
) -> Result<(Tally, Option<Found>), AppError> {
    let mut tally = Tally::default();
    let mut room: Option<Room> = None;
    for number in wanted.numbers {
        if !room.as_ref().is_some_and(Room::is_free) {
            // The old one goes before the new one comes.
            drop(room.take());
            room = rooms.open().await?;
        }
        let here = room
            .as_mut()
            .ok_or_else(|| AppError::bad(format!("there is no store left for history {number}")))?;
        let plot = Plot {
            seed: wanted.seed,
            number,
            steps: None,
            is_told: false,
        };
        let Some(played) = here.play(plot, wanted.shipped, wanted.check).await? else {
            continue;
        };
        tally.add(&played.tally);
        if !played.wrong.is_empty() {
            let with = (wanted.shipped, wanted.check);
            let again = shrink::shrink(wanted.again_on, plot, with).await?;
            let found = Found {
                number,
                wrong: again.as_ref().map_or(played.wrong, |one| one.wrong.clone()),
                story: again.map(|one| one.story).unwrap_or_default(),
            };
            return Ok((tally, Some(found)));
        }
        if progress(&tally).is_break() {
            break;
        }
        // A store in memory never waits: whoever listens for an interrupt has its turn here.
        tokio::task::yield_now().await;
    }
    Ok((tally, None))
}
