//! One turn at one instant: time, people, effects, until nothing more is due.

use precede_app::{AppError, Tick};
use precede_model::{CampaignId, Timestamp};
use precede_store::Timer;

use crate::{Daemon, Nobody, Visitor, schedules};

/// Timers taken in one tick. What is left is due still and comes next.
const TIMERS_AT_ONCE: u64 = 2_000;

/// Whether a turn moves the simulated clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The database's own.
    Real,
    /// The data folder's.
    Simulated,
    /// Nobody's: the caller names each instant.
    Given,
}

impl Daemon {
    /// One whole turn at an instant with nobody visiting; the clock is left as it is. For those who lead a daemon
    /// through histories step by step.
    ///
    /// # Errors
    /// When the database is not available, or a row moved under the turn (`Busy`): take another.
    pub async fn turn_at(&mut self, now: Timestamp) -> Result<(), AppError> {
        self.turn(now, Clock::Given, &mut Nobody).await.map(|_| ())
    }

    /// The first half of a turn: the timers that are due, and nothing of what they plan.
    ///
    /// # Errors
    /// As [`Daemon::turn_at`].
    pub async fn fire_timers(&mut self, now: Timestamp) -> Result<(), AppError> {
        self.time_and_people(now, Clock::Given, &mut Nobody)
            .await
            .map(|_| ())
    }

    /// Everything that is due at an instant. Returns when the database has something due next: later, or by now when
    /// it was asked to come back.
    pub(crate) async fn turn(
        &mut self,
        now: Timestamp,
        clock: Clock,
        visitor: &mut dyn Visitor,
    ) -> Result<Option<Timestamp>, AppError> {
        // One small question tells most instants that only people act in, and that nothing is left to be done.
        let mut due = self.app.store().next_due().await?;
        loop {
            let is_due = due.is_some_and(|due| due <= now);
            let visited = visitor.next().is_some_and(|next| next <= now);
            if !is_due && !visited {
                return Ok(due);
            }
            if self.time_and_people(now, clock, visitor).await? {
                due = self.app.store().next_due().await?;
            }
            if due.is_none_or(|due| due > now) {
                continue;
            }
            let went_on = match clock {
                Clock::Real => self.effects_one_by_one(now).await?,
                Clock::Simulated | Clock::Given => self.effects(now, visitor).await?,
            };
            if !went_on {
                return self.app.store().next_due().await.map_err(AppError::from);
            }
            due = self.app.store().next_due().await?;
        }
    }

    /// Timers and people of this instant, in one commit. Returns whether there were any.
    async fn time_and_people(
        &mut self,
        now: Timestamp,
        clock: Clock,
        visitor: &mut dyn Visitor,
    ) -> Result<bool, AppError> {
        let mut happened = false;
        loop {
            let timers = self.app.store().due_timers(now, TIMERS_AT_ONCE).await?;
            let visited = visitor.next().is_some_and(|next| next <= now);
            if timers.is_empty() && !visited {
                return Ok(happened);
            }
            happened = true;
            let app = self.app.clone();
            let mut tick = app.tick(now);
            self.timers(&mut tick, &timers).await?;
            if visited {
                visitor.visit(&mut tick).await?;
            }
            if clock == Clock::Simulated {
                tick.set_clock();
            }
            tick.each_touched(|campaign, def| visitor.look(campaign, def, now));
            tick.commit().await?;
            // Whatever is armed in a tick is due after it, so only what did not fit in is due still.
            let is_more = timers.len() as u64 == TIMERS_AT_ONCE;
            if !is_more && visitor.next().is_none_or(|next| next > now) {
                return Ok(true);
            }
        }
    }

    async fn timers(&self, tick: &mut Tick<'_>, timers: &[Timer]) -> Result<(), AppError> {
        for timer in timers {
            match timer.stream.parse::<CampaignId>() {
                Ok(campaign) if timer.name == precede_app::WAKE => tick.advance(campaign).await?,
                Ok(_) | Err(_) => schedules::fire(tick, timer).await?,
            }
        }
        Ok(())
    }
}
