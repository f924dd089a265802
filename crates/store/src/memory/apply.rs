//! What a commit changes, after its checks.

use crate::{
    Record, TimerChange,
    memory::Held,
    prepared::{Batch, Prepared},
};

/// Applies a checked batch. Nothing here can fail.
pub(super) fn apply(held: &mut Held, batch: &Batch<'_>) {
    for prepared in &batch.writes {
        held.streams.put(prepared);
        apply_effects(held, prepared);
    }
    for ((stream, _), change) in &batch.timers {
        match change {
            TimerChange::Set { name, due, carries } => {
                held.timers.set(stream, name, *due, carries);
            }
            TimerChange::Clear { name } => held.timers.clear(stream, name),
        }
    }
    for record in &batch.records {
        match record {
            Record::Simulated(at) => held.now = *at,
            other => held.register.put(other),
        }
    }
}

fn apply_effects(held: &mut Held, prepared: &Prepared<'_>) {
    let stream = prepared.row.stream.as_str();
    for claim in &prepared.write.claims {
        held.outbox.claim(stream, claim);
    }
    for finish in &prepared.write.finish {
        held.outbox.finish(stream, finish);
    }
    if let Some(campaign) = prepared.plans_for {
        for (key, not_before, what) in &prepared.write.plan {
            held.outbox
                .plan(stream, campaign, *key, *not_before, what.clone());
        }
    }
}
