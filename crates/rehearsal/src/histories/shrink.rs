//! The smallest part of a history that is wrong still: steps are left out as long as it stays wrong.

use precede_app::AppError;

use super::{
    Check, ShippedTexts,
    play::{Played, Plot},
    room::{Room, Rooms},
};

/// Histories played in search of a smaller one.
const PLAYS_MAX: u32 = 400;

/// Plays the history with ever fewer steps. `None`: it is not wrong on these stores.
///
/// # Errors
/// When no store can be made.
pub(super) async fn shrink(
    rooms: &dyn Rooms,
    plot: Plot<'_>,
    (shipped, check): (ShippedTexts<'_>, Check<'_>),
) -> Result<Option<Played>, AppError> {
    let mut stage = Stage {
        rooms,
        plot,
        shipped,
        check,
        room: None,
        plays: 0,
    };
    let Some(whole) = stage.play(None).await? else {
        return Ok(None);
    };
    let mut steps: Vec<u32> = (0..whole.steps).collect();
    let mut best = whole;
    let mut size = steps.len().div_ceil(2);
    while size > 0 && stage.plays < PLAYS_MAX {
        let mut from = 0;
        while from < steps.len() && stage.plays < PLAYS_MAX {
            let until = (from + size).min(steps.len());
            let fewer = [&steps[..from], &steps[until..]].concat();
            match stage.play(Some(&fewer)).await? {
                Some(wrong) => {
                    best = wrong;
                    steps = fewer;
                }
                None => from = until,
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    Ok(Some(best))
}

struct Stage<'a> {
    rooms: &'a dyn Rooms,
    plot: Plot<'a>,
    shipped: ShippedTexts<'a>,
    check: Check<'a>,
    room: Option<Room>,
    plays: u32,
}

impl Stage<'_> {
    /// The history of these steps, if it is wrong.
    async fn play(&mut self, steps: Option<&[u32]>) -> Result<Option<Played>, AppError> {
        self.plays += 1;
        let is_free = self.room.as_ref().is_some_and(Room::is_free);
        if !is_free {
            self.room = self.rooms.open().await?;
        }
        let Some(room) = &mut self.room else {
            return Ok(None);
        };
        let plot = Plot {
            seed: self.plot.seed,
            number: self.plot.number,
            steps,
            is_told: true,
        };
        let played = room.play(plot, self.shipped, self.check).await?;
        let wrong = played.filter(|played| !played.wrong.is_empty());
        if wrong.is_some() {
            // What a wrong history left behind is nobody's ground.
            self.room = None;
        }
        Ok(wrong)
    }
}
