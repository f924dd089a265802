//! One turn at one instant: time, people, effects, until nothing more is due.

use std::collections::HashMap;

use precede_app::{App, AppError, Tick, Waiting};
use precede_mail::{Standing, Undisputed};
use precede_model::{CampaignId, ClaimProof, EffectKey, Order, Outgoing, Timestamp};
use precede_store::{EffectState, OutboxRow, Timer};

use crate::{
    Daemon, Visitor,
    outlets::{Claimed, Outcome, Outlets},
    schedules,
};

/// Timers taken in one tick. What is left is due still and comes next.
const TIMERS_AT_ONCE: u64 = 2_000;
/// Effects claimed in one tick.
const EFFECTS_AT_ONCE: u64 = 500;
/// How long a claim lasts on a simulated clock, which stands still meanwhile.
const CLAIM_SECONDS: i64 = 60;

/// Whether a turn moves the simulated clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The database's own.
    Real,
    /// The data folder's.
    Simulated,
}

impl Daemon {
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
                Clock::Simulated => self.effects(now, visitor).await?,
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

    /// Effects that may leave now: claimed under warrants in one commit, performed outside, recorded in another.
    async fn effects(
        &mut self,
        now: Timestamp,
        visitor: &mut dyn Visitor,
    ) -> Result<bool, AppError> {
        let rows = self.app.store().due_effects(now, EFFECTS_AT_ONCE).await?;
        if rows.is_empty() {
            return Ok(false);
        }
        let app = self.app.clone();
        let lasts = CLAIM_SECONDS;
        let (claimed, written) = self.claim(&app, (rows, lasts), now, visitor).await?;
        if claimed.is_empty() {
            return Ok(written);
        }
        let mut outcomes = Vec::with_capacity(claimed.len());
        for (waiting, proof) in claimed {
            let row = waiting.row.clone();
            // A simulated clock has one daemon.
            let outlets = &self.outlets;
            let claimed = (waiting, &proof, &Undisputed as &dyn Standing);
            let outcome = outlets.perform(&app, claimed, now).await?;
            outcomes.push((row, proof, outcome));
        }
        // What was asked to come back later is due still: it is tried again in the next turn, not in this one.
        let any_settled = outcomes
            .iter()
            .any(|(.., outcome)| !matches!(outcome, Outcome::Later(_)));
        let mut tick = app.tick(now);
        for (row, proof, outcome) in outcomes {
            record(&mut tick, &row, &proof, &outcome).await?;
        }
        tick.each_touched(|campaign, def| visitor.look(campaign, def, now));
        tick.commit().await?;
        Ok(any_settled)
    }

    /// Stores `sending` for every effect whose warrant could be taken at this instant. Returns what is claimed, and
    /// whether anything was written.
    pub(crate) async fn claim(
        &self,
        app: &App,
        (rows, lasts): (Vec<OutboxRow>, i64),
        now: Timestamp,
        visitor: &mut dyn Visitor,
    ) -> Result<(Vec<(Waiting, ClaimProof)>, bool), AppError> {
        let until = now.plus_seconds(lasts);
        let mut tick = app.tick(now);
        let mut waiting = Vec::new();
        for row in rows {
            waiting.extend(tick.claim(row, &self.lease, until).await?);
        }
        let written = !tick.is_empty();
        tick.each_touched(|campaign, def| visitor.look(campaign, def, now));
        let mut proofs: HashMap<(String, EffectKey), ClaimProof> = (tick.commit().await?)
            .into_iter()
            .map(|proof| ((proof.stream().to_owned(), proof.key()), proof))
            .collect();
        let claimed = waiting.into_iter().filter_map(|waiting| {
            let place = (waiting.row.stream.clone(), waiting.row.key);
            proofs.remove(&place).map(|proof| (waiting, proof))
        });
        Ok((claimed.collect(), written))
    }
}

/// What became of an effect, as part of a tick.
pub(crate) async fn record(
    tick: &mut Tick<'_>,
    row: &OutboxRow,
    proof: &ClaimProof,
    outcome: &Outcome,
) -> Result<(), AppError> {
    let order = order_of(row, outcome);
    let (state, words) = match outcome {
        Outcome::TakenOver => return Ok(()),
        Outcome::Left { answer, .. } => (EffectState::Done, answer.as_str()),
        Outcome::Failed(why) => (EffectState::Failed, why.as_str()),
        Outcome::Later(why) => (EffectState::Planned, why.as_str()),
    };
    tick.outcome(row.campaign, proof, (state, words), order)
        .await
}

/// The campaign's own event for an outcome; correspondence has none.
fn order_of(row: &OutboxRow, outcome: &Outcome) -> Option<Order> {
    let practice = row.key.subject?;
    let step = row.key.step;
    match (&row.what, outcome) {
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
        let claimed = Claimed {
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
