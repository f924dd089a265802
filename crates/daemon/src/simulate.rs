//! A simulated clock: jumps from one due minute to the next; empty minutes cost nothing.

use std::ops::ControlFlow;

use precede_app::AppError;
use precede_model::Timestamp;

use crate::{Daemon, Visitor, schedules, turn::Clock};

impl Daemon {
    /// Runs until an instant, doing all work that falls due on the way. Returns the simulated time reached, which is
    /// earlier when `progress` breaks off.
    ///
    /// # Errors
    /// When the data folder has no simulated clock, the instant lies in its past, or the database is not available.
    pub async fn run_until(
        &mut self,
        until: Timestamp,
        visitor: &mut dyn Visitor,
        progress: &mut (dyn FnMut(Timestamp) -> ControlFlow<()> + Send),
    ) -> Result<Timestamp, AppError> {
        let start = self.app.store().simulated().await?.ok_or_else(|| {
            AppError::bad(
                "this data folder runs on the real clock: only a simulated one can be moved"
                    .to_owned(),
            )
        })?;
        if until < start {
            return Err(AppError::bad(format!(
                "the clock stands at {start} already and never goes back to {until}"
            )));
        }
        schedules::arm(&self.app).await?;
        self.introduce(visitor, start).await?;
        let mut now = start;
        loop {
            let due = self.turn(now, Clock::Simulated, visitor).await?;
            if progress(now).is_break() {
                return Ok(now);
            }
            let next = [due, visitor.next()].into_iter().flatten().min();
            match next.map(next_minute) {
                Some(next) if next <= until => now = next.max(now.plus_seconds(60)),
                Some(_) | None => break,
            }
            if now > until {
                break;
            }
        }
        self.set_clock(until).await?;
        self.turn(until, Clock::Simulated, visitor).await?;
        Ok(until)
    }

    async fn introduce(&self, visitor: &mut dyn Visitor, now: Timestamp) -> Result<(), AppError> {
        for id in self.app.store().campaigns().await? {
            let mut tick = self.app.tick(now);
            let (campaign, def) = tick.campaign(id).await?;
            visitor.look(campaign, def, now);
            tick.commit().await?;
        }
        Ok(())
    }

    async fn set_clock(&self, at: Timestamp) -> Result<(), AppError> {
        let mut tick = self.app.tick(at);
        tick.set_clock();
        tick.commit().await?;
        Ok(())
    }
}

/// The whole minute at or after an instant: a tick is at most a minute, and a due step never starts early.
pub fn next_minute(at: Timestamp) -> Timestamp {
    const MINUTE: i64 = 60_000_000;
    Timestamp::from_micros(
        at.micros().div_euclid(MINUTE) * MINUTE
            + if at.micros().rem_euclid(MINUTE) == 0 {
                0
            } else {
                MINUTE
            },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_is_never_before_what_is_due() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            next_minute(at("2010-01-04T09:00:00Z")),
            at("2010-01-04T09:00:00Z")
        );
        assert_eq!(
            next_minute(at("2010-01-04T09:00:00.000001Z")),
            at("2010-01-04T09:01:00Z")
        );
        assert_eq!(
            next_minute(at("1969-12-31T23:59:30Z")),
            at("1970-01-01T00:00:00Z")
        );
    }
}
