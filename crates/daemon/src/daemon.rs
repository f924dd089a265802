//! A daemon's life: its lease, and what it finds at its start.

use std::sync::Arc;

use precede_app::{App, AppError};
use precede_store::{EffectState, Lease, OutboxRow};

use crate::Outlets;

/// Whether other daemons may be at work on the same database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The only one, guarded by the data folder's lock: what is found `sending` is from a dead process.
    Alone,
    /// One of several: only leases that have run out are taken over.
    Among,
}

/// A running daemon.
pub struct Daemon {
    pub(crate) app: Arc<App>,
    pub(crate) outlets: Outlets,
    pub(crate) lease: Lease,
    pub(crate) presence: Presence,
}

impl Daemon {
    /// Begins a life: draws a fence greater than every one before, and takes back what a dead process left.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn start(
        app: Arc<App>,
        outlets: Outlets,
        presence: Presence,
        owner: String,
    ) -> Result<Self, AppError> {
        let now = app.now().await?;
        let lease = app.store().begin_lease(owner, now).await?;
        let daemon = Self {
            app,
            outlets,
            lease,
            presence,
        };
        daemon.recover(now).await?;
        Ok(daemon)
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The fence this life works under: greater than that of every one before on this database.
    pub fn fence(&self) -> i64 {
        self.lease.fence
    }

    /// Takes back effects found `sending` after their lease ran out. What may not be repeated waits for a person, who
    /// is told in the log and by `precede effect list`.
    pub(crate) async fn recover(
        &self,
        now: precede_model::Timestamp,
    ) -> Result<Vec<OutboxRow>, AppError> {
        let alone = self.presence == Presence::Alone;
        let found = self.app.store().recover(&self.lease, now, alone).await?;
        for row in &found {
            match row.state {
                EffectState::InDoubt | EffectState::Quarantined => tracing::warn!(
                    stream = row.stream,
                    effect = %row.key,
                    "found half-done after a crash; a person must say whether it left: `precede effect settle`"
                ),
                _ => {
                    tracing::info!(stream = row.stream, effect = %row.key, "taken back after a crash")
                }
            }
        }
        Ok(found)
    }
}
