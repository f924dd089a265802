//! Effects on the real clock, where other daemons may be at work: few are claimed at once, each is recorded as soon as
//! it has left, and a claim that ran out is another's (E5, E6).

use std::{future::Future, time::Duration};

use async_trait::async_trait;
use precede_app::{App, AppError};
use precede_mail::Standing;
use precede_model::{ClaimProof, EffectKey, Timestamp};
use precede_store::{EffectState, Lease, OutboxRow};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::{Daemon, Nobody, Presence, effects::record, outlets::Outcome};

/// Effects looked at in one turn.
const LOOKED_AT: u64 = 200;
/// Effects claimed in one turn: so many wait at most while one is on the wire.
const CLAIMED_AT_ONCE: usize = 16;
/// How long a claim lasts that is not on the wire (E6).
const CLAIM_SECONDS: u32 = 5;
/// How often claims are renewed that wait for one on the wire. A process that was stopped renews nothing.
const BEAT: Duration = Duration::from_secs(1);
/// How often an outcome is tried again when people keep moving its campaign.
const RECORD_TRIES_MAX: usize = 50;

impl Daemon {
    /// Effects that may leave now. Returns whether anything was moved.
    pub(crate) async fn effects_one_by_one(&mut self, now: Timestamp) -> Result<bool, AppError> {
        let due = self.app.store().due_effects(now, LOOKED_AT).await?;
        let rows = self.own_share(due);
        if rows.is_empty() {
            return Ok(false);
        }
        let app = self.app.clone();
        let lasts = i64::from(CLAIM_SECONDS);
        let claimed = self.claim_rows((rows, lasts), now, &mut Nobody).await?;
        let mut went_on = claimed.is_empty() && claimed.written;
        for (waiting, proof) in claimed.effects {
            let row = waiting.row.clone();
            let standing = InDatabase {
                app: &app,
                lease: &self.lease,
                place: (&row.stream, row.key),
            };
            let performed = self
                .outlets
                .perform(&app, (waiting, &proof, &standing), now);
            let outcome = self.renewing(performed).await?;
            went_on |= !matches!(outcome, Outcome::Later(_));
            self.record_at_once((&row, &proof, &outcome), now).await?;
        }
        Ok(went_on)
    }

    /// The oldest of what is due. Where there are others, each daemon begins at another campaign, so that they do not all
    /// reach for the same rows.
    fn own_share(&self, mut due: Vec<OutboxRow>) -> Vec<OutboxRow> {
        if self.presence == Presence::Among && !due.is_empty() {
            let place = self.lease.fence.unsigned_abs() as usize * CLAIMED_AT_ONCE % due.len();
            due.rotate_left(place);
        }
        // What was claimed before, and came to no good end, is claimed alone: it takes nobody with it (E7).
        let alone = due.iter().position(|row| row.attempts > 0);
        due.truncate(alone.map_or(CLAIMED_AT_ONCE, |place| place.clamp(1, CLAIMED_AT_ONCE)));
        due
    }

    /// Does something while the claims that wait for it are kept.
    async fn renewing<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        let mut beats = interval_at(Instant::now() + BEAT, BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                _ = beats.tick() => {
                    let renewed = self.app.store().renew(&self.lease, None, CLAIM_SECONDS).await;
                    if let Err(error) = renewed {
                        tracing::warn!(%error, "claims are not renewed");
                    }
                }
            }
        }
    }

    /// Stores an outcome, as at the instant of its claim: by the facts of then it left. Somebody else may move the campaign
    /// at the same moment: it is tried again while the effect is still this daemon's.
    async fn record_at_once(
        &self,
        (row, proof, outcome): (&OutboxRow, &ClaimProof, &Outcome),
        claimed_at: Timestamp,
    ) -> Result<(), AppError> {
        for _ in 0..RECORD_TRIES_MAX {
            let mut tick = self.app.tick(claimed_at);
            record(&mut tick, row, proof, outcome).await?;
            match tick.commit().await {
                Err(AppError::Busy(_)) if self.is_own(row, proof).await? => {}
                Err(AppError::Busy(_)) => {
                    tracing::warn!(stream = row.stream, effect = %row.key, "taken over by another daemon");
                    return Ok(());
                }
                other => return other.map(drop),
            }
        }
        Err(AppError::Busy(row.stream.clone()))
    }

    async fn is_own(&self, row: &OutboxRow, proof: &ClaimProof) -> Result<bool, AppError> {
        let now = self.app.store().effect(&row.stream, row.key).await?;
        Ok(now.is_some_and(|now| {
            now.state == EffectState::Sending && now.fence == Some(proof.fence())
        }))
    }
}

/// A claim as the database has it.
struct InDatabase<'a> {
    app: &'a App,
    lease: &'a Lease,
    place: (&'a str, EffectKey),
}

#[async_trait]
impl Standing for InDatabase<'_> {
    async fn renew(&self, lasts: Duration) -> Result<bool, String> {
        let seconds = u32::try_from(lasts.as_secs() + 1).unwrap_or(u32::MAX);
        let renewed = self
            .app
            .store()
            .renew(self.lease, Some(self.place), seconds)
            .await;
        renewed
            .map(|renewed| renewed == 1)
            .map_err(|error| error.to_string())
    }
}
