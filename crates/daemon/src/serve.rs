//! The real clock: polls, sleeps until the next due time, stops gracefully, and lives through outages.

use std::{future::Future, time::Duration};

use precede_app::AppError;
use precede_model::Timestamp;

use crate::{Daemon, Nobody, schedules, turn::Clock};

/// Longest sleep: polling is the truth, a hint may be missed (E15).
const POLL: Duration = Duration::from_millis(500);
/// Shortest and longest wait after a failure.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(30));

impl Daemon {
    /// Works until `stop` is ready, then finishes the turn it is in. An outage of the database ends nothing: work
    /// resumes by itself (E12).
    ///
    /// # Errors
    /// What no waiting can mend.
    pub async fn serve(&mut self, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        tokio::pin!(stop);
        let mut failures = 0u32;
        let mut recovered_at = None;
        schedules::arm(&self.app).await?;
        loop {
            let pause = match self.real_turn(&mut recovered_at).await {
                Ok(sleep) => {
                    failures = 0;
                    sleep
                }
                Err(AppError::Busy(stream)) => {
                    tracing::debug!(stream, "another daemon moved it first");
                    Duration::ZERO
                }
                Err(error @ AppError::Store(precede_store::StoreError::Unavailable(_))) => {
                    failures += 1;
                    let pause = backoff(failures, self.lease.fence);
                    tracing::warn!(%error, pause_ms = pause.as_millis() as u64, "degraded; trying again");
                    self.app.forget();
                    pause
                }
                Err(error) => return Err(error),
            };
            tokio::select! {
                biased;
                () = &mut stop => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One turn, and how long to sleep after it.
    async fn real_turn(
        &mut self,
        recovered_at: &mut Option<Timestamp>,
    ) -> Result<Duration, AppError> {
        let now = self.app.now().await?;
        // Leases that ran out are looked for every few seconds, by every daemon.
        if recovered_at.is_none_or(|last| now >= last.plus_seconds(2)) {
            self.recover(now).await?;
            *recovered_at = Some(now);
        }
        let due = self.turn(now, Clock::Real, &mut Nobody).await?;
        let until = due.map_or(POLL, |due| {
            Duration::from_micros((due.micros() - now.micros()).max(0).unsigned_abs())
        });
        Ok(until.min(POLL))
    }
}

/// Full jitter: anywhere between nothing and the doubled limit, so that daemons do not come back together.
fn backoff(failures: u32, salt: i64) -> Duration {
    let limit = BACKOFF
        .0
        .saturating_mul(1 << failures.min(10))
        .min(BACKOFF.1);
    let chance =
        precede_model::Digest::of(format!("{failures}|{salt}")).number() as f64 / u64::MAX as f64;
    limit.mul_f64(chance).max(Duration::from_millis(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_after_failures_stays_within_its_limits() {
        for failures in 1..100 {
            for salt in 0..10 {
                assert!(backoff(failures, salt) <= BACKOFF.1);
            }
        }
        assert_ne!(
            backoff(8, 1),
            backoff(8, 2),
            "daemons come back at different times"
        );
    }
}
