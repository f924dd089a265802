//! Effects on their way out, in three parts: claimed under warrants, performed, recorded. Whatever else happens may happen
//! between them.

use std::collections::HashMap;

use precede_app::{App, AppError, Tick, Waiting};
use precede_mail::{Standing, Undisputed};
use precede_model::{ClaimProof, EffectKey, Order, Outgoing, Timestamp};
use precede_store::OutboxRow;

use crate::{
    Daemon, Visitor,
    outlets::{self, Outcome, Outlets},
};

/// Effects claimed in one tick.
const EFFECTS_AT_ONCE: u64 = 500;
/// How long a claim of many lasts. On the real clock few are claimed at once, and for less (`one_by_one.rs`).
const CLAIM_SECONDS: i64 = 60;
/// How often an outcome is brought to a campaign that keeps moving.
const RECORD_TRIES: u32 = 5;

/// Effects stored as `sending` under warrants of one instant. Nothing has left.
pub struct Claimed {
    at: Timestamp,
    pub(crate) effects: Vec<(Waiting, ClaimProof)>,
    pub(crate) written: bool,
}

/// What became of them. Nothing is recorded.
pub struct Performed {
    at: Timestamp,
    effects: Vec<(OutboxRow, ClaimProof, Outcome)>,
}

impl Claimed {
    /// Whether there is nothing to perform.
    pub fn is_empty(&self) -> bool {
        self.effects.is_empty()
    }
}

impl Daemon {
    /// Effects that may leave now: claimed in one commit, performed outside, recorded in another. Says whether there
    /// is anything new to look at.
    pub(crate) async fn effects(
        &mut self,
        now: Timestamp,
        visitor: &mut dyn Visitor,
    ) -> Result<bool, AppError> {
        let claimed = self.claim(now, visitor).await?;
        if claimed.is_empty() {
            return Ok(claimed.written);
        }
        let performed = self.perform(claimed).await?;
        self.record(&performed, visitor).await
    }

    /// Stores `sending` for every due effect whose warrant can be taken at this instant.
    ///
    /// # Errors
    /// When the database is not available, or a row moved under the claim (`Busy`): nothing is claimed then.
    pub async fn claim(
        &self,
        now: Timestamp,
        visitor: &mut dyn Visitor,
    ) -> Result<Claimed, AppError> {
        let rows = self.app.store().due_effects(now, EFFECTS_AT_ONCE).await?;
        self.claim_rows((rows, CLAIM_SECONDS), now, visitor).await
    }

    /// The same for these rows, and for so many seconds.
    pub(crate) async fn claim_rows(
        &self,
        (rows, lasts): (Vec<OutboxRow>, i64),
        now: Timestamp,
        visitor: &mut dyn Visitor,
    ) -> Result<Claimed, AppError> {
        let until = now.plus_seconds(lasts);
        let mut tick = self.app.tick(now);
        let mut waiting = Vec::new();
        for row in rows {
            waiting.extend(tick.claim(row, &self.lease, until).await?);
        }
        let written = !tick.is_empty();
        tick.each_touched(|campaign, def| visitor.look(campaign, def, now));
        let proofs = tick.commit().await?.into_iter();
        let mut proofs: HashMap<(String, EffectKey), ClaimProof> = proofs
            .map(|proof| ((proof.stream().to_owned(), proof.key()), proof))
            .collect();
        let proven = |waiting: Waiting| {
            let proof = proofs.remove(&(waiting.row.stream.clone(), waiting.row.key))?;
            Some((waiting, proof))
        };
        Ok(Claimed {
            at: now,
            effects: waiting.into_iter().filter_map(proven).collect(),
            written,
        })
    }

    /// Performs what was claimed, outside any transaction.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn perform(&self, claimed: Claimed) -> Result<Performed, AppError> {
        let mut effects = Vec::with_capacity(claimed.effects.len());
        for (waiting, proof) in claimed.effects {
            let row = waiting.row.clone();
            // Nobody else is at work where many are claimed at once.
            let on_its_way = (waiting, &proof, &Undisputed as &dyn Standing);
            let outcome = self
                .outlets
                .perform(&self.app, on_its_way, claimed.at)
                .await?;
            effects.push((row, proof, outcome));
        }
        Ok(Performed {
            at: claimed.at,
            effects,
        })
    }

    /// Records what became of them, as at the instant of their claim. Somebody's order may have moved a campaign
    /// meanwhile: what has left has left, so the outcome is brought to the campaign as it is now, guarded by the fence.
    /// Says whether anything is settled; what was asked to come back later is due still, in the next turn.
    ///
    /// # Errors
    /// When the database is not available, or another daemon has taken the effects over (`Busy`).
    pub async fn record(
        &self,
        performed: &Performed,
        visitor: &mut dyn Visitor,
    ) -> Result<bool, AppError> {
        let Performed { at, effects } = performed;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut tick = self.app.tick(*at);
            for (row, proof, outcome) in effects {
                record(&mut tick, row, proof, outcome).await?;
            }
            tick.each_touched(|campaign, def| visitor.look(campaign, def, *at));
            match tick.commit().await {
                Ok(_) => break,
                Err(AppError::Busy(_)) if tries < RECORD_TRIES => {}
                Err(error) => return Err(error),
            }
        }
        let is_settled = |outcome: &Outcome| !matches!(outcome, Outcome::Later(_));
        Ok(effects.iter().any(|(.., outcome)| is_settled(outcome)))
    }
}

/// What became of an effect, as part of a tick.
pub(crate) async fn record(
    tick: &mut Tick<'_>,
    row: &OutboxRow,
    proof: &ClaimProof,
    outcome: &Outcome,
) -> Result<(), AppError> {
    let Some(stands) = outcome.stands() else {
        return Ok(());
    };
    let order = order_of((row.key, &row.what), outcome);
    tick.outcome(row.campaign, proof, stands, order).await
}

/// The campaign's own event for an outcome; correspondence has none.
pub fn order_of((key, what): (EffectKey, &Outgoing), outcome: &Outcome) -> Option<Order> {
    let practice = key.subject?;
    let step = key.step;
    match (what, outcome) {
        (_, Outcome::Later(_) | Outcome::TakenOver)
        | (Outgoing::Digest { .. } | Outgoing::Recall { .. }, _) => None,
        (
            Outgoing::Notice {
                template, number, ..
            },
            Outcome::Left { reference, .. },
        ) => Some(Order::HandedOver {
            step,
            practice,
            template: *template,
            number: *number,
            message_id: reference.clone(),
        }),
        (
            Outgoing::Notice {
                template, number, ..
            },
            Outcome::Failed(reason),
        ) => Some(Order::NotHandedOver {
            step,
            practice,
            template: *template,
            number: *number,
            reason: reason.clone(),
        }),
        (Outgoing::Batch { batch, .. }, Outcome::Left { .. }) => Some(Order::Released {
            practice,
            batch: *batch,
        }),
        (Outgoing::Permit, Outcome::Left { reference, .. }) => Some(Order::PermitIssued {
            step,
            practice,
            digest: reference.parse().ok()?,
        }),
        // What could not be written for a mail house stays failed in the outbox, to be tried again.
        (Outgoing::Batch { .. } | Outgoing::Permit, Outcome::Failed(_)) => None,
    }
}

impl Outlets {
    /// Performs one claimed effect.
    pub(crate) async fn perform(
        &self,
        app: &App,
        (waiting, proof, standing): (Waiting, &ClaimProof, &dyn Standing),
        now: Timestamp,
    ) -> Result<Outcome, AppError> {
        let Waiting {
            warrant,
            row,
            evidence,
        } = waiting;
        let claimed = outlets::Claimed {
            warrant,
            proof,
            row: &row,
            standing,
        };
        match &row.what {
            Outgoing::Notice {
                to,
                template,
                number,
            } => {
                self.notice(app, claimed, (*to, *template, *number), now)
                    .await
            }
            Outgoing::Digest { day } => self.digest(app, claimed, *day, now).await,
            Outgoing::Batch {
                batch,
                items,
                class,
                post_by,
            } => Ok(self
                .batch(claimed, (*batch, *items, *class, *post_by))
                .await),
            Outgoing::Recall { batch } => Ok(self.recall(&row, *batch)),
            // An unsigned event until permits have their own issue: the warrant taken for it is the whole of it.
            Outgoing::Permit => Ok(Outcome::Left {
                answer: "issued".to_owned(),
                reference: evidence.to_string(),
            }),
        }
    }
}
