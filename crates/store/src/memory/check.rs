//! What must hold before a commit changes anything.

use precede_model::Timestamp;

use crate::{
    CommitError, EffectState, OutboxRow,
    memory::Held,
    prepared::{Batch, Prepared, moved},
};

/// # Errors
/// As `Store::commit`.
pub(super) fn check(held: &Held, batch: &Batch<'_>, now: Timestamp) -> Result<(), CommitError> {
    for prepared in &batch.writes {
        check_row(held, prepared)?;
    }
    for (stream, version) in &batch.guards {
        if held.streams.row(stream).map(|row| row.version) != Some(*version) {
            return Err(moved(stream));
        }
    }
    if let Some((at, stream)) = batch.simulated
        && at < held.now
    {
        return Err(moved(stream));
    }
    for prepared in &batch.writes {
        check_claims(held, prepared, now)?;
    }
    for prepared in &batch.writes {
        check_finishes(held, prepared)?;
    }
    Ok(())
}

fn check_row(held: &Held, prepared: &Prepared<'_>) -> Result<(), CommitError> {
    let stands = match (held.streams.row(&prepared.row.stream), prepared.before) {
        (None, None) => true,
        (Some(stored), Some(before)) => {
            stored.version == before.version && stored.head == before.head
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    if stands {
        Ok(())
    } else {
        Err(moved(&prepared.row.stream))
    }
}

fn check_claims(held: &Held, prepared: &Prepared<'_>, now: Timestamp) -> Result<(), CommitError> {
    let stream = prepared.row.stream.as_str();
    let is_due = |row: &OutboxRow| row.state == EffectState::Planned && row.not_before <= now;
    for claim in &prepared.write.claims {
        if !held.outbox.get(stream, claim.key).is_some_and(is_due) {
            return Err(moved(stream));
        }
    }
    Ok(())
}

fn check_finishes(held: &Held, prepared: &Prepared<'_>) -> Result<(), CommitError> {
    let stream = prepared.row.stream.as_str();
    for finish in &prepared.write.finish {
        let row = held.outbox.get(stream, finish.key);
        let Some(fence) = finish.fence else {
            if row.is_some_and(|row| row.state.is_settled_by_hand()) {
                continue;
            }
            return Err(moved(stream));
        };
        let is_ours =
            |row: &OutboxRow| row.state == EffectState::Sending && row.fence == Some(fence);
        if !row.is_some_and(is_ours) {
            return Err(CommitError::Fenced {
                stream: stream.to_owned(),
                key: finish.key.to_string(),
            });
        }
    }
    Ok(())
}
