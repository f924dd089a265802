//! Opening a database.

use std::{sync::Arc, time::Duration};

use precede_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{
    StoreError,
    sql::{SqlStore, door::Door, error::StoreErrorExt, schema},
};

/// How long SQLite waits for a lock another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait for a connection before the database counts as unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection unused for this long is tried before it is used again.
const PING_AFTER: Duration = Duration::from_secs(30);
/// Pages of the log at which SQLite copies it into the database. More than its own 1,000: a page that changes often is
/// then copied less often. What is committed is on the disk either way.
const CHECKPOINT_PAGES: &str = "4000";
/// A connection's cache of pages; a negative number of pages is one of KiB.
const CACHE_KIB: &str = "-8000";
/// Rows that SQLite's thread may be ahead of the reader. A register has tens of thousands, and each time it is full the
/// two wait for one another.
const ROWS_AHEAD: usize = 1_000;
/// Connections that only read, on SQLite; each is a thread.
const READERS_MAX: u32 = 4;
/// Connections to PostgreSQL.
const CONNECTIONS_MAX: u32 = 16;

impl SqlStore {
    /// Opens `sqlite://PATH?mode=rwc` or `postgres://…`.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached; `Schema` when it is not migrated, or by a newer program.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let store = Self::open(url).await?;
        schema::check(&store.write.connection).await?;
        Ok(store)
    }

    /// Brings the database's schema up to this program's, and says which changes were made. A new SQLite file is
    /// created where the address says `mode=rwc`.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached; `Schema` when a newer program has been there.
    pub async fn migrate(url: &str) -> Result<Vec<String>, StoreError> {
        let store = Self::open(url).await?;
        let pending = schema::pending(&store.write.connection).await?;
        Migrator::up(&store.write.connection, None).await.store()?;
        store.close().await?;
        Ok(pending)
    }

    /// Closes its connections. Dropping the store does the same, later.
    ///
    /// # Errors
    /// `Unavailable` when a connection cannot be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        self.read.connection.close().await.store()?;
        self.write.connection.close().await.store()
    }

    async fn open(url: &str) -> Result<Self, StoreError> {
        let (write, read) = if url.starts_with("sqlite:") {
            open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = open_postgres(url).await?;
            (pool.clone(), pool)
        } else {
            return Err(StoreError::Unavailable(
                "its address begins with neither `sqlite:` nor `postgres:`".to_owned(),
            ));
        };
        let faults = Arc::default();
        Ok(Self {
            write: Door::new(write, Arc::clone(&faults)),
            read: Door::new(read, Arc::clone(&faults)),
            faults,
        })
    }
}

/// One connection that writes, so that writers queue here and never meet in the database; others that only read.
async fn open_sqlite(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let write = Database::connect(sqlite_options(url, 1)).await.store()?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Ok((write.clone(), write));
    }
    let mut options = sqlite_options(url, READERS_MAX);
    options
        .connect_lazy(true)
        .map_sqlx_sqlite_opts(|options| durable(options).pragma("query_only", "ON"));
    let read = Database::connect(options).await.store()?;
    Ok((write, read))
}

fn sqlite_options(url: &str, connections_max: u32) -> ConnectOptions {
    let mut options = options(url, connections_max);
    options
        .map_sqlx_sqlite_opts(durable)
        .idle_timeout(None)
        .max_lifetime(None);
    options
}

/// A commit is on the disk when it returns.
fn durable(
    options: sea_orm::sqlx::sqlite::SqliteConnectOptions,
) -> sea_orm::sqlx::sqlite::SqliteConnectOptions {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("cache_size", CACHE_KIB)
        .busy_timeout(BUSY_TIMEOUT)
}

async fn open_postgres(url: &str) -> Result<DatabaseConnection, StoreError> {
    let mut options = options(url, CONNECTIONS_MAX);
    options.map_sqlx_postgres_opts(|options| {
        options.application_name("precede").options([
            ("default_transaction_isolation", "read committed"),
            // A commit's statement is large; planning it anew each time would cost more than running it.
            ("plan_cache_mode", "force_generic_plan"),
            // A plan made while a table was empty must still serve when it is large.
            ("enable_seqscan", "off"),
            // A scan that cannot be avoided then counts as so dear that PostgreSQL would compile it: a quarter of a
            // second for a query of microseconds.
            ("jit", "off"),
        ])
    });
    Database::connect(options).await.store()
}

fn options(url: &str, connections_max: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(PING_AFTER)
        .sqlx_logging(false);
    options
}
