//! What database errors mean: worth another try, somebody else was faster, or damage.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::{CommitError, StoreError, prepared::damaged};

/// Turns a database's answer into the store's.
pub(super) trait StoreErrorExt<T> {
    /// # Errors
    /// As [`store_error`] reads it.
    fn store(self) -> Result<T, StoreError>;
}

impl<T> StoreErrorExt<T> for Result<T, DbErr> {
    fn store(self) -> Result<T, StoreError> {
        self.map_err(|fault| store_error(&fault))
    }
}

/// SQLSTATE that `precede_refuse` raises.
const REFUSED: &str = "PRE01";

/// What a database error means for a reader.
pub(super) fn store_error(fault: &DbErr) -> StoreError {
    let code = code(fault);
    if is_full(code.as_deref()) {
        return StoreError::Unavailable(
            "the disk that holds it is full; nothing was lost, make room and try again".to_owned(),
        );
    }
    if is_passing(fault, code.as_deref()) {
        return StoreError::Unavailable(fault.to_string());
    }
    damaged("database", fault)
}

/// What a database error means for a writer; `stream` is named when the database does not say which row moved.
pub(super) fn commit_error(fault: &DbErr, stream: &str) -> CommitError {
    match code(fault).as_deref() {
        Some(REFUSED) => match sqlx_error(fault).and_then(sqlx::Error::as_database_error) {
            Some(refusal) => refusal_error(refusal.message()),
            None => conflict(stream),
        },
        Some(code) if is_race(code) => conflict(stream),
        _ => CommitError::Store(store_error(fault)),
    }
}

/// Reads the refusal a check says: `moved STREAM` or `fenced STREAM KEY`.
pub(super) fn refusal_error(said: &str) -> CommitError {
    match said.split_once(' ') {
        Some(("moved", stream)) => conflict(stream),
        Some(("fenced", rest)) => {
            let (stream, key) = rest.split_once(' ').unwrap_or((rest, ""));
            CommitError::Fenced {
                stream: stream.to_owned(),
                key: crate::entity::outbox::effect_key(key)
                    .map_or_else(|_| key.to_owned(), |key| key.to_string()),
            }
        }
        _ => CommitError::Store(damaged("refusal", said)),
    }
}

fn conflict(stream: &str) -> CommitError {
    CommitError::Conflict {
        stream: stream.to_owned(),
    }
}

/// Serialisation failure, deadlock, unique violation (PostgreSQL; SQLite's primary key and unique).
fn is_race(code: &str) -> bool {
    matches!(code, "40001" | "40P01" | "23505" | "1555" | "2067")
}

/// `SQLITE_FULL`; PostgreSQL's `disk_full`.
fn is_full(code: Option<&str>) -> bool {
    code == Some("53100") || primary(code) == Some(13)
}

/// Errors that go away by themselves or by an operator's hand.
fn is_passing(fault: &DbErr, code: Option<&str>) -> bool {
    if matches!(fault, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    // Busy, locked, read-only, interrupted, input or output, cannot open.
    if matches!(primary(code), Some(5 | 6 | 8 | 9 | 10 | 14)) {
        return true;
    }
    // Connection, insufficient resources, operator intervention, system error; deadlock and serialisation.
    let passes = |code: &str| {
        code.len() == 5
            && ["08", "53", "57", "58", "40"]
                .iter()
                .any(|class| code.starts_with(class))
    };
    code.is_some_and(passes)
        || matches!(
            sqlx_error(fault),
            Some(
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            )
        )
}

/// SQLite's primary result code, the low byte of the extended one. PostgreSQL's codes have five places.
fn primary(code: Option<&str>) -> Option<u32> {
    let code = code.filter(|code| code.len() < 5)?;
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn code(fault: &DbErr) -> Option<String> {
    let database = sqlx_error(fault)?.as_database_error()?;
    database.code().map(|code| code.into_owned())
}

fn sqlx_error(fault: &DbErr) -> Option<&sqlx::Error> {
    match fault {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}
