//! The parts of a commit, in the order they are checked and written.

mod guards;
mod ledger;
mod outbox;
mod records;
mod register;
mod streams;
mod timers;
mod tracks;

use precede_model::Timestamp;
use sea_orm::DbBackend;

use crate::{StoreError, prepared::Batch, sql::script::Script};

/// The whole commit as a script.
///
/// # Errors
/// `Damaged` when a state cannot be written as JSON.
pub(super) fn script(
    backend: DbBackend,
    batch: &Batch<'_>,
    now: Timestamp,
) -> Result<Script, StoreError> {
    let mut script = Script::new(backend);
    streams::add(&mut script, batch)?;
    guards::add(&mut script, batch);
    records::add_clock(&mut script, batch);
    outbox::add_claims(&mut script, batch, now);
    outbox::add_finishes(&mut script, batch);
    ledger::add(&mut script, batch);
    tracks::add(&mut script, batch)?;
    outbox::add_plans(&mut script, batch)?;
    timers::add(&mut script, batch);
    register::add(&mut script, batch);
    records::add(&mut script, batch);
    Ok(script)
}
