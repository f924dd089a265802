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
        one_run,
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
        run_at_once(store, script, first).await?;
    } else {
        run_as_one(store, script, first).await?;
    }
    Ok(batch.committed())
}

/// SQLite: in one run. Where it is to die at a point, or is refused, it is done step by step: that tells the two apart.
async fn run_at_once(store: &SqlStore, script: Script, first: &str) -> Result<(), CommitError> {
    let mut points = Points::of(store);
    if points.in_steps() {
        return run_under_lock(store, script, (first, points)).await;
    }
    points.pass()?;
    if !one_run::commit(store, &script).await {
        run_under_lock(store, script, (first, Points::Unarmed)).await?;
    }
    points.pass()?;
    Ok(())
}

/// PostgreSQL: one statement is one transaction.
async fn run_as_one(store: &SqlStore, mut script: Script, first: &str) -> Result<(), CommitError> {
    let mut points = Points::of(store);
    points.pass()?;
    points.fail_one_of(&mut script);
    let done = store
        .write
        .connection
        .query_all_raw(script.into_one())
        .await;
    done.map_err(|fault| commit_error(&fault, first))?;
    points.pass()?;
    Ok(())
}

/// SQLite: the write lock is taken first, so that what is checked cannot move before it is changed.
async fn run_under_lock(
    store: &SqlStore,
    mut script: Script,
    (first, mut points): (&str, Points),
) -> Result<(), CommitError> {
    points.pass()?;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let failed = |fault| commit_error(&fault, first);
    let transaction = store
        .write
        .connection
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
        return Err(refusal_error(&said));
    }
    transaction.execute_raw(changes).await.map_err(failed)?;
    points.pass()?;
    transaction.commit().await.map_err(failed)?;
    points.pass()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use precede_model::Timestamp;
    use sea_orm::ConnectionTrait;

    use crate::{CommitError, Expect, SqlStore, Store, StoreError, Write};

    async fn empty(folder: &tempfile::TempDir) -> (SqlStore, String) {
        let url = format!("sqlite://{}/precede.db?mode=rwc", folder.path().display());
        SqlStore::migrate(&url).await.unwrap();
        (SqlStore::connect(&url).await.unwrap(), url)
    }

    fn large(stream: &str) -> Write<'static> {
        let mut write = Write::to(stream, Expect::New);
        write.bodies = vec!["x".repeat(1_000_000)];
        write
    }

    #[tokio::test]
    async fn a_full_disk_is_told_plainly_loses_nothing_and_passes() {
        let folder = tempfile::TempDir::new().unwrap();
        let (store, _) = empty(&folder).await;
        let now = Timestamp::from_micros(0);
        store.commit(&[large("a")], now).await.unwrap();
        let full = "PRAGMA max_page_count = 300";
        store.write.execute_unprepared(full).await.unwrap();
        match store.commit(&[large("b"), large("c")], now).await {
            Err(CommitError::Store(StoreError::Unavailable(why))) => {
                assert!(why.contains("full"), "{why}");
            }
            other => panic!("a full disk was expected, not {other:?}"),
        }
        assert_eq!(store.heads().await.unwrap().len(), 1);
        let room = "PRAGMA max_page_count = 1000000";
        store.write.execute_unprepared(room).await.unwrap();
        store.commit(&[large("b"), large("c")], now).await.unwrap();
        assert_eq!(store.heads().await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn every_commit_on_sqlite_is_durable() {
        let folder = tempfile::TempDir::new().unwrap();
        let (store, _) = empty(&folder).await;
        for (pragma, expected) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
        ] {
            let query = format!("SELECT CAST({pragma} AS TEXT) AS it FROM pragma_{pragma}");
            let query = sea_orm::Statement::from_string(store.backend(), query);
            let row = store.write.query_one_raw(query).await.unwrap().unwrap();
            assert_eq!(
                row.try_get::<String>("", "it").unwrap(),
                expected,
                "{pragma}"
            );
        }
        let written = store.read.execute_unprepared("DELETE FROM stream").await;
        assert!(written.is_err(), "readers only read");
    }

    #[tokio::test]
    async fn a_second_process_waits_for_the_first() {
        let folder = tempfile::TempDir::new().unwrap();
        let (first, url) = empty(&folder).await;
        let second = SqlStore::connect(&url).await.unwrap();
        let now = Timestamp::from_micros(0);
        for round in 0..20 {
            let writes = [
                [Write::to(format!("first {round}"), Expect::New)],
                [Write::to(format!("second {round}"), Expect::New)],
            ];
            let both = tokio::join!(
                first.commit(&writes[0], now),
                second.commit(&writes[1], now)
            );
            both.0.unwrap();
            both.1.unwrap();
        }
    }
}
