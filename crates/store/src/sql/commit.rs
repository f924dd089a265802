//! The one door to write.

use precede_model::Timestamp;
use sea_orm::{ConnectionTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::{
    CommitError, Committed, Write,
    prepared::Batch,
    sql::{
        SqlStore,
        error::{commit_error, refusal_error},
        fault::Points,
        script::Script,
        sections,
    },
};

/// As `Store::commit`.
pub(super) async fn commit(
    store: &SqlStore,
    writes: &[Write<'_>],
    now: Timestamp,
) -> Result<Committed, CommitError> {
    let batch = Batch::of(writes)?;
    let Some(first) = batch.writes.first() else {
        return Ok(batch.committed());
    };
    let first = first.row.stream.as_str();
    let script = sections::script(store.backend(), &batch, now)?;
    if store.is_sqlite() {
        run_under_lock(store, script, first).await?;
    } else {
        run_as_one(store, script, first).await?;
    }
    Ok(batch.committed())
}

/// PostgreSQL: one statement is one transaction.
async fn run_as_one(store: &SqlStore, mut script: Script, first: &str) -> Result<(), CommitError> {
    let mut points = Points::of(store);
    points.pass()?;
    points.fail_one_of(&mut script);
    let done = store.write.query_all_raw(script.into_one()).await;
    done.map_err(|fault| commit_error(&fault, first))?;
    points.pass()?;
    Ok(())
}

/// SQLite: the write lock is taken first, so that what is checked cannot move before it is changed.
async fn run_under_lock(
    store: &SqlStore,
    mut script: Script,
    first: &str,
) -> Result<(), CommitError> {
    let mut points = Points::of(store);
    points.pass()?;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let failed = |fault| commit_error(&fault, first);
    let transaction = store
        .write
        .begin_with_options(options)
        .await
        .map_err(failed)?;
    points.pass()?;
    points.fail_one_of(&mut script);
    let (check, changes) = script.into_two();
    let refused = transaction.query_one_raw(check).await.map_err(failed)?;
    if let Some(row) = refused {
        let said: String = row.try_get("", "said").map_err(failed)?;
        transaction.rollback().await.map_err(failed)?;
        return Err(refusal_error(&said, first));
    }
    transaction.execute_raw(changes).await.map_err(failed)?;
    points.pass()?;
    transaction.commit().await.map_err(failed)?;
    points.pass()?;
    Ok(())
}
