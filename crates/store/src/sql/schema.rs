//! Whether the database is of this program's shape.

use precede_migrations::{SchemaManager, known};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::{StoreError, sql::error::StoreErrorExt};

const NONE: &str = "none";

/// # Errors
/// `Schema` unless exactly the changes this program knows have been made.
pub(super) async fn check(database: &DatabaseConnection) -> Result<(), StoreError> {
    if pending(database).await?.is_empty() {
        return Ok(());
    }
    let applied = applied(database).await?;
    Err(mismatch(&applied, "run `precede migrate`"))
}

/// The changes still to be made.
///
/// # Errors
/// `Schema` when the database knows a change this program does not.
pub(super) async fn pending(database: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let applied = applied(database).await?;
    let known = known();
    if applied.iter().any(|change| !known.contains(change)) {
        return Err(mismatch(
            &applied,
            "a newer version of Precede has been here: install that version, or restore a backup",
        ));
    }
    Ok(known
        .into_iter()
        .filter(|change| !applied.contains(change))
        .collect())
}

/// The changes made so far, oldest first. Looks only: a database that is somebody else's stays as it is.
async fn applied(database: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let manager = SchemaManager::new(database);
    if !manager.has_table("seaql_migrations").await.store()? {
        return Ok(Vec::new());
    }
    let query = Statement::from_string(
        database.get_database_backend(),
        "SELECT version FROM seaql_migrations",
    );
    let rows = database.query_all_raw(query).await.store()?;
    let mut applied: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("", "version").store())
        .collect::<Result<_, _>>()?;
    applied.sort_unstable();
    Ok(applied)
}

fn mismatch(applied: &[String], remedy: &'static str) -> StoreError {
    let last = |changes: &[String]| changes.last().map_or(NONE.to_owned(), String::clone);
    StoreError::Schema {
        found: last(applied),
        known: last(&known()),
        remedy,
    }
}
