//! SQLite's commit in one message to the connection's thread: begin, check, change, commit. Each message wakes a thread
//! and is waited for; four of them cost more than most commits.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use sea_orm::{
    Value,
    sqlx::{self, AssertSqlSafe, SqlitePool},
};

use crate::sql::{SqlStore, script::Script};

/// Whether all of it was committed. If not, nothing was, or the database could not say so: who asks again finds the
/// rows moved by it and is refused.
pub(super) async fn commit(store: &SqlStore, script: &Script) -> bool {
    let (sql, values) = script.as_one_run();
    let pool = store.write.connection.get_sqlite_connection_pool().clone();
    let run = run(pool, sql, values.to_vec());
    ToItsEnd(Some(Box::pin(run))).await
}

/// One connection from begin to end, so that nobody meets a transaction that is not theirs.
async fn run(pool: SqlitePool, sql: String, values: Vec<Value>) -> bool {
    let Ok(mut connection) = pool.acquire().await else {
        return false;
    };
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for value in values {
        query = match value {
            Value::BigInt(number) => query.bind(number),
            Value::String(text) => query.bind(text),
            // A script's values are texts and numbers; another is left to the connection that knows all kinds.
            _ => return false,
        };
    }
    if query.execute(&mut *connection).await.is_ok() {
        return true;
    }
    // Fails where the transaction did not begin, or ended itself: then there is nothing to take back.
    let _ended = sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await;
    false
}

/// A run that is finished even if nobody waits for it any more: left half-way it would keep its transaction open.
struct ToItsEnd(Option<Pin<Box<dyn Future<Output = bool> + Send>>>);

impl Future for ToItsEnd {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let Some(run) = &mut self.0 else {
            return Poll::Pending;
        };
        let polled = run.as_mut().poll(context);
        if polled.is_ready() {
            self.0 = None;
        }
        polled
    }
}

impl Drop for ToItsEnd {
    fn drop(&mut self) {
        if let Some(run) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use precede_model::Timestamp;

    use crate::{Expect, SqlStore, Store, Write};

    /// A commit dropped while it is under way leaves no transaction behind.
    #[tokio::test]
    async fn a_commit_nobody_waits_for_is_whole_and_the_next_goes_on() {
        let folder = tempfile::TempDir::new().unwrap();
        let url = format!("sqlite://{}/precede.db?mode=rwc", folder.path().display());
        SqlStore::migrate(&url).await.unwrap();
        let store = SqlStore::connect(&url).await.unwrap();
        let now = Timestamp::from_micros(0);
        for round in 0..200u64 {
            let dropped = format!("dropped {round}");
            let mut write = Write::to(dropped.clone(), Expect::New);
            write.bodies = vec!["{}".to_owned()];
            let writes = [write];
            let patience = std::time::Duration::from_micros(round);
            let answer = tokio::time::timeout(patience, store.commit(&writes, now)).await;
            let kept = Write::to(format!("kept {round}"), Expect::New);
            store.commit(&[kept], now).await.unwrap();
            if answer.is_ok() {
                assert!(store.stream(&dropped).await.unwrap().is_some());
            }
            if let Some(row) = store.stream(&dropped).await.unwrap() {
                assert_eq!((row.version, row.seq), (1, 1), "whole");
            }
        }
    }
}
